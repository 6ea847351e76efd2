// As the engine's loader: a program that does not come is told to the page as a script's that does not come is.
const script = `./studio.js${location.search}`;
self.trustedTypes?.createPolicy("default", { createScriptURL: (url) => (url === script ? url : null) });
importScripts(script);
wasm_bindgen({ module_or_path: `./studio_bg.wasm${location.search}` }).catch((error) => setTimeout(() => { throw error; }));
