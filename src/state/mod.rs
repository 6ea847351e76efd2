//! What pages share.

pub mod progress;
pub mod site;
