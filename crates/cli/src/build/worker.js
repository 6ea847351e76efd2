// The site without a connection. `headroom build` writes the first lines; everything of the site that is kept on a reader's
// device is what they list, and nothing else. Online a page comes from the network, so that it is never an old one; offline, pages,
// programs and data are those of one version.

/** Bytes of each file, and how it begins to be told from its other versions: the start of its SHA-256. By path. */
const FILES = new Map(LIST.map(([path, bytes, digest]) => [BASE + path, { bytes, digest }]));
const CACHE = `headroom ${BASE}`;
/** In the cache when the reader wants all of the site here. */
const WHOLE = `${BASE}?whole`;
/** What is shown in place of a page that is not here, and all that it needs. */
const FIRST = LEAST.map((path) => BASE + path);
const INSTEAD = `${BASE}unreachable.html`;
/** The same of a page in another language, that page first: it comes with the first of them that is visited. */
const insteadOf = (path) => {
  const [, ...files] = OTHERS.find(([segment]) => path.startsWith(BASE + segment)) ?? [];
  return files.map((file) => BASE + file);
};
/** What is kept of the site when all of it is. */
const ALL = [...FILES.keys()].filter((path) => !OTHERS.flat().includes(path.slice(BASE.length)));
/** How long a page may be on its way before the copy that is here is shown. */
const PATIENCE_MS = 3000;
/** A browser ends a worker that takes long over one thing: it gets files in turns of this length. */
const TURN_MS = 1500;
const INSTALL_MS = 60_000;
const AT_ONCE = 6;
const NEWER = "newer";
/** What programs ask for their files by, of whatever version. */
const BUILDS = /[?=&][0-9a-f]{16}(&|$)/;

/** Where a file stands in the cache. Another version of it would stand elsewhere: two versions of the site can share the cache. */
const place = (path) => `${path}?${FILES.get(path).digest}`;

const kept = async (path) => (await caches.open(CACHE)).match(place(path), { ignoreVary: true });

async function keptPlaces() {
  const requests = await (await caches.open(CACHE)).keys();
  return new Set(requests.map(({ url }) => url.slice(location.origin.length)));
}

/** Keeps what was fetched, if it is the file of this version. */
async function keep(path, response) {
  if (!FILES.has(path) || !response.ok || response.redirected) return false;
  const copy = response.clone();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  const digest = [...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (digest !== FILES.get(path).digest) return false;
  await (await caches.open(CACHE)).put(place(path), copy);
  return true;
}

/** A name that changes with the content. */
const isNamed = (path) => /-[0-9a-f]{16}[._]/.test(path);

/** Gets a file, from what the browser has of it if that is it: as pages ask for it, then. */
async function get(path) {
  const asked = path.endsWith("/") || isNamed(path) ? path : `${path}?${BUILD}`;
  for (const cache of ["force-cache", "no-cache"]) {
    const response = await fetch(asked, { cache });
    if (!response.ok && response.status !== 404) throw new Error();
    if (await keep(path, response)) return;
  }
  throw new Error(NEWER);
}

/** Gets those of some files that are not here yet, for so long; why it could not go on. */
async function fill(paths, ms) {
  const here = await keptPlaces();
  const missing = paths.filter((path) => FILES.has(path) && !here.has(place(path)));
  const end = Date.now() + ms;
  let trouble = "";
  const line = async () => {
    while (missing.length > 0 && trouble === "" && Date.now() < end) {
      try {
        await get(missing.shift());
      } catch (error) {
        trouble = error.name === "QuotaExceededError" ? "room" : error.message === NEWER ? NEWER : "connection";
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return trouble;
}

/** How much of the site is here, in bytes. */
async function standing(trouble) {
  const here = await keptPlaces();
  const sum = (paths) => paths.reduce((sum, path) => sum + FILES.get(path).bytes, 0);
  return {
    kept: sum(ALL.filter((path) => here.has(place(path)))),
    all: sum(ALL),
    least: sum(FIRST),
    whole: here.has(WHOLE),
    trouble,
  };
}

async function answer({ ask, paths }) {
  const cache = await caches.open(CACHE);
  switch (ask) {
    case "take over":
      await skipWaiting();
      return;
    // What the page had got before there was a worker.
    case "visited":
      return standing(await fill([...new Set([...paths, ...paths.flatMap(insteadOf)])], INSTALL_MS));
    case "keep": {
      const now = await standing(await fill(ALL, TURN_MS));
      if (now.kept === now.all) await cache.put(WHOLE, new Response());
      return standing(now.trouble);
    }
    // A new version has files that are not here, and the reader wants them all.
    case "renew":
      return standing((await cache.match(WHOLE)) ? await fill(ALL, TURN_MS) : "");
    case "remove":
      await caches.delete(CACHE);
      return standing(await fill(FIRST, TURN_MS));
    default:
      return standing("");
  }
}

addEventListener("message", (event) => {
  event.waitUntil(answer(event.data).then((said) => event.ports[0]?.postMessage(said)));
});

addEventListener("install", (event) => {
  const install = async () => {
    const trouble = await fill(FIRST, Infinity);
    if (trouble) throw new Error(`not installed: ${trouble}`);
    // What was here of the version before is here of this one, too, as far as it can be had.
    const before = [...(await keptPlaces())].map((place) => place.split("?")[0]);
    await fill([...new Set([...before, ...before.flatMap(insteadOf)])], INSTALL_MS);
  };
  event.waitUntil(install());
});

addEventListener("activate", (event) => {
  const activate = async () => {
    const cache = await caches.open(CACHE);
    const wanted = new Set([WHOLE, ...[...FILES.keys()].map(place)]);
    const old = [...(await keptPlaces())].filter((place) => !wanted.has(place));
    await Promise.all(old.map((place) => cache.delete(place)));
    // A page is asked for while the worker starts.
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(activate());
});

async function keepInstead(path) {
  const files = insteadOf(path);
  const here = await Promise.all(files.map(kept));
  if (here.includes(undefined)) await fill(files, INSTALL_MS);
}

/** What the network answers; what is worth it is kept. */
function fetched(event, path) {
  const ahead = Promise.resolve(event.preloadResponse);
  const coming = ahead.then((response) => response ?? fetch(event.request));
  // Copied before the page reads it.
  event.waitUntil(coming.then((response) => keep(path, response.clone())).catch(() => {}));
  if (event.request.mode === "navigate") event.waitUntil(coming.then(() => keepInstead(path)).catch(() => {}));
  return coming;
}

async function keptFirst(event, path) {
  const copy = await kept(path);
  if (!copy) return fetched(event, path);
  // Loaders read in their own address what they are to get: that of the request, where the answer has none.
  return path.endsWith(".js") ? new Response(copy.body, copy) : copy;
}

async function unreachable(path) {
  const [own] = insteadOf(path);
  return (own && (await kept(own))) ?? kept(INSTEAD);
}

async function networkFirst(event, path) {
  const coming = fetched(event, path);
  const copy = FILES.has(path) ? await kept(path) : undefined;
  const late = new Promise((show) => copy && setTimeout(() => show(copy), PATIENCE_MS));
  try {
    return await Promise.race([coming, late]);
  } catch (error) {
    const instead = copy ?? (event.request.mode === "navigate" ? await unreachable(path) : undefined);
    if (!instead) throw error;
    return instead;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  const ours = origin === location.origin && pathname.startsWith(BASE);
  if (request.method !== "GET" || !ours || request.headers.has("range")) return;
  const path = pathname.replace(/\/index\.html$/, "/");
  if (request.mode === "navigate" || path.endsWith("/")) {
    event.respondWith(networkFirst(event, path));
    return;
  }
  // A page of another version asks for files of its own.
  const asked = search.includes(BUILD);
  if (!FILES.has(path) || (!asked && BUILDS.test(search))) return;
  const program = asked && /\.(js|wasm)$/.test(path);
  event.respondWith(program || isNamed(path) ? keptFirst(event, path) : networkFirst(event, path));
});
