//! A problem in the material: stable code, severity, subject and one sentence. Never an `Err`.

pub mod codes;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nobody has to act.
    Info,
    /// A person should look; the document was stored.
    Warning,
    /// The material was refused, or what is kept is not as it was sealed.
    Error,
}

/// One kind of finding: a row of [`codes::all`].
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `family.problem`, stable once published.
    pub name: &'static str,
    /// How much findings of this kind matter.
    pub severity: Severity,
    /// What to do, in Vietnamese.
    pub vi: &'static str,
    /// What to do, in English.
    pub en: &'static str,
}

/// One problem found in the material.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable code, `family.problem`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// The path or id it is about.
    pub subject: String,
    /// What is wrong and what to do.
    pub message: Text,
}

impl Finding {
    /// Makes a finding: `what` is the sentence for this case, the code adds what to do.
    pub fn new(code: &Code, subject: impl Into<String>, what: Text) -> Finding {
        let message = Text { vi: format!("{}. {}", what.vi, code.vi), en: format!("{}. {}", what.en, code.en) };
        Finding { code: code.name.to_owned(), severity: code.severity, subject: subject.into(), message }
    }
}
