import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { expect } from "./test";

const program = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What is asked of a page. The dark scheme has other colours and nothing else: rules that look at no colour have had their say. */
const ASKED = {
  light: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  dark: { type: "rule", values: ["color-contrast", "link-in-text-block"] },
};

/**
 * Fails with every violation of WCAG 2.2 A and AA and of good practice that axe finds, in light and in dark, and
 * where. `within` is the part of the page to look at.
 */
export async function audit(page: Page, within = "html"): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(`${program};void 0`);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours on their way from one scheme to the other are neither's. What flows while a run goes on does not end. In a part that was closed
    // meanwhile, Chromium keeps transitions that are over.
    await page.waitForFunction(() =>
      document
        .getAnimations()
        .every((animation) => animation.playState === "finished" || animation.effect?.getTiming().iterations === Infinity),
    );
    const violations = await page.evaluate(async ({ within, runOnly }) => {
      const { axe } = window as unknown as { axe: { run(where: string, options: object): Promise<AxeResults> } };
      const results = await axe.run(within, { runOnly, resultTypes: ["violations"] });
      return results.violations.map(({ id, help, nodes }) => ({
        rule: `${id}: ${help}`,
        at: nodes.map((node) => `${node.target.join(" ")}  ${node.failureSummary ?? ""}`),
      }));
    }, { within, runOnly: ASKED[colorScheme] });
    expect(violations, colorScheme).toEqual([]);
  }
}
