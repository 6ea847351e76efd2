//! The rules of content, by name. A diagnostic names its rule, and every rule has a fixture that breaks exactly it.

/// How much a broken rule matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not built.
    Error,
    /// The site is built, but teaches worse than it could.
    Lint,
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $variant:ident $id:literal $severity:ident,)+) => {
        /// What content must or should hold to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Rule {
            /// Every rule, in the order of this file.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in messages and fixtures.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }
        }
    };
}

rules! {
    /// A file is UTF-8 text without control or private-use characters, a page of at most 1 MiB.
    InvalidText "invalid-text" Error,
    /// Every file in the content folder has a place in its layout.
    UnexpectedFile "unexpected-file" Error,
    /// A file that a page cannot do without is there.
    MissingFile "missing-file" Error,
    /// Front matter is TOML between two lines `+++`.
    FrontMatter "front-matter" Error,
    /// Only known keys.
    UnknownKey "unknown-key" Error,
    /// Every required key.
    MissingKey "missing-key" Error,
    /// A value has the type and range its key asks for.
    WrongValue "wrong-value" Error,
    /// A page's id and category are those of its place.
    WrongPlace "wrong-place" Error,
    /// No HTML in Markdown, comments neither.
    RawHtml "raw-html" Error,
    /// Lists, quotations and emphasis nest at most 64 levels deep; a list and its items are two.
    TooDeep "too-deep" Error,
    /// Only known directives.
    UnknownDirective "unknown-directive" Error,
    /// A directive stands where it means something, at the left margin.
    MisplacedDirective "misplaced-directive" Error,
    /// Every directive is closed, with as many colons.
    UnclosedDirective "unclosed-directive" Error,
    /// A closing fence closes something.
    StrayFence "stray-fence" Error,
    /// An inner fence is shorter than the outer one.
    NestedFence "nested-fence" Error,
    /// A directive that needs a body has one.
    EmptyDirective "empty-directive" Error,
    /// Attributes are `#id` and `key="value"`.
    AttributeSyntax "attribute-syntax" Error,
    /// Only known attributes.
    UnknownAttribute "unknown-attribute" Error,
    /// Every required attribute.
    MissingAttribute "missing-attribute" Error,
    /// An attribute's value is one it can take.
    WrongAttribute "wrong-attribute" Error,
    /// A fenced code block is closed.
    UnclosedCode "unclosed-code" Error,
    /// Code names a language the highlighter knows.
    UnknownLanguage "unknown-language" Error,
    /// Maths is LaTeX that can be set.
    Maths "maths" Error,
    /// A link inside the site leads to a page.
    DeadLink "dead-link" Error,
    /// An anchor is on the page it names.
    DeadAnchor "dead-anchor" Error,
    /// A link is a path of the site, `https://` or `mailto:`.
    LinkScheme "link-scheme" Error,
    /// An image has a text alternative.
    MissingAlt "missing-alt" Error,
    /// An image is a file of `content/media/`.
    MissingImage "missing-image" Error,
    /// Headings start at the second level and skip none.
    HeadingLevel "heading-level" Error,
    /// An id stands once: on a page, and for questions in the site.
    DuplicateId "duplicate-id" Error,
    /// Footnotes cite sources and have no text of their own.
    FootnoteText "footnote-text" Error,
    /// A citation names a source of the front matter.
    UnknownSource "unknown-source" Error,
    /// A question's objective is one of the page.
    UnknownObjective "unknown-objective" Error,
    /// A question that an assessment lists can be asked away from its page.
    UnknownQuestion "unknown-question" Error,
    /// The bank has as many questions as an assessment draws.
    ShortBank "short-bank" Error,
    /// A concept that front matter names exists.
    UnknownConcept "unknown-concept" Error,
    /// A term that another or front matter names is in the glossary.
    UnknownTerm "unknown-term" Error,
    /// No concept is, by way of others, a prerequisite of itself.
    PrerequisiteCycle "prerequisite-cycle" Error,
    /// A concept's folder is a category of `categories.toml`.
    UnknownCategory "unknown-category" Error,
    /// A component page is that of a node kind.
    UnknownKind "unknown-kind" Error,
    /// A run names a scenario that exists.
    UnknownSim "unknown-sim" Error,
    /// A run names a preset of its scenario.
    UnknownPreset "unknown-preset" Error,
    /// A metric is in the report of its run.
    UnknownMetric "unknown-metric" Error,
    /// A scenario file is one the engine can run.
    Scenario "scenario" Error,
    /// A claim holds when its run is made.
    FalseClaim "false-claim" Error,
    /// A question has the parts its type asks for.
    QuestionShape "question-shape" Error,
    /// A drawn diagram's lines can be read.
    DiagramSyntax "diagram-syntax" Error,
    /// A concept has the sections of the anatomy, in order.
    Anatomy "anatomy" Error,
    /// Every option of a choice says why it is right or wrong.
    MissingReason "missing-reason" Lint,
    /// The right answer is the longest in at most half of a page's questions.
    LongestRight "longest-right" Lint,
    /// No "all of the above".
    AllOfTheAbove "all-of-the-above" Lint,
    /// Every objective has a question that tests it.
    UntestedObjective "untested-objective" Lint,
    /// A figure has a source or a run.
    UnsourcedFigure "unsourced-figure" Lint,
    /// Two other pages or more link to every concept; links to the glossary are none.
    OrphanConcept "orphan-concept" Lint,
    /// A template shows every concept, and every template shows one.
    Unshown "unshown" Lint,
    /// A template page has the sections of its anatomy.
    ThinTemplate "thin-template" Lint,
    /// No word is a known misspelling.
    Misspelt "misspelt" Lint,
    /// No text says what a prediction further down asks.
    Foretold "foretold" Lint,
    /// The lab of a prediction opens at the experiment that is asked about.
    OtherExperiment "other-experiment" Lint,
    /// Nothing is left to be written.
    ToWrite "to-write" Lint,
}
