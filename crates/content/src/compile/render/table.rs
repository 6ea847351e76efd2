//! Tables, each in a box that scrolls by itself when it is wider than the page.

use comrak::nodes::{Node, NodeValue, TableAlignment};

use super::super::markup::Markup;
use super::super::parse::plain_text;
use super::Renderer;

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
            .map(plain_text)
            .collect();
        let label = format!("Table: {}", header.join(", "));
        // Focusable, so that it can be scrolled from the keyboard; then it needs a role and a name.
        out.open(
            "div",
            &[
                ("class", "table-scroll"),
                ("tabindex", "0"),
                ("role", "region"),
                ("aria-label", &label),
            ],
        );
        out.open("table", &[]);
        let mut in_body = false;
        for row in table.children() {
            let is_header = matches!(row.data().value, NodeValue::TableRow(true));
            if is_header {
                out.open("thead", &[]);
            } else if !in_body {
                out.open("tbody", &[]);
                in_body = true;
            }
            self.row(row, is_header, alignments, out);
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
        out: &mut Markup,
    ) {
        out.open("tr", &[]);
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
            let attributes: Vec<_> = scope
                .into_iter()
                .chain(class.map(|class| ("class", class)))
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
