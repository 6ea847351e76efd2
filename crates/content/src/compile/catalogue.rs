//! What there is to read and what each page asks, in short: for lists that say how a reader stands.

use crate::model::{Block, Catalogue, CataloguePage, CatalogueQuestion, Question};
use crate::text::plain;

use super::assemble::Ready;
use super::bank;
use super::categories::Categories;
use super::front::{Details, Place};
use super::index::Index;

/// Of a prompt and of an objective, characters.
const PROMPT: usize = 120;
const OBJECTIVE: usize = 240;

/// `pages` are in reading order within each category.
pub fn gather(pages: &[Ready<'_, '_>], categories: &Categories, index: &Index) -> Catalogue {
    let mut catalogue = Catalogue {
        categories: bank::titles(categories).collect(),
        pages: Vec::new(),
    };
    for (category, _) in &catalogue.categories {
        let of_category = |page: &&Ready<'_, '_>| {
            bank::category(&page.parsed.place).is_some_and(|own| own == category)
        };
        let mut listed: Vec<_> = pages.iter().filter(of_category).collect();
        // A design comes after its family and before the next one; all else keeps its order.
        listed.sort_by_key(|page| family_at(&page.parsed.place, pages));
        let listed = listed.into_iter();
        catalogue
            .pages
            .extend(listed.map(|page| listing(page, category, index)));
    }
    let pages = &catalogue.pages;
    catalogue
        .categories
        .retain(|(id, _)| pages.iter().any(|page| page.category == *id));
    catalogue
}

/// Where the family of a template's page stands among all pages, and whether the page is that of the family itself.
fn family_at(place: &Place, pages: &[Ready<'_, '_>]) -> Option<(usize, bool)> {
    let (family, design) = match place {
        Place::Family { family } => (family, false),
        Place::Variant { family, .. } => (family, true),
        _ => return None,
    };
    let is_family = |page: &Ready<'_, '_>| matches!(&page.parsed.place, Place::Family { family: own } if own == family);
    Some((pages.iter().position(is_family)?, design))
}

fn listing(page: &Ready<'_, '_>, category: &str, index: &Index) -> CataloguePage {
    let details = &page.parsed.front.details;
    let prerequisites = match details {
        Details::Concept(concept) => concept.prerequisites.as_slice(),
        _ => &[],
    };
    let objectives = page.objectives.iter();
    CataloguePage {
        route: page.parsed.place.route(),
        title: page.title.clone(),
        category: category.to_owned(),
        level: bank::level(details),
        minutes: page.minutes(),
        prerequisites: prerequisites
            .iter()
            .filter_map(|id| index.concept(&id.value).map(str::to_owned))
            .collect(),
        objectives: objectives
            .map(|one| (one.id.clone(), plain(&one.text.0, OBJECTIVE)))
            .collect(),
        questions: page.rendered.blocks.iter().filter_map(question).collect(),
    }
}

fn question(block: &Block) -> Option<CatalogueQuestion> {
    match block {
        Block::Question(question) if bank::stands_alone(question.kind.name()) => {
            Some(in_short(question))
        }
        _ => None,
    }
}

fn in_short(question: &Question) -> CatalogueQuestion {
    CatalogueQuestion {
        id: question.id.clone(),
        revision: question.revision,
        aliases: question.aliases.clone(),
        objective: question.objective.clone(),
        prompt: plain(&question.prompt.0, PROMPT),
    }
}
