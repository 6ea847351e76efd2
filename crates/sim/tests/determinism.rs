//! The same scenario and seed give the same bytes, here, in a release build and in a browser: all hold their report
//! against the one snapshot.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use headroom_sim::scenario::parse;
use headroom_sim::simulate;

#[test]
fn a_report_has_the_bytes_it_had() {
    let scenario = parse(include_str!("fixtures/serverless-url-shortener.toml")).unwrap();
    let report = simulate(&scenario, Some("steady"), &[], Some(42)).unwrap();
    insta::assert_snapshot!("serverless_steady_42", report.to_json());
}
