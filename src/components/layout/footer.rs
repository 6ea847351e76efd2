//! The end of every page.

use leptos::prelude::*;

use super::header::Wordmark;
use crate::state::settings::KEYS;
use crate::state::site::Site;

#[component]
pub fn Footer() -> impl IntoView {
    let site = Site::here();
    view! {
        <footer class="site-footer">
            <div class="inside">
                <p><Wordmark/></p>
                <p>
                    "Every chart here is a simulation that ran on your machine or when this page was built. "
                    "Your answers stay in this browser: no account, no server, nothing from third parties."
                </p>
                <p>
                    <a href=site.base.href("search/")>"Search"</a> " · "
                    <a href=site.base.href("paths/")>"Paths"</a> " · "
                    <a href=site.base.href("map/")>"Concept map"</a> " · "
                    <a href=site.base.href("glossary/")>"Glossary"</a> " · "
                    <a href=site.base.href("accuracy/")>"How accurate is it?"</a> " · "
                    <a href=site.base.href("progress/")>"Your progress"</a> " · "
                    <a href=site.base.href("review/")>"Review"</a> " · "
                    <a href=site.base.href("notes/")>"Your notes"</a> " · "
                    <a href=site.base.href("offline/")>"Without a connection"</a> " · "
                    <a href=site.base.href("settings/")>"Settings"</a> " · "
                    <a class="open-help" href=site.base.href(&format!("settings/#{KEYS}"))>"Keyboard"</a>
                </p>
            </div>
        </footer>
    }
}
