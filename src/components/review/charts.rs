//! The days to come and what was remembered, each as a drawing, a sentence and a table.

use std::fmt::Write as _;

use headroom_study::review::{Day, Deck, Week};

use leptos::prelude::GetUntracked as _;

use super::room::Room;
use super::words;
use crate::components::chart::table::Table;
use crate::components::escape;
use crate::words::{chart, study as say};

/// Days that are foreseen.
const DAYS: usize = 30;
/// Weeks that are looked back on: about half a year.
const WEEKS: u32 = 26;
/// Weeks that are taken together.
const POOLED: usize = 4;

/// Of the drawing, tenths of a pixel, as those of other charts; and of the field in it.
const WIDTH: usize = 3400;
const HEIGHT: usize = 2080;
const LEFT: f64 = 340.0;
const RIGHT: f64 = 3380.0;
const TOP: f64 = 90.0;
const BOTTOM: f64 = 1800.0;

/// How many cards come on each of the days ahead.
pub fn forecast(deck: &Deck, room: Room) -> String {
    let counts = deck.forecast(DAYS);
    let most = counts.iter().copied().max().unwrap_or(0);
    let step = round_step(most);
    let top = step * most.div_ceil(step).max(1);
    let mut svg = String::new();
    for mark in (0..=top).step_by(step) {
        level(&mut svg, share(mark, top), &mark.to_string());
    }
    let each = (RIGHT - LEFT) / counts.len() as f64;
    for (place, count) in counts.iter().enumerate() {
        let x = LEFT + each * place as f64;
        // Writing to a String cannot fail.
        if *count > 0 {
            let y = height(share(*count, top));
            let _ = write!(
                svg,
                "<path d=\"M{:.0} {BOTTOM}V{y:.0}h{:.0}V{BOTTOM}z\" fill=\"var(--series-1)\"/>",
                x + each * 0.12,
                each * 0.76
            );
        }
        if place % 7 == 0 {
            let label = match place {
                0 => say::today().to_owned(),
                days => format!("+{days}"),
            };
            foot(&mut svg, x + each / 2.0, &label);
        }
    }
    let sum: usize = counts.iter().sum();
    let busiest = counts.iter().position(|count| *count == most).unwrap_or(0);
    let sentence = if sum == 0 {
        say::no_card_within(DAYS)
    } else {
        say::cards_within(say::cards(sum), DAYS, most, words::ahead(busiest as u32))
    };
    let clock = room.clock.get_untracked();
    let day = |place: usize| words::date(clock, deck.today.plus(place as u32));
    let table = Table {
        head: vec![say::day().to_owned(), say::cards_due_head().to_owned()],
        rows: (counts.iter().enumerate())
            .map(|(place, count)| vec![day(place), count.to_string()])
            .collect(),
    };
    figure(
        say::days_to_come(),
        say::number_by_day(),
        &format!(
            "<ul class=\"chart__legend\"><li><svg class=\"chart__swatch\" viewBox=\"0 0 12 12\" width=\"12\" height=\"12\" aria-hidden=\"true\">\
         <path d=\"M0 0h12v12H0z\" fill=\"var(--series-1)\"/></svg>{}</li></ul>",
            say::cards_due()
        ),
        &svg,
        &sentence,
        &table,
    )
}

/// The share that was remembered, by week, against what is asked.
pub fn retention(deck: &Deck, room: Room) -> String {
    let weeks = deck.weeks(WEEKS);
    let asked = f64::from(deck.settings.retention) / 100.0;
    // A week has few reviews: the line is of four together, the table of each.
    let sum = |weeks: &[Week]| {
        weeks.iter().fold(Week::default(), |all, week| Week {
            reviews: all.reviews + week.reviews,
            remembered: all.remembered + week.remembered,
            ..all
        })
    };
    let shares: Vec<Option<f64>> = (1..=weeks.len())
        .map(|end| sum(&weeks[end.saturating_sub(POOLED)..end]).share())
        .collect();
    // Most of what is to be seen lies high up.
    let low = shares
        .iter()
        .flatten()
        .fold(asked, |low, share| low.min(*share));
    let base = if low >= 0.6 { 0.5 } else { 0.0 };
    let scaled = |share: f64| (share - base) / (1.0 - base);
    let mut svg = String::new();
    for mark in 0..=5 {
        let share = base + (1.0 - base) * f64::from(mark) / 5.0;
        level(&mut svg, scaled(share), &format!("{:.0}%", share * 100.0));
    }
    let each = (RIGHT - LEFT) / f64::from(WEEKS);
    let at = |place: usize| LEFT + each * (place as f64 + 0.5);
    let y = height(scaled(asked));
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        "<path d=\"M{LEFT} {y:.0}H{RIGHT}\" fill=\"none\" stroke=\"var(--series-2)\" stroke-width=\"20\" stroke-dasharray=\"80 50\"/>"
    );
    let (mut line, mut dots) = (String::new(), String::new());
    for (place, share) in shares.iter().enumerate() {
        let Some(share) = share else { continue };
        let y = height(scaled(*share));
        let to = if line.is_empty() { 'M' } else { 'L' };
        let _ = write!(line, "{to}{:.0} {y:.0}", at(place));
        let _ = write!(
            dots,
            "<circle cx=\"{:.0}\" cy=\"{y:.0}\" r=\"36\" fill=\"var(--series-1)\"/>",
            at(place)
        );
    }
    if !line.is_empty() {
        let _ = write!(
            svg,
            "<path d=\"{line}\" fill=\"none\" stroke=\"var(--series-1)\" stroke-width=\"20\" stroke-linejoin=\"round\"/>{dots}"
        );
    }
    let last = weeks.len() - 1;
    for (place, label) in [
        (1, &*say::weeks_ago(WEEKS)),
        (last / 2, "13"),
        (last, say::now()),
    ] {
        foot(
            &mut svg,
            at(place).clamp(LEFT + 380.0, RIGHT - 130.0),
            label,
        );
    }
    let all = sum(&weeks);
    let sentence = all.share().map_or_else(
        || say::no_reviews().to_owned(),
        |share| {
            say::remembered_of(
                all.remembered,
                say::counted_reviews(all.reviews),
                format!("{:.0}", share * 100.0),
                deck.settings.retention,
            )
        },
    );
    let table = by_week(&weeks, room);
    figure(
        say::head_remembered(),
        say::share_over_weeks(),
        &legend(),
        &svg,
        &sentence,
        &table,
    )
}

/// The weeks with something in them, the last first.
fn by_week(weeks: &[Week], room: Room) -> Table {
    let clock = room.clock.get_untracked();
    let rows = weeks.iter().rev().filter(|week| week.reviews > 0);
    Table {
        head: [
            say::week_from(),
            say::reviews(),
            say::head_remembered(),
            say::share(),
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: rows
            .map(|week| {
                vec![
                    words::date(clock, Day(week.from.0)),
                    week.reviews.to_string(),
                    week.remembered.to_string(),
                    week.share()
                        .map_or_else(String::new, |share| format!("{:.0}%", share * 100.0)),
                ]
            })
            .collect(),
    }
}

/// What the two lines are.
fn legend() -> String {
    format!(
        "<ul class=\"chart__legend\"><li><svg class=\"chart__swatch\" viewBox=\"0 0 28 8\" width=\"28\" height=\"8\" aria-hidden=\"true\">\
        <path d=\"M0 4h28\" stroke-width=\"2.5\" stroke=\"var(--series-1)\"/><circle cx=\"14\" cy=\"4\" r=\"3.5\" fill=\"var(--series-1)\"/></svg>{}</li>\
        <li><svg class=\"chart__swatch\" viewBox=\"0 0 28 8\" width=\"28\" height=\"8\" aria-hidden=\"true\">\
        <path d=\"M0 4h28\" stroke-width=\"2.5\" stroke-dasharray=\"8 5\" stroke=\"var(--series-2)\"/></svg>{}</li></ul>",
        say::remembered(),
        say::asked_for()
    )
}

/// The house's figure around a drawing.
fn figure(
    title: &str,
    axes: &str,
    legend: &str,
    svg: &str,
    sentence: &str,
    table: &Table,
) -> String {
    let (sentence, table) = (escape(sentence), table.html());
    format!(
        "<figure class=\"chart\" aria-label=\"{title}\">\
         <div class=\"chart__head\"><p class=\"chart__title\">{title}</p><p class=\"chart__axes\">{axes}</p></div>{legend}\
         <div class=\"chart__plot\"><div class=\"chart__still\">\
         <svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\" focusable=\"false\">{svg}</svg></div></div>\
         <figcaption class=\"chart__summary\"><span class=\"chart__told\">{sentence}</span></figcaption>\
         <div class=\"chart__foot\"><details class=\"chart__data\">\
         <summary>{data}<span class=\"visually-hidden\">{of}</span></summary>\
         <div class=\"chart__scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>{table}</table></div>\
         </details></div></figure>",
        data = chart::data_table(),
        of = chart::of(title),
        label = chart::data_of(title)
    )
}

/// A line across with its label.
fn level(svg: &mut String, share: f64, label: &str) {
    let y = height(share);
    // Writing to a String cannot fail.
    let _ = write!(
        svg,
        "<path d=\"M{LEFT} {y:.0}H{RIGHT}\" fill=\"none\" stroke=\"var(--line)\" stroke-width=\"10\"/>\
         <text x=\"{:.0}\" y=\"{y:.0}\" dy=\".35em\" text-anchor=\"end\" fill=\"var(--text-muted)\">{label}</text>",
        LEFT - 60.0
    );
}

/// A label below.
fn foot(svg: &mut String, x: f64, label: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\" fill=\"var(--text-muted)\">{label}</text>",
        BOTTOM + 200.0
    );
}

fn height(share: f64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * share.clamp(0.0, 1.0)
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// 1, 2, 5, 10, 20 ...: so that some four marks reach the highest bar.
fn round_step(most: usize) -> usize {
    let mut scale = 1;
    loop {
        for times in [1, 2, 5] {
            if times * scale * 4 >= most {
                return times * scale;
            }
        }
        scale *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_round_marks_reach_the_highest_bar() {
        for (most, step) in [(0, 1), (4, 1), (5, 2), (8, 2), (9, 5), (21, 10), (100, 50)] {
            assert_eq!(round_step(most), step, "{most}");
        }
    }
}
