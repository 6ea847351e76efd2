import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { records } from "./support/kept";
import { concept } from "./support/paths";
import { answer, answered, form, found } from "./support/questions";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

const single = answered("single");
const numeric = answered("numeric");
const title = "Serverless & FaaS";

const main = (page: Page): Locator => page.getByRole("main");
const region = (page: Page, name: string): Locator => main(page).getByRole("region", { name, exact: true });
const tile = (page: Page, name: string): Locator => region(page, "At a glance").locator("div", { has: page.getByText(name, { exact: true }) });

/** What a link to the page is called when it wears signs; a browser may put a space before what is hidden. */
const named = (...signs: string[]) => new RegExp(`^${title} ?${signs.map((sign) => `, ${sign}`).join(" ?")}`);

test("what is read, mastered and weak is told in the navigation and on the dashboard, and what to do next", async ({ page }) => {
  await visit(page, "progress/");
  const next = region(page, "Next");
  await expect(next.getByRole("listitem")).toHaveText(/^Read “.*”It needs nothing before it\. \d+ min\.$/);
  await expect(region(page, "At a glance")).toHaveCount(0);
  await audit(page, "main");

  await visit(page, concept);
  const mark = main(page).getByRole("button", { name: /^Mark as/ });
  // It stands at the end of the page: from the footer it is a few steps back.
  await page.getByRole("contentinfo").getByRole("link").first().focus();
  await tabTo(page, mark, "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(mark).toHaveText("Mark as unread");
  await expect(mark).toBeFocused();
  await expect(main(page).locator(".read-mark [role=status]").first()).toHaveText(/^✓ Read on \d+ \w+ \d{4}\.$/);
  const inRail = page.locator(".site-nav a[aria-current=page]");
  await expect(inRail).toHaveAccessibleName(named("read"));
  await answer(page, single);
  await answer(page, numeric);
  await expect(inRail).toHaveAccessibleName(named("read", "weak"));
  await audit(page, ".read-mark");

  await visit(page, "concepts/cloud-native/");
  await page.mouse.move(5, 5);
  await expect(main(page).getByRole("link", { name: named("read", "weak") })).toBeVisible();

  await visit(page, "progress/");
  await expect(tile(page, "Read")).toContainText(/^Read\s*1 of \d+ pages$/);
  await expect(tile(page, "Weak")).toContainText(/1 question$/);
  await expect(next.getByRole("listitem").first()).toContainText(`Go over “${title}” again`);
  await expect(next.getByRole("listitem").last()).toContainText(/^Read “/);
  await expect(region(page, "Weak spots").getByRole("heading", { name: title })).toBeVisible();
  const category = region(page, "By category").locator("details", { has: page.getByText("Cloud-native", { exact: true }) });
  await expect(category.locator("summary")).toContainText(/Pages: 1 of \d+ read/);
  await expect(category.locator("summary")).toContainText(/Objectives: \d+ of \d+ mastered.*1 weak/);
  await category.locator("summary").click();
  await expect(category.getByRole("link", { name: /, weak$/ }).first()).toBeVisible();
  await region(page, "Activity").getByText("As a table").click();
  await expect(region(page, "Activity").getByRole("row")).toHaveCount(2);
  await expect(region(page, "Activity").getByRole("row").last()).toHaveText(/\d{4}\s*2\s*1\s*1$/);
  await audit(page, "main");
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await sideways(page)).toBe(0);

  // A weak spot leads to its question.
  await region(page, "Weak spots").getByRole("list").getByRole("link").last().click();
  await expect(page).toHaveURL(new RegExp(`${concept}#${numeric.id}$`));
});

test("reading goes on where it was left, until the page is read", async ({ page }) => {
  await page.clock.install();
  await visit(page, concept);
  const heading = main(page).locator("#trade-offs");
  await heading.evaluate((heading) => heading.scrollIntoView());
  await page.mouse.wheel(0, 1);
  await expect(page.locator(".toc a[aria-current]")).toHaveText("Trade-offs");
  await expect
    .poll(async () => {
      await page.clock.runFor(5_000);
      return (await records(page, true))["settings:place"] ?? "";
    })
    .toContain("Trade-offs");
  const link = main(page).getByRole("link", { name: `Continue: ${title}, Trade-offs` });
  await visit(page, "progress/");
  await expect(link).toBeVisible();
  await visit(page, "");
  await page.mouse.move(5, 5);
  await expect(link).toBeVisible();
  await audit(page, ".hero");
  await link.click();
  await expect(heading).toBeFocused();
  await main(page).getByRole("button", { name: "Mark as read" }).click();
  await expect(main(page).getByRole("button", { name: "Mark as unread" })).toBeVisible();
  await visit(page, "progress/");
  await expect(region(page, "At a glance")).toBeVisible();
  await expect(link).toHaveCount(0);
});

test("a question that is reset on its page is brought back there", async ({ page }) => {
  await visit(page, concept);
  await answer(page, single);
  const asked = form(page, single.id);
  await asked.getByRole("button", { name: "Reset" }).click();
  await expect(asked.getByRole("status")).toBeEmpty();
  const undo = asked.getByRole("button", { name: "Undo: bring back my answer" });
  await undo.click();
  await found(page, single);
  await expect(asked.getByRole("status")).toBeFocused();
  await expect(undo).toBeHidden();
  await page.reload();
  await found(page, single);
  // A new answer is not followed by an old one.
  await asked.getByRole("button", { name: "Reset" }).click();
  await answer(page, single);
  await asked.getByRole("button", { name: "Try again" }).click();
  await expect(undo).toBeHidden();
});

test.describe("where what there is to read cannot be had", () => {
  test.use({ tolerated: /Failed to load resource|status 404: .*\/catalogue\.bin/ });

  test("that is said, answers and files are there all the same, and it can be tried again", async ({ page }) => {
    let missing = true;
    await page.route("**/data/catalogue.bin*", (route) => (missing ? route.fulfill({ status: 404 }) : route.continue()));
    await visit(page, "progress/");
    await expect(main(page).getByRole("alert").first()).toContainText("What there is to read could not be fetched");
    await expect(page.getByRole("heading", { name: "Bring it back" })).toBeVisible();
    missing = false;
    await main(page).getByRole("button", { name: "Try again" }).click();
    await expect(region(page, "Next")).toBeVisible();
  });
});
