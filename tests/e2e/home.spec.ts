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

test("what runs a lab comes beside its program, not after it", async ({ page }) => {
  const asked = page.waitForRequest("**/data/labs/**");
  await page.route("**/brief.js*", async (route) => {
    await asked;
    await route.continue();
  });
  await visit(page, "");
  await new Lab(page, "Flash crowd").runToEnd();
});

test.describe("a run that cannot be had", () => {
  test.use({ tolerated: /Failed to load resource|Failed to fetch|status 404: .*\/(island_loader|data\/labs)/ });

  for (const { what, file, answer, says } of [
    { what: "its program", file: "**/island_loader.js*", answer: { status: 404 }, says: "The lab could not be loaded" },
    { what: "what it is made from", file: "**/data/labs/**", answer: { status: 404 }, says: "The lab could not be loaded" },
    { what: "that of this version", file: "**/data/labs/**", answer: { body: "another" }, says: "another version of the site" },
  ]) {
    test(`for lack of ${what} is said so, the recorded one stays, and a press of the button tries again`, async ({ page }) => {
      let missing = true;
      await page.route(file, (route) => (missing ? route.fulfill(answer) : route.continue()));
      await visit(page, "");
      const lab = new Lab(page, "Flash crowd");
      const recorded = await lab.tiles();
      await lab.button("Run to end").click();
      await expect(lab.alert).toContainText(says);
      expect(await lab.tiles()).toEqual(recorded);
      missing = false;
      await lab.runToEnd();
      await expect(lab.alert).toBeEmpty();
      expect(await lab.tiles()).toEqual(recorded);
    });
  }
});
