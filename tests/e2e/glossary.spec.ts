import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

/** A term in a text, and what the glossary says of it. */
async function firstTerm(page: Page): Promise<{ term: Locator; id: string; meaning: string }> {
  const term = page.locator("main a.term").first();
  const href = (await term.getAttribute("href"))!;
  const id = href.split("#")[1]!;
  const html = await (await page.request.get(href.split("#")[0]!)).text();
  const meaning = await page.evaluate(
    ([html, id]) => {
      const glossary = new DOMParser().parseFromString(html!, "text/html");
      return glossary.getElementById(id!)!.querySelector(".glossary__text")!.textContent!;
    },
    [html, id],
  );
  return { term, id, meaning };
}

test("a term is explained to the pointer and to the keyboard, until both have left or Escape is pressed", async ({ page }) => {
  await visit(page, concept);
  const { term, id, meaning } = await firstTerm(page);
  const tip = page.getByRole("tooltip");
  await term.scrollIntoViewIfNeeded();
  await expect(tip).toHaveCount(0);
  await term.hover();
  await expect(tip).toHaveText(meaning);
  await expect(term).toHaveAccessibleDescription(meaning);
  await audit(page);
  // It is whole in the window, and the pointer may go onto it.
  const box = (await tip.boundingBox())!;
  const window = page.viewportSize()!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(window.width);
  expect(box.y + box.height).toBeLessThanOrEqual(window.height);
  await tip.hover();
  await page.waitForTimeout(400);
  await expect(tip).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(tip).toHaveCount(0);

  await page.locator(":focus").evaluateAll((focused) => focused.forEach((element) => (element as HTMLElement).blur()));
  await term.evaluate((link) => {
    // The place from which the next Tab goes on.
    const before = document.createElement("button");
    before.id = "before";
    link.before(before);
    before.focus();
  });
  await page.keyboard.press("Tab");
  await expect(term).toBeFocused();
  await expect(tip).toHaveText(meaning);
  await page.keyboard.press("Escape");
  await expect(tip).toHaveCount(0);
  await expect(term).toBeFocused();
  await expect(term).not.toHaveAttribute("aria-describedby");

  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Glossary");
  await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
  await expect(page.locator(`[id="${id}"]`)).toContainText(meaning);
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });

  test("a finger that touches a term is led to the glossary, and sees no explanation on the way", async ({ page }) => {
    await visit(page, concept);
    const { term } = await firstTerm(page);
    await page.evaluate(() => {
      new MutationObserver(() => {
        if (document.querySelector("[role=tooltip]")) document.documentElement.dataset.shown = "";
      }).observe(document, { childList: true, subtree: true });
    });
    await term.tap();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Glossary");
    await expect(page.locator("html")).not.toHaveAttribute("data-shown");
  });
});

test("the glossary is filtered as one types, says how many are left, and a link to another term takes it back", async ({
  page,
}) => {
  await visit(page, "glossary/");
  const main = page.getByRole("main");
  const terms = main.locator("dl > div");
  const all = await terms.count();
  const status = main.getByRole("status");
  await expect(status).toHaveText(`${all} terms`);
  const related = main.locator("dl > div", { hasText: "See also" }).first();
  const name = (await related.locator("dfn").textContent())!;
  const link = related.getByText("See also").getByRole("link").first();
  const target = (await link.getAttribute("href"))!.slice(1);
  await main.getByRole("searchbox", { name: "Filter" }).fill(name);
  await expect(related).toBeVisible();
  const left = await terms.filter({ visible: true }).count();
  expect(left).toBeLessThan(all);
  await expect(status).toHaveText(`${left} of ${all} terms`);
  await audit(page);
  await link.click();
  await expect(page.locator(`[id="${target}"]`)).toBeInViewport();
  await expect(main.getByRole("searchbox", { name: "Filter" })).toHaveValue("");
  await expect(status).toHaveText(`${all} terms`);
  await main.getByRole("searchbox", { name: "Filter" }).fill("zzzz");
  await expect(status).toHaveText(`0 of ${all} terms`);
  await expect(main.getByText("No term has that")).toBeVisible();
  await main.getByRole("searchbox", { name: "Filter" }).fill("");
  await expect(status).toHaveText(`${all} terms`);
  await expect(terms.filter({ visible: true })).toHaveCount(all);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("the glossary is a list by letter, without a field that would do nothing", async ({ page }) => {
    await page.goto("glossary/");
    await expect(page.getByRole("searchbox")).toHaveCount(0);
    const letter = page.getByRole("navigation", { name: "Letters" }).getByRole("link").last();
    await letter.click();
    const heading = page.getByRole("heading", { level: 2, name: (await letter.textContent())!, exact: true });
    await expect(heading).toBeInViewport();
    await expect(page.getByText("No term has that")).toBeHidden();
  });
});
