//! Tables, each in a box that scrolls by itself when it is wider than the page. Of those with many columns a narrow window makes blocks, a
//! row each.

use comrak::nodes::{Node, NodeValue, TableAlignment};

use super::super::markup::Markup;
use super::super::parse::plain_text;
use super::super::typography::plain;
use super::Renderer;

/// From so many columns on a table does not fit a phone.
const MANY: usize = 4;

impl Renderer<'_, '_, '_> {
    pub(super) fn table(
        &mut self,
        table: Node<'_>,
        alignments: &[TableAlignment],
        out: &mut Markup,
    ) {
        let header: Vec<String> = table
            .first_child()
            .into_iter()
            .flat_map(comrak::arena_tree::Node::children)
            .map(|cell| plain(&plain_text(cell)))
            .collect();
        // Roles say what such a table is where the style no longer shows it.
        let stacks = header.len() >= MANY;
        let role = |role: &'static str| stacks.then_some(("role", role));
        let label = format!("Table: {}", header.join(", "));
        // Focusable, so that it can be scrolled from the keyboard; then it needs a role and a name.
        out.open(
            "div",
            &[
                (
                    "class",
                    if stacks {
                        "table-scroll table-stacks table-ladder"
                    } else {
                        "table-scroll"
                    },
                ),
                ("tabindex", "0"),
                ("role", "region"),
                ("aria-label", &label),
            ],
        );
        out.open("table", role("table").as_slice());
        let mut in_body = false;
        for row in table.children() {
            let is_header = matches!(row.data().value, NodeValue::TableRow(true));
            if is_header {
                out.open("thead", role("rowgroup").as_slice());
            } else if !in_body {
                out.open("tbody", role("rowgroup").as_slice());
                in_body = true;
            }
            let titles = stacks.then_some(&header[..]);
            self.row(row, is_header, alignments, titles, out);
            if is_header {
                out.close("thead");
            }
        }
        if in_body {
            out.close("tbody");
        }
        out.close("table").close("div");
    }

    fn row(
        &mut self,
        row: Node<'_>,
        is_header: bool,
        alignments: &[TableAlignment],
        // Of the columns, where each cell is to say its own and what it is.
        titles: Option<&[String]>,
        out: &mut Markup,
    ) {
        let row_role = titles.map(|_| ("role", "row"));
        out.open("tr", row_role.as_slice());
        for (column, cell) in row.children().enumerate() {
            // An empty corner heads nothing, and a heading without words is none to a screen reader.
            let heads = is_header && !plain_text(cell).is_empty();
            let name = if heads { "th" } else { "td" };
            let class = match alignments.get(column) {
                Some(TableAlignment::Right) => Some("align-right"),
                Some(TableAlignment::Center) => Some("align-center"),
                _ => None,
            };
            let scope = heads.then_some(("scope", "col"));
            let role = if heads { "columnheader" } else { "cell" };
            let title = titles.and_then(|titles| titles.get(column));
            let title = title.filter(|_| !is_header && column > 0);
            let attributes: Vec<_> = scope
                .into_iter()
                .chain(class.map(|class| ("class", class)))
                .chain(titles.map(|_| ("role", role)))
                .chain(title.map(|title| ("data-title", title.as_str())))
                .collect();
            out.open(name, &attributes);
            if is_header {
                self.unlinked(|this| this.inlines(cell, out));
            } else {
                self.inlines(cell, out);
            }
            out.close(name);
        }
        out.close("tr");
    }
}
