//! A text to be taken elsewhere: a field that shows it and a button that copies it.

use headroom_sim::share::TooMuch;
use leptos::prelude::*;

use crate::components::view;
#[cfg(target_arch = "wasm32")]
use crate::platform::address;
use crate::platform::clipboard;
use crate::words::lab as say;

/// What stands in the field, and what was said of it.
#[derive(Clone, Copy)]
pub struct Copied {
    /// Empty where there is nothing to copy.
    pub text: Memo<String>,
    /// Shared by the fields of one place.
    pub said: RwSignal<Option<&'static str>>,
}

impl Copied {
    /// The field and its button; `after` is told when it is pressed. `rows`: it is shown in so many lines.
    pub fn field(
        self,
        id: String,
        names: (&'static str, &'static str),
        rows: Option<u8>,
        after: impl Fn() + Send + Sync + 'static,
    ) -> AnyView {
        let Self { text, said } = self;
        let (label, action) = names;
        let name = id.clone();
        let copied = id.clone();
        let copy = move |_| {
            clipboard::copy(text.get_untracked(), copied.clone(), move |copied| {
                // The panel may be gone by now.
                let _ = said.try_set(Some(if copied {
                    say::copied()
                } else {
                    say::copy_by_hand()
                }));
            });
            after();
        };
        let selected = id.clone();
        let select = move |_| clipboard::select(&selected);
        let field = match rows {
            None => view! {
                <input type="text" id=id readonly prop:value=move || text.get() on:focus=select/>
            },
            Some(rows) => view! {
                <textarea
                    id=id
                    readonly
                    rows=rows.to_string()
                    spellcheck="false"
                    prop:value=move || text.get()
                    on:focus=select
                ></textarea>
            },
        };
        view! {
            <div class="share__field">
                <label for=name>{label}</label>
                {field}
                <button type="button" on:click=copy disabled=move || text.with(String::is_empty)>{action}</button>
            </div>
        }
    }
}

/// The whole address of a link to `page`; empty where there is none.
pub fn full(page: &str, fragment: &Result<String, TooMuch>) -> String {
    let fragment = fragment.as_ref().ok();
    let address = fragment.map(|fragment| format!("{page}#{fragment}"));
    #[cfg(target_arch = "wasm32")]
    let address = address.and_then(|address| address::of_host(&address));
    address.unwrap_or_default()
}
