//! Scenario files of earlier versions of the format, made into ones of this version before they are read.

use toml::de::DeTable;

use super::parse::ScenarioError;

/// Makes a document of one version into one of the next. It leaves the `version` key alone, and whatever it moves keeps its
/// place in the file, so that mistakes are still told where they stand.
type Step = fn(&mut DeTable<'_>);

/// One for each version that the format has left behind, the oldest first. None is ever changed or taken out.
const STEPS: [Step; 0] = [];

/// Of the format that this engine reads and writes.
pub const VERSION: usize = STEPS.len() + 1;

/// Brings a document up to this version. One that names no version is of the first.
pub(super) fn migrate(document: &mut DeTable<'_>) -> Result<(), ScenarioError> {
    through(&STEPS, document)
}

fn through(steps: &[Step], document: &mut DeTable<'_>) -> Result<(), ScenarioError> {
    let newest = steps.len() + 1;
    let refused = |span, message, help| ScenarioError {
        span: Some(span),
        message,
        help: Some(help),
    };
    let version = match document.get("version") {
        None => 1,
        Some(given) => {
            let number = given.get_ref().as_integer();
            let number = number.filter(|number| number.radix() == 10);
            match number.and_then(|number| number.as_str().parse().ok()) {
                None | Some(0) => {
                    let message = "the version of the format is a whole number".to_owned();
                    return Err(refused(
                        given.span(),
                        message,
                        format!("version = {newest}"),
                    ));
                }
                Some(version) if version > newest => {
                    let message = format!(
                        "this file is of version {version} of the format, and this engine reads up to {newest}"
                    );
                    return Err(refused(
                        given.span(),
                        message,
                        "run a newer engine".to_owned(),
                    ));
                }
                Some(version) => version,
            }
        }
    };
    for step in &steps[version - 1..] {
        step(document);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second version called `name` what the first called `title`; the third has no `speed`.
    const THREE: [Step; 2] = [
        |document| {
            if let Some((mut key, value)) = document.remove_entry("title") {
                *key.get_mut() = "name".into();
                document.insert(key, value);
            }
        },
        |document| {
            document.remove("speed");
        },
    ];

    fn keys(text: &str) -> Result<Vec<String>, ScenarioError> {
        let (mut document, faults) = DeTable::parse_recoverable(text);
        assert!(faults.is_empty(), "{faults:?}");
        through(&THREE, document.get_mut())?;
        let keys = document.get_ref().keys();
        Ok(keys
            .map(|key| format!("{} at {}", key.get_ref(), key.span().start))
            .collect())
    }

    #[test]
    fn an_older_file_goes_through_every_step_from_its_version_on_and_keeps_its_places() {
        let first = keys("version = 1\ntitle = 1\nspeed = 2").unwrap();
        assert_eq!(first, ["name at 12", "version at 0"]);
        assert_eq!(keys("title = 1\nspeed = 2").unwrap(), ["name at 0"]);
        let second = keys("version = 2\ntitle = 1\nspeed = 2").unwrap();
        assert_eq!(second, ["title at 12", "version at 0"]);
        let third = keys("version = 3\ntitle = 1\nspeed = 2").unwrap();
        assert_eq!(third, ["speed at 22", "title at 12", "version at 0"]);
    }

    #[test]
    fn a_newer_file_and_a_version_that_is_none_are_refused_with_what_would_be_right() {
        let newer = keys("version = 4").unwrap_err();
        assert_eq!(
            newer.to_string(),
            "this file is of version 4 of the format, and this engine reads up to 3 (run a newer engine)"
        );
        assert_eq!(newer.span, Some(10..11));
        for wrong in ["0", "-1", "1.0", "\"1\"", "0x1", "99999999999999999999"] {
            let message = keys(&format!("version = {wrong}")).unwrap_err().to_string();
            assert_eq!(
                message,
                "the version of the format is a whole number (version = 3)"
            );
        }
    }
}
