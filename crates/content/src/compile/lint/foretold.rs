//! Predictions that a page gives away: its text says the figure before it is asked for, or its lab opens at another run.

use crate::model::Block;

use super::super::assemble::Ready;
use super::super::diagnostic::Diagnostics;
use super::super::render::RunFigure;
use super::super::rule::Rule;

pub fn lint(page: &Ready<'_, '_>, diagnostics: &mut Diagnostics) {
    told_before(page, diagnostics);
    elsewhere(page, diagnostics);
}

/// Reports each figure, and each claim about one, that stands before the prediction of the same figure of the same run.
fn told_before(page: &Ready<'_, '_>, diagnostics: &mut Diagnostics) {
    let source = page.parsed.source;
    for told in &page.rendered.told {
        let mut asked = page.rendered.predicted.iter();
        let Some(asked) =
            asked.find(|asked| told.span.start < asked.span.start && same(told, asked))
        else {
            continue;
        };
        let message = format!(
            "this gives away `{}` of {}, which is to be predicted in line {}",
            asked.metric,
            asked.run,
            source.line_of(asked.span.start) + 1
        );
        diagnostics
            .report(source, Rule::Foretold, &told.span, message)
            .help("say it after the lab, or without the figure");
    }
}

/// Reports a scenario that predictions are made of while none of its labs on the page opens at an experiment they ask about.
fn elsewhere(page: &Ready<'_, '_>, diagnostics: &mut Diagnostics) {
    let labs = || {
        page.rendered.blocks.iter().filter_map(|block| match block {
            Block::Lab(lab) => Some(lab),
            _ => None,
        })
    };
    let predicted = &page.rendered.predicted;
    for (place, asked) in predicted.iter().enumerate() {
        let sim = &asked.run.sim;
        let first = predicted[..place].iter().all(|other| other.run.sim != *sim);
        let Some(lab) = labs().find(|lab| lab.sim == *sim).filter(|_| first) else {
            continue;
        };
        if labs().any(|lab| lab.sim == *sim && lab.asked.is_some()) {
            continue;
        }
        let message = format!(
            "a run of {} is to be predicted, and the lab opens at `{}`",
            asked.run, lab.preset
        );
        diagnostics
            .report(
                page.parsed.source,
                Rule::OtherExperiment,
                &asked.span,
                message,
            )
            .help("open the lab at the experiment that is asked about");
    }
}

/// Whether two names are of one figure of one run. The metric of a node may be named without the node where only one has it.
fn same(told: &RunFigure, asked: &RunFigure) -> bool {
    let (one, other) = (told.metric.as_str(), asked.metric.as_str());
    told.run == asked.run && (one == other || bare(one) == Some(other) || Some(one) == bare(other))
}

/// The metric of a node without the node.
fn bare(metric: &str) -> Option<&str> {
    let (_, bare) = metric.strip_prefix("nodes.")?.split_once('.')?;
    Some(bare)
}
