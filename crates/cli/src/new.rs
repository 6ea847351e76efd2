//! `headroom new`: the files of a new page, with everything the site asks of it but what only an author can write.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};

use crate::say;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// A page on a concept, and the scenario of its lab
    Concept(Concept),
}

#[derive(clap::Args)]
struct Concept {
    /// A category of content/categories.toml
    category: String,
    /// The page's name in addresses: lower-case letters, digits and hyphens
    slug: String,
    /// Date of the last check of its facts
    #[arg(long, value_name = "YYYY-MM-DD", default_value_t = today())]
    reviewed: String,
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

const PAGE: &str = include_str!("new/concept.md");
const LAB: &str = include_str!("new/lab.toml");

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Concept(concept) => make(concept),
    }
}

fn make(concept: &Concept) -> anyhow::Result<ExitCode> {
    let Concept {
        category,
        slug,
        reviewed,
        content,
    } = concept;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        slug.chars().all(allowed) && slug.starts_with(|c: char| c.is_ascii_lowercase()),
        "`{slug}` is no name for an address: lower-case letters, digits and hyphens, a letter first"
    );
    let known = categories(content)?;
    if !known.contains(category) {
        bail!(
            "there is no category `{category}`; there are {}",
            known.join(", ")
        );
    }
    let page = content.join(format!("concepts/{category}/{slug}.md"));
    let lab = content.join(format!("labs/{slug}.toml"));
    for other in &known {
        let file = content.join(format!("concepts/{other}/{slug}.md"));
        ensure!(!file.exists(), "{} is there already", file.display());
    }
    ensure!(!lab.exists(), "{} is there already", lab.display());
    let title = title(slug);
    let filled = |text: &str| {
        text.replace("@slug", slug)
            .replace("@category", category)
            .replace("@title", &title)
            .replace("@reviewed", reviewed)
    };
    create(&lab, &filled(LAB))?;
    create(&page, &filled(PAGE))?;
    say::out(format_args!(
        "{}\n{}\n`headroom check` names what is to be written; AUTHORING.md says how.\n",
        page.display(),
        lab.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .with_context(|| format!("creating {}", path.display()))?;
    file.write_all(text.as_bytes())
        .with_context(|| format!("writing {}", path.display()))
}

/// Ids of the categories.
fn categories(content: &Path) -> anyhow::Result<Vec<String>> {
    let path = content.join("categories.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let table: toml::Table =
        toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
    let list = table.get("category").and_then(toml::Value::as_array);
    let ids = list.into_iter().flatten().filter_map(|category| {
        let id = category.get("id")?.as_str()?;
        Some(id.to_owned())
    });
    Ok(ids.collect())
}

/// A title to begin with: the name in words.
fn title(slug: &str) -> String {
    let words = slug.replace('-', " ");
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => format!("{}{}", first.to_ascii_uppercase(), chars.as_str()),
        None => words,
    }
}

/// Today in UTC.
fn today() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    date(now.map_or(0, |since| since.as_secs() / 86_400))
}

/// The date so many days after the first of January 1970, by Hinnant's `civil_from_days`:
/// <https://howardhinnant.github.io/date_algorithms.html>.
fn date(days: u64) -> String {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (days, expected) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_786, "2026-11-29"),
        ] {
            assert_eq!(date(days), expected);
        }
    }

    #[test]
    fn a_title_is_the_name_in_words() {
        assert_eq!(title("tail-latency"), "Tail latency");
    }
}
