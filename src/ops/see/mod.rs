//! The one way to see a page of anything: a file in a folder or a ZIP, or a document in an archive.
//!
//! `pages` is what an import would learn of each page, and cheap; `rasters` and `pictures` decode chosen pages. Whatever
//! an import leaves to worker processes is left to them here, too. Nothing is written.

mod document;
mod file;
pub mod inside;
mod paint;
mod pdf;
pub mod sight;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::intake::discover::Found;
use crate::ops::worker::Pool;
use crate::page::{Content, Orientation, Preview, Refusal, Stop};
use crate::raster::{Picture, Raster};
use crate::records::profile::Limits;
use crate::sidecar::Sidecar;
use sight::{Shown, Wanted};

/// More dots per inch than this no scanner has.
const FINEST: f64 = 10_000.0;

/// What is to be seen.
#[derive(Clone, Copy)]
pub enum Subject<'s> {
    /// A file in a folder, or an entry of a ZIP.
    File(&'s Found),
    /// A document of an archive.
    Document {
        /// Where its PDF lies.
        pdf: &'s Path,
        /// What is known of it.
        sidecar: &'s Sidecar,
    },
}

/// A page at first sight.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The number in its file, or in its document, from 1.
    pub frame: u32,
    /// What determines its pixels; of a page that was painted, the file and the number.
    pub content: Content,
    /// The page in grey at an eighth of its size, with square pixels, not turned.
    #[serde(skip)]
    pub preview: Preview,
    /// Dots per inch of the whole page, of which the preview has an eighth; `None` where nobody says.
    pub dpi: Option<f64>,
    /// How the preview is turned before it is seen.
    pub orientation: Orientation,
    /// Pixels across and down, upright and square: places on the page are counted in these.
    pub size: (u32, u32),
    /// Whether it is a picture of a PDF's page, and no scan.
    pub painted: bool,
}

/// Takes pages in order.
pub type Sink<'s> = dyn FnMut(Page) -> Result<(), Stop> + 's;

/// What seeing needs besides the file.
#[derive(Clone, Copy)]
pub struct Eyes<'e> {
    /// What may be asked of the machine.
    pub limits: &'e Limits,
    /// Where files are read that could take the process down.
    pub pool: &'e Pool,
}

impl Eyes<'_> {
    /// Hands over every page at first sight, in order.
    ///
    /// A bad, unreadable or changing file is a [`Stop`] of its own, as in an import; pages may have come before.
    pub fn pages(&self, subject: Subject<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        match subject {
            Subject::File(found) => file::pages(self, found, sink),
            Subject::Document { pdf, sidecar } => document::pages(self, pdf, sidecar, sink),
        }
    }

    /// Decodes chosen pages for comparing, and hands them over in order, each with its number.
    ///
    /// They have at most `at_most` dots per inch and, where the scan has them, at least half as many.
    pub fn rasters(
        &self,
        subject: Subject<'_>,
        frames: &[u32],
        at_most: f64,
        sink: &mut dyn FnMut(u32, Raster) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let wanted = Wanted { frames: frames.to_vec(), at_most: at_most.min(FINEST), colours: false };
        self.show(subject, &wanted, &mut |frame, shown| match shown {
            Shown::Raster(raster) => sink(frame, raster),
            Shown::Picture(_) => Ok(()),
        })
    }

    /// Decodes chosen pages for people to look at, as [`Eyes::rasters`] does.
    pub fn pictures(
        &self,
        subject: Subject<'_>,
        frames: &[u32],
        at_most: f64,
        sink: &mut dyn FnMut(u32, Picture) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let wanted = Wanted { frames: frames.to_vec(), at_most: at_most.min(FINEST), colours: true };
        self.show(subject, &wanted, &mut |frame, shown| match shown {
            Shown::Picture(picture) => sink(frame, picture),
            Shown::Raster(_) => Ok(()),
        })
    }

    fn show(&self, subject: Subject<'_>, wanted: &Wanted, sink: &mut sight::Sink<'_>) -> Result<(), Stop> {
        match subject {
            Subject::File(found) => file::show(self, found, wanted, sink),
            Subject::Document { pdf, sidecar } => document::show(self, pdf, sidecar, wanted, sink),
        }
    }
}

/// Says of which page a refusal speaks.
fn on_page(refusal: Refusal, frame: u32) -> Stop {
    refusal.on_page(frame).into()
}
