import { concept, routes } from "./support/paths";
import { expect, test } from "./support/test";

test.use({ javaScriptEnabled: false });

test("without JavaScript the text and the questions with their answers are there", async ({ page }) => {
  await page.goto(concept);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Serverless & FaaS");
  await expect(page.getByRole("main")).toContainText("execution environment");

  const questions = page.locator("main form.question");
  expect(await questions.count()).toBeGreaterThanOrEqual(6);
  for (const question of await questions.all()) {
    const answer = question.locator("details", { has: page.locator("summary", { hasText: /^Answer$/ }) });
    await answer.locator("summary").click();
    await expect(answer).toHaveAttribute("open", "");
    await expect(answer.locator("> :not(summary)").first()).toBeVisible();
    // Nothing that only a program obeys.
    for (const button of await question.getByRole("button").all()) await expect(button).toBeHidden();
  }
});

for (const route of routes().filter((route) => /^(concepts|templates)\/[^/]+\/[^/]+\//.test(route))) {
  test(`without JavaScript /${route} shows its lab as a real run left it`, async ({ page }) => {
    await page.goto(route);
    for (const lab of await page.locator("main .lab:not(.lab--tune)").all()) {
      // A dash where the run has none: nothing that waits is of any age.
      const figures = await lab.getByRole("definition").allTextContents();
      for (const figure of figures) expect(figure).toMatch(/\d|^–$/);
      expect(figures.filter((figure) => /\d/.test(figure)).length).toBeGreaterThanOrEqual(figures.length / 2);
      const charts = await lab.locator("figure.chart").filter({ visible: true }).all();
      // A brief lab shows the charts that its page names; one whose chart is a load curve is of many runs and has no
      // figures of one.
      const brief = (await lab.getAttribute("class"))!.split(" ").includes("lab--brief");
      if (!brief) expect(figures.length).toBeGreaterThan(0);
      expect(charts.length).toBeGreaterThanOrEqual(brief ? 1 : 4);
      for (const chart of charts) {
        if ((await chart.getAttribute("class"))!.includes("chart--nothing")) {
          await expect(chart.getByText("none in this run")).toBeVisible();
          continue;
        }
        const still = chart.locator(".chart__still svg");
        await expect(still).toBeVisible();
        expect(await still.locator("path, polyline").count()).toBeGreaterThan(0);
        await expect(chart.locator(".chart__summary")).toHaveText(/^(Over|For) .*\d/);
        await chart.locator("summary", { hasText: "Data table" }).click();
        expect(await chart.getByRole("row").count()).toBeGreaterThan(2);
      }
      await expect(lab.getByRole("button", { name: /^Run\b/ }).first()).toBeHidden();
    }
  });
}

test("without JavaScript every page can be reached by links from home", async ({ page }) => {
  const start = new URL("", (await page.goto(""))!.url());
  const seen = new Set<string>();
  const open = [start.pathname];
  while (open.length > 0) {
    const path = open.pop()!;
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await page.request.get(new URL(path, start).href);
    expect(response.status(), path).toBe(200);
    for (const [, href] of (await response.text()).matchAll(/<a\b[^>]*\shref="([^"]+)"/g)) {
      const url = new URL(href.replaceAll("&amp;", "&"), new URL(path, start));
      if (url.origin === start.origin && url.pathname.endsWith("/")) open.push(url.pathname);
    }
  }
  // Those of labs for frames are found through the code that is copied from a lab.
  const missed = routes().filter((route) => !seen.has(`/${route}`) && !route.startsWith("embed/"));
  expect(missed).toEqual([]);
});
