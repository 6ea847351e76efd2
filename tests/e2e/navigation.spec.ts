import type { Page } from "@playwright/test";
import { concept, routes } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** The pages that are fetched without being loaded, from now on. */
function fetched(page: Page): string[] {
  const paths: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (request.resourceType() === "fetch" && pathname.endsWith("/")) paths.push(pathname);
  });
  return paths;
}

test("the first page is taken over without being fetched again", async ({ page }) => {
  const documents = fetched(page);
  await visit(page, concept);
  await page.waitForLoadState("networkidle");
  expect(documents).toEqual([]);
});

test("every page is taken over without a complaint", async ({ page }) => {
  for (const route of routes()) await visit(page, route);
});

test("a link changes the page without a reload, with title and focus", async ({ page }) => {
  await visit(page, concept);
  await page.evaluate(() => ((window as unknown as { mark: string }).mark = "the same document"));
  const before = await page.title();
  const crumb = page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last();
  const name = (await crumb.textContent())!;
  await crumb.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  expect(await page.evaluate(() => (window as unknown as { mark?: string }).mark)).toBe("the same document");
  await expect(page).not.toHaveTitle(before);
  await expect(page).toHaveTitle(new RegExp(`^${name}`));
  // Whoever reads with a screen reader or the keyboard goes on at the new page, not at the old link.
  await expect(page.locator("main :focus, main:focus")).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveTitle(before);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Serverless & FaaS");
});

test("a page's document is fetched when its link is pointed at, and once", async ({ page, isMobile }) => {
  test.skip(isMobile, "a finger does not point before it taps");
  const documents = fetched(page);
  await visit(page, "");
  const link = page.locator("main a[href*='serverless-faas']").first();
  const coming = page.waitForResponse(/serverless-faas/);
  await link.hover();
  await (await coming).finished();
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Serverless & FaaS");
  expect(documents).toHaveLength(1);
});

test("an address that names no page says so with status 404 and leads back", async ({ page, baseURL }) => {
  const response = await page.request.get(new URL("no/such/page/", baseURL).href);
  expect(response.status()).toBe(404);
  expect(await response.text()).toContain("<h1");
});

test("every file that a page names is below the base", async ({ page, baseURL }) => {
  await visit(page, concept);
  const base = new URL(baseURL!).pathname;
  const outside = await page.evaluate((base) => {
    const named = [...document.querySelectorAll("[href],[src]")].map(
      (element) => element.getAttribute("href") ?? element.getAttribute("src")!,
    );
    return named.filter((name) => name.startsWith("/") && !name.startsWith(base));
  }, base);
  expect(outside).toEqual([]);
});
