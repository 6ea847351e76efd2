import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sites, type Site } from "./paths";

/** Where it is on systems that do not have it on everybody's PATH. */
const ELSEWHERE = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];

/** The server that is installed: what NGINX names, or the first on PATH. */
function program(): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...ELSEWHERE];
  const named = process.env.NGINX;
  return (named ? [named] : folders.map((folder) => join(folder, "nginx"))).find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Serves each site with the `nginx.conf` that was built with it, as README and Containerfile say: all that is changed is the site's
 * folder. Gives nothing where there is no nginx. What it writes is in a folder of its own, which goes with it. */
export async function nginx(): Promise<{ addresses: Record<Site, string>; stop: () => Promise<void> } | undefined> {
  const path = program();
  if (!path) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "headroom-nginx-"));
  const ports = { root: await free(), sub: await free() };
  const servers = (Object.keys(sites) as Site[]).map((site) => {
    const { dir } = sites[site];
    const own = join(folder, `${site}.conf`);
    writeFileSync(own, readFileSync(join(dir, "nginx.conf"), "utf8").replaceAll("/srv/headroom/", `${dir}/`));
    return `server { listen 127.0.0.1:${ports[site]}; server_tokens off; absolute_redirect off; include ${own}; }`;
  });
  const scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const configuration = [
    // It would go over to a user who may not read everybody's folders.
    ...(process.getuid?.() === 0 ? ["user root;"] : []),
    "daemon off;",
    "worker_processes 1;",
    `pid ${join(folder, "pid")};`,
    "events {}",
    "http {",
    `include ${types(path)};`,
    "access_log off;",
    ...scratch.map((name) => `${name}_temp_path ${join(folder, name)};`),
    ...servers,
    "}",
  ];
  const file = join(folder, "nginx.conf");
  writeFileSync(file, configuration.join("\n"));
  // That a file is missing is told to whoever asked for it.
  const server = spawn(path, ["-p", folder, "-c", file, "-e", "stderr", "-g", "error_log stderr crit;"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  await listening(server, ports.root);
  const stop = async () => {
    const ended = new Promise((done) => server.once("exit", done));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  const at = (site: Site) => `http://127.0.0.1:${ports[site]}${sites[site].base}`;
  return { addresses: { root: at("root"), sub: at("sub") }, stop };
}

/** Its own list of types by ending, beside its configuration. */
function types(path: string): string {
  const built = spawnSync(path, ["-V"], { encoding: "utf8" });
  const configuration = /--conf-path=(\S+)/.exec(built.stderr)?.[1] ?? "/etc/nginx/nginx.conf";
  return join(dirname(configuration), "mime.types");
}

/** A port that nobody listens at. nginx takes no 0. */
async function free(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Until it answers; an error when it ends before. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  let failed: string | undefined;
  server.once("error", (error) => (failed = error.message));
  server.once("exit", (code) => (failed = `it ended with ${code}`));
  for (let tries = 0; tries < 200 && !failed; tries++) {
    const there = await new Promise<boolean>((told) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("connect", () => told(true)).once("error", () => told(false));
      socket.once("connect", () => socket.destroy());
    });
    if (there) return;
    await pause(50);
  }
  throw new Error(`nginx does not serve: ${failed ?? "nothing listens after ten seconds"}`);
}
