import { defineConfig } from "@playwright/test";
import { chromium } from "./e2e/support/chromium";
import type { Options } from "./e2e/support/test";

/** What a reader does from beginning to end: worth repeating on a phone and below another base path. */
const journeys = ["home.spec.ts", "journey.spec.ts", "navigation.spec.ts"];

/** What measures how long the page is busy: nothing else may run beside these. */
const measured = ["chart-cost.spec.ts", "lab-speed.spec.ts", "long-tasks.spec.ts"];

/** At the root of a host other tests go to each page. */
const below = ["every-page.spec.ts"];

/** What rests on a host's headers: by nginx with the configuration that is built with the site. */
const hosted = ["hosting.spec.ts", "offline.spec.ts"];

export default defineConfig<Options>({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/support/servers.ts",
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: [["list"], ["./e2e/support/failures.ts"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    screenshot: "only-on-failure",
    // What a worker fetches cannot be routed by a test.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", testIgnore: [...measured, ...below, ...hosted] },
    {
      name: "phone",
      testMatch: journeys,
      use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
    { name: "sub-path", testMatch: [...journeys, ...below, "fetching.spec.ts"], use: { site: "sub" } },
    { name: "nginx", testMatch: hosted, use: { server: "nginx" } },
    { name: "measured", testMatch: measured, workers: 1, dependencies: ["desktop", "phone", "sub-path", "nginx"] },
  ],
});
