import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { hidden, sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

const BLOCKS = "assessments/building-blocks/";
const START = new Date("2026-11-29T10:00:00");

const main = (page: Page) => page.getByRole("main");
const sheet = (page: Page) => page.getByRole("navigation", { name: "Answer sheet" });
const cell = (page: Page, number: number) => sheet(page).getByRole("button", { name: new RegExp(`^Question ${number},`) });
const timer = (page: Page) => page.getByRole("timer");
const heading = (page: Page, name: string | RegExp) => main(page).getByRole("heading", { name });

/** Until the program of assessments has come, and what is kept was read. */
async function open(page: Page, route: string): Promise<void> {
  await visit(page, route);
  await expect(main(page).getByRole("button", { name: /^(Begin|Verify)$/ })).toBeEnabled();
}

async function begin(page: Page, route = BLOCKS): Promise<void> {
  await open(page, route);
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(heading(page, "Question 1 of 20")).toBeVisible();
}

/** Puts some answer into the fields of the question on show. */
async function answer(page: Page): Promise<void> {
  const question = main(page).locator("form.question");
  const choice = question.locator("input[type=radio], input[type=checkbox]");
  const field = question.locator("input[type=text]");
  const list = question.getByRole("combobox");
  if (await choice.count()) await choice.first().check();
  else if (await list.count()) await list.first().selectOption({ index: 1 });
  else if (await field.count()) await field.first().fill("42");
  else await question.getByRole("button", { name: /^Move down/ }).first().click();
}

/** What stands in the fields of the question on show. */
const filled = (page: Page): Promise<string> =>
  main(page)
    .locator("form.question")
    .evaluate((form) =>
      [...form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")]
        .map((field) => (field instanceof HTMLInputElement && field.type !== "text" ? String(field.checked) : field.value))
        .concat([...form.querySelectorAll(".question__item")].map((item) => item.textContent!))
        .join("|"),
    );

/** The clock shows about this, in seconds: the page's time runs on while the test looks. */
const around = (page: Page, wanted: number) =>
  expect.poll(async () => Math.abs((await seconds(timer(page))) - wanted), { timeout: 5000 }).toBeLessThan(45);

const seconds = async (timer: Locator): Promise<number> => {
  const [minutes, rest] = (await timer.locator("strong").textContent())!.split(":");
  return Number(minutes) * 60 + Number(rest);
};

test("a timed sitting is lost midway, found again with the time that is left, and handed in", async ({ page, context }) => {
  test.slow();
  await context.clock.install({ time: START });
  await open(page, BLOCKS);
  await audit(page, "main");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(heading(page, "Question 1 of 20")).toBeVisible();
  await around(page, 30 * 60);
  await audit(page, "main");
  // Nothing of what is right is in the page.
  await expect(main(page).locator(".question__mark--good, .question__mark--bad")).toHaveCount(0);
  await expect(main(page).locator(".question__explain")).toHaveCount(0);

  await answer(page);
  await expect(cell(page, 1)).toHaveAccessibleName("Question 1, answered");
  await page.getByRole("button", { name: "Sure", exact: true }).click();
  await page.getByRole("button", { name: "Next →" }).click();
  await expect(heading(page, "Question 2 of 20")).toBeFocused();
  await answer(page);
  await page.getByRole("button", { name: /Come back to this/ }).click();
  await expect(cell(page, 2)).toHaveAccessibleName("Question 2, answered, to come back to");
  const before = await filled(page);
  await context.clock.fastForward("05:00");
  await around(page, 25 * 60);

  // The tab's process is killed, which nothing in it can see coming; three minutes later the reader is back.
  const session = await context.newCDPSession(page);
  const killed = page.waitForEvent("crash");
  // Nobody is left to answer.
  void session.send("Page.crash").catch(() => {});
  await killed;
  await page.close();
  await context.clock.fastForward("03:00");
  const again = await context.newPage();
  await visit(again, BLOCKS);
  await expect(main(again).locator(".exam__notice")).toContainText("You are back where you were: 2 answers kept");
  await around(again, 22 * 60);
  await expect(heading(again, "Question 2 of 20")).toBeVisible();
  expect(await filled(again)).toBe(before);
  await cell(again, 1).click();
  await expect(again.getByRole("button", { name: "Sure", exact: true })).toHaveAttribute("aria-pressed", "true");

  await again.getByRole("button", { name: "Hand in…" }).click();
  await expect(heading(again, "Hand in?")).toBeFocused();
  await expect(main(again)).toContainText("are not answered and count as wrong");
  await expect(main(again)).toContainText("You wanted to come back to 2.");
  await audit(again, "main");
  await again.getByRole("button", { name: "Go on answering" }).click();
  await expect(heading(again, "Question 3 of 20")).toBeFocused();
  await again.getByRole("button", { name: "Hand in…" }).click();
  await again.getByRole("button", { name: "Hand in now" }).click();

  await expect(heading(again, "Building blocks").last()).toBeFocused();
  await expect(main(again)).toContainText("18 questions were left open.");
  await expect(main(again)).toContainText(/With 20 questions the share .* lies between \d+% and \d+%/);
  await expect(heading(again, "What to read next")).toBeVisible();
  await expect(heading(again, "What you believed")).toBeVisible();
  await expect(main(again).locator("article.question")).toHaveCount(20);
  await expect(main(again).locator("article .question__explain").first()).not.toBeEmpty();
  await audit(again, "main");
  expect(await sideways(again)).toBe(0);

  // A report that is reloaded is still there; its digest is verified, and a changed answer is found out.
  const digest = (await main(again).locator(".exam__digest code").textContent())!;
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const coming = again.waitForEvent("download");
  await again.getByRole("button", { name: "Download JSON" }).click();
  const json = await readFile(await (await coming).path(), "utf8");
  const table = again.waitForEvent("download");
  await again.getByRole("button", { name: "Download CSV" }).click();
  const csv = await readFile(await (await table).path(), "utf8");
  expect(csv.trim().split("\r\n")).toHaveLength(21);
  await again.reload();
  await expect(main(again).locator(".exam__digest code")).toHaveText(digest);
  await again.getByRole("link", { name: "Verify a report" }).last().click();
  const report = again.getByLabel("The report as it was downloaded, JSON");
  await expect(report).toBeEnabled();
  await report.fill(json);
  await again.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(again.getByText("✓ They belong together.")).toBeVisible();
  await expect(again.getByText(/Graded again: \d+%/)).toBeVisible();
  await audit(again, "main");
  await report.fill(json.replaceAll('"confidence": "sure"', '"confidence": "guess"'));
  await again.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(again.getByText("✗ They do not belong together.")).toBeVisible();
  await report.fill("{");
  await again.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(again.getByText("✗ This cannot be read.")).toBeVisible();

  // What was answered counts as answered on the questions' own pages.
  await again.getByRole("contentinfo").getByRole("link", { name: "Your progress" }).click();
  await expect(main(again)).toContainText("2 questions answered");
});

test("near the end more time can be had, and when it is up what was answered is handed in", async ({ page, context }) => {
  await context.clock.install({ time: START });
  await begin(page);
  await answer(page);
  await context.clock.fastForward("27:30");
  await expect(main(page).getByText("The time is nearly up.", { exact: true })).toBeVisible();
  await expect(main(page).getByRole("status").filter({ hasText: /[23] minutes left\./ })).toBeAttached();
  await audit(page, "main");
  await page.getByRole("button", { name: "Add 6 minutes" }).click();
  await around(page, 8 * 60 + 20);
  await expect(page.getByRole("button", { name: "Add 6 minutes" })).toBeHidden();
  await context.clock.fastForward("20:00");
  await expect(main(page).getByText("The time is up. What you had answered is handed in.").last()).toBeVisible();
  await expect(main(page)).toContainText("ended when the time was up");
  await expect(main(page)).toContainText("Time: 36:00 of 36:00, extended 1 time. 19 questions were left open.");
  await audit(page, "main");
});

test("a pause stops the clock and covers the question, also over a reload", async ({ page, context }) => {
  await context.clock.install({ time: START });
  await begin(page);
  await context.clock.fastForward("01:00");
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(main(page)).toContainText("The clock stands.");
  await expect(main(page).locator("form.question")).toHaveCount(0);
  await audit(page, "main");
  await around(page, 29 * 60);
  const stood = await seconds(timer(page));
  await context.clock.fastForward("10:00");
  expect(await seconds(timer(page))).toBe(stood);
  await page.reload();
  await expect(main(page)).toContainText("The clock stands.");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(heading(page, "Question 1 of 20")).toBeFocused();
  await around(page, stood);
});

test("two tabs answer the same sitting, and the one that hands in ends it for both", async ({ page, context }) => {
  await begin(page);
  const other = await context.newPage();
  await visit(other, BLOCKS);
  await expect(heading(other, "Question 1 of 20")).toBeVisible();
  await cell(other, 2).click();
  await answer(other);
  await expect(cell(other, 2)).toHaveAccessibleName(/answered/);
  await page.bringToFront();
  await expect(cell(page, 2)).toHaveAccessibleName("Question 2, answered");
  await answer(page);
  await expect(cell(page, 1)).toHaveAccessibleName("Question 1, answered");
  await page.getByRole("button", { name: "Hand in…" }).click();
  await page.getByRole("button", { name: "Hand in now" }).click();
  await expect(main(page)).toContainText("18 questions were left open.");
  await other.bringToFront();
  await expect(main(other)).toContainText("18 questions were left open.");
  const digest = (tab: Page) => main(tab).locator(".exam__digest code").textContent();
  expect(await digest(other)).toBe(await digest(page));
});

test("by keyboard alone a sitting is begun, answered and handed in", async ({ page }) => {
  await open(page, BLOCKS);
  await tabTo(page, page.getByLabel("Time"));
  await page.keyboard.press("ArrowDown");
  await tabTo(page, page.getByRole("button", { name: "Begin" }));
  await page.keyboard.press("Enter");
  await expect(timer(page)).toContainText("4");
  const next = page.getByRole("button", { name: "Next →" });
  await tabTo(page, next);
  await page.keyboard.press("Enter");
  await expect(heading(page, "Question 2 of 20")).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Unsure" }));
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Unsure" })).toHaveAttribute("aria-pressed", "true");
  await tabTo(page, cell(page, 20));
  await page.keyboard.press("Enter");
  await expect(heading(page, "Question 20 of 20")).toBeFocused();
  await tabTo(page, page.getByRole("button", { name: "Hand in…" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(heading(page, "Hand in?")).toBeFocused();
  expect(await hidden(page)).toBeNull();
  await tabTo(page, page.getByRole("button", { name: "Hand in now" }));
  await page.keyboard.press("Enter");
  await expect(main(page)).toContainText("20 questions were left open.");
});

test("an assessment of one's own asks what was chosen, and says what cannot be", async ({ page }) => {
  await open(page, "assessments/own/");
  await audit(page, "main");
  await page.getByLabel("Questions").fill("0");
  await expect(page.getByRole("alert").filter({ hasText: "Choose from 1 to 100 questions." })).toBeVisible();
  await page.getByLabel("Questions").fill("3");
  await page.getByRole("textbox", { name: "Minutes" }).fill("");
  await page.getByLabel("Components").check();
  await expect(page.getByText(/^\d+ questions to choose from\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(heading(page, "Question 1 of 3")).toBeVisible();
  await expect(timer(page)).toContainText("so far");
  await answer(page);
  await page.getByRole("button", { name: "Hand in…" }).click();
  await page.getByRole("button", { name: "Hand in now" }).click();
  await expect(main(page).locator("article.question")).toHaveCount(3);
  await page.getByRole("button", { name: "Back to the start" }).click();
  await expect(heading(page, "Your sittings")).toBeVisible();
  await audit(page, "main");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(heading(page, "Your sittings")).toHaveCount(0);
});

test("in a mock interview readers grade themselves beside the model answers", async ({ page }) => {
  await open(page, "assessments/mock-interview/");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(heading(page, "Question 1 of 4")).toBeVisible();
  await page.getByLabel("Your answer").fill("Because browsers keep a permanent redirect.");
  await expect(cell(page, 1)).toHaveAccessibleName("Question 1, answered");
  // It cannot be paused, and no model answer is in the page.
  await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
  await expect(main(page).getByText("Model answer", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Hand in…" }).click();
  await page.getByRole("button", { name: "Hand in now" }).click();
  await expect(main(page)).toContainText("1 question waits for your own grade");
  const first = main(page).locator("article.question").first();
  await expect(first).toContainText("Because browsers keep a permanent redirect.");
  await first.getByRole("button", { name: "Partly" }).click();
  await expect(first.getByRole("button", { name: "Partly" })).toHaveAttribute("aria-pressed", "true");
  await expect(main(page)).toContainText("0.5 of 4 points");
  await audit(page, "main");
});

test.describe("where storage is blocked", () => {
  test("that is said, and the sitting goes on", async ({ page }) => {
    await page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException("refused", "SecurityError");
      };
      Object.defineProperty(window, "localStorage", { get: refuse });
      IDBFactory.prototype.open = refuse;
    });
    await begin(page);
    await answer(page);
    await expect(main(page).getByRole("alert").filter({ hasText: "lost when you close the page" })).toBeVisible();
    await page.getByRole("button", { name: "Hand in…" }).click();
    await page.getByRole("button", { name: "Hand in now" }).click();
    await expect(main(page)).toContainText("19 questions were left open.");
  });
});

test.describe("without the questions", () => {
  test.use({ tolerated: /bank\.bin|ERR_FAILED/ });

  test("that is said, and they are fetched when it is tried again", async ({ page }) => {
    await page.route("**/data/bank.bin*", (route) => route.abort());
    await open(page, BLOCKS);
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(main(page).getByRole("alert").filter({ hasText: "could not be fetched" })).toBeVisible();
    await audit(page, "main");
    await page.unroute("**/data/bank.bin*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(heading(page, "Question 1 of 20")).toBeVisible();
  });
});

for (const width of [320, 768, 1920]) {
  test(`at ${width} pixels nothing scrolls sideways, from the start to the report`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, BLOCKS);
    expect(await sideways(page)).toBe(0);
    await page.getByRole("button", { name: "Begin" }).click();
    for (let number = 1; number <= 20; number++) {
      await cell(page, number).click();
      await expect(heading(page, `Question ${number} of 20`)).toBeVisible();
      expect(await sideways(page)).toBe(0);
    }
    await page.getByRole("button", { name: "Hand in…" }).click();
    await page.getByRole("button", { name: "Hand in now" }).click();
    await expect(main(page)).toContainText("20 questions were left open.");
    expect(await sideways(page)).toBe(0);
  });
}

test("on paper there is the summary, the figures and every question with its reasons", async ({ page }) => {
  await begin(page);
  await answer(page);
  await page.getByRole("button", { name: "Hand in…" }).click();
  await page.getByRole("button", { name: "Hand in now" }).click();
  await expect(main(page)).toContainText("19 questions were left open.");
  await page.emulateMedia({ media: "print" });
  await expect(main(page).locator(".exam__digest")).toBeVisible();
  await expect(main(page).locator("article .question__explain").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Download JSON" })).toBeHidden();
});

test("without scripts the page says what the assessment is and what it needs", async ({ another }) => {
  const context = await another({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(BLOCKS);
  await expect(main(page)).toContainText("20 questions, drawn anew for each sitting.");
  await expect(main(page).locator("noscript p")).toHaveText(/Assessments run in the browser with JavaScript/);
  await expect(page.getByRole("button", { name: "Begin" })).toBeHidden();
  await context.close();
});
