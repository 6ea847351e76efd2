//! Closed formulas of queueing theory, each with its source.
//!
//! Rates are per second and times in seconds; a function whose arguments leave no steady state (offered load at or above the
//! capacity) gives infinity where the quantity grows without bound.
//!
//! Sources, by short name:
//! *Gross*: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", 4th ed., Wiley 2008.
//! *Kleinrock*: Kleinrock, "Queueing Systems, Volume 1: Theory", Wiley 1975.
//! *Harchol-Balter*: "Performance Modeling and Design of Computer Systems", Cambridge 2013.

mod closed;
mod erlang;
mod requests;
mod single;

pub use closed::ClosedNetwork;
pub use erlang::{Mmc, erlang_b, erlang_c};
pub use requests::{attempts_per_request, expected_maximum, failure_after_retries};
pub use single::{Mm1k, Ps, mg1_mean_wait};
