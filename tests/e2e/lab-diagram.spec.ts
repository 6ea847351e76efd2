import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

async function open(page: Page, route: string, title: string): Promise<Lab> {
  await visit(page, route);
  return new Lab(page, title).approach();
}

const topic = (page: Page) => open(page, "labs/component-topic/", "Topic");
const storm = (page: Page) => open(page, "labs/retry-storm/", "Retry storm");

const diagram = (lab: Lab): Locator => lab.root.getByRole("figure", { name: "Topology" });
/** A node of the drawing that is shown; its name begins with what the box is called. */
const node = (lab: Lab, name: string): Locator =>
  diagram(lab).getByRole("button", { name: new RegExp(`^${name}, |in full ${name}(,|$)`) });
const panel = (lab: Lab, name: string): Locator => lab.root.getByRole("region", { name: `Node ${name}`, exact: true });

/** Size of the smallest text of the drawing that is shown, CSS pixels. */
const textSize = (lab: Lab): Promise<number> =>
  diagram(lab)
    .getByRole("list", { name: "Nodes of the system" })
    .evaluate((svg) => (12.75 * svg.getBoundingClientRect().width) / (svg as SVGSVGElement).viewBox.baseVal.width);

// Of a laptop and of a tablet: a design's lab stands in the column of its text, with the controls above.
for (const [width, height] of [
  [1280, 800],
  [768, 1024],
] as const) {
  test(`the drawing is in sight together with the button that runs it, at ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    const lab = await open(page, "templates/url-shortener/v2-serverless/", "Serverless URL shortener");
    const run = lab.root.getByRole("button", { name: "Run simulation" });
    await run.evaluate((button) => button.scrollIntoView({ block: "start" }));
    await expect(run).toBeInViewport({ ratio: 1 });
    await expect(node(lab, "Redirect function")).toBeInViewport({ ratio: 0.99 });
  });
}

test("the arrow keys lead along the links, Enter opens a panel, Escape gives the focus back", async ({ page }) => {
  const lab = await topic(page);
  await expect(diagram(lab).getByRole("listitem")).toHaveCount(7);
  const orders = node(lab, "Orders");
  await tabTo(page, orders);
  await page.keyboard.press("ArrowRight");
  await expect(node(lab, "Topic")).toBeFocused();
  await page.keyboard.press("End");
  await expect(node(lab, "Mail behind the queue")).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(node(lab, "Queue")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(orders).toBeFocused();
  // Only the one that was left can be tabbed to.
  await expect(node(lab, "Topic")).toHaveAttribute("tabindex", "-1");

  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(node(lab, "Topic")).toHaveAttribute("aria-expanded", "true");
  const sheet = panel(lab, "Topic");
  await expect(sheet.getByText("Topic", { exact: true }).first()).toBeFocused();
  await expect(sheet.getByRole("link", { name: /About the component/ })).toHaveAttribute("href", /\/components\/topic\/$/);
  await expect(sheet.getByText("What the model leaves out")).toBeVisible();
  await audit(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(node(lab, "Topic")).toBeFocused();
  await expect(node(lab, "Topic")).toHaveAttribute("aria-expanded", "false");
});

test("a panel leads to who calls a node and whom it calls", async ({ page }) => {
  const lab = await topic(page);
  await node(lab, "Topic").click();
  await panel(lab, "Topic").getByRole("button", { name: "Search", exact: true }).click();
  const sheet = panel(lab, "Search");
  await expect(sheet).toBeVisible();
  await expect(sheet.getByText("Called by")).toBeVisible();
  await expect(node(lab, "Search")).toHaveAttribute("aria-expanded", "true");
  await sheet.getByRole("button", { name: "Close the panel of Search" }).click();
  await expect(sheet).toBeHidden();
  await expect(node(lab, "Search")).toBeFocused();
});

test("a panel's dial is the one among the settings, and its metrics are those of the report", async ({ page }) => {
  const lab = await topic(page);
  await node(lab, "Mail").click();
  const sheet = panel(lab, "Mail");
  await expect(sheet.getByText("Values come with a run")).toBeVisible();
  const replicas = sheet.getByRole("textbox", { name: "Replicas", exact: true });
  await replicas.fill("3");
  await replicas.press("Tab");
  for (const field of await lab.root.getByRole("textbox", { name: "Replicas", exact: true }).all()) {
    await expect(field).toHaveValue("3");
  }

  await lab.runToEnd();
  const report = JSON.parse(await lab.report()) as { nodes: Record<string, Record<string, number>> };
  const requests = sheet.locator("[data-metric='nodes.mail.requests'] b");
  await expect(requests).not.toHaveText("–");
  const told = (await requests.textContent())!.replace(/[^\d.]/g, "");
  expect(Number(told)).toBe(report.nodes.mail.requests);
});

test("a fault is marked at its node while it is on, and told in words", async ({ page }) => {
  const lab = await topic(page);
  await lab.choose("One subscriber is down");
  const mail = node(lab, "Mail");
  await expect(mail).toHaveAttribute("data-wrong", "false");
  await lab.speed.selectOption({ label: "20×" });
  await lab.button("Run simulation").click();
  await expect(mail).toHaveAccessibleName(/Outage of a node/, { timeout: 30_000 });
  await expect(diagram(lab).getByText("Mail: Outage of a node", { exact: true })).toBeVisible();
  await expect(node(lab, "Billing")).toHaveAttribute("data-wrong", "false");
  await lab.button("Pause").click();
  await audit(page);
  await lab.runToEnd();
  await expect(mail).toHaveAttribute("data-wrong", "false");
});

test("an arrow tells how much goes along it and how much of that fails, a box how many wait", async ({ page }) => {
  const lab = await storm(page);
  await lab.runToEnd();
  const drawing = diagram(lab).locator(".topology__across");
  await expect(drawing.getByText(/^\d[\d.]*k?\/s$/)).toBeVisible();
  await expect(drawing.getByText(/^✕ ?\d+%$/)).toBeVisible();
  await expect(drawing.locator(".link__failed")).toHaveAttribute("stroke-dasharray", /^[1-9]/);
  await expect(drawing.getByText(/^\d[\d.]*k? waiting$/)).toBeVisible();
  await expect(node(lab, "App")).toHaveAccessibleName(/[1-9]\d* waiting/);
});

test.describe("a drawing with little room", () => {
  test.use({ viewport: { width: 720, height: 800 } });

  test("can be read, is made larger and smaller and moved about, by buttons and by mouse", async ({ page }) => {
    const lab = await topic(page);
    const sizes = diagram(lab).getByRole("group", { name: "Size of the drawing" });
    await expect(sizes).toBeVisible();
    expect(await textSize(lab)).toBeGreaterThanOrEqual(11);
    await sizes.getByRole("button", { name: "Larger" }).click();
    await sizes.getByRole("button", { name: "Larger" }).press("Enter");
    await expect.poll(() => textSize(lab)).toBeGreaterThan(13);
    expect(await sideways(page)).toBe(0);
    // Where the keyboard goes is brought into view.
    await node(lab, "Orders").focus();
    await page.keyboard.press("End");
    await expect(node(lab, "Mail behind the queue")).toBeInViewport({ ratio: 0.9 });

    const view = diagram(lab).locator(".topology__across .topology__view");
    const moved = () => view.evaluate((element) => element.scrollLeft);
    const far = await moved();
    await view.hover({ position: { x: 100, y: 5 } });
    const box = (await view.boundingBox())!;
    await page.mouse.down();
    await page.mouse.move(box.x + 160, box.y + 5, { steps: 4 });
    await page.mouse.up();
    expect(await moved()).toBe(Math.max(0, far - 60));
    await sizes.getByRole("button", { name: "Fit" }).click();
    await expect.poll(() => textSize(lab)).toBeLessThan(11);
    expect(await view.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(1);
    await audit(page);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("the drawing is read without zooming, and a tap opens a panel", async ({ page }) => {
    const lab = await topic(page);
    expect(await textSize(lab)).toBeGreaterThanOrEqual(11);
    await node(lab, "Billing").tap();
    const sheet = panel(lab, "Billing");
    await expect(sheet.getByText("Measured")).toBeVisible();
    await expect(sheet.locator(".panel__name")).toBeInViewport();
    expect(await sideways(page)).toBe(0);
    await audit(page);
    await node(lab, "Billing").tap();
    await expect(sheet).toBeHidden();
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the boxes are pictures with a text, and nothing pretends to be a button", async ({ page }) => {
    await page.goto("labs/component-topic/");
    const drawing = new Lab(page, "Topic").root.getByRole("figure", { name: "Topology" });
    await expect(drawing.getByRole("img", { name: /^Billing, Service/ })).toBeVisible();
    await expect(drawing.getByRole("button")).toHaveCount(0);
    await expect(drawing.getByText("Choose a box")).toBeHidden();
  });
});
