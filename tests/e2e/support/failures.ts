import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, TestCase } from "@playwright/test/reporter";

/** The most lines, and characters of a line, that are printed. */
const [LINES, WIDTH] = [6, 150];

/**
 * Says at the end what failed, a line for each place and cause, for one fault may fail a test for each page. In the file that
 * `HEADROOM_FAILURES` names, else on the terminal.
 */
export default class Failures implements Reporter {
  private readonly tests = new Set<TestCase>();

  onTestEnd(test: TestCase): void {
    this.tests.add(test);
  }

  onEnd(): void {
    const failed = new Map<string, string[]>();
    for (const test of this.tests) {
      if (test.ok()) continue;
      const error = test.results.at(-1)?.error;
      const at = error?.location ?? test.location;
      const why = plain(error?.message ?? "no error was told").split(/\s*\n\s*/).slice(0, 4).join(" ");
      const line = `${relative(process.cwd(), at.file)}:${at.line}: ${why}`.slice(0, WIDTH);
      failed.set(line, [...(failed.get(line) ?? []), `[${test.parent.project()?.name}] ${test.title}`]);
    }
    if (failed.size === 0) return;
    const told = [];
    for (const [line, titles] of [...failed].slice(0, LINES)) {
      const others = titles.length > 1 ? `, and ${titles.length - 1} more` : "";
      told.push(`  ${line}\n    ${titles[0].slice(0, WIDTH)}${others}`);
    }
    if (failed.size > LINES) told.push(`  and ${failed.size - LINES} causes more`);
    const file = process.env.HEADROOM_FAILURES;
    if (file) writeFileSync(file, told.join("\n"));
    else console.log(`\nWhat failed, and where:\n${told.join("\n")}`);
  }
}

/** Without the colours of a terminal. */
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*m/g, "");
