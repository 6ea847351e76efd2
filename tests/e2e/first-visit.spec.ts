import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** Bytes, compressed: all that the first visit to the concept page may cost a reader. */
const BUDGET = 349_300;

test("a first visit to the concept page downloads no more than 349 KB", async ({ page }) => {
  await visit(page, concept);
  await page.waitForLoadState("networkidle");
  const files = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].map((entry) => {
      const { name, encodedBodySize } = entry as PerformanceResourceTiming;
      return { name: new URL(name).pathname, bytes: encodedBodySize };
    }),
  );
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  test.info().annotations.push({ type: "bytes", description: String(total) });
  expect(total, JSON.stringify(files, null, 1)).toBeLessThanOrEqual(BUDGET);
  expect(files.filter(({ bytes }) => bytes > 0).length).toBeGreaterThan(3);
});

/** A page of each kind, and the programs that it gets before anybody has done anything, beside that of every page: what
 * `xtask/src/visits.rs` counts for all pages of the kind. */
const programs: [route: string, comes: string[]][] = [
  ["", []],
  ["glossary/", []],
  ["templates/url-shortener/v2-serverless/", []],
  ["components/load-balancer/", []],
  ["case-studies/cloudflare-2019/", []],
  [`embed/quiz/${concept}`, []],
  ["assessments/building-blocks/", ["exam"]],
  ["labs/load-balancing-algorithms/", ["lab", "sim"]],
  ["embed/labs/load-balancing-algorithms/", ["lab", "sim"]],
  ["playground/", ["play", "studio"]],
  ["progress/", ["progress"]],
  ["offline/", ["progress"]],
  ["review/", ["review"]],
  ["notes/", ["notes"]],
  ["settings/", ["settings"]],
  ["search/", ["search"]],
];

test("a page gets no program by itself but those that the budget of its kind counts", async ({ page }) => {
  test.setTimeout(120_000);
  let got: string[] = [];
  page.on("request", (request) => {
    const program = /\/([a-z]+)(-[0-9a-f]+)?_bg\.wasm$/.exec(new URL(request.url()).pathname)?.[1];
    if (program && program !== "app") got.push(program);
  });
  const found = () => [...new Set(got)].sort();
  for (const [route, comes] of programs) {
    got = [];
    await visit(page, route);
    // One may be asked for by another, which has to be compiled first.
    await expect.poll(found, route).toEqual(comes);
    await page.waitForLoadState("networkidle");
    expect(found(), route).toEqual(comes);
  }
});
