import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept, looks } from "./support/paths";
import { answer, ANSWERS, form, found } from "./support/questions";
import { expect, test, visit } from "./support/test";

// By far the most tests of one file: any worker takes any of them.
test.describe.configure({ mode: "parallel" });

for (const route of looks()) {
  test(`/${route} has no violation, in light and in dark`, async ({ page }) => {
    await visit(page, route);
    // A lab wakes when it comes near: then its buttons go from one colour to another.
    for (const lab of await page.locator(".lab").all()) {
      await lab.scrollIntoViewIfNeeded();
      await expect(lab.locator(".lab__controls[disabled]")).toHaveCount(0);
    }
    // So do those of what has a page to itself.
    const desks = page.locator(".island:has(> :is(.exam, .playground, .progress, .review))");
    await expect(desks.and(page.locator(":not([data-awake])"))).toHaveCount(0);
    await audit(page);
  });
}

test("questions have no violation with a hint, refused, answered right, partly and wrong, after a reload, and listed", async ({
  page,
}) => {
  await visit(page, concept);
  for (const hint of await page.getByRole("button", { name: "Hint" }).all()) {
    if (await hint.isVisible()) await hint.click();
  }
  await form(page, "faas-quiet").getByRole("button", { name: "Check" }).click();
  await expect(form(page, "faas-quiet").getByRole("alert")).not.toBeEmpty();
  await audit(page, "main");
  for (const one of ANSWERS) await answer(page, one);
  await audit(page, "main");
  await page.reload();
  for (const one of ANSWERS) await found(page, one);
  await audit(page, "main");
  // Where they are listed, too.
  await page.getByRole("contentinfo").getByRole("link", { name: "Your progress" }).click();
  await expect(page.getByRole("main")).toContainText(`${ANSWERS.length} questions answered`);
  await page.getByText(`${ANSWERS.length} questions`, { exact: true }).click();
  await audit(page);
  await page.getByRole("button", { name: "Reset everything" }).click();
  await audit(page);
});

test.describe("an address that names no page", () => {
  test.use({ tolerated: /status 404|Failed to load resource/ });

  test("leads to a page without violation", async ({ page }) => {
    await visit(page, "no/such/page/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found");
    await audit(page);
  });
});

test("the lab has no violation while it runs, paused and finished, with settings and tables open", async ({
  page,
}) => {
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.openSettings();
  await lab.speed.selectOption({ label: "real time" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await audit(page, ".lab");
  await lab.set("Memory", "much");
  await lab.set("Memory", "1 GiB");
  await lab.set("Request rate", "none at all");
  await lab.button("Pause").click();
  await lab.stands("Paused");
  await audit(page, ".lab");
  await lab.runToEnd();
  for (const table of await lab.root.getByText("Data table").filter({ visible: true }).all()) await table.click();
  await audit(page, ".lab");
});

test.describe("without an engine", () => {
  test.use({ tolerated: /no engine/ });

  test("the lab has no violation", async ({ page }) => {
    await page.route("**/sim_loader.js*", (route) =>
      route.fulfill({ contentType: "text/javascript", body: 'throw new Error("no engine")' }),
    );
    await visit(page, concept);
    const lab = await new Lab(page).approach();
    await lab.button("Run simulation").click();
    await lab.stands("Stopped");
    await audit(page, ".lab");
  });
});

test("the contents have no violation where they open over the page", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await visit(page, concept);
  await page.getByRole("banner").getByRole("button", { name: "Contents" }).click();
  await expect(page.getByRole("navigation", { name: "On this page" })).toBeVisible();
  await audit(page);
});
