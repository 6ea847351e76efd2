import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { answer, answered } from "./support/questions";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

async function storm(page: Page): Promise<Lab> {
  await visit(page, "labs/retry-storm/");
  return new Lab(page, "Retry storm").approach();
}

/** The figure that the experiment says is to be watched first. */
const tile = (lab: Lab): Locator => lab.root.locator(".tile--watched dd").first();
const outcome = (lab: Lab): Locator => lab.root.locator(".predict").getByRole("status");
const before = (lab: Lab): Locator => lab.root.locator(".predict__before");
const field = (lab: Lab): Locator => lab.root.getByRole("textbox", { name: "What will “Goodput (90 s to 115 s)” be?" });

test("a value is predicted, the recorded run does not give it away, and the run grades it", async ({ page }) => {
  const lab = await storm(page);
  await expect(tile(lab)).toBeVisible();
  await lab.button("Predict first?").click();
  await expect(field(lab)).toBeFocused();
  // Covered for the eye and for a screen reader, and uncovered when the reader wants to.
  const cover = lab.root.getByText("covered while you predict");
  await expect(cover).toBeVisible();
  await expect(tile(lab)).toBeHidden();
  await expect(lab.charts.first().locator(".chart__title")).toBeVisible();
  await expect(lab.charts.first().locator(".chart__summary")).toBeHidden();
  await audit(page, ".lab");
  await lab.button("Show it").click();
  await expect(tile(lab)).toBeVisible();
  await lab.button("Skip").click();
  await expect(lab.button("Predict first?")).toBeFocused();

  await lab.button("Predict first?").click();
  await field(lab).fill("many");
  await lab.button("Commit").click();
  await expect(lab.root.locator(".predict").getByRole("alert")).toContainText("write for instance");
  await expect(field(lab)).toHaveAttribute("aria-invalid", "true");
  await field(lab).fill("1000/s");
  await lab.button("Commit").click();
  await expect(lab.root.getByText("Your prediction: Goodput (90 s to 115 s) 1,000/s")).toBeVisible();
  await expect(lab.button("Change")).toBeFocused();
  await expect(tile(lab)).toBeHidden();

  await lab.runToEnd();
  await expect(cover).toBeHidden();
  await expect(tile(lab)).toBeVisible();
  await expect(outcome(lab)).toContainText(/✗ Not right\. You said 1,000\/s, the run gave [\d.]+\/s: .*too high\./);
  await expect(outcome(lab)).toContainText("At App, the slots are saturated");
  const value = (await lab.root.locator("[data-metric='windows.after.requests.goodput_per_second'] dd").textContent())!;
  await expect(outcome(lab)).toContainText(`the run gave ${value}:`);
  await audit(page, ".predict");

  // Again, with what is known now.
  await lab.button("Predict again").click();
  await field(lab).fill(value);
  await page.keyboard.press("Enter");
  await lab.runToEnd();
  await expect(outcome(lab)).toContainText(/✓ Right\./);
  await expect(outcome(lab)).toContainText("1 of your 2 predictions");
});

test("which way a figure goes is predicted against the run before, by keyboard alone", async ({ page }) => {
  const lab = await storm(page);
  const radio = lab.root.getByRole("radio", { name: "With a retry budget", exact: true });
  await radio.check();
  await lab.stands("Ready");
  await tabTo(page, lab.button("Predict first?"), "Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, lab.root.getByRole("radio", { name: "A value" }), "Shift+Tab");
  await page.keyboard.press("ArrowRight");
  const ways = lab.root.getByRole("group", { name: /^In the recorded run \(“Retries keep it down”\), “.*” was .*\. What will it be here\?$/ });
  await expect(ways).toBeVisible();
  await tabTo(page, lab.button("Commit"));
  await page.keyboard.press("Enter");
  await expect(lab.root.locator(".predict").getByRole("alert")).toHaveText("Choose one first.");
  await tabTo(page, ways.getByRole("radio").first(), "Shift+Tab");
  for (let down = 0; down < 2; down++) await page.keyboard.press("ArrowDown");
  await tabTo(page, lab.button("Commit"));
  await page.keyboard.press("Enter");
  await expect(lab.button("Change")).toBeFocused();
  await lab.runToEnd();
  await expect(outcome(lab)).toContainText(/✓ Right\. “.*” went from .* to .*: higher\./);
  // What came of it is of that run only.
  await lab.button("Reset").click();
  await lab.stands("Ready");
  await expect(outcome(lab)).toBeHidden();
});

test("a prediction is kept: the lab says again what it was and what the run gave, and progress counts and forgets it", async ({
  page,
}) => {
  const lab = await storm(page);
  for (const guess of ["1000/s", "90/s"]) {
    await lab.root.getByRole("button", { name: /^Predict/ }).click();
    await field(lab).fill(guess);
    await page.keyboard.press("Enter");
    await lab.runToEnd();
    await expect(outcome(lab)).toContainText(`You said ${guess.replace("1000", "1,000")}, the run gave`);
  }
  const gave = (await outcome(lab).locator("p", { hasText: "the run gave" }).textContent())!;
  await page.reload();
  await lab.approach();
  await expect(before(lab)).toContainText("You predicted before: Goodput (90 s to 115 s) 90/s");
  await expect(before(lab)).toContainText(gave);
  await expect(outcome(lab)).toBeHidden();
  await before(lab).getByText("Predictions before").click();
  await expect(before(lab).getByRole("listitem")).toHaveText(/✗ Goodput \(90 s to 115 s\) 1,000\/s\. You said 1,000\/s, the run gave/);
  await audit(page, ".predict");
  // It is of its experiment, and does not stand beside a question that it would answer.
  await lab.choose("With a retry budget");
  await expect(before(lab)).toBeHidden();
  await lab.choose("Retries keep it down");
  await lab.button("Predict first?").click();
  await expect(before(lab)).toBeHidden();
  await lab.button("Skip").click();
  await expect(before(lab)).toBeVisible();

  await visit(page, "progress/");
  await expect(page.locator(".progress__overview")).toContainText("1 question answered on 1 page: 0 right, 0 partly right, 1 not right");
  await page.getByText("1 question", { exact: true }).click();
  await page.getByRole("link", { name: "“Retries keep it down”: What will “Goodput (90 s to 115 s)” be?" }).click();
  await expect(before(lab)).toBeInViewport();
  await visit(page, "progress/");
  await page.getByRole("button", { name: "Reset the answers on “Retry storm”" }).click();
  await expect(page.getByText("Nothing answered yet.")).toBeVisible();
  await visit(page, "labs/retry-storm/");
  await lab.approach();
  await expect(lab.button("Predict first?")).toBeEnabled();
  await expect(before(lab)).toBeHidden();
});

test("the recorded run that would answer a page's prediction is covered until that is made or skipped, and stays uncovered", async ({
  page,
}) => {
  /** Whether the figures of the recorded run are covered, for the eye and for a screen reader, and what uncovers them is there. */
  const covered = async (lab: Lab, yes: boolean) => {
    await lab.stands("Recorded run");
    await expect(lab.root.getByText("Show the recorded run", { exact: true })).toBeVisible({ visible: yes });
    await expect(lab.root.getByRole("definition").first()).toBeVisible({ visible: !yes });
    await expect(lab.charts.first().locator(".chart__summary")).toBeVisible({ visible: !yes });
  };
  await visit(page, concept);
  const lab = new Lab(page);
  await covered(lab, true);
  await expect(lab.root.locator(".lab__tiles")).toMatchAriaSnapshot("- term: / after your prediction$/");
  await audit(page, ".lab");
  await answer(page, answered("predict"));
  await covered(lab, false);
  await page.reload();
  await covered(lab, false);

  // Skipped by keyboard, in a brief lab: it is kept as what was answered is.
  await visit(page, "components/queue/");
  const brief = new Lab(page, "A minute without consumers");
  await covered(brief, true);
  await audit(page, ".lab");
  await brief.root.hover();
  await expect(page.locator(".island[data-awake] .lab")).toBeAttached();
  await brief.root.getByText("Show the recorded run", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await covered(brief, false);
  await expect(brief.root.getByText("The recorded run", { exact: true })).toBeFocused();
  await page.reload();
  await covered(brief, false);

  // Run without a prediction: the reader has seen it.
  await visit(page, "concepts/reliability/hedged-requests/");
  const other = new Lab(page, "Hedged requests");
  await covered(other, true);
  await other.root.scrollIntoViewIfNeeded();
  await other.wakes();
  await other.runToEnd();
  await expect(other.root.getByRole("definition").first()).toBeVisible();
  await page.reload();
  await covered(other, false);
});

test("in a frame of another page nothing is kept", async ({ page }) => {
  await visit(page, "embed/labs/retry-storm/");
  const lab = await new Lab(page, "Retry storm").approach();
  await lab.button("Predict first?").click();
  await field(lab).fill("90/s");
  await page.keyboard.press("Enter");
  await lab.runToEnd();
  await expect(outcome(lab)).toContainText("You said 90/s, the run gave");
  expect(await page.evaluate(async () => [Object.keys(localStorage), await indexedDB.databases()])).toEqual([[], []]);
});

test("of a sweep it is predicted which curve ends highest", async ({ page }) => {
  test.slow();
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.choose("Where containers become cheaper");
  await lab.button("Predict first?").click();
  const curves = lab.root.getByRole("group", { name: /^Which curve of/ });
  await curves.getByRole("radio", { name: "HTTP API and function" }).check();
  await lab.button("Commit").click();
  await expect(lab.root.getByText("Your prediction: HTTP API and function")).toBeVisible();
  await lab.button("Run to end").click();
  await lab.stands("Finished", 90_000);
  await expect(outcome(lab)).toContainText(/✓ Right\. “HTTP API and function” ends at \$[\d.]+\/h, and no other higher\./);
});

test("a prediction is withdrawn with its experiment, and none can be made of a run under way", async ({ page }) => {
  const lab = await storm(page);
  await lab.button("Predict first?").click();
  await field(lab).fill("2/s");
  await lab.button("Commit").click();
  await lab.choose("With a retry budget");
  await expect(lab.root.getByText("Your prediction")).toBeHidden();
  await lab.speed.selectOption({ label: "real time" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await expect(lab.button("Predict first?")).toBeDisabled();
  await lab.runToEnd();
  await expect(outcome(lab)).toBeHidden();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a prediction is made by touch, and nothing scrolls sideways", async ({ page }) => {
    const lab = await storm(page);
    await lab.button("Predict first?").tap();
    await field(lab).fill("3/s");
    expect(await sideways(page)).toBe(0);
    await lab.button("Commit").tap();
    await lab.button("Run to end").tap();
    await lab.stands("Finished", 40_000);
    await expect(outcome(lab)).toContainText("You said 3/s, the run gave");
    expect(await sideways(page)).toBe(0);
    await audit(page, ".predict");
  });
});

test("on the page of a lab its recorded run is covered until the reader has run it, and a figure below zero is no prediction", async ({ page }) => {
  await visit(page, "labs/retry-storm/");
  const lab = new Lab(page, "Retry storm");
  const show = lab.root.getByText("Show the recorded run", { exact: true });
  await expect(show).toBeVisible();
  await expect(tile(lab)).toBeHidden();
  await lab.root.scrollIntoViewIfNeeded();
  await lab.wakes();
  await audit(page, ".lab");
  await lab.button("Predict first?").click();
  await field(lab).fill("-5/s");
  await lab.button("Commit").click();
  await expect(lab.root.locator(".predict").getByRole("alert")).toHaveText("-5/s is outside its range, from 0 up");
  await field(lab).fill("90/s");
  await lab.button("Commit").click();
  await expect(tile(lab)).toBeHidden();
  await lab.runToEnd();
  await expect(tile(lab)).toBeVisible();
  await expect(outcome(lab)).toContainText("You said 90/s, the run gave");

  await page.reload();
  await lab.stands("Recorded run");
  await expect(show).toBeHidden();
  await expect(tile(lab)).toBeVisible();
});
