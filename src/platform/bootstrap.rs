//! The document that a prerendered page carries for the program that takes it over.

use headroom_content::model::Bootstrap;

use crate::state::site::Base;

/// Why a page cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    #[error("the page carries no data (`script#bootstrap`)")]
    Missing,
    #[error("the page's data is of another build than the program")]
    Unreadable,
}

/// Reads `<script id="bootstrap" data-base="/sub/">`, base64 of postcard.
pub fn read() -> Result<(Bootstrap, Base), BootstrapError> {
    let window = web_sys::window().ok_or(BootstrapError::Missing)?;
    let script = window
        .document()
        .and_then(|document| document.get_element_by_id("bootstrap"))
        .ok_or(BootstrapError::Missing)?;
    let base = script
        .get_attribute("data-base")
        .ok_or(BootstrapError::Missing)?;
    let text = script.text_content().ok_or(BootstrapError::Missing)?;
    // `atob` gives one character a byte.
    let bytes: Vec<u8> = window
        .atob(text.trim())
        .map_err(|_| BootstrapError::Unreadable)?
        .chars()
        .map(|c| c as u8)
        .collect();
    let bootstrap = postcard::from_bytes(&bytes).map_err(|_| BootstrapError::Unreadable)?;
    Ok((bootstrap, Base::new(&base)))
}
