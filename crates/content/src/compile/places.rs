//! Checks what the layout and front matter refer to: categories, scenarios, families, kinds, concepts, ids.

use std::collections::BTreeMap;

use super::categories::Categories;
use super::diagnostic::Diagnostics;
use super::front::{Details, Place};
use super::index::Index;
use super::load::Files;
use super::parse::Parsed;
use super::reference;
use super::rule::Rule;

/// Reports every reference that leads nowhere and every id of the site that stands twice.
pub fn check(
    pages: &[Parsed<'_>],
    files: &Files,
    categories: &Categories,
    index: &Index,
    diagnostics: &mut Diagnostics,
) {
    let mut questions: BTreeMap<&str, &str> = BTreeMap::new();
    let mut concepts: BTreeMap<&str, &str> = BTreeMap::new();
    let mut aliases: BTreeMap<&str, &str> = BTreeMap::new();
    for page in pages {
        if files.categories.is_some() {
            category(page, categories, diagnostics);
        }
        place(page, files, index, diagnostics);
        named_concepts(page, index, diagnostics);
        for alias in &page.front.aliases {
            if index.has_page(&alias.value) {
                let message = format!(
                    "`{}` is the address of a page; an alias is one that no page has any more",
                    alias.value
                );
                diagnostics.report(page.source, Rule::DuplicateId, &alias.span, message);
            } else if let Some(other) = aliases.insert(&alias.value, &page.source.name) {
                let message = format!("the alias `{}` stands in {other}, too", alias.value);
                diagnostics.report(page.source, Rule::DuplicateId, &alias.span, message);
            }
        }
        if let Place::Concept { slug, .. } = &page.place
            && let Some(other) = concepts.insert(slug, &page.source.name)
        {
            let message = format!("the concept `{slug}` stands in {other}, too");
            let top = page.source.line(0);
            diagnostics.report(page.source, Rule::DuplicateId, &top, message);
        }
        for (id, span) in page.question_ids() {
            if let Some(other) = questions
                .insert(id, &page.source.name)
                .filter(|other| *other != page.source.name)
            {
                let message = format!("the question `{id}` stands in {other}, too");
                diagnostics.report(page.source, Rule::DuplicateId, &span, message);
            }
        }
    }
}

fn category(page: &Parsed<'_>, categories: &Categories, diagnostics: &mut Diagnostics) {
    let Place::Concept { category, .. } = &page.place else {
        return;
    };
    let known = || categories.list.iter().map(|category| category.id.as_str());
    if !known().any(|id| id == category) {
        let message = format!("the folder `{category}` is no category of categories.toml");
        let top = page.source.line(0);
        diagnostics
            .report(page.source, Rule::UnknownCategory, &top, message)
            .nearest(category, known());
    }
}

fn place(page: &Parsed<'_>, files: &Files, index: &Index, diagnostics: &mut Diagnostics) {
    let top = page.source.line(0);
    match &page.place {
        Place::Component { kind } if !reference::kinds().any(|known| known == kind) => {
            let message = format!("the engine has no kind of node `{kind}`");
            diagnostics
                .report(page.source, Rule::UnknownKind, &top, message)
                .nearest(kind, reference::kinds());
        }
        Place::Variant { family, variant } => {
            if !files.scenarios.contains_key(&format!("{family}/{variant}")) {
                let message = format!("its scenario `{variant}.toml` is missing");
                diagnostics.report(page.source, Rule::MissingFile, &top, message);
            }
            if !index.has_page(&format!("/templates/{family}/")) {
                let message = "the page of its family, `family.md`, is missing";
                diagnostics.report(page.source, Rule::MissingFile, &top, message);
            }
        }
        _ => {}
    }
    if let Details::CaseStudy(study) = &page.front.details {
        for stated in &study.templates {
            if !index.has_page(&format!("/templates/{}/", stated.value)) {
                let known = index.routes().filter_map(|route| {
                    let sim = route.strip_prefix("/templates/")?.strip_suffix('/')?;
                    sim.contains('/').then_some(sim)
                });
                let message = format!("there is no template `{}`", stated.value);
                diagnostics
                    .report(page.source, Rule::DeadLink, &stated.span, message)
                    .nearest(&stated.value, known);
            }
        }
    }
}

fn named_concepts(page: &Parsed<'_>, index: &Index, diagnostics: &mut Diagnostics) {
    for id in page.front.details.concepts() {
        if index.concept(&id.value).is_none() {
            let message = format!("there is no concept `{}`", id.value);
            diagnostics
                .report(page.source, Rule::UnknownConcept, &id.span, message)
                .nearest(&id.value, index.concept_ids());
        }
    }
}
