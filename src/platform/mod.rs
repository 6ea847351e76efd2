//! Everything that touches the browser. The rest of the app is told what it needs and runs on the host too.

#[cfg(target_arch = "wasm32")]
pub mod address;
#[cfg(target_arch = "wasm32")]
pub mod begin;
#[cfg(target_arch = "wasm32")]
pub mod canvas;
pub mod clipboard;
#[cfg(target_arch = "wasm32")]
pub mod clock;
#[cfg(target_arch = "wasm32")]
pub mod document;
#[cfg(target_arch = "wasm32")]
pub mod download;
#[cfg(target_arch = "wasm32")]
pub mod editor;
pub mod focus;
pub mod keys;
#[cfg(target_arch = "wasm32")]
pub mod leaving;
#[cfg(target_arch = "wasm32")]
pub mod library;
#[cfg(target_arch = "wasm32")]
pub mod line;
#[cfg(target_arch = "wasm32")]
pub mod links;
#[cfg(target_arch = "wasm32")]
pub mod navigation;
#[cfg(target_arch = "wasm32")]
pub mod noting;
pub mod number;
#[cfg(target_arch = "wasm32")]
pub mod observe;
#[cfg(target_arch = "wasm32")]
pub mod offline;
#[cfg(target_arch = "wasm32")]
pub mod paint;
#[cfg(target_arch = "wasm32")]
pub mod painter;
pub mod pointer;
#[cfg(target_arch = "wasm32")]
pub mod press;
#[cfg(target_arch = "wasm32")]
pub mod search_index;
#[cfg(target_arch = "wasm32")]
pub mod sections;
pub mod settings;
#[cfg(target_arch = "wasm32")]
pub mod storage;
#[cfg(target_arch = "wasm32")]
pub mod terms;
pub mod theme;
#[cfg(target_arch = "wasm32")]
pub mod worker;

/// Before all else that a program does: lets a panic say where it was in the console, and the program speak the language of the page.
#[cfg(target_arch = "wasm32")]
pub fn set_up() {
    console_error_panic_hook::set_once();
    document::learn_language();
}

#[cfg(target_arch = "wasm32")]
pub fn log_error(message: &str) {
    web_sys::console::error_1(&message.into());
}
