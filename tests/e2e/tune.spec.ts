import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** The challenge of the concept page: its question and the lab beside it. */
async function open(page: Page) {
  await visit(page, concept);
  const question = page.locator("#faas-tune");
  const lab = new Lab(page, "Try the challenge");
  await lab.approach();
  await expect(lab.button("Hand in these settings")).toBeEnabled();
  return { question, lab };
}

test("settings that meet the goals on seeds nobody has seen are right, and are kept as the best", async ({ page }) => {
  const { question, lab } = await open(page);
  await expect(question.getByRole("row", { name: /p99 of the first second/ })).toContainText("missed");

  // Much provisioned: fast enough, and over the budget.
  await lab.set("Provisioned concurrency", "20");
  await lab.button("Hand in these settings").click();
  await expect(question.getByRole("status")).toContainText("Partly right: 50%", { timeout: 45_000 });
  await expect(question.getByRole("row", { name: /Cost/ })).toContainText("met in 0 of 5");
  // What would solve it is not told while there are hints left.
  const solution = question.getByText("Eight environments of 448 MiB");
  await expect(solution).toBeHidden();
  await question.getByRole("button", { name: "Hint 1 of 2" }).click();
  await question.getByRole("button", { name: "Hint 2 of 2" }).click();
  await expect(solution).toBeVisible();

  await lab.set("Provisioned concurrency", "8");
  await lab.set("Memory", "448MiB");
  await lab.button("Run to end").click();
  await lab.stands("Finished", 45_000);
  await expect(lab.root.locator(".tile").filter({ hasText: "Cost" })).toContainText("met");
  await lab.button("Hand in these settings").click();
  await expect(question.getByRole("status")).toContainText("Right.", { timeout: 45_000 });
  await expect(question.getByRole("row", { name: /p99 of the first second/ })).toContainText("met in 5 of 5");
  await expect(question).toContainText("Your best so far: 100%");
  await audit(page, "#faas-tune");
  await audit(page, "#faas-tune-lab");

  // Another visit finds it as it was left, and the lab can be set to it.
  await page.reload();
  await expect(question.getByRole("status")).toContainText("Right.");
  await lab.approach();
  await question.getByRole("button", { name: "Set the lab to it" }).click();
  await lab.openSettings();
  await expect(lab.root.getByRole("textbox", { name: "Memory", exact: true })).toHaveValue(/448/);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a challenge can be read, with what the run as written gives", async ({ page }) => {
    await page.goto(concept);
    await expect(page.locator("#faas-tune")).toContainText("at most 40 ms");
    await expect(page.locator("#faas-tune-lab .tile").first()).toContainText("missed");
  });
});
