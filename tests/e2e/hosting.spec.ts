import { readdirSync, readFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { concept, sites, type Site } from "./support/paths";
import { expect, POLICY, test, visit } from "./support/test";

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** What a host answers, byte for byte: a browser, and `fetch`, would have unpacked it. */
function ask(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done, fail) => {
    const asked = request(address, { headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }));
      response.on("error", fail);
    });
    asked.on("error", fail);
    asked.end();
  });
}

/** What `_headers` promises for a path of the host: the headers of every pattern that it fits. What is not named there is asked after. */
function promised(site: Site, path: string): Record<string, string> {
  const headers: Record<string, string> = { "cache-control": "no-cache" };
  let fits = false;
  for (const line of readFileSync(join(sites[site].dir, "_headers"), "utf8").split("\n").filter(Boolean)) {
    if (line.startsWith("/")) {
      fits = line.endsWith("*") ? path.startsWith(line.slice(0, -1)) : path === line;
    } else if (fits) {
      const [name, value] = line.trim().split(/: (.*)/);
      headers[name.toLowerCase()] = value;
    }
  }
  return headers;
}

for (const site of ["root", "sub"] as const) {
  test.describe(`the site at ${sites[site].base}`, () => {
    test.use({ site });

    test("every kind of file has the headers that other hosts are told of, its type, and its compressed bytes where it has such", async ({
      baseURL,
    }) => {
      const { dir, base } = sites[site];
      const names = readdirSync(dir);
      const called = (pattern: RegExp) => names.find((name) => pattern.test(name))!;
      const files: [name: string, type: string][] = [
        ["", "text/html"],
        [concept, "text/html"],
        ["unreachable.html", "text/html"],
        [called(/^app-.*\.js$/), "application/javascript"],
        [called(/^app-.*\.wasm$/), "application/wasm"],
        ["lab_bg.wasm", "application/wasm"],
        ["sw.js", "application/javascript"],
        [called(/^style-.*\.css$/), "text/css"],
        [called(/^apart-.*\.css$/), "text/css"],
        [called(/^frame-.*\.js$/), "application/javascript"],
        [called(/^icon-.*\.svg$/), "image/svg+xml"],
        [called(/^icon-.*\.png$/), "image/png"],
        [called(/^formulas-.*\.woff2$/), "font/woff2"],
        ["sbom.cdx.json", "application/json"],
      ];
      for (const [name, type] of files) {
        const file = readFileSync(join(dir, name.endsWith("/") || name === "" ? `${name}index.html` : name));
        const packed = [`${name}index.html.gz`, `${name}.gz`].map((name) => join(dir, name)).map(readable).find(Boolean);
        const plain = await ask(baseURL! + name);
        expect(plain.status, name).toBe(200);
        expect(plain.headers, name).toMatchObject(promised(site, base + name));
        expect(plain.headers["content-type"], name).toMatch(type);
        expect(plain.headers["content-encoding"], name).toBeUndefined();
        expect(plain.body.equals(file), name).toBe(true);

        const small = await ask(baseURL! + name, { "accept-encoding": "gzip, deflate, br, zstd" });
        expect(small.headers, name).toMatchObject(promised(site, base + name));
        expect(small.headers["content-encoding"], name).toBe(packed && "gzip");
        expect(small.body.equals(packed ?? file), name).toBe(true);
        // What lies between must not hand the one to who asked for the other.
        if (packed) expect([plain.headers.vary, small.headers.vary], name).toEqual(["Accept-Encoding", "Accept-Encoding"]);

        const again = await ask(baseURL! + name, { "if-none-match": plain.headers.etag! });
        expect(again.status, name).toBe(304);
      }
    });

    test("what is missing is the page that says so, which nobody may keep; a folder is sent on to its slash", async ({ baseURL }) => {
      const { dir, base } = sites[site];
      // The second has the name of what may be kept for ever.
      for (const [name, file] of [
        ["concepts/nowhere/", "404.html"],
        ["app-0000000000000000.js", "404.html"],
        ["zh/nowhere/", "zh/404.html"],
      ] as const) {
        const lost = readFileSync(join(dir, file));
        const answer = await ask(baseURL! + name);
        expect(answer.status, name).toBe(404);
        expect(answer.headers, name).toMatchObject(promised(site, base + file));
        expect(answer.headers["content-type"], name).toMatch("text/html");
        expect(answer.body.equals(lost), name).toBe(true);
      }
      const folder = await ask(`${baseURL}concepts`);
      expect(folder.status).toBe(301);
      expect(folder.headers.location).toBe(`${base}concepts/`);
    });
  });
}

test.describe("the policy of the service worker, which only a header can give it,", () => {
  test.use({ serviceWorkers: "allow", tolerated: /Content Security Policy/ });

  test("forbids it what it forbids pages, and is heard of", async ({ page, context, complaints }) => {
    const begun = context.waitForEvent("serviceworker");
    await visit(page, concept);
    await page.mouse.move(200, 200);
    await page.mouse.move(210, 210);
    const worker = await begun;
    const got = await worker.evaluate(() =>
      fetch("https://example.org/").then(
        () => true,
        () => false,
      ),
    );
    expect(got).toBe(false);
    await expect.poll(() => complaints.filter((text) => text.startsWith("service worker:") && text.includes(POLICY))).not.toEqual([]);
  });
});

function readable(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
