import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import type { Site } from "./paths";
import { address, type Server } from "./servers";

export { expect };

export interface Options {
  /** Which of the two builds of the site is visited. */
  site: Site;
  /** What it is served by. */
  server: Server;
  /** What the console and the network may complain of in this test; everything else fails it. */
  tolerated: RegExp | undefined;
}

export interface Fixtures {
  /** What has been complained of so far, tolerated or not. */
  complaints: string[];
  /** Begins a browser that knows nothing of the first, and is watched as that is. */
  another: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

/** What Playwright says on the console where workers are blocked, as they are but in tests of them. */
const BLOCKED = "Service Worker registration blocked by Playwright";

/** How a browser names the policy that something was against. Nothing tolerates that by the way: a test has to name it. */
export const POLICY = "Content Security Policy";

/** Pages on which nothing may go wrong unseen: an error or warning on the console, an exception that nobody caught, what the policy on
 * content forbids, in frames and workers too, and a request to any other host each fail the test. */
export const test = base.extend<Options & Fixtures>({
  site: ["root", { option: true }],
  server: ["headroom", { option: true }],
  tolerated: [undefined, { option: true }],
  baseURL: async ({ site, server }, use) => use(address(site, server)),
  complaints: async ({ tolerated }, use) => {
    const complaints: string[] = [];
    await use(complaints);
    const grave = complaints.filter((complaint) => !tolerated?.test(complaint.includes(POLICY) ? POLICY : complaint));
    expect(grave).toEqual([]);
  },
  context: async ({ context, baseURL, complaints }, use) => {
    await watch(context, baseURL!, complaints);
    await use(context);
  },
  another: async ({ browser, baseURL, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      await watch(context, baseURL!, complaints);
      return context;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});

/** Notes all that goes wrong in a browser. */
async function watch(context: BrowserContext, baseURL: string, complaints: string[]): Promise<void> {
  const note = (complaint: string) => {
    if (!complaint.endsWith(BLOCKED)) complaints.push(complaint);
  };
  const own = new URL(baseURL).origin;
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
  // What a browser itself says of a worker, Playwright leaves out.
  context.on("page", (page) => void listen(context, page, note));
  context.on("serviceworker", (worker) => {
    worker.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) note(`service worker: ${message.text()}`);
    });
    const tell = (policy: string) =>
      addEventListener("securitypolicyviolation", (event) => {
        const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
        console.error(`${policy}: ${effectiveDirective} forbids ${blockedURI}`);
      });
    // It may have ended already.
    worker.evaluate(tell, POLICY).catch(() => undefined);
  });
  await context.addInitScript(() => {
    document.addEventListener("headroom-alive", () => Object.assign(window, { alive: true }));
  });
}

async function listen(context: BrowserContext, page: Page, note: (complaint: string) => void): Promise<void> {
  try {
    const session = await context.newCDPSession(page);
    session.on("Log.entryAdded", ({ entry }) => {
      if (entry.source === "worker" && ["error", "warning"].includes(entry.level)) note(`worker: ${entry.text}`);
    });
    await session.send("Log.enable");
  } catch {
    // The page was closed in the meantime.
  }
}

/** Opens a page below the base and waits until the program has taken it over. */
export async function visit(page: Page, route: string): Promise<void> {
  await page.goto(route);
  await taken(page);
}

/** Until the program has taken the prerendered page over. */
export async function taken(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as { alive?: boolean }).alive);
}
