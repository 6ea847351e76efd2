import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import type { Site } from "./paths";
import { address } from "./servers";

export { expect };

export interface Options {
  /** Which of the two builds of the site is visited. */
  site: Site;
  /** What the console and the network may complain of in this test; everything else fails it. */
  tolerated: RegExp | undefined;
}

/** What Playwright says on the console where workers are blocked, as they are but in tests of them. */
const BLOCKED = "Service Worker registration blocked by Playwright";

/** Pages on which nothing may go wrong unseen: an error or warning on the console, an exception that nobody
 * caught, and a request to any other host each fail the test. */
export const test = base.extend<Options>({
  site: ["root", { option: true }],
  tolerated: [undefined, { option: true }],
  baseURL: async ({ site }, use) => use(address(site)),
  context: async ({ context, baseURL, tolerated }, use) => {
    const complaints: string[] = [];
    const note = (complaint: string) => {
      if (!tolerated?.test(complaint) && !complaint.endsWith(BLOCKED)) complaints.push(complaint);
    };
    const own = new URL(baseURL!).origin;
    context.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) note(`console: ${message.text()}`);
    });
    context.on("weberror", (error) => note(`uncaught: ${error.error().message}`));
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (/^https?:$/.test(url.protocol) && url.origin !== own) note(`third party: ${url.href}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 400) note(`status ${response.status()}: ${response.url()}`);
    });
    await marksTheStart(context);
    await use(context);
    expect(complaints).toEqual([]);
  },
});

/** Trunk says so on the window when the program has started, and so has taken the page over. For a context of a test's own, too. */
export function marksTheStart(context: BrowserContext): Promise<unknown> {
  return context.addInitScript(() => {
    addEventListener("TrunkApplicationStarted", () => {
      (window as unknown as { started: boolean }).started = true;
    });
  });
}

/** Opens a page below the base and waits until the program has taken it over. */
export async function visit(page: Page, route: string): Promise<void> {
  await page.goto(route);
  await taken(page);
}

/** Until the program has taken the prerendered page over. */
export async function taken(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as { started?: boolean }).started);
}
