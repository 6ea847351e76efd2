//! What pages share.

pub mod bootstrap;
pub mod progress;
pub mod site;
