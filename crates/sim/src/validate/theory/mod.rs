//! Closed formulas of queueing theory and of what surrounds it, each with its source.
//!
//! Rates are per second and times in seconds; a function whose arguments leave no steady state (offered load at or above the
//! capacity) gives infinity where the quantity grows without bound. Arguments are taken as they are: rates and times are
//! positive, shares lie between 0 and 1.
//!
//! Sources, by short name:
//! *Gross*: Gross, Shortle, Thompson, Harris, "Fundamentals of Queueing Theory", 4th ed., Wiley 2008.
//! *Kleinrock*: Kleinrock, "Queueing Systems, Volume 1: Theory", Wiley 1975.
//! *Harchol-Balter*: "Performance Modeling and Design of Computer Systems", Cambridge 2013.
//! *Lazowska*: Lazowska, Zahorjan, Graham, Sevcik, "Quantitative System Performance", Prentice-Hall 1984.

mod arrivals;
mod backoff;
mod balancing;
mod batching;
mod breaker;
#[cfg(test)]
mod brute;
mod caches;
mod closed;
mod control;
mod deterministic;
mod environments;
mod erlang;
mod forkjoin;
mod general;
mod infinite;
mod jackson;
mod laws;
mod limits;
mod numeric;
mod partitions;
mod priority;
mod replication;
mod requests;
mod single;
mod tails;

pub use arrivals::{Mmpp2, OnOff};
pub use backoff::{Backoff, Jitter};
pub use balancing::{
    PowerOfChoices, join_shortest_bounds, join_shortest_of_two, random_response,
    round_robin_response,
};
pub use batching::{BatchServer, Batcher};
pub use breaker::{Breaker, breaker_share_of_dead};
pub use caches::{
    fifo_hit_ratio, lfu_hit_ratio, lru_hit_ratio, lru_hit_ratio_exact, sliding_ttl_hit_ratio,
    ttl_hit_ratio, ttl_hit_ratio_of_keys, ttl_mean_keys, zipf,
};
pub use closed::{ClosedNetwork, MeanValues, mean_value_analysis};
pub use control::{Aimd, Autoscaler, Step, StepResponse};
pub use deterministic::Md1k;
pub use environments::{cold_share, executions_per_environment, mean_idle, share_alive};
pub use erlang::{Mmc, erlang_b, erlang_c};
pub use forkjoin::ForkJoin;
pub use general::{Gim1, allen_cunneen_wait, kingman_bound, kingman_wait};
pub use infinite::Mminf;
pub use jackson::{NetworkError, OpenNetwork, Station};
pub use laws::{
    Scalability, forced_flow, interactive_response, little, saturation_point, throughput_bound,
    utilisation,
};
pub use limits::{FixedWindow, TokenBucket, leaky_bucket, sliding_log_refused};
pub use partitions::{
    bounded_load, collision_probability, expected_distinct, expected_distinct_of, expected_fullest,
    fullest_at_most, fullest_of_many, items_for_collision, largest_arc, moved_by_one_more,
    ring_share_cv, throughput_until_hot,
};
pub use priority::{
    PriorityClass, preemptive_responses, priority_waits, priority_waits_of_servers,
};
pub use replication::{
    quorum_miss, stale_after, stale_share, stale_share_of, stale_share_of_constant_lag,
};
pub use requests::{
    attempts_per_request, attempts_through_layers, attempts_with_budget, expected_maximum,
    failure_after_retries, failure_with_budget,
};
pub use single::{Mm1k, Ps, mg1_mean_wait};
pub use tails::{
    Hedged, kth_mean, kth_mean_of_exponentials, kth_percentile, kth_tail, leaf_percentile,
    share_touched,
};
