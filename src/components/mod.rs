//! What pages are made of: one folder a family, one file a component.

pub mod chart;
pub mod diagram;
pub mod document;
pub mod lab;
pub mod layout;
pub mod quiz;
