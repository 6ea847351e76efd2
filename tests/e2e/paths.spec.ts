import { audit } from "./support/axe";
import { put } from "./support/kept";
import { sideways } from "./support/reader";
import { expect, taken, test, visit } from "./support/test";

const PATH = "paths/foundations-in-a-weekend/";

test("a path says where to begin, keeps what is done, counts a page that was marked elsewhere, and goes on from there", async ({
  page,
}) => {
  await visit(page, "");
  await page.getByRole("link", { name: "Foundations in a weekend" }).first().click();
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { level: 1 })).toHaveText("Foundations in a weekend");
  const steps = main.locator(".step");
  const count = await steps.count();
  const begin = main.getByRole("link", { name: /^Begin: / });
  const first = await steps.first().getByRole("link").textContent();
  await expect(begin).toHaveText(`Begin: ${first}`);
  await audit(page);

  // A step that is said to be done stays so over a reload.
  const box = steps.first().getByRole("checkbox", { name: new RegExp(`^Done ?: ${first}$`) });
  await page.mouse.move(200, 200);
  await box.check();
  await expect(main.getByRole("status").first()).toHaveText(new RegExp(`^1 of ${count} steps done, .* left\\.$`));
  await expect(steps.nth(1)).toHaveAttribute("aria-current", "step");
  await audit(page);
  await page.reload();
  await taken(page);
  await page.mouse.move(210, 210);
  await expect(box).toBeChecked();

  // The button leads to the next step; what is marked there is done here.
  const second = await steps.nth(1).getByRole("link").textContent();
  await main.getByRole("link", { name: `Continue: ${second}` }).click();
  await expect(main.getByRole("heading", { level: 1 })).toHaveText(second!);
  await main.getByRole("button", { name: "Mark as read" }).click();
  await expect(main.getByText("✓ Read on")).toBeVisible();
  await page.goBack();
  await page.mouse.move(220, 220);
  await expect(main.getByRole("status").first()).toHaveText(new RegExp(`^2 of ${count} `));
  await expect(steps.nth(1)).toContainText("read");

  // And taken back.
  await box.uncheck();
  await expect(main.getByRole("link", { name: `Continue: ${first}` })).toBeVisible();
});

test("an assessment is done on a path once it has been sat, and has to be sat again where it comes again", async ({
  page,
}) => {
  await visit(page, "paths/interview-in-four-weeks/");
  const began = Date.now() - 120_000;
  const paper = {
    started: [began, 7],
    assessment: "full-diagnostic",
    title: "Full diagnostic",
    seed: 1,
    terms: { minutes: 50, pause: true, extension: 10 },
    asked: [{ id: "ll-slots", revision: 1 }],
  };
  const did = (n: number, event: object | string) => [[began + n, 1], { did: { at_ms: began + n, event } }];
  const id = `exam:${began.toString(16).padStart(12, "0")}-00000007`;
  await put(
    page,
    id,
    JSON.stringify({
      v: 1,
      id,
      entries: [
        [[began, 7], { begun: paper }],
        did(1, { answered: { question: "ll-slots", answer: { number: "1" } } }),
        did(2, "submitted"),
      ],
    }),
  );
  await page.reload();
  await taken(page);
  await page.mouse.move(200, 200);
  const diagnostics = page.locator(".step", { has: page.getByRole("link", { name: "Full diagnostic" }) });
  await expect(diagnostics.first()).toContainText("taken");
  await expect(diagnostics.first().getByRole("checkbox")).toBeHidden();
  await expect(diagnostics.last().getByRole("checkbox")).not.toBeChecked();
  await expect(page.getByRole("main").getByRole("status").first()).toContainText("1 of ");
});

test("the map shows what builds on what as a drawing and as a list, leads to its pages and shows what was read", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await visit(page, "map/");
  const main = page.getByRole("main");
  const node = (title: string) => main.locator(".map__node", { has: page.getByRole("link", { name: title }) });
  const knee = node("Queueing and the knee");
  const [before, after] = [(await node("Little’s law").boundingBox())!, (await knee.boundingBox())!];
  expect(before.x + before.width).toBeLessThan(after.x);
  // An arrow ends at each box that needs something, and at no other.
  for (const box of await main.locator(".map__node").all()) {
    const needs = await box.locator(".map__needs").count();
    expect(await box.locator("svg").count()).toBe(needs);
  }
  // No box covers another.
  const boxes = await main.locator(".map__node").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
  for (const [n, a] of boxes.entries()) {
    for (const b of boxes.slice(n + 1)) {
      expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top).toBe(true);
    }
  }
  const outside = await main.locator(".map__node").evaluateAll((all) =>
    all.filter((one) => {
      const box = one.getBoundingClientRect();
      const words = [...one.querySelectorAll("a, .map__category")].map((part) => part.getBoundingClientRect());
      return words.some(({ top, bottom, right }) => top < box.top || bottom > box.bottom || right > box.right);
    }),
  );
  expect(outside, "boxes whose words stick out").toEqual([]);
  await audit(page);

  await page.setViewportSize({ width: 360, height: 740 });
  expect(await sideways(page)).toBe(0);
  await expect(knee.getByText("After Little’s law")).toBeVisible();
  await audit(page);

  await knee.getByRole("link").click();
  await expect(main.getByRole("heading", { level: 1 })).toHaveText("Queueing and the knee");
  await main.getByRole("button", { name: "Mark as read" }).click();
  await expect(main.getByText("✓ Read on")).toBeVisible();
  await page.goBack();
  await page.mouse.move(200, 200);
  await expect(knee.getByRole("link")).toHaveAccessibleName(/^Queueing and the knee ?, read$/);
});
