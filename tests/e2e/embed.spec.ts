import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { concept, root } from "./support/paths";
import { answer, ANSWERS, form } from "./support/questions";
import { sideways } from "./support/reader";
import { expect, taken, test, visit } from "./support/test";

/** What a page is told by its frames, in order. */
type Told = { origin: string; data: { source: string; version: number; type: string } & Record<string, unknown> };

const QUIZ = `embed/quiz/${concept}`;
const LAB = "embed/labs/retry-storm/";

/** Notes all that comes, before any script of the page runs. */
const EAR = '<script>window.told = []; addEventListener("message", ({ origin, data }) => told.push({ origin, data }));</script>';
const told = (page: Page): Promise<Told[]> => page.evaluate(() => (window as unknown as { told: Told[] }).told);
const heard = async (page: Page, type: string): Promise<Told[]> => (await told(page)).filter(({ data }) => data.type === type);

/** Somebody else's page, at another port. By its number the browser takes it for the same site, whose frames may keep what they like; by its name
 * for another one, and the tests' browser lets a frame there keep nothing. */
let server: Server;
let host: string;
let elsewhere: string;
let html: string;
test.beforeAll(async () => {
  server = createServer((request, response) => {
    response.writeHead(request.url === "/" ? 200 : 204, { "content-type": "text/html" });
    response.end(request.url === "/" ? html : undefined);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  [host, elsewhere] = ["127.0.0.1", "localhost"].map((name) => `http://${name}:${port}`);
});
test.afterAll(() => server.close());

// The host page is the test's own; a browser says on the console that it hands a message to nobody else than who was named.
test.use({ tolerated: /third party: http:\/\/(localhost|127\.0\.0\.1):|Failed to execute 'postMessage'/ });

test("the page that is written in EMBEDDING.md fits its frames, and is told the score and the figures of a run", async ({ page, baseURL }) => {
  const site = new URL(baseURL!).origin;
  const [, example] = readFileSync(join(root, "EMBEDDING.md"), "utf8").match(/```html\n([^]*?)```/)!;
  html = example.replaceAll("https://headroom.example", site).replaceAll("https://example.org", host).replace("<head>", `<head>${EAR}`);
  await page.goto(host);
  const quiz = page.frameLocator('iframe[src*="/quiz/"]');
  const lab = page.frameLocator('iframe[src*="/labs/"]');
  await expect(quiz.getByRole("heading", { level: 1 }).getByRole("link")).toHaveAttribute("href", `/${concept}`);
  await expect(quiz.getByRole("banner").or(quiz.getByRole("navigation"))).toHaveCount(0);
  await expect.poll(async () => (await heard(page, "ready")).map(({ data }) => data.kind).sort()).toEqual(["lab", "quiz"]);

  // The frames are as high as what they show. Browsers observe nothing in those out of sight.
  for (const frame of page.frames().slice(1)) {
    await (await frame.frameElement()).scrollIntoViewIfNeeded();
    await expect.poll(() => frame.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  }

  // Nothing was told of results before there were any.
  expect(await heard(page, "score")).toEqual([]);
  await expect(quiz.getByText(`The page around this one, ${host}, is told`)).toBeVisible();
  const question = quiz.locator("form#faas-cold");
  await question.getByLabel(/^No initialised environment/).check();
  await question.getByRole("button", { name: "Check" }).click();
  await expect(question.getByRole("status")).toContainText("Right");
  await expect(question.getByRole("status")).toContainText("Kept in this browser");
  const of = await quiz.locator("form.question").count();
  await expect(page.locator("#score")).toHaveText(`1 of ${of} answered: 1 points`);

  await lab.getByRole("button", { name: "Run to end", exact: true }).click();
  await expect(lab.locator(".lab__state[role=status]")).toHaveText("Finished", { timeout: 30_000 });
  await expect.poll(async () => (await heard(page, "finished")).length).toBe(1);
  const [run] = await heard(page, "finished");
  const tiles = lab.locator(".lab__tiles .tile");
  const figures = run.data.figures as { metric: string; label: string; text: string; value: number | null }[];
  expect(figures.map(({ label, text }) => label + text)).toEqual(await tiles.allTextContents());
  expect(figures.some(({ value }) => value !== null && value > 0)).toBe(true);
  await expect(page.locator("#run")).toContainText(`${figures[0].label} ${figures[0].text}`);

  // Answers come back, and are no news.
  await page.reload();
  await expect(question.getByRole("status")).toContainText("Right");
  await expect.poll(async () => (await heard(page, "resize")).length).toBeGreaterThan(1);
  expect(await heard(page, "score")).toEqual([]);
  await question.getByRole("button", { name: "Try again" }).click();
  await expect.poll(async () => (await heard(page, "score")).map(({ data }) => data.answered)).toEqual([0]);

  for (const { origin, data } of await told(page)) {
    expect(origin).toBe(site);
    expect(data).toMatchObject({ source: "headroom", version: 1 });
  }
});

test("a page that is not named hears of the frame and not of results, and one that another is named for hears nothing", async ({ page, baseURL }) => {
  for (const [query, types] of [
    ["", ["ready", "resize"]],
    ["?host=https://example.org", []],
  ] as const) {
    html = `<!doctype html><html lang="en"><head>${EAR}<title>Theirs</title></head><body><iframe src="${baseURL}${QUIZ}${query}" width="800" height="900"></iframe></body></html>`;
    await page.goto(elsewhere);
    const question = page.frameLocator("iframe").locator("form#faas-cold");
    await question.getByLabel(/^No initialised environment/).check();
    await question.getByRole("button", { name: "Check" }).click();
    await expect(question.getByRole("status")).toHaveText("✓ Right.Not kept: this browser’s storage is blocked. Your answers are lost when you close the page.");
    expect([...new Set((await told(page)).map(({ data }) => data.type))], query).toEqual(types);
  }
});

test("a page leads to the frame of its questions, which gives its code; on a phone, without a violation", async ({ page, context, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await visit(page, concept);
  const opening = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Embed these questions" }).click();
  const frame = await opening;
  await taken(frame);
  await frame.setViewportSize({ width: 360, height: 740 });
  await expect(frame.locator("meta[name=robots]")).toHaveAttribute("content", "noindex");
  const code = frame.getByRole("textbox", { name: "Embed code" });
  const field = frame.getByRole("textbox", { name: "Address of that page" });
  await expect(code).toHaveValue(new RegExp(`^<iframe src="${baseURL}${QUIZ}" title="Questions on `));
  await field.fill("example");
  await expect(frame.locator("#embed-said")).toContainText("An address begins as https://");
  await audit(frame);
  await field.fill("https://example.org/a/lesson");
  await expect(code).toHaveValue(new RegExp(`^<iframe src="${baseURL}${QUIZ}\\?host=https://example\\.org" `));
  await frame.getByRole("button", { name: "Copy code" }).click();
  await expect(frame.getByText("Copied.")).toBeVisible();
  expect(await frame.evaluate(() => navigator.clipboard.readText())).toBe(await code.inputValue());

  // What is answered here is what is answered on the page.
  const one = ANSWERS.find(({ id }) => id === "faas-cold")!;
  await answer(frame, one);
  expect(await sideways(frame)).toBe(0);
  await audit(frame);
  await page.reload();
  await expect(form(page, one.id).getByRole("status")).toContainText(one.verdict);
  await page.goto("progress/");
  await expect(page.getByRole("main").locator(`a[href^="/${concept}"]`)).not.toHaveCount(0);
  await expect(page.locator('a[href*="embed/"]')).toHaveCount(0);
});
