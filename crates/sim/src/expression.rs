//! The small syntax of distributions and load shapes in files: `name(1, key: 2)`.

use crate::nearest;

/// A name with its arguments, each a key (or none) and a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expression<'a> {
    pub name: &'a str,
    pub args: Vec<(Option<&'a str>, &'a str)>,
}

/// Why a text is not a distribution or a load shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    pub message: String,
    pub help: Option<String>,
}

impl ExpressionError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
        }
    }

    pub(crate) fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// Reads `name(...)`; a text without parentheses is a bare value and gives `None`.
pub(crate) fn read(text: &str) -> Result<Option<Expression<'_>>, ExpressionError> {
    let text = text.trim();
    let Some((name, rest)) = text.split_once('(') else {
        return Ok(None);
    };
    let Some(body) = rest.strip_suffix(')') else {
        let shown: String = text.chars().take(40).collect();
        return Err(ExpressionError::new(format!(
            "`{shown}` has no closing parenthesis at its end"
        )));
    };
    let args = body
        .split(',')
        .map(str::trim)
        .filter(|arg| !arg.is_empty())
        .map(|arg| match arg.split_once([':', '=']) {
            Some((key, value)) => (Some(key.trim()), value.trim()),
            None => (None, arg),
        })
        .collect();
    Ok(Some(Expression {
        name: name.trim(),
        args,
    }))
}

impl<'a> Expression<'a> {
    /// The arguments by name or place, in the order of `keys`; unknown and surplus ones are errors.
    pub fn take<const N: usize>(
        &self,
        keys: [&str; N],
    ) -> Result<[Option<&'a str>; N], ExpressionError> {
        let mut out = [None; N];
        for (place, &(key, value)) in self.args.iter().enumerate() {
            let slot = match key {
                None => place,
                Some(key) => keys.iter().position(|k| *k == key).ok_or_else(|| {
                    ExpressionError::new(format!(
                        "`{}` has no argument `{}`",
                        self.name,
                        shorten(key)
                    ))
                    .with_help(nearest::help(key, keys.iter().copied()))
                })?,
            };
            match out.get_mut(slot) {
                Some(empty @ None) => *empty = Some(value),
                Some(Some(_)) => {
                    return Err(ExpressionError::new(format!(
                        "`{}` is given twice in `{}`",
                        keys[slot], self.name
                    )));
                }
                None => {
                    let message = format!(
                        "`{}` takes {N} arguments, not {}",
                        self.name,
                        self.args.len()
                    );
                    return Err(ExpressionError::new(message).with_help(Some(keys.join(", "))));
                }
            }
        }
        Ok(out)
    }

    /// Like [`Self::take`], every one of them there.
    pub fn take_all<const N: usize>(
        &self,
        keys: [&str; N],
    ) -> Result<[&'a str; N], ExpressionError> {
        let found = self.take(keys)?;
        let mut out = [""; N];
        for (i, value) in found.into_iter().enumerate() {
            out[i] = value.ok_or_else(|| {
                ExpressionError::new(format!("`{}` needs `{}`", self.name, keys[i]))
                    .with_help(Some(format!("{}({})", self.name, keys.join(", "))))
            })?;
        }
        Ok(out)
    }
}

/// What of an overlong text an error shows.
pub(crate) fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A plain number.
pub(crate) fn number(text: &str) -> Result<f64, ExpressionError> {
    crate::quantity::parse(text, crate::descriptor::Unit::Count)
        .map_err(|e| ExpressionError::new(e.to_string()))
}
