import type { Locator, Page } from "@playwright/test";
import { expect } from "./test";

/** How a reader answers one question of the concept page, and what the page says to it. */
export interface Answered {
  /** Its type, and the id of its form. */
  type: string;
  id: string;
  /** Puts the answer into the fields. */
  fill(form: Locator): Promise<void>;
  verdict: RegExp;
  /** Finds the answer in the fields again, after a reload. */
  find(form: Locator): Promise<void>;
}

/** The form of a question. */
export const form = (page: Page, id: string): Locator => page.locator(`form#${id}`);

/** A choice by the beginning of its text. */
const choice = (form: Locator, text: string) => form.getByLabel(new RegExp(`^${text}`));

const STEPS = ["The platform fetches", "The language runtime", "Code outside", "The handler is called", "The environment is frozen"];

const MATCHES = [
  ["Provisioned concurrency", "A fixed number of environments"],
  ["Reserved concurrency", "A guaranteed share"],
  ["Restoring a snapshot", "Initialisation done once"],
  ["More memory", "A larger share of CPU"],
];

/** Chooses the option of a list that begins so. */
async function select(list: Locator, text: string): Promise<void> {
  const option = list.getByRole("option").filter({ hasText: new RegExp(`^\\s*${text}`) });
  await list.selectOption((await option.getAttribute("value"))!);
}

const chosen = (list: Locator) => list.evaluate((list: HTMLSelectElement) => list.selectedOptions[0].text);

/** One of each type on the page: right, partly right and wrong. */
export const ANSWERS: Answered[] = [
  {
    type: "order",
    id: "faas-cold-order",
    async fill(form) {
      for (const [place, step] of STEPS.entries()) {
        for (;;) {
          const rows = await form.getByRole("listitem").allTextContents();
          const at = rows.findIndex((row) => row.includes(step));
          if (at <= place) break;
          await form.getByRole("button", { name: `Move up: ${step}` }).click();
        }
      }
    },
    verdict: /✓ Right/,
    async find(form) {
      for (const [place, step] of STEPS.entries()) {
        await expect(form.locator("ol > li").nth(place)).toContainText(step);
      }
    },
  },
  {
    type: "numeric",
    id: "faas-burst",
    fill: (form) => form.getByLabel("Your answer in environments").fill("50"),
    verdict: /✗ Not right.*Too low.*The answer is 1,550\senvironments/,
    find: (form) => expect(form.getByLabel("Your answer in environments")).toHaveValue("50"),
  },
  {
    type: "predict",
    id: "faas-predict-return",
    fill: (form) => form.getByLabel("Your answer in ms").fill("12 s"),
    verdict: /✗ Not right.*Too high.*The run gave [\d.,]+\sms/,
    find: (form) => expect(form.getByLabel("Your answer in ms")).toHaveValue("12 s"),
  },
  {
    type: "single",
    id: "faas-cold",
    fill: (form) => choice(form, "No initialised environment").check(),
    verdict: /✓ Right/,
    find: (form) => expect(choice(form, "No initialised environment")).toBeChecked(),
  },
  {
    type: "multiple",
    id: "faas-more-cold",
    async fill(form) {
      await choice(form, "A new version is deployed").check();
      await choice(form, "The same hourly volume").check();
    },
    verdict: /◐ Partly right: 67%/,
    async find(form) {
      await expect(choice(form, "A new version is deployed")).toBeChecked();
      await expect(choice(form, "The same hourly volume")).toBeChecked();
      await expect(choice(form, "The keep-alive")).not.toBeChecked();
    },
  },
  {
    type: "cloze",
    id: "faas-bill",
    async fill(form) {
      for (const [n, word] of ["duration", "Memory", "initialization", "idle"].entries()) {
        await form.getByLabel(`Blank ${n + 1} of 4`).fill(word);
      }
    },
    verdict: /✓ Right/,
    find: (form) => expect(form.getByLabel("Blank 3 of 4")).toHaveValue("initialization"),
  },
  {
    type: "match",
    id: "faas-remedies",
    async fill(form) {
      for (const [left, right] of MATCHES) await select(form.getByLabel(left), right);
    },
    verdict: /✓ Right/,
    async find(form) {
      for (const [left, right] of MATCHES) expect(await chosen(form.getByLabel(left))).toContain(right);
    },
  },
];

export const answered = (type: string): Answered => ANSWERS.find((answer) => answer.type === type)!;

/** Answers a question and sees the verdict spoken (it is a live region) and focused. */
export async function answer(page: Page, { id, fill, verdict }: Answered): Promise<void> {
  const asked = form(page, id);
  await fill(asked);
  await asked.getByRole("button", { name: /^(Check|Commit to this)$/ }).click();
  await expect(asked.getByRole("status")).toHaveText(verdict);
  await expect(asked.getByRole("status")).toBeFocused();
}

/** Finds a question answered as it was left. */
export async function found(page: Page, { id, verdict, find }: Answered): Promise<void> {
  const asked = form(page, id);
  await expect(asked.getByRole("status")).toHaveText(verdict);
  await find(asked);
  await expect(asked.getByRole("button", { name: /^(Check|Commit to this)$/ })).toBeDisabled();
}
