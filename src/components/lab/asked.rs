//! A comparison with another design, where the address asks for one.

use headroom_sim::protocol::LabSpec;
use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
use crate::platform::address::{self, FragmentChanges};
#[cfg(target_arch = "wasm32")]
use crate::state::site::COMPARE;

/// Calls `take` with the place, among the lab's variants, of the design that the address names: now, and whenever the reader
/// follows another such link while the owner of this call lives.
#[cfg(target_arch = "wasm32")]
pub fn watch(spec: &LabSpec, take: impl Fn(usize) + Clone + 'static) {
    let ids: Vec<String> = spec
        .variants
        .iter()
        .map(|variant| variant.id.clone())
        .collect();
    let look = move || {
        let fragment = address::fragment();
        let asked = fragment.strip_prefix(COMPARE);
        let place = asked.and_then(|asked| ids.iter().position(|id| id == asked));
        if let Some(place) = place {
            take(place);
        }
    };
    let changes = StoredValue::new_local(None::<FragmentChanges>);
    Effect::new(move |_| {
        untrack(&look);
        changes.set_value(FragmentChanges::new(look.clone()));
    });
}

/// There is no address on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn watch(_: &LabSpec, _: impl Fn(usize) + Clone + 'static) {}

/// Opens the comparison among the tools with these keys, and leads the reader to its tab, where the address asks for one.
pub fn open(
    spec: &LabSpec,
    tool: RwSignal<Option<usize>>,
    keys: &'static [&'static str],
    lab: &str,
) {
    const KEY: &str = "compare";
    let place = keys.iter().position(|key| *key == KEY);
    let tab = format!("{lab}-tools-{KEY}");
    watch(spec, move |_| {
        tool.set(place);
        crate::platform::focus::focus_soon(tab.clone());
    });
}
