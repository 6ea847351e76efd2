import { drawn, Lab } from "./support/lab";
import { concept } from "./support/paths";
import { expect, test, visit } from "./support/test";

test("charts are drawn as the run has left them, also those never on the screen, and printed in the colours of paper", async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 800, height: 400 });
  await visit(page, concept);
  const lab = await new Lab(page).approach();
  await lab.button("Run to end").scrollIntoViewIfNeeded();
  await lab.runToEnd();
  const charts = lab.charts.filter({ visible: true });
  await expect.poll(() => drawn(charts)).not.toContain(false);
  await expect(charts.last()).not.toBeInViewport();

  const canvas = charts.last().locator("canvas");
  const pixels = () => canvas.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  const paper = await canvas.evaluateHandle((canvas: HTMLCanvasElement) => {
    const paper = { pixels: "" };
    addEventListener("beforeprint", () => (paper.pixels = canvas.toDataURL()));
    return paper;
  });
  await page.pdf();
  const printed = await paper.evaluate(({ pixels }) => pixels);

  // The screen has its own colours again, and those of a light screen are those of paper.
  await expect.poll(pixels).not.toBe(printed);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(pixels).toBe(printed);
});
