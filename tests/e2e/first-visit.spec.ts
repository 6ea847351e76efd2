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
