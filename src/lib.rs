//! The Headroom site. Leptos components make every page on the host; those that do something ([`islands`]) are taken
//! over by the same components in the browser (feature `hydrate`), and the rest of a page needs no program.

// A lab is a deep tree of typed views.
#![recursion_limit = "256"]

pub mod components;
pub mod islands;
#[cfg(not(target_arch = "wasm32"))]
pub mod pages;
pub mod platform;
#[cfg(target_arch = "wasm32")]
pub mod program;
pub mod state;
pub mod words;
