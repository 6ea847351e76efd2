// What a page for frames tells the page around it: EMBEDDING.md says what, and to whom. It hears nothing, so that nobody can have it do
// something. Opened by itself it shows the code of its frame.
const part = (id) => document.getElementById(id);
const main = part("main");
const questions = main.querySelectorAll("form.question").length;

/** The address that a text is, if a page of the web can have it. */
function address(text) {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Whom the page around names in the frame's address, behind `?host=`: an origin, with nothing behind it but a slash. */
function named() {
  const text = new URLSearchParams(location.search).get("host");
  if (text === null) return undefined;
  const url = address(text);
  if (url?.href === `${url?.origin}/`) return url.origin;
  console.warn(`?host= takes an origin such as https://example.org, not ${JSON.stringify(text)}: no results are told.`);
  return undefined;
}

function frame() {
  /** A browser hands a message to a page of this origin and to no other. */
  const host = named();
  /** Who is told of the frame, and not of results, where nobody is named: who the browser says is around. */
  const around = host ?? address(document.referrer)?.origin;
  const tell = (whom, type, more) => {
    if (whom) parent.postMessage({ source: "headroom", version: 1, type, ...more }, whom);
  };

  tell(around, "ready", { kind: questions > 0 ? "quiz" : "lab", page: main.querySelector("h1 a").href });
  let height = 0;
  const measure = () => {
    const now = Math.ceil(main.getBoundingClientRect().height);
    if (now !== height) tell(around, "resize", { height: (height = now) });
  };
  // Browsers observe nothing in a frame that is out of sight: it has its height before the reader comes to it.
  measure();
  new ResizeObserver(measure).observe(main);
  if (!host) return;
  if (questions > 0) {
    tellScore((score) => tell(host, "score", score));
    part("embed-told").querySelector("b").textContent = host;
    part("embed-told").hidden = false;
  } else {
    tellRuns((run) => tell(host, "finished", run));
  }
}

/** Answers of an earlier visit come back by themselves. They count, but nothing is told before the reader has done something here. */
function tellScore(tell) {
  let acted = false;
  for (const name of ["click", "submit"]) main.addEventListener(name, () => (acted = true), true);
  let before = "";
  new MutationObserver(() => {
    const points = [...main.querySelectorAll("[data-score]")].map(({ dataset }) => Number(dataset.score));
    const sum = points.reduce((sum, each) => sum + each, 0);
    const score = { answered: points.length, of: questions, points: sum / 100 };
    const now = JSON.stringify(score);
    if (!acted || now === before) return;
    before = now;
    tell(score);
  }).observe(main, { childList: true, subtree: true });
}

function tellRuns(tell) {
  new MutationObserver(() => {
    const over = main.querySelector("[data-phase=finished]");
    if (!over) return;
    // A sweep is many runs, and has none.
    const tiles = main.querySelectorAll(".lab__tiles:not([hidden]) .tile");
    const figures = [...tiles].map((tile) => {
      const [label, figure] = [tile.querySelector("dt"), tile.querySelector("dd")];
      const { value } = figure.dataset;
      return {
        metric: tile.dataset.metric,
        label: label.textContent,
        text: figure.textContent,
        value: value === undefined ? null : Number(value),
      };
    });
    tell({ figures });
  }).observe(main, { attributeFilter: ["data-phase"], subtree: true });
}

/** The code of the frame, with the host of this page, and the origin of the page that it is for where the reader says that. */
function offer() {
  const [code, field, said] = [part("embed-code"), part("embed-host"), part("embed-said")];
  // Said once, not at each letter; the page has the words, in its language.
  const say = (words) => said.textContent !== words && (said.textContent = words);
  const make = () => {
    const page = address(field.value.trim());
    const unread = field.value.trim() !== "" && !page;
    say(unread ? said.dataset.unread : "");
    field.ariaInvalid = String(unread);
    const url = location.origin + location.pathname + (page ? `?host=${page.origin}` : "");
    code.value = code.dataset.code.replace(/src="[^"]*"/, () => `src="${url}"`);
  };
  field.addEventListener("input", make);
  make();
  part("embed-copy").addEventListener("click", async () => {
    // A page that was not served securely has no clipboard, and others may refuse.
    const copied = await navigator.clipboard?.writeText(code.value).then(
      () => true,
      () => false,
    );
    if (!copied) code.select();
    say(copied ? said.dataset.copied : said.dataset.refused);
  });
  part("embed-offer").hidden = false;
}

if (parent !== window) frame();
else if (questions > 0) offer();
