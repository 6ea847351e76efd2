//! Content: typed documents ([`model`], also in the browser) and the compiler from Markdown to them
//! ([`compile`], on the host only, behind the feature of that name).

#[cfg(feature = "compile")]
pub mod compile;
pub mod model;
