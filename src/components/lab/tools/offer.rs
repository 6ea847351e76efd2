//! The tools as a lab offers them: their tabs, and what their program is told and asks for.

use leptos::prelude::*;

use super::{KEYS, TITLES};
use crate::components::lab::bench::Bench;
use crate::components::tabs::{Tab, Tabs};
use crate::components::view;
use crate::platform::focus;
use crate::state::site::{Base, Here};
use crate::words::lab as say;

/// Whether the program of the tools is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    /// Nobody has asked for it.
    Away,
    Coming,
    Here,
    /// It could not be had.
    Lost,
}

/// A lab's tools. Copied freely into closures.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host no program is got")
)]
struct Offer {
    program: RwSignal<Program>,
    /// Whether the program knows this lab.
    met: RwSignal<bool>,
    id: StoredValue<String>,
    /// Where the site is: who presses a button is asked nowhere else for it.
    base: StoredValue<Base>,
}

/// What can be asked of a run. `spec` is the lab's, encoded. Their program comes when the pointer or the keyboard does, or a tool
/// is opened.
#[component]
pub fn Tools(
    bench: Bench,
    id: String,
    spec: Vec<u8>,
    /// Index of the tool that is open.
    open: RwSignal<Option<usize>>,
) -> impl IntoView {
    let offer = Offer {
        program: RwSignal::new(Program::Away),
        met: RwSignal::new(false),
        id: StoredValue::new(id.clone()),
        base: StoredValue::new(Here::get().base),
    };
    #[cfg(target_arch = "wasm32")]
    line::attach(offer, bench, spec, open);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (bench, spec);
    let tabs = (KEYS.iter().zip(TITLES).enumerate())
        .map(|(index, (key, title))| Tab::new(key, title(), move || offer.place(index)));
    let tabs = tabs.collect();
    view! {
        <div on:pointerenter=move |_| offer.come_near() on:focusin=move |_| offer.come_near()>
            <Tabs id=format!("{id}-tools") label=say::ask_more() tabs open/>
        </div>
    }
}

impl Offer {
    fn element(self, index: usize) -> String {
        self.id
            .with_value(|id| [id, "-tool-", KEYS[index]].concat())
    }

    /// Where a tool stands once its program is here, and what is told until then.
    fn place(self, index: usize) -> AnyView {
        let place = NodeRef::<leptos::html::Div>::new();
        #[cfg(target_arch = "wasm32")]
        line::show(self, index, place);
        let is = move |program| self.program.get() == program;
        let again = move |_| {
            // The button goes; who pressed it is still at the tab.
            focus::focus_soon((self.id).with_value(|id| [id, "-tools-", KEYS[index]].concat()));
            self.call();
        };
        view! {
            <div class="tool__state" hidden=move || is(Program::Here)>
                <p class="tool__coming" role="status">{move || is(Program::Coming).then(say::loading)}</p>
                <p class="tool__lost" role="alert">
                    {move || is(Program::Lost).then(say::tools_lost)}
                </p>
                <button type="button" hidden=move || !is(Program::Lost) on:click=again>{say::try_again()}</button>
            </div>
            <div id=self.element(index) node_ref=place></div>
        }
    }

    /// A reader who comes near may open a tool next.
    fn come_near(self) {
        if self.program.get_untracked() == Program::Away {
            self.call();
        }
    }

    /// Gets the program, if it is not there or on its way.
    fn call(self) {
        if matches!(self.program.get_untracked(), Program::Away | Program::Lost) {
            self.program.set(Program::Coming);
            #[cfg(target_arch = "wasm32")]
            line::call(self);
        }
    }
}

/// The line to the program. What is heard only sets signals, and what is told is told from effects: a listener that is told
/// something while it tells something would be called within itself.
#[cfg(target_arch = "wasm32")]
mod line {
    use std::borrow::Cow;

    use leptos::prelude::*;

    use super::super::{Followed, NEWS, News, Stand, WISH, Wish};
    use super::{Offer, Program};
    use crate::components::lab::bench::{Bench, Phase, Traces};
    use crate::platform::document::{self, Heard};
    use crate::state::site::Here;
    use crate::words::lab as say;

    impl Offer {
        fn tell(self, news: &News) {
            self.id.with_value(|id| tell(id, news));
        }
    }

    fn tell(id: &str, news: &News) {
        // There is nothing in it that cannot be encoded.
        if let Ok(bytes) = postcard::to_allocvec(&(id, news)) {
            document::tell_with(NEWS, &bytes);
        }
    }

    pub fn attach(offer: Offer, bench: Bench, spec: Vec<u8>, open: RwSignal<Option<usize>>) {
        let heard =
            StoredValue::new_local(Heard::of(WISH, move |bytes| {
                match postcard::from_bytes::<(String, Wish)>(bytes) {
                    Ok((_, Wish::Here)) => offer.program.set(Program::Here),
                    Ok((id, wish)) if offer.id.with_value(|own| *own == id) => grant(bench, wish),
                    _ => {}
                }
            }));
        let id = offer.id.get_value();
        on_cleanup(move || {
            heard.set_value(None);
            tell(&id, &News::Gone);
        });
        let here = Here::get();
        let opened =
            Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get().is_some());
        Effect::new(move |_| {
            if open.get().is_some() {
                untrack(|| offer.call());
            }
        });
        Effect::new(move |_| {
            let there = offer.program.get() == Program::Here;
            if opened.get() && there && !offer.met.get_untracked() {
                offer.tell(&News::Meet {
                    here: here.clone(),
                    spec: Cow::Borrowed(&spec),
                    stand: untrack(|| stand(bench)),
                });
                offer.met.set(true);
            }
        });
        let stands = Memo::new(move |_| offer.met.get().then(|| stand(bench)));
        Effect::new(move |_| {
            if let Some(stand) = stands.get() {
                offer.tell(&News::Stand(stand));
            }
        });
        Effect::new(move |_| {
            if offer.met.get() {
                bench.outcome.with(|outcome| {
                    let outcome = outcome.as_deref().map(Cow::Borrowed);
                    offer.tell(&News::Outcome(outcome));
                });
            }
        });
        Effect::new(move |_| {
            if offer.met.get() {
                bench.traces.with(|traces| {
                    offer.tell(&News::Traces(match traces {
                        None => Followed::Nowhere,
                        Some(Traces::Coming) => Followed::Coming,
                        Some(Traces::Here { traces, otlp_json }) => Followed::Here {
                            traces: Cow::Borrowed(traces),
                            otlp_json: Cow::Borrowed(otlp_json),
                        },
                    }));
                });
            }
        });
    }

    /// How the bench stands; tracks it.
    fn stand(bench: Bench) -> Stand {
        bench.track();
        let phase = bench.phase.get();
        let rests = matches!(phase, Phase::Paused | Phase::Finished);
        Stand {
            choice: bench.choice(),
            phase,
            waits: bench.waits(),
            rests_at: rests.then(|| bench.now_ns.get()),
        }
    }

    fn grant(bench: Bench, wish: Wish) {
        match wish {
            Wish::Here => {}
            Wish::RunToEnd => bench.run_to_end(),
            Wish::Trace => bench.trace(),
            Wish::Open(setup) => {
                if let Err(why) = bench.open(&setup) {
                    bench.notice.set(Some(say::not_set(why)));
                }
            }
            Wish::Set(path, value) => {
                let dial = (bench.dials)
                    .with_value(|dials| dials.iter().find(|dial| dial.knob.path == path).cloned());
                if let Some(dial) = dial {
                    bench.set(&dial, value);
                    bench.settle();
                }
            }
        }
    }

    /// Gives a tool its place, once there is one and the program knows the lab.
    pub fn show(offer: Offer, index: usize, place: NodeRef<leptos::html::Div>) {
        Effect::new(move |_| {
            if offer.met.get() && place.get().is_some() {
                offer.tell(&News::Show(index, offer.element(index)));
            }
        });
    }

    /// Asks whether the program is there, which it answers at once, and gets it if it is not.
    pub fn call(offer: Offer) {
        offer.tell(&News::Hail);
        if offer.program.get_untracked() == Program::Coming {
            let base = offer.base.get_value();
            document::start(&base, "tools", move || {
                offer.program.try_set(Program::Lost);
            });
        }
    }
}
