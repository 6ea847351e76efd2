import { concept, routes } from "./support/paths";
import { expect, test } from "./support/test";

test.use({ javaScriptEnabled: false });

test("without JavaScript the text, the questions with their answers and a still of the lab are there", async ({
  page,
}) => {
  await page.goto(concept);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Serverless & FaaS");
  await expect(page.locator("main")).toContainText("execution environment");

  const answers = page.locator("main details").filter({ hasText: /answer/i });
  expect(await answers.count()).toBeGreaterThanOrEqual(6);
  const first = answers.first();
  await first.locator("summary").click();
  await expect(first).toHaveAttribute("open", "");
  await expect(first.locator("> :not(summary)").first()).toBeVisible();

  const still = page.locator("main figure svg").first();
  await expect(still).toBeVisible();
  expect(await still.locator("path, polyline, line").count()).toBeGreaterThan(3);
});

test("without JavaScript every page can be reached by links from home", async ({ page }) => {
  const start = new URL("", (await page.goto(""))!.url());
  const seen = new Set<string>();
  const open = [start.pathname];
  while (open.length > 0) {
    const path = open.pop()!;
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await page.request.get(new URL(path, start).href);
    expect(response.status(), path).toBe(200);
    for (const [, href] of (await response.text()).matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) {
      const url = new URL(href.replaceAll("&amp;", "&"), new URL(path, start));
      if (url.origin === start.origin && url.pathname.endsWith("/")) open.push(url.pathname);
    }
  }
  const missed = routes().filter((route) => !seen.has(`/${route}`));
  expect(missed).toEqual([]);
});
