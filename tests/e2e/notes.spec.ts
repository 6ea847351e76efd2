import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { records } from "./support/kept";
import { concept } from "./support/paths";
import { hasFocus, sideways, tabTo } from "./support/reader";
import { expect, taken, test, visit } from "./support/test";

const main = (page: Page): Locator => page.getByRole("main");
const button = (page: Page, name: string): Locator => main(page).getByRole("button", { name, exact: true });
const field = (page: Page, at: string): Locator => main(page).getByRole("textbox", { name: `Note at ${at}, in Markdown` });
const note = (page: Page, at: string): Locator => main(page).getByRole("note", { name: `Your note at ${at}` });

const OVERVIEW = "Add a note at Overview";

/** Opens a page, and gives it the sign of a reader at which the buttons come. */
async function arrive(page: Page, route: string): Promise<void> {
  await visit(page, route);
  await page.mouse.move(300, 300);
  await expect(page.locator(".noting").first()).toBeAttached({ timeout: 30_000 });
}

/** Opens the field at a heading, and waits for the program that has it. */
async function begin(page: Page, at: string): Promise<Locator> {
  await button(page, `Add a note at ${at}`).click();
  await expect(field(page, at)).toBeFocused({ timeout: 30_000 });
  return field(page, at);
}

/** The last texts of all notes in this browser's database. */
async function kept(page: Page): Promise<string[]> {
  const all = Object.entries(await records(page)).filter(([key]) => key.startsWith("note:"));
  return all.flatMap(([, text]) => (JSON.parse(text) as { entries: [unknown, { text: string }][] }).entries.map(([, { text }]) => text));
}

test("a note is written without a mouse, is kept while it is typed, reads as Markdown, and is found, changed, removed and brought back", async ({
  page,
}) => {
  const programs: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("notes_bg.wasm")) programs.push(request.url());
  });
  await arrive(page, concept);
  await page.getByRole("heading", { name: "Overview" }).hover();
  expect(programs, "nobody has begun a note").toEqual([]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await tabTo(page, button(page, OVERVIEW));
  await page.keyboard.press("Enter");
  await expect(field(page, "Overview")).toBeFocused({ timeout: 30_000 });
  await page.keyboard.type("Cold **starts** and [more](https://example.org/)\n\n<img src=x onerror=alert(1)> [no](javascript:alert(1))");
  // Kept after a pause, while the field is open.
  await expect(main(page).getByText("Kept in this browser.", { exact: true }).first()).toBeVisible();
  await expect.poll(() => kept(page)).toHaveLength(1);
  await audit(page, "main");
  await page.keyboard.press("Escape");
  await expect(button(page, "Edit the note at Overview")).toBeFocused();
  const written = note(page, "Overview");
  await expect(written.locator("strong")).toHaveText("starts");
  await expect(written.getByRole("link")).toHaveAttribute("href", "https://example.org/");
  await expect(written.getByRole("link")).toHaveCount(1);
  await expect(written).toContainText("<img src=x onerror=alert(1)> no");
  await expect(written.locator("img")).toHaveCount(0);

  // At a question, too; and a bookmark beside it.
  const mark = button(page, "Bookmark Trade-offs");
  await mark.click();
  await expect(mark).toHaveAttribute("aria-pressed", "true");
  const question = main(page).locator(".island:has(> #faas-cold) + .noting");
  await question.getByRole("button", { name: /^Add a note at/ }).click();
  await question.getByRole("textbox").fill("Ask for *evidence*");
  // What is typed the moment before the reader leaves is kept as well.
  await page.reload();
  await taken(page);
  await page.mouse.move(310, 310);
  await expect(note(page, "Overview").locator("strong")).toHaveText("starts", { timeout: 30_000 });
  await expect(mark).toHaveAttribute("aria-pressed", "true");
  await expect(question.getByRole("note")).toContainText("Ask for evidence");
  await audit(page, "main");

  await page.getByRole("contentinfo").getByRole("link", { name: "Your notes" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your notes");
  await expect(main(page)).toContainText("2 notes and 1 bookmark.");
  await audit(page);
  const search = page.getByRole("searchbox", { name: "Search your notes" });
  await search.fill("EVIDENCE ask");
  await expect(main(page).getByRole("note")).toHaveCount(1);
  await expect(main(page)).toContainText("1 place shown");
  await search.fill("nowhere");
  await expect(main(page)).toContainText("No note, heading or page has all of these words.");
  await search.fill("");
  await button(page, "Edit the note at Overview").click();
  await field(page, "Overview").fill("Changed");
  await field(page, "Overview").press("Escape");
  await expect(note(page, "Overview")).toHaveText("Changed");
  await button(page, "Remove what is noted at Overview").click();
  await expect(note(page, "Overview")).toHaveCount(0);
  await expect(page.locator("#notes-notice")).toBeFocused();
  await button(page, "Undo").click();
  await expect(note(page, "Overview")).toHaveText("Changed");

  const coming = page.waitForEvent("download");
  await button(page, "Export as Markdown").click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe("headroom-notes.md");
  const text = await readFile(await file.path(), "utf8");
  const address = new URL(concept, new URL("/", page.url())).href;
  expect(text).toContain(`### [Overview](${address}#overview)\n\nChanged\n`);
  expect(text).toContain(`### [Trade-offs](${address}#trade-offs)\n\n*Bookmarked*\n`);
  await page.getByRole("heading", { name: "Overview" }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeInViewport();
  await expect(note(page, "Overview")).toHaveText("Changed");
});

test("what two tabs write at the same time is both kept, and each tab shows it", async ({ page, context }) => {
  await arrive(page, concept);
  await (await begin(page, "Overview")).fill("From the first tab");
  await button(page, "Done").click();
  const other = await context.newPage();
  await arrive(other, concept);
  await expect(note(other, "Overview")).toHaveText("From the first tab", { timeout: 30_000 });
  for (const [tab, text] of [
    [other, "Second"],
    [page, "First"],
  ] as const) {
    await tab.bringToFront();
    await button(tab, "Edit the note at Overview").click();
    await field(tab, "Overview").fill(text);
  }
  // Each began before it heard what the other has written; the first had it open while the second was kept.
  await button(page, "Done").click();
  await other.bringToFront();
  await field(other, "Overview").pressSequentially(", and on");
  await button(other, "Done").click();
  for (const tab of [other, page]) {
    await tab.bringToFront();
    await expect(note(tab, "Overview")).toContainText("Second, and on");
    await expect(note(tab, "Overview")).toContainText("First");
  }
});

for (const [state, script] of [
  [
    "blocked",
    () => {
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new DOMException("refused", "SecurityError");
        },
      });
      IDBFactory.prototype.open = () => {
        throw new DOMException("refused", "SecurityError");
      };
    },
  ],
  [
    "full",
    () => {
      Storage.prototype.setItem = IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    },
  ],
] as const) {
  test(`where storage is ${state}, that is said, and a note stays as long as the visit`, async ({ page }) => {
    await page.addInitScript(script);
    await arrive(page, concept);
    await (await begin(page, "Overview")).fill("Only here");
    await expect(main(page)).toContainText(`Not kept: this browser’s storage is ${state}. Your note is lost`);
    await field(page, "Overview").press("Escape");
    await expect(note(page, "Overview")).toContainText(`storage is ${state}`);
    await page.getByRole("contentinfo").getByRole("link", { name: "Your notes" }).click();
    await expect(note(page, "Overview")).toContainText("Only here");
    await page.goBack();
    await expect(note(page, "Overview")).toContainText("Only here");
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("the buttons are there, nothing moves sideways, notes are printed and buttons are not, and nothing noted says how to begin", async ({
    page,
  }) => {
    await visit(page, "notes/");
    await expect(main(page)).toContainText("Nothing noted yet.", { timeout: 30_000 });
    await audit(page);
    await arrive(page, concept);
    const add = button(page, OVERVIEW);
    await expect(add).toHaveCSS("opacity", "1");
    await add.tap();
    await field(page, "Overview").fill(`A long word: ${"x".repeat(200)}`);
    expect(await sideways(page)).toBe(0);
    await button(page, "Done").tap();
    await expect(note(page, "Overview")).toBeVisible();
    expect(await sideways(page)).toBe(0);
    await page.emulateMedia({ media: "print" });
    await expect(note(page, "Overview")).toBeVisible();
    await expect(page.locator(".noting__do button").filter({ visible: true })).toHaveCount(0);
  });
});

test.describe("without its program", () => {
  test.use({ tolerated: /notes|Failed to load|ERR_FAILED/ });

  test("that is said where the button was pressed, and the next press tries again", async ({ page }) => {
    await page.route("**/notes.js*", (route) => route.abort());
    await arrive(page, concept);
    await button(page, OVERVIEW).click();
    const lost = main(page).getByText("Notes could not be loaded.");
    await expect(lost).toHaveCount(1);
    await page.unroute("**/notes.js*");
    await button(page, OVERVIEW).click();
    await expect(field(page, "Overview")).toBeFocused({ timeout: 30_000 });
    await expect(lost).toHaveCount(0);
    expect(await hasFocus(field(page, "Overview"))).toBe(true);
  });
});
