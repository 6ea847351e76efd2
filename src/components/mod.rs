//! What pages are made of: one folder a family, one file a component.

pub mod chart;
pub mod diagram;
#[cfg(not(target_arch = "wasm32"))]
pub mod document;
pub mod lab;
#[cfg(not(target_arch = "wasm32"))]
pub mod layout;
pub mod quiz;
pub mod theme_switch;
