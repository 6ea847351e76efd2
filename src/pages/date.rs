//! Dates as they are read.

use leptos::prelude::*;

use crate::words::page as words;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2026-11-23` as "23 November 2026"; anything else as it is.
pub fn long_date(iso: &str) -> String {
    let mut parts = iso.splitn(3, '-');
    let written = (|| {
        let year = parts.next()?;
        let month: usize = parts.next()?.parse().ok()?;
        let day: u8 = parts.next()?.parse().ok()?;
        let name = MONTHS.get(month.checked_sub(1)?)?;
        Some(words::date(day, month, name, year))
    })();
    written.unwrap_or_else(|| iso.to_owned())
}

/// When a page's facts were last checked; an ISO date.
#[component]
pub fn Reviewed(on: String) -> impl IntoView {
    view! {
        <p class="reviewed">{words::last_checked()} <time datetime=on.clone()>{long_date(&on)}</time> {words::full_stop()}</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_out_and_anything_else_left_alone() {
        assert_eq!(long_date("2026-11-03"), "3 November 2026");
        assert_eq!(long_date("2026-13-03"), "2026-13-03");
        assert_eq!(long_date("2026-00-03"), "2026-00-03");
        assert_eq!(long_date("soon"), "soon");
    }
}
