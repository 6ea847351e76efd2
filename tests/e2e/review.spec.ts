import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { records } from "./support/kept";
import { concept } from "./support/paths";
import { answer, answered } from "./support/questions";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

const DAY = 24 * 60 * 60 * 1000;
const START = new Date("2026-11-29T10:00:00");

const main = (page: Page) => page.getByRole("main");
const today = (page: Page) => main(page).getByRole("region", { name: "Today" });
const heading = (page: Page, name: string | RegExp) => main(page).getByRole("heading", { name });
const button = (page: Page, name: string | RegExp) => main(page).getByRole("button", { name });
const notice = (page: Page) => main(page).locator(".review__notice");

/** Until what is kept was read and the questions have come. */
async function open(page: Page): Promise<void> {
  await visit(page, "review/");
  await expect(today(page)).toContainText(/cards? to review|Done for today/, { timeout: 30_000 });
}

/** Some days later the reader comes back. */
async function later(page: Page, days: number): Promise<void> {
  await page.clock.setSystemTime(START.getTime() + days * DAY);
  await open(page);
}

/** Puts some answer into the fields of the card on show. */
async function fill(page: Page): Promise<void> {
  const question = main(page).locator("form.question");
  const choice = question.locator("input[type=radio], input[type=checkbox]");
  const field = question.locator("input[type=text]");
  if (await choice.count()) await choice.first().check();
  else await field.first().fill("42");
}

test("what was answered comes back on a later day, is rated, undone, buried and suspended", async ({ page, context }) => {
  test.slow();
  await context.clock.install({ time: START });
  await visit(page, "review/");
  await expect(heading(page, "Nothing to review yet")).toBeVisible();
  await audit(page, "main");
  await expect(main(page).getByRole("link", { name: "Choose a page to begin with" })).toHaveAttribute("href", /concepts\/$/);

  // Right, not right, and partly right; a prediction is no card.
  await visit(page, concept);
  for (const type of ["single", "numeric", "multiple", "predict"]) await answer(page, answered(type));
  await open(page);
  await expect(today(page)).toContainText("0 cards to review");
  await expect(today(page)).toContainText("2 cards come tomorrow, on 30 November 2026.");
  await expect(button(page, "Begin")).toHaveCount(0);
  await audit(page, "main");

  await later(page, 2);
  await expect(today(page)).toContainText("3 cards to review");
  await page.getByText("Data table: Days to come").click();
  await expect(page.getByRole("region", { name: "Data of Days to come" }).getByRole("row").nth(1)).toContainText("1 December 20263");
  await button(page, "Begin").click();
  await expect(heading(page, "Card 1 of 3")).toBeFocused();
  // Nothing of what is right is in the page.
  await expect(main(page).locator(".question__mark--good, .question__explain")).toHaveCount(0);
  await button(page, "Check").click();
  await expect(main(page).getByRole("alert")).toHaveText(/first/);
  await audit(page, "main");
  await fill(page);
  await button(page, "Check").click();
  await expect(main(page).locator(".question__verdict")).toBeFocused();
  await expect(main(page).locator(".question__verdict")).toHaveText(/Right|right/);
  for (const rating of ["Again", "Hard", "Good", "Easy"]) await expect(button(page, new RegExp(`^${rating} (tomorrow|in \\d+ days)`))).toBeVisible();
  await audit(page, "main");
  await page.keyboard.press("4");
  await expect(heading(page, "Card 2 of 3")).toBeFocused();
  await expect(notice(page)).toContainText("Rated “easy”.");

  // Taken back, it is asked again, and its answer is forgotten.
  await button(page, "Undo: Rated “easy”").click();
  await expect(heading(page, "Card 1 of 3")).toBeFocused();
  await expect(button(page, "Check")).toBeVisible();
  await button(page, "I don’t remember").click();
  await expect(main(page).locator(".question__verdict")).toContainText("Not answered");
  await expect(button(page, /^Again tomorrow ?, by your answer/)).toBeVisible();
  await page.keyboard.press("1");
  await expect(heading(page, "Card 2 of 3")).toBeVisible();
  await button(page, "Bury until tomorrow").click();
  await expect(heading(page, "Card 3 of 3")).toBeVisible();
  await fill(page);
  await button(page, "Check").click();
  await tabTo(page, button(page, /^Good/));
  await page.keyboard.press("Enter");

  // The end of it: what was done, and what comes.
  await expect(today(page)).toContainText("Reviewed just now: 2 cards: 1 again, 1 good.");
  await expect(today(page)).toContainText("0 cards to review");
  await expect(today(page)).toContainText("2 cards come tomorrow");
  await expect(page.getByRole("figure", { name: "Remembered" })).toContainText("1 of 2 reviews remembered when due, 50%; 90% is what you ask for.");
  await page.getByText("All 3 cards").click();
  await expect(main(page).getByRole("listitem").filter({ hasText: "Buried, comes tomorrow" })).toHaveCount(1);
  await button(page, /^Suspend:/).first().click();
  await expect(main(page).getByRole("listitem").filter({ hasText: "Suspended." })).toHaveCount(1);
  await expect(today(page)).toContainText("1 card comes tomorrow");
  await audit(page, "main");
  expect(await sideways(page)).toBe(0);
  const kept = Object.keys(await records(page));
  expect(kept.filter((key) => key.startsWith("card:question:"))).toHaveLength(3);

  // All of it is kept.
  await later(page, 3);
  await expect(today(page)).toContainText("1 card to review");
});

test("terms of the glossary are chosen, asked, and rated by the reader", async ({ page, context }) => {
  await context.clock.install({ time: START });
  await visit(page, "review/");
  await page.getByText("Choose terms of the glossary").click();
  await page.getByLabel("Find a term").fill("tail latency");
  await page.getByRole("checkbox", { name: "tail latency", exact: true }).check();
  await expect(today(page)).toContainText("1 card to review");
  await audit(page, "main");
  await button(page, "Begin").click();
  await expect(main(page).locator(".question__prompt")).toHaveText("What does “tail latency” mean?");
  await page.getByLabel("Your answer").fill("The slow ones");
  await button(page, "Show the answer").click();
  await expect(heading(page, "Model answer")).toBeFocused();
  await expect(main(page)).toContainText("The slow ones");
  await audit(page, "main");
  await page.keyboard.press("3");
  await expect(today(page)).toContainText("1 card comes in 2 days");
  await later(page, 2);
  await expect(today(page)).toContainText("1 card to review");
  await page.getByText("Choose terms of the glossary: 1 so far").click();
  await page.getByLabel("Find a term").fill("tail latency");
  await page.getByRole("checkbox", { name: "tail latency", exact: true }).uncheck();
  await expect(heading(page, "Nothing to review yet")).toBeVisible();
});

test("the daily number is an offer: more is there for whoever wants it", async ({ page, context }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await context.clock.install({ time: START });
  await visit(page, concept);
  for (const type of ["single", "numeric", "multiple"]) await answer(page, answered(type));
  await later(page, 5);
  await expect(today(page)).toContainText("3 cards to review");
  const cards = page.getByLabel("Cards a day, at most");
  await cards.fill("0");
  await cards.blur();
  await expect(main(page).getByRole("alert").filter({ hasText: "from 1 to 999" })).toBeVisible();
  await cards.fill("1");
  await cards.blur();
  await expect(today(page)).toContainText("1 card to review");
  await expect(today(page)).toContainText("3 cards due in all; 1 a day is what you have asked for.");
  expect(await sideways(page)).toBe(0);

  await button(page, "Begin").click();
  await expect(heading(page, "Card 1 of 1")).toBeVisible();
  await fill(page);
  await button(page, "Check").click();
  expect(await sideways(page)).toBe(0);
  await button(page, /^Good/).click();
  await expect(today(page)).toContainText("Done for today");
  await expect(today(page)).toContainText("2 cards more are due.");
  await button(page, "Review all 2").click();
  await expect(heading(page, "Card 1 of 2")).toBeVisible();
  // What is answered and not rated is kept as it was answered.
  await fill(page);
  await button(page, "Check").click();
  await expect(button(page, /^Good/)).toBeVisible();
  await later(page, 5);
  await expect(today(page)).toContainText("1 card more");
});
