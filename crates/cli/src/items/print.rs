//! An analysis as text and as CSV.

use std::fmt::Write as _;

use super::analysis::{Analysis, Chosen, ENOUGH, Estimate, Item};

/// For people: no more digits than the number of learners bears.
pub fn text(analysis: &Analysis) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let mut out = format!(
        "{} learner{}; {} of {} questions answered. Intervals are of 95%.\n",
        analysis.learners,
        plural(analysis.learners),
        analysis.items.len(),
        analysis.questions
    );
    if analysis.learners < ENOUGH {
        let _ = writeln!(
            out,
            "Fewer than {ENOUGH} learners: what follows says little, and discrimination is not computed."
        );
    }
    for item in &analysis.items {
        let _ = write!(
            out,
            "\n{}  {}\n  {}\n  {:<15} {}\n  {:<15} {}\n  {:<15} {}\n",
            item.question,
            item.page,
            short(&item.prompt),
            "answered by",
            item.answered,
            "mean score",
            per_cent(item.difficulty),
            "discrimination",
            discrimination(item)
        );
        for option in &item.options {
            out.push_str(&chosen(option, item.answered));
        }
    }
    out
}

fn per_cent(share: Estimate) -> String {
    let round = |value: f64| (value * 100.0).round();
    format!(
        "{}% ({}% to {}%)",
        round(share.value),
        round(share.low),
        round(share.high)
    )
}

fn discrimination(item: &Item) -> String {
    match item.discrimination {
        None if item.answered < ENOUGH => "too few answers".to_owned(),
        None => "none: all scores are the same".to_owned(),
        Some(Estimate { value, low, high }) => {
            let told = if high < 0.0 {
                ": those who know more answer it worse; look at the key"
            } else if low <= 0.0 {
                ": may be none"
            } else {
                ""
            };
            format!("{value:.2} ({low:.2} to {high:.2}){told}")
        }
    }
}

fn chosen(option: &Chosen, answered: usize) -> String {
    let mark = if option.right { 'x' } else { ' ' };
    let nobody = !option.right && option.count == 0 && answered >= ENOUGH;
    format!(
        "    [{mark}] {:>4}  {}{}\n",
        option.count,
        short(&option.text),
        if nobody { "  <- nobody takes it" } else { "" }
    )
}

fn short(text: &str) -> String {
    const LENGTH: usize = 72;
    if text.chars().count() <= LENGTH {
        text.to_owned()
    } else {
        let cut: String = text.chars().take(LENGTH - 3).collect();
        format!("{}...", cut.trim_end())
    }
}

/// For other programs (RFC 4180), one line a question; options as `id=count`.
pub fn csv(analysis: &Analysis) -> String {
    let mut out = String::from(
        "question,page,answered,mean_score,mean_score_low,mean_score_high,discrimination,discrimination_low,discrimination_high,options\r\n",
    );
    for item in &analysis.items {
        let options: Vec<String> = item
            .options
            .iter()
            .map(|option| format!("{}={}", option.id, option.count))
            .collect();
        let mut fields = vec![
            item.question.clone(),
            item.page.clone(),
            item.answered.to_string(),
        ];
        fields.extend(numbers(Some(item.difficulty)));
        fields.extend(numbers(item.discrimination));
        // Ids and routes hold no comma and no quotation mark.
        fields.push(options.join(";"));
        out.push_str(&fields.join(","));
        out.push_str("\r\n");
    }
    out
}

fn numbers(estimate: Option<Estimate>) -> [String; 3] {
    estimate.map_or_else(Default::default, |estimate| {
        [estimate.value, estimate.low, estimate.high].map(|value| format!("{value:.4}"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::analysis::tests::sample;
    use super::*;

    #[test]
    fn people_read_intervals_and_what_nobody_takes() {
        let text = text(&sample());
        for part in [
            "12 learners; 2 of 3 questions answered.",
            "mean score      50% (25% to 75%)",
            "discrimination  0.67 (0.15 to 0.90)",
            "    [x]    6  a\n    [ ]    6  b\n    [ ]    0  c  <- nobody takes it\n",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }

    #[test]
    fn programs_read_a_line_a_question() {
        let csv = csv(&sample());
        let lines: Vec<&str> = csv.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(
            lines[1].starts_with("one,/p/,12,0.5000,0.2538,"),
            "{}",
            lines[1]
        );
        assert!(lines[1].ends_with(",a=6;b=6;c=0"));
    }
}
