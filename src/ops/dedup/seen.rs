//! The pages of a delivery's files: each file is looked at once, and of its pages only what finds them again is kept.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use rayon::prelude::*;

use crate::digest::Digest;
use crate::duplicates::Sheet;
use crate::duplicates::documents::{Document, Page, Scan, Tone};
use crate::finding::Finding;
use crate::fingerprint::Fingerprint;
use crate::ops::see::{self, Eyes, Subject};
use crate::page::{Content, Orientation};
use crate::progress::{Progress, Stage};

use super::folder::why;
use super::inputs::Input;

/// The most dots per inch that pages are decoded at: more than comparing needs, so that what is reduced stays sharp.
const DPI: f64 = 400.0;

/// What is kept of a page: some 100 bytes, and its fingerprint.
pub(super) struct Seen {
    /// Its number in the file, from 1.
    frame: u32,
    /// Of its image data.
    pub(super) content: Digest,
    /// What it is found by.
    pub(super) print: Fingerprint,
    /// Whether all of it is one grey, so that it shows nothing at all.
    pub(super) is_even: bool,
    /// Pixels across and down, upright.
    pub(super) size: (u32, u32),
    /// How the image is turned before it is seen.
    pub(super) orientation: Orientation,
    /// Dots per inch, where they are known.
    pub(super) dpi: Option<f64>,
    tone: Tone,
}

/// Looks at files side by side, and hands over their pages or why there are none, in order.
pub(super) fn look(
    eyes: &Eyes<'_>,
    files: &[&Input],
    progress: &dyn Progress,
) -> Result<Vec<Result<Vec<Seen>, Finding>>> {
    progress.begin(Stage::See, files.len() as u64, files.iter().map(|file| file.found.size).sum());
    let seen = files.par_iter().map(|file| {
        let mut pages = Vec::new();
        let looked = eyes.pages(Subject::File(&file.found), &mut |page| {
            pages.push(Seen::of(page));
            Ok(())
        });
        progress.advance(1, file.found.size);
        match looked {
            Ok(()) => Ok(Ok(pages)),
            Err(stop) => why(stop, &file.member).map(Err),
        }
    });
    let seen = seen.collect::<Result<_>>();
    progress.end();
    seen
}

/// Returns a file as a document.
pub(super) fn document(pages: &[Seen]) -> Document {
    let page = |seen: &Seen| Page {
        content: seen.content,
        blank: seen.print.is_blank(),
        scan: Scan { tone: seen.tone, pixels: seen.size.0.max(seen.size.1) },
    };
    Document { pages: pages.iter().map(page).collect() }
}

/// Decodes pages to be compared, and remembers of which files they could not be read a second time.
pub(super) struct Decoder<'d> {
    eyes: &'d Eyes<'d>,
    failed: Mutex<BTreeMap<String, Finding>>,
}

impl<'d> Decoder<'d> {
    pub(super) fn new(eyes: &'d Eyes<'d>) -> Decoder<'d> {
        Decoder { eyes, failed: Mutex::default() }
    }

    /// Prepares a page; `None` where it can no longer be seen.
    pub(super) fn sheet(&self, file: &Input, page: &Seen) -> Result<Option<Sheet>> {
        let mut sheet = None;
        let decoded = self.eyes.rasters(Subject::File(&file.found), &[page.frame], DPI, &mut |_, raster| {
            sheet = Some(Sheet::of(&raster));
            Ok(())
        });
        match decoded {
            Ok(()) => Ok(sheet),
            Err(stop) => {
                let finding = why(stop, &file.member)?;
                let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
                failed.entry(file.member.clone()).or_insert(finding);
                Ok(None)
            }
        }
    }

    /// Returns what kept pages from being compared, by file.
    pub(super) fn findings(self) -> Vec<Finding> {
        let failed = self.failed.into_inner().unwrap_or_else(PoisonError::into_inner);
        failed.into_values().collect()
    }
}

impl Seen {
    fn of(page: see::Page) -> Seen {
        Seen {
            frame: page.frame,
            print: Fingerprint::of(&page.preview, page.dpi, page.orientation),
            is_even: page.preview.grey.windows(2).all(|pair| pair[0] == pair[1]),
            tone: tone(&page.content),
            content: page.content.sha256,
            size: page.size,
            orientation: page.orientation,
            dpi: page.dpi,
        }
    }
}

/// What an image says of its own colours; one from a page that was painted says nothing and counts as grey.
fn tone(content: &Content) -> Tone {
    match (content.bits, content.channels) {
        (1, 1) => Tone::Bitonal,
        (_, 3..) => Tone::Colour,
        _ => Tone::Grey,
    }
}
