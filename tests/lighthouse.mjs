// Lighthouse on the concept page, as a phone sees it: performance, accessibility, best practices and SEO,
// each at least 98. Prints the scores; ends with an error when one is lower.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const LEAST = 98;
const CONCEPT = "concepts/cloud-native/serverless-faas/";

const server = spawn(process.env.HEADROOM, ["serve", "../dist", "--port", "0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const address = await new Promise((ready, fail) => {
  createInterface({ input: server.stdout }).once("line", ready);
  server.once("error", fail);
  server.once("exit", (code) => fail(new Error(`the server ended with ${code}`)));
});
const chrome = await launch({
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const result = await lighthouse(new URL(CONCEPT, address).href, { port: chrome.port, logLevel: "error" });
  let low = false;
  for (const { title, score, auditRefs } of Object.values(result.lhr.categories)) {
    const points = Math.round((score ?? 0) * 100);
    console.log(`${title.padEnd(16)}${points}${points < LEAST ? `   below ${LEAST}` : ""}`);
    if (points >= LEAST) continue;
    low = true;
    for (const { id } of auditRefs) {
      const audit = result.lhr.audits[id];
      if (audit.score !== null && audit.score < 1) console.log(`    ${audit.title} ${audit.displayValue ?? ""}`);
    }
  }
  process.exitCode = low ? 1 : 0;
} finally {
  await chrome.kill();
  server.kill();
}
