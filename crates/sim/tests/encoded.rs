//! Scenarios come to the worker as bytes. Whatever bytes come, it runs them or refuses them.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use std::sync::LazyLock;

use headroom_sim::protocol::{LabSpec, Setup};
use headroom_sim::scenario::parse;
use headroom_sim::session::{LoadError, Session};
use proptest::prelude::*;

static ENCODED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = include_str!("fixtures/serverless-url-shortener.toml");
    LabSpec::new("a/b", &parse(text).unwrap()).scenario
});

/// Loads and runs for some ten thousand events.
fn try_out(bytes: &[u8], preset: Option<&str>) -> Result<(), LoadError> {
    let mut session = Session::load(&Setup {
        scenario: bytes.to_vec(),
        preset: preset.map(str::to_owned),
        set: Vec::new(),
        seed: 1,
        deeds: Vec::new(),
    })?;
    let mut looks = 0;
    session.advance(u64::MAX, &mut || {
        looks += 1;
        looks > 5
    });
    session.frame(1);
    session.outcome();
    Ok(())
}

#[test]
fn what_was_parsed_loads_under_every_preset() {
    let text = include_str!("fixtures/serverless-url-shortener.toml");
    for preset in parse(text).unwrap().presets {
        assert_eq!(try_out(&ENCODED, Some(&preset.name)), Ok(()));
    }
}

#[test]
fn bytes_of_another_version_are_refused() {
    for cut in 0..ENCODED.len() {
        assert_eq!(try_out(&ENCODED[..cut], None), Err(LoadError::Decode));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]
    #[test]
    fn a_changed_byte_gives_a_run_or_an_error_but_no_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        preset in prop::sample::select(vec![None, Some("flash-crowd"), Some("cost-crossover")]),
    ) {
        let mut bytes = ENCODED.clone();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = try_out(&bytes, preset);
    }
}
