//! What pages share.

pub mod bank;
pub mod bootstrap;
pub mod catalogue;
pub mod keeping;
pub mod predictions;
pub mod progress;
pub mod site;
pub mod sittings;
