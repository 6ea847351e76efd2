//! The waterfall as a table, in markup: one call a row.

use std::fmt::Write;

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use headroom_sim::trace::{self, PARTS, Span, Trace};

use super::waterfall::{Row, Waterfall};
use crate::components::escape;
use crate::words::{engine, explain as say};

/// Deeper calls are not set in further.
const DEEPEST: usize = 8;

/// Nanoseconds as a time.
pub fn time(ns: u64) -> String {
    quantity::format(ns as f64, Unit::Duration)
}

/// How long a request took.
pub fn took(trace: &Trace) -> String {
    match trace.took_ns() {
        0 => say::at_once().to_owned(),
        ns => time(ns),
    }
}

/// Head and rows of a table with the first `most` calls of a request. `name` is what a node is called, by its id.
pub fn table(trace: &Trace, most: usize, name: &impl Fn(&str) -> String) -> String {
    let waterfall = Waterfall::of(trace);
    let mut html = format!(
        "<caption class=\"visually-hidden\">{}</caption>\
         <thead role=\"rowgroup\"><tr role=\"row\" class=\"trace__head\">\
         <th role=\"columnheader\" scope=\"col\">{}</th>\
         <th role=\"columnheader\" scope=\"col\" class=\"trace__axis\"><span class=\"visually-hidden\">{}</span>\
         <span>0</span> <span class=\"visually-hidden\">{}</span> <span>{}</span></th>\
         <th role=\"columnheader\" scope=\"col\" class=\"trace__took\">{}</th></tr></thead>\
         <tbody role=\"rowgroup\">",
        say::calls_of(number(trace)),
        say::call(),
        say::when_from(),
        say::to(),
        time(if trace.took_ns() > 0 {
            waterfall.length_ns
        } else {
            0
        }),
        say::took()
    );
    for row in waterfall.rows.iter().take(most) {
        if let Some(span) = trace.spans.get(row.span) {
            self::row(&mut html, trace, row, span, name);
        }
    }
    html.push_str("</tbody>");
    html
}

/// The number of a request, counting from one.
pub fn number(trace: &Trace) -> String {
    quantity::format(f64::from(trace.request) + 1.0, Unit::Count)
}

fn row(html: &mut String, trace: &Trace, row: &Row, span: &Span, name: &impl Fn(&str) -> String) {
    let failure = span.failure.as_deref();
    let class = match (failure, span.unfinished) {
        (Some(_), _) => " trace__row--failed",
        (None, true) => " trace__row--unfinished",
        (None, false) => "",
    };
    let call = match &span.caller {
        Some(caller) => format!(
            "<span class=\"visually-hidden\">{}</span>{}",
            say::call_to(escape(&name(caller))),
            escape(&name(&span.node))
        ),
        None => say::request_class(escape(&name(&span.node)), escape(&trace.class)),
    };
    let attempt = match span.attempt {
        0 => String::new(),
        n => format!(
            " <span class=\"trace__note\">{}</span>",
            say::attempt(u32::from(n) + 1)
        ),
    };
    let fate = match failure {
        Some(key) => {
            let words = trace::failure_label(key).map_or_else(|| escape(key), str::to_lowercase);
            format!(" <span class=\"trace__failure\">✗ {words}</span>")
        }
        None if span.unfinished => {
            format!(
                " <span class=\"trace__note\">{}</span>",
                say::not_waited_for()
            )
        }
        None => String::new(),
    };
    let begins = span.start_ns.saturating_sub(trace.spans[0].start_ns);
    let mut words = told(span);
    if span.caller.is_some() {
        words.push(format!(
            "<span class=\"trace__begins\">{}</span>",
            say::begins(time(begins))
        ));
    }
    // Writing to a string cannot fail.
    let _ = write!(
        html,
        "<tr role=\"row\" class=\"trace__row{class}\">\
         <th role=\"rowheader\" scope=\"row\" class=\"trace__call\" data-style=\"--depth:{}\">{call}{attempt}{fate}</th>\
         <td role=\"cell\" class=\"trace__when\"><div class=\"trace__lane\" aria-hidden=\"true\">{}</div>\
         <p class=\"trace__parts\">{}</p></td>\
         <td role=\"cell\" class=\"trace__took\">{}</td></tr>",
        row.depth.min(DEEPEST),
        lane(row),
        words.join(" · "),
        time(span.end_ns.saturating_sub(span.start_ns)),
    );
}

/// What a call was spent on, in words. Attempts before it are told where they stand.
fn told(span: &Span) -> Vec<String> {
    let parts = PARTS.iter().filter(|part| !part.is_earlier());
    let parts = parts.filter_map(|part| {
        let (_, ms) = span.parts.iter().find(|(key, _)| key == part.key)?;
        let ms = quantity::format(*ms, Unit::Milliseconds);
        Some(format!("{} {ms}", engine::say(part.label).to_lowercase()))
    });
    parts.collect()
}

/// The bars of a row.
fn lane(row: &Row) -> String {
    let mut html = String::new();
    let mut bar = |class: &str, part: &str, from: f64, to: f64| {
        let _ = write!(
            html,
            "<i class=\"{class}\"{part} data-style=\"left:min({:.3}%,100% - 2px);width:{:.3}%\"></i>",
            from * 100.0,
            (to - from) * 100.0
        );
    };
    let whole = if row.goes_on {
        "trace__bar trace__bar--goes-on"
    } else {
        "trace__bar"
    };
    bar(whole, "", row.start, row.end);
    for piece in &row.pieces {
        let part = format!(" data-part=\"{}\"", piece.part.key);
        bar("trace__bar", &part, piece.from, piece.to);
    }
    let _ = write!(
        html,
        "<i class=\"trace__end\" data-style=\"--at:{:.3}%\"></i>",
        row.end * 100.0
    );
    html
}

#[cfg(test)]
mod tests {
    use super::super::waterfall::tests::{request, span};
    use super::*;

    #[test]
    fn a_call_that_failed_says_so_in_words_and_names_are_escaped() {
        let mut failed = span(Some(0), 5, 100, &[("queue_ms", 95.0)]);
        failed.failure = Some("timeout".into());
        failed.attempt = 1;
        let trace = request(vec![span(None, 0, 100, &[]), failed]);
        let html = table(&trace, 60, &|id| format!("<{id}>"));
        assert!(html.contains("✗ timed out"), "{html}");
        assert!(html.contains("attempt 2"), "{html}");
        assert!(
            html.contains("&lt;client&gt; to </span>&lt;app&gt;"),
            "{html}"
        );
        assert!(
            html.contains("queue 95 ms · <span class=\"trace__begins\">from 5 ms"),
            "{html}"
        );
    }

    #[test]
    fn no_more_calls_are_shown_than_asked_for() {
        let trace = request(vec![
            span(None, 0, 9, &[]),
            span(Some(0), 0, 9, &[]),
            span(Some(0), 0, 9, &[]),
        ]);
        let rows = |most| {
            table(&trace, most, &str::to_owned)
                .matches("<td role=\"cell\" class=\"trace__took\"")
                .count()
        };
        assert_eq!((rows(2), rows(60)), (2, 3));
    }
}
