//! A rate measured over time, as a CSV file has it, for a client to replay.
//!
//! `shape = "csv(traffic.csv)"` reads a file beside the scenario: a line for each step, the second at which it begins and the
//! rate from there on, as multiples of the client's `rate`. With `rate = "1/s"` they are requests a second. The scenario holds
//! what was read, so that it stands alone from there on.

use std::fmt::Write as _;

/// The name in `csv(name)`.
pub(super) fn name(text: &str) -> Option<&str> {
    let inside = text.trim().strip_prefix("csv")?.trim_start();
    Some(inside.strip_prefix('(')?.strip_suffix(')')?.trim())
}

/// The steps of a CSV file, as a shape is written.
pub(super) fn steps(csv: &str) -> Result<String, String> {
    let mut out = String::from("steps(");
    for (i, line) in csv.lines().enumerate() {
        let line = line.trim();
        let mut cells = line.split(',').map(str::trim);
        let (Some(at), Some(rate), None) = (cells.next(), cells.next(), cells.next()) else {
            if line.is_empty() {
                continue;
            }
            return Err(format!("line {}: two columns, seconds and rate", i + 1));
        };
        let numbers = (at.parse::<f64>(), rate.parse::<f64>());
        let (Ok(at), Ok(rate)) = numbers else {
            // The heading.
            if i == 0 {
                continue;
            }
            return Err(format!("line {}: `{line}` is not two numbers", i + 1));
        };
        let comma = if out.ends_with('(') { "" } else { ", " };
        // Writing to a text cannot fail.
        let _ = write!(out, "{comma}{at}s: {rate}");
    }
    if out.ends_with('(') {
        return Err("there is no line of seconds and rate in it".to_owned());
    }
    out.push(')');
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::parse_beside;
    use super::*;
    use crate::scenario::write;

    fn read(csv: &str) -> Result<String, String> {
        let text = "[nodes.client]\nkind = \"client\"\nrate = \"1/s\"\nshape = \"csv(day.csv)\"\n\
                    [nodes.app]\nkind = \"service\"\n[links.client.app]\n";
        let beside = |name: &str| {
            assert_eq!(name, "day.csv");
            Ok(csv.to_owned())
        };
        match parse_beside(text, &beside) {
            Ok(scenario) => Ok(write(&scenario)),
            Err(errors) => {
                let place = errors[0].span.clone().map(|span| &text[span]);
                assert_eq!(place, Some("\"csv(day.csv)\""));
                Err(errors[0].message.clone())
            }
        }
    }

    #[test]
    fn a_series_becomes_the_steps_of_a_shape() {
        let toml = read("seconds,requests_per_second\n0,100\n60,250.5\n\n120,80\n").unwrap();
        assert!(
            toml.contains("steps(0s: 100, 60s: 250.5, 120s: 80)"),
            "{toml}"
        );
        assert_eq!(
            steps("0, 1\r\n5, 2\r\n"),
            Ok("steps(0s: 1, 5s: 2)".to_owned())
        );
    }

    #[test]
    fn what_is_wrong_with_a_series_is_told_at_the_key() {
        for (csv, told) in [
            ("", "no line"),
            ("a,b\n", "no line"),
            ("0,1\n1,2,3\n", "line 2: two columns"),
            ("0,1\n1,fast\n", "line 2: `1,fast` is not two numbers"),
            ("0,1\n0,2\n", "must rise"),
            ("0,-1\n", "not a multiple"),
            ("0,NaN\n", "no number"),
        ] {
            let message = read(csv).unwrap_err();
            assert!(message.contains(told), "{csv:?}: {message}");
        }
        let alone = super::super::parse("[nodes.c]\nkind = \"client\"\nshape = \"csv(x)\"\n");
        assert!(alone.unwrap_err()[0].message.contains("`x`"));
    }
}
