//! Data structures that several kinds keep their state in.

pub(crate) mod lru;
