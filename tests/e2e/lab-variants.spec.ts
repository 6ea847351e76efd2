import type { Locator, Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { sideways } from "./support/reader";
import { expect, test, visit } from "./support/test";

/** Dozens of runs, on a machine that may have one core. */
const LONG = 120_000;
test.describe.configure({ timeout: 2 * LONG });

const MONOLITH = "templates/url-shortener/v0-monolith/";
const CACHED = "url-shortener/v1-cached";
const DATA = `**/data/labs/${CACHED}.bin*`;

const TITLES = {
  monolith: "URL shortener on one machine",
  cached: "URL shortener with a cache",
  serverless: "Serverless URL shortener",
};

interface Opened {
  lab: Lab;
  panel: Locator;
  place: (letter: string) => Locator;
  experiment: (letter: string) => Locator;
}

function within(page: Page, title: string): Opened {
  const lab = new Lab(page, title);
  const panel = lab.root.getByRole("tabpanel", { name: "Compare" });
  return {
    lab,
    panel,
    // The first says besides that the others are held against it.
    place: (letter) => panel.getByRole("combobox", { name: new RegExp(`^${letter}\\b`) }),
    experiment: (letter) => panel.getByRole("combobox", { name: `Experiment of ${letter}` }),
  };
}

/** Opens the monolith's lab at its comparison. */
async function open(page: Page): Promise<Opened> {
  await visit(page, MONOLITH);
  const opened = within(page, TITLES.monolith);
  await opened.lab.approach();
  await opened.lab.root.getByRole("tab", { name: "Compare" }).click();
  await expect(opened.place("A")).toHaveValue("now");
  return opened;
}

const compare = (panel: Locator) => panel.getByRole("button", { name: "Compare", exact: true });
const over = (panel: Locator, runs: number) =>
  expect(panel.locator(".weigh__count")).toHaveText(`${runs} runs done`, { timeout: LONG });

/** The figures that a table has, by their paths. */
const figures = (panel: Locator) =>
  panel.locator("tr[data-metric]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-metric")!));

/** The text of a row of the table, from its second cell on. */
async function row(panel: Locator, path: string): Promise<string[]> {
  const cells = await panel.locator(`tr[data-metric="${path}"]`).getByRole("cell").allInnerTexts();
  return cells.map((text) => text.replaceAll(/\s+/g, " ").trim());
}

test("two designs are run on the same arrivals, in the figures that both have", async ({ page }) => {
  const { lab, panel, place, experiment } = await open(page);
  await lab.choose("The machine is gone");
  await place("B").selectOption({ label: TITLES.cached });
  // The experiment of the same name stands there by itself, and follows the lab.
  await expect(experiment("B")).toHaveValue(/\d/);
  await expect(experiment("B").locator("option:checked")).toHaveText("A machine is gone");
  await panel.getByLabel("Runs of each").selectOption("5");
  await compare(panel).click();
  await over(panel, 10);

  await expect(panel.locator(".weigh__verdict")).toHaveText(/^B is better than A in some ways and worse in others/);
  const failed = await row(panel, "requests.failed_total");
  expect(failed[0]).toMatch(/^1,[12]\d\d/);
  expect(failed[1]).toMatch(/better/);
  expect((await row(panel, "cost.per_hour_usd"))[1]).toMatch(/worse/);
  const compared = await figures(panel);
  expect(compared).toContain("nodes.db.utilisation");
  // One machine has no cache.
  expect(compared).not.toContain("nodes.cache.hit_ratio");
  await expect(panel.getByText(/has and another has not (is|are) left out/)).toBeVisible();
  // The same arrivals: nothing is said of others.
  await expect(panel.getByText(/arrivals, and that is part|another number of requests/)).toHaveCount(0);
  await expect(panel.locator(".chart__legend li")).toHaveText([/^A: /, new RegExp(`^B: ${TITLES.cached}: `)]);
  await expect(panel.locator(".chart__summary")).toContainText("Over 10 min");
  await audit(page, "section.lab");

  // And the other design's lab opens as it was compared.
  await panel.getByRole("link", { name: "Open the lab of B" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(TITLES.cached);
  const other = new Lab(page, TITLES.cached);
  await other.wakes();
  await expect(other.root.getByRole("radio", { name: "A machine is gone" })).toBeChecked();
});

test("what is set at the clients goes along to the other design, and what else differs is said", async ({ page }) => {
  const { lab, panel, place, experiment } = await open(page);
  await lab.choose("Ordinary traffic");
  await lab.set("Request rate", "40/s");
  await place("B").selectOption({ label: TITLES.serverless });
  await expect(experiment("B").locator("option:checked")).toHaveText("Ordinary traffic");
  await expect(panel.getByText("Readers: Request rate 40/s")).toHaveCount(2);
  await panel.getByLabel("Runs of each").selectOption("5");
  await compare(panel).click();
  await over(panel, 10);
  await expect(panel.getByText(/do not meet the same arrivals|another number of requests/)).toHaveCount(0);
  expect(await figures(panel)).not.toContain("nodes.db.utilisation");

  // Another experiment has other clients: its traffic stops and returns.
  await experiment("B").selectOption({ label: "Return from idle" });
  await expect(panel.getByText("What is chosen has changed since")).toBeVisible();
  await compare(panel).click();
  await over(panel, 10);
  await expect(panel.getByText(/^Readers is set otherwise in B than in A/)).toBeVisible();
});

test("a design's page leads to its comparison with another, by keyboard too", async ({ page }) => {
  await visit(page, MONOLITH);
  const link = page.getByRole("link", { name: `Compare in the lab with ${TITLES.cached}` });
  await link.focus();
  await page.keyboard.press("Enter");
  const { lab, panel, place, experiment } = within(page, TITLES.monolith);
  await expect(lab.root.getByRole("tab", { name: "Compare" })).toBeFocused();
  await expect(lab.root.getByRole("tab", { name: "Compare" })).toBeInViewport();
  await expect(place("B").locator("option:checked")).toHaveText(TITLES.cached);
  // It has no experiment of that name; its first stands there, at the rate of this one.
  await expect(experiment("B").locator("option:checked")).toHaveText("Ordinary traffic");
  await expect(panel.getByText("Readers: Request rate 900/s")).toBeVisible();
  await expect(panel).toBeVisible();

  // Another such link, followed while it is open, puts its design there.
  await page.getByRole("link", { name: `Compare in the lab with ${TITLES.serverless}` }).click();
  await expect(place("B").locator("option:checked")).toHaveText(TITLES.serverless);
});

test("a link from elsewhere opens the page at the comparison", async ({ page }) => {
  await visit(page, `${MONOLITH}#compare=${CACHED}`);
  const { lab, place } = within(page, TITLES.monolith);
  await expect(lab.root.getByRole("tab", { name: "Compare" })).toHaveAttribute("aria-selected", "true");
  await expect(place("B").locator("option:checked")).toHaveText(TITLES.cached);
});

test.describe("a design that cannot be had", () => {
  test.use({ tolerated: /data\/labs|Failed to load resource/ });

  for (const [why, answer] of [
    ["there is no connection", undefined],
    ["the server fails", { status: 500, body: "" }],
    ["it is of another build", { status: 200, body: "another" }],
  ] as const) {
    test(`is said to be, when ${why}; nothing is run without it, and trying again helps`, async ({ page }) => {
      let broken = true;
      await page.route(DATA, (route) => {
        if (!broken) return route.continue();
        return answer ? route.fulfill(answer) : route.abort();
      });
      const { panel, place, experiment } = await open(page);
      await place("B").selectOption({ label: TITLES.cached });
      const alert = panel.getByRole("alert").filter({ hasText: `“${TITLES.cached}” could not be fetched` });
      await expect(alert).toBeVisible();
      await audit(page, "section.lab");
      await compare(panel).click();
      await expect(panel.getByText("B could not be fetched. Try again")).toBeVisible();
      await expect(panel.getByRole("table")).toHaveCount(0);

      broken = false;
      await panel.getByRole("button", { name: "Try again" }).click();
      await expect(alert).toHaveCount(0);
      await expect(experiment("B")).toBeVisible();
    });
  }
});

test("while a design comes that is said, and the comparison waits", async ({ page }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(DATA, async (route) => {
    await held;
    await route.continue();
  });
  const { panel, place, experiment } = await open(page);
  await place("B").selectOption({ label: TITLES.cached });
  await expect(panel.getByText("Fetching this design.")).toBeVisible();
  await compare(panel).click();
  await expect(panel.getByText("B is not here yet")).toBeVisible();
  release();
  await expect(experiment("B")).toBeVisible();
  await expect(panel.getByText("Fetching this design.")).toHaveCount(0);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 740 }, hasTouch: true, isMobile: true });

  test("the comparison is chosen by touch, and nothing scrolls sideways", async ({ page }) => {
    await visit(page, MONOLITH);
    await page.getByRole("link", { name: `Compare in the lab with ${TITLES.cached}` }).tap();
    const { panel, place, experiment } = within(page, TITLES.monolith);
    await expect(place("B").locator("option:checked")).toHaveText(TITLES.cached);
    await expect(experiment("B")).toBeVisible();
    await panel.getByLabel("Runs of each").selectOption("5");
    await compare(panel).tap();
    await over(panel, 10);
    await expect(panel.getByRole("table")).toBeVisible();
    expect(await sideways(page)).toBe(0);
  });
});
