import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { concept } from "./support/paths";
import { form } from "./support/questions";
import { sideways } from "./support/reader";
import { expect, taken, test, visit } from "./support/test";

const html = (page: Page) => page.locator("html");
const path = (page: Page): string => new URL(page.url()).pathname;

/** Texts in English among what is on show below `root`, but for what is marked as that: four words in a row, and no Chinese. */
const english = (root: Locator): Promise<string[]> =>
  root.evaluate((root) => {
    const found: string[] = [];
    const look = (text: string | null, element: Element) => {
      const said = text?.trim() ?? "";
      const marked = element.closest("[lang]")?.getAttribute("lang") === "en" || element.closest("textarea, pre, code");
      if (!marked && /[A-Za-z]+(?: [A-Za-z]+){3}/.test(said) && !/[\u4e00-\u9fff]/.test(said)) found.push(said);
    };
    for (const element of root.querySelectorAll("*")) {
      if (!element.checkVisibility()) continue;
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) look(node.textContent, element);
      for (const name of ["title", "aria-label", "placeholder"]) look(element.getAttribute(name), element);
    }
    return found;
  });

/** axe on a desk and on a phone, where nothing may be scrolled sideways either. */
async function audited(page: Page): Promise<void> {
  for (const [width, height] of [
    [360, 740],
    [1280, 800],
  ]) {
    await page.setViewportSize({ width, height });
    await audit(page);
    expect(await sideways(page), `at ${width} pixels`).toBe(0);
  }
}

// The same at the root of a host and below a path.
for (const site of ["root", "sub"] as const) {
  test.describe(site, () => {
    test.use({ site });

    test("a reader changes the language where they are, reads on, searches, and changes back", async ({ page, baseURL }) => {
      const base = new URL(baseURL!).pathname;
      await visit(page, `${concept}#trade-offs`);
      await page.getByRole("contentinfo").getByRole("link", { name: "简体中文" }).click();
      await page.waitForURL(`**${base}zh/${concept}#trade-offs`);
      await expect(html(page)).toHaveAttribute("lang", "zh-Hans");
      await expect(page.getByRole("heading", { level: 1, name: "Serverless & FaaS" })).toHaveAttribute("lang", "en");
      await expect(page.getByRole("navigation", { name: "本页内容" })).toBeVisible();

      // Without a reload, as in English.
      await taken(page);
      await page.evaluate(() => Object.assign(window, { stayed: true }));
      await page.getByRole("banner").getByRole("link", { name: "术语表" }).or(page.getByRole("contentinfo").getByRole("link", { name: "术语表" })).click();
      await expect(page.getByRole("heading", { level: 1 })).toHaveText("术语表");
      expect(path(page)).toBe(`${base}zh/glossary/`);
      expect(await page.evaluate(() => "stayed" in window)).toBe(true);

      await page.keyboard.press("/");
      await page.getByRole("combobox", { name: "搜索本站" }).fill("cold start");
      await expect(page.locator("#site-search [role=status]")).toHaveText(/^“cold start”有 \d+ 个结果/);
      const found = page.getByRole("listbox", { name: "结果" }).getByRole("option").first();
      expect(await found.getAttribute("href")).toMatch(new RegExp(`^${base}zh/`));
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog")).toBeHidden();
      expect(path(page)).toMatch(new RegExp(`^${base}zh/`));

      await page.getByRole("contentinfo").getByRole("link", { name: "English" }).click();
      await expect(html(page)).toHaveAttribute("lang", "en");
      expect(path(page)).not.toContain("/zh/");
    });
  });
}

test("answers and settings are those of the reader, whatever the language", async ({ page }) => {
  await visit(page, `zh/${concept}`);
  const question = form(page, "faas-burst");
  await question.getByLabel("你的答案（单位：environments）").fill("many");
  await question.getByRole("button", { name: "检查" }).click();
  await expect(question.getByRole("alert")).toHaveText(/^“many”不是/);
  await question.getByLabel("你的答案").fill("50");
  await question.getByRole("button", { name: "检查" }).click();
  await expect(question.locator(".question__verdict")).toHaveText(/不正确。偏低。答案是 1,550\senvironments。\s*已保存在此浏览器中。/);
  await audited(page);

  await visit(page, "zh/settings/");
  await page.getByRole("main").getByRole("radio", { name: "深色" }).check();
  await expect(page.locator(".settings__status")).toHaveText("已保存在此浏览器中。");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "本页快捷键" }).getByText("搜索本站")).toBeVisible();
  await page.keyboard.press("Escape");
  await audited(page);
  await page.getByRole("main").getByRole("link", { name: "English" }).click();
  await expect(page.getByRole("main").getByRole("radio", { name: "Dark" })).toBeChecked();

  await visit(page, concept);
  await expect(form(page, "faas-burst").locator(".question__verdict")).toHaveText(/Not right.*Too low/);
});

test("what is not there, frames and the page on accuracy speak the language, too", async ({ page, baseURL }) => {
  const lost = await page.request.get(new URL("zh/no/such/page/", baseURL).href);
  expect(lost.status()).toBe(404);
  await visit(page, "zh/404.html");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("页面不存在");
  await audited(page);
  await page.getByRole("main").getByRole("link", { name: "组件" }).click();
  await page.waitForURL("**/zh/components/");

  await visit(page, "zh/accuracy/");
  const texts = page.getByRole("main").locator(".prose p, .leaves-out li, figcaption");
  expect(await texts.count()).toBeGreaterThan(6);
  for (const text of await texts.allTextContents()) expect(text).toMatch(/[\u4e00-\u9fff]/);
  await audited(page);

  await visit(page, `zh/embed/quiz/${concept}`);
  await expect(html(page)).toHaveAttribute("lang", "zh-Hans");
  await expect(page.getByRole("textbox", { name: "嵌入代码" })).toHaveValue(new RegExp(`src="${baseURL}zh/embed/quiz/${concept}"`));
  await page.getByRole("textbox", { name: "该页面的地址" }).fill("example");
  await expect(page.locator("#embed-said")).toHaveText(/^地址应以/);
  await audited(page);
  expect(await page.getByRole("heading", { level: 1 }).getByRole("link").getAttribute("href")).toBe(`/zh/${concept}`);

  await visit(page, "zh/embed/labs/retry-storm/");
  await page.getByRole("button", { name: "运行仿真" }).first().click();
  await expect(page.locator("[data-phase=finished]")).toBeAttached({ timeout: 30_000 });
  await expect(page.getByRole("link", { name: "在 Headroom 中打开" }).first()).toHaveAttribute("href", /^\/zh\/labs\/retry-storm\//);
});

test("what the engine says of a run is in the language of the page, and so is what it is asked", async ({ page }) => {
  test.setTimeout(120_000);
  await visit(page, "zh/templates/url-shortener/v2-serverless/");
  const lab = page.getByRole("region", { name: "Serverless URL shortener", exact: true });
  await lab.scrollIntoViewIfNeeded();
  await expect(lab.getByRole("group", { name: "控制" })).not.toHaveAttribute("disabled");
  await lab.getByRole("button", { name: "运行仿真" }).first().click();
  await expect(page.locator("[data-phase=finished]")).toBeAttached({ timeout: 60_000 });
  await expect(lab.locator(".lab__verdicts")).toContainText("的时间花在 Redirect function 的冷启动上");
  await lab.getByRole("button", { name: "参数", exact: true }).click();
  const rate = lab.getByRole("textbox", { name: "请求速率" });
  await rate.fill("9 parrots");
  await rate.press("Enter");
  await expect(lab.getByText("`parrots` 不是速率的单位")).toBeVisible();
  for (const tool of ["解释", "链路追踪", "对比", "扫描"]) {
    await lab.getByRole("tab", { name: tool }).click();
    await expect(lab.getByRole("tabpanel", { name: tool })).toBeVisible();
    await expect.poll(() => lab.getByRole("tabpanel", { name: tool }).innerText()).toMatch(/[\u4e00-\u9fff]{9}/);
    expect(await english(lab), tool).toEqual([]);
  }
  await audited(page);
});

test("a design of the reader's is spoken of in the language of the page", async ({ page }) => {
  test.setTimeout(120_000);
  await visit(page, "zh/playground/");
  const text = page.getByRole("textbox", { name: "文本", exact: true });
  await expect(page.getByRole("group", { name: "设计", exact: true })).not.toHaveAttribute("disabled");
  const work = page.getByRole("main");
  expect(await english(work)).toEqual([]);
  await text.fill('title = "Half"\n\n[nodes.client]\nkind = "client"\nrate = "9 parrots"\n\n[nodes.app]\nkind = "servise"\n');
  await expect(page.getByRole("region", { name: "问题" })).toContainText("没有节点类型 `servise`");
  expect(await english(work)).toEqual([]);
  await audited(page);
});
