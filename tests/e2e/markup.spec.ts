import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { HtmlValidate } from "html-validate";
import { sites, type Site } from "./support/paths";
import { expect, test } from "./support/test";

/** The files of a site that are pages, by their paths below its folder. */
function pages(dir: string): string[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.name.endsWith(".html"));
  return found.map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

test("every page is valid HTML", async () => {
  test.setTimeout(300_000);
  const { dir } = sites.root;
  const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard"] });
  const mistakes: string[] = [];
  for (const file of pages(dir)) {
    const { results } = await validator.validateString(readFileSync(join(dir, file), "utf8"), file);
    for (const { line, column, message, ruleId } of results.flatMap(({ messages }) => messages)) {
      mistakes.push(`${file}:${line}:${column} ${message} (${ruleId})`);
    }
  }
  expect(mistakes).toEqual([]);
});

for (const site of Object.keys(sites) as Site[]) {
  test(`every link and file that a page names is there, on the site at ${sites[site].base}`, () => {
    const { dir, base } = sites[site];
    const told = new Map(
      pages(dir).map((file) => {
        const html = readFileSync(join(dir, file), "utf8");
        return [base + file.replace(/(^|\/)index\.html$/, "$1"), html];
      }),
    );
    const ids = new Map([...told].map(([path, html]) => [path, new Set(matches(html, /\sid="([^"]+)"/g))]));
    const missing: string[] = [];
    for (const [path, html] of told) {
      for (const written of matches(html, /\s(?:href|src)="([^"]+)"/g)) {
        const href = written.replaceAll("&amp;", "&");
        if (/^(https?:|mailto:|data:)/.test(href)) continue;
        const [address, fragment] = href.split("#", 2);
        const target = address === "" ? path : posix.resolve(path, address.split("?")[0]) + (/\/(\?|$)/.test(address) ? "/" : "");
        const at = target.replace(/\/+$/, "/");
        const found = ids.get(at);
        // What comes behind `=` is for the page's program: a design, a run.
        const lost = found ? fragment && !fragment.includes("=") && !found.has(fragment) : !isFile(dir, base, at);
        if (lost) missing.push(`${path}: ${href}`);
      }
    }
    expect(told.size).toBeGreaterThan(200);
    expect(missing).toEqual([]);
  });
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found);
}

function isFile(dir: string, base: string, path: string): boolean {
  if (!path.startsWith(base)) return false;
  return statSync(join(dir, path.slice(base.length)), { throwIfNoEntry: false })?.isFile() ?? false;
}
