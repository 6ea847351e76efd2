//! The Headroom site: Leptos components that render to HTML on the host (feature `ssr`) and take that HTML
//! over in the browser (feature `hydrate`).

// A lab is a deep tree of typed views.
#![recursion_limit = "256"]

pub mod app;
pub mod components;
pub mod pages;
pub mod platform;
pub mod state;
