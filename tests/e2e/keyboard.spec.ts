import { Lab } from "./support/lab";
import { concept } from "./support/paths";
import { form } from "./support/questions";
import { hasFocus, hidden, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

test("the first Tab offers to skip to the content", async ({ page }) => {
  await visit(page, concept);
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement!.closest("main") !== null)).toBe(true);
});

test("wherever Tab leads, the focus is seen, from the first link to the last and back", async ({ page }) => {
  await visit(page, concept);
  const last = page.getByRole("contentinfo").getByRole("link").last();
  await tabTo(page, last);
  await tabTo(page, page.getByRole("link", { name: "Headroom, home" }), "Shift+Tab");
});

test("the contents open over a narrow page, lead to a section, and close", async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 900 });
  await visit(page, concept);
  const open = page.getByRole("banner").getByRole("button", { name: "Contents" });
  const contents = page.getByRole("navigation", { name: "On this page" });
  await tabTo(page, open);
  await page.keyboard.press("Enter");
  await expect(contents).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(contents).toBeHidden();
  await expect(open).toBeFocused();

  await page.keyboard.press("Enter");
  await tabTo(page, contents.getByRole("link", { name: "Trade-offs" }));
  await page.keyboard.press("Enter");
  await expect(contents).toBeHidden();
  await expect(page.getByRole("heading", { name: "Trade-offs" })).toBeInViewport();

  // Another page is as near.
  await tabTo(page, open, "Shift+Tab");
  await page.keyboard.press("Space");
  const pages = page.getByRole("navigation", { name: "All parts of the site" });
  await tabTo(page, pages.getByRole("link", { name: "Templates" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(contents).toBeHidden();
});

test("the theme is switched with the arrows", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await visit(page, concept);
  await tabTo(page, page.getByRole("radio", { name: "As the system" }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await hidden(page)).toBeNull();
});

test("the lab is set up, run, paused and read without a mouse", async ({ page }) => {
  await visit(page, concept);
  const lab = new Lab(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  // The question before the lab: from there on it is near.
  await tabTo(page, page.locator("#faas-predict-return").getByRole("textbox"));
  await lab.wakes();
  await tabTo(page, lab.root.getByRole("radio", { checked: true }));
  await page.keyboard.press("ArrowLeft");
  await expect(lab.root.getByRole("radio", { name: "Ordinary traffic" })).toBeChecked();
  await lab.stands("Ready");

  await tabTo(page, lab.button("Run simulation"));
  await page.keyboard.press("Enter");
  await lab.stands("Running");
  await expect(lab.button("Pause")).toBeFocused();
  await page.keyboard.press("Space");
  await lab.stands("Paused");

  const settings = lab.button("Settings");
  if (await settings.isVisible()) {
    await tabTo(page, settings);
    await page.keyboard.press("Enter");
  }
  const slider = lab.root.getByRole("slider", { name: "Memory, slider" });
  await tabTo(page, slider);
  const before = await slider.getAttribute("aria-valuetext");
  await page.keyboard.press("PageUp");
  await expect(slider).not.toHaveAttribute("aria-valuetext", before!);
  // The field beside it says the same, and can be typed into.
  await page.keyboard.press("Tab");
  await expect(lab.root.getByRole("textbox", { name: "Memory" })).toBeFocused();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("1 GiB");
  await page.keyboard.press("Tab");
  await expect(lab.root.getByRole("textbox", { name: "Memory" })).toHaveValue("1 GiB");

  await tabTo(page, lab.button("Run to end"), "Shift+Tab");
  await page.keyboard.press("Space");
  await lab.stands("Finished", 30_000);
  const data = lab.charts.first().locator("summary", { hasText: "Data table" });
  await tabTo(page, data);
  await page.keyboard.press("Enter");
  await expect(lab.charts.first().getByRole("table")).toBeVisible();
});

test("a question of each type is answered without a mouse", async ({ page }) => {
  await visit(page, concept);
  const check = async (id: string, verdict: RegExp) => {
    const asked = form(page, id);
    await tabTo(page, asked.getByRole("button", { name: /^(Check|Commit to this)$/ }));
    await page.keyboard.press("Enter");
    await expect(asked.getByRole("status")).toHaveText(verdict);
    await expect(asked.getByRole("status")).toBeFocused();
  };

  // Order: an item that is moved keeps the focus, so that it can be moved on.
  const order = form(page, "faas-cold-order");
  const item = order.getByRole("listitem").last();
  const name = (await item.locator(".question__item").textContent())!.slice(0, 30);
  const up = order.getByRole("button", { name: `Move up: ${name}` });
  await tabTo(page, up);
  await page.keyboard.press("Enter");
  await expect(up).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(order.getByRole("listitem").nth(2)).toContainText(name);
  await check("faas-cold-order", /Right|Partly|Not right/);

  await tabTo(page, form(page, "faas-burst").getByRole("textbox"));
  await page.keyboard.type("1550");
  await page.keyboard.press("Enter");
  await expect(form(page, "faas-burst").getByRole("status")).toHaveText(/✓ Right/);

  await tabTo(page, form(page, "faas-predict-return").getByRole("textbox"));
  await page.keyboard.type("600 ms");
  await check("faas-predict-return", /The run gave/);

  const single = form(page, "faas-cold");
  await tabTo(page, single.getByRole("radio").first());
  await page.keyboard.press("Space");
  await expect(single.getByRole("radio").first()).toBeChecked();
  for (let presses = 0; presses < 4; presses++) {
    if (await hasFocus(single.getByLabel(/^No initialised environment/))) break;
    await page.keyboard.press("ArrowDown");
  }
  await check("faas-cold", /✓ Right/);

  const multiple = form(page, "faas-more-cold");
  for (const option of [/^A new version/, /^Each request begins/, /^The same hourly/]) {
    const box = multiple.getByLabel(option);
    // The options stand in an order of their own: from the first on.
    await tabTo(page, multiple.getByRole("checkbox").first(), "Shift+Tab").catch(() => {});
    await tabTo(page, box);
    await page.keyboard.press("Space");
    await expect(box).toBeChecked();
  }
  await check("faas-more-cold", /✓ Right/);

  for (const [n, word] of ["time", "memory", "init", "idle"].entries()) {
    await tabTo(page, form(page, "faas-bill").getByLabel(`Blank ${n + 1} of 4`));
    await page.keyboard.type(word);
  }
  await check("faas-bill", /✓ Right/);

  for (const list of await form(page, "faas-remedies").getByRole("combobox").all()) {
    await tabTo(page, list);
    await page.keyboard.press("ArrowDown");
  }
  await check("faas-remedies", /Right|Partly|Not right/);
});
