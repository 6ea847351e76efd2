//! The workshop of the playground: reads the text of a design as it is written, says what is wrong with it in the engine's own
//! words, and changes it where a reader asks for a change, comments and all kept.
//!
//! It runs in a worker of its own, because reading TOML is a program that no other page needs. What the page knows of it is
//! [`protocol`].

pub mod protocol;

#[cfg(all(feature = "edit", target_arch = "wasm32"))]
pub mod browser;
#[cfg(feature = "edit")]
mod draft;
#[cfg(feature = "edit")]
mod edit;
#[cfg(feature = "edit")]
mod places;

#[cfg(feature = "edit")]
pub use self::edition::{START, answer, draft_of, vocabulary};

#[cfg(feature = "edit")]
mod edition {
    use headroom_sim::descriptor::{KindDescriptor, ParamDescriptor};
    use headroom_sim::kinds::{ParamSpec, link_params, registry, run_params};

    use crate::draft;
    use crate::edit::{self, Done};
    use crate::protocol::{Command, Draft, Event, Vocabulary};

    /// What a playground shows that nobody has changed yet.
    pub const START: &str = include_str!("start.toml");

    /// What can be built, from what the kinds say of themselves.
    pub fn vocabulary() -> Vocabulary {
        let descriptors = |specs: &[ParamSpec]| -> Vec<ParamDescriptor> {
            specs.iter().map(|spec| spec.descriptor.clone()).collect()
        };
        let kind = |kind: &&'static KindDescriptor| KindDescriptor {
            // Nothing is measured while something is being built.
            metrics: Vec::new(),
            leaves_out: Vec::new(),
            ..(*kind).clone()
        };
        Vocabulary {
            kinds: registry().iter().map(kind).collect(),
            link: descriptors(link_params()),
            run: descriptors(run_params()),
        }
    }

    /// What a text describes, and what is wrong with it.
    pub fn draft_of(text: &str) -> Draft {
        draft::read(text)
    }

    /// Does what is asked.
    pub fn answer(command: &Command) -> Event {
        match command {
            Command::Check { number, text } => Event::Checked {
                number: *number,
                draft: draft::read(text),
            },
            Command::Edit { number, text, edit } => match edit::apply(text, edit) {
                Ok(Done {
                    text,
                    chosen,
                    place,
                    told,
                }) => Event::Edited {
                    number: *number,
                    draft: draft::read(&text),
                    text,
                    chosen,
                    place,
                    told,
                },
                Err(message) => Event::Refused {
                    number: *number,
                    message,
                },
            },
        }
    }
}
