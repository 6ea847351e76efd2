//! What a file would change, as markup.

use std::fmt::Write;

use headroom_study::Store;
use headroom_study::backup::SETTINGS;
use headroom_study::compare::{Meets, Row};

use super::bring::Brought;
use super::markup::{self, time};
use crate::components::escape;
use crate::words::study as say;

/// In the order in which they are told.
const GROUPS: [Meets; 6] = [
    Meets::New,
    Meets::Differs,
    Meets::ResetHere,
    Meets::Forgets,
    Meets::Older,
    Meets::Same,
];

/// Each record of the file, by how it stands to what is here. Writing to a string does not fail.
pub fn preview(brought: &Brought, rows: &[Row], only_here: usize, here: &Store) -> String {
    let file = &brought.file;
    let mut html = String::from("<p>");
    if let Some(at_ms) = file.at_ms {
        let _ = write!(html, "{}", say::exported_on(time(at_ms)));
    }
    let all: Vec<&Row> = rows.iter().collect();
    let _ = write!(html, "{}</p>", say::it_holds(escape(&named(&all))));
    if let Some(why) = &file.damage {
        let _ = write!(
            html,
            "<p class=\"progress__damage\">{}</p>",
            say::file_damaged(escape(why))
        );
    }
    html += "<ul role=\"list\">";
    for group in GROUPS {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.meets() == group).collect();
        if !rows.is_empty() {
            group_of(&mut html, group, &rows, here, &file.store);
        }
    }
    if !file.aside.is_empty() {
        let told = say::cannot_be_read(say::pieces(file.aside.len()));
        let _ = write!(html, "<li><details><summary>{told}</summary><ul>");
        for aside in &file.aside {
            html += "<li>";
            html += &markup::aside(aside);
            html += "</li>";
        }
        html += "</ul></details></li>";
    }
    html += "</ul>";
    if only_here > 0 {
        let _ = write!(
            html,
            "<p>{}</p>",
            say::not_in_file(entries(only_here, here))
        );
    }
    let brings = rows
        .iter()
        .any(|row| row.adds + row.forgets + row.reset_here > 0);
    if !brings && file.aside.is_empty() {
        let _ = write!(html, "<p>{}</p>", say::all_here());
    }
    html
}

fn group_of(html: &mut String, group: Meets, rows: &[&Row], here: &Store, there: &Store) {
    let sum = |of: fn(&Row) -> usize| {
        let count = rows.iter().map(|row| of(row)).sum();
        entries(count, there)
    };
    let what = match group {
        Meets::New => say::new_here().to_owned(),
        Meets::Differs => say::more_than_here(sum(|row| row.adds)),
        Meets::ResetHere => say::reset_here(sum(|row| row.reset_here)),
        Meets::Forgets => say::reset_there(sum(|row| row.forgets)),
        Meets::Older => say::older().to_owned(),
        Meets::Same => say::same().to_owned(),
    };
    let warns = if group == Meets::Forgets {
        " class=\"progress__damage\""
    } else {
        ""
    };
    let _ = write!(
        html,
        "<li><details><summary{warns}><b>{}</b> {what}</summary><ul>",
        escape(&named(rows))
    );
    for row in rows {
        let about = |store: &Store| {
            let about = store.get(&row.key)?.about()?;
            Some(format!("{} ({})", about.prompt, about.page))
        };
        let name = about(there).or_else(|| about(here));
        let _ = write!(
            html,
            "<li>{}</li>",
            escape(name.as_deref().unwrap_or(&row.key))
        );
    }
    *html += "</ul></details></li>";
}

/// "3 questions and 1 assessment".
fn named(rows: &[&Row]) -> String {
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for row in rows {
        let kind = row.key.split_once(':').map_or("", |(kind, _)| kind);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind, 1)),
        }
    }
    let words: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| markup::kind(kind, count))
        .collect();
    if words.is_empty() {
        say::nothing().to_owned()
    } else {
        say::listed(words)
    }
}

/// What records are made of: answers, if they are all of questions.
fn entries(count: usize, store: &Store) -> String {
    let mut others = store.logs().filter(|(key, _)| !key.starts_with(SETTINGS));
    if others.next().is_none() {
        say::counted_answers(count)
    } else {
        say::entries(count)
    }
}

/// Before everything is replaced.
pub fn confirm(only_here: usize, here: &Store) -> String {
    let forgets = if only_here == 0 {
        say::only_there().to_owned()
    } else {
        say::replace_forgets(entries(only_here, here))
    };
    forgets + say::can_undo()
}

#[cfg(test)]
mod tests {
    use headroom_study::Stamp;
    use headroom_study::compare::compare;
    use headroom_study::export::Import;

    use super::*;

    #[test]
    fn a_file_is_told_by_what_it_would_change_and_as_text() {
        let (mut here, mut there) = (Store::default(), Store::default());
        there.append("exam:<b>", &1, Stamp(1, 1));
        there.append("note:a", &1, Stamp(1, 1));
        here.append("note:a", &1, Stamp(1, 1));
        here.append("note:a", &2, Stamp(2, 1));
        let brought = Brought {
            name: "a.json".to_owned(),
            file: Import {
                store: there.clone(),
                damage: Some("expected `,` at line 4".to_owned()),
                ..Import::default()
            },
            replaces: false,
        };
        let html = preview(&brought, &compare(&here, &there), 1, &here);
        for shown in [
            "It holds 1 assessment and 1 note.",
            "The file is damaged: expected `,` at line 4.",
            "<b>1 assessment</b> new here",
            "<li>exam:&lt;b&gt;</li>",
            "<b>1 note</b> older than what is here",
            "Not in the file: 1 entry here.",
        ] {
            assert!(html.contains(shown), "{shown} in {html}");
        }
        let none = preview(&brought, &[], 0, &here);
        assert!(none.contains("All of it is here already."), "{none}");
    }
}
