// Trunk's own loader drops the promise, and a program that does not come would fail unheard. Thrown in a task of
// its own, the reason reaches the page's `onerror`, as a script's that does not come does.
// Its files are named alike in every build; what follows the question mark tells them apart.
// Where a host sends the policy on content with this file, too, text becomes the address of a script here only, and of this one.
const script = `./sim.js${location.search}`;
self.trustedTypes?.createPolicy("default", { createScriptURL: (url) => (url === script ? url : null) });
importScripts(script);
wasm_bindgen({ module_or_path: `./sim_bg.wasm${location.search}` }).catch((error) => setTimeout(() => { throw error; }));
