//! What came of an answer, in words.

use headroom_content::model::{Numeric, Question, QuestionKind};
use headroom_study::{Answer, Grade, Offset, Verdict};
use leptos::prelude::*;

use super::asked::Asked;
use crate::components::escape;
use crate::platform::number::read;
use crate::words::quiz as words;

/// The verdict on the answer on show and where it is kept, as markup. Empty before there is one. `data-score` is for the page around
/// a frame: hundredths of a point.
pub fn verdict(asked: Asked) -> String {
    let Some((answer, grade)) = asked.shown.get() else {
        return String::new();
    };
    let (tone, said) = match grade.verdict() {
        Verdict::Right => ("good", words::verdict_right().to_owned()),
        Verdict::Partly => ("warn", words::verdict_partly(grade.score.per_cent())),
        Verdict::Wrong => ("bad", words::verdict_wrong().to_owned()),
    };
    let number = asked
        .question
        .with_value(|question| number(question, &answer, &grade))
        .map_or_else(String::new, |number| escape(&number));
    let keeping = asked.progress.keeping.get();
    let lost = if keeping.loses() {
        " question__kept--lost"
    } else {
        ""
    };
    format!(
        "<p class=\"question__words question__mark--{tone}\" data-score=\"{}\"><strong>{said}</strong>{number}</p>\
         <p class=\"question__kept{lost}\">{}</p>",
        grade.score.per_cent(),
        keeping.text()
    )
}

/// What is said where nobody answered.
pub fn unanswered(question: &Question) -> String {
    let number = match &question.kind {
        QuestionKind::Numeric(key) => words::the_answer_is(with_unit(key.value, key)),
        _ => String::new(),
    };
    format!(
        "<p class=\"question__words\"><strong>{}</strong>{}</p>",
        words::not_answered(),
        escape(&number)
    )
}

/// Of a number: how it missed, what it was read as, what would have been right.
fn number(question: &Question, answer: &Answer, grade: &Grade) -> Option<String> {
    let (key, source): (_, fn(String) -> String) = match &question.kind {
        QuestionKind::Numeric(key) => (key, words::the_answer_is),
        QuestionKind::Predict { answer, .. } => (answer, words::the_run_gave),
        _ => return None,
    };
    let slip = match grade.number.and_then(|number| number.offset) {
        None => "",
        Some(Offset::TooHigh) => words::too_high(),
        Some(Offset::TooLow) => words::too_low(),
        Some(Offset::Magnitude) => words::other_magnitude(),
        Some(Offset::Sign) => words::other_sign(),
    };
    // In another unit than the question's, or with signs that can be read in two ways.
    let read = match (grade.number, answer) {
        (Some(number), Answer::Number(typed)) if read(typed) != Some(number.value) => {
            words::read_as(with_unit(number.value, key))
        }
        _ => String::new(),
    };
    let right = source(with_unit(key.value, key));
    Some(format!("{slip}{read}{right}"))
}

/// A value in the unit of the question.
pub fn with_unit(value: f64, key: &Numeric) -> String {
    in_unit(value, &key.unit)
}

/// A value with its unit, on one line.
pub fn in_unit(value: f64, unit: &str) -> String {
    let number = grouped(&rounded(value).to_string());
    match unit {
        "" | "%" | "/s" => number + unit,
        "$" => format!("${number}"),
        unit => format!("{number}\u{a0}{unit}"),
    }
}

/// A number with its thousands set apart.
fn grouped(number: &str) -> String {
    let first = usize::from(number.starts_with('-'));
    let point = number.find('.').unwrap_or(number.len());
    let mut out = String::new();
    for (at, digit) in number.char_indices() {
        if at > first && at < point && (point - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Four significant digits: a run's figure has no more to say.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = 3 - value.abs().log10().floor() as i32;
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use headroom_content::model::{Html, Tolerance};
    use headroom_study::grade;

    use super::*;

    fn told(typed: &str, unit: &str, value: f64) -> String {
        let question = Question {
            id: "q".to_owned(),
            revision: 1,
            aliases: Vec::new(),
            objective: None,
            variation: None,
            prompt: Html::default(),
            kind: QuestionKind::Numeric(Numeric {
                value,
                tolerance: Tolerance::Relative(0.05),
                unit: unit.to_owned(),
            }),
            hints: Vec::new(),
            explain: Html::default(),
        };
        let answer = Answer::Number(typed.to_owned());
        let grade = grade(&question, &answer).unwrap();
        number(&question, &answer, &grade).unwrap()
    }

    #[test]
    fn a_number_in_another_unit_is_told_in_the_one_asked_for() {
        assert_eq!(told("1500", "ms", 1500.0), " The answer is 1,500\u{a0}ms.");
        assert_eq!(
            told("1.5 s", "ms", 1500.0),
            " Read as 1,500\u{a0}ms. The answer is 1,500\u{a0}ms."
        );
        assert_eq!(told("13.5", "%", 13.5), " The answer is 13.5%.");
        assert_eq!(told("2", "$", 2.0), " The answer is $2.");
        assert_eq!(
            told("1,5", "", 3.0),
            " Too low. Read as 1.5. The answer is 3."
        );
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(in_unit(-12_345.6, "/s"), "-12,350/s");
        assert_eq!(in_unit(1_234_000.0, "$"), "$1,234,000");
        assert_eq!(in_unit(123.4, ""), "123.4");
    }

    #[test]
    fn a_figure_has_four_significant_digits() {
        for (value, shown) in [
            (0.0, 0.0),
            (1234.56, 1235.0),
            (0.001_234_56, 0.001_235),
            (-1.0, -1.0),
            (99_999.0, 100_000.0),
        ] {
            assert!((rounded(value) - shown).abs() < 1e-12, "{value}");
        }
    }
}
