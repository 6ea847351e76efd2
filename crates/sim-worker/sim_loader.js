// Trunk's own loader drops the promise, and a program that does not come would fail unheard. Thrown in a task of
// its own, the reason reaches the page's `onerror`, as a script's that does not come does.
importScripts("./sim.js");
wasm_bindgen({ module_or_path: "./sim_bg.wasm" }).catch((error) => setTimeout(() => { throw error; }));
