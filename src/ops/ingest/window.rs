//! Documents of many scans: read by all threads, written in order by one.
//!
//! A window of scans is read while the one before is being written, so that both cores have work and
//! memory is bounded by two windows.

use std::path::Path;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use crate::digest::Digest;
use crate::finding::Finding;
use crate::intake::discover::Found;
use crate::page::{PageImage, Stop};

use super::bundle::{Context, Reading, stored_as};
use super::draft::{Draft, Origin, misnamed};
use super::pdf::{self, Placed};
use super::plan::PlannedDocument;
use super::scan::{self, Desk, Kind};

/// Fewer scans than this are not worth the trouble.
const MANY: usize = 16;
/// A window holds at most so many scans and bytes of them.
const WINDOW: usize = 16;
const WINDOW_BYTES: u64 = 16 << 20;
/// A larger scan may hold many pages; such a document is read one page at a time.
const LARGEST: u64 = 8 << 20;

/// A scan that was read: its pages are in memory.
struct Loaded<'f> {
    found: &'f Found,
    sha256: Digest,
    kind: Kind,
    pages: Vec<(u32, PageImage<'static>, Option<Placed>)>,
    findings: Vec<Finding>,
}

/// Says whether a document has so many scans that reading them in parallel pays.
pub fn pays(scans: &[Found]) -> bool {
    scans.len() >= MANY && scans.iter().all(|scan| scan.size <= LARGEST)
}

/// Adds every scan; stops after the first when the archive has the document already.
pub fn add_all(
    context: &Context<'_>,
    planned: &PlannedDocument,
    desk: &Desk<'_>,
    draft: &mut Draft<'_>,
    reading: &mut Reading,
) -> Result<Option<String>, Stop> {
    if let Some(first) = planned.scans.first() {
        let mut found = vec![scan::digest(first)?];
        if let Some(id) = stored_as(context, planned, &mut found)? {
            reading.sources = found;
            return Ok(Some(id));
        }
    }
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<(Digest, Result<Loaded<'_>, Stop>)>>(0);
        let writer = scope.spawn(move || -> Result<(), Stop> {
            for (idx, (sha256, loaded)) in receiver.into_iter().flatten().enumerate() {
                reading.at = idx;
                reading.sources.push(sha256);
                write(draft, loaded?)?;
            }
            Ok(())
        });
        for window in windows(&planned.scans) {
            let loaded = window.par_iter().map(|found| load(found, desk)).collect();
            // The writer is gone after a failure, which it tells below.
            if sender.send(loaded).is_err() {
                break;
            }
        }
        drop(sender);
        writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    Ok(None)
}

fn write(draft: &mut Draft<'_>, loaded: Loaded<'_>) -> Result<(), Stop> {
    let origin = Origin { found: loaded.found, sha256: loaded.sha256, format: loaded.kind.name() };
    for (frame, image, placed) in &loaded.pages {
        draft.add_page(origin, *frame, image, placed.as_ref())?;
    }
    draft.add_findings(loaded.findings.into_iter().chain(misnamed(loaded.found, loaded.kind)));
    Ok(())
}

fn load<'f>(found: &'f Found, desk: &Desk<'_>) -> (Digest, Result<Loaded<'f>, Stop>) {
    let mut sha256 = Digest([0; 32]);
    let loaded = scan::open(found, |scan| {
        sha256 = scan.sha256;
        desk.allowance.check()?;
        let kind = scan.kind()?;
        let (mut pages, mut findings) = (Vec::new(), Vec::new());
        let mut take = |frame, image: PageImage<'_>, placed| {
            pages.push((frame, image.into_owned(), placed));
            Ok(())
        };
        match kind {
            Kind::Image(format) => scan.read(format, desk, &mut |frame, image| take(frame, image, None))?,
            // Among others only a scan is taken, so that nothing is written and all is in its pages.
            Kind::Pdf => {
                let outcome = scan.take(desk, Path::new(""), "", &mut take)?;
                findings = pdf::findings(outcome.notes, found);
            }
        }
        Ok(Loaded { found, sha256, kind, pages, findings })
    });
    (sha256, loaded)
}

fn windows(scans: &[Found]) -> Vec<&[Found]> {
    let mut windows = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (idx, scan) in scans.iter().enumerate() {
        if idx - start == WINDOW || (bytes + scan.size > WINDOW_BYTES && idx > start) {
            windows.push(&scans[start..idx]);
            (start, bytes) = (idx, 0);
        }
        bytes += scan.size;
    }
    windows.push(&scans[start..]);
    windows
}
