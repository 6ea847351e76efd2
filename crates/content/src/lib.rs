//! Content: typed documents ([`model`], also in the browser), the plain [`text`] of their markup, and the compiler from Markdown to them
//! ([`compile`], on the host only, behind the feature of that name).

#[cfg(feature = "compile")]
pub mod compile;
#[allow(
    clippy::large_enum_variant,
    reason = "a page has a handful of blocks, and a question is what most of them are; pointers of 32 bits make it small enough"
)]
pub mod model;
pub mod text;
