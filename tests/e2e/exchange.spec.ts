import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, type GIFTQuestion } from "gift-pegjs";
import { validateXML } from "xmllint-wasm";
import { headroom, root } from "./support/paths";
import { address } from "./support/servers";
import { expect, test } from "./support/test";
import { unzip } from "./support/zip";

/** What the command line prints. */
function exported(...args: string[]): string {
  return execFileSync(headroom, ["export", ...args], { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 });
}

test("another parser of GIFT reads every question with its answers, as they are", () => {
  const gift = exported("gift");
  const questions = parse(gift).filter((question) => question.type !== "Category");
  const ids = [...gift.matchAll(/^\/\/ \[id:(\S+)\]/gm)].map((match) => match[1]);
  const stems = new Map(
    [...gift.matchAll(/^::(\S+)::\[html\]((?:\\.|[^\\{])*)\{/gm)].map(([, id, stem]) => [
      id,
      stem.replace(/\\(.)/g, (_, sign: string) => (sign === "n" ? "\n" : sign)).trim(),
    ]),
  );
  expect(ids.length).toBeGreaterThan(100);
  expect(questions.map((question: GIFTQuestion) => question.id)).toEqual(ids);
  for (const question of questions as any[]) {
    expect(question.stem.format, question.id).toBe("html");
    // What was escaped has come back.
    if (!question.hasEmbeddedAnswers) expect(question.stem.text, question.id).toBe(stems.get(question.id));
    if (question.type === "MC") {
      const weights = question.choices.map((choice: any) => choice.weight ?? (choice.isCorrect ? 100 : 0));
      const right = weights.filter((weight: number) => weight > 0);
      expect(right.reduce((sum: number, weight: number) => sum + weight, 0), question.id).toBeCloseTo(100, 3);
      expect(question.choices.every((choice: any) => choice.feedback.text.length > 0), question.id).toBe(true);
    }
    if (question.type !== "Matching") expect(question.globalFeedback.text.length, question.id).toBeGreaterThan(0);
  }
  const types = new Set(questions.map((question: any) => question.type));
  expect([...types]).toEqual(expect.arrayContaining(["MC", "Numerical", "Matching", "Essay"]));
});

test("Moodle's XML is well-formed and has an answer to every question", async ({ page }) => {
  const xml = exported("moodle-xml");
  const found = await page.evaluate((xml) => {
    const document = new DOMParser().parseFromString(xml, "text/xml");
    const error = document.querySelector("parsererror")?.textContent ?? "";
    const questions = [...document.querySelectorAll("question:not([type=category])")].map((question) => ({
      type: question.getAttribute("type"),
      // The texts are HTML again: what they hold is closed in the right order.
      texts: [...question.querySelectorAll("text")].map((text) => text.textContent ?? ""),
      answers: question.querySelectorAll("answer").length,
    }));
    return { error, questions };
  }, xml);
  expect(found.error).toBe("");
  expect(found.questions.length).toBeGreaterThan(100);
  for (const { type, answers, texts } of found.questions) {
    if (type === "cloze") expect(texts.join()).toContain("{1:SHORTANSWER:=");
    else if (type !== "essay") expect(answers, texts[0]).toBeGreaterThan(0);
  }
});

/** The files of a package that the command line writes. */
function packed(format: string, ...args: string[]): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "headroom-"));
  try {
    const file = join(folder, "package.zip");
    exported(format, "--out", file, ...args);
    return unzip(readFileSync(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is wrong with the files of a QTI package, by the grammar of what of QTI we write. */
async function wrong(files: Map<string, string>): Promise<string[]> {
  const xml = [...files].map(([path, contents]) => ({ fileName: path.replace("/", "-"), contents }));
  const grammar = { fileName: "qti.rng", contents: readFileSync(join(import.meta.dirname, "support/qti.rng"), "utf8") };
  const { errors } = await validateXML({ xml, schema: grammar, extension: "relaxng" });
  return errors.map((error) => error.rawMessage);
}

test("every file of a QTI package is valid, and the manifest and the test name them all", async ({ page }) => {
  // With a site, so that links and images are in it as well.
  const files = packed("qti", "--site", "https://example.org/headroom/");
  const items = [...files.keys()].filter((path) => path.startsWith("items/"));
  expect(items.length).toBeGreaterThan(100);
  expect(await wrong(files)).toEqual([]);
  const found = await page.evaluate((files) => {
    const read = (path: string) => new DOMParser().parseFromString(files[path], "text/xml");
    const values = (path: string, selector: string, name: string) =>
      [...read(path).querySelectorAll(selector)].map((element) => element.getAttribute(name));
    const unanswered = Object.keys(files).filter((path) => {
      const asked = values(path, "[responseIdentifier]", "responseIdentifier");
      return asked.join() !== values(path, "responseDeclaration", "identifier").join();
    });
    const resources = "resource[type=imsqti_item_xmlv2p1]";
    return {
      unanswered,
      resources: values("imsmanifest.xml", resources, "href"),
      identifiers: values("imsmanifest.xml", resources, "identifier"),
      dependencies: values("imsmanifest.xml", "dependency", "identifierref"),
      references: values("test.xml", "assessmentItemRef", "href"),
      inTest: values("test.xml", "[identifier]:not(outcomeDeclaration, setOutcomeValue)", "identifier"),
    };
  }, Object.fromEntries(files));
  expect(found.unanswered).toEqual([]);
  expect(found.resources).toEqual(items);
  expect(found.references).toEqual(items);
  expect(found.dependencies).toEqual(found.identifiers);
  expect(new Set(found.inTest).size).toBe(found.inTest.length);
});

test("the grammar of QTI refuses what stands in the wrong place", async () => {
  const files = packed("qti", "--page", "/concepts/foundations/littles-law/");
  const [path, item] = [...files].find(([, text]) => text.includes("<choiceInteraction")) ?? ["", ""];
  const choice = /<simpleChoice.*<\/simpleChoice>/.exec(item)?.[0] ?? "";
  const feedback = /<modalFeedback.*<\/modalFeedback>/.exec(item)?.[0] ?? "";
  for (const [from, to] of [
    ["<itemBody>", `<itemBody>${choice}`],
    ["<itemBody>", "<itemBody>text"],
    ["<itemBody>", `${feedback}<itemBody>`],
    ["</simpleChoice>", "<rubricBlock view=\"scorer\"/></simpleChoice>"],
    ["<p>", "<p><ul><li>a</li></ul>"],
    ["</correctResponse>", "</correctResponse><defaultValue><value>a</value></defaultValue>"],
    ["maxChoices=", "most="],
    ["adaptive=\"false\" ", ""],
  ]) {
    expect(item, from).toContain(from);
    expect(await wrong(new Map([[path, item.replace(from, to)]])), to).not.toEqual([]);
  }
  expect(await wrong(new Map([[path, item]]))).toEqual([]);
});

test("a SCORM package asks, grades and reports the score to the system around it", async ({ page }) => {
  const files = packed("scorm", "--page", "/concepts/foundations/littles-law/", "--mastery", "80");
  expect(files.get("imsmanifest.xml")).toContain('adlcp:scormtype="sco" href="index.html"');
  // Below the site, so that nobody else is asked for anything.
  const lms = `${address("root")}lms/`;
  await page.route(`${lms}**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice("/lms/".length);
    const types: Record<string, string> = { html: "text/html", js: "text/javascript", css: "text/css" };
    const body = path === "" ? '<!DOCTYPE html><title>LMS</title><iframe src="sco/index.html" width="800" height="700"></iframe>' : files.get(path.replace("sco/", ""));
    return body === undefined
      ? route.fulfill({ status: 404 })
      : route.fulfill({ body, contentType: types[path.split(".").pop() ?? ""] ?? "text/html" });
  });
  // The system: it holds to the order of calls and keeps what it is told.
  await page.addInitScript(() => {
    if (window.top !== window) return;
    const values: Record<string, string> = { "cmi.core.lesson_status": "not attempted" };
    const calls: string[] = [];
    let running = false;
    const known = /^cmi\.core\.(score\.(raw|min|max)|lesson_status|session_time)$/;
    Object.assign(window, {
      values,
      calls,
      API: {
        LMSInitialize: () => (calls.push("initialize"), String((running = true))),
        LMSGetValue: (name: string) => (running ? (values[name] ?? "") : ""),
        LMSSetValue: (name: string, value: string) => {
          if (!running || !known.test(name) || typeof value !== "string") return "false";
          values[name] = value;
          return "true";
        },
        LMSCommit: () => String(running),
        LMSFinish: () => (calls.push("finish"), (running = false), "true"),
      },
    });
  });
  await page.goto(lms);
  const sco = page.frameLocator("iframe");
  const questions = sco.locator(".question");
  await expect(questions.first()).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => (window as any).values["cmi.core.lesson_status"]))
    .toBe("incomplete");
  // All right but for one: the keys are in the page.
  const count = await questions.count();
  for (let at = 0; at < count; at += 1) {
    const question = questions.nth(at);
    const kind = await question.getAttribute("data-kind");
    if (kind === "choices") {
      for (const input of await question.locator(`input[data-right=${at === 0 ? "false" : "true"}]`).all()) await input.check();
    } else if (kind === "number") {
      const input = question.locator("input");
      await input.fill((await input.getAttribute("data-value")) ?? "");
    } else if (kind === "match") {
      for (const select of await question.locator("select").all()) await select.selectOption(await select.getAttribute("data-right"));
    } else if (kind === "cloze") {
      for (const input of await question.locator("input").all()) await input.fill(((await input.getAttribute("data-accepted")) ?? "").split("\n")[0].toUpperCase());
    } else {
      // Each item is moved up until all that come before it do.
      const length = await question.locator("li[data-place]").count();
      for (let place = 0; place < length; place += 1) {
        const item = question.locator(`li[data-place="${place}"]`);
        const before = () => item.evaluate((item) => [...(item.parentElement?.children ?? [])].indexOf(item));
        while ((await before()) > place) await item.locator(".up").click();
      }
    }
  }
  const first = await questions.first().getAttribute("data-kind");
  const points = first === "choices" ? count - 1 : count;
  const score = Math.round((100 * points) / count);
  await sco.getByRole("button", { name: "Submit all answers" }).click();
  await expect(sco.getByRole("status")).toHaveText(`Your score: ${score} of 100. It has been reported.`);
  const { values, calls } = await page.evaluate(() => ({ values: (window as any).values, calls: (window as any).calls }));
  expect(calls).toEqual(["initialize", "finish"]);
  expect(values).toMatchObject({
    "cmi.core.score.raw": String(score),
    "cmi.core.score.min": "0",
    "cmi.core.score.max": "100",
    "cmi.core.lesson_status": score >= 80 ? "passed" : "failed",
  });
  expect(values["cmi.core.session_time"]).toMatch(/^\d{4}:\d\d:\d\d$/);
});
