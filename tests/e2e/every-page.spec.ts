import { routes } from "./support/paths";
import { test, visit } from "./support/test";

test("every page is taken over without a complaint", async ({ page }) => {
  const all = routes();
  test.setTimeout(1000 * all.length);
  for (const route of all) await visit(page, route);
});
