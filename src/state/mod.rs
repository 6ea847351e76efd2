//! What pages share.

pub mod bootstrap;
pub mod catalogue;
pub mod held;
pub mod keeping;
pub mod keys;
pub mod offline;
pub mod predictions;
pub mod progress;
pub mod search;
pub mod settings;
pub mod site;
pub mod sittings;
