//! One value in a form, made from what its descriptor says.

use headroom_sim::descriptor::{ParamDescriptor, ParamKind};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::view;

use super::design::Design;

/// The value of a parameter that nobody has set, as a file would have it.
fn default_of(kind: &ParamKind) -> String {
    match kind {
        ParamKind::Number { unit, default, .. } => quantity::literal(*default, *unit),
        ParamKind::Flag { default } => default.to_string(),
        ParamKind::Choice { default, .. }
        | ParamKind::Distribution { default, .. }
        | ParamKind::Shape { default } => default.to_string(),
    }
}

/// A parameter at `path`; `given` is what the text says of it.
pub fn param(
    design: Design,
    path: &str,
    descriptor: &ParamDescriptor,
    given: Signal<Option<String>>,
) -> AnyView {
    let id = id_of(path);
    let default = default_of(&descriptor.kind);
    let path = path.to_owned();
    let shown = {
        let default = default.clone();
        move || given.get().unwrap_or_else(|| default.clone())
    };
    let set = {
        let (path, default) = (path.clone(), default.clone());
        // What is so anyway need not be written down.
        move |value: String| {
            let value = Some(value).filter(|value| *value != default);
            design.set(path.clone(), value);
        }
    };
    let control = match &descriptor.kind {
        ParamKind::Choice { options, .. } => {
            let options = options.iter().map(|(key, label)| {
                let (key, shown) = (key.to_string(), shown.clone());
                let this = key.clone();
                let chosen = Memo::new(move |_| shown() == this);
                view! {
                    <option
                        value=key
                        selected=chosen.get_untracked()
                        prop:selected=move || chosen.get()
                    >
                        {label.to_string()}
                    </option>
                }
            });
            view! {
                <select id=id.clone() aria-describedby=described(&id) on:change=move |event| set(event_target_value(&event))>
                    {options.collect_view()}
                </select>
            }
        }
        ParamKind::Flag { .. } => {
            let on = Memo::new(move |_| shown() == "true");
            view! {
                <input
                    id=id.clone()
                    type="checkbox"
                    role="switch"
                    aria-describedby=described(&id)
                    checked=on.get_untracked()
                    prop:checked=move || on.get()
                    on:change=move |event| set(event_target_checked(&event).to_string())
                />
            }
        }
        ParamKind::Number { .. } | ParamKind::Distribution { .. } | ParamKind::Shape { .. } => {
            return text(
                design,
                &path,
                &descriptor.label,
                Some(&descriptor.doc),
                given,
                &default,
            );
        }
    };
    framed(
        design,
        path,
        &id,
        &descriptor.label,
        Some(&descriptor.doc),
        control,
    )
}

/// A text at `path`. Without one it is `default`.
pub fn text(
    design: Design,
    path: &str,
    label: &str,
    doc: Option<&str>,
    given: Signal<Option<String>>,
    default: &str,
) -> AnyView {
    let id = id_of(path);
    let path = path.to_owned();
    let refused = {
        let path = path.clone();
        move || {
            design
                .refused
                .with(|refused| refused.as_ref().is_some_and(|(of, _)| *of == path))
        }
    };
    let set = path.clone();
    let control = view! {
        <input
            id=id.clone()
            type="text"
            autocomplete="off"
            spellcheck="false"
            placeholder=default.to_owned()
            aria-describedby=described(&id)
            aria-invalid=move || refused().to_string()
            value=given.get_untracked()
            prop:value=move || given.get().unwrap_or_default()
            on:change=move |event| {
                let value = event_target_value(&event);
                design.set(set.clone(), Some(value).filter(|value| !value.trim().is_empty()));
            }
        />
    };
    framed(design, path, &id, label, doc, control)
}

/// A path as an id of a page, which nothing else has.
fn id_of(path: &str) -> String {
    format!("design-{}", path.replace('.', "--"))
}

fn described(id: &str) -> String {
    format!("{id}-doc {id}-error")
}

fn framed(
    design: Design,
    path: String,
    id: &str,
    label: &str,
    doc: Option<&str>,
    control: AnyView,
) -> AnyView {
    let why = move || {
        design.refused.with(|refused| {
            let (of, why) = refused.as_ref()?;
            (*of == path).then(|| why.clone())
        })
    };
    view! {
        <div class="field">
            <label for=id.to_owned()>{label.to_owned()}</label>
            {control}
            <p class="field__error" id=format!("{id}-error") role="alert">{move || why()}</p>
            <p class="field__doc" id=format!("{id}-doc")>{doc.map(str::to_owned)}</p>
        </div>
    }
}

/// What the text says of a key.
pub fn said(given: &[(String, String)], key: &str) -> Option<String> {
    let found = given.iter().find(|(known, _)| known == key);
    found.map(|(_, value)| value.clone())
}
