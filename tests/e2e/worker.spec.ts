import type { Page } from "@playwright/test";
import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** Opens the concept page's lab. */
async function open(page: Page): Promise<Lab> {
  await visit(page, concept);
  const lab = new Lab(page);
  await lab.root.scrollIntoViewIfNeeded();
  await lab.skip();
  return lab;
}

const workers = (page: Page) => expect.poll(() => page.workers().length);

test("the engine is started when the reader comes near the lab, and ends with the page", async ({ page }) => {
  await visit(page, concept);
  expect(page.workers()).toEqual([]);
  const lab = new Lab(page);
  await lab.root.scrollIntoViewIfNeeded();
  await workers(page).toBe(1);
  await lab.set("Request rate", "1k/s");
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last().click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Serverless & FaaS");
  await workers(page).toBe(0);
  // And another page's lab has an engine of its own.
  await page.goBack();
  await lab.root.scrollIntoViewIfNeeded();
  await lab.runToEnd();
  await workers(page).toBe(1);
});

test("a run is paused, resumed, reset; however it is cut up, the same seed gives the same result", async ({ page }) => {
  const lab = await open(page);
  await lab.runToEnd();
  const whole = await lab.report();
  const tiles = await lab.tiles();

  await lab.button("Reset").click();
  await lab.stands("Ready");
  expect(await lab.share()).toBe(0);
  await expect(lab.root.getByRole("link", { name: /report/ })).toBeHidden();

  await lab.speed.selectOption({ label: "20×" });
  await lab.button("Run simulation").click();
  await expect.poll(() => lab.share()).toBeGreaterThan(0.01);
  await lab.button("Pause").click();
  await lab.stands("Paused");
  // Nothing moves any more, once what was on its way has come.
  await expect.poll(async () => {
    const share = await lab.share();
    await page.evaluate(() => new Promise((after) => setTimeout(after, 100)));
    return (await lab.share()) - share;
  }).toBe(0);
  const paused = await lab.share();
  expect(paused).toBeLessThan(1);
  await lab.button("Continue").click();
  await expect.poll(() => lab.share()).toBeGreaterThan(paused);
  await lab.runToEnd();
  expect(await lab.report()).toBe(whole);
  expect(await lab.tiles()).toEqual(tiles);

  const seed = await lab.seed.inputValue();
  await lab.seed.fill("271828");
  await lab.seed.press("Tab");
  await lab.runToEnd();
  const other = await lab.report();
  expect(other).not.toBe(whole);
  expect((JSON.parse(other) as { seed: number }).seed).toBe(271828);

  await lab.seed.fill(seed);
  await lab.seed.press("Tab");
  await lab.runToEnd();
  expect(await lab.report()).toBe(whole);
});

test("a setting changes the run under way and is noted in its report; a seed waits, and that is said", async ({ page }) => {
  const lab = await open(page);
  await lab.choose("Ordinary traffic");
  await lab.speed.selectOption({ label: "real time" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await lab.set("Request rate", "300/s");
  await lab.seed.fill("5");
  await lab.seed.press("Tab");
  await expect(lab.root.getByText("wait for a new run")).toBeVisible();
  await lab.runToEnd();
  const report = JSON.parse(await lab.report()) as { seed: number; interventions: unknown[] };
  expect(report.seed).not.toBe(5);
  expect(report.interventions).toHaveLength(1);
  expect(JSON.stringify(report.interventions)).toContain("nodes.clients.rate");

  // What makes no sense is refused with a reason, and the old value stays.
  await lab.set("Request rate", "fast");
  await expect(lab.root.getByText(/Kept at 300/)).toBeVisible();
  // A wrong seed stays in its field until it is mended; runs keep to the last good one.
  const why = lab.root.getByRole("alert").filter({ hasText: "A seed is a whole number" });
  for (const wrong of ["none", "-1", "18446744073709551616"]) {
    await lab.seed.fill(wrong);
    await lab.seed.press("Tab");
    await expect(why).toContainText("5 stays");
    await expect(lab.seed).toHaveValue(wrong);
    await expect(lab.seed).toHaveAttribute("aria-invalid", "true");
  }
  await lab.runToEnd();
  expect((JSON.parse(await lab.report()) as { seed: number }).seed).toBe(5);
  await lab.seed.fill("18446744073709551615");
  await lab.seed.press("Tab");
  await expect(why).toBeHidden();
  await expect(lab.seed).toHaveAttribute("aria-invalid", "false");
});

test("what is asked before the engine is ready is done when it is", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/sim_bg.wasm*", async (route) => {
    await held;
    await route.continue();
  });
  const lab = await open(page);
  await workers(page).toBe(1);
  await lab.seed.fill("7");
  await lab.seed.press("Tab");
  await lab.button("Run to end").click();
  await lab.stands("Starting");
  release();
  await lab.stands("Finished", 30_000);
  expect((JSON.parse(await lab.report()) as { seed: number }).seed).toBe(7);
});

test.describe("an engine that dies", () => {
  test.use({ tolerated: /the engine broke/ });

  test("is replaced with a message, the page survives, and the next run is whole", async ({ page }) => {
    const lab = await open(page);
    await lab.runToEnd();
    const whole = await lab.report();
    const die = () =>
      page.workers()[0].evaluate(() => {
        setTimeout(() => {
          throw new Error("the engine broke");
        });
      });

    await lab.button("Reset").click();
    await lab.speed.selectOption({ label: "real time" });
    await lab.button("Run simulation").click();
    await lab.stands("Running");
    await die();
    await expect(lab.alert).toContainText("The engine stopped unexpectedly");
    await lab.stands("Stopped");
    await workers(page).toBe(1);
    await lab.runToEnd();
    await expect(lab.alert).toBeEmpty();
    expect(await lab.report()).toBe(whole);

    // A result that is there already is not lost with it.
    await die();
    await expect(lab.alert).toContainText("The engine stopped unexpectedly");
    await lab.stands("Finished");
    expect(await lab.report()).toBe(whole);
  });
});

test.describe("an engine that cannot be had", () => {
  test.use({ tolerated: /\/sim[._]|Failed to load resource|importScripts|WebAssembly|MIME/ });

  for (const file of ["sim_loader.js", "sim.js", "sim_bg.wasm"]) {
    test(`is said so when ${file} is missing; the recorded run stays, and trying again helps`, async ({ page }) => {
      let missing = true;
      await page.route(`**/${file}*`, (route) => (missing ? route.fulfill({ status: 404 }) : route.continue()));
      const lab = await open(page);
      await expect(lab.alert).toContainText("The engine could not be loaded");
      await lab.stands("Recorded run");
      await lab.button("Run to end").click();
      await expect(lab.alert).toContainText("The engine could not be loaded");
      await lab.stands("Stopped");
      expect(Object.values(await lab.tiles()).some((figure) => /\d/.test(figure))).toBe(true);
      missing = false;
      await lab.runToEnd();
      await expect(lab.alert).toBeEmpty();
    });
  }
});

test.describe("a lab whose own program cannot be had", () => {
  test.use({ tolerated: /Failed to load resource|Failed to fetch|status 404: .*\/(lab|island_loader)|MIME|WebAssembly|lab/ });

  for (const file of ["island_loader.js", "lab.js", "lab_bg.wasm"]) {
    test(`says so when ${file} is missing, and the recorded run stays`, async ({ page }) => {
      await page.route(`**/${file}*`, (route) => route.fulfill({ status: 404 }));
      const lab = await open(page);
      await expect(lab.alert).toContainText("The lab could not be loaded");
      expect(Object.values(await lab.tiles()).some((figure) => /\d/.test(figure))).toBe(true);
      await expect(lab.charts.first().locator("svg").last()).toBeVisible();
      await expect(lab.button("Run to end")).toBeDisabled();
    });
  }
});

test("an engine of another build is not talked to, and the reader is told to reload", async ({ page }) => {
  // Variant 0 of the protocol's events is "ready", with the name of a build: here "0".
  await page.route("**/sim_loader.js*", (route) =>
    route.fulfill({ contentType: "text/javascript", body: "postMessage(new Uint8Array([0, 1, 48]).buffer)" }),
  );
  const lab = await open(page);
  await expect(lab.alert).toContainText("different versions");
  await workers(page).toBe(0);
});
