//! The Headroom site: Leptos components that render to HTML on the host (`ssr`) and take that HTML over
//! in the browser (`hydrate`).
