//! What every link is put into: a version, a checksum and a bound on what it unpacks to, whatever it holds.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{base64, crc32};

/// The version of the form that is written. A form that changes gets a new number and keeps the reader of the old one, whose
/// result it turns into its own.
const VERSION: u32 = 1;

/// The longest text of a link, characters. Browsers, chats and mail take addresses of this length whole.
pub const MOST_TEXT: usize = 8_192;
/// What a link may unpack to, bytes.
pub const MOST_BYTES: usize = 65_536;

/// Of the first byte: what follows the checksum is deflated.
pub const DEFLATED: u8 = 1;
/// The hardest that deflate tries.
pub const EFFORT: u8 = 9;

/// Why a text is not the text of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    #[error("it does not begin with the number of its version")]
    NoVersion,
    #[error("it was made by a newer version of this site; reload the page to get that")]
    Newer,
    #[error("it is longer than any that this site makes")]
    TooLong,
    #[error("it was cut off or changed on its way")]
    Damaged,
    #[error("what it holds makes no sense")]
    Senseless,
}

/// Why something cannot be put into a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// More was done to a run than a link carries.
    #[error("too much was done to fit into a link")]
    Deeds,
    #[error("too large for a link: {} KB, at most {} KB", kilobytes(*bytes), kilobytes(*most))]
    Large { bytes: usize, most: usize },
}

/// Thousands, to one decimal.
fn kilobytes(bytes: usize) -> String {
    format!("{:.1}", bytes as f64 / 1000.0)
}

/// The text of a link that holds `content`.
pub fn write(content: &impl Serialize) -> Result<String, TooMuch> {
    // Fails only when memory does: every type of a link is one postcard can write.
    let plain = postcard::to_allocvec(content).unwrap_or_default();
    within(plain.len(), MOST_BYTES)?;
    let deflated = compress_to_vec(&plain, EFFORT);
    // A handful of settings is shorter as it is.
    let (flag, content) = if deflated.len() < plain.len() {
        (DEFLATED, deflated)
    } else {
        (0, plain)
    };
    let text = seal(flag, &content);
    within(text.len(), MOST_TEXT)?;
    Ok(text)
}

fn within(bytes: usize, most: usize) -> Result<(), TooMuch> {
    (bytes <= most)
        .then_some(())
        .ok_or(TooMuch::Large { bytes, most })
}

pub fn seal(flag: u8, content: &[u8]) -> String {
    let mut bytes = vec![flag];
    bytes.extend(sum(flag, content).to_le_bytes());
    bytes.extend(content);
    format!("{VERSION}.{}", base64::write(&bytes))
}

/// What the text of a link holds.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, LinkError> {
    if text.len() > MOST_TEXT {
        return Err(LinkError::TooLong);
    }
    let (version, content) = text.split_once('.').ok_or(LinkError::NoVersion)?;
    let plain = match version.parse() {
        Ok(VERSION) => of_version_1(content)?,
        Ok(version) if version > VERSION => return Err(LinkError::Newer),
        _ => return Err(LinkError::NoVersion),
    };
    match postcard::take_from_bytes(&plain) {
        Ok((content, [])) => Ok(content),
        _ => Err(LinkError::Senseless),
    }
}

fn of_version_1(content: &str) -> Result<Vec<u8>, LinkError> {
    let bytes = base64::read(content).ok_or(LinkError::Damaged)?;
    let (&flag, rest) = bytes.split_first().ok_or(LinkError::Damaged)?;
    let (wanted, content) = rest.split_first_chunk().ok_or(LinkError::Damaged)?;
    if sum(flag, content) != u32::from_le_bytes(*wanted) {
        return Err(LinkError::Damaged);
    }
    match flag {
        0 => Ok(content.to_vec()),
        DEFLATED => {
            decompress_to_vec_with_limit(content, MOST_BYTES).map_err(|_| LinkError::Senseless)
        }
        _ => Err(LinkError::Senseless),
    }
}

fn sum(flag: u8, content: &[u8]) -> u32 {
    crc32([flag].iter().chain(content))
}
