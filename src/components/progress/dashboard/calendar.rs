//! The days on which something was done: half a year at a glance, and the same as a table. No day is missed and no row of days
//! is counted: who rests loses nothing.

use std::fmt::Write;

use headroom_study::activity;
use headroom_study::review::Day;

use super::Board;
use crate::components::progress::markup::{counted, long_day, time};

/// Shown, the last of them the present one.
const WEEKS: i32 = 26;
/// Answers from which a day's mark is one size larger.
const SIZES: [u32; 3] = [5, 15, 30];

impl Board<'_> {
    pub(super) fn calendar(&self, html: &mut String) {
        let today = self.clock.today().0;
        // Monday; the first of January 1970 was a Thursday.
        let weekday = (today + 3).rem_euclid(7);
        let first = today - weekday - 7 * (WEEKS - 1);
        let shown: Vec<(Day, activity::Day)> = self
            .days
            .range(Day(first)..=Day(today))
            .map(|(day, done)| (*day, *done))
            .collect();
        *html += "<section aria-labelledby=\"activity\"><h2 id=\"activity\">Activity</h2><figure class=\"dash__activity\">\
            <div class=\"dash__calendar\" aria-hidden=\"true\">";
        for number in first..=today {
            let day = Day(number);
            let on_it = self.days.get(&day).copied().unwrap_or_default();
            let _ = write!(
                html,
                "<i data-size=\"{}\" title=\"{}: {}\"></i>",
                size(on_it),
                long_day(self.clock.moment(day)),
                done(on_it)
            );
        }
        let _ = write!(
            html,
            "</div><figcaption>{}</figcaption></figure>",
            self.summary(&shown)
        );
        if !self.days.is_empty() {
            *html += "<details><summary>As a table</summary><div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table of activity\">\
                <table><thead><tr><th scope=\"col\">Day</th><th scope=\"col\">Answers</th><th scope=\"col\">Right</th>\
                <th scope=\"col\">Pages read</th></tr></thead><tbody>";
            for (day, done) in self.days.iter().rev() {
                let _ = write!(
                    html,
                    "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
                    time(self.clock.moment(*day)),
                    done.answers,
                    done.right,
                    done.pages
                );
            }
            *html += "</tbody></table></div></details>";
        }
        *html += "</section>";
    }

    /// Of the days that are shown.
    fn summary(&self, days: &[(Day, activity::Day)]) -> String {
        let answers: u32 = days.iter().map(|(_, day)| day.answers).sum();
        let pages: u32 = days.iter().map(|(_, day)| day.pages).sum();
        if days.is_empty() {
            return format!("Nothing in the last {WEEKS} weeks.");
        }
        let mut words = format!(
            "In the last {WEEKS} weeks: {} and {} on {}. A larger mark is a day with more.",
            counted(answers as usize, "answer", "answers"),
            counted(pages as usize, "page read", "pages read"),
            counted(days.len(), "day", "days"),
        );
        let most = days.iter().max_by_key(|(_, day)| day.answers);
        if let Some((day, done)) = most.filter(|_| days.len() > 1) {
            let _ = write!(
                words,
                " Most answers on {}: {}.",
                time(self.clock.moment(*day)),
                done.answers
            );
        }
        words
    }
}

/// 0 for a day on which nothing was done, up to 4.
fn size(day: activity::Day) -> usize {
    let done = day.answers + day.pages;
    let larger = SIZES.iter().filter(|least| done >= **least).count();
    usize::from(done > 0) + larger
}

fn done(day: activity::Day) -> String {
    let mut words = Vec::new();
    if day.answers > 0 {
        words.push(counted(day.answers as usize, "answer", "answers"));
    }
    if day.pages > 0 {
        words.push(counted(day.pages as usize, "page read", "pages read"));
    }
    if words.is_empty() {
        words.push("nothing".to_owned());
    }
    words.join(", ")
}
