// How fast the engine is in Chromium. Two workers, one after the other: the bench program (`crates/sim-worker`,
// example `throughput`), which times the bare loop and the engine, and the lab's own, as the site ships it, told over its
// own messages to run the same to its end, frames and all. Prints rows of name, requests a wall second and mean latency, set apart by tabs.
//
// Usage: node engine-speed.mjs BENCH SITE, two folders; BENCH holds throughput.js, throughput_bg.wasm, load-*.bin and run.bin.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";

const [bench, site] = process.argv.slice(2);
const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html" };
const LOADER = `
  importScripts("/bench/throughput.js");
  wasm_bindgen({ module_or_path: "/bench/throughput_bg.wasm" }).catch((error) => setTimeout(() => { throw error; }));
`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  await page.route("**/*", async (route) => {
    const [, folder, name] = new URL(route.request().url()).pathname.split("/");
    const contentType = TYPES[name?.split(".").pop()] ?? "application/octet-stream";
    if (!name) return route.fulfill({ body: "<!doctype html>", contentType: TYPES.html });
    if (name === "loader.js") return route.fulfill({ body: LOADER, contentType });
    const body = await readFile(join(folder === "bench" ? bench : site, name));
    return route.fulfill({ body, contentType });
  });
  await page.goto("http://localhost/");

  const rows = await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const rows = [];
        const worker = new Worker("/bench/loader.js");
        worker.onerror = (event) => reject(new Error(event.message));
        worker.onmessage = ({ data }) => {
          if (data !== "end") return rows.push(data);
          worker.terminate();
          resolve(rows);
        };
      }),
  );
  for (const row of rows) console.log(row);

  // The first is the bare loop; of each of the others there is a command for the lab's worker.
  for (const [i, row] of rows.slice(1).entries()) {
    const best = await page.evaluate(async (i) => {
      // The protocol's events begin with their number (crates/sim/src/protocol.rs).
      const [READY, FRAME, FINISHED] = [0, 1, 2];
      const bytes = async (name) => (await fetch(`/bench/${name}`)).arrayBuffer();
      const [load, run] = await Promise.all([bytes(`load-${i}.bin`), bytes("run.bin")]);
      const once = () =>
        new Promise((resolve, reject) => {
          const worker = new Worker("/site/sim_loader.js");
          let began = 0;
          worker.onerror = (event) => reject(new Error(event.message));
          worker.onmessage = ({ data }) => {
            const event = new Uint8Array(data);
            if (event[0] === READY) {
              worker.postMessage(load.slice());
            } else if (event[0] === FRAME && !began) {
              began = performance.now();
              worker.postMessage(run.slice());
            } else if (event[0] === FINISHED) {
              const seconds = (performance.now() - began) / 1000;
              worker.terminate();
              const report = new TextDecoder().decode(event);
              const figure = (pattern) => Number(report.match(pattern)[1]);
              const requests = figure(/"offered": (\d+)/);
              resolve({ rate: requests / seconds, mean: figure(/"latency_ms": {\s*"mean": ([\d.]+)/) });
            } else if (event[0] !== FRAME) {
              reject(new Error(`the worker said: ${new TextDecoder().decode(event)}`));
            }
          };
        });
      const runs = [];
      for (let n = 0; n < 7; n++) runs.push(await once());
      return runs.reduce((a, b) => (b.rate > a.rate ? b : a));
    }, i);
    const name = row.split("\t")[0].replace("engine:", "lab's worker:");
    console.log(`${name}\t${best.rate}\t${best.mean}`);
  }
} finally {
  await browser.close();
}
