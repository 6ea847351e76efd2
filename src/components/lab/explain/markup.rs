//! An analysis as markup.

use crate::components::escape;

use super::analysis::{Section, Table};
use crate::words::explain as say;

/// All sections. `id` is unique on the page.
pub fn html(sections: &[Section], id: &str) -> String {
    let mut out = String::new();
    for section in sections {
        let title = format!("{id}-{}", section.key);
        out.push_str("<div class=\"explain__part\" role=\"group\" aria-labelledby=\"");
        out.push_str(&title);
        out.push_str("\"><p class=\"explain__title\" id=\"");
        out.push_str(&title);
        out.push_str("\">");
        out.push_str(&escape(section.title));
        out.push_str("</p>");
        for line in &section.lines {
            element(&mut out, "p", "", line);
        }
        if let Some(table) = &section.table {
            of_table(&mut out, table, section.title);
        }
        out.push_str("<details class=\"explain__how\"><summary>");
        out.push_str(say::how_got());
        out.push_str("<span class=\"visually-hidden\">");
        out.push_str(&escape(&say::of(section.title)));
        out.push_str("</span></summary>");
        element(&mut out, "p", "", section.how);
        out.push_str("</details></div>");
    }
    out
}

fn of_table(out: &mut String, table: &Table, title: &str) {
    out.push_str("<div class=\"explain__scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    out.push_str(&escape(&say::figures(title)));
    out.push_str("\"><table><thead><tr>");
    for head in &table.head {
        element(out, "th", " scope=\"col\"", head);
    }
    out.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            if column == 0 {
                element(out, "th", " scope=\"row\"", cell);
            } else {
                element(out, "td", "", cell);
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn element(out: &mut String, name: &str, attributes: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push_str(attributes);
    out.push('>');
    out.push_str(&escape(text));
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}
