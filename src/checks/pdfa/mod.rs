//! Does a PDF keep ISO 19005-2, levels B and U? One file or folder for each chapter of the standard.
//!
//! Rules are named by clause and number. Nothing is shared with the writer: this is the second opinion on it.

mod actions;
mod annotations;
mod content;
mod embedded;
mod fonts;
mod forms;
mod graphics;
mod layers;
mod metadata;
mod pages;
pub mod report;
mod signatures;
mod structure;
mod tags;

use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use self::content::Uses;
use self::report::{Breaches, Claim, Report, Wanted};
use crate::pdf::file::{File, Page};

/// What to check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The level to hold the file against; what it claims itself if not given.
    pub wanted: Option<Wanted>,
    /// Whether the data of images are decoded, which takes far longer than all the rest.
    pub image_data: bool,
}

/// A file under check, with what all chapters need.
pub struct Document<'a, R> {
    /// The file.
    pub file: &'a File<R>,
    /// Its pages, as far as the page tree can be read.
    pub pages: Vec<Page>,
    /// What its content uses.
    pub uses: Uses,
    /// The level that it is held against.
    pub wanted: Wanted,
    /// What was asked for.
    pub options: Options,
    /// Files that this one is embedded in.
    depth: u32,
}

/// Checks a chapter.
type Chapter<R> = fn(&Document<'_, R>, &mut Breaches);

/// Returns the chapters in the order of the standard; each adds what it finds.
fn chapters<R: Read + Seek>() -> [Chapter<R>; 9] {
    [
        graphics::check,
        fonts::check,
        annotations::check,
        forms::check,
        signatures::check,
        actions::check,
        embedded::check,
        layers::check,
        pages::check,
    ]
}

/// Holds a file against ISO 19005-2.
pub fn check<R: Read + Seek>(file: &File<R>, options: Options) -> Report {
    check_within(file, options, 0)
}

/// Checks a file that is embedded in `depth` others.
fn check_within<R: Read + Seek>(file: &File<R>, options: Options, depth: u32) -> Report {
    let mut out = Breaches::default();
    let main = metadata::Main::read(file);
    let claim = metadata::claim(&main);
    let wanted = options.wanted.unwrap_or_else(|| claimed(claim));
    let pages = file.pages().unwrap_or_else(|why| {
        out.unreadable("32000-1:7.7.3", None, why);
        Vec::new()
    });
    let mut document = Document { file, pages, uses: Uses::default(), wanted, options, depth };
    structure::check(&document, &mut out);
    // What is encrypted would only be misread.
    if !file.is_encrypted() {
        document.uses = content::walk(file, &document.pages, options.image_data, &mut out);
        chapters().iter().for_each(|chapter| chapter(&document, &mut out));
        metadata::check(&document, &main, &mut out);
        if options.wanted.is_none() && claim.is_some_and(Claim::is_tagged) {
            tags::check(file, &mut out);
        }
    }
    let (breaches, stopped) = out.into_parts();
    Report { claim, wanted, breaches, stopped }
}

/// Returns the level to hold a file against by its own claim; level A asks all that U asks, and tags, of which
/// `tags` asks only that there are some.
fn claimed(claim: Option<Claim>) -> Wanted {
    match claim {
        Some(Claim { part: 2, level: Some('A' | 'U') }) => Wanted::U,
        _ => Wanted::B,
    }
}

#[cfg(test)]
mod damages;
