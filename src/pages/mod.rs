//! One file a kind of page. They are rendered on the host; in the browser only their islands go on.

mod accuracy;
mod assessment;
mod case_study;
mod category;
mod component;
mod concept;
mod date;
mod embed;
mod experiment;
mod family;
mod glossary;
mod home;
mod index;
mod map;
mod not_found;
mod notes;
mod offline;
mod path;
mod playground;
mod progress;
mod review;
mod search;
mod settings;
mod unreachable;
mod variant;

use std::sync::Arc;

use headroom_content::model::{Body, Page, SiteMap};
use leptos::prelude::*;

use accuracy::AccuracyPage;
use assessment::AssessmentPage;
use case_study::CaseStudyPage;
use category::CategoryPage;
use component::ComponentPage;
use concept::ConceptPage;
pub use embed::{EmbedDocument, Embedded};
use experiment::ExperimentPage;
use family::FamilyPage;
use glossary::GlossaryPage;
use home::HomePage;
use index::IndexPage;
use map::MapPage;
use not_found::NotFoundPage;
use notes::NotesPage;
use offline::OfflinePage;
use path::PathPage;
use playground::PlaygroundPage;
use progress::ProgressPage;
use review::ReviewPage;
use search::SearchPage;
use settings::SettingsPage;
use unreachable::UnreachablePage;
use variant::VariantPage;

use crate::components::layout::Shell;
use crate::state::site::{Base, Here, Site};
use crate::words::Language;

/// All that stands in the body of a page's HTML.
#[component]
pub fn Document(
    page: Arc<Page>,
    map: Arc<SiteMap>,
    base: Base,
    languages: Arc<[Language]>,
) -> impl IntoView {
    provide_context(Here {
        base: base.clone(),
        route: page.route.clone(),
        title: page.title.clone(),
    });
    provide_context(Site {
        base,
        map,
        page: page.clone(),
        languages,
    });
    view! { <Shell>{body(&page)}</Shell> }
}

fn body(page: &Page) -> AnyView {
    let title = page.title.clone();
    match &page.body {
        Body::Home(home) => {
            view! { <HomePage summary=page.description.clone() home=home.clone()/> }.into_any()
        }
        Body::Assessments(index) | Body::Index(index) => {
            view! { <IndexPage title index=index.clone()/> }.into_any()
        }
        Body::Category(category) => {
            view! { <CategoryPage title category=category.clone()/> }.into_any()
        }
        Body::Concept(concept) => view! { <ConceptPage title concept=concept.clone()/> }.into_any(),
        Body::Component(component) => {
            view! { <ComponentPage title component=component.clone()/> }.into_any()
        }
        Body::Family(family) => view! { <FamilyPage title family=family.clone()/> }.into_any(),
        Body::Variant(variant) => view! { <VariantPage title variant=variant.clone()/> }.into_any(),
        Body::CaseStudy(study) => view! { <CaseStudyPage title study=study.clone()/> }.into_any(),
        Body::Glossary(glossary) => {
            view! { <GlossaryPage title glossary=glossary.clone()/> }.into_any()
        }
        Body::Experiment(experiment) => {
            view! { <ExperimentPage title experiment=experiment.clone()/> }.into_any()
        }
        Body::Accuracy(accuracy) => {
            view! { <AccuracyPage title accuracy=accuracy.clone()/> }.into_any()
        }
        Body::Progress => {
            view! { <ProgressPage title summary=page.description.clone()/> }.into_any()
        }
        Body::Review => view! { <ReviewPage title summary=page.description.clone()/> }.into_any(),
        Body::Notes => view! { <NotesPage title summary=page.description.clone()/> }.into_any(),
        Body::Search => view! { <SearchPage title summary=page.description.clone()/> }.into_any(),
        Body::Playground(playground) => {
            view! { <PlaygroundPage title playground=playground.clone()/> }.into_any()
        }
        Body::Assessment(assessment) => {
            view! { <AssessmentPage title assessment=assessment.clone()/> }.into_any()
        }
        Body::Path(path) => view! { <PathPage title path=path.clone()/> }.into_any(),
        Body::Map(map) => view! { <MapPage title map=map.clone()/> }.into_any(),
        Body::Offline => view! { <OfflinePage title summary=page.description.clone()/> }.into_any(),
        Body::Settings => {
            view! { <SettingsPage title summary=page.description.clone()/> }.into_any()
        }
        Body::Unreachable => view! { <UnreachablePage/> }.into_any(),
        Body::NotFound => view! { <NotFoundPage/> }.into_any(),
    }
}
