//! What the parts of an assessment share: the bank, the sittings, the clock, and which sitting is on show.

use std::sync::Arc;

use headroom_content::model::{BANK, Bank, Blueprint, ExamDesk, Terms};
use headroom_study::Answer;
use headroom_study::exam::{Event, Paper, Phase, Session, State};
use leptos::prelude::*;

use super::{TITLE, words};
use crate::platform::focus::focus_soon;
use crate::state::held::{self, Held};
use crate::state::keeping::Keeping;
use crate::state::site::{Base, Here};
use crate::state::sittings::{Sittings, stamp};
use crate::words::{exam as say, study};

/// What is on show.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// What there is to begin.
    Start,
    Coming,
    Lost(String),
    Sitting,
    Report,
}

#[derive(Clone, Copy)]
pub struct Hall {
    pub sittings: Sittings,
    pub bank: RwSignal<Held<Bank>>,
    pub stage: Memo<Stage>,
    /// How the sitting on show stands.
    pub state: Memo<Option<State>>,
    /// Its place among the questions.
    pub place: RwSignal<usize>,
    /// Read out, not shown.
    pub said: RwSignal<String>,
    /// Shown above the question until the reader goes on.
    pub notice: RwSignal<Option<String>>,
    /// Whether the program runs.
    pub alive: RwSignal<bool>,
    /// Id of the sitting on show.
    open: RwSignal<Option<String>>,
    /// Unix milliseconds, twice a second.
    now: RwSignal<u64>,
    /// Id of the assessment of this page, whose sittings are listed.
    pub assessment: StoredValue<String>,
    base: StoredValue<Base>,
    /// To begin when the bank has come.
    waiting: StoredValue<Option<(Blueprint, Terms)>>,
    /// Typed and not yet kept: the question, and what stands in its fields.
    pending: StoredValue<Option<(String, Option<Answer>)>>,
}

/// In front of the id of a sitting, in addresses.
const FRAGMENT: &str = "sitting-";
/// The longest that what is typed waits before it is kept, milliseconds.
pub const SOON_MS: f64 = 500.0;

impl Hall {
    pub fn new(desk: &ExamDesk) -> Self {
        let sittings = Sittings::here();
        let bank = RwSignal::new(Held::NotYet);
        let open = RwSignal::new(None::<String>);
        let now = RwSignal::new(0);
        let stands = Memo::new(move |_| {
            let id = open.get()?;
            let now = now.get();
            sittings.all.with(|all| Some(all.get(&id)?.state(now)))
        });
        let phase =
            Memo::new(move |_| stands.with(|stands: &Option<State>| Some(stands.as_ref()?.phase)));
        let verifies = matches!(desk, ExamDesk::Verify);
        let stage = Memo::new(move |_| {
            // What stands in its fields is not to go away while the bank comes.
            if verifies {
                return Stage::Start;
            }
            let waits = match bank.get() {
                Held::Here(_) | Held::NotYet => None,
                Held::Coming => Some(Stage::Coming),
                Held::Lost(why) => Some(Stage::Lost(why)),
            };
            match (phase.get(), waits) {
                (_, Some(waits)) => waits,
                (None, None) => Stage::Start,
                (Some(phase), None) if phase.is_over() => Stage::Report,
                (Some(_), None) => Stage::Sitting,
            }
        });
        let assessment = match desk {
            ExamDesk::Written(blueprint) => blueprint.id.clone(),
            ExamDesk::Own(_) => super::own::ID.to_owned(),
            ExamDesk::Verify => String::new(),
        };
        let hall = Self {
            sittings,
            bank,
            stage,
            state: stands,
            place: RwSignal::new(0),
            said: RwSignal::default(),
            notice: RwSignal::default(),
            alive: RwSignal::new(false),
            open,
            now,
            assessment: StoredValue::new(assessment),
            base: StoredValue::new(Here::get().base),
            waiting: StoredValue::default(),
            pending: StoredValue::default(),
        };
        hall.wake();
        hall
    }

    /// What goes on in the browser only.
    fn wake(self) {
        let alive = self.alive;
        // What the host has made is taken over as it is; only then is anything known of the reader.
        Effect::new(move |_| {
            if alive.get_untracked() {
                return;
            }
            alive.set(true);
            #[cfg(target_arch = "wasm32")]
            {
                use crate::platform::clock;
                use crate::platform::leaving::Leaving;

                self.now.set(clock::unix_ms());
                let ticks = clock::every(500, move || self.now.set(clock::unix_ms()));
                let leaving = Leaving::new(move || {
                    self.flush();
                    self.now.set(clock::unix_ms());
                });
                let kept = StoredValue::new_local(Some((ticks, leaving)));
                on_cleanup(move || {
                    self.flush();
                    kept.set_value(None);
                });
            }
        });
        // The sitting that the address names, or the one that was not ended.
        Effect::new(move |found: Option<bool>| {
            if found == Some(true) || self.sittings.keeping.get() == Keeping::NotYet {
                return found.unwrap_or(false);
            }
            self.find();
            true
        });
        self.announce();
    }

    #[cfg(target_arch = "wasm32")]
    fn find(self) {
        let fragment = crate::platform::address::fragment();
        let named = fragment.strip_prefix(FRAGMENT).map(str::to_owned);
        let now = self.now.get_untracked();
        let own = self.assessment.get_value();
        let found = self.sittings.all.with_untracked(|all| {
            let named = named.filter(|id| all.contains_key(id));
            let running = || {
                let mut ids = all.iter().rev().filter(|(_, session)| {
                    let state = session.state(now);
                    session.paper().assessment == own && !state.discarded && !state.phase.is_over()
                });
                ids.next().map(|(id, _)| id.clone())
            };
            named.or_else(running)
        });
        // Whoever has begun something meanwhile is not interrupted.
        if let Some(id) = found.filter(|_| self.open.with_untracked(Option::is_none)) {
            self.show(&id);
            self.back();
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn find(self) {
        // Nobody has sat on the host.
        let _ = self;
    }

    /// Says to a reader who comes back how things stand.
    fn back(self) {
        let words = self.state.with_untracked(|state| {
            let state = state.as_ref().filter(|state| !state.phase.is_over())?;
            let answered = study::counted_answers(
                state
                    .given
                    .values()
                    .filter(|given| given.answer.is_some())
                    .count(),
            );
            Some(match state.left_ms() {
                Some(left) => say::back_kept_left(answered, words::clock(left)),
                None => say::back_kept(answered),
            })
        });
        if let Some(words) = words {
            self.said.set(words.clone());
            self.notice.set(Some(words));
        }
    }

    /// Says when the time is nearly up, when a minute is left, and when there is none.
    fn announce(self) {
        let near = Memo::new(move |_| {
            self.state.with(|state| {
                let state = state.as_ref()?;
                Some(match (state.phase, state.left_ms()) {
                    (Phase::TimeUp, _) => 3,
                    (Phase::Running, Some(left)) if left <= 60_000 => 2,
                    (Phase::Running, Some(_)) if state.is_nearly_up() => 1,
                    _ => 0,
                })
            })
        });
        Effect::new(move |before: Option<Option<u8>>| {
            let now = near.get();
            // What stood so when it came on show is no news.
            if let (Some(Some(before)), Some(now)) = (before, now)
                && now > before
            {
                match now {
                    3 => {
                        let words = say::time_is_up();
                        self.said.set(words.to_owned());
                        self.notice.set(Some(words.to_owned()));
                        focus_soon(TITLE.to_owned());
                    }
                    _ => self.said.set(self.state.with_untracked(|state| {
                        let left = state.as_ref().and_then(State::left_ms).unwrap_or(0);
                        say::time_left(words::spoken(left))
                    })),
                }
            }
            now
        });
    }

    /// Begins a sitting, as soon as there are questions.
    pub fn begin(self, blueprint: Blueprint, terms: Terms) {
        if let Held::Here(bank) = self.bank.get_untracked() {
            self.start(&bank, &blueprint, terms);
        } else {
            self.waiting.set_value(Some((blueprint, terms)));
            self.fetch();
        }
    }

    fn start(self, bank: &Bank, blueprint: &Blueprint, terms: Terms) {
        let paper = Paper::draw(bank, blueprint, terms, stamp());
        if paper.asked.is_empty() {
            self.said.set(say::no_question_fits().to_owned());
            return;
        }
        let id = paper.id();
        self.sittings.begin(paper);
        self.notice.set(None);
        self.show(&id);
        self.see(0);
    }

    /// Brings a sitting on show.
    pub fn show(self, id: &str) {
        #[cfg(target_arch = "wasm32")]
        {
            self.now.set(crate::platform::clock::unix_ms());
            crate::platform::address::put_fragment(Some(&format!("{FRAGMENT}{id}")));
        }
        self.notice.set(None);
        let place = self.sittings.all.with_untracked(|all| {
            let session = all.get(id)?;
            let seen = session.state(self.now.get_untracked()).seen?;
            let mut asked = session.paper().asked.iter();
            asked.position(|asked| asked.id == seen)
        });
        self.place.set(place.unwrap_or(0));
        self.open.set(Some(id.to_owned()));
        if !matches!(self.bank.get_untracked(), Held::Here(_)) {
            self.fetch();
        }
        focus_soon(TITLE.to_owned());
    }

    /// Back to what there is to begin.
    pub fn leave(self) {
        self.flush();
        #[cfg(target_arch = "wasm32")]
        crate::platform::address::put_fragment(None);
        self.waiting.set_value(None);
        if !matches!(self.bank.get_untracked(), Held::Here(_)) {
            self.bank.set(Held::NotYet);
        }
        self.notice.set(None);
        self.open.set(None);
        focus_soon(super::start::START.to_owned());
    }

    /// Gets the bank.
    pub fn fetch(self) {
        self.base
            .with_value(|base| held::fetch(self.bank, base, BANK, move || self.go_on()));
    }

    /// Where the bank has not come, what waits for it waits on: it may be tried again.
    fn go_on(self) {
        if let Held::Here(bank) = self.bank.get_untracked()
            && let Some((blueprint, terms)) = self.waiting.try_update_value(Option::take).flatten()
        {
            self.start(&bank, &blueprint, terms);
        }
        focus_soon(TITLE.to_owned());
    }

    /// The bank, where it has come.
    pub fn held(self) -> Option<Arc<Bank>> {
        match self.bank.get() {
            Held::Here(bank) => Some(bank),
            _ => None,
        }
    }

    /// Something of the sitting on show.
    pub fn of_session<T>(self, look: impl FnOnce(&Session) -> T) -> Option<T> {
        let id = self.open.get()?;
        self.sittings.all.with(|all| all.get(&id).map(look))
    }

    /// Something of how it stands.
    pub fn of_state<T>(self, look: impl FnOnce(&State) -> T) -> Option<T> {
        self.state.with(|state| state.as_ref().map(look))
    }

    /// Does something in the sitting on show.
    pub fn add(self, event: Event) {
        self.flush();
        self.push(event);
    }

    fn push(self, event: Event) {
        let Some(id) = self.open.try_get_untracked().flatten() else {
            return;
        };
        // The clock of the state is that of the event: what was just done is seen at once.
        self.sittings.add(&id, event);
        #[cfg(target_arch = "wasm32")]
        let _ = self.now.try_set(crate::platform::clock::unix_ms());
    }

    /// Turns to a question.
    pub fn see(self, place: usize) {
        let Some(Some(question)) = untrack(|| {
            self.of_session(|session| Some(session.paper().asked.get(place)?.id.clone()))
        }) else {
            return;
        };
        self.add(Event::Seen { question });
        self.place.set(place);
    }

    /// The same, by the reader's hand: the notice is read, and the keyboard goes along.
    pub fn turn(self, place: usize) {
        self.notice.set(None);
        self.see(place);
        focus_soon(super::question::HEADING.to_owned());
    }

    /// Keeps an answer: now, or, of what is being typed, when the typing rests.
    pub fn answer(self, question: &str, answer: Option<Answer>, typed: bool) {
        self.pending.set_value(Some((question.to_owned(), answer)));
        if typed {
            #[cfg(target_arch = "wasm32")]
            {
                let expected = self.pending.get_value();
                crate::platform::clock::after(SOON_MS, move || {
                    // Else more was typed since, which waits for its own time.
                    if self.pending.try_get_value() == Some(expected) {
                        self.flush();
                    }
                });
            }
        } else {
            self.flush();
        }
    }

    /// Keeps what was typed and waits.
    pub fn flush(self) {
        let pending = self.pending.try_update_value(Option::take).flatten();
        if let Some((question, answer)) = pending {
            self.push(Event::Answered { question, answer });
        }
    }

    /// An address below the site's base.
    pub fn href(self, route: &str) -> String {
        self.base.with_value(|base| base.href(route))
    }

    /// Now, Unix milliseconds, without being told of every tick.
    pub fn moment(self) -> u64 {
        self.now.get_untracked()
    }
}
