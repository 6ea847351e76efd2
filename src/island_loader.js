// Gets a program of labs: `?program=lab&build=...`. Its files are named alike in every build; what follows the question mark tells
// them apart.
const asked = new URL(import.meta.url).searchParams;
const program = asked.get("program");
const build = asked.get("build");
try {
  const { default: start } = await import(`./${program}.js?${build}`);
  await start({ module_or_path: new URL(`./${program}_bg.wasm?${build}`, import.meta.url) });
} catch (error) {
  console.error(error);
  document.dispatchEvent(new Event(`headroom-no-${program}`));
}
