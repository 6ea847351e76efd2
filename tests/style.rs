//! The tokens of the style sheet keep what `style/tokens.css` says of them.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../style/tokens.css");

type Colours = BTreeMap<String, [f64; 3]>;

/// The opaque colours of the block that `selector` opens.
fn colours(selector: &str) -> Colours {
    let start = TOKENS.find(selector).expect("the style sheet has it") + selector.len();
    let block = TOKENS[start..].split('}').next().expect("a block ends");
    block
        .lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": #")?;
            let number = u32::from_str_radix(value.strip_suffix(';')?, 16).ok()?;
            let part = |shift: u32| f64::from((number >> shift) & 0xff) / 255.0;
            Some((name.to_owned(), [part(16), part(8), part(0)]))
        })
        .collect()
}

fn themes() -> [Colours; 3] {
    [
        colours(":root {"),
        colours(":root:not([data-theme=\"light\"]) {"),
        colours(":root[data-theme=\"dark\"] {"),
    ]
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|part| {
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_dark_theme_is_the_same_whether_the_system_or_the_reader_chose_it() {
    let [light, system, chosen] = themes();
    assert_eq!(system, chosen);
    assert!(light.keys().eq(system.keys()));
}

#[test]
fn text_contrasts_with_every_ground_as_wcag_asks() {
    for theme in themes() {
        for ground in ["bg", "surface", "surface-2"] {
            for text in ["text", "text-muted", "accent", "good", "warn", "bad"] {
                let ratio = contrast(theme[text], theme[ground]);
                assert!(ratio >= 4.5, "{text} on {ground}: {ratio:.2}");
            }
        }
        assert!(contrast(theme["accent-contrast"], theme["accent"]) >= 4.5);
    }
}

#[test]
fn edges_of_controls_and_lines_of_charts_are_seen_on_every_ground() {
    for theme in themes() {
        let series = (1..=6).map(|n| format!("series-{n}"));
        for name in series.chain(["line-strong".to_owned()]) {
            for ground in ["bg", "surface", "surface-2"] {
                let ratio = contrast(theme[&name], theme[ground]);
                assert!(ratio >= 3.0, "{name} on {ground}: {ratio:.2}");
            }
        }
    }
}
