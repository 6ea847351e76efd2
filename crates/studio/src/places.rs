//! Places in a text, as the parser counts them (bytes) and as a page does (UTF-16 units, lines and columns).

use std::ops::Range;

use crate::protocol::Place;

pub struct Places {
    /// For each byte of the text, and its end: how many UTF-16 units, lines and characters of its line stand before.
    before: Vec<(u32, u32, u32)>,
}

impl Places {
    pub fn new(text: &str) -> Self {
        let mut before = Vec::with_capacity(text.len() + 1);
        let (mut units, mut lines, mut column) = (0, 0, 0);
        for c in text.chars() {
            before.extend(std::iter::repeat_n((units, lines, column), c.len_utf8()));
            units += c.len_utf16() as u32;
            column += 1;
            if c == '\n' {
                lines += 1;
                column = 0;
            }
        }
        before.push((units, lines, column));
        Self { before }
    }

    /// What lies beyond the end is at the end.
    pub fn of(&self, span: &Range<usize>) -> Place {
        let last = self.before.len() - 1;
        let (start, line, column) = self.before[span.start.min(last)];
        let (end, ..) = self.before[span.end.clamp(span.start.min(last), last)];
        Place {
            start,
            end,
            line: line + 1,
            column: column + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_lines_characters_and_units_of_utf_16() {
        let text = "a = \"é😀\"\nb = 1\n";
        let places = Places::new(text);
        let of = |what: &str| {
            let start = text.find(what).expect("it is there");
            let Place {
                start,
                end,
                line,
                column,
            } = places.of(&(start..start + what.len()));
            (start, end, line, column)
        };
        assert_eq!(of("\"é"), (4, 6, 1, 5));
        assert_eq!(of("😀"), (6, 8, 1, 7));
        assert_eq!(of("b"), (10, 11, 2, 1));
        assert_eq!(places.of(&(900..950)).line, 3);
    }
}
