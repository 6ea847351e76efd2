//! What the site's search finds, and how that reads. It is markup made of text: the program that shows it is small, and comes when a reader
//! searches.

use std::fmt::Write as _;

use crate::components::escape;
use crate::words::{frame, lang_of_content};

/// Route of the page of search.
pub const ROUTE: &str = "/search/";
/// Ids of the palette or of its like on that page, of the field and of the list of results.
pub const PLACE: &str = "site-search";
pub const FIELD: &str = "search-field";
pub const RESULTS: &str = "search-results";

/// What a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Concept,
    Component,
    Template,
    CaseStudy,
    Lab,
    Term,
    Question,
    Path,
    Assessment,
    /// Of none of these kinds.
    Page,
}

impl Kind {
    /// In the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Concept,
        Self::Component,
        Self::Template,
        Self::CaseStudy,
        Self::Lab,
        Self::Term,
        Self::Question,
        Self::Path,
        Self::Assessment,
        Self::Page,
    ];

    /// In the index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Concept => "Concept",
            Self::Component => "Component",
            Self::Template => "Template",
            Self::CaseStudy => "Case study",
            Self::Lab => "Lab",
            Self::Term => "Term",
            Self::Question => "Question",
            Self::Path => "Path",
            Self::Assessment => "Assessment",
            Self::Page => "Page",
        }
    }

    /// Beside a result.
    fn called(self) -> &'static str {
        match self {
            Self::Concept => frame::concept(),
            Self::Component => frame::component(),
            Self::Template => frame::template(),
            Self::CaseStudy => frame::case_study(),
            Self::Lab => frame::lab(),
            Self::Term => frame::term(),
            Self::Question => frame::question(),
            Self::Path => frame::path(),
            Self::Assessment => frame::assessment(),
            Self::Page => frame::page(),
        }
    }

    /// Of all of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Concept => frame::concepts(),
            Self::Component => frame::components(),
            Self::Template => frame::templates(),
            Self::CaseStudy => frame::case_studies(),
            Self::Lab => frame::labs(),
            Self::Term => frame::all_terms(),
            Self::Question => frame::questions(),
            Self::Path => frame::paths(),
            Self::Assessment => frame::assessments(),
            Self::Page => frame::other_pages(),
        }
    }
}

/// What an index calls a kind, as a reader is told it.
fn called(kind: &str) -> &str {
    let known = Kind::ALL.iter().find(|known| known.name() == kind);
    known.map_or(kind, |known| known.called())
}

/// What fits a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// How many, of the kind that is asked for.
    pub total: usize,
    /// How many of each kind, by its name.
    pub counts: Vec<(String, usize)>,
    /// The first of them.
    pub hits: Vec<Hit>,
}

/// A page, a term or a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    pub kind: String,
    /// Text, as the other fields are but for the passages. A question has none.
    pub title: String,
    /// The section of the site, or the page, that it stands in.
    pub place: String,
    pub href: String,
    /// What fits in it before its first heading, or in all of it: text as markup, with `<mark>` around words that fit.
    pub passage: String,
    pub sections: Vec<Section>,
}

/// A part of a page with a heading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    pub title: String,
    pub href: String,
    pub passage: String,
}

/// Id of an option by its place, for what says which of them is chosen.
pub fn option_id(place: usize) -> String {
    format!("search-option-{place}")
}

/// The options of the list of results, and how many they are: each page, and below it its sections.
pub fn options(hits: &[Hit]) -> (String, usize) {
    let mut html = String::new();
    let mut count = 0;
    let lang = lang();
    let mut add = |class: &str, href: &str, inside: &str| {
        // Writing to a String cannot fail.
        let _ = write!(
            html,
            "<a class=\"search__option {class}\" role=\"option\" aria-selected=\"false\" tabindex=\"-1\" id=\"{}\" href=\"{}\">{inside}</a>",
            option_id(count),
            escape(href),
        );
        count += 1;
    };
    for hit in hits {
        let (title, below) = if hit.kind == Kind::Question.name() {
            (marked(&hit.passage), String::new())
        } else {
            (escape(&hit.title), passage(&hit.passage))
        };
        let inside = format!(
            "<span class=\"search__kind\">{}</span><span class=\"search__title\"{lang}>{title}</span>\
             <span class=\"search__place\"{lang}>{}</span>{below}",
            escape(called(&hit.kind)),
            escape(&hit.place),
        );
        add("search__option--page", &hit.href, &inside);
        for section in &hit.sections {
            let inside = format!(
                "<span class=\"search__title\"{lang}>{}</span>{}",
                escape(&section.title),
                passage(&section.passage)
            );
            add("search__option--section", &section.href, &inside);
        }
    }
    (html, count)
}

/// The attribute of what is a text of the content.
fn lang() -> String {
    lang_of_content().map_or_else(String::new, |tag| format!(" lang=\"{tag}\""))
}

fn passage(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let lang = lang();
    format!(
        "<span class=\"search__passage\"{lang}>{}</span>",
        marked(text)
    )
}

/// A passage with nothing in it that is markup but `<mark>`.
fn marked(text: &str) -> String {
    text.replace('<', "&lt;")
        .replace("&lt;mark>", "<mark>")
        .replace("&lt;/mark>", "</mark>")
}

/// Buttons that narrow results down to a kind; none where all are of one. `chosen` is the name of a kind, or empty.
pub fn kinds(counts: &[(String, usize)], chosen: &str) -> String {
    let count_of = |kind: &Kind| {
        counts
            .iter()
            .find(|(name, count)| name == kind.name() && *count > 0)
            .map(|(_, count)| *count)
    };
    let there: Vec<(Kind, usize)> = Kind::ALL
        .iter()
        .filter_map(|kind| Some((*kind, count_of(kind)?)))
        .collect();
    // The one chosen can always be let go.
    if there.len() < 2 && chosen.is_empty() {
        return String::new();
    }
    let all = counts.iter().map(|(_, count)| count).sum();
    let button = |name: &str, label: &str, count: usize| {
        format!(
            "<button type=\"button\" class=\"search__chip\" data-kind=\"{name}\" aria-pressed=\"{}\">{label} <span>{count}</span></button>",
            name == chosen
        )
    };
    let rest = Kind::ALL
        .iter()
        .filter(|kind| kind.name() == chosen || there.iter().any(|(known, _)| known == *kind));
    let rest: String = rest
        .map(|kind| button(kind.name(), kind.plural(), count_of(kind).unwrap_or(0)))
        .collect();
    button("", frame::all_kinds(), all) + &rest
}

/// What was found, in a sentence for everybody.
pub fn told(answer: &Answer, query: &str) -> String {
    match (answer.total, answer.hits.len()) {
        (0, _) => frame::nothing_fits(query),
        (1, _) => frame::one_result(query),
        (total, shown) if shown < total => frame::first_results(total, query, shown),
        (total, _) => frame::results(total, query),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_page_becomes_markup_but_its_marks() {
        let hit = Hit {
            kind: "Term".to_owned(),
            title: "a < b".to_owned(),
            href: "/glossary/#a\"b".to_owned(),
            passage: "<mark>a</mark> &lt; <img src=x>".to_owned(),
            sections: vec![Section {
                title: "<i>".to_owned(),
                ..Section::default()
            }],
            ..Hit::default()
        };
        let (html, count) = options(&[hit]);
        assert_eq!(count, 2);
        assert!(
            html.contains("<mark>a</mark> &lt; &lt;img src=x>"),
            "{html}"
        );
        assert!(
            html.contains("a &lt; b") && html.contains("&lt;i&gt;") && html.contains("#a&quot;b"),
            "{html}"
        );
        assert!(html.contains("id=\"search-option-1\""), "{html}");
    }

    #[test]
    fn kinds_are_offered_where_there_is_a_choice_and_the_chosen_one_can_be_let_go() {
        let counts = |kinds: &[(&str, usize)]| {
            kinds
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds(&counts(&[("Term", 3), ("Lab", 0)]), ""), "");
        let both = kinds(&counts(&[("Term", 3), ("Concept", 2)]), "");
        assert!(
            both.contains("aria-pressed=\"true\">All <span>5</span>"),
            "{both}"
        );
        assert!(both.find("Concepts") < both.find("Terms"), "{both}");
        let chosen = kinds(&counts(&[("Term", 3)]), "Lab");
        assert!(
            chosen.contains("data-kind=\"Lab\" aria-pressed=\"true\">Labs <span>0</span>"),
            "{chosen}"
        );
    }

    #[test]
    fn what_was_found_is_told_with_its_number() {
        let answer = |total, shown| Answer {
            total,
            hits: vec![Hit::default(); shown],
            ..Answer::default()
        };
        assert_eq!(
            told(&answer(0, 0), "zzz"),
            "Nothing fits “zzz”. Try fewer or other words."
        );
        assert_eq!(told(&answer(1, 1), "a"), "1 result for “a”");
        assert_eq!(told(&answer(9, 9), "a"), "9 results for “a”");
        assert_eq!(
            told(&answer(40, 10), "a"),
            "40 results for “a”, the first 10 of them here"
        );
    }
}
