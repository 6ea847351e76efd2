//! How much of the site is kept on this device, and keeping all of it.

use leptos::prelude::*;

use crate::components::view;
use crate::state::offline::{Kept, Trouble};

const WITHOUT_SCRIPT: &str = "<p>Keeping pages on this device takes JavaScript, which is off.</p>";
const UNABLE: &str = "This browser does not let the site keep anything here. It takes a current browser, an address that begins with \
    https, and a window that is not a private one.";

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
    Effect::new(move |_| look(desk));
    let Desk { kept, doing } = desk;
    let getting = move || doing.get() == Doing::Getting;
    let here = move || kept.with(Option::is_some);
    let whole = move || kept.get().is_some_and(|kept| kept.is_whole());
    let more = move || {
        let more = kept.get().is_some_and(|kept| kept.bytes > kept.least);
        more && !getting()
    };
    let label = move || match kept.get() {
        _ if getting() => "Cancel",
        Some(kept) if kept.trouble.is_some() => "Go on",
        _ => "Keep the whole site on this device",
    };
    let act = move |_| {
        if getting() {
            doing.set(Doing::Nothing);
        } else {
            keep(desk);
        }
    };
    view! {
        <div class="offline">
            <noscript inner_html=WITHOUT_SCRIPT></noscript>
            <p class="progress__loading" hidden=move || doing.get() != Doing::Looking>
                "Looking at what is kept on this device…"
            </p>
            <p role="status" id=SAID tabindex="-1" class="offline__said">
                {move || said(kept.get(), doing.get())}
            </p>
            <div class="offline__progress" hidden=move || !getting()>
                <progress
                    aria-label="Kept"
                    max="1"
                    value=move || kept.get().map_or(0.0, |kept| kept.bytes / kept.all).to_string()
                ></progress>
                <span>{move || kept.get().map(of_all)}</span>
            </div>
            <p class="offline__actions" hidden=move || !here()>
                <button type="button" class="primary" hidden=whole on:click=act>{label}</button>
                <button type="button" class="quiet" hidden=move || !more() on:click=move |_| remove(desk)>
                    "Remove what is kept"
                </button>
            </p>
        </div>
    }
}

/// How it stands, in words. They change when something does, not with each file: they are read out.
fn said(kept: Option<Kept>, doing: Doing) -> String {
    let Some(kept) = kept else {
        return if doing == Doing::Unable { UNABLE } else { "" }.to_owned();
    };
    let so_far = of_all(kept);
    match kept.trouble {
        _ if doing == Doing::Getting => {
            "Getting the site. What is here already stays if you leave or cancel.".to_owned()
        }
        Some(Trouble::Room) => format!(
            "The browser gives the site no more room: {so_far} are kept, and open without a connection. Make room on the device, then go on."
        ),
        Some(Trouble::Connection) => {
            format!("The connection was lost: {so_far} are kept. Go on when it is back.")
        }
        Some(Trouble::Newer) => {
            format!(
                "A new version of the site has come: {so_far} are kept. Reload this page, then go on."
            )
        }
        None if kept.is_whole() => format!(
            "The whole site is kept on this device: {}. Pages, labs, questions and assessments work without a connection, and a new \
             version is got when there is one.",
            megabytes(kept.all)
        ),
        None => format!(
            "The whole site takes {} of room here, less on the line. Of that, {} are here: the pages that you have visited and what they need.",
            megabytes(kept.all),
            megabytes(kept.bytes)
        ),
    }
}

fn of_all(kept: Kept) -> String {
    format!("{} of {}", megabytes(kept.bytes), megabytes(kept.all))
}

/// Bytes as a reader knows them; a tenth counts where there are few.
fn megabytes(bytes: f64) -> String {
    let megabytes = bytes / 1e6;
    if megabytes < 10.0 {
        format!("{megabytes:.1} MB")
    } else {
        format!("{megabytes:.0} MB")
    }
}

#[cfg(target_arch = "wasm32")]
fn look(desk: Desk) {
    leptos::task::spawn_local(async move {
        ask(desk, "standing").await;
    });
}

/// Turn by turn, until all is here, something is in the way, or the reader cancels or leaves.
#[cfg(target_arch = "wasm32")]
fn keep(desk: Desk) {
    desk.doing.set(Doing::Getting);
    leptos::task::spawn_local(async move {
        // Kept as safely as the browser grants; it is worth having without that.
        crate::platform::storage::durable::ask().await;
        while desk.doing.try_get_untracked() == Some(Doing::Getting) {
            let Some(kept) = ask(desk, "keep").await else {
                return;
            };
            if kept.is_whole() || kept.trouble.is_some() {
                desk.doing.set(Doing::Nothing);
                crate::platform::focus::focus_soon(SAID.to_owned());
            }
        }
    });
}

#[cfg(target_arch = "wasm32")]
fn remove(desk: Desk) {
    leptos::task::spawn_local(async move {
        if ask(desk, "remove").await.is_some() {
            crate::platform::focus::focus_soon(SAID.to_owned());
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
fn look(_: Desk) {}

#[cfg(not(target_arch = "wasm32"))]
fn keep(_: Desk) {}

#[cfg(not(target_arch = "wasm32"))]
fn remove(_: Desk) {}

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
        let of = |bytes, trouble| said(kept(bytes, trouble), Doing::Nothing);
        assert!(of(3_140_000.0, None).starts_with("The whole site takes 62 MB of room here"));
        assert!(of(3_140_000.0, None).contains("3.1 MB are here"));
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
        assert_eq!(said(None, Doing::Unable), UNABLE);
        assert_eq!(said(None, Doing::Looking), "");
    }
}
