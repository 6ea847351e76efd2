//! Typed documents: what a page consists of once its Markdown has been read, checked and its numbers run.
//!
//! A document that exists can be rendered; nothing in here fails. Markup inside is [`Html`], made by the
//! compiler from checked Markdown only, so it is safe to put into a page as it is.

use std::hash::{DefaultHasher, Hasher as _};

use serde::{Deserialize, Serialize};

/// Markup made by the content compiler.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Html(pub String);

/// A link inside the site. `href` is absolute with the site's base path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub href: String,
    pub title: String,
}

/// The site's map, the same on every page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteMap {
    pub sections: Vec<NavSection>,
}

/// A category of concepts, the components, or a family of templates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NavSection {
    pub link: Link,
    pub pages: Vec<Link>,
}

/// One page of the site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Path below the site's base, with slashes at both ends: `/concepts/cloud-native/serverless-faas/`.
    pub route: String,
    pub title: String,
    /// For search engines and link previews, plain text.
    pub description: String,
    /// From home to the parent, without the page itself.
    pub breadcrumbs: Vec<Link>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    pub contents: Vec<TocEntry>,
    pub body: Body,
}

/// A line of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TocEntry {
    /// Anchor without `#`.
    pub id: String,
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    Home(Home),
    /// `/concepts/`, `/components/`, `/templates/`, `/case-studies/`, `/labs/`.
    Index(Index),
    Category(Category),
    Concept(Concept),
    Component(Component),
    Family(Family),
    Variant(Variant),
    CaseStudy(CaseStudy),
    Glossary(Glossary),
    /// A scenario that belongs to no page of text.
    Experiment(Experiment),
    /// What the engine gives beside what is known.
    Accuracy(Accuracy),
    /// What the reader has answered here, to look at, take along and reset.
    Progress,
    /// What the reader is to be asked again, and when.
    Review,
    /// What the reader has noted here, to search, change and take along.
    Notes,
    /// Where the site is searched.
    Search,
    /// Where readers build systems of their own.
    Playground(Playground),
    /// `/assessments/`.
    Assessments(Index),
    /// What is asked on some terms, and where it is answered.
    Assessment(Assessment),
    /// A way through the site.
    Path(Path),
    /// What builds on what.
    Map(ConceptMap),
    /// Where the whole site can be kept on the reader's device.
    Offline,
    /// How the site looks and behaves, and its keys.
    Settings,
    /// Shown in place of a page that is not on the device, where there is no connection.
    Unreachable,
    NotFound,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Home {
    pub blocks: Vec<Block>,
    /// Ways through the site.
    pub paths: CardGroup,
    pub parts: Vec<Part>,
}

/// A part of the site, of which the front page gives the names alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// To the page that has all of it with summaries.
    pub link: Link,
    pub groups: Vec<CardGroup>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    pub summary: String,
    pub groups: Vec<CardGroup>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Category {
    pub summary: String,
    pub cards: Vec<Card>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CardGroup {
    pub title: String,
    pub href: Option<String>,
    pub cards: Vec<Card>,
}

/// A page in short, for lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub link: Link,
    pub summary: String,
    /// A few words each: level, reading time, number of questions.
    pub facts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concept {
    pub id: String,
    pub category: Link,
    pub level: Level,
    pub summary: String,
    pub objectives: Vec<Objective>,
    pub prerequisites: Vec<Link>,
    pub reading_minutes: u16,
    pub blocks: Vec<Block>,
    pub related: Vec<Relation>,
    pub templates: Vec<Card>,
    /// Those that show it at work, the newest first.
    pub case_studies: Vec<Card>,
    pub sources: Vec<Source>,
    /// ISO date of the last check of its facts.
    pub reviewed: String,
}

/// What happened to a real system, and what it teaches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseStudy {
    pub kind: CaseKind,
    /// Whose system it was.
    pub organisation: String,
    /// ISO date, or a year.
    pub happened: String,
    pub summary: String,
    pub reading_minutes: u16,
    pub blocks: Vec<Block>,
    /// The ideas that explain it.
    pub concepts: Vec<Card>,
    /// Designs on which something like it can be run.
    pub templates: Vec<Card>,
    pub sources: Vec<Source>,
    /// ISO date of the last check of its facts.
    pub reviewed: String,
}

/// What a case study is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseKind {
    /// A service failed.
    Outage,
    /// A running system was moved to another design.
    Migration,
    /// A system was made to carry more.
    Scaling,
}

impl CaseKind {
    pub const ALL: [Self; 3] = [Self::Outage, Self::Migration, Self::Scaling];

    /// As content files name it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Outage => "outage",
            Self::Migration => "migration",
            Self::Scaling => "scaling",
        }
    }

    /// Of one, and of several, for readers.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Outage => ("Outage", "Outages"),
            Self::Migration => ("Migration", "Migrations"),
            Self::Scaling => ("Scaling", "Scaling"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    Beginner,
    Intermediate,
    Advanced,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    pub id: String,
    pub text: Html,
}

/// A typed relation to other pages: "Builds on", "Contrasts with", "Used by".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    pub kind: String,
    pub links: Vec<Link>,
}

/// A published work a figure was taken from. Its anchor is `source-<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub id: String,
    pub title: String,
    pub url: String,
    /// Order of first citation, from 1.
    pub number: u16,
}

/// Reference page of a node kind; its tables come from the engine's descriptor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Component {
    pub kind: String,
    pub summary: String,
    pub blocks: Vec<Block>,
    /// Parameters: name, default, range, meaning.
    pub params: Vec<[String; 4]>,
    /// Metrics: key, unit, meaning.
    pub metrics: Vec<[String; 3]>,
    pub leaves_out: Vec<String>,
    pub used_by: Vec<Link>,
    pub sources: Vec<Source>,
}

/// A problem with a ladder of designs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Family {
    pub summary: String,
    pub blocks: Vec<Block>,
    pub variants: Vec<Card>,
    pub sources: Vec<Source>,
}

/// One design of a family, with its scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    pub family: Link,
    pub summary: String,
    /// 1 to 5.
    pub difficulty: u8,
    pub components: u16,
    /// How often it is asked in interviews, in words.
    pub frequency: String,
    pub tags: Vec<String>,
    pub blocks: Vec<Block>,
    /// The other designs of the family, in its order.
    pub others: Vec<Other>,
    pub used_by: Vec<Link>,
    /// What happened to systems like it.
    pub case_studies: Vec<Link>,
    pub sources: Vec<Source>,
}

/// Another design of a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Other {
    /// `family/variant`.
    pub sim: String,
    pub link: Link,
}

/// The terms of the field, by letter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glossary {
    pub summary: String,
    pub letters: Vec<Letter>,
}

/// Where the glossary stands below the site's base, beside its page: postcard of [`Glossary`].
pub const GLOSSARY: &str = "data/glossary.bin";

impl Glossary {
    /// All terms, in the order of the page.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.letters.iter().flat_map(|letter| &letter.terms)
    }
}

/// The terms that begin alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// `A`, or `0–9`.
    pub name: String,
    pub terms: Vec<Term>,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its anchor.
    pub id: String,
    /// As in the middle of a sentence.
    pub name: String,
    /// Other spellings.
    pub also: Vec<String>,
    pub text: Html,
    /// The page that explains it.
    pub see: Option<Link>,
    /// Other terms, on the same page.
    pub related: Vec<Link>,
}

/// A scenario of `content/labs/` with its whole lab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Experiment {
    pub summary: String,
    pub blocks: Vec<Block>,
}

/// How near the engine comes to what is known from elsewhere: theory, publications, measurements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accuracy {
    /// Of one interval, as a share.
    pub confidence: f64,
    /// The most that the chance may be that a right engine misses any figure at all.
    pub false_miss: f64,
    pub families: Vec<Comparisons>,
}

/// What is alike in kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparisons {
    pub title: String,
    /// What is compared with what.
    pub sentence: String,
    pub systems: Vec<Comparison>,
}

/// A system of which something is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub name: String,
    /// Where it is known from.
    pub source: String,
    pub figures: Vec<Compared>,
}

/// One figure of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    pub label: String,
    /// With their unit.
    pub known: String,
    pub simulated: String,
    /// Of the simulated from the known, as a share of that.
    pub difference: f64,
    /// Half of the interval, as such a share.
    pub interval: f64,
}

/// Where readers build systems of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Playground {
    pub summary: String,
    /// What it shows at first: the text of a scenario.
    pub text: String,
    /// What that text describes: postcard of the workshop's `protocol::Draft`, opaque here.
    pub draft: Vec<u8>,
    /// What can be built: postcard of the workshop's `protocol::Vocabulary`, opaque here.
    pub vocabulary: Vec<u8>,
    /// The site's own designs, to begin with.
    pub designs: Vec<DesignGroup>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DesignGroup {
    pub title: String,
    /// Name of the scenario (`labs/retry-storm`, `family/variant`) and its title.
    pub designs: Vec<(String, String)>,
}

/// A way through the site: what to read, run and answer, in which order and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    pub summary: String,
    pub blocks: Vec<Block>,
    pub stages: Vec<Stage>,
}

/// Steps that belong together: a morning, a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// None of a path that is not divided.
    pub heading: Option<TocEntry>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub link: Link,
    /// Of the page that it leads to, below the site's base.
    pub route: String,
    pub kind: StepKind,
    pub minutes: u32,
    /// What it gives and why now, plain text.
    pub why: String,
}

/// What a step leads to, which says how it can be seen to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    Concept,
    Component,
    Template,
    CaseStudy,
    Lab,
    Assessment,
    /// Anything else.
    Page,
}

impl StepKind {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Concept => "Concept",
            Self::Component => "Component",
            Self::Template => "Template",
            Self::CaseStudy => "Case study",
            Self::Lab => "Lab",
            Self::Assessment => "Assessment",
            Self::Page => "Page",
        }
    }
}

impl Path {
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.stages.iter().flat_map(|stage| &stage.steps)
    }
}

/// A time of study in words: `45 min`, `2 h 10 min`.
pub fn study_time(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The concepts by what they build on, drawn when the site is built.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConceptMap {
    pub summary: String,
    /// First those that need none before them, then those that need none but of the first level, and so on.
    pub levels: Vec<Vec<MapNode>>,
    /// Width and height of the drawing, in sixteenths of a rem.
    pub size: [f32; 2],
}

/// A concept on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapNode {
    pub link: Link,
    pub category: String,
    /// Place of the category among those of the map, from 0.
    pub colour: u8,
    /// All that is to be read before, also what the drawing leaves out because other arrows lead there.
    pub prerequisites: Vec<Link>,
    /// Left, top, width and height in the drawing, in sixteenths of a rem.
    pub place: [f32; 4],
    /// The arrows that end here, as path data: their lines and their heads.
    pub arrows: [String; 2],
}

/// A page on which an assessment is taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    pub summary: String,
    pub blocks: Vec<Block>,
    pub desk: ExamDesk,
}

/// What stands on a page of assessments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExamDesk {
    /// One whose questions and terms are written.
    Written(Blueprint),
    /// One that readers put together: what there is to choose from.
    Own(Offer),
    /// A report is checked against its digest.
    Verify,
}

/// What an assessment asks, and on what terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blueprint {
    /// Name of its file, in the addresses and in what is kept.
    pub id: String,
    pub title: String,
    pub asks: Asks,
    pub terms: Terms,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Asks {
    /// These, by id, in this order.
    Listed(Vec<String>),
    /// As many from the bank as each says; one question is drawn once.
    Drawn(Vec<Draw>),
}

impl Asks {
    /// How many questions that are.
    pub fn count(&self) -> usize {
        match self {
            Self::Listed(ids) => ids.len(),
            Self::Drawn(draws) => draws.iter().map(|draw| usize::from(draw.count)).sum(),
        }
    }
}

/// Questions to draw from those of the bank that fit all that is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    pub count: u16,
    /// Any of these; of every category where there is none.
    pub categories: Vec<String>,
    pub levels: Vec<Level>,
    /// [`Banked::objective`].
    pub objective: Option<String>,
    /// Route of the page they stand on.
    pub page: Option<String>,
    /// Type of the question; without it every type but recall, which readers grade themselves.
    pub kind: Option<String>,
    /// How many of one category for how many of another. Empty: as chance has it.
    pub weights: Vec<(String, u16)>,
}

impl Draw {
    /// Whether a question of this category, level and objective may be drawn.
    pub fn fits(&self, category: &str, level: Option<Level>, objective: Option<&str>) -> bool {
        let listed = self.categories.is_empty() || self.categories.iter().any(|id| id == category);
        let weighted = self.weights.is_empty() || self.weights.iter().any(|(id, _)| id == category);
        listed
            && weighted
            && (self.levels.is_empty() || level.is_some_and(|level| self.levels.contains(&level)))
            && self
                .objective
                .as_deref()
                .is_none_or(|wanted| objective == Some(wanted))
    }

    /// Whether one of this type may be.
    pub fn fits_kind(&self, kind: &str) -> bool {
        match self.kind.as_deref() {
            Some(wanted) => kind == wanted,
            None => !matches!(kind, "recall" | "predict" | "tune"),
        }
    }

    /// Whether a question of the bank may be drawn.
    pub fn fits_banked(&self, banked: &Banked) -> bool {
        self.fits(&banked.category, banked.level, banked.objective.as_deref())
            && self.page.as_ref().is_none_or(|page| *page == banked.route)
            && self.fits_kind(banked.question.kind.name())
    }
}

/// How long there is, and what may be done about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Terms {
    /// Without a number there is no limit.
    pub minutes: Option<u16>,
    /// Whether the clock may be stopped.
    pub pause: bool,
    /// Minutes that are added when the reader asks for more near the end; 0 where that cannot be.
    pub extension: u16,
}

/// The questions of all pages that can be asked away from them. Predictions and challenges belong to what stands beside them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bank {
    /// Ids and titles, in reading order: those of concepts, then `components`, `templates` and `case-studies`.
    pub categories: Vec<(String, String)>,
    /// Keys and texts of the objectives that have questions.
    pub objectives: Vec<(String, Html)>,
    /// In reading order of their pages.
    pub questions: Vec<Banked>,
}

/// A question and where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Banked {
    pub question: Question,
    /// Of its page, below the site's base.
    pub route: String,
    pub page: String,
    pub category: String,
    /// Of its concept; other pages have none.
    pub level: Option<Level>,
    /// `concept/objective`: objectives have names on their own page only.
    pub objective: Option<String>,
}

/// What readers choose from who put an assessment together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub categories: Vec<(String, String)>,
    pub objectives: Vec<(String, Html)>,
    pub shelves: Vec<Shelf>,
}

/// How many questions are alike in what can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf {
    pub category: String,
    pub level: Option<Level>,
    pub objective: Option<String>,
    /// Whether readers grade them themselves.
    pub recall: bool,
    pub count: u16,
}

/// Where the bank stands below the site's base: postcard of [`Bank`].
pub const BANK: &str = "data/bank.bin";

/// What there is to read and what each page asks, in short: for lists that say how a reader stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// Ids and titles, in reading order: those of concepts, then `components`, `templates` and `case-studies`.
    pub categories: Vec<(String, String)>,
    /// In reading order.
    pub pages: Vec<CataloguePage>,
}

/// A page that is read: a concept, a component, a family of templates, one of its designs, or a case study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePage {
    /// Below the site's base.
    pub route: String,
    pub title: String,
    pub category: String,
    /// Of a concept; other pages have none.
    pub level: Option<Level>,
    /// How long reading it takes.
    pub minutes: u16,
    /// Routes of the concepts to be read before.
    pub prerequisites: Vec<String>,
    /// Ids and texts, without markup.
    pub objectives: Vec<(String, String)>,
    /// But predictions and challenges, which say nothing away from what stands beside them.
    pub questions: Vec<CatalogueQuestion>,
}

/// A question in short.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueQuestion {
    pub id: String,
    pub revision: u32,
    pub aliases: Vec<String>,
    /// Id of the objective it tests.
    pub objective: Option<String>,
    /// In short, without markup.
    pub prompt: String,
}

/// Where the catalogue stands below the site's base: postcard of [`Catalogue`].
pub const CATALOGUE: &str = "data/catalogue.bin";

/// A piece of a page's body, in reading order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// Headings, paragraphs, lists, tables, code, maths, diagrams: what does nothing but be read.
    Prose(Html),
    Question(Question),
    Lab(Box<Lab>),
}

/// A lab: a scenario, opened at one of its presets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lab {
    /// Anchor on the page.
    pub id: String,
    /// The experiment in a sentence.
    pub sentence: Html,
    /// `family/variant`.
    pub sim: String,
    /// Preset to open with.
    pub preset: String,
    /// Id of the prediction on the page that a run of this preset answers: until it is made, the recorded run is covered.
    pub asked: Option<String>,
    pub watch: Vec<String>,
    /// Of a brief lab, which has nothing to set, the charts it shows, by id; none of a whole one, which shows all.
    pub charts: Vec<String>,
    /// What the page needs to show and run it: postcard of the engine's `protocol::LabSpec`, opaque here. Empty where it is a file of the
    /// site.
    pub spec: Vec<u8>,
    /// Of that file, [`digest`].
    pub digest: u64,
    /// The lab as drawn at build from a real run, one figure a chart.
    pub stills: Vec<Still>,
    /// How that run stood at its end: postcard of the engine's `protocol::Frame` without its charts, opaque here.
    pub frame: Vec<u8>,
    /// The links, by index, that nothing went along in that run.
    pub unused: Vec<u32>,
    /// What that run showed, in words.
    pub verdicts: Vec<String>,
}

/// Tells versions of a file of the site apart: a page can be taken over only with those that it was made with.
pub fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    // Not `hash`, which would tell it a length that is of another size in the browser.
    hasher.write(bytes);
    hasher.finish()
}

/// A chart of a run, drawn when the site was built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Still {
    /// Id of the chart in the spec.
    pub chart: String,
    pub svg: Html,
    /// The same data as rows of a table: `<thead>` and `<tbody>`.
    pub table: Html,
    /// What it shows, in a sentence computed from the data.
    pub summary: String,
    /// Bit by bit, the series that have no other value than zero.
    pub zero: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Stable, unique in the site.
    pub id: String,
    /// Bumped when which answer is right changes; saved answers belong to one revision.
    pub revision: u32,
    /// Earlier ids of the same question.
    pub aliases: Vec<String>,
    /// Id of the objective it tests.
    pub objective: Option<String>,
    /// Id of the next question of the page on the same objective.
    pub variation: Option<String>,
    pub prompt: Html,
    pub kind: QuestionKind,
    pub hints: Vec<Html>,
    /// Shown after an answer.
    pub explain: Html,
}

impl Question {
    /// Does something to each piece of its markup.
    pub fn each_markup(&mut self, mut act: impl FnMut(&mut Html)) {
        act(&mut self.prompt);
        match &mut self.kind {
            QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
                for choice in choices {
                    act(&mut choice.text);
                    act(&mut choice.reason);
                }
            }
            QuestionKind::Order { items } => {
                for item in items {
                    act(&mut item.text);
                    act(&mut item.reason);
                }
            }
            QuestionKind::Match { pairs } => {
                for pair in pairs {
                    act(&mut pair.left);
                    act(&mut pair.right);
                    act(&mut pair.reason);
                }
            }
            QuestionKind::Cloze { parts } => {
                for part in parts {
                    match part {
                        ClozePart::Text(text) => act(text),
                        ClozePart::Blank { reason, .. } => act(reason),
                    }
                }
            }
            QuestionKind::Recall { answer } => act(answer),
            QuestionKind::Numeric(_) | QuestionKind::Predict { .. } | QuestionKind::Tune(_) => {}
        }
        self.hints.iter_mut().for_each(&mut act);
        act(&mut self.explain);
    }
}

impl QuestionKind {
    /// Its type, as content files name it; a prediction is a directive of its own there.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Single { .. } => "single",
            Self::Multiple { .. } => "multiple",
            Self::Numeric(_) => "numeric",
            Self::Order { .. } => "order",
            Self::Match { .. } => "match",
            Self::Cloze { .. } => "cloze",
            Self::Predict { .. } => "predict",
            Self::Recall { .. } => "recall",
            Self::Tune(_) => "tune",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// Exactly one choice is right.
    Single {
        choices: Vec<Choice>,
    },
    /// One or more are right; partial credit (hits - false picks) / keys, not below 0.
    Multiple {
        choices: Vec<Choice>,
    },
    Numeric(Numeric),
    /// Items in their right order; shown shuffled.
    Order {
        items: Vec<Item>,
    },
    /// Pairs that belong together; the right-hand sides are shown shuffled.
    Match {
        pairs: Vec<Pair>,
    },
    /// Text with blanks to fill in.
    Cloze {
        parts: Vec<ClozePart>,
    },
    /// A number to commit to before a run; the value is that of a run.
    Predict {
        sim: String,
        preset: String,
        metric: String,
        answer: Numeric,
    },
    /// Free text against a model answer, graded by the reader.
    Recall {
        answer: Html,
    },
    /// Settings to find, graded by runs.
    Tune(Box<Tune>),
}

/// A system to tune until it does what is asked of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tune {
    /// `family/variant`.
    pub sim: String,
    pub preset: String,
    /// The last is the one to do best in when all are met: the budget.
    pub goals: Vec<Goal>,
    /// How many runs decide.
    pub runs: u8,
    /// What the page needs to run it: postcard of the engine's `protocol::LabSpec` with the dials that may be turned, opaque here.
    pub spec: Vec<u8>,
}

/// A bound on a figure of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// Path in the report.
    pub metric: String,
    /// What it is, for readers.
    pub label: String,
    /// Whether the bound is above what is wanted, and not below it.
    pub at_most: bool,
    /// In the unit of the report, as all values here.
    pub bound: f64,
    /// What the run as written gives.
    pub before: f64,
    /// In which values are shown, and how many of them make one of the report's.
    pub unit: String,
    pub scale: f64,
}

impl Goal {
    pub fn met(&self, value: f64) -> bool {
        if self.at_most {
            value <= self.bound
        } else {
            value >= self.bound
        }
    }
}

/// Seeds of the runs that decide a challenge: the same for everybody, and none that a lab opens with.
pub fn hidden_seeds(question: &str, count: u8) -> Vec<u64> {
    // FNV-1a; a seed's own mixing does the rest.
    let name = question
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    (1..=u64::from(count))
        .map(|n| (name ^ n.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 12)
        .collect()
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Stable within the question; saved answers name it.
    pub id: String,
    pub text: Html,
    pub right: bool,
    /// Why it is right or wrong.
    pub reason: Html,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Numeric {
    /// In `unit`.
    pub value: f64,
    pub tolerance: Tolerance,
    /// As shown beside the field: `ms`, `requests/s`, `%`, `$`; empty for a plain number.
    pub unit: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tolerance {
    /// In the unit of the value.
    Absolute(f64),
    /// A share of the value: 0.05 is five per cent.
    Relative(f64),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub text: Html,
    pub reason: Html,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub id: String,
    pub left: Html,
    pub right: Html,
    pub reason: Html,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClozePart {
    Text(Html),
    Blank {
        id: String,
        /// Accepted answers; compared without regard to case, spaces at the ends and accents. The first is shown as the answer.
        accepted: Vec<String>,
        reason: Html,
    },
}

/// What a prerendered page hands to the program that brings it to life.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bootstrap {
    pub route: String,
    pub title: String,
    /// In the order of the document.
    pub islands: Vec<Island>,
}

/// A part of a page that does something. All else of it is read, and costs the program nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Island {
    Theme,
    Question(Question),
    Lab(Box<Lab>),
    /// Where the challenge of this question is tried.
    Tune {
        id: String,
        tune: Box<Tune>,
    },
    Progress,
    Review,
    Notes,
    Playground(Box<Playground>),
    /// What a page shows of its reader, and whether it can be marked as read.
    Marks {
        reads: bool,
    },
    /// Where the reader left off.
    Continue,
    /// The steps of a path, with how far the reader has come.
    Path(Vec<Stage>),
    Exam(Box<ExamDesk>),
    /// How much of the site is kept on this device.
    Offline,
}

impl Page {
    /// The page's body, where it has one made of blocks.
    pub fn blocks_mut(&mut self) -> &mut [Block] {
        match &mut self.body {
            Body::Home(home) => &mut home.blocks,
            Body::Concept(concept) => &mut concept.blocks,
            Body::Component(component) => &mut component.blocks,
            Body::Family(family) => &mut family.blocks,
            Body::Variant(variant) => &mut variant.blocks,
            Body::CaseStudy(study) => &mut study.blocks,
            Body::Experiment(experiment) => &mut experiment.blocks,
            Body::Assessment(assessment) => &mut assessment.blocks,
            Body::Path(path) => &mut path.blocks,
            Body::Index(_)
            | Body::Category(_)
            | Body::Glossary(_)
            | Body::Accuracy(_)
            | Body::Progress
            | Body::Review
            | Body::Notes
            | Body::Search
            | Body::Playground(_)
            | Body::Assessments(_)
            | Body::Map(_)
            | Body::Offline
            | Body::Settings
            | Body::Unreachable
            | Body::NotFound => &mut [],
        }
    }

    /// The labs on the page, in reading order.
    pub fn labs_mut(&mut self) -> impl Iterator<Item = &mut Lab> {
        self.blocks_mut()
            .iter_mut()
            .filter_map(|block| match block {
                Block::Lab(lab) => Some(&mut **lab),
                Block::Prose(_) | Block::Question(_) => None,
            })
    }
}

/// Path, below the site's base, of the page that has the whole lab of a scenario.
pub fn lab_route(sim: &str) -> String {
    if sim.starts_with("labs/") {
        format!("{sim}/")
    } else {
        format!("templates/{sim}/")
    }
}

/// Path, below the site's base, of the page that has that lab and nothing else, for frames in other pages.
pub fn embed_route(sim: &str) -> String {
    format!("embed/{}", lab_route(sim))
}

/// Path, below the site's base, of the page that has the questions of the page at `route` and nothing else, for frames in other pages.
pub fn quiz_route(route: &str) -> String {
    format!("embed/quiz/{}", route.trim_start_matches('/'))
}

impl Lab {
    /// Path, below the site's base, of the page that has the whole lab of this scenario.
    pub fn route(&self) -> String {
        lab_route(&self.sim)
    }

    /// Whether it shows some charts only and has nothing to set.
    pub fn is_brief(&self) -> bool {
        !self.charts.is_empty()
    }

    /// The lab without the stills that a prerendered document already shows: who takes that over adopts what stands
    /// there and never asks for these. Without what runs it, too, which is fetched when its program is.
    #[must_use]
    pub fn stripped(mut self) -> Self {
        self.digest = digest(&self.spec);
        self.spec.clear();
        for still in &mut self.stills {
            still.svg.0.clear();
            still.table.0.clear();
        }
        self
    }
}
