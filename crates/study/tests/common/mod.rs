//! Questions to grade.
#![allow(dead_code, reason = "each test program uses some of them")]

use headroom_content::model::{
    Choice, ClozePart, Html, Item, Numeric, Pair, Question, QuestionKind, Tolerance,
};

pub fn html(text: &str) -> Html {
    Html(text.to_owned())
}

pub fn question(kind: QuestionKind) -> Question {
    Question {
        id: "q".to_owned(),
        revision: 1,
        aliases: Vec::new(),
        objective: None,
        variation: None,
        prompt: html("<p>What?</p>"),
        kind,
        hints: Vec::new(),
        explain: html("<p>Because.</p>"),
    }
}

/// One choice for each entry, right where it is `true`, with the ids `c0`, `c1`...
pub fn choices(right: &[bool]) -> Vec<Choice> {
    right
        .iter()
        .enumerate()
        .map(|(n, right)| Choice {
            id: format!("c{n}"),
            text: html(&format!("choice {n}")),
            right: *right,
            reason: html("reason"),
        })
        .collect()
}

pub fn order(len: usize) -> Question {
    let items = (0..len)
        .map(|n| Item {
            id: format!("i{n}"),
            text: html(&format!("item {n}")),
            reason: html(""),
        })
        .collect();
    question(QuestionKind::Order { items })
}

pub fn pairs(right: &[&str]) -> Question {
    let pairs = right
        .iter()
        .enumerate()
        .map(|(n, right)| Pair {
            id: format!("p{n}"),
            left: html(&format!("left {n}")),
            right: html(right),
            reason: html(""),
        })
        .collect();
    question(QuestionKind::Match { pairs })
}

pub fn cloze(accepted: &[&str]) -> Question {
    let parts = accepted
        .iter()
        .enumerate()
        .flat_map(|(n, accepted)| {
            [
                ClozePart::Text(html("some text ")),
                ClozePart::Blank {
                    id: format!("b{n}"),
                    accepted: accepted.split('|').map(str::to_owned).collect(),
                    reason: html(""),
                },
            ]
        })
        .collect();
    question(QuestionKind::Cloze { parts })
}

pub fn numeric(value: f64, tolerance: Tolerance, unit: &str) -> Question {
    question(QuestionKind::Numeric(Numeric {
        value,
        tolerance,
        unit: unit.to_owned(),
    }))
}
