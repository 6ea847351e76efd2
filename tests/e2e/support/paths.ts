import { readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/** The project's own command line, which serves the site and runs the engine without a browser. */
export const headroom = process.env.HEADROOM ?? join(root, "target/debug/headroom");

/** The same site twice: as it is at the root of a host, and below /sub/. */
export const sites = {
  root: { dir: join(root, "dist"), base: "/" },
  sub: { dir: process.env.HEADROOM_SUB_SITE ?? join(root, "target/dist-sub"), base: "/sub/" },
};

export type Site = keyof typeof sites;

export { root };

/** Every page that was built, as a path below the base, without a slash in front. Those in another language say the same in other words:
 * `language.spec.ts` looks at some. */
export function routes(): string[] {
  return readdirSync(sites.root.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "index.html")
    .map((entry) => relative(sites.root.dir, entry.parentPath).replaceAll("\\", "/"))
    .map((folder) => (folder === "" ? "" : `${folder}/`))
    .filter((route) => !route.startsWith("zh/"))
    .sort();
}

/** The page that has everything: prose, a prediction, a lab, questions. */
export const concept = "concepts/cloud-native/serverless-faas/";

/** The pages that are looked at one by one. What stands in frames of questions stands on their pages too: one of them is enough. */
export function looks(): string[] {
  return routes().filter((route) => !route.startsWith("embed/quiz/") || route === `embed/quiz/${concept}`);
}
