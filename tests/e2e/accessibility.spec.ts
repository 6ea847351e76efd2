import { audit } from "./support/axe";
import { routes } from "./support/paths";
import { test, visit } from "./support/test";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    for (const route of routes()) {
      test(`/${route} has no violation`, async ({ page }) => {
        await visit(page, route);
        await audit(page);
      });
    }
  });
}
