import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { Lab } from "./lab";
import { expect, visit } from "./test";

/** The playground, by the names its reader knows. */
export class Playground {
  readonly text: Locator;
  readonly state: Locator;
  readonly problems: Locator;
  readonly node: Locator;
  readonly alert: Locator;
  readonly kept: Locator;

  constructor(readonly page: Page) {
    this.text = page.getByRole("textbox", { name: "Text", exact: true });
    this.state = page.locator("#design-state");
    this.problems = page.getByRole("region", { name: "Problems" });
    this.node = page.getByLabel("Node", { exact: true });
    this.alert = page.locator(".playground__notices");
    this.kept = page.locator(".playground__kept");
  }

  static async open(page: Page, address = "playground/"): Promise<Playground> {
    await visit(page, address);
    const playground = new Playground(page);
    await playground.wakes();
    return playground;
  }

  /** Opens it with one of the site's designs, which comes after what it begins with, and can run. */
  static async openWith(page: Page, design: string): Promise<Playground> {
    const playground = await Playground.open(page, `playground/#open=${design}`);
    await expect(page.getByRole("status").filter({ hasText: "Opened." })).toBeVisible();
    await playground.runs();
    return playground;
  }

  async wakes(): Promise<void> {
    const work = this.page.getByRole("group", { name: "Design", exact: true });
    await expect(work).not.toHaveAttribute("disabled", { timeout: 30_000 });
  }

  button(name: string | RegExp): Locator {
    return this.page.locator(".playground__work").getByRole("button", { name, exact: typeof name === "string" });
  }

  /** Takes one of the designs that it can begin with. */
  async begin(title: string): Promise<void> {
    await this.page.getByLabel("Begin with").selectOption({ label: title });
    await this.button("Open").click();
  }

  /** Waits until the text is checked, and can run. */
  async runs(): Promise<void> {
    await expect(this.state).toHaveText("No problems: it can run.");
  }

  lab(title: string): Lab {
    return new Lab(this.page, title);
  }

  /** The text as it comes to the reader's disk. */
  async exported(): Promise<{ name: string; text: string }> {
    const coming = this.page.waitForEvent("download");
    await this.button("Export").click();
    const file = await coming;
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
  }
}
