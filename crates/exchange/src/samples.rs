//! A question of each type, with what is hard to write in it.

use headroom_content::model::{
    Choice, ClozePart, Html, Item, Numeric, Pair, Question, QuestionKind, Tolerance,
};

use crate::{Chapter, Set};

fn html(text: &str) -> Html {
    Html(text.to_owned())
}

fn choice(id: &str, text: &str, right: bool, reason: &str) -> Choice {
    Choice {
        id: id.to_owned(),
        text: html(text),
        right,
        reason: html(reason),
    }
}

fn item(id: &str, text: &str) -> Item {
    Item {
        id: id.to_owned(),
        text: html(text),
        reason: html(""),
    }
}

fn blank(id: &str, accepted: &[&str], reason: &str) -> ClozePart {
    ClozePart::Blank {
        id: id.to_owned(),
        accepted: accepted.iter().map(|&text| text.to_owned()).collect(),
        reason: html(reason),
    }
}

pub fn question(id: &str, prompt: &str, kind: QuestionKind) -> Question {
    Question {
        id: id.to_owned(),
        revision: 1,
        aliases: Vec::new(),
        objective: None,
        variation: None,
        prompt: html(prompt),
        kind,
        hints: Vec::new(),
        explain: html("<p>That is so.</p>"),
    }
}

const FORMULA: &str = "<math display=\"inline\"><semantics><mrow><mi>L</mi><mo>=</mo><mi>λ</mi><mi>W</mi></mrow>\
    <annotation encoding=\"application/x-tex\">L = \\lambda W</annotation></semantics></math>";

fn pick() -> Question {
    let choices = vec![
        choice("mean", "Averages: all of one window", true, "They do."),
        choice("any", "{Any} order #1", true, ""),
        choice("poisson", "%50% of arrivals ~ Poisson", false, "No."),
    ];
    Question {
        objective: Some("state".to_owned()),
        revision: 2,
        hints: vec![html("<p>Look again.</p>")],
        ..question(
            "pick",
            &format!("<p>What must hold for {FORMULA}?</p>"),
            QuestionKind::Multiple { choices },
        )
    }
}

fn pairs() -> QuestionKind {
    let pair = |id: &str, left: &str, right: &str| Pair {
        id: id.to_owned(),
        left: html(left),
        right: html(right),
        reason: html(if id == "get" { "It reads." } else { "" }),
    };
    QuestionKind::Match {
        pairs: vec![
            pair("get", "<code>GET</code>", "safe &amp; cached"),
            pair("put", "<code>PUT</code>", "idempotent"),
            pair("post", "<code>POST</code>", &format!("neither, {FORMULA}")),
        ],
    }
}

/// A question of each type.
pub fn set() -> Set {
    let single = QuestionKind::Single {
        choices: vec![
            choice("creates", "It creates <em>one</em>", true, "Yes: a = b."),
            choice("deploys", "It deploys", false, "No \\ never."),
        ],
    };
    let numeric = QuestionKind::Numeric(Numeric {
        value: 20.0,
        tolerance: Tolerance::Relative(0.02),
        unit: "ms".to_owned(),
    });
    let order = QuestionKind::Order {
        items: vec![item("ask", "Ask"), item("wait", "Wait"), item("do", "Do")],
    };
    let text = |text: &str| ClozePart::Text(html(text));
    let one = QuestionKind::Cloze {
        parts: vec![
            text("It is billed by its "),
            blank("duration", &["duration", "time"], "<p>Rounded up.</p>"),
            text(" &amp; more."),
        ],
    };
    let two = QuestionKind::Cloze {
        parts: vec![
            blank("cpu", &["CPU"], "<p>The } sign.</p>"),
            text(" follows "),
            blank("memory", &["memory", "a*b#c"], ""),
        ],
    };
    let recall = QuestionKind::Recall {
        answer: html("<p>Areas.</p>"),
    };
    let guess = QuestionKind::Predict {
        sim: "labs/x".to_owned(),
        preset: "y".to_owned(),
        metric: "latency_ms.p99".to_owned(),
        answer: Numeric {
            value: 1.0,
            tolerance: Tolerance::Absolute(0.5),
            unit: String::new(),
        },
    };
    let code = "<p>What does it do?</p><pre><code>if a {\n  b = 1;\n}\n</code></pre>";
    let questions = vec![
        question("cold", code, single),
        pick(),
        question("number", "<p>How long?</p>", numeric),
        question("steps", "<p>In which order?</p>", order),
        question("pairs", "<p>Which is which?</p>", pairs()),
        question("blank", "<p>Complete it.</p>", one),
        question("blanks", "<p>Complete both.</p>", two),
        question("recall", "<p>Why?</p>", recall),
        question("guess", "<p>What will it be?</p>", guess),
    ];
    Set {
        title: "Queues".to_owned(),
        chapters: vec![Chapter {
            place: ["Concepts", "Basics", "Queues/logs"]
                .map(str::to_owned)
                .into(),
            route: "/concepts/basics/queues/".to_owned(),
            questions,
        }],
    }
}
