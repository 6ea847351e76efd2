import { concept, looks } from "./support/paths";
import { sideways } from "./support/reader";
import { expect, test, visit } from "./support/test";

const WIDTHS = [320, 360, 480, 768, 1024, 1280, 1920];
/** Of a phone and of a desk: there the drawings are looked at, too. */
const DRAWN = [360, 1280];

// One for each page: any worker takes any of them.
test.describe.configure({ mode: "parallel" });

for (const route of looks()) {
  test(`/${route} never scrolls sideways from 320 to 1920 pixels, and words in diagrams stay in their boxes and apart`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: WIDTHS[0], height: 800 });
    await page.goto(route);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect(await sideways(page), `at ${width} pixels`).toBe(0);
      if (!DRAWN.includes(width)) continue;
      const drawings = await page.locator(".diagram svg").filter({ visible: true }).all();
      if (route === concept) expect(drawings.length).toBeGreaterThan(0);
      for (const drawing of drawings) expect(await drawing.evaluate(misplaced), `at ${width} pixels`).toEqual([]);
    }
  });
}

/** Words of a drawing that stick out of their boxes, and boxes that meet. Runs in the page. */
function misplaced(svg: SVGElement | HTMLElement): string[] {
  const areas = (selector: string) =>
    [...svg.querySelectorAll<SVGGraphicsElement>(selector)].map((element) => ({
      name: element.textContent || element.outerHTML,
      box: element.getBoundingClientRect(),
    }));
  const inside = (a: DOMRect, b: DOMRect) =>
    a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  const meet = (a: DOMRect, b: DOMRect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const boxes = areas("rect");
  const outside = areas("text").filter(({ box }) => !boxes.some((outer) => inside(box, outer.box)));
  return [
    ...outside.map(({ name }) => `${name} sticks out`),
    ...boxes.flatMap((one, n) => {
      const met = boxes.slice(n + 1).filter((other) => meet(one.box, other.box));
      return met.map((other) => `${one.name} meets ${other.name}`);
    }),
  ];
}

test.describe("without its program", () => {
  test.use({ tolerated: /Failed to (load resource|fetch)/ });

  test("the theme is the system's, or the reader's, and a reload keeps it without a flash", async ({ page }) => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: "light" });
    await visit(page, "");
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.getByRole("radio", { name: "Light" }).check({ force: true });
    await expect.poll(background).toBe(light);
    // The choice must hold before the program has come: without it the dark page would flash up.
    await page.route("**/*.wasm", (route) => route.abort());
    await page.reload({ waitUntil: "commit" });
    // Until the style sheet has come nothing is painted, though its styles can be asked for.
    await page.waitForFunction(() => performance.getEntriesByName("first-paint").length > 0);
    expect(await background()).toBe(light);
  });
});
