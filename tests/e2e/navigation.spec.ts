import { concept } from "./support/paths";
import { answer, answered, form, found } from "./support/questions";
import { expect, test, visit } from "./support/test";

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

test("a link to a question on another page leads to the question, and the keyboard goes on from it", async ({ page }) => {
  await visit(page, concept);
  await answer(page, answered("single"));
  await page.getByRole("contentinfo").getByRole("link", { name: "Your progress" }).click();
  await page.getByText("1 question", { exact: true }).click();
  await page.getByRole("link", { name: "What makes an invocation a cold start?" }).click();
  const asked = form(page, answered("single").id);
  await expect(asked.locator(".question__prompt")).toBeFocused();
  await expect(asked.locator(".question__prompt")).toBeInViewport();
  // It stays so once the answer is on show, which switches the fields off.
  await found(page, answered("single"));
  await expect(asked.locator(".question__prompt")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(asked.getByRole("button", { name: "Try again" })).toBeFocused();
  // Back where the reader was, and on to the top of another page.
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.getByRole("banner").getByRole("link", { name: "Headroom, home" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  expect(await page.evaluate(() => scrollY)).toBe(0);
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

test.describe("a page that cannot be had", () => {
  test.use({ tolerated: /Failed to load resource/ });

  test("is said so in its place, and is there when tried again", async ({ page }) => {
    await visit(page, concept);
    const crumb = page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last();
    const name = (await crumb.textContent())!;
    const there = await crumb.getAttribute("href");
    await page.route(`**${there}`, (route) => route.abort());
    await crumb.click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not available");
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await page.unroute(`**${there}`);
    await page.getByRole("link", { name: "Try again" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  });
});
