import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { nginx } from "./nginx";
import { headroom, sites, type Site } from "./paths";

/** What serves the sites: the project's own command line, or nginx with the configuration that is built with a site. */
export type Server = "headroom" | "nginx";

/** Serves both sites by both servers, each on a port that is free, and tells the tests where through the environment. */
export default async function start(): Promise<() => Promise<void>> {
  const own = await Promise.all((Object.keys(sites) as Site[]).map(serve));
  const host = await nginx();
  for (const [site, address] of Object.entries(host?.addresses ?? {})) process.env[variable(site as Site, "nginx")] = address;
  return async () => {
    own.forEach((server) => server.kill());
    await host?.stop();
  };
}

async function serve(site: Site): Promise<ChildProcess> {
  const { dir, base } = sites[site];
  const server = spawn(headroom, ["serve", dir, "--base", base, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: server.stdout });
  const address = await new Promise<string>((ready, fail) => {
    lines.once("line", ready);
    server.once("error", fail);
    server.once("exit", (code) => fail(new Error(`the server of ${dir} ended with ${code}`)));
  });
  process.env[variable(site, "headroom")] = address;
  return server;
}

/** Where a site is served: an address with the base path, ending in a slash. */
export function address(site: Site, server: Server = "headroom"): string {
  const found = process.env[variable(site, server)];
  if (found) return found;
  throw new Error(
    server === "nginx"
      ? "this test needs nginx: install it (on Debian: apt-get install nginx-light), or name it in the variable NGINX"
      : `the site "${site}" is not being served`,
  );
}

function variable(site: Site, server: Server): string {
  return `HEADROOM_E2E_${server}_${site}`.toUpperCase();
}
