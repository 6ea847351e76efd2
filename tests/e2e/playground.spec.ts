import type { Page } from "@playwright/test";
import { audit } from "./support/axe";
import { Lab } from "./support/lab";
import { Playground } from "./support/playground";
import { sideways, tabTo } from "./support/reader";
import { expect, test, visit } from "./support/test";

const START = "A client and a service";

test("a design is built from nothing by keyboard only, run, undone, exported, imported, and there after a reload", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const playground = await Playground.open(page);
  const press = async (name: string | RegExp) => {
    await tabTo(page, playground.button(name));
    await page.keyboard.press("Enter");
  };
  await tabTo(page, page.getByLabel("Begin with"));
  // The empty design is the first one, and chosen.
  await press("Open");
  await expect(playground.text).toHaveValue(/title = "My design"\n$/);
  await expect(page.getByText("Nothing is here yet.")).toBeVisible();
  await press("Add Client");
  await expect(playground.node.locator("option:checked")).toHaveText("client");
  await press("Add Load balancer");
  await expect(playground.text).toHaveValue(/\[links\.client\.load-balancer\]/);
  await press("Add Service");
  await expect(playground.text).toHaveValue(/\[links\.load-balancer\.service\]/);
  await playground.runs();

  // A setting, refused with a reason and then taken.
  const concurrency = page.getByLabel("Concurrency", { exact: true });
  await tabTo(page, concurrency);
  await page.keyboard.type("many");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("alert").filter({ hasText: "many" })).toBeVisible();
  await tabTo(page, concurrency, "Shift+Tab");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("7");
  await page.keyboard.press("Tab");
  await expect(playground.text).toHaveValue(/\[nodes\.service\]\nkind = "service"\nconcurrency = 7\n/);
  await playground.runs();
  const built = await playground.text.inputValue();

  await tabTo(page, playground.button("Run this design"), "Shift+Tab");
  await page.keyboard.press("Enter");
  const lab = playground.lab("My design");
  await expect(lab.root).toBeVisible();
  await lab.runToEnd();
  expect(JSON.parse(await lab.report())).toHaveProperty("requests");

  // Undone to the beginning of the load balancer and done again, by the keys that everybody knows.
  await playground.text.focus();
  for (let step = 0; step < 2; step++) await page.keyboard.press("ControlOrMeta+z");
  await expect(playground.text).not.toHaveValue(/nodes\.service/);
  await expect(page.getByText("The design has changed since this run.")).toBeVisible();
  for (let step = 0; step < 2; step++) await page.keyboard.press("ControlOrMeta+Shift+z");
  await expect(playground.text).toHaveValue(built);

  const { name, text } = await playground.exported();
  expect(name).toBe("my-design.toml");
  expect(text).toBe(built);
  await playground.button("Start over").click();
  await expect(playground.text).not.toHaveValue(built);
  await page.getByLabel("Import").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await expect(playground.text).toHaveValue(built);
  await expect(playground.kept).toContainText("Saved in this browser.");

  await page.reload();
  await playground.wakes();
  await expect(playground.text).toHaveValue(built);
  await playground.runs();
});

test("what is typed is checked in the engine's words, and a problem leads to its place", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.runs();
  const fine = await playground.text.inputValue();
  await playground.text.fill(fine.replace('kind = "service"', 'kind = "servise"'));
  await expect(playground.state).toHaveText(/^\d problems?$/);
  await expect(playground.problems).toContainText("there is no node kind `servise`");
  await expect(playground.problems).toContainText("did you mean");
  await audit(page, ".playground");
  const lead = async () => {
    await playground.problems.getByRole("button", { name: /^Line \d+, column 8/ }).click();
    await expect(playground.text).toBeFocused();
    const chosen = (area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd);
    await expect.poll(() => playground.text.evaluate(chosen)).toBe('"servise"');
  };
  await lead();
  // It does not run, and says why.
  await playground.button("Run this design").press("Enter");
  await expect(page.getByText("It cannot run yet")).toBeVisible();
  await lead();
  await page.keyboard.type('"service"');
  await playground.runs();
  await expect(playground.text).toHaveValue(fine);

  // A text that is no TOML is drawn as it was last, and forms say that it has to be mended first.
  await playground.text.fill(`${fine}\n[nodes`);
  await expect(page.getByText("this is the last one that could")).toBeVisible();
  await playground.button("Add Cache").click();
  await expect(playground.alert).toContainText("cannot be read");
  await playground.button(/^Undo/).click();
  await expect(playground.text).toHaveValue(fine);

  // Tab leads out of the text.
  await playground.text.focus();
  await page.keyboard.press("Tab");
  await expect(playground.text).not.toBeFocused();
});

test("nodes are connected, renamed, set and removed in forms, and comments stay", async ({ page }) => {
  const playground = await Playground.open(page);
  await playground.begin(START);
  await playground.button("Add Cache").click();
  await expect(playground.node.locator("option:checked")).toHaveText("cache");
  await page.getByLabel("Id in the text").fill("pages");
  await page.getByLabel("Id in the text").press("Tab");
  await expect(playground.text).toHaveValue(/\[nodes\.pages\]\nkind = "cache"/);
  await playground.node.selectOption({ label: "App (app)" });
  await page.getByLabel("Let `app` call", { exact: true }).selectOption("pages");
  await playground.button("Connect").click();
  await expect(playground.text).toHaveValue(/\[links\.app\.pages\]/);
  await playground.button("Settings of the connection from `app` to `pages`").click();
  await page.getByLabel("Timeout", { exact: true }).fill("250ms");
  await page.getByLabel("Timeout", { exact: true }).press("Tab");
  await expect(playground.text).toHaveValue(/\[links\.app\.pages\]\ntimeout = "250ms"/);
  await audit(page, ".playground");
  await playground.button("Disconnect `app` from `pages`").click();
  await expect(playground.text).not.toHaveValue(/links\.app/);
  await playground.node.selectOption({ label: "pages" });
  await playground.button("Remove `pages`").click();
  await expect(playground.node).toBeFocused();
  await expect(playground.text).not.toHaveValue(/pages/);
  await expect(playground.text).toHaveValue(/^# A client and a service\./);
  await playground.runs();
});

test("a lab's design opens here from its page, and the reader's own is not lost for it", async ({ page }) => {
  const playground = await Playground.open(page);
  const own = (await playground.text.inputValue()).replace("50/s", "51/s");
  await playground.text.fill(own);
  await expect(playground.kept).toHaveText("Saved in this browser.");
  await visit(page, "labs/retry-storm/");
  await page.getByRole("link", { name: "Open in the playground" }).click();
  await playground.wakes();
  await expect(playground.text).toHaveValue(/title = "Retry storm"/);
  await playground.runs();
  await expect(playground.kept).toContainText("Your own design is still saved.");
  // An address is asked once: a reload shows what is saved.
  await page.reload();
  await playground.wakes();
  await expect(playground.text).toHaveValue(own);
  // A template, with all its experiments, runs as it does on its page.
  await playground.begin("Retry storm");
  await playground.runs();
  await playground.button("Run this design").click();
  const lab = playground.lab("Retry storm");
  await expect(lab.root.getByRole("radio", { name: "With a retry budget" })).toBeAttached();
  await lab.runToEnd();
});

test("an address that names no design is told so", async ({ page }) => {
  test.info().annotations.push({ type: "note", description: "nothing is fetched for it" });
  const playground = await Playground.open(page, "playground/#open=../../secret");
  await expect(playground.alert).toContainText("There is no such design");
  await expect(playground.text).toHaveValue(/A client and a service/);
});

/** Opens the panel with the link to the design, and gives the link. */
async function link(playground: Playground): Promise<string> {
  const share = playground.button("Share design");
  if ((await share.getAttribute("aria-expanded")) === "false") await share.click();
  const field = playground.page.locator("#design-share-link");
  await expect(field).toHaveValue(/\/playground\/#design=1\.[\w-]+$/);
  return field.inputValue();
}

const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("playground")));

test("a design is passed on by a link with the settings of its run, and runs elsewhere to the same report", async ({
  page,
  context,
  another,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const playground = await Playground.open(page);
  await playground.begin("An empty design");
  for (const kind of ["Client", "Load balancer", "Service"]) {
    await playground.button(`Add ${kind}`).click();
    await expect(playground.node.locator("option:checked")).toHaveText(kind.toLowerCase().replace(" ", "-"));
  }
  await playground.runs();
  const text = await playground.text.inputValue();
  const bare = await link(playground);
  await expect(page.getByText("Holds the design. Nothing is sent anywhere")).toBeVisible();
  await audit(page, ".playground");

  await playground.button("Run this design").click();
  const lab = playground.lab("My design");
  await lab.runToEnd();
  await lab.seed.fill("4711");
  await lab.seed.press("Tab");
  await lab.button("Break something").click();
  const faults = lab.root.locator(".faults");
  await faults.getByRole("button", { name: /^Place at/ }).click();
  await lab.runToEnd();
  const report = await lab.report();
  expect(JSON.parse(report)).toHaveProperty("seed", 4711);
  const url = await link(playground);
  expect(url).not.toBe(bare);
  await playground.button("Copy link").click();
  await expect(page.locator(".playground__share").getByText("Copied.")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  // The lab's own panel gives the same.
  await lab.button("Share").click();
  await expect(lab.root.getByRole("textbox", { name: "Link", exact: true })).toHaveValue(url);
  await expect(lab.root.getByRole("textbox", { name: "Embed code" })).toHaveCount(0);

  const elsewhere = await another({ viewport: { width: 1280, height: 800 } });
  const second = await elsewhere.newPage();
  await second.goto(url);
  const other = new Playground(second);
  await other.wakes();
  await expect(other.text).toHaveValue(text);
  await other.runs();
  expect(await stored(second)).toEqual([]);
  await other.button("Run this design").click();
  const there = other.lab("My design");
  await there.stands("Finished", 30_000);
  await expect(there.seed).toHaveValue("4711");
  expect(await there.report()).toBe(report);
  await expect(there.alert).toContainText("byte for byte");
  // A reload shows it again, until the reader has made it their own.
  await second.reload();
  await other.wakes();
  await expect(other.text).toHaveValue(text);
  expect(await stored(second)).toEqual([]);
  await other.text.fill(`${text}# Mine now.\n`);
  await expect(other.kept).toHaveText("Saved in this browser.");
  expect(await second.evaluate(() => location.hash)).toBe("");
  await elsewhere.close();
});

test("a shared design does not take the place of the reader's own unasked, and that one can be had back", async ({
  page,
}) => {
  const playground = await Playground.open(page);
  const start = await playground.text.inputValue();
  const theirs = start.replace("50/s", "70/s");
  const mine = start.replace("50/s", "51/s");
  await playground.text.fill(theirs);
  const url = await link(playground);
  await playground.text.fill(mine);
  await expect(playground.kept).toHaveText("Saved in this browser.");

  await page.goto("playground/#");
  await page.goto(url);
  await playground.wakes();
  const offer = page.getByRole("group", { name: /^The link that you followed holds a design/ });
  await expect(offer).toBeVisible();
  await expect(playground.text).toHaveValue(mine);
  await audit(page, ".playground");
  await tabTo(page, offer.getByRole("button", { name: "Keep mine" }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(offer).toBeHidden();
  await expect(playground.text).toHaveValue(mine);
  await page.reload();
  await playground.wakes();
  await expect(playground.text).toHaveValue(mine);
  await expect(offer).toBeHidden();

  // The same link, pasted into the address of the page that is open.
  await page.evaluate((hash) => location.assign(hash), new URL(url).hash);
  await offer.getByRole("button", { name: "Open the shared design" }).click();
  await expect(playground.text).toHaveValue(theirs);
  await expect(playground.kept).toContainText("Your own design is still saved.");
  await playground.button("Back to my design").click();
  await expect(playground.text).toHaveValue(mine);
  await expect(playground.kept).toHaveText("Saved in this browser.");

  // Changed, it is saved in place of the reader's own, which is kept beside it.
  await page.evaluate((hash) => location.assign(hash), new URL(url).hash);
  await offer.getByRole("button", { name: "Open the shared design" }).click();
  await playground.text.fill(theirs.replace("70/s", "71/s"));
  await expect(playground.kept).toHaveText("Saved in this browser.");
  await page.reload();
  await playground.wakes();
  await expect(playground.text).toHaveValue(/71\/s/);
  await playground.begin("Your design before this one");
  await expect(playground.text).toHaveValue(mine);
});

test("a shared design that is not finished opens with its problems, and one that is too large is told so", async ({
  page,
  another,
}) => {
  const playground = await Playground.open(page);
  const fine = await playground.text.inputValue();
  await playground.text.fill(fine.replace('kind = "service"', 'kind = "servise"'));
  await expect(playground.state).toHaveText(/^\d problems?$/);
  const url = await link(playground);
  const elsewhere = await another();
  const second = await elsewhere.newPage();
  await second.goto(url);
  const other = new Playground(second);
  await other.wakes();
  await expect(other.problems).toContainText("there is no node kind `servise`");
  await elsewhere.close();

  let noise = "";
  for (let n = 1, state = 1; n < 12_000; n++) {
    state = (state * 48_271) % 2_147_483_647;
    noise += n % 100 === 0 ? "\n# " : String.fromCharCode(40 + (state % 80));
  }
  await playground.text.fill(`${fine}\n# ${noise}\n`);
  const failure = page.locator(".playground__share").getByRole("alert");
  await expect(failure).toHaveText(/^Too large for a link: \d+\.\d KB, at most 8\.2 KB\. Export the file instead\.$/);
  await expect(page.locator("#design-share-link")).toHaveValue("");
  await expect(playground.button("Copy link")).toBeDisabled();
  await audit(page, ".playground");
});

test.describe("links to designs that are broken", () => {
  const text = "1.AB8jKEAbdmVyc2lvbiA9IDEKdGl0bGUgPSAiTWluZSIKAA";
  const BROKEN: [name: string, fragment: string, why: RegExp][] = [
    ["that was cut off", text.slice(0, 30), /cut off or changed/],
    ["in which a letter was changed", text.replace("1.AB", "1.AC"), /cut off or changed/],
    ["of a newer version", text.replace("1.", "2."), /newer version of this site/],
    ["without anything", "", /number of its version/],
    ["that is too long", `1.${"A".repeat(20_000)}`, /longer than any/],
    ["that is a lab's", "1.AWP5Ac4tijsOQEAQQHciQqlxBw2OQO0Wa2xCwu5mhkKnEFE6kpu4giP4vuLlFS9oZckpqZ7GmHtD3bysPrhvQqhNpTiR1iZoNA5ESuMoPqLcE-AiSa6d-4BpO_ZCgE_Ktg1K_rcze3wB", /makes no sense/],
  ];
  for (const [name, fragment, why] of BROKEN) {
    test(`one ${name} is refused with a reason, and nothing is changed or stored`, async ({ page }) => {
      const playground = await Playground.open(page, `playground/#design=${fragment}`);
      await expect(playground.alert).toContainText("cannot be opened");
      await expect(playground.alert).toContainText(why);
      await expect(playground.text).toHaveValue(/A client and a service/);
      expect(await page.evaluate(() => location.hash)).toBe("");
      expect(await stored(page)).toEqual([]);
    });
  }
});

test("two tabs do not overwrite each other's design unseen", async ({ page, context }) => {
  const playground = await Playground.open(page);
  const second = await context.newPage();
  const other = await Playground.open(second);
  const text = await playground.text.inputValue();
  await other.text.fill(text.replace("50/s", "20/s"));
  await expect(other.kept).toHaveText("Saved in this browser.");
  await expect(playground.kept).toContainText("Another tab has changed the saved design");
  await playground.text.fill(text.replace("50/s", "30/s"));
  await playground.runs();
  await audit(page, ".playground");
  // The other tab's is still what is saved.
  await second.reload();
  await other.wakes();
  await expect(other.text).toHaveValue(/20\/s/);
  await playground.button("Save this tab’s").click();
  await expect(playground.kept).toHaveText("Saved in this browser.");
  await expect(other.kept).toContainText("Another tab has changed");
  await other.button("Take the other tab’s").click();
  await expect(other.text).toHaveValue(/30\/s/);
});

test("hostile files are refused or told, and what was here is one step back", async ({ page }) => {
  const playground = await Playground.open(page);
  const before = await playground.text.inputValue();
  const bring = (buffer: Buffer) =>
    page.getByLabel("Import").setInputFiles({ name: "brought.toml", mimeType: "text/plain", buffer });
  await bring(Buffer.alloc(256 * 1024 + 1, "#"));
  await expect(playground.alert).toContainText("262145 bytes");
  await bring(Buffer.from([0xff, 0xfe, 0x00, 0x41]));
  await expect(playground.alert).toContainText("It is no text.");
  await expect(playground.text).toHaveValue(before);
  await bring(Buffer.from('title = "<img src=x onerror=alert(1)>"\n[nodes."<b>"]\nkind = "<script>"\n'));
  await expect(playground.problems).toContainText("there is no node kind `<script>`");
  expect(await page.locator(".playground img, .playground script").count()).toBe(0);
  await playground.button(/^Undo/).click();
  await expect(playground.text).toHaveValue(before);
});

test.describe("what reads the text", () => {
  test.use({ tolerated: /it broke/ });

  test("is stopped when it takes too long, and replaced when it dies; the text stays", async ({ page }) => {
    const playground = await Playground.open(page);
    // It is there when it has done something.
    await playground.button("Add Queue").click();
    await expect(playground.text).toHaveValue(/nodes\.queue/);
    const workshop = () => page.workers().find((worker) => worker.url().includes("studio"))!;
    await workshop().evaluate(() => {
      setTimeout(() => {
        throw new Error("it broke");
      });
    });
    await expect(playground.alert).toContainText("stopped unexpectedly");
    await playground.button("Add Cache").click();
    await expect(playground.text).toHaveValue(/nodes\.cache/);
    // One that never comes back from its work.
    await workshop().evaluate(() => {
      setTimeout(() => {
        for (;;);
      });
    });
    await playground.button("Add Cache").click();
    await expect(playground.alert).toContainText("more than five seconds", { timeout: 20_000 });
    await playground.button("Add Cache").click();
    await expect(playground.text).toHaveValue(/nodes\.cache-2/);
  });
});

test.describe("a playground whose program cannot be had", () => {
  test.use({ tolerated: /Failed to load resource|Failed to fetch|status 404|MIME|WebAssembly|play/ });

  for (const file of ["play_bg.wasm", "studio_bg.wasm"]) {
    test(`says so when ${file} is missing`, async ({ page }) => {
      await page.route(`**/${file}*`, (route) => route.fulfill({ status: 404 }));
      await visit(page, "playground/");
      await expect(page.locator(".playground__notices")).toContainText("could not be loaded", { timeout: 30_000 });
      await expect(page.getByRole("textbox", { name: "Text", exact: true })).toHaveValue(/\[nodes\.app\]/);
    });
  }
});

test.describe("by touch on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

  test("a design is built, written and run, one part at a time", async ({ page }) => {
    const playground = await Playground.open(page);
    await playground.begin("An empty design");
    for (const kind of ["Client", "Service"]) {
      await playground.button(`Add ${kind}`).tap();
      await expect(playground.node.locator("option:checked")).toHaveText(kind.toLowerCase());
    }
    await expect(playground.text).toBeHidden();
    expect(await sideways(page)).toBe(0);
    await playground.button(/^Text/).tap();
    await expect(playground.text).toBeVisible();
    await expect(playground.text).toHaveValue(/\[links\.client\.service\]/);
    expect(await sideways(page)).toBe(0);
    await audit(page, ".playground");
    await playground.button("Run this design").tap();
    const lab: Lab = playground.lab("My design");
    await lab.runToEnd();
    expect(await sideways(page)).toBe(0);
  });
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("the page shows what it is for, a design and its drawing", async ({ page }) => {
    await page.goto("playground/");
    await expect(page.locator(".playground__unscripted")).toContainText("needs JavaScript");
    await expect(page.locator(".playground svg").filter({ visible: true })).toHaveCount(1);
    await expect(page.getByRole("textbox", { name: "Text", exact: true })).toHaveValue(/\[nodes\.app\]/);
  });
});
