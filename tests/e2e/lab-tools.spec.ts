import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { Playground } from "./support/playground";
import { hasFocus, sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

/** Runs in a debug build. */
const LONG = 120_000;
test.describe.configure({ timeout: 2 * LONG });

async function open(page: Page): Promise<Lab> {
  await visit(page, "labs/retry-storm/");
  return new Lab(page, "Retry storm").approach();
}

const tab = (lab: Lab, name: string): Locator => lab.root.getByRole("tab", { name });
const panel = (lab: Lab, name: string): Locator => lab.root.getByRole("tabpanel", { name });

/** How often the program of the tools is asked for, from now on. */
function asked(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith("/tools_bg.wasm")) asked.push(pathname);
  });
  return asked;
}

/** Holds the program back until what it gives is called. */
async function held(page: Page): Promise<() => void> {
  let go = () => {};
  const gone = new Promise<void>((done) => (go = done));
  await page.route("**/tools_bg.wasm*", async (route) => {
    await gone;
    await route.continue();
  });
  return go;
}

test("who only runs a lab does not get the tools; they come when the pointer does, and once for all pages", async ({ page }) => {
  const program = asked(page);
  const lab = await open(page);
  await lab.button("Run to end").click();
  await lab.stands("Finished", LONG);
  expect(program).toEqual([]);

  const coming = page.waitForResponse(/tools_bg\.wasm/);
  await tab(lab, "Explain").hover();
  await (await coming).finished();
  await tab(lab, "Explain").click();
  await expect(panel(lab, "Explain").getByText("requests were due")).toBeVisible();

  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last().click();
  await page.locator("main a[href*='timeout-cascade']").first().click();
  const title = await page.locator("section.lab .lab__title").innerText();
  const other = await new Lab(page, title).approach();
  await tab(other, "Sweep").click();
  await expect(panel(other, "Sweep").getByLabel("Setting")).toBeVisible();
  await other.button("Run to end").click();
  await other.stands("Finished", LONG);
  await tab(other, "Explain").click();
  await expect(panel(other, "Explain").getByText("requests were due")).toBeVisible();
  expect(program).toHaveLength(1);
});

test("until they are there the place says so, and what was done meanwhile is known to them", async ({ page }) => {
  const go = await held(page);
  const lab = await open(page);
  await tabTo(page, tab(lab, "Explain"));
  await page.keyboard.press("ArrowRight");
  await expect(panel(lab, "Traces").getByRole("status").filter({ hasText: "Loading …" })).toBeVisible();
  await audit(page, ".lab__tools");
  expect(await hasFocus(tab(lab, "Traces"))).toBe(true);
  await page.keyboard.press("Home");
  await lab.button("Run to end").click();
  await lab.stands("Finished", LONG);
  await lab.set("Request rate", "60/s");
  go();
  await expect(panel(lab, "Explain").getByText("requests were due")).toBeVisible({ timeout: LONG });
  await expect(panel(lab, "Explain")).toContainText("Settings have changed since");
  await expect(lab.root.getByText("Loading …")).toBeHidden();
});

test.describe("without a network", () => {
  test.use({ tolerated: /Failed to load resource|Failed to fetch|ERR_INTERNET_DISCONNECTED/ });

  test("the place says so, the lab runs on, and the next try may help", async ({ page, context }) => {
    const lab = await open(page);
    await lab.button("Run to end").click();
    await lab.stands("Finished", LONG);
    await context.setOffline(true);
    await tab(lab, "Compare").click();
    const lost = panel(lab, "Compare").getByRole("alert").filter({ hasText: "This could not be loaded" });
    await expect(lost).toBeVisible();
    await audit(page, ".lab__tools");
    await lab.button("Reset").click();
    await lab.stands("Ready");

    const again = panel(lab, "Compare").getByRole("button", { name: "Try again" });
    await again.click();
    await expect(lost).toBeVisible();
    await context.setOffline(false);
    await tabTo(page, again);
    await page.keyboard.press("Enter");
    await expect(panel(lab, "Compare").getByText("seeds 1 to 10")).toBeVisible({ timeout: LONG });
    await expect(tab(lab, "Compare")).toBeFocused();
  });
});

test("the playground has them too, and each run of it has its own", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.runs();
  await playground.button("Run this design").click();
  const lab = playground.lab("My design");
  await lab.button("Run to end").click();
  await lab.stands("Finished", LONG);
  await tab(lab, "Explain").click();
  const due = panel(lab, "Explain").getByText("requests were due");
  await expect(due).toBeVisible({ timeout: LONG });
  const before = await due.innerText();

  await playground.text.fill((await playground.text.inputValue()).replace(/rate = "[^"]*"/, 'rate = "7/s"'));
  await playground.runs();
  await playground.button("Run this design").click();
  await lab.button("Run to end").click();
  await lab.stands("Finished", LONG);
  await tab(lab, "Explain").click();
  await expect(due).toHaveCount(1);
  await expect(due).not.toHaveText(before);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test("a touch brings them, and nothing scrolls sideways meanwhile", async ({ page }) => {
    const go = await held(page);
    const lab = await open(page);
    await tab(lab, "Sweep").tap();
    await expect(panel(lab, "Sweep").getByText("Loading …")).toBeVisible();
    expect(await sideways(page)).toBe(0);
    go();
    await expect(panel(lab, "Sweep").getByLabel("Setting")).toBeVisible({ timeout: LONG });
    expect(await sideways(page)).toBe(0);
    await audit(page, ".lab__tools");
  });
});
