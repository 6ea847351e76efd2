import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** How far texts are from a whole number of lines high, in lines: nothing where no line is higher than another. */
async function uneven(page: Page, selector: string): Promise<number[]> {
  return page.locator(selector).evaluateAll((texts) =>
    texts.map((text) => {
      const lines = text.getBoundingClientRect().height / parseFloat(getComputedStyle(text).lineHeight);
      return Math.abs(lines - Math.round(lines));
    }),
  );
}

test("the font of formulas comes with the reader, to pages with formulas; lines that hold one are as far apart as others", async ({
  page,
}) => {
  const fonts: string[] = [];
  page.on("request", (request) => request.resourceType() === "font" && fonts.push(request.url()));
  await visit(page, "");
  await page.mouse.move(100, 100);
  await page.mouse.wheel(0, 400);
  await page.waitForLoadState("networkidle");
  expect(fonts).toEqual([]);

  await visit(page, "concepts/foundations/littles-law/");
  await page.waitForLoadState("networkidle");
  expect(fonts).toEqual([]);
  await page.mouse.move(640, 400);
  await page.mouse.wheel(0, 400);
  await expect.poll(() => fonts.length).toBe(1);
  await expect.poll(() => page.evaluate(() => document.fonts.check("16px Formulas2", "\u{1d441}"))).toBe(true);
  await page.setViewportSize({ width: 360, height: 740 });
  const points = await uneven(page, "#key-points ~ ul:first-of-type > li");
  expect(points.length).toBeGreaterThan(3);
  expect(Math.max(...points)).toBeLessThan(0.15);
});

test("the front page can be read to its end, at a desk and on a phone", async ({ page }) => {
  for (const [width, most] of [
    [1280, 6000],
    [360, 12_000],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await visit(page, "");
    expect(await page.evaluate(() => document.documentElement.scrollHeight), `at ${width} pixels`).toBeLessThan(most);
    await audit(page);
  }
  await page.getByRole("link", { name: "Quorums", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Quorums");
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });

  test("a row of a ladder is a block whose values say their columns, and a title stands beside its number", async ({ page }) => {
    await visit(page, "templates/web-crawler/");
    const table = page.getByRole("table").first();
    const head = table.getByRole("columnheader");
    const title = (await head.nth(1).textContent())!;
    const cell = table.getByRole("cell").nth(1);
    expect(await cell.evaluate((cell) => getComputedStyle(cell, "::before").content)).toContain(title);
    const scrolls = page.locator(".table-scroll").first();
    expect(await scrolls.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await audit(page);

    await visit(page, concept);
    const heading = page.locator(".numbered h2").filter({ hasText: "Test your understanding" });
    const lefts = await heading.evaluate((heading) => {
      const range = document.createRange();
      range.selectNodeContents(heading);
      return [...range.getClientRects()].filter(({ width }) => width > 0).map(({ left }) => Math.round(left));
    });
    expect(lefts.length).toBeGreaterThan(1);
    expect(Math.max(...lefts) - Math.min(...lefts)).toBeLessThan(2);
  });
});
