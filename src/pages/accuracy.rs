//! How near the engine comes to what is known. Nothing on this page moves.

use headroom_content::model::{Accuracy, Compared, Comparison, Comparisons};
use leptos::prelude::*;

use crate::components::chart::Forest;
use crate::components::document::{Fact, PageHeader};
use crate::words::{lang_of_content, page as words};

#[component]
pub fn AccuracyPage(title: String, accuracy: Accuracy) -> impl IntoView {
    let systems = accuracy.families.iter().flat_map(|family| &family.systems);
    let (systems, figures) = systems.fold((0, 0), |(systems, figures), system| {
        (systems + 1, figures + system.figures.len())
    });
    let facts = vec![
        Fact::new(words::known_systems(), systems),
        Fact::new(words::figures_compared(), figures),
        Fact::new(words::outside_interval(), 0),
    ];
    let families = accuracy.families.iter().enumerate();
    let families = families
        .map(|(at, family)| view! { <Family at family=family.clone()/> })
        .collect_view();
    view! {
        <article class="document accuracy">
            <PageHeader title summary=words::accuracy_why() facts/>
            <div class="prose">{reading(&accuracy)}</div>
            {families}
            <section aria-labelledby="left-out">
                <h2 id="left-out">{words::what_this_leaves_out()}</h2>
                <ul class="leaves-out">
                    <li>{words::leaves_out_most()}</li>
                    <li>{words::leaves_out_change()}</li>
                    <li>{words::leaves_out_products()}</li>
                </ul>
            </section>
        </article>
    }
}

/// How the figures are to be read.
fn reading(accuracy: &Accuracy) -> impl IntoView {
    let percent = |share: f64| format!("{}%", (share * 1e7).round() / 1e5);
    let (confidence, chance) = (percent(accuracy.confidence), percent(accuracy.false_miss));
    view! {
        <p>{words::how_a_dot_reads()}</p>
        <p>{words::why_so_confident(confidence, chance)}</p>
        <p>
            {words::runs_were_made()} <code>"headroom validate"</code> {words::makes_them_again()} <code>"--full"</code>
            {words::longer_ones()}
        </p>
    }
}

#[component]
fn Family(at: usize, family: Comparisons) -> impl IntoView {
    let id = format!("family-{at}");
    let rows = family.systems.iter().map(|system| {
        let figures = system.figures.iter();
        (
            system.name.clone(),
            figures
                .map(|figure| (figure.difference, figure.interval))
                .collect(),
        )
    });
    let told = told(&family.systems);
    let count = family
        .systems
        .iter()
        .map(|s| s.figures.len())
        .sum::<usize>();
    let label = words::figures_of(&family.title);
    let systems = family.systems.iter().map(system).collect_view();
    view! {
        <section class="wide" aria-labelledby=id.clone()>
            <h2 id=id.clone() lang=lang_of_content()>{family.title.clone()}</h2>
            <p class="accuracy__sentence" lang=lang_of_content()>{family.sentence}</p>
            <figure>
                <Forest rows=rows.collect()/>
                <figcaption>{told}</figcaption>
            </figure>
            <details>
                <summary>
                    {words::all_figures(count)} <span class="visually-hidden">": " {family.title}</span>
                </summary>
                <div class="table-scroll" tabindex="0" role="region" aria-label=label>
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{words::figure()}</th>
                                <th scope="col" class="align-right">{words::known()}</th>
                                <th scope="col" class="align-right">{words::simulated()}</th>
                                <th scope="col" class="align-right">{words::difference()}</th>
                            </tr>
                        </thead>
                        {systems}
                    </table>
                </div>
            </details>
        </section>
    }
}

/// What the drawing shows, in words.
fn told(systems: &[Comparison]) -> String {
    let figures = systems
        .iter()
        .flat_map(|system| system.figures.iter().map(move |figure| (system, figure)));
    let mut sorted: Vec<(&Comparison, &Compared)> = figures.collect();
    sorted.sort_by(|a, b| a.1.difference.abs().total_cmp(&b.1.difference.abs()));
    let Some(&(system, most)) = sorted.last() else {
        return String::new();
    };
    let middle = sorted[sorted.len() / 2].1;
    words::half_within(
        sorted.len(),
        share(middle.difference.abs()),
        share(most.difference.abs()),
        share(most.interval),
        &system.name,
        most.label.to_lowercase(),
    )
}

fn system(system: &Comparison) -> impl IntoView + use<> {
    let figures = system.figures.iter().map(|figure| {
        view! {
            <tr>
                <th scope="row" lang=lang_of_content()>{figure.label.clone()}</th>
                <td class="align-right">{figure.known.clone()}</td>
                <td class="align-right">{figure.simulated.clone()}</td>
                <td class="align-right">
                    {signed(figure.difference)} <span class="accuracy__interval">" ±" {share(figure.interval)}</span>
                </td>
            </tr>
        }
    });
    let (name, source) = (system.name.clone(), system.source.clone());
    view! {
        <tbody>
            <tr class="accuracy__system">
                <th scope="rowgroup" colspan="4" lang=lang_of_content()>{name} " " <span class="accuracy__source">{source}</span></th>
            </tr>
            {figures.collect_view()}
        </tbody>
    }
}

/// A share in per cent, with two significant digits.
fn share(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 {
        "0%".to_owned()
    } else if percent.abs() < 0.0995 {
        format!("{percent:.3}%")
    } else if percent.abs() < 0.995 {
        format!("{percent:.2}%")
    } else if percent.abs() < 9.95 {
        format!("{percent:.1}%")
    } else {
        format!("{percent:.0}%")
    }
}

fn signed(difference: f64) -> String {
    let sign = if difference < 0.0 { "−" } else { "+" };
    format!("{sign}{}", share(difference.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_with_two_digits() {
        for (value, told) in [
            (0.0, "0%"),
            (0.000_1, "0.010%"),
            (0.001_234, "0.12%"),
            (0.0256, "2.6%"),
            (0.256, "26%"),
            (1.376_78, "138%"),
        ] {
            assert_eq!(share(value), told);
        }
        assert_eq!(signed(-0.01), "−1.0%");
    }

    #[test]
    fn the_sentence_names_the_farthest_figure() {
        let figure = |label: &str, difference: f64| Compared {
            label: label.to_owned(),
            known: String::new(),
            simulated: String::new(),
            difference,
            interval: 0.07,
        };
        let system = Comparison {
            name: "M/M/1".to_owned(),
            source: String::new(),
            figures: vec![
                figure("Wait", -0.03),
                figure("Latency", 0.01),
                figure("Utilisation", 0.001),
            ],
        };
        assert_eq!(
            told(&[system]),
            "Half of the 3 figures are within 1.0% of what is known. The farthest is 3.0% off, in an interval of ±7.0%: M/M/1, wait."
        );
    }
}
