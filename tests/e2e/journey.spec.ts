import { concept } from "./support/paths";
import { drawn, Lab } from "./support/lab";
import { answer, answered, ANSWERS, form, found } from "./support/questions";
import { expect, test, visit } from "./support/test";

test("a reader reads, predicts, runs the lab, answers, comes back and finds the answers", async ({ page }) => {
  await visit(page, concept);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Serverless & FaaS");
  await expect(page.getByRole("heading", { name: "How it works" })).toBeVisible();

  const prediction = answered("predict");
  await answer(page, prediction);

  const lab = new Lab(page);
  await lab.root.scrollIntoViewIfNeeded();
  await lab.stands("Recorded run");
  const before = await lab.charts.locator(".chart__summary").allTextContents();
  await lab.button("Run to end").click();
  await lab.stands("Finished", 30_000);

  const tiles = await lab.tiles();
  expect(Object.keys(tiles).length).toBeGreaterThanOrEqual(6);
  expect(Object.values(tiles).filter((figure) => !/\d/.test(figure))).toEqual([]);

  // Each chart is drawn, says in a sentence what it shows, and has its figures in a table.
  expect(await lab.charts.count()).toBeGreaterThanOrEqual(4);
  for (const chart of await lab.charts.filter({ visible: true }).all()) {
    if ((await chart.getAttribute("class"))!.includes("chart--nothing")) {
      await expect(chart.getByText("none in this run")).toBeVisible();
      continue;
    }
    await chart.scrollIntoViewIfNeeded();
    await expect(chart).toHaveClass(/chart--live/);
    await expect.poll(() => drawn(chart)).toEqual([true]);
    await expect(chart.locator(".chart__summary")).toHaveText(/^(Over|For) .*\d/);
    await chart.getByText("Data table").click();
    expect(await chart.getByRole("row").count()).toBeGreaterThan(2);
  }
  expect(before.length).toBe(await lab.charts.count());

  // What the prediction was held against is what this run has measured.
  const report = JSON.parse(await lab.report()) as { windows: { return: { latency_ms: { p99: number } } } };
  const told = /The run gave ([\d.,]+)\sms/.exec((await form(page, prediction.id).getByRole("status").textContent())!);
  expect(Number(told![1]!.replaceAll(",", ""))).toBeCloseTo(Number(report.windows.return.latency_ms.p99.toPrecision(4)), 6);

  for (const one of ANSWERS.filter(({ type }) => type !== "predict")) await answer(page, one);

  await page.reload();
  for (const one of ANSWERS) await found(page, one);
  // Elsewhere and back again, without a reload: they are still the same.
  await page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link").last().click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Serverless & FaaS");
  await page.goBack();
  for (const one of ANSWERS) await found(page, one);
});

test("an answer that is none is asked for again, and is not counted", async ({ page }) => {
  await visit(page, concept);
  const number = form(page, "faas-quiet");
  await number.getByRole("button", { name: "Check" }).click();
  await expect(number.getByRole("alert")).not.toBeEmpty();
  await number.getByLabel("Your answer in %").fill("often");
  await number.getByRole("button", { name: "Check" }).click();
  await expect(number.getByRole("alert")).toContainText("often");
  await expect(number.getByRole("status")).toBeEmpty();
  await number.getByLabel("Your answer in %").fill("13.5");
  await number.getByRole("button", { name: "Check" }).click();
  await expect(number.getByRole("alert")).toBeEmpty();
  await expect(number.getByRole("status")).toHaveText(/✓ Right/);
});

test("hints come one at a time, another try starts empty, and a reset forgets the question", async ({ page }) => {
  await visit(page, concept);
  const asked = form(page, "faas-burst");
  const field = asked.getByLabel("Your answer in environments");
  await asked.getByRole("button", { name: "Hint" }).click();
  await expect(asked.getByText("Every request that arrives in the first 3.1 s")).toBeVisible();
  await expect(asked.getByRole("button", { name: "Hint" })).toBeDisabled();
  await expect(asked.getByRole("button", { name: "Try again" })).toBeHidden();

  await answer(page, answered("numeric"));
  await asked.getByRole("button", { name: "Try again" }).click();
  await expect(field).toHaveValue("");
  await field.fill("1,550");
  await asked.getByRole("button", { name: "Check" }).click();
  await expect(asked.getByRole("status")).toHaveText(/✓ Right/);

  await asked.getByRole("button", { name: "Reset" }).click();
  await expect(field).toHaveValue("");
  await page.reload();
  await expect(asked.getByRole("button", { name: "Check" })).toBeEnabled();
  await expect(field).toHaveValue("");
  await expect(asked.getByRole("status")).toBeEmpty();
});
