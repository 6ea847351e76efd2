//! How latency is distributed, as a whole and over time.

use std::sync::Arc;

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{Cells, LatencyView, Wanted};
use leptos::prelude::*;

use crate::components::chart::Mark;
use crate::components::chart::distribution::{self, Distribution, Theory};
use crate::components::chart::heat::{Column, Heat};
use crate::components::chart::picture::Shown;
use crate::components::lab::bench::Bench;
use crate::words::explain as say;

/// What the engine says of latency while this is on the page.
fn wanted(bench: Bench) -> Signal<Option<LatencyView>> {
    let watched = bench.want(|| Wanted {
        latency: true,
        ..Wanted::default()
    });
    Signal::derive(move || watched.get()?.latency)
}

pub fn distribution(bench: Bench, id: String) -> AnyView {
    let view = wanted(bench);
    let spread = Memo::new(move |_| {
        let view = view.get()?;
        let bins = bins(&view.all);
        let theory = view.foretold.map(|told| Theory {
            law: told.law,
            at_or_below: told.at_or_below,
        });
        Some(Arc::new(Distribution {
            bins,
            unit: Unit::Duration,
            what: say::requests().to_owned(),
            theory,
        }))
    });
    let picture = Signal::derive(move || spread.get().map(|spread| spread as Shown));
    super::figure(
        id,
        say::latency_distribution().to_owned(),
        say::axes_distribution(),
        distribution::keys(),
        picture,
        say::run_to_see(),
    )
}

pub fn over_time(bench: Bench, id: String) -> AnyView {
    let view = wanted(bench);
    let marks = bench.marks();
    let heat = Memo::new(move |_| {
        let view = view.get()?;
        let until = bench.duration_ns.get();
        Some(Arc::new(heat(&view, until, marks.get().to_vec())))
    });
    let picture = Signal::derive(move || heat.get().map(|heat| heat as Shown));
    super::figure(
        id,
        say::latency_over_time().to_owned(),
        say::axes_heat(),
        Vec::new(),
        picture,
        say::run_to_see(),
    )
}

/// The lowest edges are at zero, which no logarithmic axis has.
fn edge(cells: &Cells, cell: u32) -> f64 {
    cells.edge_ns(cell).max(1) as f64
}

fn bins(cells: &Cells) -> Vec<(f64, f64, u64)> {
    let numbered = (cells.first..).zip(&cells.counts);
    numbered
        .map(|(cell, &count)| (edge(cells, cell), edge(cells, cell + 1), count.into()))
        .collect()
}

fn heat(view: &LatencyView, until_ns: u64, marks: Vec<Mark>) -> Heat {
    let filled = view
        .over_time
        .iter()
        .filter(|cells| !cells.counts.is_empty());
    let end = |cells: &Cells| cells.first + cells.counts.len() as u32;
    let first = filled.clone().map(|cells| cells.first).min().unwrap_or(0);
    let last = filled.clone().map(end).max().unwrap_or(first);
    let edges = match filled.clone().next() {
        Some(cells) => (first..=last).map(|cell| edge(cells, cell)).collect(),
        None => Vec::new(),
    };
    let column = |cells: &Cells| Column {
        first: cells.first.saturating_sub(first) as usize,
        counts: cells.counts.clone(),
    };
    Heat {
        width: view.width_ns as f64,
        columns: view.over_time.iter().map(column).collect(),
        edges,
        until: until_ns as f64,
        marks,
        what: say::head_requests().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(first: u32, counts: &[u32]) -> Cells {
        Cells {
            precision: 3,
            first,
            counts: counts.to_vec(),
        }
    }

    #[test]
    fn columns_share_the_edges_of_all() {
        let view = LatencyView {
            all: Cells::default(),
            width_ns: 1000,
            foretold: None,
            over_time: vec![cells(80, &[1, 2]), Cells::default(), cells(78, &[3])],
        };
        let heat = heat(&view, 9000, Vec::new());
        assert_eq!(heat.edges.len(), 5);
        assert!(heat.edges.windows(2).all(|pair| pair[0] < pair[1]));
        let firsts: Vec<usize> = heat.columns.iter().map(|column| column.first).collect();
        assert_eq!(firsts, [2, 0, 0]);
    }
}
