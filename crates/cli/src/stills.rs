//! Stills: what a lab shows before, and without, a running engine. Each is drawn from a real run, by the session
//! that the browser's worker drives and with the same seed, so it is what a reader would see at the end of that run.

use std::collections::BTreeMap;

use anyhow::Context;
use headroom::components::chart::{Plot, summary, svg, table};
use headroom::components::lab::marks;
use headroom::words;
use headroom_content::compile::cache::Cache;
use headroom_content::model::{Html, Lab, Page, Still};
use headroom_sim::protocol::{Frame, LabSpec};
use headroom_sim::session::{Progress, Session};
use rayon::prelude::*;

/// How a run ended, as a lab keeps it.
#[derive(Clone)]
struct Drawn {
    stills: Vec<Still>,
    /// Postcard of [`Frame`] without its charts.
    frame: Vec<u8>,
    unused: Vec<u32>,
    verdicts: Vec<String>,
}

/// Fills the stills, frame and verdicts of every lab. Labs that open the same preset of the same scenario share a run,
/// and a run that an earlier build made is not made again.
pub fn fill(pages: &mut [Page], cache: &Cache) -> anyhow::Result<()> {
    let mut wanted: BTreeMap<(String, String), Vec<u8>> = BTreeMap::new();
    for lab in pages.iter_mut().flat_map(Page::labs_mut) {
        wanted.entry(key(lab)).or_insert_with(|| lab.spec.clone());
    }
    let wanted: Vec<_> = wanted.into_iter().collect();
    let language = words::language();
    let draw = |((sim, preset), spec): &((String, String), Vec<u8>)| {
        words::speaking(language, || draw(spec, preset, cache))
            .with_context(|| format!("drawing the lab {sim}#{preset}"))
    };
    let drawn: Vec<_> = wanted.par_iter().with_max_len(1).map(draw).collect();
    let mut stills = BTreeMap::new();
    for ((key, _), drawn) in wanted.into_iter().zip(drawn) {
        stills.insert(key, drawn?);
    }
    for lab in pages.iter_mut().flat_map(Page::labs_mut) {
        if let Some(drawn) = stills.get(&key(lab)).cloned() {
            (lab.stills, lab.frame) = (drawn.stills, drawn.frame);
            (lab.unused, lab.verdicts) = (drawn.unused, drawn.verdicts);
            if lab.is_brief() {
                lab.stills.retain(|still| lab.charts.contains(&still.chart));
            }
        }
    }
    Ok(())
}

fn key(lab: &Lab) -> (String, String) {
    (lab.sim.clone(), lab.preset.clone())
}

fn draw(spec: &[u8], preset: &str, cache: &Cache) -> anyhow::Result<Drawn> {
    let spec: LabSpec = postcard::from_bytes(spec).context("reading its spec")?;
    let view = spec.presets.iter().find(|view| view.name == preset);
    let view = view.with_context(|| format!("{} has no preset `{preset}`", spec.id))?;
    // What a frame holds is in the order of the headline.
    let figures: Vec<&str> = spec.headline.iter().map(|view| &*view.path).collect();
    let made_from = (&spec.scenario, preset, spec.seed, figures);
    let (frame, unused, mut verdicts) =
        cache.get_or_try("still with links", &made_from, || run(&spec, preset))?;
    verdicts.iter_mut().for_each(words::engine::put);
    let marks = marks::of_run(&spec, Some(view), &[], &[], frame.duration_ns);
    let charts = spec.charts.iter().zip(&frame.charts);
    let stills = charts
        // A sweep fills its own chart, a run in time all but those of sweeps: there is nothing to draw in the others.
        .filter(|(chart, _)| chart.belongs_to(view))
        .map(|(chart, series)| {
            let plot = Plot {
                marks: &marks,
                ..Plot::of_run(chart, series, frame.duration_ns)
            };
            Still {
                chart: chart.id.clone(),
                svg: Html(svg::render(plot)),
                table: Html(table::tabulate(plot).html()),
                summary: summary::sentence(plot),
                zero: plot.zero(),
            }
        })
        .collect();
    let bare = Frame {
        charts: Vec::new(),
        ..frame
    };
    Ok(Drawn {
        stills,
        frame: postcard::to_allocvec(&bare).context("encoding its frame")?,
        unused,
        verdicts,
    })
}

/// Runs a preset with the scenario's seed to its end: how it stood there, the links that it did not use, and what it showed.
fn run(spec: &LabSpec, preset: &str) -> anyhow::Result<(Frame, Vec<u32>, Vec<String>)> {
    let mut session = Session::load(&spec.setup(Some(preset), spec.seed))?;
    while session.advance(u64::MAX, &mut || false) == Progress::Running {}
    let report = session.report();
    let id = |node: u32| spec.nodes.get(node as usize).map_or("", |node| &*node.id);
    let unused = (0..).zip(&spec.links).filter(|(_, link)| {
        let calls = format!("links.{}->{}.calls", id(link.from), id(link.to));
        report.figure(&calls).is_some_and(|calls| calls <= 0.0)
    });
    let unused = unused.map(|(index, _)| index).collect();
    Ok((session.frame(0), unused, report.verdicts().to_vec()))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use headroom_content::model::{Block, Body, CardGroup, Home};
    use headroom_sim::scenario::{Scenario, parse};
    use headroom_sim::simulate;

    use super::*;

    fn scenario() -> Scenario {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../content/templates/url-shortener/v2-serverless.toml");
        parse(&std::fs::read_to_string(file).unwrap()).unwrap()
    }

    fn page(labs: &[&str]) -> Page {
        let spec = LabSpec::new("url-shortener/v2-serverless", &scenario());
        let labs = labs.iter().map(|preset| {
            Block::Lab(Box::new(Lab {
                id: "lab".to_owned(),
                sentence: Html::default(),
                sim: spec.id.clone(),
                preset: (*preset).to_owned(),
                asked: None,
                watch: Vec::new(),
                charts: Vec::new(),
                spec: postcard::to_allocvec(&spec).unwrap(),
                digest: 0,
                stills: Vec::new(),
                frame: Vec::new(),
                unused: Vec::new(),
                verdicts: Vec::new(),
            }))
        });
        Page {
            route: "/".to_owned(),
            title: String::new(),
            description: String::new(),
            breadcrumbs: Vec::new(),
            previous: None,
            next: None,
            contents: Vec::new(),
            body: Body::Home(Home {
                blocks: labs.collect(),
                paths: CardGroup {
                    title: String::new(),
                    href: None,
                    cards: Vec::new(),
                },
                parts: Vec::new(),
            }),
        }
    }

    /// A cache of its own for a test, gone with it.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path =
                std::env::temp_dir().join(format!("headroom-stills-{}-{name}", std::process::id()));
            let _ = std::fs::remove_dir_all(&path);
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn filled(name: &str, presets: &[&str]) -> Vec<Lab> {
        let folder = Folder::new(name);
        let mut pages = [page(presets)];
        fill(&mut pages, &Cache::new(&folder.0)).unwrap();
        let [mut page] = pages;
        page.labs_mut().map(|lab| lab.clone()).collect()
    }

    #[test]
    fn a_still_says_what_the_report_of_the_same_run_says() {
        let scenario = scenario();
        let spec = LabSpec::new("url-shortener/v2-serverless", &scenario);
        for lab in filled("figures", &["steady", "return-from-idle"]) {
            let report = simulate(&scenario, Some(&lab.preset), &[], None).unwrap();
            let frame: Frame = postcard::from_bytes(&lab.frame).unwrap();
            let figure = |path: &str| report.figure(path).unwrap();
            let left = figure("requests.completed") + figure("requests.failed_total");
            assert_eq!(frame.requests, left as u64);
            assert_eq!(frame.now_ns, frame.duration_ns);
            let tiles: Vec<_> = spec
                .headline
                .iter()
                .map(|tile| report.figure(&tile.path))
                .collect();
            assert_eq!(frame.headline, tiles);
            assert!(frame.headline.iter().all(Option::is_some));
            assert_eq!(frame.nodes.len(), spec.nodes.len());
            assert!(frame.nodes.iter().any(|node| node.instances > 0));
            assert_eq!(lab.verdicts, report.verdicts());
        }
    }

    #[test]
    fn each_chart_that_a_preset_fills_is_drawn_told_and_tabulated() {
        let spec = LabSpec::new("url-shortener/v2-serverless", &scenario());
        let presets: Vec<&str> = spec.presets.iter().map(|preset| &*preset.name).collect();
        for (lab, preset) in filled("charts", &presets).iter().zip(&spec.presets) {
            let drawn: Vec<&str> = lab.stills.iter().map(|still| &*still.chart).collect();
            let filled = spec.charts.iter().filter(|chart| chart.belongs_to(preset));
            assert_eq!(drawn, filled.map(|chart| &*chart.id).collect::<Vec<_>>());
            assert!(!drawn.is_empty());
            for still in &lab.stills {
                assert!(
                    still.svg.0.contains("stroke=\"var(--series-1)\""),
                    "{still:?}"
                );
                assert!(still.table.0.matches("<tr>").count() > 5, "{still:?}");
                assert!(
                    still.summary.ends_with('.') && still.summary != "No values yet.",
                    "{still:?}"
                );
            }
        }
    }

    #[test]
    fn a_sweep_shows_where_its_arms_cross() {
        let labs = filled("sweep", &["cost-crossover"]);
        let [still] = &labs[0].stills[..] else {
            panic!("a sweep has one chart: {:?}", labs[0].stills);
        };
        assert!(still.summary.contains("they cross at"), "{}", still.summary);
        assert!(
            still.svg.0.contains("stroke=\"var(--series-2)\""),
            "{}",
            still.svg.0
        );
    }

    #[test]
    fn pages_share_a_run_and_the_next_build_does_not_repeat_it() {
        let folder = Folder::new("shared");
        let cache = Cache::new(&folder.0);
        let mut pages = [page(&["steady"]), page(&["steady", "steady"])];
        fill(&mut pages, &cache).unwrap();
        let files = || {
            let entries = std::fs::read_dir(&folder.0).unwrap();
            entries
                .map(|entry| entry.unwrap().metadata().unwrap().modified().unwrap())
                .collect::<Vec<_>>()
        };
        let kept = files();
        assert_eq!(kept.len(), 1);
        let first = pages.clone();
        fill(&mut pages, &cache).unwrap();
        assert_eq!(files(), kept);
        assert_eq!(pages, first);
    }

    #[test]
    fn a_preset_that_is_not_there_is_named() {
        let folder = Folder::new("unknown");
        let error = fill(&mut [page(&["steddy"])], &Cache::new(&folder.0)).unwrap_err();
        let message = format!("{error:#}");
        assert!(
            message.contains("v2-serverless#steddy") && message.contains("no preset"),
            "{message}"
        );
    }
}
