//! Settings weighed against each other, by runs in several workers.

mod beside;
mod compare;
mod compared;
mod course;
mod crossing;
mod curve;
mod plan;
mod rivals;
mod sweep;
mod tally;
mod verdict;
mod work;

pub use compare::Compare;
pub use sweep::Sweep;

use leptos::prelude::*;

use crate::components::view;

use super::tools::Mirror;

/// Tracks all that [`Mirror::setup`] is made from.
fn track_setup(bench: Mirror) {
    bench.preset.track();
    bench.seed.track();
    bench.placed.track();
    bench.dials.with_value(|dials| {
        for dial in dials {
            dial.value.track();
        }
    });
}

/// A choice among a few numbers.
fn numbers(
    id: String,
    label: &'static str,
    choices: &'static [usize],
    chosen: RwSignal<usize>,
) -> AnyView {
    let options = choices.iter().map(|&choice| {
        view! {
            <option
                value=choice.to_string()
                selected=chosen.get_untracked() == choice
                prop:selected=move || chosen.get() == choice
            >
                {choice}
            </option>
        }
    });
    view! {
        <div class="weigh__field">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                on:change=move |event| {
                    if let Ok(choice) = event_target_value(&event).parse() {
                        chosen.set(choice);
                    }
                }
            >
                {options.collect_view()}
            </select>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;
    use headroom_sim::protocol::{LabSpec, MetricView};

    pub fn metric(path: &str) -> MetricView {
        MetricView {
            path: path.to_owned(),
            label: path.to_uppercase().into(),
            doc: "".into(),
            unit: Unit::Count,
            better: None,
        }
    }

    /// A lab with one figure, `x`, and nothing else.
    pub fn spec() -> LabSpec {
        LabSpec {
            headline: vec![metric("x")],
            seed: 1,
            ..LabSpec::default()
        }
    }
}
