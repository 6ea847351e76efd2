import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { concept, routes } from "./support/paths";
import { answer, answered, found } from "./support/questions";
import { sideways } from "./support/reader";
import { address } from "./support/servers";
import { expect, taken, test, visit } from "./support/test";

// Without a connection the browser says of each file that is not here that it could not be had, and the loader of programs does, of a script
// and of what the script gets.
test.use({
  serviceWorkers: "allow",
  tolerated: /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch dynamically imported module|TypeError: Failed to fetch[^]*\/island_loader\.js/,
});

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const main = (page: Page) => page.getByRole("main");
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const notice = (page: Page) => page.getByRole("region", { name: "New version" });

/** The worker comes at the first sign of a reader. */
async function arrive(page: Page, route: string): Promise<void> {
  await visit(page, route);
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
}

/** The paths of what is kept. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });

/** Until the worker has kept a page and its program; where pages are kept. */
async function keptHere(page: Page, route: string): Promise<string> {
  const base = new URL(".", page.url().split(route)[0]).pathname;
  await expect.poll(() => places(page), { timeout: 30_000 }).toContain(base + route);
  expect(await places(page)).toContain(`${base}unreachable.html`);
  return page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
}

test("a page that was visited opens without a connection and keeps what is answered; of another one that is said", async ({
  page,
  context,
}) => {
  await arrive(page, concept);
  await keptHere(page, concept);
  await context.setOffline(true);
  await page.reload();
  await taken(page);
  const question = answered("single");
  await answer(page, question);
  await page.reload();
  await taken(page);
  await found(page, question);

  await page.goto("glossary/");
  await expect(heading(page)).toHaveText("No connection");
  await audit(page);
  await context.setOffline(false);
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(heading(page)).toHaveText("Glossary");
});

test("who reads in another language is told in it that there is no connection", async ({ page, context }) => {
  await arrive(page, `zh/${concept}`);
  await expect.poll(() => places(page), { timeout: 30_000 }).toContain("/zh/unreachable.html");
  await expect.poll(async () => (await places(page)).some((path) => path.startsWith("/words-zh-Hans-"))).toBe(true);
  await context.setOffline(true);
  await page.goto("zh/glossary/");
  await expect(heading(page)).toHaveText("没有网络连接");
  await audit(page);
  await context.setOffline(false);
  await page.getByRole("link", { name: "重试" }).click();
  await expect(heading(page)).toHaveText("术语表");
});

test("the whole site is kept when it is asked for, and then all of it works without a connection", async ({ page, context }) => {
  test.setTimeout(240_000);
  await arrive(page, "offline/");
  const said = main(page).getByRole("status");
  await expect(said).toHaveText(/^The whole site takes \d+\sMB on this device/, { timeout: 30_000 });
  await audit(page);
  await button(page, "Keep the whole site on this device").click();
  await expect(page.getByRole("progressbar", { name: "Kept" })).toBeVisible();
  await audit(page, "main");
  await button(page, "Cancel").click();
  await expect(said).toHaveText(/^The whole site takes/);
  await expect(said).toBeFocused();
  await button(page, "Keep the whole site on this device").click();
  await expect(said).toHaveText(/^The whole site is kept on this device: \d+\sMB/, { timeout: 180_000 });
  await expect(said).toBeFocused();
  await audit(page, "main");
  expect(await sideways(page)).toBe(0);

  await context.setOffline(true);
  const lost = await page.evaluate(async (routes) => {
    const base = new URL("../", location.href);
    const lost: string[] = [];
    for (const route of routes) {
      const there = await fetch(new URL(route, base)).then(
        (response) => response.ok,
        () => false,
      );
      if (!there) lost.push(route);
    }
    return lost;
  }, routes().filter((route) => !route.startsWith("embed/")));
  expect(lost).toEqual([]);

  await arrive(page, concept);
  const lab = await new Lab(page).approach();
  await lab.runToEnd();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press("/");
  await expect(page.getByRole("combobox", { name: "Search the site" })).toBeFocused();
  await page.keyboard.type("cold start snapshot");
  await expect(page.getByRole("listbox", { name: "Results" }).getByRole("option").first()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last().click();
  await expect(heading(page)).not.toHaveText("Serverless & FaaS");
  await page.goto("glossary/");
  await expect(heading(page)).toHaveText("Glossary");
  await page.goto("assessments/building-blocks/");
  await button(page, "Begin").click();
  await expect(main(page).getByRole("heading", { name: "Question 1 of 20" })).toBeVisible();

  await arrive(page, "offline/");
  await button(page, "Remove what is kept").click();
  await expect(said).toHaveText(/^The whole site takes/);
  await page.goto("glossary/");
  await expect(heading(page)).toHaveText("No connection");
});

test.describe("below a path", () => {
  test.use({ site: "sub" });

  test("the worker is one for the site's own pages and no others of the host", async ({ page, context, baseURL }) => {
    await arrive(page, concept);
    expect(await keptHere(page, concept)).toBe(baseURL);
    await context.setOffline(true);
    await page.reload();
    await expect(heading(page)).toHaveText("Serverless & FaaS");
    await page.goto("glossary/");
    await expect(heading(page)).toHaveText("No connection");
  });
});

/** The site from its server, before which another version of the worker can come. */
const renewed = test.extend<{ host: { version: number; address: string } }>({
  host: async ({ server: behind }, use) => {
    const host = { version: 1, address: "" };
    const server = createServer((request, response) => {
      void (async () => {
        const answer = await fetch(new URL(request.url!, address("root", behind)));
        const body = Buffer.from(await answer.arrayBuffer());
        const isWorker = request.url === "/sw.js";
        // All headers, but for those of the bytes on the way and those by which an unchanged file is known.
        const headers = [...answer.headers].filter(([name]) => !/^(content-(encoding|length)|connection|etag|last-modified)$/.test(name));
        response.writeHead(answer.status, Object.fromEntries(headers));
        response.end(isWorker ? `${body.toString()}\n// ${host.version}` : body);
      })();
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    host.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await use(host);
    server.closeAllConnections();
    server.close();
  },
  baseURL: async ({ host }, use) => use(host.address),
});

renewed("a new version is told of, but not while an assessment is sat, and comes in when the reader says so", async ({ page, host }) => {
  await arrive(page, "assessments/building-blocks/");
  await button(page, "Begin").click();
  await expect(main(page).getByRole("heading", { name: "Question 1 of 20" })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await expect(notice(page)).toHaveCount(0);

  host.version = 2;
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await expect(page.locator(".renewal")).toBeAttached({ timeout: 30_000 });
  await expect(page.locator(".renewal")).toBeHidden();
  await button(page, "Hand in…").click();
  await button(page, "Hand in now").click();
  await expect(notice(page).getByRole("status")).toHaveText("A new version of this site is there.");
  await audit(page, ".renewal");
  expect(await sideways(page)).toBe(0);
  await button(page, "Later").click();
  await expect(notice(page)).toHaveCount(0);

  await arrive(page, concept);
  await expect(notice(page)).toBeVisible({ timeout: 30_000 });
  // It goes along from page to page.
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last().click();
  await expect(heading(page)).not.toHaveText("Serverless & FaaS");
  await expect(notice(page)).toBeVisible();
  const loaded = page.waitForEvent("load");
  await button(page, "Reload now").click();
  await loaded;
  await taken(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  await expect(notice(page)).toHaveCount(0);
});
