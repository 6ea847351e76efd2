import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { Playground } from "./support/playground";
import { expect, test, visit } from "./support/test";

/** The concept page's lab, at the end of a run. */
async function finished(page: Page): Promise<Lab> {
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.choose("Ordinary traffic");
  await lab.runToEnd();
  return lab;
}

const chart = (lab: Lab, name: string): Locator => lab.root.getByRole("figure", { name, exact: true });

/** What is read at the place that the reader points at. */
const readout = (figure: Locator): Locator => figure.locator(".chart__read");

async function point(page: Page, at: Locator, share: number): Promise<void> {
  await at.scrollIntoViewIfNeeded();
  const box = (await at.boundingBox())!;
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
}

async function saved(page: Page, figure: Locator, form: string): Promise<Buffer> {
  await figure.locator("summary", { hasText: "Save" }).click();
  const coming = page.waitForEvent("download");
  await figure.getByRole("button", { name: form }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${form.toLowerCase()}$`));
  await expect(figure.getByRole("button", { name: form })).toBeHidden();
  return readFile(await download.path());
}

test("a chart is read where the mouse points", async ({ page }) => {
  const lab = await finished(page);
  const latency = chart(lab, "Latency");
  const plot = latency.getByRole("slider", { name: "Values of Latency" });
  const sentence = latency.locator(".chart__told");
  await expect(sentence).toBeVisible();
  await point(page, plot, 0.6);
  await expect(readout(latency)).toHaveText(/^\d.* (min|s).*p50 .*ms.*p95 .*ms.*p99 .*ms/);
  await expect(sentence).toBeHidden();
  const there = await readout(latency).textContent();
  await point(page, plot, 0.8);
  await expect(readout(latency)).not.toHaveText(there!);
  await page.mouse.move(0, 0);
  await expect(readout(latency)).toBeEmpty();
  await expect(sentence).toBeVisible();
});

test("a chart is read with the keys, from end to end", async ({ page }) => {
  const lab = await finished(page);
  const latency = chart(lab, "Latency");
  const plot = latency.getByRole("slider", { name: "Values of Latency" });
  await plot.focus();
  await page.keyboard.press("End");
  const last = Number(await plot.getAttribute("aria-valuemax"));
  expect(last).toBeGreaterThan(100);
  await expect(plot).toHaveAttribute("aria-valuenow", String(last));
  await expect(plot).toHaveAttribute("aria-valuetext", /min: p50 .*, p95 .*, p99 /);
  await page.keyboard.press("ArrowLeft");
  await expect(plot).toHaveAttribute("aria-valuenow", String(last - 1));
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("PageDown");
  await expect(plot).toHaveAttribute("aria-valuenow", "11");
  await expect(readout(latency)).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await expect(readout(latency)).toBeEmpty();
});

test("a series is put aside and comes back; the last one stays", async ({ page }) => {
  const lab = await finished(page);
  const latency = chart(lab, "Latency");
  const key = (name: string) => latency.getByRole("button", { name, exact: true });
  const table = latency.getByRole("table");
  await latency.locator("summary", { hasText: "Data table" }).click();
  await expect(table.getByRole("columnheader")).toHaveText(["Simulated time", "p50", "p95", "p99"]);
  await key("p99").click();
  await key("p95").click();
  await expect(key("p99")).toHaveAttribute("aria-pressed", "false");
  await expect(table.getByRole("columnheader")).toHaveText(["Simulated time", "p50"]);
  await key("p50").click();
  await expect(key("p50")).toHaveAttribute("aria-pressed", "true");
  await key("p99").press("Enter");
  await expect(table.getByRole("columnheader")).toHaveText(["Simulated time", "p50", "p99"]);
});

test("a chart is saved as its data, as a drawing and as a picture", async ({ page }) => {
  const lab = await finished(page);
  const latency = chart(lab, "Latency");
  const csv = (await saved(page, latency, "CSV")).toString().split("\r\n");
  expect(csv[0]).toBe("Simulated time (ns),p50 (ms),p95 (ms),p99 (ms)");
  expect(csv.length).toBeGreaterThan(100);

  const svg = (await saved(page, latency, "SVG")).toString();
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(svg).toContain("<title>Latency</title>");
  for (const label of ["p50", "p95", "p99"]) expect(svg).toContain(`>${label}</text>`);
  // By itself there is no page to ask for a colour.
  expect(svg).not.toContain("var(");
  expect(svg).toMatch(/stroke="#[0-9a-f]{6}"/);

  const png = await saved(page, latency, "PNG");
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1440, 900]);
});

test("what was set while it ran is marked on charts over time, and told", async ({ page }) => {
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.choose("Ordinary traffic");
  await lab.speed.selectOption({ label: "10×" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await lab.set("Request rate", "300/s");
  await lab.runToEnd();
  const latency = chart(lab, "Latency");
  await expect(latency.locator(".chart__told")).toHaveText(/Marked: Request rate 300\/s at \d/);
  await latency.locator("summary", { hasText: "Data table" }).click();
  await expect(latency.getByRole("columnheader", { name: "Happened" })).toBeVisible();
  await expect(latency.getByRole("cell", { name: "Request rate 300/s" })).toHaveCount(1);
});

test("labels grow with the text around them, and what is read stays where it is drawn", async ({ page }) => {
  const lab = await finished(page);
  const latency = chart(lab, "Latency");
  /** Where the plot begins, behind the labels of its axis. */
  const beginning = async (): Promise<number> => {
    await latency.getByRole("slider").focus();
    await page.keyboard.press("Home");
    const line = await latency.locator(".chart__cross path").getAttribute("d");
    return Number(/^M([\d.]+) /.exec(line!)![1]);
  };
  const before = await beginning();
  await page.evaluate(() => document.documentElement.setAttribute("data-text", "150"));
  await expect.poll(beginning).toBeGreaterThan(1.4 * before);
  expect(await beginning()).toBeLessThan(1.6 * before);
});

test("a curve over load says where two of them cross, on an axis of equal factors", async ({ page }) => {
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.choose("Where containers become cheaper");
  await lab.runToEnd();
  const figure = lab.charts.filter({ visible: true }).first();
  await expect(figure.locator(".chart__told")).toHaveText(/they cross at .*\/s/);
  await expect(figure.locator(".chart__axes")).toHaveText(/ · Request rate, logarithmic$/);
  const svg = (await saved(page, figure, "SVG")).toString();
  for (const label of ["1/s", "10/s", "100/s"]) expect(svg).toContain(`>${label}</text>`);
  // From one a second to two hundred, the geometric middle is at 14/s, where the middle of a linear axis is at 100/s.
  const plot = figure.getByRole("slider");
  await point(page, plot, 0.5);
  await expect(readout(figure)).toHaveText(/^1\d(\.\d+)?\/s/);
  // The keys go from run to run.
  await page.mouse.move(0, 0);
  await plot.focus();
  await page.keyboard.press("Home");
  await expect(readout(figure)).toHaveText(/^1\/s/);
  await page.keyboard.press("ArrowRight");
  await expect(readout(figure)).toHaveText(/^1\.5\d?\/s/);
  await expect(lab.root.getByText("More charts")).toBeHidden();
});

test.describe("charts that a reader asks for", () => {
  test("show any metric of any node", async ({ page }) => {
    const lab = await finished(page);
    await lab.root.getByText("More charts").click();
    await lab.root.getByText("Any metric").click();
    await lab.root.getByLabel("Node", { exact: true }).selectOption({ label: "Redirect function" });
    const metric = lab.root.getByLabel("Metric", { exact: true });
    await metric.selectOption({ index: 1 });
    const name = await metric.locator("option:checked").textContent();
    await lab.button("Add chart").click();
    const figure = chart(lab, `Redirect function: ${name}`);
    await expect(figure.locator(".chart__told")).toHaveText(/^Over 10 min/);
    await expect(lab.button("Add chart")).toBeDisabled();
    await lab.button(`Remove Redirect function: ${name}`).click();
    await expect(figure).toHaveCount(0);
  });

  test("show latency, time and failures, before, while and after a run", async ({ page }) => {
    await visit(page, concept);
    const lab = await new Lab(page).approach();
    await lab.choose("Ordinary traffic");
    await lab.root.getByText("More charts").click();
    for (const title of ["Latency distribution", "Latency over time", "Where the time goes", "Why requests fail"]) {
      await lab.root.locator("summary", { hasText: title }).click();
    }
    await expect(lab.root.getByText("Run the simulation to see this.")).toHaveCount(4);
    await lab.runToEnd();

    const spread = chart(lab, "Latency distribution");
    await expect(spread.locator(".chart__told")).toHaveText(/^Of [\d,k. ]+ requests, half took about .* ms or less/);
    await point(page, spread.getByRole("slider"), 0.5);
    await expect(readout(spread)).toHaveText(/ to .*requests .*at or below/);
    const csv = (await saved(page, spread, "CSV")).toString();
    expect(csv).toMatch(/^from \(ns\),below \(ns\),requests\r\n\d+,\d+,\d+/);

    const heat = chart(lab, "Latency over time");
    await expect(heat.locator(".chart__told")).toHaveText(/the median goes from .* to .* and the 99th percentile from/);
    await heat.getByRole("slider").focus();
    await page.keyboard.press("End");
    await expect(readout(heat)).toHaveText(/Requests .*p50 .*p99 /);

    await expect(chart(lab, "Where the time goes").locator(".chart__told")).toHaveText(/^A request takes .* on average; .*% of it is/);
    await expect(chart(lab, "Why requests fail").locator(".chart__told")).toHaveText("No request failed.");
    await audit(page, ".lab");
  });
});

test("where time goes and why requests fail are told while a run is under way", async ({ page }) => {
  await visit(page, "labs/retry-storm/");
  const lab = await new Lab(page, "Retry storm").approach();
  await lab.root.getByText("More charts").click();
  for (const title of ["Where the time goes", "Why requests fail"]) {
    await lab.root.locator("summary", { hasText: title }).click();
  }
  await expect(lab.root.getByText("Run the simulation to see this.")).toHaveCount(2);
  await lab.speed.selectOption({ label: "10×" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  const time = chart(lab, "Where the time goes");
  const told = time.locator(".chart__told");
  await expect(told).toHaveText(/^A request takes .* on average; .*% of it is App: /, { timeout: 30_000 });
  const early = await told.textContent();
  await expect(told).not.toHaveText(early!, { timeout: 30_000 });
  await expect(chart(lab, "Why requests fail").locator(".chart__told")).toHaveText(/requests? failed/, { timeout: 30_000 });
  await lab.stands("Running");
  // Paused, it is told as it stands; over, as the report has it.
  await lab.button("Pause").click();
  await lab.stands("Paused");
  await expect(told).toHaveText(/^A request takes /);
  await lab.button("Run to end").click();
  await lab.stands("Finished", 60_000);
  const report = JSON.parse(await lab.report()) as { requests: { failed_total: number; failed: Record<string, number> } };
  const most = Math.max(...Object.values(report.requests.failed));
  const causes = chart(lab, "Why requests fail");
  await causes.locator("summary", { hasText: "Data table" }).click();
  await expect(causes.getByRole("row").nth(1).getByRole("cell")).toHaveText(
    most >= 10_000 ? /k$/ : most.toLocaleString("en"),
  );
  await audit(page, ".lab");
});

test("a distribution has its formula beside it, where there is one", async ({ page }) => {
  const playground = await Playground.openWith(page, "labs/component-service");
  await playground.button("Run this design").click();
  const lab = playground.lab("Service");
  await lab.wakes();
  await lab.root.getByText("More charts").click();
  await lab.root.locator("summary", { hasText: "Latency distribution" }).click();
  await lab.button("Run to end").click();
  await lab.stands("Finished", 60_000);
  const spread = chart(lab, "Latency distribution");
  await expect(spread.locator(".chart__told")).toHaveText(/By theory, M\/M\/10, it is .* ms and .* ms for half and for 99 in 100\.$/);
  await expect(spread.locator(".chart__legend li")).toHaveCount(3);
  await point(page, spread.getByRole("slider"), 0.6);
  await expect(readout(spread)).toHaveText(/at or below .*theory: M\/M\/10 .*%/);
  // What was counted and what the formula says are within a fiftieth of all.
  const csv = (await saved(page, spread, "CSV")).toString().trim().split("\r\n");
  expect(csv[0]).toBe("from (ns),below (ns),requests,theory: M/M/10 (share below)");
  const rows = csv.slice(1).map((row) => row.split(",").map(Number));
  const all = rows.reduce((sum, [, , count]) => sum + count, 0);
  let below = 0;
  for (const [, , count, theory] of rows) {
    below += count;
    expect(Math.abs(below / all - theory)).toBeLessThan(0.02);
  }
  // A fault is in no formula.
  await lab.choose("Waiting for somebody else");
  await lab.button("Run to end").click();
  await lab.stands("Finished", 60_000);
  await expect(spread.locator(".chart__told")).toHaveText(/^Of .*requests/);
  await expect(spread.locator(".chart__told")).not.toHaveText(/theory/);
});

test.describe("by touch", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("a finger reads a chart, and what it read stays", async ({ page }) => {
    const lab = await finished(page);
    const latency = chart(lab, "Latency");
    const plot = latency.getByRole("slider");
    await plot.scrollIntoViewIfNeeded();
    const box = (await plot.boundingBox())!;
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await expect(readout(latency)).toHaveText(/p50 .*p99 /);
    // Nothing stands beyond the edge of the page.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});

test("a file has the curves that are put aside, too", async ({ page }) => {
  const lab = await finished(page);
  const latency = chart(lab, "Latency");
  await latency.getByRole("button", { name: "p99", exact: true }).click();
  const csv = (await saved(page, latency, "CSV")).toString().split("\r\n");
  expect(csv[0]).toBe("Simulated time (ns),p50 (ms),p95 (ms),p99 (ms)");
});

test("what a fault makes fail is in the chart of errors though no experiment foresees it", async ({ page }) => {
  await visit(page, "labs/retry-storm/");
  const lab = await new Lab(page, "Retry storm").approach();
  const otherwise = chart(lab, "Throughput and errors").locator(".chart__legend li").filter({ hasText: "Failed otherwise" });
  await expect(otherwise).toHaveClass(/is-idle/);
  await lab.button("Break something").click();
  const palette = lab.root.locator(".faults");
  await palette.getByLabel("What goes wrong").selectOption({ label: "Outage of a node" });
  await palette.getByLabel("When", { exact: true }).fill("30s");
  await page.keyboard.press("Tab");
  await palette.getByRole("button", { name: "Place at 30 s" }).click();
  await lab.runToEnd();
  await expect(otherwise).not.toHaveClass(/is-idle/);
});
