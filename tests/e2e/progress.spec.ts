import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { put, records } from "./support/kept";
import { concept } from "./support/paths";
import { answer, answered, form, found } from "./support/questions";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

const single = answered("single");
const numeric = answered("numeric");
const multiple = answered("multiple");

const main = (page: Page): Locator => page.getByRole("main");
const notice = (page: Page): Locator => main(page).getByRole("status");
const button = (page: Page, name: string | RegExp): Locator =>
  main(page).getByRole("button", { name, exact: typeof name === "string" });
const preview = (page: Page): Locator => page.getByRole("region", { name: /^What “.*” would change$/ });
const trouble = (page: Page): Locator => page.locator(".progress__trouble");

async function open(page: Page): Promise<void> {
  await visit(page, "progress/");
  await expect(page.getByRole("heading", { name: "Bring it back" })).toBeVisible({ timeout: 30_000 });
}

/** Saves everything, as it comes to the reader's disk. */
async function exported(page: Page): Promise<string> {
  const coming = page.waitForEvent("download");
  await button(page, "Export").click();
  const file = await coming;
  expect(file.suggestedFilename()).toBe("headroom-progress.json");
  return readFile(await file.path(), "utf8");
}

async function choose(page: Page, text: string, name = "mine.json"): Promise<void> {
  const buffer = Buffer.from(text);
  await page.getByLabel("Choose a file, or drop it here").setInputFiles({ name, mimeType: "application/json", buffer });
}

/** What a reader does who clears this site's data. */
async function wipe(page: Page): Promise<void> {
  await page.evaluate(async () => {
    localStorage.clear();
    await new Promise<void>((done, fail) => {
      const request = indexedDB.deleteDatabase("headroom");
      request.onsuccess = () => done();
      request.onerror = () => fail(request.error!);
    });
  });
}

const record = (id: string, answers: number[]) =>
  JSON.stringify({
    v: 1,
    id,
    about: [[answers[0], 1], { route: `/${concept}`, page: "Serverless & FaaS", prompt: `Which of these, ${id}?` }],
    attempts: answers.map((at) => ({
      stamp: [at, 1],
      at_ms: at,
      revision: 1,
      answer: { number: "1" },
      score: 1000000,
      seed: 1,
    })),
  });

const file = (...all: string[]) =>
  `{"format":"headroom-progress","v":1,"exported_at_ms":1700000000000,"records":[\n${all.join(",\n")}\n]}\n`;

test("answers are exported, cleared, brought back, and merged with those of a second browser", async ({ page, another }) => {
  await visit(page, concept);
  for (const one of [single, numeric]) await answer(page, one);
  await open(page);
  await expect(main(page)).toContainText("2 questions answered on 1 page");
  const mine = await exported(page);
  await expect(main(page)).toContainText("Last exported on");
  // It is told before it is kept: what is kept after all was wiped would be there again.
  await expect.poll(() => records(page)).toHaveProperty("settings:export");

  await wipe(page);
  await open(page);
  await expect(main(page)).toContainText("Nothing answered yet");
  await choose(page, mine);
  await expect(preview(page).getByRole("heading")).toBeFocused();
  await expect(preview(page)).toContainText("It holds 2 questions");
  await expect(preview(page)).toContainText("2 questions new here");
  // Nothing is changed by looking.
  expect(await records(page)).toEqual({});
  await button(page, "Cancel").click();
  await expect(notice(page)).toHaveText("Nothing was changed.");
  await choose(page, mine);
  await button(page, "Merge").click();
  await expect(notice(page)).toHaveText("Merged with “mine.json”.");
  await expect(main(page)).toContainText("2 questions answered on 1 page");
  await visit(page, concept);
  for (const one of [single, numeric]) await found(page, one);

  // Another browser, with an answer of its own.
  const second = await another();
  const other = await second.newPage();
  await visit(other, concept);
  await answer(other, multiple);
  await open(other);
  await choose(other, mine);
  await expect(preview(other)).toContainText("2 questions new here");
  await expect(preview(other)).toContainText("Not in the file: 1 answer");
  await button(other, "Merge").click();
  await expect(main(other)).toContainText("3 questions answered");
  // The same file again has nothing new.
  await choose(other, mine);
  await expect(preview(other)).toContainText("2 questions the same as here");
  await expect(preview(other)).toContainText("All of it is here already.");
  await expect(button(other, "Merge")).toHaveCount(0);
  await button(other, "Cancel").click();
  await button(other, "Undo merging “mine.json”").click();
  await expect(notice(other)).toContainText("Taken back");
  await expect(main(other)).toContainText("1 question answered");

  await choose(other, mine);
  await button(other, "Replace…").click();
  await expect(preview(other)).toContainText("This forgets 1 answer");
  await button(other, "Keep what is here").click();
  // What was taken back counts as reset: merging would not bring it, and is not offered.
  await expect(button(other, "Bring back what was reset")).toBeVisible();
  await button(other, "Replace…").click();
  await button(other, "Replace").click();
  await expect(main(other)).toContainText("2 questions answered");
  await expect(main(other).getByRole("region", { name: "Answers by page" })).toBeVisible();
  await button(other, /^Undo replacing/).click();
  await expect(main(other)).toContainText("1 question answered");
  await other.reload();
  await expect(main(other)).toContainText("1 question answered");
  await visit(other, concept);
  await found(other, multiple);
  await second.close();
});

test("what was reset comes back from a file only if that is asked for", async ({ page }) => {
  await visit(page, concept);
  for (const one of [single, numeric]) await answer(page, one);
  await open(page);
  const mine = await exported(page);
  await button(page, "Reset everything").click();
  await expect(main(page)).toContainText("Nothing answered yet");
  await choose(page, mine);
  await expect(preview(page)).toContainText("2 questions reset here since");
  await expect(button(page, "Merge")).toHaveCount(0);
  await button(page, "Bring back what was reset").click();
  await expect(main(page)).toContainText("2 questions answered");
  await page.reload();
  await expect(main(page)).toContainText("2 questions answered");
  await visit(page, concept);
  await found(page, single);
});

test("one question is reset by itself, and that is undone", async ({ page }) => {
  await visit(page, concept);
  for (const one of [single, numeric]) await answer(page, one);
  await open(page);
  await page.locator(".progress__page summary").click();
  await page.locator(".progress__page details").getByRole("button", { name: /^Reset the answer to/ }).first().click();
  await expect(notice(page)).toContainText("Forgotten: the answer to");
  await expect(main(page)).toContainText("1 question answered");
  await button(page, /^Undo: bring back the answer to/).click();
  await expect(main(page)).toContainText("2 questions answered");
});

test("a file that is no export, newer, or damaged is told, with where, and nothing is lost", async ({ page }) => {
  await visit(page, concept);
  await answer(page, single);
  await open(page);
  const before = await records(page);
  for (const [text, why] of [
    ["# A letter", "it is not an export of this site"],
    ["[1,2]", "it is not an export of this site"],
    ['{"format":"headroom-progress","v":2,"boxes":[]}', "it was written by a newer version of this site"],
    ['{"format":"headroom-progress","v":1,\n"records":[}', "it is damaged: expected value at line 2 column 12"],
  ]) {
    await choose(page, text, "bad.json");
    await expect(trouble(page)).toContainText(`“bad.json” cannot be brought back: ${why}`);
    await expect(trouble(page)).toContainText("Nothing was changed.");
  }
  const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]);
  await page.getByLabel("Choose a file").setInputFiles({ name: "a.png", mimeType: "image/png", buffer: image });
  await expect(trouble(page)).toContainText("it is no text");
  await audit(page, "main");
  expect(await records(page)).toEqual(before);

  // Cut off in the middle of its last record: the others are read, and that is kept aside.
  const whole = file(record("a-one", [1_690_000_000_000]), record("a-two", [1_690_000_000_001]));
  await choose(page, whole.slice(0, -40));
  await expect(trouble(page)).toBeEmpty();
  await expect(preview(page)).toContainText("The file is damaged");
  await expect(preview(page)).toContainText("at line 3");
  await expect(preview(page)).toContainText("1 question new here");
  await expect(preview(page)).toContainText("1 piece that cannot be read");
  await button(page, "Merge").click();
  await expect(main(page)).toContainText("2 questions answered");
  await expect(page.getByRole("region", { name: "Set aside" })).toContainText("damaged");
  await page.reload();
  await expect(page.getByRole("region", { name: "Set aside" })).toContainText("damaged");
  expect(await records(page)).toMatchObject(before);
});

test("what was reset in the file is announced before a merge forgets it here", async ({ page }) => {
  await open(page);
  await put(page, "a-one", record("a-one", [1_690_000_000_000]));
  await page.reload();
  await expect(main(page)).toContainText("1 question answered");
  await choose(page, file(JSON.stringify({ v: 1, id: "a-one", cut: [1_695_000_000_000, 1], attempts: [] })));
  await expect(preview(page)).toContainText("1 question reset there: a merge forgets 1 answer");
  await button(page, "Merge").click();
  await expect(main(page)).toContainText("Nothing answered yet");
  await button(page, /^Undo merging/).click();
  await expect(main(page)).toContainText("1 question answered");
});

test("kinds of records that this program does not know are kept and taken along", async ({ page }) => {
  await open(page);
  const unknown = '{"v":1,"id":"later:x","entries":[[[1690000000000,1],{"what":"ever"}]]}';
  await choose(page, file(unknown));
  await expect(preview(page)).toContainText("1 record of “later” new here");
  await button(page, "Merge").click();
  await expect(page.getByRole("region", { name: "Also kept" })).toContainText("1 record of “later”");
  expect((await records(page))["later:x"]).toBe(unknown);
  expect(await exported(page)).toContain(unknown);
});

test("two tabs stay in step without a reload", async ({ page, context }) => {
  await visit(page, concept);
  const list = await context.newPage();
  await open(list);
  await expect(main(list)).toContainText("Nothing answered yet");
  const twin = await context.newPage();
  await visit(twin, concept);
  await page.bringToFront();
  await answer(page, single);
  await expect(main(list)).toContainText("1 question answered");
  await found(twin, single);
  await list.bringToFront();
  await button(list, "Reset everything").click();
  await expect(form(page, single.id).getByRole("status")).toBeEmpty();
  await expect(form(twin, single.id).getByRole("status")).toBeEmpty();
  await button(list, /^Undo/).click();
  await found(page, single);
});

test("a file is brought back by keyboard alone, and every state is accessible", async ({ page }) => {
  await open(page);
  await audit(page, "main");
  await put(page, "a-one", record("a-one", [1_690_000_000_000]));
  await page.reload();
  await expect(main(page)).toContainText("1 question answered");
  await page.locator(".progress__page summary").click();
  await audit(page, "main");
  const choosing = page.waitForEvent("filechooser");
  await tabTo(page, page.getByLabel("Choose a file, or drop it here"));
  await page.keyboard.press("Enter");
  const text = file(record("a-one", [1_690_000_000_000, 1_690_000_000_500]), record("a-two", [1_690_000_000_001]));
  await (await choosing).setFiles({ name: "mine.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await expect(preview(page).getByRole("heading")).toBeFocused();
  await expect(preview(page)).toContainText("1 question with more than is here: a merge adds 1 answer");
  for (const group of await preview(page).locator("summary").all()) await group.click();
  await audit(page, "main");
  await tabTo(page, button(page, "Replace…"));
  await page.keyboard.press("Enter");
  await expect(page.locator("#progress-confirm")).toBeFocused();
  await audit(page, "main");
  await tabTo(page, button(page, "Keep what is here"));
  await page.keyboard.press("Enter");
  await expect(preview(page).getByRole("heading")).toBeFocused();
  await tabTo(page, button(page, "Merge"));
  await page.keyboard.press("Enter");
  await expect(page.locator("#progress-notice")).toBeFocused();
  await expect(main(page)).toContainText("2 questions answered");
  await audit(page, "main");
  await page.keyboard.press("Tab");
  await expect(button(page, /^Undo merging/)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(main(page)).toContainText("1 question answered");
});

test("by touch on a narrow screen nothing scrolls sideways", async ({ another }) => {
  const context = await another({ viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await open(page);
  await choose(page, file(record("a-one", [1_690_000_000_000])), `${"a-very-long-name".repeat(8)}.json`);
  await expect(preview(page)).toBeVisible();
  expect(await sideways(page)).toBe(0);
  await button(page, "Merge").tap();
  await expect(main(page)).toContainText("1 question answered");
  await page.locator(".progress__page summary").tap();
  expect(await sideways(page)).toBe(0);
  await context.close();
});

test("an export is called for when there is something to lose, and not after it", async ({ page }) => {
  await open(page);
  const long_ago = Array.from({ length: 12 }, (_, n) => 1_690_000_000_000 + n);
  await put(page, "a-one", record("a-one", long_ago));
  await page.reload();
  const call = page.locator(".progress__due");
  await expect(call).toHaveText("12 answers that no export has. Take them along");
  await call.getByRole("link").click();
  await exported(page);
  await expect(call).toHaveCount(0);
  await page.reload();
  await expect(main(page)).toContainText("Last exported on");
  await expect(call).toHaveCount(0);
});

test("the browser is asked to keep answers at the fifth, and what it said is told", async ({ page }) => {
  await page.addInitScript(() => {
    const asked = () => Number(sessionStorage.getItem("asked"));
    StorageManager.prototype.persisted = () => Promise.resolve(asked() > 0);
    StorageManager.prototype.persist = () => {
      sessionStorage.setItem("asked", String(asked() + 1));
      return Promise.resolve(true);
    };
  });
  await open(page);
  await put(page, "a-one", record("a-one", [1, 2, 3].map((n) => Date.now() - n * 1000)));
  await visit(page, concept);
  const asked = () => page.evaluate(() => sessionStorage.getItem("asked"));
  await answer(page, single);
  await expect(form(page, single.id).getByRole("status").locator(".question__kept")).toHaveText("Kept in this browser.");
  expect(await asked()).toBeNull();
  await page.getByRole("contentinfo").getByRole("link", { name: "Your progress" }).click();
  await expect(main(page)).toContainText("The browser may clear it when it runs short of room.");
  await visit(page, concept);
  await answer(page, numeric);
  await expect.poll(asked).toBe("1");
  await answer(page, multiple);
  await open(page);
  await expect(main(page)).toContainText("The browser has promised not to clear it by itself.");
  expect(await asked()).toBe("1");
});

test("a browser that has not promised is asked by a button", async ({ page }) => {
  await page.addInitScript(() => {
    StorageManager.prototype.persisted = () => Promise.resolve(false);
    StorageManager.prototype.persist = () => Promise.resolve(false);
  });
  await open(page);
  await put(page, "a-one", record("a-one", [1_690_000_000_000]));
  await page.reload();
  await button(page, "Ask the browser to keep it").click();
  await expect(notice(page)).toContainText("The browser has not promised it.");
});

for (const [state, script] of [
  ["blocked", () => {
    const refuse = () => {
      throw new DOMException("refused", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: refuse });
    IDBFactory.prototype.open = refuse;
  }],
  ["full", () => {
    const refuse = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    Storage.prototype.setItem = refuse;
    IDBObjectStore.prototype.put = refuse;
  }],
] as const) {
  test(`where storage is ${state}, a file is still brought back for as long as the page is there, and can be taken along`, async ({ page }) => {
    await page.addInitScript(script);
    await open(page);
    await choose(page, file(record("a-one", [1_690_000_000_000])));
    await button(page, "Merge").click();
    await expect(main(page)).toContainText("1 question answered");
    await expect(main(page)).toContainText(`storage is ${state}`);
    expect(await exported(page)).toContain('"id":"a-one"');
    await audit(page, "main");
  });
}

test("a database of a newer version is shown, left as it is, and taken along", async ({ page }) => {
  await open(page);
  await put(page, "a-one", record("a-one", [1_690_000_000_000]));
  await page.evaluate(
    () =>
      new Promise<void>((done, fail) => {
        const request = indexedDB.open("headroom", 7);
        request.onupgradeneeded = () => request.result.createObjectStore("sheets").put("later", "sheet-1");
        request.onsuccess = () => (request.result.close(), done());
        request.onerror = () => fail(request.error!);
      }),
  );
  await page.reload();
  await expect(main(page)).toContainText("was written by a newer version of this site");
  await expect(page.getByRole("region", { name: "Set aside" })).toContainText("sheet-1");
  await choose(page, file(record("a-two", [1_690_000_000_000])));
  await button(page, "Merge").click();
  await expect(main(page)).toContainText("1 question answered");
  await page.reload();
  await expect(main(page)).toContainText("1 question answered");
  expect(await exported(page)).toContain("sheet-1");
});
