//! What pages are made of: one folder a family, one file a component.

pub mod document;
pub mod layout;
