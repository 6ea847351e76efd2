import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { Playground } from "./support/playground";
import { sideways } from "./support/reader";
import { expect, test, visit } from "./support/test";

/** Dozens of runs, on a machine that may have one core. */
const LONG = 120_000;
test.describe.configure({ timeout: 2 * LONG });

/** Opens a lab at one of its tools. */
async function open(page: Page, tool: string, route = "labs/retry-storm/"): Promise<{ lab: Lab; panel: Locator }> {
  await visit(page, route);
  const title = await page.locator("section.lab .lab__title").innerText();
  const lab = await new Lab(page, title).approach();
  await lab.root.getByRole("tab", { name: tool }).click();
  return { lab, panel: lab.root.getByRole("tabpanel", { name: tool }) };
}

const compare = (panel: Locator) => panel.getByRole("button", { name: "Compare", exact: true });
const sweep = (panel: Locator) => panel.getByRole("button", { name: "Sweep", exact: true });
const over = (panel: Locator, runs: number) =>
  expect(panel.getByText(`${runs} runs done`).first()).toBeVisible({ timeout: LONG });

/** The text of a row of a table, from its second cell on. */
async function row(panel: Locator, name: string): Promise<string[]> {
  const cells = panel.getByRole("row").filter({ has: panel.page().getByRole("rowheader", { name, exact: true }) });
  return (await cells.first().getByRole("cell").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim());
}

test.describe("a comparison", () => {
  test("of two experiments says what differs, and a second time says the same", async ({ page }) => {
    const { lab, panel } = await open(page, "Compare");
    await expect(panel.getByLabel("A", { exact: false }).first()).toHaveValue("now");
    await expect(panel.getByText("seeds 1 to 10")).toBeVisible();
    await compare(panel).click();
    await over(panel, 20);
    await expect(panel.locator(".weigh__verdict")).toHaveText(/^B is better than A/);
    const errors = await row(panel, "Error ratio");
    expect(errors).toHaveLength(2);
    expect(errors[1]).toMatch(/−[\d.]+ points .*better/);
    const verdict = await panel.locator(".weigh__details").innerText();
    // Each line of the overlaid chart is an arm.
    await expect(panel.locator(".chart__legend li")).toHaveText([/^A: /, /^B: /]);
    await panel.getByLabel("Over the run").selectOption({ label: "Completed" });
    await expect(panel.locator(".chart__title")).toContainText("Completed");
    await expect(panel.locator(".chart__summary")).toContainText("Over 2 min");

    await compare(panel).click();
    await over(panel, 20);
    expect(await panel.locator(".weigh__details").innerText()).toBe(verdict);
    await audit(page, "section.lab");

    // And the lab can be set to one of them.
    await panel.getByRole("button", { name: "Set the lab to B" }).click();
    await expect(lab.root.getByRole("radio", { checked: true })).not.toHaveAttribute("value", "storm");
    await expect(panel.getByText("What is chosen has changed since")).toBeVisible();
  });

  test("of a setting with itself as it was is what a reader does with a dial; noise is called noise", async ({ page }) => {
    const { lab, panel } = await open(page, "Compare");
    await panel.getByRole("button", { name: "Keep these settings as B" }).click();
    await compare(panel).click();
    await expect(panel.getByText("A and B are the same")).toBeVisible();
    await expect(panel.getByRole("table")).toHaveCount(0);
    await expect(compare(panel)).toBeVisible();

    const rate = lab.root.getByRole("textbox", { name: "Request rate", exact: true });
    const was = await rate.inputValue();
    await lab.set("Request rate", "71/s");
    await panel.getByLabel("Runs of each").selectOption("5");
    await compare(panel).click();
    await over(panel, 10);
    // Other arrivals: that is said.
    await expect(panel.getByText(/do not meet the same arrivals/)).toBeVisible();
    await panel.getByRole("button", { name: "Set the lab to B" }).click();
    await expect(rate).toHaveValue(was);

    // A fiftieth of a pause makes no difference that five runs could tell.
    await lab.set("Backoff base", "51ms");
    await compare(panel).click();
    await over(panel, 10);
    await expect(panel.getByText(/do not meet the same arrivals/)).toHaveCount(0);
    await expect(panel.getByText(/within (the )?noise/i).first()).toBeVisible();
  });

  test("is cancelled when the reader has seen enough, and three are held against the first", async ({ page }) => {
    const { panel } = await open(page, "Compare", "labs/timeout-cascade/");
    await panel.getByLabel("C", { exact: true }).selectOption({ label: "A bulkhead" });
    await panel.getByLabel("Runs of each").selectOption("20");
    await compare(panel).click();
    const cancel = panel.getByRole("button", { name: "Cancel", exact: true });
    await expect(cancel).toBeFocused();
    await expect.poll(async () => Number(await panel.getByRole("progressbar").getAttribute("value"))).toBeGreaterThan(0);
    await page.keyboard.press("Enter");
    await expect(panel.getByText(/^Cancelled after \d+ of 60 runs$/)).toBeVisible();
    await expect(compare(panel)).toBeFocused();
    await expect.poll(() => page.workers().length).toBe(1);
  });
});

test.describe("a sweep", () => {
  test("draws the load curve, and a point of it can be taken over by keyboard", async ({ page }) => {
    const { lab, panel } = await open(page, "Sweep");
    await expect(panel.getByLabel("Setting")).toHaveValue("0");
    await panel.getByLabel("Points").selectOption("5");
    await sweep(panel).click();
    await over(panel, 15);
    await expect(panel.locator("figure.chart")).toHaveCount(2);
    const points = panel.getByRole("table").last();
    await expect(points.getByRole("rowheader")).toHaveText(["17.5/s", "35/s", "70/s", "140/s", "280/s"]);
    await expect(points.getByRole("cell").first()).toHaveText(/[\d.]+\/s\s±\s[\d.]+\/s/);
    await expect(panel.getByRole("button", { name: "Set to 70/s" })).toHaveAttribute("aria-pressed", "true");
    await panel.getByRole("checkbox", { name: "Error ratio" }).check();
    await expect(panel.locator("figure.chart")).toHaveCount(3);
    expect(await row(panel, "280/s")).toContainEqual(expect.stringMatching(/%/));
    await audit(page, "section.lab");

    await panel.getByRole("button", { name: "Set to 35/s" }).focus();
    await page.keyboard.press("Enter");
    await expect(panel.getByText("Request rate is set to 35/s.")).toBeVisible();
    await expect(lab.root.getByRole("textbox", { name: "Request rate", exact: true })).toHaveValue("35/s");
    await expect(panel.getByRole("button", { name: "Set to 35/s" })).toBeFocused();
  });

  test("has the formula's curve over it, dashed, where there is a formula", async ({ page }) => {
    const playground = await Playground.openWith(page, "labs/component-service");
    await playground.button("Run this design").click();
    const lab = playground.lab("Service");
    await lab.wakes();
    await lab.root.getByRole("tab", { name: "Sweep" }).click();
    const panel = lab.root.getByRole("tabpanel", { name: "Sweep" });
    await panel.getByLabel("From", { exact: true }).fill("100/s");
    await panel.getByLabel("To", { exact: true }).fill("1600/s");
    await panel.getByLabel("Points").selectOption("5");
    await panel.getByLabel("Runs of each").selectOption("2");
    await panel.getByRole("checkbox", { name: "Utilisation" }).check();
    await sweep(panel).click();
    await over(panel, 10);
    const p99 = panel.getByRole("figure", { name: "Latency p99", exact: true });
    await expect(p99.locator(".chart__legend li")).toHaveText(["Latency p99", "theory: M/M/10"]);
    await expect(p99.locator(".chart__axes")).toHaveText("Latency p99 · Request rate, logarithmic");
    // At 100, 200 and 400 a second there is a steady state; beyond 500 there is none, and no curve.
    await expect(p99.locator(".chart__told")).toHaveText(/theory: M\/M\/10 holds at 3 of 5 points and is at most \d(\.\d+)?% away/);
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      p99.locator("summary", { hasText: "Save" }).click().then(() => p99.getByRole("button", { name: "CSV" }).click()),
    ]);
    expect(await readFile((await csv.path())!, "utf8")).toMatch(/^Request rate \(per second\),Latency p99 \(ms\),theory: M\/M\/10 \(ms\)\r\n100,[\d.]+,[\d.]+\r\n/);
    await p99.locator("summary", { hasText: "Data table" }).click();
    await expect(p99.getByRole("columnheader")).toHaveText(["Request rate", "Latency p99", "theory: M/M/10", "Happened"]);
    const last = p99.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "1,600/s" }) });
    await expect(last.getByRole("cell").nth(1)).toHaveText("–");
    // Utilisation follows its law all the way.
    const busy = panel.getByRole("figure", { name: /Utilisation/ });
    await expect(busy.locator(".chart__told")).toHaveText(/theory: M\/M\/10 is at most \d(\.\d+)?% away/);
    await audit(page, "section.lab");
  });

  test("of two settings marks where their costs cross, with how well that is known", async ({ page }) => {
    const { lab, panel } = await open(page, "Sweep", concept);
    await lab.choose("Ordinary traffic");
    await panel.getByRole("button", { name: "Keep these settings as B" }).click();
    await sweep(panel).click();
    await expect(panel.getByRole("alert").filter({ hasText: "A and B are the same" })).toBeVisible();
    await panel.getByLabel("Points").selectOption("5");
    await panel.getByLabel("Runs of each").selectOption("2");
    // Environments that are kept ready are paid for by the hour, and work in them costs less.
    await lab.set("Provisioned concurrency", "3");
    await panel.getByLabel("From", { exact: true }).fill("10/s");
    await panel.getByLabel("To", { exact: true }).fill("500/s");
    await expect(panel.getByText("20 runs in all")).toBeVisible();
    await sweep(panel).click();
    await over(panel, 20);
    const cost = panel.getByRole("figure", { name: "Cost an hour" });
    await expect(cost.locator(".chart__legend li")).toHaveText([/^A: .*Provisioned concurrency 3/, /^B: /]);
    // In words beside the sentence of the drawing, which marks the place.
    const told = panel.locator(".weigh__crossings li").filter({ hasText: "Cost an hour" });
    await expect(told).toHaveText(
      /^Cost an hour: B is cheaper below [\d.]+\/s, A above it \(±\s[\d.]+\/s with 95%, from 2 runs of each\)\.$/,
    );
    const [, at] = /below ([\d.]+\/s)/.exec(await told.innerText())!;
    await expect(cost.locator(".chart__told")).toContainText(`they cross at ${at}`);
    await expect(panel.getByRole("columnheader", { name: "Cost an hour, B" })).toBeVisible();
    await audit(page, "section.lab");
  });

  test("refuses a range that makes no sense, and keeps what is done when it is cancelled", async ({ page }) => {
    const { panel } = await open(page, "Sweep");
    await panel.getByLabel("From", { exact: true }).fill("fast");
    await sweep(panel).click();
    await expect(panel.getByRole("alert").filter({ hasText: "has no number" })).toBeVisible();
    await panel.getByLabel("From", { exact: true }).fill("300/s");
    await sweep(panel).click();
    await expect(panel.getByRole("alert").filter({ hasText: "above 300/s" })).toBeVisible();
    await panel.getByLabel("From", { exact: true }).fill("30/s");
    await page.keyboard.press("Tab");
    await panel.getByLabel("Points").selectOption("25");
    await panel.getByLabel("Runs of each").selectOption("10");
    await expect(panel.getByText("25 values by equal factors, 250 runs in all")).toBeVisible();
    await sweep(panel).click();
    // The nearest to what is set comes first.
    await expect.poll(() => panel.getByRole("row").filter({ hasText: "±" }).count(), { timeout: LONG }).toBeGreaterThan(0);
    await panel.getByRole("button", { name: "Cancel", exact: true }).click();
    await expect(panel.getByText(/^Cancelled after \d+ of 250 runs$/)).toBeVisible();
    expect(await panel.getByRole("row").filter({ hasText: /\d/ }).count()).toBeGreaterThan(2);
    await expect.poll(() => page.workers().length).toBe(1);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("both are used by touch, and nothing scrolls sideways but the tables", async ({ page }) => {
    const { lab, panel } = await open(page, "Compare", "labs/timeout-cascade/");
    await panel.getByLabel("C", { exact: true }).selectOption({ label: "A bulkhead" });
    await panel.getByLabel("Runs of each").selectOption("5");
    await compare(panel).tap();
    await over(panel, 15);
    await expect(panel.locator(".weigh__verdict")).toHaveCount(2);
    expect(await sideways(page)).toBe(0);
    await lab.root.getByRole("tab", { name: "Sweep" }).tap();
    const other = lab.root.getByRole("tabpanel", { name: "Sweep" });
    await other.getByLabel("Points").selectOption("5");
    await other.getByLabel("Runs of each").selectOption("1");
    await sweep(other).tap();
    await over(other, 5);
    const set = other.getByRole("button", { name: /^Set to / }).last();
    await set.tap();
    await expect(other.getByText(/ is set to /)).toBeVisible();
    await expect(set).toHaveAttribute("aria-pressed", "true");
    expect(await sideways(page)).toBe(0);
    await audit(page, "section.lab");
  });
});

test.describe("an engine that cannot be had", () => {
  test.use({ tolerated: /\/sim[._]|Failed to load resource|importScripts|WebAssembly|MIME/ });

  test("is told of, run by run, and the next try may help", async ({ page }) => {
    const { panel } = await open(page, "Compare");
    let missing = true;
    await page.route("**/sim_loader.js*", (route) => (missing ? route.fulfill({ status: 404 }) : route.continue()));
    await panel.getByLabel("Runs of each").selectOption("5");
    await compare(panel).click();
    await expect(panel.getByRole("alert").filter({ hasText: "the engine could not be loaded" })).toContainText(
      "Failed: A with seed 1",
    );
    await expect(panel.getByRole("table")).toHaveCount(0);
    missing = false;
    await compare(panel).click();
    await over(panel, 10);
    await expect(panel.getByRole("table").first()).toBeVisible();
  });
});

test.describe("what is held against what", () => {
  test("is by itself on the same arrivals; of others it is not said that they are the same", async ({ page }) => {
    const { panel } = await open(page, "Compare", concept);
    const other = panel.getByLabel("B", { exact: true });
    await expect(other.locator("option:checked")).toHaveText("Provisioned concurrency");
    await expect(panel.getByText("all meet the same arrivals")).toBeVisible();
    await other.selectOption({ label: "Ordinary traffic" });
    await expect(panel.getByText("The load is not the same for all")).toBeVisible();
    await expect(panel.getByText("all meet the same arrivals")).toHaveCount(0);
  });

  test("a latency is not judged where not as many are answered", async ({ page }) => {
    const { panel } = await open(page, "Compare");
    await panel.getByLabel("Runs of each").selectOption("5");
    await compare(panel).click();
    await over(panel, 10);
    await expect(panel.locator(".weigh__verdict")).toHaveText(/^B is better than A: /);
    await expect(panel.locator(".weigh__details li", { hasText: "Latency p99" })).toHaveText(
      /^Latency p99: higher in B .* of the 2\d.*% answered in A and the [78]\d.*% answered in B: neither better nor worse\.$/,
    );
    expect((await row(panel, "Latency p99"))[1]).toMatch(/higher/);
  });
});

test("what a reader's own runs gave is shown while the recorded run is covered", async ({ page }) => {
  await visit(page, concept);
  const lab = new Lab(page);
  await lab.root.scrollIntoViewIfNeeded();
  await lab.wakes();
  await expect(lab.root.getByText("Show the recorded run", { exact: true })).toBeVisible();
  await lab.root.getByRole("tab", { name: "Sweep" }).click();
  const panel = lab.root.getByRole("tabpanel", { name: "Sweep" });
  await panel.getByLabel("Points").selectOption("5");
  await panel.getByLabel("Runs of each").selectOption("1");
  await panel.getByRole("checkbox", { name: "Cold starts", exact: true }).check();
  await sweep(panel).click();
  await over(panel, 5);
  const cold = panel.getByRole("figure", { name: "Cold starts", exact: true });
  await expect(cold.locator(".chart__told")).toHaveText(/^For request rate from .* Cold starts /);
  await expect(cold.locator("canvas")).toBeVisible();
  await expect(lab.charts.first().locator(".chart__summary")).toBeHidden();
});
