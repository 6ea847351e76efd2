//! The days on which something was done: half a year at a glance, and the same as a table. No day is missed and no row of days
//! is counted: who rests loses nothing.

use std::fmt::Write;

use headroom_study::activity;
use headroom_study::review::Day;

use super::Board;
use crate::components::progress::markup::{long_day, time};
use crate::words::study as say;

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
        let _ = write!(
            html,
            "<section aria-labelledby=\"activity\"><h2 id=\"activity\">{}</h2><figure class=\"dash__activity\">\
            <div class=\"dash__calendar\" aria-hidden=\"true\">",
            say::activity()
        );
        for number in first..=today {
            let day = Day(number);
            let on_it = self.days.get(&day).copied().unwrap_or_default();
            let _ = write!(
                html,
                "<i data-size=\"{}\" title=\"{}\"></i>",
                size(on_it),
                say::line_of(long_day(self.clock.moment(day)), done(on_it))
            );
        }
        let _ = write!(
            html,
            "</div><figcaption>{}</figcaption></figure>",
            self.summary(&shown)
        );
        if !self.days.is_empty() {
            let _ = write!(
                html,
                "<details><summary>{}</summary><div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\
                <table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th>\
                <th scope=\"col\">{}</th></tr></thead><tbody>",
                say::as_a_table(),
                say::table_of_activity(),
                say::day(),
                say::answers(),
                say::head_right(),
                say::pages_read_head()
            );
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
            return say::nothing_in_weeks(WEEKS);
        }
        let mut words = say::in_weeks(
            WEEKS,
            say::counted_answers(answers as usize),
            say::pages_read(pages as usize),
            say::days(days.len()),
        );
        let most = days.iter().max_by_key(|(_, day)| day.answers);
        if let Some((day, done)) = most.filter(|_| days.len() > 1) {
            words += &say::most_answers(time(self.clock.moment(*day)), done.answers);
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
        words.push(say::counted_answers(day.answers as usize));
    }
    if day.pages > 0 {
        words.push(say::pages_read(day.pages as usize));
    }
    if words.is_empty() {
        words.push(say::nothing().to_owned());
    }
    words.join(say::comma())
}
