//! What the engine says of its node kinds: names, parameters and metrics, for their pages.

use headroom_sim::descriptor::{KindDescriptor, ParamDescriptor, ParamKind, Unit};
use headroom_sim::{kinds as engine, quantity};

use super::typography::{NO_BREAK, is_unit};

/// Tables of a node kind's reference page.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub title: String,
    pub summary: String,
    pub params: Vec<[String; 4]>,
    pub metrics: Vec<[String; 3]>,
    pub leaves_out: Vec<String>,
}

/// Keys of the node kinds.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    engine::registry().iter().map(|kind| kind.key.as_ref())
}

/// The descriptor of a node kind.
pub fn kind(key: &str) -> Option<&'static KindDescriptor> {
    let registry = engine::registry().iter().copied();
    registry.into_iter().find(|kind| kind.key == key)
}

/// What the engine says of a node kind; empty for an unknown one.
pub fn of(key: &str) -> Reference {
    let Some(kind) = kind(key) else {
        return Reference::default();
    };
    let metrics = kind.metrics.iter().map(|metric| {
        [
            metric.key.to_string(),
            unit_name(metric.unit).to_owned(),
            metric.doc.to_string(),
        ]
    });
    Reference {
        title: kind.label.to_string(),
        summary: kind.summary.to_string(),
        params: kind.params.iter().map(param_row).collect(),
        metrics: metrics.collect(),
        leaves_out: kind.leaves_out.iter().map(ToString::to_string).collect(),
    }
}

/// The unit that a node kind declares for a metric, given as `nodes.<id>.<metric>` or by its bare name.
pub fn node_metric_unit(metric: &str) -> Option<Unit> {
    let mut parts = metric.split('.');
    let key = match parts.next()? {
        "nodes" => parts.nth(1)?,
        // Groups of the report of their own, whatever a kind calls a metric.
        "requests" | "cost" | "windows" => return None,
        bare => bare,
    };
    let metrics = engine::registry().iter().flat_map(|kind| &kind.metrics);
    metrics
        .into_iter()
        .find(|metric| metric.key == key)
        .map(|metric| metric.unit)
}

/// Name, default, range, meaning.
fn param_row(param: &ParamDescriptor) -> [String; 4] {
    let show = |value: f64, unit: Unit| {
        quantity::format(value, unit).replace(' ', NO_BREAK.encode_utf8(&mut [0; 4]))
    };
    let (default, range) = match &param.kind {
        ParamKind::Number {
            unit,
            min,
            max,
            default,
            ..
        } => (
            show(*default, *unit),
            format!("{} to {}", show(*min, *unit), show(*max, *unit)),
        ),
        ParamKind::Flag { default } => (default.to_string(), "true or false".to_owned()),
        ParamKind::Choice { options, default } => {
            let keys: Vec<&str> = options.iter().map(|(key, _)| key.as_ref()).collect();
            (default.to_string(), keys.join(", "))
        }
        ParamKind::Distribution {
            unit,
            min,
            max,
            default,
        } => (
            with_spaces(default.as_ref()),
            format!("{} to {}", show(*min, *unit), show(*max, *unit)),
        ),
        ParamKind::Shape { default } => (with_spaces(default.as_ref()), "a load shape".to_owned()),
    };
    [param.key.to_string(), default, range, param.doc.to_string()]
}

/// A quantity of a scenario as text has it: `lognormal(p50: 4 ms)` of `lognormal(p50: 4ms)`.
fn with_spaces(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(next) = rest.chars().next() {
        if next.is_alphabetic() && text.ends_with(|c: char| c.is_ascii_digit()) {
            // As it is typed, where a text has µs.
            if let Some(after) = rest.strip_prefix("us")
                && !after.starts_with(char::is_alphabetic)
            {
                text.extend([NO_BREAK, 'µ', 's']);
                rest = after;
                continue;
            }
            if is_unit(rest) {
                text.push(NO_BREAK);
            }
        }
        text.push(next);
        rest = &rest[next.len_utf8()..];
    }
    text
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "",
        Unit::Ratio => "%",
        Unit::Duration => "ns",
        Unit::Milliseconds => "ms",
        Unit::PerSecond => "/s",
        Unit::Bytes => "B",
        Unit::Dollars => "$",
        Unit::DollarsPerHour => "$/h",
    }
}

#[cfg(test)]
mod tests {
    use super::with_spaces;

    #[test]
    fn a_number_and_its_unit_are_set_apart() {
        let written = "lognormal(p50: 4ms, p99: 20ms)";
        let text = "lognormal(p50: 4\u{a0}ms, p99: 20\u{a0}ms)";
        assert_eq!(with_spaces(written), text);
        assert_eq!(with_spaces("1GB"), "1\u{a0}GB");
        assert_eq!(
            with_spaces("uniform(200us, 1ms)"),
            "uniform(200\u{a0}µs, 1\u{a0}ms)"
        );
        assert_eq!(with_spaces("constant(10k/s)"), "constant(10k/s)");
    }
}
