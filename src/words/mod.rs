//! What the interface says, in each of its languages. What the site teaches is written in English and stays so: only the words around it
//! change. A part of the interface has a file here, and each text of it a function of its name, with a line for every language: one that lacks a
//! language does not compile, and a program holds the texts that it uses.
//!
//! Programs hold English alone. A page in another language brings all texts in that language with it, in a script that all of its pages share, so
//! that readers of English download none of them.

pub mod chart;
pub mod engine;
pub mod exam;
pub mod explain;
pub mod frame;
pub mod lab;
#[cfg(not(target_arch = "wasm32"))]
pub mod made;
pub mod notes;
#[cfg(not(target_arch = "wasm32"))]
pub mod page;
pub mod playground;
pub mod quiz;
pub mod study;
pub mod weigh;

use std::cell::Cell;
use std::fmt::{Display, Write as _};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    /// In simplified characters.
    Chinese,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// What pages say they are in (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-Hans",
        }
    }

    /// What the addresses of its pages have behind the site's base.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::English => "",
            Self::Chinese => "zh/",
        }
    }

    /// What it calls itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "简体中文",
        }
    }

    /// Whose page goes on like this behind the site's base.
    pub fn at(path: &str) -> Self {
        if path.starts_with(Self::Chinese.segment()) {
            Self::Chinese
        } else {
            Self::English
        }
    }

    /// By its tag.
    pub fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }
}

/// The language of what the site teaches. As an attribute that is always there, it costs a program less than one that may be.
pub const OF_CONTENT: &str = Language::English.tag();

/// What says something, in the language that is spoken.
pub type Say = fn() -> &'static str;
/// What says a number of something.
pub type Counted = fn(usize) -> String;

/// The texts of a language at their places in the catalogue, behind nothing at the place of its mark.
type Texts = &'static [String];

/// What is spoken.
#[derive(Clone, Copy)]
struct Spoken {
    language: Language,
    texts: Texts,
    /// What the engine's texts are in it.
    engine: engine::Pairs,
}

impl Spoken {
    const ENGLISH: Self = Self {
        language: Language::English,
        texts: &[],
        engine: &[],
    };
}

thread_local! {
    /// Here. A browser has one page on show; the host makes pages of several languages, one after the other in each thread.
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken::ENGLISH) };
}

/// The language of the interface.
pub fn language() -> Language {
    SPOKEN.get().language
}

/// Of a text of the content, for its attribute `lang` where the page is in another language; a text that the interface has put in place of
/// one is in the page's own.
pub fn lang_of(text: &str) -> Option<&'static str> {
    lang_of_content().filter(|_| !text.chars().any(is_han))
}

/// The same of what is content, whatever it holds.
pub fn lang_of_content() -> Option<&'static str> {
    (language() != Language::English).then(|| Language::English.tag())
}

/// Whether a character is one of the Chinese script: of the block for all of them that are in use.
fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// What the script of a page in another language calls its array of texts, among the names of all scripts. The [`MARK`] comes before them.
pub const TEXTS: &str = "headroomTexts";
/// What it calls its array of the engine's texts, each in English and then in the page's language.
pub const ENGINE: &str = "headroomEngine";
/// What it calls the addresses of scripts that some programs need besides, by the names of the programs.
pub const MORE: &str = "headroomMore";

/// Takes in what a page brings: its language, a mark, and the texts behind it; and those of the engine. Those of another catalogue are not
/// understood: then English is spoken.
pub fn learn(language: Language, mark: Option<f64>, texts: Vec<String>, engine: Vec<String>) {
    let spoken = Spoken {
        language,
        ..Spoken::ENGLISH
    };
    SPOKEN.set(if mark == Some(MARK as f64) {
        Spoken {
            texts: texts.leak(),
            engine: engine.leak().as_chunks().0,
            ..spoken
        }
    } else {
        spoken
    });
}

/// The text at a place of the catalogue, in the language that is spoken.
#[inline(never)]
fn text(place: usize, english: &'static str) -> &'static str {
    SPOKEN
        .get()
        .texts
        .get(place)
        .map_or(english, String::as_str)
}

/// Puts values where their names stand in braces; each of `names` has a comma behind it.
fn fill(template: &str, names: &str, values: &[&dyn Display]) -> String {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}').unwrap_or(("", piece));
        let place = names.split(',').position(|known| known == name);
        if let Some(value) = place.and_then(|place| values.get(place)) {
            // Writing to a String cannot fail.
            let _ = write!(text, "{value}");
        }
        text += rest;
    }
    text
}

/// A text of the catalogue, for what is made of all of them.
#[cfg(not(target_arch = "wasm32"))]
pub struct Entry {
    pub name: &'static str,
    /// What stands in braces.
    pub values: &'static [&'static str],
    pub english: &'static str,
    pub chinese: &'static str,
}

/// Texts of a part of the interface; `after` names the part before it in the catalogue. A text with values is made of them each time.
///
/// ```ignore
/// words! { after frame;
///     run: "Run simulation" / "运行模拟";
///     of(n, all): "{n} of {all}" / "共 {all} 个，第 {n} 个";
/// }
/// ```
macro_rules! words {
    (after $before:ident; $($name:ident $(($($value:ident),+))?: $english:literal / $chinese:literal;)+) => {
        $crate::words::words!(@part $crate::words::$before::END, $crate::words::$before::MARK; $($name $(($($value),+))?: $english / $chinese;)+);
    };
    ($($name:ident $(($($value:ident),+))?: $english:literal / $chinese:literal;)+) => {
        $crate::words::words!(@part 1, $crate::words::BASIS; $($name $(($($value),+))?: $english / $chinese;)+);
    };
    (@part $first:expr, $before:expr; $($name:ident $(($($value:ident),+))?: $english:literal / $chinese:literal;)+) => {
        #[allow(non_camel_case_types, reason = "they are called as the functions")]
        #[repr(usize)]
        enum Place { $($name),+ }

        /// Where the next part of the catalogue begins.
        #[allow(dead_code, reason = "there is none behind the last")]
        pub(in crate::words) const END: usize = $first + [$(stringify!($name)),+].len();

        /// Tells this catalogue, as far as here, from any other.
        #[allow(dead_code, reason = "as above")]
        pub(in crate::words) const MARK: u64 =
            $crate::words::mark($before, concat!($(stringify!($name), "=", $english, ";"),+));

        #[cfg(not(target_arch = "wasm32"))]
        pub(in crate::words) const ALL: &[$crate::words::Entry] = &[$(
            $crate::words::Entry {
                name: stringify!($name),
                values: &[$($(stringify!($value)),+)?],
                english: $english,
                chinese: $chinese,
            }
        ),+];

        $($crate::words::words!(@text $first, $name [$($($value),+)?] $english);)+
    };
    (@text $first:expr, $name:ident [] $english:literal) => {
        pub fn $name() -> &'static str {
            $crate::words::text($first + Place::$name as usize, $english)
        }
    };
    (@text $first:expr, $name:ident [$($value:ident),+] $english:literal) => {
        pub fn $name($($value: impl std::fmt::Display),+) -> String {
            let template = $crate::words::text($first + Place::$name as usize, $english);
            $crate::words::fill(template, concat!($(stringify!($value), ","),+), &[$(&$value),+])
        }
    };
}
pub(crate) use words;

/// How many texts programs know; those that are said on the host alone come after them.
#[cfg(not(target_arch = "wasm32"))]
const COUNT: usize = weigh::END;
/// And what tells them from those of another build; a whole number that scripts can hold.
pub const MARK: u64 = weigh::MARK >> 11;

/// FNV-1a, 64 bits (draft-eastlake-fnv), of a text behind others.
const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

const fn mark(before: u64, text: &str) -> u64 {
    let (mut hash, mut at) = (before, 0);
    while at < text.len() {
        hash = (hash ^ text.as_bytes()[at] as u64).wrapping_mul(0x100_0000_01b3);
        at += 1;
    }
    hash
}

#[cfg(not(target_arch = "wasm32"))]
mod host;
#[cfg(not(target_arch = "wasm32"))]
pub use host::{brought, speaking};
