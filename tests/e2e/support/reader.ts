import type { Page } from "@playwright/test";
import { expect } from "./test";

/** How far the page can be scrolled sideways, in CSS pixels; 0 is right. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const root = document.documentElement;
    return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
  });
}

/** Tabs until what has the focus fits; fails when the end of the page is reached first. */
export async function tabTo(page: Page, fits: (element: Element) => boolean, most = 200): Promise<void> {
  const test = `(${fits})(document.activeElement)`;
  for (let presses = 0; presses < most; presses++) {
    if (await page.evaluate(test)) return;
    await page.keyboard.press("Tab");
  }
  const last = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
  expect(last, `not reached in ${most} presses of the tab key`).toBe("the element looked for");
}
