import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

/** Two minutes in which the service is slow for twenty seconds: the experiment has a fault of its own. */
const storm = "labs/retry-storm/";

interface Report {
  interventions: { at_ns: number; deed: Record<string, unknown> }[];
}

async function open(page: Page, route = storm, title = "Retry storm"): Promise<Lab> {
  await visit(page, route);
  return new Lab(page, title).approach();
}

const timeline = (lab: Lab): Locator => lab.root.getByRole("group", { name: "Timeline" });
const scrubber = (lab: Lab): Locator => lab.root.getByRole("slider", { name: "Look back at" });
/** The placed faults, as they are told. */
const placed = (lab: Lab): Locator => timeline(lab).locator("button.timeline__grab");
const time = (lab: Lab): Locator => lab.root.locator(".lab__time");
const report = async (lab: Lab): Promise<Report> => JSON.parse(await lab.report()) as Report;

/** Describes a fault in the palette. */
async function describe(lab: Lab, fault: string, fields: Record<string, string> = {}): Promise<Locator> {
  const disclose = lab.button("Break something");
  if ((await disclose.getAttribute("aria-expanded")) === "false") await disclose.click();
  const palette = lab.root.locator(".faults");
  await palette.getByLabel("What goes wrong").selectOption({ label: fault });
  for (const [name, value] of Object.entries(fields)) {
    const field = palette.getByLabel(name, { exact: true });
    await field.fill(value);
    await field.press("Tab");
  }
  return palette;
}

test("a run goes by steps, and any moment of it can be looked at again", async ({ page }) => {
  const lab = await open(page);
  await expect(scrubber(lab)).toBeDisabled();
  await lab.button("Step").click();
  await lab.stands("Paused");
  await expect(time(lab)).toHaveText("1.2 s of 2 min");
  await lab.button("Step").click();
  await expect(time(lab)).toHaveText("2.4 s of 2 min");
  await lab.runToEnd();

  // By keyboard to the start; by mouse to about the middle.
  await scrubber(lab).focus();
  await page.keyboard.press("Home");
  await expect(scrubber(lab)).toHaveAttribute("aria-valuetext", "0 s of 2 min");
  await expect(time(lab)).toHaveText(/^as at [\d.]+ m?s of 2 min$/);
  await expect(lab.root.getByText("figures of the whole run")).toBeVisible();
  const early = await time(lab).textContent();
  await page.keyboard.press("PageUp");
  await expect(time(lab)).not.toHaveText(early!);
  const box = (await scrubber(lab).boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect(scrubber(lab)).toHaveAttribute("aria-valuetext", /^(59|60|61)(\.\d)? s of 2 min$/);
  await expect(time(lab)).toHaveText(/^as at 6\d(\.\d)? s of 2 min$/);
  await audit(page, "main");

  await page.keyboard.press("Escape");
  await expect(time(lab)).toHaveText("2 min of 2 min");
  await page.keyboard.press("Home");
  await lab.button("Back to the end").click();
  await expect(time(lab)).toHaveText("2 min of 2 min");
  await expect(lab.root.getByText("figures of the whole run")).toBeHidden();
  await expect(scrubber(lab)).toHaveAttribute("aria-valuetext", "2 min of 2 min");
  // What is beyond the end of a paused run is not there yet.
  await lab.button("Reset").click();
  await lab.stands("Ready");
  await lab.button("Step").click();
  await lab.stands("Paused");
  await scrubber(lab).focus();
  await page.keyboard.press("End");
  await expect(scrubber(lab)).toHaveAttribute("aria-valuetext", "1.2 s of 2 min");
  await expect(scrubber(lab)).toHaveValue("2");
});

test("a fault is placed, moved, changed and taken away by keyboard, undone and done again", async ({ page }) => {
  const lab = await open(page);
  await expect(timeline(lab).getByText("Slow node: App").first()).toBeVisible();
  const runs = lab.button("Run to end");
  await lab.runToEnd();
  const before = await lab.report();

  await tabTo(page, lab.button("Break something"));
  await page.keyboard.press("Enter");
  const palette = await describe(lab, "Packet loss", { Loss: "30%", When: "60s", "For how long": "10s" });
  await tabTo(page, palette.getByRole("button", { name: "Place at 60 s" }));
  await page.keyboard.press("Enter");
  await expect(palette.getByRole("status")).toHaveText("Packet loss: Clients to App is placed at 60 s.");
  await expect(placed(lab)).toHaveAccessibleName("Packet loss: Clients to App, from 60 s for 10 s");
  await expect(timeline(lab).getByText("Run to see what your faults do.")).toBeVisible();

  // It comes before the palette when one goes back to it.
  await placed(lab).focus();
  await page.keyboard.press("ArrowRight");
  await expect(placed(lab)).toHaveAccessibleName(/from 61.2 s for 10 s/);
  await page.keyboard.press("Shift+ArrowLeft");
  await expect(placed(lab)).toHaveAccessibleName(/from 49.2 s for 10 s/);
  await page.keyboard.press("Enter");
  const fields = timeline(lab).getByRole("group", { name: "Edit: Packet loss" });
  await expect(fields.getByLabel("When")).toHaveValue("49.2 s");
  await fields.getByLabel("For how long").fill("");
  await fields.getByLabel("For how long").press("Tab");
  await expect(placed(lab)).toHaveAccessibleName(/from 49.2 s to the end/);

  // What is out of its range is explained, and the last good value stays.
  await fields.getByLabel("Loss").fill("130%");
  await fields.getByLabel("Loss").press("Tab");
  await expect(fields.getByText("130% is outside its range, from 0% to 100%. Kept at 30%.")).toBeVisible();
  await fields.getByLabel("When").fill("3min");
  await fields.getByLabel("When").press("Tab");
  await expect(fields.getByText("3min is outside its range, from 0 s to 2 min. Kept at 49.2 s.")).toBeVisible();
  await expect(placed(lab)).toHaveAccessibleName(/from 49.2 s/);
  await audit(page, "main");
  await fields.getByRole("button", { name: "Done" }).click();
  await expect(placed(lab)).toBeFocused();

  await lab.runToEnd();
  const struck = await lab.report();
  expect(struck).not.toBe(before);
  expect(struck).toContain("packet-loss");

  await placed(lab).focus();
  await page.keyboard.press("Delete");
  await expect(placed(lab)).toHaveCount(0);
  await expect(lab.button("Break something")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(placed(lab)).toHaveAccessibleName(/from 49.2 s to the end/);
  await lab.button("Undo").click();
  await expect(placed(lab)).toHaveAccessibleName(/from 49.2 s for 10 s/);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(placed(lab)).toHaveAccessibleName(/from 49.2 s to the end/);
  await lab.runToEnd();
  expect(await lab.report()).toBe(struck);

  // As written, the run is the one from before.
  await lab.button("All settings as written").click();
  await expect(placed(lab)).toHaveCount(0);
  await expect(lab.button("All settings as written")).toHaveAttribute("aria-disabled", "true");
  await runs.click();
  await lab.stands("Finished", 30_000);
  expect(await lab.report()).toBe(before);
});

test("settings are undone one by one, and a text keeps its own undoing", async ({ page }) => {
  const lab = await open(page);
  const rate = lab.root.getByRole("textbox", { name: "Request rate", exact: true });
  const was = await rate.inputValue();
  await expect(lab.button("Undo")).toHaveAttribute("aria-disabled", "true");
  await lab.set("Request rate", "50/s");
  await lab.set("Request rate", "40/s");
  await lab.root.getByRole("slider", { name: "Request rate, slider" }).focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(rate).toHaveValue("50/s");
  // In the field the shortcut is the browser's.
  await rate.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await lab.button("Undo").click();
  await expect(rate).toHaveValue(was);
  await lab.button("Redo").click();
  await expect(rate).toHaveValue("50/s");
});

test("a fault strikes a run under way, which is then on the timeline and in the report", async ({ page }) => {
  const lab = await open(page);
  const palette = await describe(lab, "Errors", { "For how long": "20s" });
  const now = palette.getByRole("button", { name: "Now" });
  await expect(now).toHaveAttribute("aria-disabled", "true");
  await expect(palette.getByText("run the simulation first")).toBeVisible();

  await lab.speed.selectOption({ label: "real time" });
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await expect(now).toHaveAttribute("aria-disabled", "false");
  await now.click();
  await expect(palette.getByRole("status")).toHaveText(/^Errors: App strikes at [\d.]+ (s|ms)\.$/);
  await expect(timeline(lab).getByText("Errors: App").first()).toBeVisible();
  // What is placed ahead strikes the same run; a setting is noted, too.
  await describe(lab, "Outage of a node", { When: "100s", "For how long": "5s" });
  await palette.getByRole("button", { name: "Place at 100 s" }).click();
  await lab.set("Request rate", "60/s");
  await lab.runToEnd();
  await expect(timeline(lab).getByText("Run to see what your faults do.")).toBeHidden();
  await expect(timeline(lab).getByText("Request rate set to 60/s at", { exact: false })).toBeAttached();
  const { interventions } = await report(lab);
  expect(JSON.stringify(interventions)).toMatch(/error-rate.*outage.*nodes\.client\.rate/s);
});

test("a bar is dragged to its time, and by its end to its length", async ({ page }) => {
  const lab = await open(page);
  const palette = await describe(lab, "Outage of a node", { When: "30s", "For how long": "30s" });
  await palette.getByRole("button", { name: "Place at 30 s" }).click();
  await timeline(lab).scrollIntoViewIfNeeded();
  const rows = (await timeline(lab).locator(".timeline__rows").boundingBox())!;
  const bar = (await placed(lab).boundingBox())!;
  const y = bar.y + bar.height / 2;
  await page.mouse.move(bar.x + bar.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(bar.x + bar.width / 2 + rows.width / 4, y, { steps: 5 });
  await page.mouse.up();
  await expect(placed(lab)).toHaveAccessibleName("Outage of a node: App, from 60 s for 30 s");
  // A drag is no click: nothing opens.
  await expect(placed(lab)).toHaveAttribute("aria-expanded", "false");

  const end = (await placed(lab).locator(".timeline__end").boundingBox())!;
  await page.mouse.move(end.x + end.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(end.x + end.width / 2 - rows.width / 8, y, { steps: 5 });
  await page.mouse.up();
  await expect(placed(lab)).toHaveAccessibleName("Outage of a node: App, from 60 s for 15 s");
  await placed(lab).click();
  await timeline(lab).getByRole("button", { name: "Remove" }).click();
  await expect(placed(lab)).toHaveCount(0);
});

test("a run beyond its ceilings is refused before it starts, with what would be right", async ({ page }) => {
  const lab = await open(page, "labs/component-model-server/", "Model server");
  await lab.set("Request rate", "1M/s");
  await lab.button("Run simulation").click();
  // By the name of the setting, in sight of the button; what was recorded stays as it was.
  await expect(lab.alert).toContainText(/“Request rate” of .+: this run offers 3.6 billion requests, and it may offer 1 billion/);
  await expect(lab.alert).toBeInViewport();
  await lab.stands("Recorded run");
  await lab.set("Request rate", "0.4/s");
  await lab.runToEnd();
  await expect(lab.alert).toBeEmpty();
});

test("a run that its ceiling would stop on the way says so before it starts, and goes when it is told again", async ({ page }) => {
  const lab = await open(page, "labs/component-websocket-service/", "WebSocket service");
  await lab.set("Request rate", "50k/s");
  await lab.button("Run simulation").click();
  await expect(lab.alert).toContainText("This run may not come to its end.");
  await expect(lab.alert).toContainText("stopped at 2 million of them");
  await lab.stands("Ready");
  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await lab.button("Reset").click();
  await lab.set("Request rate", "200/s");
  await lab.runToEnd();
  await expect(lab.alert).toBeEmpty();
});

test("a sweep has no timeline, and its palette says why", async ({ page }) => {
  await visit(page, "concepts/cloud-native/serverless-faas/");
  const lab = await new Lab(page).approach();
  await lab.choose("Where containers become cheaper");
  await expect(timeline(lab)).toBeHidden();
  await lab.button("Break something").click();
  await expect(lab.root.getByText("compares many runs, in which nothing strikes")).toBeVisible();
  await lab.choose("Ordinary traffic");
  await expect(timeline(lab)).toBeVisible();
  await expect(lab.root.getByLabel("What goes wrong")).toBeVisible();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("faults are placed and changed by touch, and nothing is wider than the window", async ({ page }) => {
    const lab = await open(page);
    const disclose = lab.button("Break something");
    await disclose.tap();
    const palette = await describe(lab, "Packet loss", { When: "60s", "For how long": "30s" });
    await palette.getByRole("button", { name: "Place at 60 s" }).tap();
    await placed(lab).tap();
    const fields = timeline(lab).getByRole("group", { name: "Edit: Packet loss" });
    await fields.getByLabel("When").fill("80s");
    await fields.getByLabel("When").press("Tab");
    await expect(placed(lab)).toHaveAccessibleName(/from 80 s for 30 s/);
    expect(await sideways(page)).toBe(0);
    await audit(page, "main");

    await fields.getByRole("button", { name: "Done" }).tap();
    await expect(fields).toBeHidden();
    await placed(lab).scrollIntoViewIfNeeded();

    // The finger takes the bar along.
    const bar = (await placed(lab).boundingBox())!;
    const rows = (await timeline(lab).locator(".timeline__rows").boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const at = (x: number) => [{ x, y: bar.y + bar.height / 2 }];
    const start = bar.x + bar.width / 2;
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(start) });
    for (let step = 1; step <= 8; step++) {
      const touchPoints = at(start - (rows.width / 4) * (step / 8));
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints });
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await expect(placed(lab)).toHaveAccessibleName(/from (49|50|51)(\.\d+)? s for 30 s/);
  });
});

test("a number alone is in the unit on show, what was wrong with it goes with the value, and a run to its end leaves the speed", async ({
  page,
}) => {
  const lab = await open(page);
  const rate = lab.root.getByRole("textbox", { name: "Request rate", exact: true });
  const was = await rate.inputValue();
  const wrong = (yes: boolean) => expect(rate).toHaveAttribute("aria-invalid", String(yes));
  await lab.set("Request rate", "60");
  await expect(rate).toHaveValue("60/s");
  await lab.set("Request rate", "fast");
  await wrong(true);
  await lab.button("Undo").click();
  await expect(rate).toHaveValue(was);
  await wrong(false);
  await lab.button("Redo").click();
  await lab.set("Request rate", " ");
  await expect(lab.root.getByText("Type a number, for instance 100/s, 10k/s or 30/min. Kept at 60/s.")).toBeVisible();
  await lab.button("All settings as written").click();
  await expect(rate).toHaveValue(was);
  await wrong(false);

  const speed = await lab.speed.inputValue();
  await lab.runToEnd();
  await expect(lab.speed).toHaveValue(speed);
});
