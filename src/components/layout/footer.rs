//! The end of every page.

use leptos::prelude::*;

use super::header::Wordmark;
use super::language::language_link;
use crate::state::settings::KEYS;
use crate::state::site::Site;
use crate::words::{frame, page as words};

#[component]
pub fn Footer() -> impl IntoView {
    let site = Site::here();
    view! {
        <footer class="site-footer">
            <div class="inside">
                <p><Wordmark/></p>
                <p>
                    {words::every_chart_is_a_run()}
                    {words::answers_stay_here()}
                </p>
                <p>
                    <a href=site.base.href("search/")>{words::search()}</a> " · "
                    <a href=site.base.href("paths/")>{frame::paths()}</a> " · "
                    <a href=site.base.href("map/")>{words::map()}</a> " · "
                    <a href=site.base.href("glossary/")>{words::glossary()}</a> " · "
                    <a href=site.base.href("accuracy/")>{words::accuracy()}</a> " · "
                    <a href=site.base.href("progress/")>{words::your_progress()}</a> " · "
                    <a href=site.base.href("review/")>{words::review()}</a> " · "
                    <a href=site.base.href("notes/")>{words::your_notes()}</a> " · "
                    <a href=site.base.href("offline/")>{words::offline()}</a> " · "
                    <a href=site.base.href("settings/")>{words::settings()}</a> " · "
                    <a class="open-help" href=site.base.href(&format!("settings/#{KEYS}"))>{words::keyboard()}</a>
                    {site.others().map(|language| view! { " · " {language_link(&site, language)} }).collect_view()}
                </p>
            </div>
        </footer>
    }
}
