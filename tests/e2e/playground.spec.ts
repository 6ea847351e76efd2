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
