//! Fetching documents, and what a browser does by itself when a page is loaded and a program must do
//! after it has put another page in place: the title, the focus.

#[cfg(target_arch = "wasm32")]
pub use browser::*;

#[cfg(target_arch = "wasm32")]
mod browser {
    use headroom_content::model::Page;
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;

    use crate::state::site::LoadError;

    /// Fetches the document at `url`.
    pub async fn fetch_page(url: &str) -> Result<Page, LoadError> {
        let bytes = fetch(url).await?;
        postcard::from_bytes(&bytes).map_err(|_| LoadError::Decode)
    }

    async fn fetch(url: &str) -> Result<Vec<u8>, LoadError> {
        let window = web_sys::window().ok_or(LoadError::Decode)?;
        let offline = |_| LoadError::Network("no connection".to_owned());
        let response: web_sys::Response = JsFuture::from(window.fetch_with_str(url))
            .await
            .map_err(offline)?
            .unchecked_into();
        match response.status() {
            200 => {}
            404 => return Err(LoadError::NotFound),
            status => return Err(LoadError::Network(format!("the server answered {status}"))),
        }
        let buffer = response.array_buffer().map_err(|_| LoadError::Decode)?;
        let buffer = JsFuture::from(buffer).await.map_err(offline)?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }

    pub fn set_title(title: &str) {
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(title);
        }
    }

    /// Moves the focus to the page's heading, so that a screen reader announces the new page and the next
    /// Tab starts there. Does not scroll: the router has.
    pub fn focus_heading() {
        let heading = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.query_selector("main h1").ok().flatten())
            .and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(heading) = heading {
            heading.set_tab_index(-1);
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&options);
        }
    }
}
