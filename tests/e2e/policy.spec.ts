import { concept } from "./support/paths";
import { Playground } from "./support/playground";
import { expect, POLICY, test, visit } from "./support/test";

test.describe("what the policy on content forbids", () => {
  // Each is an error on the console, and so fails any test that does not say this.
  test.use({ tolerated: /Content Security Policy|TrustedScript/ });

  test("has no effect and is told: styles and scripts in markup, code made of text, and others' files", async ({ page }) => {
    const told: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") told.push(message.text());
    });
    await visit(page, concept);
    const effects = await page.evaluate(async () => {
      const part = document.createElement("div");
      part.innerHTML = '<b style="color: rgb(1, 2, 3)">text</b>';
      document.body.append(part);
      // A document that a parser has read for nobody to see runs nothing; what is taken out of it does not either.
      const parsed = new DOMParser().parseFromString('<button onclick="window.ran = true">press</button>', "text/html");
      const button = document.adoptNode(parsed.querySelector("button")!);
      document.body.append(button);
      button.click();
      // Not in the task that the debugger began: that one may.
      const made = await new Promise<boolean>((told) =>
        setTimeout(() => {
          try {
            told(new Function("return true")());
          } catch {
            told(false);
          }
        }),
      );
      const fetched = await fetch("https://example.org/").then(
        () => true,
        () => false,
      );
      return {
        styled: getComputedStyle(part.firstElementChild!).color === "rgb(1, 2, 3)",
        ran: "ran" in window,
        made,
        fetched,
      };
    });
    expect(effects).toEqual({ styled: false, ran: false, made: false, fetched: false });
    for (const directive of ["style-src", "script-src", "connect-src"]) {
      expect(told.some((text) => text.includes("Content Security Policy") && text.includes(directive)), directive).toBe(true);
    }
  });

  test("is told of a frame and of a worker as well, so that any test fails by it", async ({ page, baseURL, complaints }) => {
    const told = (by: string) => expect.poll(() => complaints.filter((text) => text.startsWith(by) && text.includes(POLICY)).length);
    const reach = () => fetch("https://example.org/").catch(() => undefined);
    await page.route(`${baseURL}frames.html`, (route) =>
      route.fulfill({ contentType: "text/html", body: `<iframe src="embed/quiz/${concept}"></iframe>` }),
    );
    await page.goto("frames.html");
    await told("console:").toBe(0);
    await page.frame({ url: /embed/ })!.evaluate(reach);
    await told("console:").toBeGreaterThan(0);

    // As a host that sends the policy as a header would send a worker; by a name that pages may start one by.
    const headers = { "content-security-policy": "connect-src 'self'" };
    const script = `${baseURL}studio_loader.js?reaches`;
    await page.route(script, (route) =>
      route.fulfill({ contentType: "text/javascript", headers, body: `(${reach})()` }),
    );
    await visit(page, concept);
    await page.evaluate((script) => void new Worker(script), script);
    await told("worker:").toBeGreaterThan(0);
  });
});

/** What only a page's first script lets become markup, an address of a script, or code. */
test.describe("Trusted Types", () => {
  test.use({ tolerated: /Content Security Policy|Trusted(HTML|Script|TypePolicy)/ });

  test("let no text become markup that runs or fetches, nor a script of anybody else, nor code", async ({ page }) => {
    await visit(page, concept);
    const { taken, ran, frames } = await page.evaluate(async () => {
      const taken: string[] = [];
      const wait = () => new Promise((done) => setTimeout(done));
      // Not in the task that the debugger began: that one may make code of text.
      await wait();
      const refused = (name: string, act: () => void) => {
        try {
          act();
        } catch {
          return;
        }
        taken.push(name);
      };
      const part = document.createElement("div");
      document.body.append(part);
      const run = "window.ran = true";
      for (const html of [
        `<img src="nothing.png" onerror="${run}">`,
        `<img/src="nothing.png"/onerror="${run}">`,
        `<img alt="a > b"\tOnError="${run}">`,
        `<img src='nothing.png' onerror='${run}'>`,
        `<img src=nothing.png onerror=${run}>`,
        `<title><i id="</title><img src=nothing.png onerror=${run}>"></i></title>`,
        `<!--><img src=nothing.png onerror="${run}">-->`,
        `<svg><script>${run}</script></svg>`,
        `<iframe srcdoc="&lt;script&gt;${run}&lt;/script&gt;"></iframe>`,
        `<object data="nothing.swf"></object>`,
        `<meta http-equiv="refresh" content="0;url=https://example.org/">`,
        `<base href="https://example.org/">`,
        `<p`,
      ]) {
        refused(html, () => (part.innerHTML = html));
        refused(html, () => part.insertAdjacentHTML("beforeend", html));
        refused(html, () => document.createRange().createContextualFragment(html));
      }
      const own = `${location.origin}/`;
      for (const url of [
        "https://example.org/island_loader.js",
        "//example.org/sim_loader.js",
        "data:text/javascript,0",
        `blob:${own}0`,
        `${own}data/bank.bin`,
        `${own}concepts/sim_loader.js`,
        `${own}lab.js/../nothing.js`,
      ]) {
        refused(url, () => (document.createElement("script").src = url));
        refused(url, () => document.createElement("script").setAttribute("src", url));
        refused(url, () => new Worker(url));
      }
      part.innerHTML = `<a href="javascript:${run}">an address that is code</a>`;
      part.querySelector("a")!.click();
      refused("eval", () => (0, eval)(run));
      refused("Function", () => new Function(run)());
      refused("setTimeout", () => setTimeout(run));
      refused("script", () => (document.createElement("script").text = run));
      refused("handler", () => part.setAttribute("onclick", run));
      const types = Reflect.get(window, "trustedTypes");
      refused("another policy", () => types.createPolicy("mine", { createHTML: (html: string) => html }));
      refused("the same again", () => types.createPolicy("default", { createHTML: (html: string) => html }));
      await wait();
      return { taken, ran: "ran" in window, frames: frames.length };
    });
    expect({ taken, ran, frames }).toEqual({ taken: [], ran: false, frames: 0 });
  });

  test("let the site's own become markup, whatever a reader wrote", async ({ page }) => {
    await visit(page, concept);
    const made = await page.evaluate(() => {
      const part = document.createElement("div");
      part.innerHTML =
        '<p class="a b" hidden>1 &lt; 2, a > b, onclick="c" &lt;script&gt;<br><br/><!----><!></p>' +
        '<svg viewBox="0 0 1 1"><use xlink:href="#a"></use></svg><math><mi>x</mi></math><a href="/" title="&lt;i onclick=&quot;">d</a>';
      return [...part.querySelectorAll("*")].map(({ localName }) => localName).join(" ");
    });
    expect(made).toBe("p br br svg use math mi a");
  });
});

test("a host that sends the policy with every file, as `_headers` says, stops no worker", async ({ page }) => {
  const served: string[] = [];
  let policy = "";
  await page.route(/_loader\.js|pagefind-worker/, async (route) => {
    served.push(new URL(route.request().url()).pathname);
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
  });
  await visit(page, "playground/");
  policy = (await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content"))!;
  expect(policy).toContain("require-trusted-types-for 'script'");
  served.length = 0;
  const playground = await Playground.open(page);
  await playground.begin("A client and a service");
  await playground.runs();
  await playground.button("Run this design").click();
  await playground.lab("My design").runToEnd();
  await page.goto("search/?q=cache");
  await expect(page.locator(".search__results a").first()).toBeVisible();
  expect([...new Set(served)].sort()).toEqual([
    "/island_loader.js",
    "/pagefind/pagefind-worker.js",
    "/sim_loader.js",
    "/studio_loader.js",
  ]);
});

test.describe("a browser without Trusted Types", () => {
  // Where there are none, nothing asks for any.
  test.use({ bypassCSP: true });

  test("has the whole site", async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, "trustedTypes"));
    await visit(page, concept);
    expect(await page.evaluate(() => "trustedTypes" in window)).toBe(false);
    await page.getByRole("navigation", { name: "Parts of the site" }).getByRole("link", { name: "Labs" }).click();
    await expect(page).toHaveURL(/labs\/$/);
  });
});

test("what stands in data-style is given to its element, on this page, the next one and in what comes later", async ({ page }) => {
  await visit(page, "templates/url-shortener/v2-serverless/");
  const undressed = () =>
    page.evaluate(
      () => [...document.querySelectorAll<HTMLElement>("[data-style]")].filter((part) => part.style.length === 0).length,
    );
  await expect(page.locator(".timeline__axis [data-style]").first()).toBeAttached();
  expect(await undressed()).toBe(0);
  await page.getByRole("navigation", { name: "Parts of the site" }).getByRole("link", { name: "Labs" }).click();
  await expect(page).toHaveURL(/labs\/$/);
  await page.goBack();
  await expect(page.locator(".timeline__axis [data-style]").first()).toBeAttached();
  expect(await undressed()).toBe(0);
});
