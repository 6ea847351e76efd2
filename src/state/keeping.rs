//! Where answers are kept, and if not in the best place, why.

use crate::words::quiz as words;

/// Where what was last written has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing has been read yet; always so on the host.
    NotYet,
    /// The browser's database (`IndexedDB`).
    Database,
    /// The browser's local storage, because of what is the matter with the database.
    LocalStorage(Trouble),
    /// Neither: until the page is closed. What is the matter with the local storage.
    PageOnly(Trouble),
}

/// What is the matter with a place to keep things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Refused by the browser or its settings, or not there at all.
    Blocked,
    Full,
    /// It has not answered in time.
    Silent,
    /// A newer version of this site has changed its form. It is left as it is.
    Newer,
    /// Anything else that browsers may say.
    Failed,
}

impl Trouble {
    /// By the name of the exception that the browser gives.
    pub fn named(name: &str) -> Self {
        match name {
            "SecurityError" | "NotAllowedError" | "InvalidStateError" => Self::Blocked,
            "QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED" => Self::Full,
            "VersionError" => Self::Newer,
            _ => Self::Failed,
        }
    }

    /// After "the browser's ...".
    pub fn words(self) -> &'static str {
        match self {
            Self::Blocked => words::blocked(),
            Self::Full => words::full(),
            Self::Silent => words::silent(),
            Self::Newer => words::newer(),
            Self::Failed => words::failed(),
        }
    }
}

impl Keeping {
    /// In plain words; nothing before anything is known.
    pub fn text(self) -> String {
        match self {
            Self::NotYet => String::new(),
            Self::Database => words::kept().to_owned(),
            Self::LocalStorage(trouble) => words::kept_in_local_storage(trouble.words()),
            Self::PageOnly(trouble) => words::not_kept(trouble.words()),
        }
    }

    /// Whether a reload would lose answers.
    pub fn loses(self) -> bool {
        matches!(self, Self::PageOnly(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_is_told_where_answers_are_and_what_is_wrong() {
        let table = [
            (Keeping::NotYet, ""),
            (Keeping::Database, "Kept in this browser."),
            (
                Keeping::LocalStorage(Trouble::Silent),
                "Kept in this browser’s local storage: its database does not answer.",
            ),
            (
                Keeping::PageOnly(Trouble::named("QuotaExceededError")),
                "Not kept: this browser’s storage is full. Your answers are lost when you close the page.",
            ),
            (
                Keeping::PageOnly(Trouble::named("SecurityError")),
                "Not kept: this browser’s storage is blocked. Your answers are lost when you close the page.",
            ),
        ];
        for (keeping, text) in table {
            assert_eq!(keeping.text(), text);
        }
        assert_eq!(Trouble::named("VersionError"), Trouble::Newer);
        assert_eq!(Trouble::named("AbortError"), Trouble::Failed);
    }
}
