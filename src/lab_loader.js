// Gets the program of labs. Its files are named alike in every build; what follows the question mark tells them apart.
const build = new URL(import.meta.url).search;
try {
  const { default: start } = await import(`./lab.js${build}`);
  await start({ module_or_path: new URL(`./lab_bg.wasm${build}`, import.meta.url) });
} catch (error) {
  console.error(error);
  document.dispatchEvent(new Event("headroom-no-lab"));
}
