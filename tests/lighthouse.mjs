// Lighthouse on a page of each kind that many read, as a phone sees it: with a processor four times slower and a line of slow 4G.
// Accessibility, best practices and SEO are at least 98 of 100, or it ends with an error that lists what lacks. They are what the page is;
// performance and times are what the machine is, too: they are printed, and asked for with `--speed`, on a machine that does nothing else:
// the median of three, at least 98, and the text of the concept page painted and answering in time.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const LEAST = 98;
const CONCEPT = "concepts/cloud-native/serverless-faas/";
const PAGES = ["", CONCEPT, "templates/url-shortener/v2-serverless/", "assessments/building-blocks/"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
/** Milliseconds. */
const PAINTED = 1200;
const INTERACTIVE = 3000;

const speed = process.argv.includes("--speed");

const server = spawn(process.env.HEADROOM, ["serve", "../dist", "--port", "0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const address = await new Promise((ready, fail) => {
  createInterface({ input: server.stdout }).once("line", ready);
  server.once("error", fail);
  server.once("exit", (code) => fail(new Error(`the server ended with ${code}`)));
});

/** One look at a page, by a browser that has kept nothing of it. */
async function look(route) {
  const chrome = await launch({
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const { lhr } = await lighthouse(new URL(route, address).href, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(`/${route}: ${lhr.runtimeError.message}`);
    return lhr;
  } finally {
    await chrome.kill();
  }
}

const points = (lhr, category) => Math.round((lhr.categories[category].score ?? 0) * 100);
const time = (lhr, audit) => Math.round(lhr.audits[audit].numericValue);

const lacks = [];
/** What cost a category its points. */
function lacking(lhr, category) {
  for (const { id, weight } of lhr.categories[category].auditRefs) {
    const { score, title, displayValue = "" } = lhr.audits[id];
    if (weight > 0 && score !== null && score < 1) lacks.push(`    ${title} ${displayValue}`);
  }
}

try {
  console.log(["", ...CATEGORIES, "painted", "interactive (ms)"].map((name, n) => name.padEnd(n ? 16 : 44)).join(""));
  for (const route of PAGES) {
    const looks = [];
    for (let n = 0; n < (speed ? 3 : 1); n++) looks.push(await look(route));
    looks.sort((a, b) => points(a, "performance") - points(b, "performance"));
    const lhr = looks[looks.length >> 1];
    const times = ["first-contentful-paint", "interactive"].map((audit) => time(lhr, audit));
    const cells = [...CATEGORIES.map((category) => points(lhr, category)), ...times];
    console.log(`/${route}`.padEnd(44) + cells.map((cell) => String(cell).padEnd(16)).join(""));
    for (const category of CATEGORIES) {
      if (category === "performance" && !speed) continue;
      if (points(lhr, category) >= LEAST) continue;
      lacks.push(`/${route}: ${category} is ${points(lhr, category)}, below ${LEAST}`);
      lacking(lhr, category);
    }
    if (speed && route === CONCEPT && (times[0] >= PAINTED || times[1] >= INTERACTIVE)) {
      lacks.push(`/${route}: painted after ${times[0]} ms, interactive after ${times[1]}; ${PAINTED} and ${INTERACTIVE} are allowed`);
    }
  }
  for (const line of lacks) console.log(line);
  process.exitCode = lacks.length ? 1 : 0;
} finally {
  server.kill();
}
