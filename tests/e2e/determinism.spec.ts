import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Lab } from "./support/lab";
import { concept, headroom, root } from "./support/paths";
import { expect, test, visit } from "./support/test";

const SCENARIO = join(root, "content/templates/url-shortener/v2-serverless.toml");

/** The report that the command line prints, without the last part, which says how fast this machine was. */
function native(...options: string[]): string {
  const text = execFileSync(headroom, ["simulate", SCENARIO, "--format", "json", ...options], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  return text.replace(/,\n {2}"engine": \{.*\}\n\}\n$/, "\n}\n");
}

const RUNS = [
  { experiment: "Return from idle", preset: "return-from-idle", seed: 1 },
  { experiment: "Flash crowd", preset: "flash-crowd", seed: 4294967311 },
  { experiment: "Where containers become cheaper", preset: "cost-crossover", seed: 42 },
  { experiment: "The same in Java", preset: "java-runtime", seed: 7, set: { Memory: ["nodes.redirect.memory", "2GiB"] } },
];

for (const { experiment, preset, seed, set } of RUNS) {
  test(`${preset} with seed ${seed} has the same report in the browser as on the host, byte for byte`, async ({ page }) => {
    await visit(page, concept);
    const lab = await new Lab(page).approach();
    await lab.choose(experiment);
    await lab.seed.fill(String(seed));
    await lab.seed.press("Tab");
    const options = ["--preset", preset, "--seed", String(seed)];
    for (const [name, [path, value]] of Object.entries(set ?? {})) {
      await lab.set(name, value);
      options.push("--set", `${path}=${value}`);
    }
    await lab.runToEnd();
    const report = await lab.report();
    expect(report).toBe(native(...options));
    expect((JSON.parse(report) as { seed: number }).seed).toBe(seed);
  });
}
