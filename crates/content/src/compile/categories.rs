//! `categories.toml`: the categories in their order, and the texts of the index pages.

use super::diagnostic::Diagnostics;
use super::fields::{self, Document, Fields};
use super::source::Source;
use super::typography::plain;

#[derive(Debug, Default)]
pub struct Categories {
    pub list: Vec<CategoryEntry>,
    /// Summaries of `/concepts/`, `/components/`, `/templates/`, `/case-studies/` and `/labs/`.
    pub summaries: [String; 5],
}

#[derive(Debug)]
pub struct CategoryEntry {
    pub id: String,
    pub title: String,
    pub summary: String,
}

pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Categories {
    let document = Document { source, base: 0 };
    let (table, whole) = fields::parse(&source.text, document, diagnostics);
    let mut fields = Fields::new(&table, document, source.line(0), whole, diagnostics);
    let mut summary = |key| {
        fields
            .table(key, |fields| plain(&fields.text("summary").value))
            .unwrap_or_default()
    };
    let summaries = [
        summary("concepts"),
        summary("components"),
        summary("templates"),
        summary("case-studies"),
        summary("labs"),
    ];
    let list = fields.tables("category", |fields| CategoryEntry {
        id: fields.text("id").value,
        title: plain(&fields.text("title").value),
        summary: plain(&fields.text("summary").value),
    });
    fields.finish();
    Categories { list, summaries }
}
