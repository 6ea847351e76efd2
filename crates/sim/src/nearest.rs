//! The nearest valid name to one that was mistyped.

/// The candidate that `name` is the beginning of, or else the one with the smallest edit distance to it, if it is near
/// enough to be meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A hostile name is not worth a quadratic comparison.
    if name.len() > 64 {
        return None;
    }
    let length = name.chars().count();
    let allowed = (length / 3).max(2);
    candidates
        .into_iter()
        .map(|candidate| {
            let cut_short = length >= 3 && candidate.starts_with(name);
            (!cut_short, distance(name, candidate), candidate)
        })
        .filter(|&(other, distance, _)| !other || distance <= allowed)
        .min_by_key(|&(other, distance, _)| (other, distance))
        .map(|(.., candidate)| candidate)
}

/// "did you mean `x`?", or the whole list when nothing is near and the list is short enough to read.
pub fn help<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str> + Clone,
) -> Option<String> {
    if let Some(found) = nearest(name, candidates.clone()) {
        return Some(format!("did you mean `{found}`?"));
    }
    let all: Vec<&str> = candidates.into_iter().collect();
    (1..=24)
        .contains(&all.len())
        .then(|| format!("valid names: {}", all.join(", ")))
}

/// Levenshtein distance with `-` and `_` taken for the same letter.
fn distance(a: &str, b: &str) -> usize {
    let fold = |c: char| {
        if c == '-' {
            '_'
        } else {
            c.to_ascii_lowercase()
        }
    };
    let b: Vec<char> = b.chars().map(fold).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().map(fold).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_name() {
        assert_eq!(
            nearest("keep_alve", ["memory", "keep_alive"]),
            Some("keep_alive")
        );
        assert_eq!(
            nearest("keep-alive", ["memory", "keep_alive"]),
            Some("keep_alive")
        );
        assert_eq!(nearest("zebra", ["memory", "keep_alive"]), None);
    }

    #[test]
    fn a_name_cut_short_finds_the_whole_one_before_others_that_look_alike() {
        assert_eq!(
            nearest(
                "requests.failed",
                ["requests.offered", "requests.failed_total"]
            ),
            Some("requests.failed_total")
        );
        assert_eq!(nearest("k", ["memory", "keep_alive"]), None);
    }
}
