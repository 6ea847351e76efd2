//! A lab, or the questions of a page, and nothing around them: for frames in other pages.

use headroom_content::model::{Block, Island, Lab, Page, Question, embed_route, quiz_route};
use leptos::prelude::*;

use crate::components::document::asked;
use crate::components::lab::{LAB_FRAME_HEIGHT, frame_code};
use crate::islands::island;
use crate::state::site::{Base, Here};
use crate::words::{lab, lang_of, page as words};

/// What such a page consists of.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// As that of a page ([`Page::route`]).
    pub route: String,
    pub title: String,
    pub description: String,
    /// Route and title of the page that it is of.
    of: (String, String),
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Lab(Box<Lab>),
    Questions(Vec<Question>),
}

/// Of a frame with questions, CSS pixels: two or three of them, where the page around it does not hear how high all are.
const QUIZ_FRAME_HEIGHT: u32 = 600;

impl Embedded {
    /// Those of a page: its lab, if it is the page that a lab has to itself, then its questions, if it has some.
    pub fn all(page: &mut Page, base: &Base) -> Vec<Self> {
        let lab = Self::lab(page);
        lab.into_iter().chain(Self::questions(page, base)).collect()
    }

    fn lab(page: &mut Page) -> Option<Self> {
        let route = page.route.clone();
        let own = |lab: &&mut Lab| !lab.is_brief() && lab.route() == route.trim_start_matches('/');
        let lab = page.labs_mut().find(own)?.clone();
        Some(Self {
            route: format!("/{}", embed_route(&lab.sim)),
            title: page.title.clone(),
            description: page.description.clone(),
            of: (page.route.clone(), page.title.clone()),
            what: What::Lab(Box::new(lab)),
        })
    }

    fn questions(page: &mut Page, base: &Base) -> Option<Self> {
        let whole = base.href(&page.route);
        let asked = page.blocks_mut().iter().filter_map(|block| match block {
            Block::Question(question) => Some(question.clone()),
            Block::Prose(_) | Block::Lab(_) => None,
        });
        let mut questions: Vec<Question> = asked.collect();
        for question in &mut questions {
            // Sources and other parts of the page are there, not here.
            question.each_markup(|html| {
                html.0 = html.0.replace("href=\"#", &format!("href=\"{whole}#"));
            });
        }
        (!questions.is_empty()).then(|| Self {
            route: format!("/{}", quiz_route(&page.route)),
            title: words::questions_on(&page.title),
            description: page.description.clone(),
            of: (page.route.clone(), page.title.clone()),
            what: What::Questions(questions),
        })
    }

    /// What its islands are told of where they stand. Answers belong to the page of the questions, wherever they are given; a lab in a
    /// frame is none of its reader's page, and keeps nothing.
    pub fn here(&self, base: Base) -> Here {
        let (route, title) = match &self.what {
            What::Lab(_) => (&self.route, &self.title),
            What::Questions(_) => (&self.of.0, &self.of.1),
        };
        Here {
            base,
            route: route.clone(),
            title: title.clone(),
        }
    }

    /// HTML of a frame that shows it; `url` is its address.
    pub fn code(&self, url: &str) -> String {
        let title = match &self.what {
            What::Lab(_) => lab::lab_from(&self.title),
            What::Questions(_) => words::questions_from(&self.title),
        };
        frame_code(url, &title, self.height())
    }

    /// Of the frame, CSS pixels.
    pub fn height(&self) -> u32 {
        match &self.what {
            What::Lab(_) => LAB_FRAME_HEIGHT,
            What::Questions(_) => QUIZ_FRAME_HEIGHT,
        }
    }
}

/// All that stands in the body of such a page.
#[component]
pub fn EmbedDocument(embedded: Embedded, base: Base) -> impl IntoView {
    provide_context(embedded.here(base.clone()));
    let whole = base.href(&embedded.of.0);
    let code = embedded.code(&base.href(&embedded.route));
    let content = match embedded.what {
        What::Lab(lab) => island(Island::Lab(lab)),
        What::Questions(questions) => quiz(questions, code),
    };
    view! {
        <main class="embed" id="main">
            <h1 class="embed__title">
                <a href=whole target="_blank" rel="noopener">
                    <span lang=lang_of(&embedded.title)>{embedded.title.clone()}</span>
                    " "
                    <span class="embed__site">{lab::open_in_headroom()}</span>
                </a>
            </h1>
            {content}
        </main>
    }
}

/// The questions; below them what becomes of answers, and, for who opens the page by itself, the code of its frame. What is hidden the
/// script of frames shows (`frame.js`).
fn quiz(questions: Vec<Question>, code: String) -> AnyView {
    view! {
        <div class="embed__quiz">
            {questions.into_iter().map(asked).collect_view()}
            <p class="embed__note">
                {words::answers_in_a_frame()}
                <span id="embed-told" hidden>{words::around_this()} <b></b> {words::is_told()}</span>
            </p>
            <section class="share__panel" id="embed-offer" aria-labelledby="embed-title" hidden>
                <h2 class="embed__heading" id="embed-title">{words::embed_questions()}</h2>
                <p>{words::about_code()}</p>
                <div class="share__field">
                    <label for="embed-host">{words::address_of_host()}</label>
                    <input type="url" id="embed-host" placeholder="https://example.org" autocomplete="off" aria-describedby="embed-said"/>
                </div>
                <div class="share__field">
                    <label for="embed-code">{lab::embed_code()}</label>
                    <textarea id="embed-code" readonly rows="5" spellcheck="false" data-code=code></textarea>
                    <button type="button" id="embed-copy">{lab::copy_code()}</button>
                </div>
                <p
                    class="share__said"
                    id="embed-said"
                    role="status"
                    data-unread=words::no_address()
                    data-copied=lab::copied()
                    data-refused=lab::copy_by_hand()
                ></p>
            </section>
        </div>
    }
    .into_any()
}
