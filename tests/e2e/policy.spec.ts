import { concept } from "./support/paths";
import { expect, POLICY, test, visit } from "./support/test";

test.describe("what the policy on content forbids", () => {
  // Each is an error on the console, and so fails any test that does not say this.
  test.use({ tolerated: /Content Security Policy/ });

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
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
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

    // As a host that sends the policy as a header would send a worker.
    const headers = { "content-security-policy": "connect-src 'self'" };
    await page.route(`${baseURL}reaches.js`, (route) =>
      route.fulfill({ contentType: "text/javascript", headers, body: `(${reach})()` }),
    );
    await visit(page, concept);
    await page.evaluate((script) => void new Worker(script), `${baseURL}reaches.js`);
    await told("worker:").toBeGreaterThan(0);
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
