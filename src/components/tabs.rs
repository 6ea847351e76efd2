//! Tabs, as the ARIA Authoring Practices have them: one of several panels, chosen by arrow keys too.

use std::sync::Arc;

use leptos::prelude::*;

use crate::components::view;
use crate::platform::focus;
use crate::platform::keys::pressed;
use crate::state::keys::{Keys, OnTab};

/// One panel. Its view is made when it is first opened, and stays.
#[derive(Clone)]
pub struct Tab {
    key: &'static str,
    title: &'static str,
    view: Arc<dyn Fn() -> AnyView + Send + Sync>,
}

impl Tab {
    pub fn new(
        key: &'static str,
        title: &'static str,
        view: impl Fn() -> AnyView + Send + Sync + 'static,
    ) -> Self {
        Self {
            key,
            title,
            view: Arc::new(view),
        }
    }
}

/// None is open at first: a panel may have much to do.
#[component]
pub fn Tabs(
    /// Unique on the page.
    id: String,
    label: &'static str,
    tabs: Vec<Tab>,
    /// Index of the one that is open.
    #[prop(optional)]
    open: RwSignal<Option<usize>>,
) -> impl IntoView {
    let count = tabs.len();
    let keys: StoredValue<Vec<String>> =
        StoredValue::new(tabs.iter().map(|tab| format!("{id}-{}", tab.key)).collect());
    // Only one of them can be tabbed to; the arrows lead to the others.
    let at = move || open.get().unwrap_or(0);
    let go = move |event: leptos::ev::KeyboardEvent| {
        let at = untrack(at);
        let Some(act) = OnTab::of(&pressed(&event)) else {
            return;
        };
        let next = match act {
            OnTab::Next => (at + 1) % count,
            OnTab::Previous => (at + count - 1) % count,
            OnTab::First => 0,
            OnTab::Last => count - 1,
        };
        event.prevent_default();
        open.set(Some(next));
        keys.with_value(|keys| focus::focus_soon(keys[next].clone()));
    };
    let buttons = tabs.iter().enumerate().map(|(index, tab)| {
        let key = keys.with_value(|keys| keys[index].clone());
        view! {
            <button
                type="button"
                role="tab"
                class="tabs__tab"
                id=key.clone()
                aria-controls=format!("{key}-panel")
                aria-selected=move || (open.get() == Some(index)).to_string()
                tabindex=move || if at() == index { "0" } else { "-1" }
                on:click=move |_| open.set(Some(index))
                on:keydown=go
            >
                {tab.title}
            </button>
        }
    });
    let buttons = buttons.collect_view();
    let panels = tabs.into_iter().enumerate().map(|(index, tab)| {
        let key = keys.with_value(|keys| keys[index].clone());
        // Once opened it is kept: what a reader has set in it stays.
        let opened = Memo::new(move |before: Option<&bool>| {
            before == Some(&true) || open.get() == Some(index)
        });
        view! {
            <div
                role="tabpanel"
                class="tabs__panel"
                id=format!("{key}-panel")
                aria-labelledby=key
                hidden=move || open.get() != Some(index)
            >
                {move || opened.get().then(|| (tab.view)())}
            </div>
        }
    });
    view! {
        <div class="tabs">
            <div class="tabs__list" role="tablist" aria-label=label>{buttons}</div>
            {panels.collect_view()}
        </div>
    }
}
