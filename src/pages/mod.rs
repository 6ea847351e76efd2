//! One file a kind of page, and the place where the page on show stands.

mod category;
mod component;
mod concept;
mod date;
mod failed;
mod family;
mod home;
mod index;
mod not_found;
mod outlet;
mod variant;

use std::sync::Arc;

use headroom_content::model::{Body, Page};
use leptos::prelude::*;

pub use outlet::PageOutlet;

use category::CategoryPage;
use component::ComponentPage;
use concept::ConceptPage;
use failed::FailedPage;
use family::FamilyPage;
use home::HomePage;
use index::IndexPage;
use not_found::NotFoundPage;
use variant::VariantPage;

/// The view of a document.
pub fn view(page: &Arc<Page>) -> AnyView {
    let title = page.title.clone();
    match &page.body {
        Body::Home(home) => {
            view! { <HomePage summary=page.description.clone() home=home.clone()/> }.into_any()
        }
        Body::Index(index) => view! { <IndexPage title index=index.clone()/> }.into_any(),
        Body::Category(category) => {
            view! { <CategoryPage title category=category.clone()/> }.into_any()
        }
        Body::Concept(concept) => view! { <ConceptPage title concept=concept.clone()/> }.into_any(),
        Body::Component(component) => {
            view! { <ComponentPage title component=component.clone()/> }.into_any()
        }
        Body::Family(family) => view! { <FamilyPage title family=family.clone()/> }.into_any(),
        Body::Variant(variant) => view! { <VariantPage title variant=variant.clone()/> }.into_any(),
        Body::Progress => view! { <h1>{title}</h1> }.into_any(),
        Body::NotFound => view! { <NotFoundPage/> }.into_any(),
    }
}
