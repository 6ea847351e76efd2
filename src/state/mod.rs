//! What pages share.

pub mod site;
