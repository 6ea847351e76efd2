import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

/** Making a run twice takes its time in a debug build. */
const SLOW = 40_000;

/** A lab in which requests fail: each is tried four times. */
async function storm(page: Page): Promise<Lab> {
  await visit(page, "labs/retry-storm/");
  return new Lab(page, "Retry storm").approach();
}

class Traces {
  readonly panel: Locator;
  readonly table: Locator;

  constructor(readonly lab: Lab) {
    this.panel = lab.root.getByRole("tabpanel", { name: "Traces" });
    this.table = this.panel.getByRole("table");
  }

  async open(): Promise<this> {
    await this.lab.root.getByRole("tab", { name: "Traces" }).click();
    await expect(this.panel).toBeVisible();
    return this;
  }

  group(name: string): Locator {
    return this.panel.getByRole("group", { name, exact: true });
  }

  /** They come when they are looked at. */
  async come(): Promise<void> {
    await this.panel.scrollIntoViewIfNeeded();
    await expect(this.panel.getByText("followed from call to call")).toBeVisible({ timeout: SLOW });
  }
}

test("requests of a run are followed call by call, and one that failed says why", async ({ page }) => {
  const lab = await storm(page);
  const traces = await new Traces(lab).open();
  // The recorded run has none, and that is said; the way to them is a button.
  await expect(traces.panel.getByText("takes a run of your own")).toBeVisible();
  await expect(traces.table).toBeHidden();
  await traces.panel.getByRole("button", { name: "Run it now" }).click();
  await lab.stands("Finished", SLOW);
  await traces.come();

  for (const name of ["Slowest that came out well", "Failed", "Picked at random"]) {
    expect(await traces.group(name).getByRole("radio").count()).toBeGreaterThan(0);
  }
  // The slowest first, and its figure is the run's.
  const [slowest, next] = await traces.group("Slowest that came out well").getByRole("radio").all();
  await expect(slowest).toBeChecked();
  await expect(traces.panel.locator(".traces__sentence")).toContainText(/^It took/);
  await next.check({ force: true });
  await expect(slowest).not.toBeChecked();

  await traces.group("Failed").getByRole("radio").first().check({ force: true });
  const why = traces.panel.locator(".traces__sentence");
  await expect(why).toContainText(/^It failed after [\d.]+ m?s: the call from Clients to App failed 4 times \(\w/);
  // The request and its four attempts.
  const rows = traces.table.getByRole("row");
  await expect(rows).toHaveCount(6);
  await expect(rows.nth(1)).toContainText("Clients: request");
  for (const attempt of [2, 3, 4]) {
    const row = rows.nth(attempt + 1);
    await expect(row).toContainText(`attempt ${attempt}`);
    await expect(row).toContainText(/✗ (timed out|queue full)/);
  }
  await audit(page, ".traces");
});

test("a request is chosen by keyboard alone", async ({ page }) => {
  const lab = await storm(page);
  const traces = await new Traces(lab).open();
  await lab.runToEnd();
  await traces.come();
  const radios = traces.panel.getByRole("radio");
  await tabTo(page, radios.first());
  const title = traces.panel.locator(".traces__title");
  const before = await title.textContent();
  await page.keyboard.press("ArrowDown");
  await expect(radios.nth(1)).toBeChecked();
  await expect(title).not.toHaveText(before!);
  // Past the last of one reason comes the first of the next.
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(radios.last()).toBeChecked();
});

test("traces are of the run as it stands: those of a paused one are renewed at its end, another run has its own", async ({ page }) => {
  const lab = await storm(page);
  const traces = await new Traces(lab).open();
  await lab.speed.selectOption({ label: "20×" });
  await lab.button("Run simulation").click();
  await expect(traces.panel.getByText("when the run pauses or ends")).toBeVisible();
  await expect.poll(() => lab.share(), { timeout: SLOW }).toBeGreaterThan(0.05);
  await lab.button("Pause").click();
  await traces.come();
  // Before the fault nothing fails.
  await expect(traces.group("Slowest that came out well")).toBeVisible();
  await lab.runToEnd();
  await traces.come();
  await expect(traces.group("Failed")).toBeVisible({ timeout: SLOW });
  await lab.button("Reset").click();
  await lab.stands("Ready");
  await expect(traces.table).toBeHidden();
});

test("the traces come to the reader's disk as OpenTelemetry writes them", async ({ page }) => {
  const lab = await storm(page);
  const traces = await new Traces(lab).open();
  await lab.runToEnd();
  await traces.come();
  const coming = page.waitForEvent("download");
  await traces.panel.getByRole("button", { name: /OTLP JSON/ }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(/otlp\.json$/);
  const file = JSON.parse(await readFile(await download.path(), "utf8")) as {
    resourceSpans: { scopeSpans: { spans: { traceId: string; parentSpanId?: string }[] }[] }[];
  };
  const spans = file.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  // As many requests as there are to choose from: one trace each, with one root.
  const requests = await traces.panel.getByRole("radio").count();
  expect(spans.filter((span) => !span.parentSpanId)).toHaveLength(requests);
  expect(new Set(spans.map((span) => span.traceId)).size).toBe(requests);
});

test("an experiment of many runs has no requests, and says so", async ({ page }) => {
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.choose("Where containers become cheaper");
  const traces = await new Traces(lab).open();
  await expect(traces.panel.getByText("no single requests")).toBeVisible();
  await expect(traces.table).toBeHidden();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a request is chosen by touch, its calls stand below their names, and nothing scrolls sideways", async ({ page }) => {
    const lab = await storm(page);
    const traces = await new Traces(lab).open();
    await lab.button("Run to end").tap();
    await lab.stands("Finished", SLOW);
    await traces.come();
    await traces.group("Failed").locator("label").first().tap();
    await expect(traces.panel.locator(".traces__sentence")).toContainText("It failed");
    const row = traces.table.getByRole("row").nth(2);
    const name = (await row.getByRole("rowheader").boundingBox())!;
    const bars = (await row.locator(".trace__lane").boundingBox())!;
    expect(bars.y).toBeGreaterThanOrEqual(name.y + name.height - 1);
    expect(bars.width).toBeGreaterThan(280);
    expect(await sideways(page)).toBe(0);
    await audit(page, ".traces");
  });
});
