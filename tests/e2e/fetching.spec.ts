import type { Page } from "@playwright/test";
import { concept } from "./support/paths";
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

test("a page is fetched when its link is pointed at, and once", async ({ page }) => {
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
