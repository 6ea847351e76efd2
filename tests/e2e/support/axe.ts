import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { expect } from "./test";

const program = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Fails with every violation of WCAG 2.2 A and AA and of good practice that axe finds, and where. */
export async function audit(page: Page): Promise<void> {
  await page.addScriptTag({ path: program });
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const results = await axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return results.violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      at: nodes.map((node) => `${node.target.join(" ")}  ${node.failureSummary ?? ""}`),
    }));
  });
  expect(violations).toEqual([]);
}
