//! Claims about a run: `< 250`, `100..250`, `200 +- 10%`.

/// What a figure is claimed to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim {
    Below(f64),
    AtMost(f64),
    Above(f64),
    AtLeast(f64),
    Between(f64, f64),
}

/// How to write one, for messages.
pub const FORMS: &str =
    "claims are `< 250`, `<= 250`, `> 250`, `>= 250`, `100..250`, `200 +- 5` and `200 +- 10%`";

impl Claim {
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = |text: &str| {
            text.trim()
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
        };
        if let Some(rest) = text.strip_prefix("<=") {
            return number(rest).map(Self::AtMost);
        }
        if let Some(rest) = text.strip_prefix(">=") {
            return number(rest).map(Self::AtLeast);
        }
        if let Some(rest) = text.strip_prefix('<') {
            return number(rest).map(Self::Below);
        }
        if let Some(rest) = text.strip_prefix('>') {
            return number(rest).map(Self::Above);
        }
        if let Some((low, high)) = text.split_once("..") {
            let (low, high) = (number(low)?, number(high)?);
            return (low <= high).then_some(Self::Between(low, high));
        }
        let (middle, spread) = text.split_once("+-").or_else(|| text.split_once('±'))?;
        let middle = number(middle)?;
        let spread = match spread.trim().strip_suffix('%') {
            Some(percent) => middle.abs() * number(percent)? / 100.0,
            None => number(spread)?,
        };
        (spread >= 0.0).then_some(Self::Between(middle - spread, middle + spread))
    }

    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::Below(limit) => value < limit,
            Self::AtMost(limit) => value <= limit,
            Self::Above(limit) => value > limit,
            Self::AtLeast(limit) => value >= limit,
            Self::Between(low, high) => (low..=high).contains(&value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Claim;

    #[test]
    fn every_form_of_a_claim_says_what_it_says() {
        let cases = [
            ("< 250", 249.9, true),
            ("< 250", 250.0, false),
            ("<= 250", 250.0, true),
            ("> 1.5", 1.4, false),
            (">= 1.5", 1.5, true),
            ("100..250", 100.0, true),
            ("100..250", 251.0, false),
            ("200 +- 10%", 219.0, true),
            ("200 +- 5", 206.0, false),
            ("200 ± 5", 204.0, true),
        ];
        for (text, value, holds) in cases {
            assert_eq!(
                Claim::parse(text).unwrap().holds(value),
                holds,
                "{value} {text}"
            );
        }
    }

    #[test]
    fn nothing_else_is_a_claim() {
        for text in [
            "",
            "250",
            "about 250",
            "< ",
            "250..100",
            "200 +- -5",
            "< inf",
            "< NaN",
        ] {
            assert_eq!(Claim::parse(text), None, "{text}");
        }
    }
}
