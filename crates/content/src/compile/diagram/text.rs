//! How wide a text will be, without its font.

/// Width of a text of one line, in the unit of `size`, which is the font's. The interface's face is whatever the reader's
/// system has; this is about what the widest of them, `DejaVu Sans`, takes, so that in any other there is room left.
pub fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| size * of(c)).sum()
}

/// In ems.
fn of(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | 'I' | '\'' | '|' | '.' | ',' | ':' | ';' | ' ' => 0.33,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '-' | '!' | '"' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 1.0,
        'a'..='z' | '0'..='9' => 0.63,
        c if c < '\u{250}' => 0.78,
        // Of other scripts nothing is known but that few characters are wider than high.
        _ => 1.0,
    }
}

/// Breaks a text into lines of about equal length, at spaces.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let length = text.chars().count();
    if length == 0 {
        return Vec::new();
    }
    let target = length.div_ceil(length.div_ceil(width));
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= target + 4 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
