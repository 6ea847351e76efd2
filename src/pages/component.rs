//! Reference page of a node kind. Its tables come from what the engine's node kind declares.

use headroom_content::model::Component;
use leptos::prelude::*;

use crate::components::document::{Blocks, PageHeader, Sources, Table, links};
use crate::words::{lang_of_content, page as words};

#[component]
pub fn ComponentPage(title: String, component: Component) -> impl IntoView {
    let Component {
        kind,
        summary,
        blocks,
        params,
        metrics,
        leaves_out,
        used_by,
        sources,
    } = component;
    let omissions = leaves_out
        .into_iter()
        .map(|omission| view! { <li>{omission}</li> })
        .collect_view();
    view! {
        <article class="document">
            <PageHeader title summary>
                <dl class="facts">
                    <div><dt>{words::in_scenario_files()}</dt><dd><code>{kind}</code></dd></div>
                </dl>
            </PageHeader>
            <Blocks blocks/>
            <section class="wide" aria-labelledby="parameters">
                <h2 id="parameters">{words::parameters()}</h2>
                <Table
                    name=words::table_of_parameters()
                    head=[words::parameter(), words::default(), words::range(), words::meaning()]
                    rows=params
                />
            </section>
            <section class="wide" aria-labelledby="metrics">
                <h2 id="metrics">{words::metrics()}</h2>
                <Table name=words::table_of_metrics() head=[words::metric(), words::unit(), words::meaning()] rows=metrics/>
            </section>
            <section aria-labelledby="leaves-out">
                <h2 id="leaves-out">{words::leaves_out()}</h2>
                <ul class="leaves-out" lang=lang_of_content()>{omissions}</ul>
            </section>
            {(!used_by.is_empty()).then(|| view! {
                <section aria-labelledby="used-by">
                    <h2 id="used-by">{words::used_by()}</h2>
                    <ul role="list">{links(used_by)}</ul>
                </section>
            })}
            <Sources sources/>
        </article>
    }
}
