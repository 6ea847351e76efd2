import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { hasFocus, sideways } from "./support/reader";
import { expect, test, visit } from "./support/test";

const ROUTES = ["", concept, "templates/url-shortener/", "assessments/", "settings/"];

const html = (page: Page): Locator => page.locator("html");
const help = (page: Page): Locator => page.getByRole("dialog", { name: "Keys on this page" });
const status = (page: Page): Locator => page.locator(".settings__status");
/** Pixels of a rem. */
const size = (page: Page): Promise<number> => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));

/** One of the values of a setting, on the page of settings. */
const choice = (page: Page, setting: string, value: string): Locator =>
  page.getByRole("main").getByRole("group", { name: setting, exact: true }).getByRole("radio", { name: value, exact: true });

async function choose(page: Page, setting: string, value: string): Promise<void> {
  await choice(page, setting, value).check();
  await expect(status(page)).toHaveText("Kept in this browser.");
}

/** axe on a desk and on a phone, where nothing may be scrolled sideways either. */
async function audited(page: Page, within?: string): Promise<void> {
  for (const [width, height] of [
    [360, 740],
    [1280, 800],
  ]) {
    await page.setViewportSize({ width, height });
    await audit(page, within);
    expect(await sideways(page), `at ${width} pixels`).toBe(0);
  }
}

test.describe("kept and told", () => {
  test.use({ tolerated: /Failed to (load resource|fetch)/ });

  test("text size and spacing stay, are there before the first paint and in other tabs, and break no page", async ({ page, context }) => {
    test.slow();
    await visit(page, "settings/");
    const before = await size(page);
    await audited(page);
    const other = await context.newPage();
    await visit(other, concept);

    await choose(page, "Text size", "150 %");
    await choose(page, "Line spacing", "Wider");
    await choose(page, "Theme", "Dark");
    expect(await size(page)).toBeCloseTo(1.5 * before, 1);
    await expect(page.getByRole("banner").getByRole("radio", { name: "Dark" })).toBeChecked();
    await expect.poll(() => size(other)).toBeCloseTo(1.5 * before, 1);
    await expect(other.getByRole("banner").getByRole("radio", { name: "Dark" })).toBeChecked();
    await other.close();
    await audited(page);

    for (const route of ROUTES) {
      await page.goto(route);
      for (const width of [320, 360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await sideways(page), `/${route} at ${width} pixels`).toBe(0);
      }
    }

    // They must hold before any program has come: without it the small page would flash up.
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto(concept, { waitUntil: "commit" });
    await page.waitForFunction(() => performance.getEntriesByName("first-paint").length > 0);
    expect(await size(page)).toBeCloseTo(1.5 * before, 1);
    await page.unroute("**/*.wasm");

    await visit(page, "settings/");
    await expect(choice(page, "Text size", "150 %")).toBeChecked();
    await page.getByRole("button", { name: "Back to defaults" }).click();
    await expect(choice(page, "Text size", "100 %")).toBeChecked();
    await expect(page.getByRole("banner").getByRole("radio", { name: "As the system" })).toBeChecked();
    expect(await size(page)).toBeCloseTo(before, 1);
  });
});

test("? lists the keys that work on the page, a link does the same, and focus returns", async ({ page }) => {
  const programs: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("settings")) programs.push(request.url());
  });
  await visit(page, concept);
  const heading = page.getByRole("heading", { level: 1 });
  await heading.evaluate((heading) => {
    heading.tabIndex = 0;
    heading.focus();
  });
  expect(programs).toEqual([]);
  await page.keyboard.press("?");
  await expect(help(page)).toBeVisible();
  await expect(help(page).getByRole("button", { name: "Close" })).toBeFocused();
  for (const part of ["On every page", "In a lab or the playground", "On a diagram of a lab", "On a fault of the timeline", "In a question"]) {
    await expect(help(page).getByRole("heading", { name: part })).toBeVisible();
  }
  await expect(help(page)).not.toContainText("In review");
  await expect(help(page)).not.toContainText("In an assessment");
  await audited(page, "dialog[open]");
  await page.keyboard.press("Escape");
  await expect(help(page)).toBeHidden();
  expect(await hasFocus(heading)).toBe(true);

  // From the link it is help on the page that has taken the other's place.
  await page.getByRole("link", { name: "Review" }).last().click();
  await expect(heading).toHaveText("Review");
  const link = page.getByRole("contentinfo").getByRole("link", { name: "Keyboard" });
  await link.click();
  await expect(help(page).getByRole("heading", { name: "In review, once a card is turned" })).toBeVisible();
  await expect(help(page)).not.toContainText("diagram");
  await help(page).getByRole("button", { name: "Close" }).click();
  await expect(link).toBeFocused();
  await link.click();
  await help(page).getByRole("link", { name: "All keys" }).click();
  await expect(page.getByRole("heading", { name: "Keyboard", exact: true })).toBeInViewport();
});

test("switched off, single keys do nothing, on every page and in review", async ({ page }) => {
  await visit(page, "settings/");
  await choose(page, "Single-key shortcuts", "Off");
  await visit(page, "review/");
  await page.keyboard.press("?");
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // With Ctrl it is no single key.
  await page.keyboard.press("Control+K");
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.getByText("Choose terms of the glossary").click();
  await page.getByLabel("Find a term").fill("tail latency");
  await page.getByRole("checkbox", { name: "tail latency", exact: true }).check();
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByRole("button", { name: "Show the answer" }).click();
  const answer = page.getByRole("heading", { name: "Model answer" });
  await expect(answer).toBeFocused();
  for (const key of ["3", "b", "u", "1"]) await page.keyboard.press(key);
  await expect(answer).toBeVisible();
  await expect(page.getByRole("button", { name: /^Good/ })).not.toHaveAttribute("aria-keyshortcuts");
  await expect(page.getByRole("main")).not.toContainText("Keys: 1 to 4");
  // Help does not promise them.
  await page.getByRole("contentinfo").getByRole("link", { name: "Keyboard" }).click();
  await expect(help(page)).toContainText("Single-key shortcuts are off.");
  await expect(help(page)).not.toContainText("rate: good");
  await page.keyboard.press("Escape");

  // Another tab switches them on, and this one obeys.
  await page.evaluate(() => {
    localStorage.removeItem("headroom-keys");
    dispatchEvent(new StorageEvent("storage"));
  });
  await answer.focus();
  await page.keyboard.press("3");
  await expect(answer).toBeHidden();
});

test("with reduced data nothing comes before it is asked for: a lab shows its recorded run and a button", async ({ page }) => {
  await visit(page, "settings/");
  await choose(page, "Data", "Reduced");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname.split("/").slice(-2).join("/")));
  const engines = () => asked.filter((path) => /\/sim[._]/.test(path));
  const ahead = () => asked.filter((path) => /\/(lab|brief|marks|sim|search)[._]|pagefind|\/$/.test(path));
  await visit(page, concept);
  asked.length = 0;
  const lab = new Lab(page);
  await lab.root.scrollIntoViewIfNeeded();
  await page.locator("main a.term").first().hover();
  await page.getByRole("contentinfo").getByRole("link", { name: "Glossary" }).hover();
  await page.waitForLoadState("networkidle");
  expect(ahead()).toEqual([]);
  await expect(lab.charts.first()).toBeVisible();
  await expect(lab.button("Run simulation")).toBeDisabled();
  const load = page.getByRole("button", { name: "Load the lab" }).first();
  await load.scrollIntoViewIfNeeded();
  await audited(page, ".load-lab");

  await load.click();
  await lab.wakes();
  await expect(load).toBeHidden();
  await page.waitForLoadState("networkidle");
  expect(engines()).toEqual([]);
  await lab.runToEnd();
  expect(engines().length).toBeGreaterThan(0);
});
