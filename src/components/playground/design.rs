//! The state of the playground: the text, which is the design, and what is known of it.

use std::sync::Arc;
use std::time::Duration;

use headroom_content::model::{Html, Lab, Playground};
use headroom_sim::share::{Shared, SharedDesign};
use headroom_studio::protocol::{Command, Draft, Edit, Event, MOST_BYTES, Place, Vocabulary};
use leptos::prelude::*;

use super::steps::Steps;
use crate::components::lab::OfDesign;
use crate::state::keeping::Trouble;
use crate::state::site::{Base, Here};
use crate::words::{engine, playground as say};

/// A pause in typing that ends a step.
const PAUSE: Duration = Duration::from_millis(350);

/// Whether the browser keeps the design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// There is nothing to keep: nobody has changed anything.
    Nothing,
    Kept,
    /// The one that is kept is another one, which is replaced when this one is changed.
    Guest,
    /// Another tab has changed what is kept: to this text. This tab keeps nothing before the reader chooses.
    Elsewhere(Option<String>),
    Failed(Trouble),
}

/// What the workshop was asked and has not answered.
#[derive(Clone, Debug)]
struct Asked {
    number: u32,
    /// The text that it was about.
    text: String,
    edit: Option<Edit>,
}

/// A run, and the text that it is of.
#[derive(Clone)]
pub struct Running {
    pub text: Arc<str>,
    pub lab: Lab,
    /// How its lab shall be set, where a link says so.
    pub opens: Option<Shared>,
}

/// Which part a narrow screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Drawing,
    Text,
    Run,
}

/// Takes commands to the workshop.
type Link = Arc<dyn Fn(Command)>;

/// Where the design is kept.
pub type Keep = Arc<dyn Fn(Option<&str>)>;

/// Copied freely into closures.
#[derive(Clone, Copy)]
pub struct Design {
    pub vocabulary: StoredValue<Arc<Vocabulary>>,
    /// What it began with, and begins with again.
    pub start: StoredValue<Arc<str>>,
    pub text: RwSignal<String>,
    /// Where the site is: who presses a button is asked nowhere else for it.
    pub base: StoredValue<Base>,
    /// What the last text that was looked at describes.
    pub draft: RwSignal<Arc<Draft>>,
    /// The same of the last text that could be read: what is drawn.
    pub drawn: RwSignal<Arc<Draft>>,
    /// Index of the chosen node in what is drawn.
    pub chosen: RwSignal<Option<usize>>,
    /// The node from which the next one that is chosen will be called.
    pub joining: RwSignal<Option<String>>,
    /// What was done last, in words.
    pub told: RwSignal<String>,
    /// What went wrong, in words.
    pub trouble: RwSignal<Option<String>>,
    /// The value that was refused last: its path, and why.
    pub refused: RwSignal<Option<(String, String)>>,
    pub steps: RwSignal<Steps>,
    pub keeping: RwSignal<Keeping>,
    pub running: RwSignal<Option<Running>>,
    /// How the lab of the run on show is set.
    pub set: RwSignal<Option<Shared>>,
    /// A design from a link, while the reader has not said whether to open it.
    pub offered: RwSignal<Option<SharedDesign>>,
    /// What was opened from a link last.
    pub shared: StoredValue<Option<SharedDesign>>,
    /// The design that another one has taken the place of in the browser's storage.
    pub before: RwSignal<Option<String>>,
    /// A whole text has come in place of another one, and has not been kept yet.
    pub replacing: StoredValue<bool>,
    /// Whether the panel with the link is open.
    pub sharing: RwSignal<bool>,
    pub part: RwSignal<Part>,
    /// Where the caret shall go in the text.
    pub sought: RwSignal<Option<Place>>,
    /// The text of the last step, while the reader types on.
    typing: StoredValue<Option<String>>,
    /// Counts what is typed.
    strokes: StoredValue<u32>,
    asked: StoredValue<Vec<Asked>>,
    number: StoredValue<u32>,
    /// The text that the draft is of.
    looked_at: RwSignal<String>,
    /// Whether to run as soon as it is known whether that can be done.
    run_wanted: StoredValue<bool>,
    link: StoredValue<Option<Link>, LocalStorage>,
    keep: StoredValue<Option<Keep>, LocalStorage>,
}

impl Design {
    pub fn new(playground: &Playground) -> Self {
        // Both were encoded with this program; of another build's nothing is known, and the workshop says so.
        let draft: Arc<Draft> =
            Arc::new(postcard::from_bytes(&playground.draft).unwrap_or_default());
        let vocabulary: Vocabulary =
            postcard::from_bytes(&playground.vocabulary).unwrap_or_default();
        Self {
            vocabulary: StoredValue::new(Arc::new(vocabulary)),
            start: StoredValue::new(playground.text.as_str().into()),
            text: RwSignal::new(playground.text.clone()),
            base: StoredValue::new(Here::get().base),
            drawn: RwSignal::new(draft.clone()),
            draft: RwSignal::new(draft),
            chosen: RwSignal::new(None),
            joining: RwSignal::new(None),
            told: RwSignal::default(),
            trouble: RwSignal::new(None),
            refused: RwSignal::new(None),
            steps: RwSignal::default(),
            keeping: RwSignal::new(Keeping::Nothing),
            running: RwSignal::new(None),
            set: RwSignal::new(None),
            offered: RwSignal::new(None),
            shared: StoredValue::new(None),
            before: RwSignal::new(None),
            replacing: StoredValue::new(false),
            sharing: RwSignal::new(false),
            part: RwSignal::new(Part::Drawing),
            sought: RwSignal::new(None),
            typing: StoredValue::new(None),
            strokes: StoredValue::new(0),
            asked: StoredValue::default(),
            number: StoredValue::new(0),
            looked_at: RwSignal::new(playground.text.clone()),
            run_wanted: StoredValue::new(false),
            link: StoredValue::new_local(None),
            keep: StoredValue::new_local(None),
        }
    }

    /// Gives the design its workshop.
    pub fn connect(self, link: impl Fn(Command) + 'static) {
        self.link.set_value(Some(Arc::new(link)));
    }

    /// Gives the design the place where it is kept.
    pub fn keep_with(self, keep: impl Fn(Option<&str>) + 'static) {
        self.keep.set_value(Some(Arc::new(keep)));
    }

    /// Whether what is known of the text is of an earlier one.
    pub fn is_behind(self) -> bool {
        self.text
            .with(|text| self.looked_at.with(|looked_at| text != looked_at))
    }

    pub fn can_run(self) -> bool {
        self.draft.with(|draft| draft.spec.is_some())
    }

    /// Takes what the reader types. A pause makes a step of it.
    pub fn typed(self, text: String) {
        let before = self.text.get_untracked();
        if before == text {
            return;
        }
        self.typing.update_value(|typing| {
            typing.get_or_insert(before);
        });
        self.text.set(text);
        let stroke = self.strokes.get_value().wrapping_add(1);
        self.strokes.set_value(stroke);
        set_timeout(
            move || {
                // The page may be left by now.
                if self.strokes.try_get_value() == Some(stroke) {
                    self.settle();
                }
            },
            PAUSE,
        );
    }

    /// What was typed until now is a step of its own.
    pub fn settle(self) {
        let Some(before) = self.typing.try_update_value(Option::take).flatten() else {
            return;
        };
        if self.text.with_untracked(|text| *text == before) {
            return;
        }
        self.steps.update(|steps| steps.note(before, say::typing()));
        self.look();
        self.keep_now();
    }

    /// Asks for a change of the text.
    pub fn edit(self, edit: Edit) {
        self.settle();
        self.trouble.set(None);
        self.refused.set(None);
        self.joining.set(None);
        let text = self.text.get_untracked();
        let number = self.ask(&text, Some(edit.clone()));
        self.send(Command::Edit { number, text, edit });
    }

    /// Sets or, with nothing, leaves to its default the value at a path.
    pub fn set(self, path: String, value: Option<String>) {
        self.edit(Edit::Set { path, value });
    }

    /// Puts a whole text in place of this one. `kept`: the reader has brought it, and the browser keeps it.
    pub fn open(self, text: String, what: &str, kept: bool) {
        self.settle();
        self.trouble.set(None);
        let before = self.text.get_untracked();
        if before != text {
            self.steps.update(|steps| steps.note(before, what));
            self.joining.set(None);
            self.chosen.set(None);
            self.replacing.set_value(true);
            self.put(text);
        }
        if kept {
            self.keep_now();
        }
    }

    /// Takes in a design from a link: opens it where nothing of the reader's is in its way, and else asks first.
    pub fn offer(self, shared: SharedDesign) {
        self.settle();
        let (text, start) = (self.text.get_untracked(), self.start.get_value());
        let own = *text != *start || self.keeping.get_untracked() == Keeping::Kept;
        if own && text != shared.text {
            self.offered.set(Some(shared));
        } else {
            self.open_shared(shared);
        }
    }

    /// Shows a design from a link. The browser keeps it when it is changed.
    pub fn open_shared(self, shared: SharedDesign) {
        self.offered.set(None);
        let guest = self.keeping.get_untracked() == Keeping::Kept
            && self.text.with_untracked(|text| *text != shared.text);
        self.open(shared.text.clone(), say::opening_shared(), false);
        if guest {
            self.keeping.set(Keeping::Guest);
        }
        let told = if shared.lab.is_some() {
            say::shared_is_set()
        } else {
            say::shared_is_open()
        };
        self.told.set(told.to_owned());
        self.shared.set_value(Some(shared));
        self.part.set(Part::Drawing);
    }

    /// Shows what the browser has kept. That is no step.
    pub fn restore(self, text: String) {
        self.keeping.set(Keeping::Kept);
        self.chosen.set(None);
        self.put(text);
    }

    pub fn undo(self) {
        self.settle();
        let now = self.text.get_untracked();
        let step = self.steps.try_update(|steps| steps.undo(now)).flatten();
        if let Some((text, what)) = step {
            self.go_to(text, say::undone(what));
        }
    }

    pub fn redo(self) {
        self.settle();
        let now = self.text.get_untracked();
        let step = self.steps.try_update(|steps| steps.redo(now)).flatten();
        if let Some((text, what)) = step {
            self.go_to(text, say::done_again(what));
        }
    }

    fn go_to(self, text: String, told: String) {
        self.trouble.set(None);
        self.refused.set(None);
        self.told.set(told);
        self.put(text);
        self.keep_now();
    }

    fn put(self, text: String) {
        self.text.set(text);
        self.look();
    }

    /// Begins anew: with what the page shows first. The browser keeps nothing any more.
    pub fn start_over(self) {
        let start = self.start.get_value();
        self.open(start.to_string(), say::starting_over(), false);
        self.told.set(say::started_over().to_owned());
        self.keep(None);
    }

    /// Lets the browser keep the text as it is.
    pub fn keep_now(self) {
        if let Some(text) = self.text.try_get_untracked() {
            self.keep(Some(&text));
        }
    }

    fn keep(self, text: Option<&str>) {
        if let Some(keep) = self.keep.try_get_value().flatten() {
            keep(text);
        }
    }

    /// Runs the design, once it is known that it can run.
    pub fn run(self) {
        self.settle();
        if untrack(|| self.is_behind()) {
            self.run_wanted.set_value(true);
            self.told.set(say::checking_first().to_owned());
            return;
        }
        self.run_wanted.set_value(false);
        let Some(spec) = self.draft.with_untracked(|draft| draft.spec.clone()) else {
            let first = self
                .draft
                .with_untracked(|draft| draft.problems.first().and_then(|problem| problem.place));
            self.told.set(say::cannot_run().to_owned());
            self.part.set(Part::Text);
            self.sought.set(first);
            return;
        };
        let text: Arc<str> = self.text.get_untracked().into();
        // A link says how the lab of its own text is set.
        let opens = self.shared.with_value(|shared| {
            let shared = shared.as_ref().filter(|shared| *shared.text == *text)?;
            shared.lab.clone()
        });
        let lab = Lab {
            id: "run".to_owned(),
            sentence: Html::default(),
            sim: String::new(),
            preset: String::new(),
            asked: None,
            watch: Vec::new(),
            charts: Vec::new(),
            spec,
            digest: 0,
            stills: Vec::new(),
            frame: Vec::new(),
            unused: Vec::new(),
            verdicts: Vec::new(),
        };
        self.running.set(Some(Running { text, lab, opens }));
        self.part.set(Part::Run);
    }

    /// What a link to it holds: the text, and how its lab is set, where the run on show is of this very text.
    pub fn to_share(self) -> SharedDesign {
        let text = self.text.get();
        let same = (self.running).with(|running| {
            running
                .as_ref()
                .is_some_and(|running| *running.text == *text)
        });
        SharedDesign {
            lab: self.set.get().filter(|_| same),
            text,
        }
    }

    /// What the lab of a run is told of the design.
    pub fn of_run(self, running: &Running) -> OfDesign {
        OfDesign {
            text: running.text.clone(),
            opens: running.opens.clone(),
            set: self.set,
        }
    }

    /// Whether the run on show is of another text.
    pub fn run_is_behind(self) -> bool {
        self.running.with(|running| {
            running
                .as_ref()
                .is_some_and(|running| self.text.with(|text| **text != *running.text))
        })
    }

    /// Asks what the text describes.
    pub fn look(self) {
        let text = self.text.get_untracked();
        let number = self.ask(&text, None);
        self.send(Command::Check { number, text });
    }

    fn ask(self, text: &str, edit: Option<Edit>) -> u32 {
        let number = self.number.get_value().wrapping_add(1);
        self.number.set_value(number);
        self.asked.update_value(|asked| {
            asked.push(Asked {
                number,
                text: text.to_owned(),
                edit,
            });
        });
        number
    }

    fn send(self, command: Command) {
        if let Some(link) = self.link.get_value() {
            link(command);
        }
    }

    /// Whether a question is still without its answer.
    pub fn awaits(self, number: u32) -> bool {
        let awaited = |asked: &Vec<Asked>| asked.iter().any(|asked| asked.number == number);
        self.asked.try_with_value(awaited).unwrap_or_default()
    }

    fn answered(self, number: u32) -> Option<Asked> {
        self.asked
            .try_update_value(|asked| {
                let place = asked.iter().position(|asked| asked.number == number)?;
                Some(asked.swap_remove(place))
            })
            .flatten()
    }

    /// Takes what the workshop says.
    pub fn hear(self, event: Event) {
        match event {
            // Readiness is the link's affair.
            Event::Ready { .. } => {}
            Event::Checked { number, mut draft } => {
                engine::put_draft(&mut draft);
                if let Some(asked) = self.answered(number) {
                    // Of an earlier text it is of no use any more, but for the first look at a long one.
                    if self.text.with_untracked(|text| *text == asked.text) {
                        self.see(asked.text, draft, None);
                    }
                }
            }
            Event::Edited {
                number,
                text,
                mut draft,
                chosen,
                place,
                told,
            } => {
                engine::put_draft(&mut draft);
                let Some(asked) = self.answered(number) else {
                    return;
                };
                if self.text.with_untracked(|now| *now != asked.text) {
                    self.trouble.set(Some(say::text_changed().to_owned()));
                    return;
                }
                self.told.set(engine::say(&told));
                if text != asked.text {
                    let what = asked.edit.as_ref().map_or_else(say::a_change, name_of);
                    self.steps.update(|steps| steps.note(asked.text, what));
                    self.text.set(text.clone());
                }
                self.see(text, draft, chosen);
                self.keep_now();
                match asked.edit {
                    Some(Edit::AddRoute { .. } | Edit::AddClass) => {
                        self.part.set(Part::Text);
                        self.sought.set(place);
                    }
                    Some(Edit::Rename { .. }) => {
                        crate::platform::focus::focus_soon(super::ID_FIELD.to_owned());
                    }
                    Some(Edit::RemoveNode { .. }) => {
                        crate::platform::focus::focus_soon(super::NODE_FIELD.to_owned());
                    }
                    Some(Edit::Disconnect { .. }) => {
                        crate::platform::focus::focus_soon(super::CALLS_FIELD.to_owned());
                    }
                    _ => {}
                }
            }
            Event::Refused { number, message } => match self.answered(number) {
                Some(Asked {
                    edit: Some(Edit::Set { path, .. }),
                    ..
                }) => self.refused.set(Some((path, engine::say(&message)))),
                Some(_) => self.trouble.set(Some(engine::say(&message))),
                None => {}
            },
        }
    }

    fn see(self, text: String, draft: Draft, chosen: Option<String>) {
        let draft = Arc::new(draft);
        if draft.readable {
            // The chosen node may have another place among the others, or be gone.
            let chosen = chosen.or_else(|| untrack(|| self.chosen_id()));
            let place = |id: String| draft.nodes.iter().position(|node| node.view.id == id);
            let chosen = chosen.and_then(place);
            self.drawn.set(draft.clone());
            if self.chosen.get_untracked() != chosen {
                self.chosen.set(chosen);
            }
        }
        self.draft.set(draft);
        self.looked_at.set(text);
        if self.run_wanted.get_value() {
            self.run();
        }
    }

    /// Id of the chosen node.
    pub fn chosen_id(self) -> Option<String> {
        let chosen = self.chosen.get()?;
        self.drawn
            .with(|draft| Some(draft.nodes.get(chosen)?.view.id.clone()))
    }

    /// The workshop is gone, and what it was asked is lost; the text is not.
    pub fn lose(self, why: String) {
        self.asked.set_value(Vec::new());
        self.run_wanted.set_value(false);
        self.trouble.set(Some(why));
    }

    /// The text that a question was about.
    pub fn text_of(self, number: u32) -> Option<String> {
        self.asked
            .try_with_value(|asked| {
                let asked = asked.iter().find(|asked| asked.number == number)?;
                Some(asked.text.clone())
            })
            .flatten()
    }
}

/// What a step is called that can be undone.
fn name_of(edit: &Edit) -> &'static str {
    match edit {
        Edit::AddNode { .. } => say::adding_a_node(),
        Edit::Rename { .. } => say::renaming(),
        Edit::RemoveNode { .. } => say::removing_a_node(),
        Edit::Connect { .. } => say::connecting(),
        Edit::Disconnect { .. } => say::disconnecting(),
        Edit::Set { .. } => say::setting_a_value(),
        Edit::AddRoute { .. } => say::adding_a_route(),
        Edit::AddClass => say::adding_a_class(),
    }
}

/// A text from outside, as it is worked on; why not, in a sentence.
pub fn take_in(text: &str) -> Result<String, String> {
    if text.len() > MOST_BYTES {
        return Err(say::too_long(MOST_BYTES / 1024));
    }
    // As a field on a page has it.
    Ok(text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_brought_in_is_bounded_and_has_the_lines_of_a_field() {
        assert_eq!(take_in("\u{feff}a\r\nb\rc"), Ok("a\nb\nc".to_owned()));
        assert!(take_in(&"x".repeat(MOST_BYTES)).is_ok());
        assert!(take_in(&"x".repeat(MOST_BYTES + 1)).is_err());
    }
}
