//! How much of the site is kept on the reader's device.

/// In bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    pub bytes: f64,
    /// The whole site.
    pub all: f64,
    /// What stays when the rest is removed: a page that says that a page is not here.
    pub least: f64,
    /// Why no more of it could be got.
    pub trouble: Option<Trouble>,
}

impl Kept {
    pub fn is_whole(&self) -> bool {
        self.bytes >= self.all
    }
}

/// Why files could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser gives the site no more.
    Room,
    Connection,
    /// The host has another version of the site than the worker knows.
    Newer,
}

impl Trouble {
    /// By the worker's name for it.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "room" => Some(Self::Room),
            "connection" => Some(Self::Connection),
            "newer" => Some(Self::Newer),
            _ => None,
        }
    }
}
