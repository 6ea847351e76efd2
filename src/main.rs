//! The program that takes a prerendered page over in the browser. On the host there is nothing to take over.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::report_panics();
    match headroom::platform::bootstrap::read() {
        Ok((bootstrap, base)) => {
            leptos::mount::hydrate_body(move || {
                leptos::view! { <headroom::app::App bootstrap base/> }
            });
        }
        // The page was readable before this program came and stays so.
        Err(error) => {
            headroom::platform::log_error(&format!("Headroom runs without its program: {error}"))
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
