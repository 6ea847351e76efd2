//! What pages are made of: one folder a family, one file a component.

pub mod chart;
pub mod diagram;
#[cfg(not(target_arch = "wasm32"))]
pub mod document;
pub mod exam;
pub mod help;
pub mod lab;
#[cfg(not(target_arch = "wasm32"))]
pub mod layout;
pub mod marks;
pub mod notes;
pub mod offline;
pub mod path;
pub mod playground;
pub mod progress;
pub mod quiz;
pub mod review;
pub mod tabs;
pub mod theme_switch;
pub mod tune;

/// Leptos's `view!`, with one type for whatever it shows. Each type of view that the program knows costs a reader some
/// three kilobytes of code, and a view that stands in another one is soon a type of its own.
macro_rules! view {
    ($($view:tt)*) => {
        $crate::components::any(::leptos::prelude::view! { $($view)* })
    };
}
pub(crate) use view;

pub(crate) fn any<T>(view: leptos::prelude::View<T>) -> leptos::prelude::AnyView
where
    T: leptos::prelude::RenderHtml + Send,
{
    use leptos::prelude::IntoAny;
    view.into_inner().into_any()
}

/// An element that nothing changes, with a text of the catalogue in it: as little code as `view!` makes of a literal. `tag` may have attributes.
pub(crate) fn inert(tag: &str, text: &str) -> leptos::prelude::AnyView {
    use leptos::prelude::IntoAny;
    let name = tag.split(' ').next().unwrap_or_default();
    let html = format!("<{tag}>{}</{name}>", escape(text));
    leptos::tachys::html::InertElement::new(html).into_any()
}

/// Text as markup.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(c),
        }
    }
    html
}
