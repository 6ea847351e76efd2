//! The questions of all pages, for assessments to draw from.

use crate::model::{Bank, Banked, Block, Level, Offer, Question, QuestionKind, Shelf};

use super::assemble::Ready;
use super::categories::Categories;
use super::front::{Details, Place};

/// Categories of the questions that belong to no category of concepts, by the first folder of their routes.
pub const OTHERS: [(&str, &str); 3] = [
    ("components", "Components"),
    ("templates", "Templates"),
    ("case-studies", "Case studies"),
];

/// The category of what stands on a page; none where nothing is asked that could be asked elsewhere.
pub fn category(place: &Place) -> Option<&str> {
    match place {
        Place::Concept { category, .. } => Some(category),
        Place::Component { .. } => Some("components"),
        Place::Family { .. } | Place::Variant { .. } => Some("templates"),
        Place::CaseStudy { .. } => Some("case-studies"),
        Place::Home | Place::Glossary | Place::Assessment { .. } | Place::Path { .. } => None,
    }
}

/// Ids and titles of all categories, in reading order.
pub fn titles(categories: &Categories) -> impl Iterator<Item = (String, String)> {
    let named = categories
        .list
        .iter()
        .map(|entry| (entry.id.clone(), entry.title.clone()));
    named.chain(OTHERS.map(|(id, title)| (id.to_owned(), title.to_owned())))
}

/// The level of a page.
pub fn level(details: &Details) -> Option<Level> {
    match details {
        Details::Concept(concept) => Some(concept.level),
        _ => None,
    }
}

/// What an objective is called in the whole site.
pub fn objective(place: &Place, id: &str) -> Option<String> {
    match place {
        Place::Concept { slug, .. } => Some(format!("{slug}/{id}")),
        _ => None,
    }
}

/// Whether a question of this type means something away from its page.
pub fn stands_alone(kind: &str) -> bool {
    !matches!(kind, "predict" | "tune")
}

pub fn gather(pages: &[Ready<'_, '_>], categories: &Categories) -> Bank {
    let mut bank = Bank::default();
    for page in pages {
        let place = &page.parsed.place;
        let Some(category) = category(place) else {
            continue;
        };
        for question in page.rendered.blocks.iter().filter_map(question) {
            let named = question.objective.as_deref();
            let key = named.and_then(|id| objective(place, id));
            if let (Some(key), Some(id)) = (&key, named)
                && !bank.objectives.iter().any(|(known, _)| known == key)
                && let Some(text) = page.objectives.iter().find(|entry| entry.id == id)
            {
                bank.objectives.push((key.clone(), text.text.clone()));
            }
            bank.questions.push(Banked {
                question: question.clone(),
                route: place.route(),
                page: page.title.clone(),
                category: category.to_owned(),
                level: level(&page.parsed.front.details),
                objective: key,
            });
        }
    }
    bank.categories = titles(categories)
        .filter(|(id, _)| bank.questions.iter().any(|banked| banked.category == *id))
        .collect();
    bank
}

fn question(block: &Block) -> Option<&Question> {
    match block {
        Block::Question(question) if stands_alone(question.kind.name()) => Some(question),
        _ => None,
    }
}

/// What readers can choose from.
pub fn offer(bank: &Bank) -> Offer {
    let mut shelves: Vec<Shelf> = Vec::new();
    for banked in &bank.questions {
        let recall = matches!(banked.question.kind, QuestionKind::Recall { .. });
        let alike = |shelf: &&mut Shelf| {
            shelf.category == banked.category
                && shelf.level == banked.level
                && shelf.objective == banked.objective
                && shelf.recall == recall
        };
        match shelves.iter_mut().find(alike) {
            Some(shelf) => shelf.count = shelf.count.saturating_add(1),
            None => shelves.push(Shelf {
                category: banked.category.clone(),
                level: banked.level,
                objective: banked.objective.clone(),
                recall,
                count: 1,
            }),
        }
    }
    Offer {
        categories: bank.categories.clone(),
        objectives: bank.objectives.clone(),
        shelves,
    }
}

/// Lets each question with an objective know the next one of the page that has the same.
pub fn vary(blocks: &mut [Block]) {
    let mut next: Vec<(String, String)> = Vec::new();
    for block in blocks.iter_mut().rev() {
        let Block::Question(question) = block else {
            continue;
        };
        let Some(objective) = &question.objective else {
            continue;
        };
        match next.iter_mut().find(|(known, _)| known == objective) {
            Some((_, id)) => {
                question.variation = Some(std::mem::replace(id, question.id.clone()));
            }
            None => next.push((objective.clone(), question.id.clone())),
        }
    }
}
