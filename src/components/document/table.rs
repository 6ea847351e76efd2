//! Tables made from data.

use leptos::prelude::*;

/// A table whose first column names its rows. In a box of its own, which scrolls where the window is narrow.
#[component]
pub fn Table<const N: usize>(
    /// What it shows, for whoever cannot see that.
    name: &'static str,
    head: [&'static str; N],
    rows: Vec<[String; N]>,
) -> impl IntoView {
    let head = head
        .map(|title| view! { <th scope="col">{title}</th> })
        .into_iter()
        .collect_view();
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=name>
            <table>
                <thead><tr>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row<const N: usize>(cells: [String; N]) -> impl IntoView {
    let mut cells = cells.into_iter();
    let name = cells.next();
    let rest = cells.map(|cell| view! { <td>{cell}</td> }).collect_view();
    view! { <tr><th scope="row"><code>{name}</code></th>{rest}</tr> }
}
