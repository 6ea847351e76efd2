// Gets a program of the page's islands: `?program=lab&build=...`. Its files are named alike in every build; what follows the
// question mark tells them apart. What could not be had once is asked for again by another name: `&again=1`.
const asked = new URL(import.meta.url).searchParams;
const program = asked.get("program");
const again = asked.get("again");
const build = asked.get("build") + (again ? `&again=${again}` : "");
try {
  // Of a page in another language: what this program says there and others do not. Without it that is said in English.
  const words = self.headroomMore?.[program];
  const said = words && import(words + (again ? `?again=${again}` : "")).catch(console.error);
  const { default: start } = await import(`./${program}.js?${build}`);
  await said;
  await start({ module_or_path: new URL(`./${program}_bg.wasm?${build}`, import.meta.url) });
} catch (error) {
  console.error(error);
  document.dispatchEvent(new Event(`headroom-no-${program}`));
}
