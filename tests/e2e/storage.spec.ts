import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { put, records } from "./support/kept";
import { concept } from "./support/paths";
import { answer, answered, form, found } from "./support/questions";
import { expect, taken, test, visit } from "./support/test";

const single = answered("single");
const numeric = answered("numeric");
const multiple = answered("multiple");

/** Runs in the page before its own scripts. */
const BLOCKED = () => {
  const refuse = () => {
    throw new DOMException("refused", "SecurityError");
  };
  Object.defineProperty(window, "localStorage", { get: refuse });
  IDBFactory.prototype.open = refuse;
};

const FULL = () => {
  Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  IDBObjectStore.prototype.put = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
};

const NO_DATABASE = () => {
  IDBFactory.prototype.open = () => {
    throw new DOMException("refused", "SecurityError");
  };
};

const kept = (page: Page, id: string) => form(page, id).getByRole("status").locator(".question__kept");

test("an answer is kept in this browser's database, under its question's id, and that is said", async ({ page }) => {
  await visit(page, concept);
  await answer(page, single);
  await expect(kept(page, single.id)).toHaveText("Kept in this browser.");
  const record = JSON.parse((await records(page))[single.id]) as { v: number; id: string; attempts: unknown[] };
  expect(record).toMatchObject({ v: 1, id: single.id });
  expect(record.attempts).toHaveLength(1);
});

test.describe("where storage is", () => {
  for (const [state, script] of [
    ["blocked", BLOCKED],
    ["full", FULL],
  ] as const) {
    test(`${state}, that is said, and the page works on`, async ({ page }) => {
      await page.addInitScript(script);
      await visit(page, concept);
      await answer(page, single);
      await expect(kept(page, single.id)).toContainText(`is ${state}`);
      await expect(kept(page, single.id)).toContainText("lost when you close the page");
      // On this page and on the next the answers stay.
      await answer(page, multiple);
      await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last().click();
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Serverless & FaaS");
      await page.goBack();
      await found(page, single);
      await found(page, multiple);
      await page.getByRole("contentinfo").getByRole("link", { name: "Your progress" }).click();
      await expect(page.getByRole("main")).toContainText(`is ${state}`);
      await expect(page.getByRole("main")).toContainText("2 questions answered");
    });
  }

  test("without its database, answers are kept in the local storage, and move when it is there", async ({ page }) => {
    // Refused once: the next load of the page has it.
    await page.addInitScript(() => {
      if (!sessionStorage.getItem("seen")) {
        IDBFactory.prototype.open = () => {
          throw new DOMException("refused", "SecurityError");
        };
      }
      sessionStorage.setItem("seen", "yes");
    });
    await visit(page, concept);
    await answer(page, single);
    await expect(kept(page, single.id)).toContainText("local storage: its database is blocked");
    await page.reload();
    await found(page, single);
    await expect(kept(page, single.id)).toHaveText("Kept in this browser.");
    await expect.poll(async () => Object.keys(await records(page))).toEqual([single.id]);
    expect(await page.evaluate((id) => localStorage.getItem(`headroom/q/${id}`), single.id)).toBeNull();
  });
});

for (const [what, text, why] of [
  ["damaged", '{"v":1,"id":"faas-cold","attempts":[{"st', "damaged"],
  ["written by a newer version", '{"v":2,"id":"faas-cold","answers":{"new":"form"}}', "newer version"],
]) {
  test(`a record that is ${what} is set aside, is not overwritten, and can be taken along`, async ({ page }) => {
    await visit(page, concept);
    await answer(page, single);
    await expect.poll(async () => Object.keys(await records(page))).toEqual([single.id]);
    await put(page, single.id, text);
    await page.reload();
    await taken(page);
    await expect(form(page, single.id).getByRole("status")).toBeEmpty();
    await answer(page, single);
    await expect(kept(page, single.id)).toHaveText("Kept in this browser.");
    await expect.poll(async () => Object.values(await records(page))).toContain(text);
    expect(JSON.parse((await records(page))[single.id])).toMatchObject({ v: 1, id: single.id });

    await visit(page, "progress/");
    const aside = page.getByRole("region", { name: "Set aside" });
    await expect(aside).toContainText(single.id);
    await expect(aside).toContainText(why);
    const coming = page.waitForEvent("download");
    await aside.getByRole("button", { name: /Download/ }).click();
    expect(await readFile(await (await coming).path(), "utf8")).toBe(text);
    const exporting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    const exported = await readFile(await (await exporting).path(), "utf8");
    const { set_aside, records: all } = JSON.parse(exported) as {
      set_aside: { text: string }[];
      records: { id: string }[];
    };
    expect(set_aside.map(({ text }) => text)).toEqual([text]);
    expect(all.map(({ id }) => id)).toEqual([single.id]);
  });
}

test("two tabs that answer different questions, and the same one, lose nothing", async ({ page, context }) => {
  await visit(page, concept);
  const other = await context.newPage();
  await visit(other, new URL(page.url()).pathname);
  for (const [tab, one] of [
    [page, single],
    // Has heard of that, and answers it once more.
    [other, single],
    [other, numeric],
    [page, multiple],
  ] as const) {
    // A browser holds back what is behind.
    await tab.bringToFront();
    if (tab === other && one === single) {
      await found(tab, one);
      await form(tab, one.id).getByRole("button", { name: "Try again" }).click();
    }
    await answer(tab, one);
  }
  for (const tab of [page, other]) {
    await tab.bringToFront();
    await tab.reload();
    for (const one of [single, numeric, multiple]) await found(tab, one);
  }
  const attempts = async (id: string) =>
    (JSON.parse((await records(page))[id]) as { attempts: unknown[] }).attempts.length;
  expect(await attempts(single.id)).toBe(2);
  expect(await attempts(numeric.id)).toBe(1);
});

test("progress is listed by page, is forgotten when it is reset, and can be brought back", async ({ page }) => {
  await visit(page, concept);
  for (const one of [single, numeric, multiple]) await answer(page, one);
  await page.getByRole("contentinfo").getByRole("link", { name: "Your progress" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  const main = page.getByRole("main");
  await expect(main).toContainText("3 questions answered on 1 page: 1 right, 1 partly right, 1 not right.");
  await page.getByRole("button", { name: "Reset everything" }).click();
  await expect(main.getByRole("status")).toContainText("Forgotten: all answers, 3 questions.");
  await expect(main).toContainText("Nothing answered yet");
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(main.getByRole("status")).toContainText("Brought back");
  await expect(main).toContainText("3 questions answered");
  await page.getByRole("button", { name: /^Reset the answers on/ }).click();
  await expect(main).toContainText("Nothing answered yet");
  await page.reload();
  await expect(main).toContainText("Nothing answered yet");
  await visit(page, concept);
  await expect(form(page, single.id).getByRole("button", { name: "Check" })).toBeEnabled();
  await expect(form(page, single.id).getByRole("status")).toBeEmpty();
});
