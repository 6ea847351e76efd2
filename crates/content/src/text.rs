//! Plain text of markup, for labels and lists.

/// The text of markup that the content compiler made, spaces run together; cut at a word after about `limit`
/// characters, with an ellipsis.
pub fn plain(html: &str, limit: usize) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push_words(&mut text, &rest[..at]);
        let tail = &rest[at..];
        rest = if tail.starts_with('<') {
            // A tag of a block ends a word; one inside a line does not.
            let end = tail.find('>').map_or(tail.len(), |end| end + 1);
            let name = tail[1..end].trim_start_matches('/');
            if ["p", "li", "div", "br", "td", "th", "tr", "ul", "ol", "pre"]
                .iter()
                .any(|block| {
                    name.strip_prefix(block)
                        .is_some_and(|rest| rest.starts_with([' ', '>', '/']))
                })
            {
                push_words(&mut text, " ");
            }
            &tail[end..]
        } else {
            let (c, length) = entity(tail);
            if c.is_whitespace() {
                push_words(&mut text, " ");
            } else {
                text.push(c);
            }
            &tail[length..]
        };
    }
    push_words(&mut text, rest);
    cut(text.trim_end(), limit)
}

/// Characters of a word with hyphens that fit a line of a title on the narrowest screen.
const WHOLE: usize = 18;

/// The words of a title, each with whether no line may end at its hyphens.
pub fn words(title: &str) -> impl Iterator<Item = (&str, bool)> {
    let words = title.split_inclusive(' ');
    words.flat_map(|word| {
        let (word, space) = word.split_at(word.trim_end_matches(' ').len());
        let whole = word.contains('-') && word.chars().count() <= WHOLE;
        [(word, whole), (space, false)]
    })
}

/// Appends with every run of white space as one space, none at the start.
fn push_words(text: &mut String, more: &str) {
    for c in more.chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    }
}

/// The character an entity stands for, and its length in the text; an ampersand that starts none is itself.
fn entity(tail: &str) -> (char, usize) {
    let Some(end) = tail.find(';').filter(|end| *end <= 10) else {
        return ('&', 1);
    };
    let name = &tail[1..end];
    let c = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        _ => name.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            code.and_then(char::from_u32)
        }),
    };
    c.map_or(('&', 1), |c| (c, end + 1))
}

fn cut(text: &str, limit: usize) -> String {
    let Some((at, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let head = &text[..at];
    let head = match head.rfind(' ') {
        Some(space) if space > at / 2 => &head[..space],
        _ => head,
    };
    let mut short = head.trim_end_matches([' ', ',', '.', ';', ':']).to_owned();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::{plain, words};

    #[test]
    fn a_word_with_hyphens_stays_whole_in_a_title_where_a_line_can_hold_it() {
        let whole = |title| -> Vec<&str> {
            let words = words(title).filter(|(_, whole)| *whole);
            words.map(|(word, _)| word).collect()
        };
        assert_eq!(whole("Back-of-envelope estimation"), ["Back-of-envelope"]);
        assert_eq!(whole("Plain words"), [""; 0]);
        assert_eq!(whole("a-word-that-is-as-long-as-a-line"), [""; 0]);
        let title = "Real-world examples";
        assert_eq!(
            words(title).map(|(word, _)| word).collect::<String>(),
            title
        );
    }

    #[test]
    fn tags_go_and_entities_become_their_characters() {
        let table = [
            (
                "<p>What is a <em>cold</em> start?</p>\n",
                "What is a cold start?",
            ),
            ("<p>One</p><p>two</p>", "One two"),
            ("a &lt; b &amp;&amp; c&nbsp;d", "a < b && c d"),
            ("It&#39;s &#x3bb;", "It's λ"),
            ("AT&T & co; &unknown;", "AT&T & co; &unknown;"),
            ("&#xffffffff;", "&#xffffffff;"),
            ("an <unclosed", "an"),
            ("<pre>x</pre>", "x"),
            ("", ""),
            ("<", ""),
            ("&", "&"),
        ];
        for (html, text) in table {
            assert_eq!(plain(html, 80), text, "{html}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_a_word() {
        assert_eq!(
            plain("What does a cold start cost, and whom?", 20),
            "What does a cold…"
        );
        assert_eq!(plain("ααααααααααα", 4), "αααα…");
        assert_eq!(plain("four", 4), "four");
    }
}
