//! What a run counts and times. All of it is of fixed size, however long the run.

pub(crate) mod attribution;
pub(crate) mod batch;
pub(crate) mod gauge;
pub(crate) mod histogram;
pub(crate) mod money;
pub(crate) mod sample;
pub(crate) mod timeline;
