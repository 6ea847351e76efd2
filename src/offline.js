// Lets the site be read without a connection, and tells of a new version of it. `island_loader.js` gets it, as it gets programs.
const ask = (worker, question) =>
  new Promise((answered) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => answered(data);
    worker.postMessage(question, [port2]);
  });

export default async function start() {
  const workers = navigator.serviceWorker;
  // In a frame of another site it would be of use there alone.
  if (!workers || parent !== window) return;
  if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
  const uncontrolled = !workers.controller;
  // Refused in private windows and where there is no room: then the site is read with a connection.
  const registration = await workers.register(new URL("sw.js", import.meta.url)).catch(() => {});
  if (!registration) return;
  tellOfNew(workers, registration);
  const { active } = await workers.ready;
  if (uncontrolled) {
    const names = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    await ask(active, { ask: "visited", paths: [location.pathname, ...names] });
  }
  // What the reader keeps all of is kept all of in a new version, too.
  const { saving, frugal } = document.documentElement.dataset;
  if (saving ? saving === "on" : frugal !== undefined) return;
  let now;
  do now = await ask(active, { ask: "renew" });
  while (now.whole && now.kept < now.all && !now.trouble);
}

/** What the notice says, in the language of the page. */
const WORDS = {
  en: ["New version", "A new version of this site is there.", "Reload now", "Later"],
  "zh-Hans": ["新版本", "本站有新版本。", "立即刷新", "稍后"],
};

function tellOfNew(workers, registration) {
  let told = false;
  const tell = () => {
    if (!registration.waiting || !workers.controller || told) return;
    told = true;
    notice(() => {
      // Another tab may have let it in.
      if (!registration.waiting) return location.reload();
      workers.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage({ ask: "take over" });
    });
  };
  const watch = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", watch);
  watch();
  tell();
}

/** Where an assessment is being sat, its style sheet keeps this out of sight. */
function notice(reload) {
  const [label, news, now, notNow] = WORDS[document.documentElement.lang] ?? WORDS.en;
  const make = (name, words, more) => Object.assign(document.createElement(name), { textContent: words, ...more });
  const words = make("p", "", { role: "status" });
  const part = make("section", "", { className: "renewal", ariaLabel: label });
  const put = () => document.body.append(part);
  const later = () => {
    document.removeEventListener("headroom-shows", put);
    part.remove();
  };
  part.append(
    words,
    make("button", now, { type: "button", className: "primary", onclick: reload }),
    make("button", notNow, { type: "button", className: "quiet", onclick: later }),
  );
  put();
  // Pages take each other's place without it.
  document.addEventListener("headroom-shows", put);
  // Heard, for the place was there before.
  setTimeout(() => (words.textContent = news));
}
