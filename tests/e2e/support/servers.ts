import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { headroom, sites, type Site } from "./paths";

/** Serves both sites, each on a port that is free, and tells the tests where through the environment. */
export default async function start(): Promise<() => void> {
  const servers = await Promise.all((Object.keys(sites) as Site[]).map(serve));
  return () => servers.forEach((server) => server.kill());
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
  process.env[variable(site)] = address;
  return server;
}

/** Where a site is served: an address with the base path, ending in a slash. */
export function address(site: Site): string {
  const found = process.env[variable(site)];
  if (!found) throw new Error(`the site "${site}" is not being served`);
  return found;
}

function variable(site: Site): string {
  return `HEADROOM_E2E_${site.toUpperCase()}`;
}
