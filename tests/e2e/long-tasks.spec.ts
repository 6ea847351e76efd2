import type { Browser, Page } from "@playwright/test";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** Milliseconds: above this a reader feels that the page hangs, and the browser calls a task long. */
const LONG = 50;

/** A task of the page's main thread, milliseconds. */
interface Task {
  /** From beginning to end. */
  wall: number;
  /** Without the time in which the machine gave the thread no core. */
  own: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args: { name?: string };
}

/** Every task of the page's main thread while `act` goes on. */
async function tasks(browser: Browser, page: Page, act: () => Promise<void>): Promise<Task[]> {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  const trace = (await browser.stopTracing()).toString();
  const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(thread);
  return traceEvents
    .filter((event) => event.ph === "X" && event.name.endsWith("RunTask") && main.includes(thread(event)))
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, own: tdur / 1000 }));
}

/** Says how long the page was busy, and fails where it was so for too long. */
function judge(all: Task[], took: number): void {
  const longest = Math.max(...all.map(({ own }) => own));
  const wall = Math.max(...all.map(({ wall }) => wall));
  test.info().annotations.push({
    type: "main thread",
    description: `${all.length} tasks in ${took} ms, the longest ${longest.toFixed(1)} ms (${wall.toFixed(1)} ms on the clock)`,
  });
  expect(all.length, "the trace shows the page's tasks").toBeGreaterThan(50);
  expect(took, "it is long enough to tell").toBeGreaterThan(500);
  // A thread's own time: what the page does, whatever else this machine is doing.
  expect(all.filter(({ own }) => own > LONG)).toEqual([]);
}

test("while the engine runs flat out, no task holds the page for more than 50 ms", async ({ browser, page }) => {
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  // A second or more of work: six hundred thousand requests.
  await lab.choose("Ordinary traffic");
  await lab.set("Request rate", "1k/s");
  await lab.button("Reset").click();
  await lab.stands("Ready");
  await lab.charts.first().scrollIntoViewIfNeeded();

  let took = 0;
  const all = await tasks(browser, page, async () => {
    const start = Date.now();
    await lab.runToEnd();
    took = Date.now() - start;
    // The charts' last texts come within a second of the end; then the page is still.
    await expect(lab.charts.first().locator(".chart__summary")).toHaveText(/^Over (9\.9\d|10) min/);
  });

  judge(all, took);
});

for (const [tool, runs, most] of [
  ["Compare", "20", 60],
  ["Sweep", "5", 125],
] as const) {
  test(`while many runs come in for “${tool}”, no task holds the page for more than 50 ms`, async ({ browser, page }) => {
    test.setTimeout(180_000);
    await visit(page, concept);
    const lab = await new Lab(page).approach();
    await lab.root.getByRole("tab", { name: tool }).click();
    const panel = lab.root.getByRole("tabpanel", { name: tool });
    await panel.getByLabel("Runs of each").selectOption(runs);
    if (tool === "Compare") await panel.getByLabel("C", { exact: true }).selectOption({ index: 4 });
    else await panel.getByLabel("Points").selectOption("25");

    let took = 0;
    const all = await tasks(browser, page, async () => {
      const start = Date.now();
      await panel.getByRole("button", { name: tool, exact: true }).click();
      // One element is asked: to look for words in all of a long page is a long task of the test's own.
      await expect(panel.locator(".weigh__count")).toHaveText(`${most} runs done`, { timeout: 150_000 });
      took = Date.now() - start;
      await expect(panel.locator("figure.chart .chart__summary").first()).not.toHaveText("No values yet.");
    });
    judge(all, took);
  });
}
