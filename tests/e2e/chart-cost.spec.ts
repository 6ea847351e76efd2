import type { CDPSession } from "@playwright/test";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** Milliseconds of a frame's sixteen that four charts may take on the main thread. */
const ALLOWED = 8;

/** Seconds of scripts, layout and styles that the page has used up so far. */
async function spent(client: CDPSession): Promise<number> {
  const { metrics } = await client.send("Performance.getMetrics");
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return of("ScriptDuration") + of("LayoutDuration") + of("RecalcStyleDuration");
}

test("four charts of a run at full speed take at most 8 ms of a frame", async ({ page }) => {
  // All four are on screen, or only those that are would be measured.
  await page.setViewportSize({ width: 1280, height: 1400 });
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.choose("Ordinary traffic");
  await lab.set("Request rate", "1k/s");
  await lab.button("Reset").click();
  await lab.stands("Ready");
  await lab.charts.first().evaluate((chart) => chart.scrollIntoView({ block: "start" }));
  expect(await lab.charts.filter({ visible: true }).count()).toBeGreaterThanOrEqual(4);

  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable");
  // Frames of the page from the first of the run to its last.
  const frames = page.evaluate(
    () =>
      new Promise<number>((told) => {
        const state = document.querySelector(".lab__progress")!;
        let frames = 0;
        const frame = () => {
          const phase = state.getAttribute("data-phase");
          if (phase === "finished") return told(frames);
          if (phase === "running") frames += 1;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  const before = await spent(client);
  await lab.button("Run to end").click();
  const counted = await frames;
  const each = ((await spent(client)) - before) / counted * 1000;

  test.info().annotations.push({ type: "main thread", description: `${each.toFixed(2)} ms in each of ${counted} frames` });
  expect(counted, "the run is long enough to tell").toBeGreaterThan(10);
  // A debug build says how much it is; only what is shipped has to be quick.
  const shipped = await page.evaluate(async () => {
    const wasm = performance.getEntriesByType("resource").find(({ name }) => /lab[^/]*_bg\.wasm/.test(name));
    return wasm !== undefined && (wasm as PerformanceResourceTiming).decodedBodySize < 3_000_000;
  });
  if (shipped) expect(each).toBeLessThanOrEqual(ALLOWED);
  else console.log(`debug build: ${each.toFixed(2)} ms in each of ${counted} frames`);
});
