import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect } from "./test";

/** A lab on a page, by the names its reader knows. */
export class Lab {
  readonly root: Locator;
  readonly seed: Locator;
  readonly speed: Locator;
  readonly alert: Locator;

  constructor(
    private readonly page: Page,
    title = "Serverless URL shortener",
  ) {
    this.root = page.getByRole("region", { name: title, exact: true });
    this.seed = this.root.getByLabel("Seed", { exact: true });
    this.speed = this.root.getByLabel("Speed", { exact: true });
    this.alert = this.root.locator(".lab__notices[role=alert]");
  }

  /** Comes near, as a reader does: that wakes the lab. One who skips its prediction sees the recorded run. */
  async approach(): Promise<this> {
    await this.root.scrollIntoViewIfNeeded();
    await this.wakes();
    await this.skip();
    return this;
  }

  /** Uncovers the recorded run where it would answer a prediction. */
  async skip(): Promise<void> {
    const show = this.root.getByText("Show the recorded run", { exact: true });
    if (await show.isVisible()) await show.click();
  }

  async wakes(): Promise<void> {
    // A field set is not among what Playwright knows to be disabled.
    await expect(this.root.getByRole("group", { name: "Controls" })).not.toHaveAttribute("disabled");
  }

  button(name: string): Locator {
    return this.root.getByRole("button", { name, exact: true });
  }

  /** One of the lab's experiments. What is seen of it is its label, which lies over the radio button. */
  async choose(experiment: string): Promise<void> {
    const radio = this.root.getByRole("radio", { name: experiment, exact: true });
    if (await radio.isChecked()) return;
    await radio.check();
    await this.stands("Ready");
  }

  /** Waits until the lab says how its run stands: Recorded run, Ready, Running, Paused, Finished, Stopped. */
  async stands(state: string, timeout?: number): Promise<void> {
    await expect(this.root.locator(".lab__state[role=status]")).toHaveText(state, { timeout });
  }

  async runToEnd(): Promise<void> {
    await this.button("Run to end").click();
    await this.stands("Finished", 30_000);
  }

  /** The settings are behind a button where they have no room beside the figures. */
  async openSettings(): Promise<void> {
    const disclose = this.button("Settings");
    if ((await disclose.isVisible()) && (await disclose.getAttribute("aria-expanded")) === "false") {
      await disclose.click();
    }
  }

  /** Types a value into the field of a setting. */
  async set(setting: string, value: string): Promise<void> {
    await this.openSettings();
    const field = this.root.getByRole("textbox", { name: setting, exact: true });
    await field.fill(value);
    await field.press("Tab");
  }

  /** The tiles: what is measured, and the figure as it is written. */
  async tiles(): Promise<Record<string, string>> {
    const names = await this.root.getByRole("term").allTextContents();
    const figures = await this.root.getByRole("definition").allTextContents();
    expect(figures).toHaveLength(names.length);
    return Object.fromEntries(names.map((name, n) => [name, figures[n]]));
  }

  get charts(): Locator {
    return this.root.locator("figure.chart");
  }

  /** The simulated time that a run has reached, as the progress bar has it, 0 to 1. */
  async share(): Promise<number> {
    return Number(await this.root.getByRole("progressbar").getAttribute("value"));
  }

  /** The report that the lab offers when a run is over, as it comes to the reader's disk. */
  async report(): Promise<string> {
    const coming = this.page.waitForEvent("download");
    await this.root.getByRole("link", { name: "Download the report (JSON)" }).click();
    return readFile(await (await coming).path(), "utf8");
  }
}

/** Whether anything is drawn on each chart's canvas: it differs from an empty one. */
export function drawn(charts: Locator): Promise<boolean[]> {
  return charts.locator("canvas").evaluateAll((canvases) =>
    (canvases as HTMLCanvasElement[]).map((canvas) => {
      const { width, height } = canvas;
      const empty = Object.assign(document.createElement("canvas"), { width, height });
      return width > 0 && height > 0 && canvas.toDataURL() !== empty.toDataURL();
    }),
  );
}
