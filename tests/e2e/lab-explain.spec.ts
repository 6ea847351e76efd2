import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

interface Report {
  requests: { offered: number; goodput_per_second: number; failed: Record<string, number> };
  flow: Record<string, { per_second: number; sojourn_ms: number; inside: number }>;
  bottleneck: { node: string; part: string; share_of_slowest: number };
}

/** Runs in a debug build, several of them at once. */
const LONG = 120_000;
test.setTimeout(240_000);

async function open(page: Page, route = "labs/retry-storm/", title = "Retry storm"): Promise<Lab> {
  await visit(page, route);
  return new Lab(page, title).approach();
}

const explain = (lab: Lab) => lab.root.getByRole("tab", { name: "Explain" });
const panel = (lab: Lab) => lab.root.getByRole("tabpanel", { name: "Explain" });
const part = (lab: Lab, name: string) => panel(lab).getByRole("group", { name, exact: true });
const verdict = (lab: Lab) => lab.root.locator(".fix__verdict");
const find = (lab: Lab) => lab.button("Find the cheapest single change");

async function run(lab: Lab): Promise<void> {
  await lab.button("Run to end").click();
  await lab.stands("Finished", LONG);
}

/** A figure as text, without its unit and the commas of thousands. */
const number = (text: string) => Number(text.replace(/[^0-9.e-]/g, ""));

test("before a run it says what will stand there; after it, the sentences have the run's figures", async ({ page }) => {
  const lab = await open(page);
  await explain(lab).click();
  await expect(panel(lab)).toContainText("The run on show was made when the site was built");
  await expect(panel(lab).getByRole("listitem").filter({ hasText: "bottleneck" })).toBeVisible();
  await expect(find(lab)).toBeHidden();
  await audit(page, ".explain");

  await lab.button("Run and explain").click();
  await lab.stands("Finished", LONG);
  const report = JSON.parse(await lab.report()) as Report;
  const happened = part(lab, "What happened");
  await expect(happened).toContainText(`${report.requests.offered.toLocaleString("en")} requests were due`);
  for (const [cause, n] of Object.entries(report.requests.failed)) {
    await expect(happened).toContainText(`${cause.replaceAll("_", " ")} ${n.toLocaleString("en")}`);
  }
  // The place by its name on the diagram and the part in words, both as the report has them.
  const { node, part: spentOn } = report.bottleneck;
  expect(node).toBe("app");
  await expect(part(lab, "The bottleneck")).toContainText(`App, ${spentOn.replace(/_ms$/, "").replaceAll("_", " ")}`);
  await expect(part(lab, "What is full next")).toContainText(/App/);

  // Little's law: both sides, from the report.
  const little = part(lab, "Little’s law");
  const row = little.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "App" }) });
  const cells = await row.getByRole("cell").allTextContents();
  const { per_second, sojourn_ms, inside } = report.flow.app;
  expect(number(cells[2])).toBeCloseTo((per_second * sojourn_ms) / 1000, 0);
  expect(number(cells[3])).toBeCloseTo(inside, 0);

  // How a figure was got is one click away.
  await little.getByText("How this is got").click();
  await expect(little).toContainText("In flight = rate × time");
  await audit(page, ".explain");

  // What is set afterwards is not what is explained.
  await lab.set("Request rate", "60/s");
  await expect(panel(lab)).toContainText("Settings have changed since");
});

test("a search finds a change that mends the storm, and the run with it shows that", async ({ page }) => {
  const lab = await open(page);
  await run(lab);
  await explain(lab).click();
  const wanted = number(await lab.root.getByLabel("Value", { exact: true }).inputValue());
  expect(wanted).toBeGreaterThan(10);
  await find(lab).click();
  await expect(lab.root.getByRole("progressbar", { name: "Runs tried" })).toBeVisible();
  await expect(verdict(lab)).toContainText("These single changes reach it", { timeout: LONG });
  const best = lab.root.locator(".fix__change").first();
  await expect(best).toContainText("Holds with 3 of 3 other seeds");
  await expect(best).toContainText("Clients to App");
  await audit(page, ".explain");

  await best.getByRole("button", { name: /^Apply/ }).click();
  await expect(lab.root.getByRole("status").filter({ hasText: "Run to see it" })).toBeVisible();
  await run(lab);
  const report = JSON.parse(await lab.report()) as { windows: { after: Report } };
  expect(report.windows.after.requests.goodput_per_second).toBeGreaterThanOrEqual(wanted);
  // The figure that it promised is the one that it has.
  await find(lab).click();
  await expect(verdict(lab)).toContainText("It is met as things are", { timeout: LONG });
});

test("an objective that nothing reaches is said to be so, with the nearest; a value that is none is refused", async ({
  page,
}) => {
  const lab = await open(page);
  await run(lab);
  await explain(lab).click();
  const value = lab.root.getByLabel("Value", { exact: true });
  await value.fill("fast");
  await value.press("Tab");
  await expect(panel(lab).getByRole("alert")).toContainText("stays");
  await expect(value).toHaveAttribute("aria-invalid", "true");
  await lab.root.getByLabel("Figure", { exact: true }).selectOption({ label: "Latency p99" });
  await lab.root.getByLabel("Shall be").selectOption("at most");
  await value.fill("1ms");
  await value.press("Tab");
  await expect(panel(lab).getByRole("alert")).toBeHidden();
  await find(lab).click();
  await expect(verdict(lab)).toContainText("No single change reaches it: Latency p99 at most 1 ms", { timeout: LONG });
  await expect(verdict(lab)).toContainText("The nearest is");
});

test("a search is stopped from the keyboard and says how far it came", async ({ page }) => {
  const lab = await open(page);
  await run(lab);
  await explain(lab).focus();
  await page.keyboard.press("Enter");
  await find(lab).focus();
  await page.keyboard.press("Enter");
  const stop = lab.button("Stop the search");
  await expect(stop).toBeVisible();
  await stop.focus();
  await page.keyboard.press("Enter");
  await expect(verdict(lab)).toContainText(/Stopped after \d+ runs/);
  await expect(find(lab)).toBeEnabled();
  // The engine of the lab is the only one left.
  await expect.poll(() => page.workers().length).toBe(1);
});

test("a sweep is told apart from a run", async ({ page }) => {
  const lab = await open(page, concept, "Serverless URL shortener");
  await lab.root.getByRole("radio").last().check();
  await explain(lab).click();
  await run(lab);
  await expect(panel(lab)).toContainText("A range of settings, and not one run");
  await expect(find(lab)).toBeHidden();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true });

  test("it is reached by touch and nothing scrolls sideways", async ({ page }) => {
    const lab = await open(page);
    await lab.button("Run to end").tap();
    await lab.stands("Finished", LONG);
    await explain(lab).tap();
    await expect(part(lab, "Where time goes")).toBeVisible();
    await find(lab).tap();
    await expect(verdict(lab)).toContainText("These single changes reach it", { timeout: LONG });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wide).toBe(false);
    await audit(page, ".explain");
  });
});

test("what turned calls away is said to have been full, and no objective is below nothing", async ({ page }) => {
  const lab = await open(page);
  await run(lab);
  await explain(lab).click();
  const next = part(lab, "What is full next");
  await expect(next).toContainText(/App was at a limit already.* it turned away [\d,]+ of [\d,]+ calls/);
  await expect(next).not.toContainText("times this load");
  await expect(part(lab, "The bottleneck")).toContainText(/[\d,]+ requests failed \(7\d/);

  const value = lab.root.getByLabel("Value", { exact: true });
  await lab.root.getByLabel("Figure", { exact: true }).selectOption({ label: "Error ratio" });
  await value.fill("-1%");
  await value.press("Tab");
  await expect(panel(lab).getByRole("alert")).toContainText("Error ratio is never below 0%");
  await expect(value).toHaveAttribute("aria-invalid", "true");
});
