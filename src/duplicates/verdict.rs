//! What is said of two pages.

use serde::{Deserialize, Serialize};

/// One of three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// Two papers.
    Different,
    /// A person must look.
    Review,
    /// The same sheet, scanned again: sure enough to act on in bulk.
    Near,
}

/// What is said of two pages, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The answer.
    pub answer: Answer,
    /// How alike they are, from 0 to 1; 1 is no unexplained ink at all.
    pub score: f64,
    /// The place that differs most, on the first page.
    pub place: Option<Area>,
    /// What differs and was explained.
    pub excuses: Vec<Excuse>,
}

/// A rectangle of a page, in shares of its width and height (0 to 1) from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Left side.
    pub x: f64,
    /// Upper side.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A difference that does not make another paper.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Excuse {
    /// Specks.
    Dust,
    /// One scan knows black and white only.
    Bitonal,
    /// One scan is turned by so many quarters.
    Turned(u8),
    /// A seal or a note that only one page has, and where; `true` when it is on the second page.
    Added {
        /// Where, on the first page.
        area: Area,
        /// Whether the second page has it.
        on_second: bool,
    },
}

impl Verdict {
    /// Says that the pages are of two papers.
    pub fn different(score: f64) -> Verdict {
        Verdict { answer: Answer::Different, score, place: None, excuses: Vec::new() }
    }
}
