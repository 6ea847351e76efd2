//! The page that tells how accurate the engine is: every oracle of the fast set, asked when the site is built.

use std::fmt::Write as _;

use anyhow::ensure;
use headroom_content::compile::cache::Cache;
use headroom_content::model::{Accuracy, Body, Compared, Comparison, Comparisons, Page};
use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use headroom_sim::report::describe_figure;
use headroom_sim::scenario::{Scenario, parse};
use headroom_sim::validate::{CONFIDENCE, FALSE_MISS, Family, Finding, Oracle, Verdict, oracles};

use crate::validate::ask;

/// Fills the page. Runs that an earlier build made are not made again; a figure outside of its interval is an error.
pub fn fill(pages: &mut [Page], cache: &Cache) -> anyhow::Result<()> {
    for page in pages {
        if let Body::Accuracy(accuracy) = &mut page.body {
            let oracles = oracles(false)?;
            let findings = ask(&oracles, Some(cache))?;
            *accuracy = compare(&oracles, &findings)?;
        }
    }
    Ok(())
}

fn compare(oracles: &[Oracle], findings: &[Finding]) -> anyhow::Result<Accuracy> {
    let mut bad = String::new();
    for finding in findings.iter().filter(|f| f.verdict != Verdict::Holds) {
        // Writing to a String cannot fail.
        let _ = write!(bad, "\n  {}: {}", finding.oracle, finding.figure);
    }
    ensure!(
        bad.is_empty(),
        "the engine misses what is known of it (`headroom validate` says by how much):{bad}"
    );
    let mut rest = findings;
    let mut families = Vec::new();
    for family in Family::ALL {
        let mut systems = Vec::new();
        for oracle in oracles.iter().filter(|oracle| oracle.family == family) {
            let (mine, others) = rest.split_at(oracle.checks.len().min(rest.len()));
            rest = others;
            systems.push(comparison(oracle, mine));
        }
        if !systems.is_empty() {
            families.push(Comparisons {
                title: family.title().to_owned(),
                sentence: family.sentence().to_owned(),
                systems,
            });
        }
    }
    Ok(Accuracy {
        confidence: CONFIDENCE,
        false_miss: FALSE_MISS,
        families,
    })
}

fn comparison(oracle: &Oracle, findings: &[Finding]) -> Comparison {
    // It has run: it can be read.
    let scenario = parse(&oracle.scenario).ok();
    let figure = |finding: &Finding| {
        let (label, unit) = name(scenario.as_ref(), &finding.figure);
        let share = |value: f64| value / finding.expected;
        Compared {
            label,
            known: quantity::format(finding.expected, unit),
            simulated: quantity::format(finding.simulated, unit),
            difference: share(finding.simulated - finding.expected),
            interval: share((finding.high - finding.low) / 2.0),
        }
    };
    Comparison {
        name: oracle.name.clone(),
        source: oracle.source.to_owned(),
        figures: findings.iter().map(figure).collect(),
    }
}

/// What a figure is called, and its unit.
fn name(scenario: Option<&Scenario>, path: &str) -> (String, Unit) {
    if let Some((above, below)) = path.split_once(" / ") {
        let (above, below) = (name(scenario, above).0, name(scenario, below).0);
        return (format!("{above} / {}", below.to_lowercase()), Unit::Count);
    }
    // Which node's it is, where there are several beside the client.
    let several = scenario.is_some_and(|scenario| scenario.nodes.len() > 2);
    let node = path
        .strip_prefix("nodes.")
        .filter(|_| several)
        .and_then(|rest| rest.split('.').next());
    if let Some(view) = scenario.and_then(|scenario| describe_figure(scenario, path)) {
        let of = node.map_or_else(String::new, |node| format!(", {node}"));
        return (format!("{}{of}", view.label), view.unit);
    }
    let plain = |key: &str| key.replace('_', " ");
    let label = match path.rsplit_once('.') {
        Some(("requests.failed", cause)) => format!("Failed: {}", plain(cause)),
        Some((link, key)) => {
            let link = link.trim_start_matches("links.").replace("->", " to ");
            format!("{}, {link}", plain(key))
        }
        None => plain(path),
    };
    (label, Unit::Count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_that_misses_makes_no_page() {
        let oracles = oracles(false).unwrap();
        let oracle = &oracles[0];
        let runs = |value: fn(f64, u32) -> f64| -> Vec<Vec<f64>> {
            let of = |run: u32| {
                oracle
                    .checks
                    .iter()
                    .map(move |check| value(check.expected, run))
            };
            (0..32).map(|run| of(run).collect()).collect()
        };
        let near = runs(|known, run| known * (1.0 + 1e-4 * (f64::from(run % 2) - 0.4)));
        let accuracy = compare(&oracles[..1], &oracle.judge(&near)).unwrap();
        let system = &accuracy.families[0].systems[0];
        assert_eq!(system.figures.len(), oracle.checks.len());
        let utilisation = &system.figures[0];
        assert_eq!(utilisation.label, "Utilisation");
        assert_eq!(utilisation.known, "50%");
        assert!((utilisation.difference - 1e-5).abs() < 1e-9);
        let far = runs(|known, run| known * (1.1 + 1e-4 * f64::from(run % 2)));
        let error = compare(&oracles[..1], &oracle.judge(&far)).unwrap_err();
        let message = error.to_string();
        assert!(
            message.contains("M/M/1 at 50%: nodes.app.utilisation"),
            "{message}"
        );
    }

    #[test]
    fn every_figure_has_a_name_in_words() {
        for oracle in oracles(false).unwrap() {
            let scenario = parse(&oracle.scenario).unwrap();
            for check in &oracle.checks {
                let (label, _) = name(Some(&scenario), &check.figure);
                assert!(
                    !label.contains(['_', '>']) && !label.contains("nodes."),
                    "{label} for {}",
                    check.figure
                );
            }
        }
    }
}
