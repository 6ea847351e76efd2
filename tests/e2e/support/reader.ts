import type { Locator, Page } from "@playwright/test";
import { expect } from "./test";

/** How far the page can be scrolled sideways, in CSS pixels; 0 is right. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const scroller = document.scrollingElement!;
    scroller.scrollLeft = 10_000;
    const far = scroller.scrollLeft;
    scroller.scrollLeft = 0;
    return far;
  });
}

/** Tabs until `target` has the focus, and on every way there sees where the focus is. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let presses = 0; presses < 500; presses++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
    expect(await hidden(page)).toBeNull();
  }
  await expect(target, `not reached with ${key}`).toBeFocused();
}

export const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/**
 * What has the focus without the reader seeing it, and why; `null` when it is seen: it wears a ring, and its
 * middle is in the window with nothing over it.
 */
export function hidden(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const clear = (element: Element) => getComputedStyle(element).opacity === "0";
    // A control that is transparent stands under its label, which wears the ring instead.
    const worn = clear(focused) ? [...(focused as HTMLInputElement).labels!].flatMap((label) => [label, ...label.children]) : [focused];
    const seen = worn.filter((element) => element !== focused || !clear(focused));
    // In a drawing a thick stroke is the ring.
    const drawn = focused instanceof SVGElement ? [...focused.querySelectorAll("rect")] : [];
    const ringed =
      // A card's link covers the card, and its ring goes around it.
      seen.find((element) =>
        [null, "::after"].some((part) => {
          const { outlineStyle, outlineWidth } = getComputedStyle(element, part);
          return outlineStyle !== "none" && parseFloat(outlineWidth) > 0;
        }),
      ) ?? drawn.find((shape) => parseFloat(getComputedStyle(shape).strokeWidth) >= 3);
    const name = focused.outerHTML.slice(0, 160);
    if (!ringed) return `no ring around ${name}`;
    // A long link may be broken into two lines: one of its boxes has to be seen.
    const boxes = [...ringed.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    const uncovered = boxes.some(({ left, top, width, height }) => {
      const over = document.elementFromPoint(left + width / 2, top + height / 2);
      return over !== null && (ringed.contains(over) || over.contains(ringed) || focused.contains(over));
    });
    return uncovered ? null : `covered, or outside the window: ${name}`;
  });
}
