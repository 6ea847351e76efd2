//! From rendered pages to the site: cards, neighbours, breadcrumbs, relations and the pages made of other pages.

use std::collections::BTreeMap;

use headroom_sim::Scenario;

use crate::model::{
    Accuracy, Assessment, Bank, Block, Body, Card, CardGroup, CaseKind, CaseStudy, Category,
    Component, Concept, ExamDesk, Experiment, Family, Glossary, Home, Html, Index as IndexPage,
    Lab, Level, Link, NavSection, Objective, Other, Page, Part, Playground, Relation, SiteMap,
    Source as Cited, Variant,
};

use super::assessment::AssessmentFront;
use super::bank;
use super::categories::Categories;
use super::front::{CaseStudyFront, ConceptFront, Details, Place, VariantFront};
use super::glossary;
use super::index::Index;
use super::map;
use super::parse::Parsed;
use super::path::{self, PATHS};
use super::reference;
use super::render::Rendered;
use super::runs::Runs;
use super::source::Located;
use super::typography::plain;

/// Words a minute of someone who reads to understand.
const WORDS_PER_MINUTE: usize = 200;
/// Seconds that answering a question takes.
pub const SECONDS_PER_QUESTION: usize = 40;
/// Minutes that a lab takes: to predict, to run, to look at and to run once more with one setting changed.
pub const LAB_MINUTES: u32 = 10;

/// A page with its text rendered.
pub struct Ready<'p, 'a> {
    pub parsed: &'p Parsed<'a>,
    pub rendered: Rendered,
    pub objectives: Vec<Objective>,
    /// Title and summary, from the front matter or the engine.
    pub title: String,
    pub summary: String,
}

/// What pages are assembled from.
pub struct Assembler<'s, 'p, 'a> {
    pub index: &'s Index,
    pub categories: &'s Categories,
    pub runs: &'s Runs,
    /// In reading order.
    pub pages: &'s [Ready<'p, 'a>],
    /// Names and texts of the scenarios that stand alone.
    pub designs: &'s [(String, String)],
    pub bank: &'s Bank,
    pub glossary: &'s Glossary,
}

/// Titles of the pages that are made and not written.
pub const INDEXES: [(&str, &str); 5] = [
    ("/concepts/", "Concepts"),
    ("/components/", "Components"),
    ("/templates/", "Templates"),
    (CASE_STUDIES, "Case studies"),
    ("/labs/", "Labs"),
];

const CASE_STUDIES: &str = "/case-studies/";

pub const ASSESSMENTS: &str = "/assessments/";
/// Where readers put one together, and where a report is checked.
pub const OWN: &str = "/assessments/own/";
pub const OWN_TITLE: &str = "Build your own";
pub const VERIFY: &str = "/assessments/verify/";
pub const VERIFY_TITLE: &str = "Verify a report";

const ABOUT_ASSESSMENTS: &str = "Questions from all pages, answered in one sitting and marked at its end: what you know, what you only believe you know, and what to read next.";
const ABOUT_OWN: &str =
    "An assessment of your choice: which subjects, how many questions, how much time.";
const ABOUT_VERIFY: &str =
    "A report carries a digest of its answers. Here is found out whether the two belong together.";

pub const PLAYGROUND: &str =
    "Build a system from its components, or change one of ours, and run it.";

impl Ready<'_, '_> {
    pub fn route(&self) -> String {
        self.parsed.place.route()
    }

    /// How long reading it takes.
    pub fn minutes(&self) -> u16 {
        let seconds = self.rendered.words * 60 / WORDS_PER_MINUTE
            + self.rendered.questions * SECONDS_PER_QUESTION;
        u16::try_from(seconds.div_ceil(60).max(1)).unwrap_or(u16::MAX)
    }

    /// The page's sources: those cited in the order of their first citation, then the others.
    fn sources(&self) -> Vec<Cited> {
        let mut entries: Vec<_> = self.parsed.front.sources.iter().collect();
        let cited = self.rendered.cited.iter().zip(0_usize..);
        let order: BTreeMap<&str, usize> = cited.map(|(id, at)| (id.as_str(), at)).collect();
        // Stable: those never cited keep their order behind the others.
        entries.sort_by_key(|entry| {
            order
                .get(entry.id.value.as_str())
                .map_or(usize::MAX, |at| *at)
        });
        entries
            .into_iter()
            .zip(1_usize..)
            .map(|(entry, number)| Cited {
                id: entry.id.value.clone(),
                title: entry.title.clone(),
                url: entry.url.clone(),
                number: u16::try_from(number).unwrap_or(u16::MAX),
            })
            .collect()
    }
}

impl<'p, 'a> Assembler<'_, 'p, 'a> {
    /// All pages, and the map of the site.
    pub fn site(&self) -> (SiteMap, Vec<Page>) {
        let map = SiteMap {
            sections: self.sections(),
        };
        let neighbours = neighbours(&map);
        let mut pages: Vec<Page> = self
            .pages
            .iter()
            .map(|ready| self.page(ready, &neighbours))
            .collect();
        pages.extend(self.made());
        pages.sort_by(|a, b| a.route.cmp(&b.route));
        (map, pages)
    }

    fn link(&self, ready: &Ready<'_, '_>) -> Link {
        Link {
            href: self.index.href(&ready.route()),
            title: ready.title.clone(),
        }
    }

    pub(super) fn of<'r>(
        &'r self,
        belongs: impl Fn(&Place) -> bool + 'r,
    ) -> impl Iterator<Item = &'r Ready<'p, 'a>> {
        self.pages
            .iter()
            .filter(move |ready| belongs(&ready.parsed.place))
    }

    pub(super) fn concepts<'r>(
        &'r self,
        category: &'r str,
    ) -> impl Iterator<Item = &'r Ready<'p, 'a>> {
        self.of(
            move |place| matches!(place, Place::Concept { category: own, .. } if own == category),
        )
    }

    fn variants<'r>(&'r self, family: &'r str) -> impl Iterator<Item = &'r Ready<'p, 'a>> {
        self.of(move |place| matches!(place, Place::Variant { family: own, .. } if own == family))
    }

    fn families(&self) -> impl Iterator<Item = (&str, &Ready<'p, 'a>)> {
        self.pages
            .iter()
            .filter_map(|ready| match &ready.parsed.place {
                Place::Family { family } => Some((family.as_str(), ready)),
                _ => None,
            })
    }

    fn components(&self) -> impl Iterator<Item = &Ready<'p, 'a>> {
        self.of(|place| matches!(place, Place::Component { .. }))
    }

    /// Case studies, the newest first.
    fn case_studies(&self) -> impl Iterator<Item = (&Ready<'p, 'a>, &CaseStudyFront)> {
        self.pages
            .iter()
            .filter_map(|ready| match &ready.parsed.front.details {
                Details::CaseStudy(front) => Some((ready, front)),
                _ => None,
            })
    }

    fn assessments(&self) -> impl Iterator<Item = (&Ready<'p, 'a>, &AssessmentFront)> {
        self.pages
            .iter()
            .filter_map(|ready| match &ready.parsed.front.details {
                Details::Assessment(front) => Some((ready, front)),
                _ => None,
            })
    }

    /// Categories that have concepts, the components, the families, the case studies.
    fn sections(&self) -> Vec<NavSection> {
        let mut sections = Vec::new();
        for category in &self.categories.list {
            let pages: Vec<Link> = self
                .concepts(&category.id)
                .map(|ready| self.link(ready))
                .collect();
            if !pages.is_empty() {
                sections.push(NavSection {
                    link: self.index.link(&category_route(&category.id)),
                    pages,
                });
            }
        }
        let components: Vec<Link> = self.components().map(|ready| self.link(ready)).collect();
        if !components.is_empty() {
            sections.push(NavSection {
                link: self.index.link("/components/"),
                pages: components,
            });
        }
        for (family, ready) in self.families() {
            let pages = self
                .variants(family)
                .map(|ready| self.link(ready))
                .collect();
            sections.push(NavSection {
                link: self.link(ready),
                pages,
            });
        }
        let studies: Vec<Link> = self
            .case_studies()
            .map(|(ready, _)| self.link(ready))
            .collect();
        if !studies.is_empty() {
            sections.push(NavSection {
                link: self.index.link(CASE_STUDIES),
                pages: studies,
            });
        }
        sections.push(NavSection {
            link: self.index.link(PATHS),
            pages: self
                .path_cards()
                .into_iter()
                .map(|card| card.link)
                .collect(),
        });
        let written = self.assessments().map(|(ready, _)| self.link(ready));
        let made = [OWN, VERIFY].map(|route| self.index.link(route));
        sections.push(NavSection {
            link: self.index.link(ASSESSMENTS),
            pages: written.chain(made).collect(),
        });
        let labs = self.runs.labs().filter(|(sim, _)| Self::is_idea(sim));
        let pages: Vec<Link> = labs
            .map(|(sim, _)| self.index.link(&format!("/{sim}/")))
            .collect();
        if !pages.is_empty() {
            sections.push(NavSection {
                link: self.index.link("/labs/"),
                pages,
            });
        }
        sections
    }

    fn page(
        &self,
        ready: &Ready<'_, '_>,
        neighbours: &BTreeMap<String, (Option<Link>, Option<Link>)>,
    ) -> Page {
        let route = ready.route();
        let (previous, next) = neighbours
            .get(&self.index.href(&route))
            .cloned()
            .unwrap_or_default();
        let blocks = ready.rendered.blocks.clone();
        let front = &ready.parsed.front;
        let body = match (&ready.parsed.place, &front.details) {
            (Place::Concept { category, slug }, Details::Concept(concept)) => {
                Body::Concept(self.concept(ready, concept, category, slug))
            }
            (Place::Component { kind }, _) => Body::Component(self.component(ready, kind)),
            (Place::Family { family }, _) => {
                let variants = self
                    .variants(family)
                    .map(|variant| self.card(variant))
                    .collect();
                Body::Family(Family {
                    summary: ready.summary.clone(),
                    blocks,
                    variants,
                    sources: ready.sources(),
                })
            }
            (Place::Variant { family, variant }, Details::Variant(details)) => {
                Body::Variant(self.variant(ready, details, family, variant))
            }
            (Place::CaseStudy { .. }, Details::CaseStudy(study)) => {
                Body::CaseStudy(self.case_study(ready, study))
            }
            (Place::Path { .. }, Details::Path(path)) => Body::Path(self.path(ready, path)),
            (Place::Assessment { id }, Details::Assessment(assessment)) => {
                Body::Assessment(Assessment {
                    summary: ready.summary.clone(),
                    blocks,
                    desk: ExamDesk::Written(assessment.blueprint(id, &ready.title)),
                })
            }
            _ => Body::Home(Home {
                blocks,
                paths: CardGroup {
                    title: "Start here".to_owned(),
                    ..self.path_group(Some(PATHS))
                },
                parts: self.parts(),
            }),
        };
        let mut contents = ready.rendered.contents.clone();
        if let Body::Path(path) = &body {
            contents.extend(path.stages.iter().filter_map(|stage| stage.heading.clone()));
        }
        Page {
            breadcrumbs: self.breadcrumbs(&ready.parsed.place),
            title: ready.title.clone(),
            description: ready.summary.clone(),
            previous,
            next,
            contents,
            body,
            route,
        }
    }

    fn breadcrumbs(&self, place: &Place) -> Vec<Link> {
        let routes = match place {
            Place::Home | Place::Glossary => vec![],
            Place::Concept { category, .. } => vec![
                "/".to_owned(),
                "/concepts/".to_owned(),
                category_route(category),
            ],
            Place::Component { .. } => vec!["/".to_owned(), "/components/".to_owned()],
            Place::Family { .. } => vec!["/".to_owned(), "/templates/".to_owned()],
            Place::CaseStudy { .. } => vec!["/".to_owned(), CASE_STUDIES.to_owned()],
            Place::Assessment { .. } => vec!["/".to_owned(), ASSESSMENTS.to_owned()],
            Place::Path { .. } => vec!["/".to_owned(), PATHS.to_owned()],
            Place::Variant { family, .. } => vec![
                "/".to_owned(),
                "/templates/".to_owned(),
                format!("/templates/{family}/"),
            ],
        };
        routes.iter().map(|route| self.parent(route)).collect()
    }

    /// A link of the breadcrumbs: home goes by that name and not by the title of its page.
    fn parent(&self, route: &str) -> Link {
        let link = self.index.link(route);
        if route == "/" {
            Link {
                title: "Home".to_owned(),
                ..link
            }
        } else {
            link
        }
    }

    fn concept(
        &self,
        ready: &Ready<'_, '_>,
        front: &ConceptFront,
        category: &str,
        slug: &str,
    ) -> Concept {
        let links = |ids: &[Located<String>]| -> Vec<Link> {
            ids.iter()
                .filter_map(|id| self.index.concept(&id.value))
                .map(|route| self.index.link(route))
                .collect()
        };
        let kinds = ["Builds on", "Contrasts with", "Used by"];
        let related = kinds
            .iter()
            .zip(&front.related)
            .filter(|(_, ids)| !ids.is_empty());
        let related = related
            .map(|(kind, ids)| Relation {
                kind: (*kind).to_owned(),
                links: links(ids),
            })
            .collect();
        let templates = self
            .of(|place| matches!(place, Place::Variant { .. }))
            .filter(|variant| shows(variant, ready));
        Concept {
            id: slug.to_owned(),
            category: self.index.link(&category_route(category)),
            level: front.level,
            summary: ready.summary.clone(),
            objectives: ready.objectives.clone(),
            prerequisites: links(&front.prerequisites),
            reading_minutes: ready.minutes(),
            blocks: ready.rendered.blocks.clone(),
            related,
            templates: templates.map(|variant| self.card(variant)).collect(),
            case_studies: (self.case_studies())
                .filter(|(_, study)| study.concepts.iter().any(|id| id.value == slug))
                .map(|(study, _)| self.card(study))
                .collect(),
            sources: ready.sources(),
            reviewed: front.reviewed.clone(),
        }
    }

    fn case_study(&self, ready: &Ready<'_, '_>, front: &CaseStudyFront) -> CaseStudy {
        // In the order of the front matter, which names what matters most first.
        let named = |ids: &[Located<String>], is: fn(&Place, &str) -> bool| -> Vec<Card> {
            let page = |id: &str| self.pages.iter().find(|page| is(&page.parsed.place, id));
            let pages = ids.iter().filter_map(|id| page(&id.value));
            pages.map(|page| self.card(page)).collect()
        };
        CaseStudy {
            kind: front.kind,
            organisation: front.organisation.clone(),
            happened: front.happened.clone(),
            summary: ready.summary.clone(),
            reading_minutes: ready.minutes(),
            blocks: ready.rendered.blocks.clone(),
            concepts: named(
                &front.concepts,
                |place, id| matches!(place, Place::Concept { slug, .. } if slug == id),
            ),
            templates: named(
                &front.templates,
                |place, id| matches!(place, Place::Variant { family, variant } if id.split_once('/') == Some((family.as_str(), variant.as_str()))),
            ),
            sources: ready.sources(),
            reviewed: front.reviewed.clone(),
        }
    }

    fn component(&self, ready: &Ready<'_, '_>, kind: &str) -> Component {
        let reference = reference::of(kind);
        let users = self.of(|place| matches!(place, Place::Variant { .. }));
        let users =
            users.filter(|variant| sim_of(variant).is_some_and(|sim| self.runs.uses(&sim, kind)));
        Component {
            kind: kind.to_owned(),
            summary: ready.summary.clone(),
            blocks: ready.rendered.blocks.clone(),
            params: reference.params,
            metrics: reference.metrics,
            leaves_out: reference.leaves_out,
            used_by: self.designs(users),
            sources: ready.sources(),
        }
    }

    /// Designs by the problem that they solve, which stands before their names.
    fn designs<'r>(&self, variants: impl Iterator<Item = &'r Ready<'p, 'a>>) -> Vec<Link>
    where
        'p: 'r,
        'a: 'r,
    {
        let mut variants: Vec<_> = variants.collect();
        variants.sort_by_key(|variant| variant.route());
        let named = variants.into_iter().map(|variant| {
            let link = self.link(variant);
            let title = match &variant.parsed.place {
                Place::Variant { family, .. } => {
                    let family = self.index.link(&format!("/templates/{family}/"));
                    format!("{}: {}", family.title, link.title)
                }
                _ => link.title,
            };
            Link { title, ..link }
        });
        named.collect()
    }

    fn variant(
        &self,
        ready: &Ready<'_, '_>,
        front: &VariantFront,
        family: &str,
        variant: &str,
    ) -> Variant {
        let concepts = self.of(|place| matches!(place, Place::Concept { .. }));
        let used_by = concepts.filter(|concept| shows(ready, concept));
        let own = format!("{family}/{variant}");
        Variant {
            family: self.index.link(&format!("/templates/{family}/")),
            summary: ready.summary.clone(),
            difficulty: front.difficulty,
            components: self.runs.component_count(&own),
            frequency: front.frequency.clone(),
            tags: front.tags.clone(),
            blocks: ready.rendered.blocks.clone(),
            others: (self.variants(family))
                .filter_map(|other| {
                    let sim = sim_of(other).filter(|sim| *sim != own)?;
                    let link = self.link(other);
                    Some(Other { sim, link })
                })
                .collect(),
            used_by: used_by.map(|concept| self.link(concept)).collect(),
            case_studies: (self.case_studies())
                .filter(|(_, study)| study.templates.iter().any(|sim| sim.value == own))
                .map(|(study, _)| self.link(study))
                .collect(),
            sources: ready.sources(),
        }
    }

    pub(super) fn card(&self, ready: &Ready<'_, '_>) -> Card {
        let mut facts = Vec::new();
        match (&ready.parsed.place, &ready.parsed.front.details) {
            (_, Details::Concept(concept)) => {
                let level = match concept.level {
                    Level::Beginner => "Beginner",
                    Level::Intermediate => "Intermediate",
                    Level::Advanced => "Advanced",
                };
                facts.push(level.to_owned());
                facts.push(format!("{} min", ready.minutes()));
                facts.extend(count(ready.rendered.questions, "question"));
            }
            (Place::Variant { family, variant }, Details::Variant(details)) => {
                facts.push(format!("Difficulty {} of 5", details.difficulty));
                let components = self.runs.component_count(&format!("{family}/{variant}"));
                facts.extend(count(usize::from(components), "component"));
            }
            (Place::Family { family }, _) => {
                facts.extend(count(self.variants(family).count(), "variant"));
            }
            (_, Details::CaseStudy(study)) => {
                facts.push(study.organisation.clone());
                facts.push(study.happened.chars().take(4).collect());
                facts.push(study.kind.names().0.to_owned());
            }
            (_, Details::Assessment(assessment)) => facts = assessment.facts(),
            (_, Details::Path(path)) => facts = Self::path_facts(&self.path(ready, path)),
            (Place::Component { kind }, _) => {
                let reference = reference::of(kind);
                facts.extend(count(reference.params.len(), "parameter"));
                facts.extend(count(reference.metrics.len(), "metric"));
            }
            _ => {}
        }
        Card {
            link: self.link(ready),
            summary: ready.summary.clone(),
            facts,
        }
    }

    fn category_groups(&self) -> Vec<CardGroup> {
        let groups = self.categories.list.iter().map(|category| CardGroup {
            title: category.title.clone(),
            href: Some(self.index.href(&category_route(&category.id))),
            cards: self
                .concepts(&category.id)
                .map(|ready| self.card(ready))
                .collect(),
        });
        groups.filter(|group| !group.cards.is_empty()).collect()
    }

    fn family_groups(&self) -> Vec<CardGroup> {
        let group = |(family, ready): (&str, &Ready<'_, '_>)| CardGroup {
            title: ready.title.clone(),
            href: Some(self.index.href(&ready.route())),
            cards: self
                .variants(family)
                .map(|variant| self.card(variant))
                .collect(),
        };
        self.families().map(group).collect()
    }

    fn component_groups(&self) -> Vec<CardGroup> {
        let components = CardGroup {
            title: "Components".to_owned(),
            href: None,
            cards: self.components().map(|ready| self.card(ready)).collect(),
        };
        vec![components]
    }

    fn case_groups(&self) -> Vec<CardGroup> {
        let group = |kind: CaseKind| CardGroup {
            title: kind.names().1.to_owned(),
            href: None,
            cards: (self.case_studies())
                .filter(|(_, front)| front.kind == kind)
                .map(|(ready, _)| self.card(ready))
                .collect(),
        };
        let groups = CaseKind::ALL.map(group).into_iter();
        groups.filter(|group| !group.cards.is_empty()).collect()
    }

    /// What stands on the front page by name: parts of which there is something.
    fn parts(&self) -> Vec<Part> {
        let part = |route: &str, groups: Vec<CardGroup>| Part {
            link: self.index.link(route),
            groups,
        };
        let parts = [
            part("/concepts/", self.category_groups()),
            part("/templates/", self.family_groups()),
            part(CASE_STUDIES, self.case_groups()),
            part("/labs/", self.failures().into_iter().collect()),
            part("/components/", self.component_groups()),
        ];
        let parts = parts.into_iter();
        parts
            .filter(|part| part.groups.iter().any(|group| !group.cards.is_empty()))
            .collect()
    }

    pub(super) fn made_card(&self, route: &str, summary: &str, facts: Option<String>) -> Card {
        Card {
            link: self.index.link(route),
            summary: summary.to_owned(),
            facts: facts.into_iter().collect(),
        }
    }

    /// The index pages, the categories, progress, review and the page for what is not there.
    #[expect(clippy::too_many_lines, reason = "one page after the other")]
    fn made(&self) -> Vec<Page> {
        let mut pages = Vec::new();
        let ways = CardGroup {
            title: "Ways through".to_owned(),
            href: None,
            cards: [(PATHS, path::ABOUT), (map::ROUTE, map::ABOUT)]
                .map(|(route, about)| self.made_card(route, about, None))
                .into(),
        };
        let groups = [
            [vec![ways], self.category_groups()].concat(),
            self.component_groups(),
            self.family_groups(),
            self.case_groups(),
            self.lab_groups(),
        ];
        for (((route, title), summary), groups) in
            INDEXES.iter().zip(&self.categories.summaries).zip(groups)
        {
            let body = Body::Index(IndexPage {
                summary: summary.clone(),
                groups,
            });
            pages.push(self.made_page(route, title, summary, &["/"], body));
        }
        for category in &self.categories.list {
            let cards: Vec<Card> = self
                .concepts(&category.id)
                .map(|ready| self.card(ready))
                .collect();
            if !cards.is_empty() {
                let body = Body::Category(Category {
                    summary: category.summary.clone(),
                    cards,
                });
                pages.push(self.made_page(
                    &category_route(&category.id),
                    &category.title,
                    &category.summary,
                    &["/", "/concepts/"],
                    body,
                ));
            }
        }
        pages.extend(
            self.runs
                .labs()
                .filter_map(|(sim, scenario)| self.experiment(sim, scenario)),
        );
        let accuracy =
            "What the engine gives, beside what theory, publications and measurements say.";
        pages.push(self.made_page(
            "/accuracy/",
            "How accurate is it?",
            accuracy,
            &["/"],
            // Its runs are made with the stills of labs.
            Body::Accuracy(Accuracy::default()),
        ));
        let progress = "What you have answered on this device, to look at, take along and reset.";
        pages.push(self.made_page(
            "/progress/",
            "Your progress",
            progress,
            &["/"],
            Body::Progress,
        ));
        let review =
            "What you have answered comes again when you are about to forget it, a few a day.";
        pages.push(self.made_page("/review/", "Review", review, &["/"], Body::Review));
        let notes =
            "What you have noted and bookmarked on this device, to search, change and take along.";
        pages.push(self.made_page("/notes/", "Your notes", notes, &["/"], Body::Notes));
        let search = "Pages and their sections, terms, questions, by the words in them.";
        pages.push(self.made_page("/search/", "Search", search, &["/"], Body::Search));
        pages.push(self.made_page(
            "/playground/",
            "Playground",
            PLAYGROUND,
            &["/"],
            // What it begins with is made by the workshop, which reads texts as readers write them.
            Body::Playground(Playground {
                summary: PLAYGROUND.to_owned(),
                designs: self.design_groups(),
                ..Playground::default()
            }),
        ));
        pages.push(self.made_page(
            glossary::ROUTE,
            glossary::TITLE,
            glossary::SUMMARY,
            &["/"],
            Body::Glossary(self.glossary.clone()),
        ));
        pages.extend(self.assessment_pages());
        pages.push(self.paths_page());
        let map = Body::Map(self.map());
        pages.push(self.made_page(map::ROUTE, map::TITLE, map::ABOUT, &["/"], map));
        let offline = "Pages that you have visited open without a connection. So can all of them.";
        pages.push(self.made_page(
            "/offline/",
            "Without a connection",
            offline,
            &["/"],
            Body::Offline,
        ));
        let settings = "How the site looks and behaves in this browser, and what its keys do.";
        pages.push(self.made_page("/settings/", "Settings", settings, &["/"], Body::Settings));
        pages.push(self.made_page(
            "/unreachable/",
            "No connection",
            "This page is not kept on this device.",
            &["/"],
            Body::Unreachable,
        ));
        pages.push(self.made_page(
            "/404/",
            "Page not found",
            "There is no page at this address.",
            &["/"],
            Body::NotFound,
        ));
        pages
    }

    /// The list of assessments, and those of their pages that nobody writes.
    fn assessment_pages(&self) -> Vec<Page> {
        let card = |route, summary, facts| self.made_card(route, summary, facts);
        let offer = bank::offer(self.bank);
        let all = count(self.bank.questions.len(), "question");
        let (interviews, subjects): (Vec<_>, Vec<_>) = self
            .assessments()
            .partition(|(_, front)| front.is_interview());
        let interviews = interviews.into_iter().map(|(ready, _)| self.card(ready));
        let subjects = subjects.into_iter().map(|(ready, front)| {
            let mut card = self.card(ready);
            let subject = front.category().and_then(|id| self.subject(id));
            let subject = subject.filter(|subject| *subject != card.link.title);
            card.facts.splice(0..0, subject.map(str::to_owned));
            card
        });
        let groups = [
            ("By subject", subjects.collect()),
            ("Mock interviews", interviews.collect()),
            ("Put together your own", vec![card(OWN, ABOUT_OWN, all)]),
            (
                "After an assessment",
                vec![card(VERIFY, ABOUT_VERIFY, None)],
            ),
        ];
        let groups = groups
            .into_iter()
            .filter(|(_, cards)| !cards.is_empty())
            .map(|(title, cards)| CardGroup {
                title: title.to_owned(),
                href: None,
                cards,
            });
        let index = IndexPage {
            summary: ABOUT_ASSESSMENTS.to_owned(),
            groups: groups.collect(),
        };
        let desk = |summary: &str, desk| {
            Body::Assessment(Assessment {
                summary: summary.to_owned(),
                blocks: Vec::new(),
                desk,
            })
        };
        let parents = ["/", ASSESSMENTS];
        vec![
            self.made_page(
                ASSESSMENTS,
                "Assessments",
                ABOUT_ASSESSMENTS,
                &["/"],
                Body::Assessments(index),
            ),
            self.made_page(
                OWN,
                OWN_TITLE,
                ABOUT_OWN,
                &parents,
                desk(ABOUT_OWN, ExamDesk::Own(offer)),
            ),
            self.made_page(
                VERIFY,
                VERIFY_TITLE,
                ABOUT_VERIFY,
                &parents,
                desk(ABOUT_VERIFY, ExamDesk::Verify),
            ),
        ]
    }

    /// What the pages of a category, or of another part of the site, are called together.
    fn subject(&self, id: &str) -> Option<&str> {
        let entry = self.categories.list.iter().find(|entry| entry.id == id);
        let other = bank::OTHERS.iter().find(|(other, _)| *other == id);
        entry
            .map(|entry| entry.title.as_str())
            .or(other.map(|(_, title)| *title))
    }

    /// The page of a scenario, whose lab opens at its first preset.
    fn experiment(&self, sim: &str, scenario: &Scenario) -> Option<Page> {
        let preset = scenario.presets.first()?;
        let lab = Lab {
            id: "lab".to_owned(),
            sentence: Html::default(),
            sim: sim.to_owned(),
            preset: preset.name.clone(),
            asked: None,
            watch: preset.watch.clone(),
            charts: Vec::new(),
            spec: self.runs.lab_spec(sim)?,
            digest: 0,
            stills: Vec::new(),
            frame: Vec::new(),
            unused: Vec::new(),
            verdicts: Vec::new(),
        };
        let sentence = plain(&preset.sentence);
        let body = Body::Experiment(Experiment {
            summary: sentence.clone(),
            blocks: vec![Block::Lab(Box::new(lab))],
        });
        let route = format!("/{sim}/");
        let parents = ["/", "/labs/"];
        Some(self.made_page(&route, &plain(&scenario.title), &sentence, &parents, body))
    }

    pub(super) fn made_page(
        &self,
        route: &str,
        title: &str,
        description: &str,
        parents: &[&str],
        body: Body,
    ) -> Page {
        Page {
            route: route.to_owned(),
            title: title.to_owned(),
            description: description.to_owned(),
            breadcrumbs: parents.iter().map(|route| self.parent(route)).collect(),
            previous: None,
            next: None,
            contents: Vec::new(),
            body,
        }
    }
}

/// A date or a year as a number that grows with it; a year is taken for its first day.
pub fn day(iso: &str) -> i64 {
    let mut parts = iso.split('-').map(|part| part.parse().unwrap_or(0));
    let mut part = || parts.next().unwrap_or(0);
    (part() * 100 + part()) * 100 + part()
}

pub fn category_route(id: &str) -> String {
    format!("/concepts/{id}/")
}

/// Inline Markdown of an objective, rendered.
pub fn objective(id: &str, text: Html) -> Objective {
    Objective {
        id: id.to_owned(),
        text,
    }
}

pub fn count(number: usize, noun: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    }
}

/// `family/variant` of a variant's page.
fn sim_of(ready: &Ready<'_, '_>) -> Option<String> {
    match &ready.parsed.place {
        Place::Variant { family, variant } => Some(format!("{family}/{variant}")),
        _ => None,
    }
}

/// Whether a variant shows a concept: it says so, or the concept's page runs it.
pub fn shows(variant: &Ready<'_, '_>, concept: &Ready<'_, '_>) -> bool {
    let (Place::Concept { slug, .. }, Details::Variant(details)) =
        (&concept.parsed.place, &variant.parsed.front.details)
    else {
        return false;
    };
    details.concepts.iter().any(|id| id.value == *slug) || runs(concept, variant)
}

/// Whether a page runs or quotes a variant's scenario.
fn runs(page: &Ready<'_, '_>, variant: &Ready<'_, '_>) -> bool {
    sim_of(variant).is_some_and(|sim| page.rendered.sims.contains(&sim))
}

/// Previous and next page by address, within each section.
fn neighbours(map: &SiteMap) -> BTreeMap<String, (Option<Link>, Option<Link>)> {
    let mut neighbours = BTreeMap::new();
    for section in &map.sections {
        for (at, link) in section.pages.iter().enumerate() {
            let previous = at
                .checked_sub(1)
                .and_then(|at| section.pages.get(at))
                .cloned();
            neighbours.insert(
                link.href.clone(),
                (previous, section.pages.get(at + 1).cloned()),
            );
        }
    }
    neighbours
}
