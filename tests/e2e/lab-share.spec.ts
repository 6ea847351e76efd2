import type { BrowserContext, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { hasFocus, sideways, tabTo } from "./support/reader";
import { expect, test, visit, type Fixtures } from "./support/test";

const STORM = "labs/retry-storm/";
const STORM_TITLE = "Retry storm";

/** Opens a page's lab and waits until it can be used. */
async function open(page: Page, route = concept, title?: string): Promise<Lab> {
  await visit(page, route);
  return new Lab(page, title).approach();
}

/** Opens the panel of a lab, and gives its link. */
async function link(lab: Lab): Promise<string> {
  const share = lab.button("Share");
  if ((await share.getAttribute("aria-expanded")) === "false") await share.click();
  const field = lab.root.getByRole("textbox", { name: "Link", exact: true });
  await expect(field).toHaveValue(/#lab=1\.[\w-]+$/);
  return field.inputValue();
}

/** A browser that has never been here. */
async function elsewhere(
  another: Fixtures["another"],
  url: string,
  title?: string,
): Promise<{ context: BrowserContext; lab: Lab; page: Page }> {
  const context = await another({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url);
  const lab = new Lab(page, title);
  await lab.wakes();
  return { context, lab, page };
}

/** Where a reader's things could be kept: names of what is in the local storage, and of records in databases. */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const found = Object.keys(localStorage);
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open(name!);
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error!);
      });
      for (const store of database.objectStoreNames) {
        const keys = await new Promise<IDBValidKey[]>((done, fail) => {
          const request = database.transaction(store).objectStore(store).getAllKeys();
          request.onsuccess = () => done(request.result);
          request.onerror = () => fail(request.error!);
        });
        found.push(...keys.map(String));
      }
      database.close();
    }
    return found;
  });
}

test("a link opens the lab elsewhere as it was set, and its run has the same report, byte for byte", async ({
  page,
  another,
}) => {
  const lab = await open(page);
  await lab.choose("Ordinary traffic");
  await lab.set("Memory", "1 GiB");
  await lab.seed.fill("271828");
  await lab.seed.press("Tab");
  await lab.runToEnd();
  const report = await lab.report();
  const url = await link(lab);
  await expect(lab.root.getByText("Holds “Ordinary traffic”, 1 changed setting and seed 271828.")).toBeVisible();

  const other = await elsewhere(another, url);
  // The lab stands far down the page, and is shown and awake at once.
  await expect(other.lab.root).toBeInViewport();
  await expect(other.lab.alert).toContainText("Opened from a link: “Ordinary traffic”, 1 changed setting and seed 271828");
  await other.lab.stands("Ready");
  await expect(other.lab.seed).toHaveValue("271828");
  await other.lab.openSettings();
  await expect(other.lab.root.getByRole("textbox", { name: "Memory", exact: true })).toHaveValue(/^1 GiB/);
  await other.lab.runToEnd();
  expect(await other.lab.report()).toBe(report);
  await expect(other.lab.alert).toContainText("the same report as the one that was shared, byte for byte");
  // Whoever passes it on passes on the same.
  expect(await link(other.lab)).toBe(url);
  expect(await kept(other.page)).toEqual([]);
  await other.context.close();
});

test("a run that was changed while it ran is made again by its link, until something else is set", async ({
  page,
  another,
}) => {
  const lab = await open(page);
  await lab.choose("Ordinary traffic");
  await lab.speed.selectOption({ label: "real time" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await expect.poll(() => lab.share()).toBeGreaterThan(0);
  await lab.set("Request rate", "300/s");
  await lab.button("Pause").click();
  await lab.set("Request rate", "70/s");
  await lab.runToEnd();
  const report = await lab.report();
  expect((JSON.parse(report) as { interventions: unknown[] }).interventions).toHaveLength(2);
  const url = await link(lab);
  await expect(lab.root.getByText("2 changes made while it ran.")).toBeVisible();
  const without = lab.root.getByRole("checkbox", { name: "With the 2 changes made while it ran" });
  await without.uncheck();
  expect(await link(lab)).not.toBe(url);
  await without.check();
  expect(await link(lab)).toBe(url);

  const other = await elsewhere(another, url);
  await other.lab.stands("Ready");
  await other.lab.runToEnd();
  expect(await other.lab.report()).toBe(report);
  await expect(other.lab.alert).toContainText("byte for byte");
  await other.lab.runToEnd();
  expect(await other.lab.report()).toBe(report);
  await other.lab.seed.fill("5");
  await other.lab.seed.press("Tab");
  await other.lab.runToEnd();
  expect((JSON.parse(await other.lab.report()) as { interventions: unknown[] }).interventions).toEqual([]);
  await other.context.close();
});

test("faults that were placed, and one that was let loose in the run, come along", async ({ page, another }) => {
  const lab = await open(page, STORM, STORM_TITLE);
  await lab.button("Break something").click();
  const palette = lab.root.locator(".faults");
  await palette.getByLabel("What goes wrong").selectOption({ label: "Packet loss" });
  const fill = async (name: string, value: string) => {
    const field = palette.getByLabel(name, { exact: true });
    await field.fill(value);
    await field.press("Tab");
  };
  await fill("Loss", "30%");
  await fill("When", "60s");
  await fill("For how long", "10s");
  await palette.getByRole("button", { name: "Place at 60 s" }).click();
  const settings = await link(lab);
  await lab.runToEnd();
  const report = await lab.report();
  // The run is that of the settings: the link promises its report now, and nothing was done during it.
  const promise = await link(lab);
  expect(promise).not.toBe(settings);
  await expect(lab.root.getByRole("checkbox", { name: /made while it ran/ })).toHaveCount(0);
  expect(report).toContain("packet-loss");

  const other = await elsewhere(another, promise, STORM_TITLE);
  const mark = (lab: Lab) => lab.root.locator("button.timeline__grab");
  await expect(mark(other.lab)).toHaveAccessibleName("Packet loss: Clients to App, from 60 s for 10 s");
  await other.lab.runToEnd();
  expect(await other.lab.report()).toBe(report);
  await expect(other.lab.alert).toContainText("byte for byte");
  await other.context.close();

  // Now one strikes while the run goes on.
  await lab.speed.selectOption({ label: "real time" });
  await lab.button("Run again").click();
  await lab.stands("Running");
  await expect.poll(() => lab.share()).toBeGreaterThan(0);
  await palette.getByRole("button", { name: "Now", exact: true }).click();
  await lab.runToEnd();
  const broken = await lab.report();
  expect(broken).not.toBe(report);
  await expect(lab.root.getByRole("checkbox", { name: "With the change made while it ran" })).toBeChecked();
  const third = await elsewhere(another, await link(lab), STORM_TITLE);
  await third.lab.runToEnd();
  expect(await third.lab.report()).toBe(broken);
  await third.context.close();
});

test.describe("links that are broken", () => {
  const text = "1.AWP5Ac4tijsOQEAQQHciQqlxBw2OQO0Wa2xCwu5mhkKnEFE6kpu4giP4vuLlFS9oZckpqZ7GmHtD3bysPrhvQqhNpTiR1iZoNA5ESuMoPqLcE-AiSa6d-4BpO_ZCgE_Ktg1K_rcze3wB";
  const BROKEN: [name: string, fragment: string, why: RegExp][] = [
    ["that was cut off", text.slice(0, 40), /cut off or changed/],
    ["in which a letter was changed", text.replace("1.A", "1.B"), /cut off or changed/],
    ["with letters that no link has", `${text}%3Cscript%3E`, /cut off or changed/],
    ["of a newer version", text.replace("1.", "2."), /newer version of this site/],
    ["without a version", text.slice(2), /number of its version/],
    ["without anything", "", /number of its version/],
    ["that is too long", `1.${"A".repeat(20_000)}`, /longer than any/],
    ["of another lab", text, /belongs to another lab, `labs\/retry-storm`/],
    ["whose content is none", "1.AAAAAAA", /cut off or changed|makes no sense/],
  ];
  for (const [name, fragment, why] of BROKEN) {
    test(`a link ${name} is refused with a reason, and leaves the lab as it was and nothing behind`, async ({ page }) => {
      await page.goto(`${concept}#lab=${fragment}`);
      const lab = new Lab(page);
      await lab.wakes();
      await expect(lab.alert).toContainText("cannot be opened");
      await expect(lab.alert).toContainText(why);
      await lab.stands("Recorded run");
      expect(await page.evaluate(() => location.hash)).toBe("");
      expect(await kept(page)).toEqual([]);
      await lab.runToEnd();
      await expect(lab.alert).toBeEmpty();
    });
  }

  test("are refused too when they are pasted into the address of the page that is open", async ({ page }) => {
    const lab = await open(page);
    const before = await page.evaluate(() => history.length);
    await page.evaluate((text) => location.assign(`#lab=${text}`), text.slice(0, 50));
    await expect(lab.alert).toContainText("cannot be opened");
    expect(await page.evaluate(() => location.hash)).toBe("");
    expect(await page.evaluate(() => history.length)).toBe(before + 1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Serverless & FaaS");
  });
});

test.describe("copying", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  test("copies what stands there, adds nothing to the history, and a reload opens what was copied", async ({ page }) => {
    const lab = await open(page, STORM, STORM_TITLE);
    const before = await page.evaluate(() => history.length);
    await lab.seed.fill("9");
    await lab.seed.press("Tab");
    const url = await link(lab);
    expect(await page.evaluate(() => location.hash)).toBe("");
    await lab.button("Copy link").click();
    await expect(lab.root.getByText("Copied.")).toBeVisible();
    expect(await clipboard(page)).toBe(url);
    expect(page.url()).toBe(url);
    expect(await page.evaluate(() => history.length)).toBe(before);
    await lab.button("Copy code").click();
    await expect.poll(() => clipboard(page)).toMatch(/^<iframe src="[^"]+\/embed\/labs\/retry-storm\/#lab=1\.[^"]+" title="Retry storm, /);
    // What was copied is not what stands there any more, and that is not said any longer.
    await lab.seed.fill("10");
    await lab.seed.press("Tab");
    await expect(lab.root.getByText("Copied.")).toBeHidden();
    await page.reload();
    await expect(lab.seed).toHaveValue("9");
  });

  test("works with the keyboard alone", async ({ page }) => {
    const lab = await open(page, STORM, STORM_TITLE);
    await tabTo(page, lab.button("Share"));
    await page.keyboard.press("Enter");
    const field = lab.root.getByRole("textbox", { name: "Link", exact: true });
    await tabTo(page, field);
    const selected = () =>
      field.evaluate((field: HTMLInputElement) => field.selectionEnd! - field.selectionStart! === field.value.length);
    await expect.poll(selected).toBe(true);
    await tabTo(page, lab.button("Copy link"));
    await page.keyboard.press("Enter");
    await expect(lab.root.getByText("Copied.")).toBeVisible();
    expect(await hasFocus(lab.button("Copy link"))).toBe(true);
    expect(await clipboard(page)).toBe(await field.inputValue());
    await audit(page, ".lab");
  });
});

test("where the browser does not let the page copy, the text is selected and that is said", async ({ page }) => {
  await page.addInitScript(() => {
    Clipboard.prototype.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
  });
  const lab = await open(page, STORM, STORM_TITLE);
  const url = await link(lab);
  await lab.button("Copy link").click();
  await expect(lab.root.getByText("does not let the page copy")).toBeVisible();
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe(url);
  await audit(page, ".lab");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

  test("the panel is opened by touch and nothing scrolls sideways", async ({ page }) => {
    const lab = await open(page, STORM, STORM_TITLE);
    await lab.button("Share").tap();
    await expect(lab.root.getByRole("textbox", { name: "Embed code" })).toHaveValue(/<iframe/);
    expect(await sideways(page)).toBe(0);
    await audit(page, ".lab");
  });
});

test("a frame in another page shows the lab as it was set, and leads to it", async ({ page, context, baseURL }) => {
  const lab = await open(page);
  await lab.choose("Ordinary traffic");
  await lab.seed.fill("3");
  await lab.seed.press("Tab");
  await lab.runToEnd();
  const report = await lab.report();
  await lab.button("Share").click();
  const field = lab.root.getByRole("textbox", { name: "Embed code" });
  await expect(field).toHaveValue(/<iframe/);
  const code = await field.inputValue();

  const host = new URL("somebody-elses-page", baseURL).href;
  await context.route(host, (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><title>Theirs</title><h1>Theirs</h1>${code}` }),
  );
  await page.goto(host);
  const frame = page.frameLocator("iframe");
  const region = frame.getByRole("region", { name: "Serverless URL shortener", exact: true });
  await expect(region.getByLabel("Seed", { exact: true })).toHaveValue("3");
  // No header, no way through the site.
  await expect(frame.getByRole("banner")).toHaveCount(0);
  await expect(frame.getByRole("navigation")).toHaveCount(0);
  await region.getByRole("button", { name: "Run to end", exact: true }).click();
  await expect(region.locator(".lab__state[role=status]")).toHaveText("Finished", { timeout: 30_000 });
  await expect(region.locator(".lab__notices")).toContainText("byte for byte");

  const opening = page.waitForEvent("popup");
  await region.getByRole("link", { name: "Open in Headroom" }).click();
  const whole = await opening;
  const there = new Lab(whole);
  await there.wakes();
  await expect(there.seed).toHaveValue("3");
  await there.runToEnd();
  expect(await there.report()).toBe(report);
  await expect(whole.getByRole("banner")).toHaveCount(1);
});

test("the page for frames is not for search engines, and has no violation and no sideways scroll", async ({ page }) => {
  const lab = await open(page, `embed/${STORM}`, STORM_TITLE);
  await expect(page.locator("meta[name=robots]")).toHaveAttribute("content", "noindex");
  await expect(page.getByRole("heading", { level: 1 }).getByRole("link")).toHaveAttribute("target", "_blank");
  await lab.button("Share").click();
  await audit(page);
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await sideways(page), `at ${width} pixels`).toBe(0);
  }
});
