//! Tables made from data.

use leptos::prelude::*;

/// A table whose first column names its rows, in a box that scrolls where it is too wide. Where the window is narrow its rows are blocks, each value with the title of its
/// column before it; roles say then what the style no longer shows.
#[component]
pub fn Table<const N: usize>(
    /// What it shows, for whoever cannot see that.
    name: &'static str,
    head: [&'static str; N],
    rows: Vec<[String; N]>,
) -> impl IntoView {
    let titles = head
        .map(|title| view! { <th scope="col" role="columnheader">{title}</th> })
        .into_iter()
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|cells| row(head, cells))
        .collect_view();
    view! {
        <div class="table-scroll table-stacks" tabindex="0" role="region" aria-label=name>
            <table role="table">
                <thead role="rowgroup"><tr role="row">{titles}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row<const N: usize>(head: [&'static str; N], cells: [String; N]) -> impl IntoView {
    let mut cells = head.into_iter().zip(cells);
    let name = cells.next().map(|(_, name)| name);
    let rest = cells
        .map(|(title, cell)| {
            let title = (!cell.is_empty()).then_some(title);
            view! { <td role="cell" data-title=title>{cell}</td> }
        })
        .collect_view();
    view! { <tr role="row"><th scope="row" role="rowheader"><code>{name}</code></th>{rest}</tr> }
}
