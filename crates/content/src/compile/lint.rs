//! Lints on teaching that need more than one place to be seen.

use super::assemble::Ready;
use super::diagnostic::Diagnostics;

/// Reports what could teach better.
pub fn lint(_pages: &[Ready<'_, '_>], _diagnostics: &mut Diagnostics) {}
