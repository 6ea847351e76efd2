//! What is said of a page to those who find pages for readers: search engines, link previews, readers of feeds.

use std::sync::Arc;

use headroom::words::Language;
use headroom::words::page as words;
use headroom_content::model::{Assessment, Body, Concept, ExamDesk, Level, Link, Page};
use serde_json::{Value, json};

use super::address::Address;
use super::frame::Frame;

/// What a page's head says of it.
pub struct About {
    /// Below the base.
    pub route: String,
    pub title: String,
    pub description: String,
    /// Whether others may list it: not where a page is the reader's own, or no page at all.
    pub listed: bool,
    /// ISO date of the last check of its facts, of pages that have one.
    pub reviewed: Option<String>,
    /// Whether it needs the style sheet of its own kind of page, too.
    pub apart: bool,
    /// Path of its picture below the base, once that is drawn.
    pub picture: Option<String>,
    /// What of it other pages may show in a frame.
    pub frame: Option<Frame>,
    /// In which languages there is the page.
    pub languages: Arc<[Language]>,
    breadcrumbs: Vec<Link>,
    /// What it is, in the vocabulary of schema.org, without what every page has.
    kind: Value,
}

impl About {
    pub fn page(page: &Page) -> Self {
        let reviewed = match &page.body {
            Body::Concept(concept) => Some(concept.reviewed.clone()),
            Body::CaseStudy(study) => Some(study.reviewed.clone()),
            _ => None,
        };
        Self {
            route: page.route.clone(),
            title: page.title.clone(),
            description: page.description.clone(),
            listed: !matches!(
                page.body,
                Body::Progress
                    | Body::Review
                    | Body::Notes
                    | Body::Search
                    | Body::Offline
                    | Body::Settings
                    | Body::Unreachable
                    | Body::NotFound
            ),
            reviewed,
            apart: is_apart(&page.body),
            picture: None,
            frame: None,
            languages: [Language::English].into(),
            breadcrumbs: page.breadcrumbs.clone(),
            kind: kind(page),
        }
    }

    /// The same page in another language.
    pub fn translated(&self, page: &Page) -> Self {
        Self {
            picture: self.picture.clone(),
            languages: self.languages.clone(),
            ..Self::page(page)
        }
    }

    /// A page for frames: what it shows has a page of its own to be found by.
    pub fn frame(route: String, title: String, description: String) -> Self {
        Self {
            route,
            title,
            description,
            listed: false,
            reviewed: None,
            apart: false,
            picture: None,
            frame: None,
            languages: [Language::English].into(),
            breadcrumbs: Vec::new(),
            kind: Value::Null,
        }
    }

    /// The name of a tab, and of a result.
    pub fn full_title(&self) -> String {
        if self.title == NAME {
            words::by_running_it(NAME)
        } else {
            format!("{} · {NAME}", self.title)
        }
    }

    /// JSON-LD for a `script` element.
    pub fn linked_data(&self, address: &Address) -> String {
        let mut it = self.kind.clone();
        it["name"] = json!(self.title);
        it["description"] = json!(self.description);
        it["inLanguage"] = json!("en");
        it["isAccessibleForFree"] = json!(true);
        if let Some(reviewed) = &self.reviewed {
            it["dateModified"] = json!(reviewed);
        }
        if let Some(url) = address.absolute(&self.route) {
            it["url"] = json!(url);
        }
        let graph: Vec<Value> = [Some(it), self.trail(address)]
            .into_iter()
            .flatten()
            .collect();
        let data = json!({ "@context": "https://schema.org", "@graph": graph });
        // An element ends where its end tag stands, in a string of its content too.
        data.to_string().replace('<', "\\u003c")
    }

    /// The way from the front page; its addresses have to be absolute.
    fn trail(&self, address: &Address) -> Option<Value> {
        let own = (self.title.as_str(), address.absolute(&self.route)?);
        let above = self.breadcrumbs.iter();
        let above =
            above.filter_map(|link| Some((&*link.title, address.absolute_href(&link.href)?)));
        let items: Vec<Value> = above
            .chain([own])
            .zip(1_usize..)
            .map(|((name, item), position)| {
                json!({ "@type": "ListItem", "position": position, "name": name, "item": item })
            })
            .collect();
        // A page that stands alone has no way to it.
        (items.len() > 1).then(|| json!({ "@type": "BreadcrumbList", "itemListElement": items }))
    }
}

/// Whether a page looks like none of those that are there to be read.
fn is_apart(body: &Body) -> bool {
    matches!(
        body,
        Body::Progress
            | Body::Review
            | Body::Notes
            | Body::Offline
            | Body::Settings
            | Body::Playground(_)
            | Body::Assessments(_)
            | Body::Assessment(_)
            | Body::Path(_)
            | Body::Map(_)
    )
}

/// Name of the site.
pub const NAME: &str = "Headroom";

fn kind(page: &Page) -> Value {
    match &page.body {
        Body::Home(_) => json!({ "@type": "WebSite" }),
        Body::Concept(concept) => of_concept(concept),
        Body::Variant(variant) => json!({
            "@type": "LearningResource",
            "learningResourceType": ["worked example", "simulation", "quiz"],
            "keywords": variant.tags,
        }),
        Body::Component(_) => json!({
            "@type": "LearningResource",
            "learningResourceType": ["reference", "simulation", "quiz"],
        }),
        Body::CaseStudy(_) => json!({
            "@type": "LearningResource",
            "learningResourceType": ["case study", "simulation", "quiz"],
        }),
        Body::Glossary(_) => json!({ "@type": "DefinedTermSet" }),
        Body::Path(_) => json!({
            "@type": "LearningResource",
            "learningResourceType": "learning path",
        }),
        Body::Experiment(_) => json!({
            "@type": "LearningResource",
            "learningResourceType": "simulation",
        }),
        Body::Assessment(assessment) => of_assessment(assessment),
        Body::Index(_) | Body::Category(_) | Body::Family(_) | Body::Assessments(_) => {
            json!({ "@type": "CollectionPage" })
        }
        _ => json!({ "@type": "WebPage" }),
    }
}

fn of_concept(concept: &Concept) -> Value {
    let teaches: Vec<String> = concept
        .objectives
        .iter()
        .map(|objective| plain(&objective.text.0))
        .collect();
    let level = match concept.level {
        Level::Beginner => "Beginner",
        Level::Intermediate => "Intermediate",
        Level::Advanced => "Advanced",
    };
    json!({
        "@type": "LearningResource",
        "learningResourceType": ["lesson", "simulation", "quiz"],
        "educationalLevel": level,
        "teaches": teaches,
        "timeRequired": format!("PT{}M", concept.reading_minutes),
    })
}

fn of_assessment(assessment: &Assessment) -> Value {
    let ExamDesk::Written(blueprint) = &assessment.desk else {
        return json!({ "@type": "WebPage" });
    };
    let mut quiz = json!({ "@type": "Quiz", "learningResourceType": "assessment" });
    if let Some(minutes) = blueprint.terms.minutes {
        quiz["timeRequired"] = json!(format!("PT{minutes}M"));
    }
    quiz
}

/// The text of markup that the compiler made.
fn plain(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text += piece.split_once('>').map_or("", |(_, text)| text);
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_as_its_text() {
        assert_eq!(
            plain("<p>When <code>a &lt; b</code> &amp; c</p>"),
            "When a < b & c"
        );
    }
}
