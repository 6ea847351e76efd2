//! Where the site is searched: a palette over every page, and a page of its own. All that is in it before the program of search has come is the
//! field, which can be typed into already.

use leptos::prelude::*;

use crate::state::search::{FIELD, PLACE, RESULTS};
use crate::state::site::Site;
use crate::words::page as words;

/// Opens the palette. Shown only where a program runs to obey it.
#[component]
pub fn OpenSearch() -> impl IntoView {
    view! {
        <button type="button" class="open-search" aria-keyshortcuts="Control+K Meta+K">
            <Glass/>
            <span>{words::search()}</span>
            <kbd aria-hidden="true">"/"</kbd>
        </button>
    }
}

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let base = Site::here().base;
    view! {
        <dialog id=PLACE class="search" aria-label=words::search()>
            <SearchBox>
                <button type="button" class="search__close quiet">{words::close()}</button>
            </SearchBox>
            <p class="search__foot">
                <span class="search__keys">
                    <kbd>"↑"</kbd> <kbd>"↓"</kbd> {words::choose()} <kbd>"Enter"</kbd> {words::opens()} <kbd>"Esc"</kbd> {words::closes()}
                </span>
                <a class="search__page" href=base.href("search/")>{words::as_a_page()}</a>
            </p>
        </dialog>
    }
}

/// The field, and where results come. `children` stand beside the field.
#[component]
pub fn SearchBox(#[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class="search__field">
            <Glass/>
            // No `type="search"`: there Escape empties the field in some browsers, and leaves the palette open.
            <input
                id=FIELD
                type="text"
                role="combobox"
                aria-label=words::search_field()
                aria-expanded="false"
                aria-controls=RESULTS
                aria-autocomplete="list"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                maxlength="200"
                placeholder=words::search_for()
            />
            {children.map(|children| children())}
        </div>
        <div class="search__kinds" role="group" aria-label=words::kind_of_result()></div>
        <p class="search__status" role="status">{words::search_is_coming()}</p>
        <div id=RESULTS class="search__results" role="listbox" aria-label=words::results() hidden></div>
        <p class="search__after"><button type="button" class="search__more" hidden></button></p>
    }
}

#[component]
fn Glass() -> impl IntoView {
    view! {
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M10.2 10.2 14 14M6.75 2a4.75 4.75 0 1 1 0 9.5 4.75 4.75 0 0 1 0-9.5Z" fill="none" stroke="currentColor" stroke-width="1.5"/>
        </svg>
    }
}
