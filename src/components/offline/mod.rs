//! How much of the site is kept on this device, and keeping all of it.

use leptos::prelude::*;

use crate::components::progress::pieces::button;
use crate::components::view;
use crate::platform::focus::focus_soon;
use crate::state::offline::{Kept, Trouble};
use crate::words::notes as say;

const SAID: &str = "offline-said";

/// What this page knows and does.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "the host has nothing to keep it in")
)]
struct Desk {
    kept: RwSignal<Option<Kept>>,
    doing: RwSignal<Doing>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "the host only looks")
)]
enum Doing {
    Looking,
    Nothing,
    Getting,
    /// No worker answers.
    Unable,
}

#[component]
pub fn OfflineView() -> impl IntoView {
    let desk = Desk {
        kept: RwSignal::default(),
        doing: RwSignal::new(Doing::Looking),
    };
    Effect::new(move |_| go(desk, "standing"));
    let Desk { kept, doing } = desk;
    let said = Memo::new(move |_| said(kept.get(), doing.get()));
    let bar = Memo::new(move |_| bar(kept.get(), doing.get()));
    // A memo: a button that has the focus stays what it is while files come.
    let offer = Memo::new(move |_| kept.get().map(|kept| Offer::of(kept, doing.get())));
    let buttons = move || offer.get().map(|offer| buttons(desk, offer));
    view! {
        <div class="offline">
            <noscript inner_html=say::offline_without_script()></noscript>
            <p class="progress__loading" hidden=move || doing.get() != Doing::Looking>
                {say::looking()}
            </p>
            <div role="status" id=SAID tabindex="-1" class="offline__said" inner_html=said></div>
            <div class="offline__progress" inner_html=bar></div>
            <div class="offline__actions">{buttons}</div>
        </div>
    }
}

/// What the reader can do.
#[derive(Clone, Copy, PartialEq)]
struct Offer {
    first: Option<First>,
    removes: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum First {
    Cancel,
    GoOn,
    Keep,
}

impl Offer {
    fn of(kept: Kept, doing: Doing) -> Self {
        let getting = doing == Doing::Getting;
        let first = if getting {
            Some(First::Cancel)
        } else if kept.trouble.is_some() {
            Some(First::GoOn)
        } else {
            (!kept.is_whole()).then_some(First::Keep)
        };
        Self {
            first,
            removes: !getting && kept.bytes > kept.least,
        }
    }
}

fn buttons(desk: Desk, offer: Offer) -> Vec<AnyView> {
    let mut buttons = Vec::new();
    let mut add = |class, words: &str, act: fn(Desk)| {
        let words = words.to_owned();
        buttons.push(button(class, words.clone(), words, move || {
            act(desk);
            // The button is gone: the focus goes to where it is said what came of it.
            focus_soon(SAID.to_owned());
        }));
    };
    let get = |desk: Desk| {
        desk.doing.set(Doing::Getting);
        go(desk, KEEP);
    };
    match offer.first {
        Some(First::Cancel) => add("", say::cancel(), |desk| desk.doing.set(Doing::Nothing)),
        Some(First::GoOn) => add("primary", say::go_on(), get),
        Some(First::Keep) => add("primary", say::keep_whole_site(), get),
        None => {}
    }
    if offer.removes {
        add("quiet", say::remove_kept(), |desk| go(desk, "remove"));
    }
    buttons
}

/// How far it has come, as markup; nothing where it is not on its way.
fn bar(kept: Option<Kept>, doing: Doing) -> String {
    match kept {
        Some(kept) if doing == Doing::Getting => format!(
            "<progress aria-label=\"{}\" value=\"{:.3}\"></progress><span>{}</span>",
            say::kept(),
            kept.bytes / kept.all,
            of_all(kept)
        ),
        _ => String::new(),
    }
}

/// How it stands, in words. They change when something does, not with each file: they are read out.
fn said(kept: Option<Kept>, doing: Doing) -> String {
    let Some(kept) = kept else {
        return if doing == Doing::Unable {
            say::unable()
        } else {
            ""
        }
        .to_owned();
    };
    let so_far = of_all(kept);
    match kept.trouble {
        _ if doing == Doing::Getting => say::getting().to_owned(),
        Some(Trouble::Room) => say::no_room(so_far),
        Some(Trouble::Connection) => say::connection_lost(so_far),
        Some(Trouble::Newer) => say::newer_version(so_far),
        None if kept.is_whole() => say::whole_kept(megabytes(kept.all)),
        None => say::whole_takes(megabytes(kept.all), megabytes(kept.bytes)),
    }
}

fn of_all(kept: Kept) -> String {
    say::of(megabytes(kept.bytes), megabytes(kept.all))
}

/// Bytes as a reader knows them; a tenth counts where there are few.
fn megabytes(bytes: f64) -> String {
    let megabytes = bytes / 1e6;
    if megabytes < 10.0 {
        format!("{megabytes:.1}\u{a0}MB")
    } else {
        format!("{megabytes:.0}\u{a0}MB")
    }
}

/// What the worker is asked for turn by turn.
const KEEP: &str = "keep";

/// Asks the worker for something. The whole site comes in turns, until all of it is here, something is in the way, or the reader cancels
/// or leaves.
#[cfg(target_arch = "wasm32")]
fn go(desk: Desk, question: &'static str) {
    leptos::task::spawn_local(async move {
        if question == KEEP {
            // Kept as safely as the browser grants; it is worth having without that.
            crate::platform::storage::durable::ask().await;
        }
        while let Some(kept) = ask(desk, question).await {
            if question != KEEP || desk.doing.get_untracked() != Doing::Getting {
                return;
            }
            if kept.is_whole() || kept.trouble.is_some() {
                desk.doing.set(Doing::Nothing);
                focus_soon(SAID.to_owned());
            }
        }
    });
}

/// Asks the worker, and takes over what it says. Nothing where it does not, or where the reader has left.
#[cfg(target_arch = "wasm32")]
async fn ask(desk: Desk, question: &str) -> Option<Kept> {
    let kept = crate::platform::offline::ask(question).await;
    if desk.kept.is_disposed() {
        return None;
    }
    // One that has answered before was ended by the browser, as it is where a file takes too long.
    let lost = |kept: Kept| Kept {
        trouble: Some(Trouble::Connection),
        ..kept
    };
    let kept = kept.or_else(|| desk.kept.get_untracked().map(lost));
    match kept {
        Some(_) if desk.doing.get_untracked() == Doing::Getting => {}
        Some(_) => desk.doing.set(Doing::Nothing),
        None => desk.doing.set(Doing::Unable),
    }
    desk.kept.set(kept);
    kept
}

#[cfg(not(target_arch = "wasm32"))]
fn go(_: Desk, _: &'static str) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_told_with_its_size_and_what_is_in_the_way() {
        let kept = |bytes, trouble| {
            Some(Kept {
                bytes,
                all: 62_000_000.0,
                least: 1e6,
                trouble,
            })
        };
        let of = |bytes, trouble| said(kept(bytes, trouble), Doing::Nothing).replace('\u{a0}', " ");
        assert!(of(3_140_000.0, None).starts_with("The whole site takes 62 MB on this device"));
        assert!(of(3_140_000.0, None).contains("3.1 MB are here already"));
        assert!(
            of(62_000_000.0, None).starts_with("The whole site is kept on this device: 62 MB.")
        );
        for (trouble, told) in [
            (Trouble::Room, "no more room: 30 MB of 62 MB are kept"),
            (
                Trouble::Connection,
                "connection was lost: 30 MB of 62 MB are kept",
            ),
            (Trouble::Newer, "Reload this page"),
        ] {
            assert!(of(30_000_000.0, Some(trouble)).contains(told), "{told}");
        }
        assert_eq!(said(None, Doing::Unable), say::unable());
        assert_eq!(said(None, Doing::Looking), "");
    }
}
