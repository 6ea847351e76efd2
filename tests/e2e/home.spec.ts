import { drawn, Lab } from "./support/lab";
import { expect, test, visit } from "./support/test";

test("the first thing a visitor sees is a run, and a press of a button runs it here, with the same figures", async ({
  page,
}) => {
  const fetched: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/\/(lab|sim)[_.]/.test(pathname)) fetched.push(pathname);
  });
  await visit(page, "");
  const lab = new Lab(page, "Flash crowd");
  await expect(lab.button("Run simulation")).toBeInViewport();
  await expect(lab.charts.first().locator(".chart__still svg")).toBeVisible();
  await lab.stands("Recorded run");
  const recorded = await lab.tiles();
  expect(Object.keys(recorded)).toHaveLength(4);
  // Many only look: what runs it comes for those who do more, and does then what they have pressed.
  await page.waitForLoadState("networkidle");
  expect(fetched).toEqual([]);
  expect(page.workers()).toEqual([]);

  await lab.button("Run simulation").click();
  await lab.stands("Running");
  await lab.button("Pause").click();
  await lab.stands("Paused");
  await lab.runToEnd();
  expect(await lab.tiles()).toEqual(recorded);
  await lab.charts.last().scrollIntoViewIfNeeded();
  await expect.poll(() => drawn(lab.charts)).toEqual([true, true]);

  await lab.root.getByRole("link", { name: "Open the whole lab" }).click();
  const whole = new Lab(page);
  await expect(whole.root.getByText("Serverless URL shortener", { exact: true })).toBeFocused();
  await whole.wakes();
});

test.describe("a run whose program cannot be had", () => {
  test.use({ tolerated: /Failed to load resource|Failed to fetch|status 404: .*\/island_loader/ });

  test("is said so, the recorded one stays, and a press of the button tries again", async ({ page }) => {
    let missing = true;
    await page.route("**/island_loader.js*", (route) => (missing ? route.fulfill({ status: 404 }) : route.continue()));
    await visit(page, "");
    const lab = new Lab(page, "Flash crowd");
    const recorded = await lab.tiles();
    await lab.button("Run to end").click();
    await expect(lab.alert).toContainText("The lab could not be loaded");
    expect(await lab.tiles()).toEqual(recorded);
    missing = false;
    await lab.runToEnd();
    await expect(lab.alert).toBeEmpty();
    expect(await lab.tiles()).toEqual(recorded);
  });
});
