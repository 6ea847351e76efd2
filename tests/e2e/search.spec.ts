import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { concept } from "./support/paths";
import { sideways } from "./support/reader";
import { expect, test, visit } from "./support/test";

const field = (page: Page): Locator => page.getByRole("combobox", { name: "Search the site" });
const palette = (page: Page): Locator => page.getByRole("dialog", { name: "Search" });
const options = (page: Page): Locator => page.getByRole("listbox", { name: "Results" }).getByRole("option");
const status = (page: Page): Locator => page.locator("#site-search [role=status]");
const chip = (page: Page, name: RegExp): Locator => page.getByRole("group", { name: "Kind of result" }).getByRole("button", { name });

// The same at the root of a host and below a path.
for (const site of ["root", "sub"] as const) {
  test.describe(site, () => {
    test.use({ site });

    test("by keyboard from anywhere to a heading of a concept; nothing is fetched before", async ({ page }) => {
      const requests: string[] = [];
      page.on("request", (request) => {
        if (/pagefind|search[._]/.test(request.url())) requests.push(request.url());
      });
      await visit(page, "concepts/");
      await page.mouse.move(300, 300);
      // Typed into a text the key is a letter.
      await page.evaluate(() => document.querySelector("main")!.append(document.createElement("textarea")));
      await page.locator("main textarea").focus();
      await page.keyboard.type("a/b");
      await expect(page.locator("main textarea")).toHaveValue("a/b");
      await expect(palette(page)).toBeHidden();
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      expect(requests).toEqual([]);

      await page.keyboard.press("/");
      await expect(palette(page)).toBeVisible();
      await expect(field(page)).toBeFocused();
      // What is typed before the program has come is not lost.
      await page.keyboard.type("cold start snapshot");
      const section = options(page).and(page.locator(".search__option--section[href*='/serverless-faas/#']")).first();
      await expect(section).toBeVisible({ timeout: 30_000 });
      await expect(section.locator("mark").first()).toBeVisible();
      await expect(status(page)).toHaveText(/^\d+ results? for “cold start snapshot”/);
      for (let presses = 0; presses < 40 && (await section.getAttribute("aria-selected")) !== "true"; presses++) {
        await page.keyboard.press("ArrowDown");
      }
      await expect(section).toHaveAttribute("aria-selected", "true");
      await expect(field(page)).toHaveAttribute("aria-activedescendant", (await section.getAttribute("id"))!);
      const target = new URL((await section.getAttribute("href"))!, page.url());
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(target.href);
      await expect(palette(page)).toBeHidden();
      await expect(page.locator(`[id="${target.hash.slice(1)}"]`)).toBeInViewport();
      expect(requests.some((url) => url.includes("pagefind"))).toBe(true);
    });
  });
}

test("kinds narrow the results down, terms and questions are results themselves, and a query without any says so", async ({ page }) => {
  await visit(page, concept);
  await page.getByRole("button", { name: "Search" }).click();
  await page.keyboard.type("utilisation");
  await expect(options(page).first()).toBeVisible({ timeout: 30_000 });
  await audit(page, "#site-search");
  await chip(page, /^Terms/).click();
  await expect(chip(page, /^Terms/)).toHaveAttribute("aria-pressed", "true");
  await expect(options(page).first()).toHaveAttribute("href", "/glossary/#utilisation");
  // What was there before may lead the list, too.
  await expect.poll(async () => [...new Set(await options(page).locator(".search__kind").allTextContents())]).toEqual(["Term"]);
  await chip(page, /^Questions/).click();
  await expect(options(page).first()).toContainText("Question");
  await expect(options(page).first()).toHaveAttribute("href", /^\/.+\/#.+/);
  await field(page).fill("xyzzyqq plugh");
  await expect(status(page)).toHaveText("Nothing fits “xyzzyqq plugh”. Try fewer or other words.");
  await expect(options(page)).toHaveCount(0);
  await audit(page, "#site-search");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(field(page)).toBeFocused();
});

test("a link to a query opens a page of its results, on a phone too", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await visit(page, "search/?q=little+law");
  await expect(field(page)).toHaveValue("little law");
  await expect(options(page).first()).toContainText("Little’s law", { timeout: 30_000 });
  expect(await sideways(page)).toBe(0);
  await audit(page);
  await page.getByRole("button", { name: "More results" }).click();
  await expect(field(page)).toBeFocused();
  await expect(options(page).nth(40)).toBeAttached();
  await page.keyboard.press("End");
  await expect(options(page).last()).toHaveAttribute("aria-selected", "true");
  await field(page).fill("cold start");
  await expect(page).toHaveURL(/\?q=cold%20start$/);
  await options(page).first().click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Search");
  await page.goBack();
  await expect(field(page)).toHaveValue("cold start");
  await expect(options(page).first()).toBeVisible();
});

test.describe("without the files of the index", () => {
  test.use({ tolerated: /pagefind|no search|404/i });

  test("search says so in words, and tries again", async ({ page }) => {
    await page.route("**/pagefind/**", (route) => route.fulfill({ status: 404, body: "" }));
    await visit(page, concept);
    await page.keyboard.press("/");
    await page.keyboard.type("cold start");
    await expect(status(page)).toHaveText(/index of the site could not be loaded/, { timeout: 30_000 });
    await audit(page, "#site-search");
    await page.unroute("**/pagefind/**");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(options(page).first()).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  });
});
