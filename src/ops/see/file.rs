//! Files in folders and entries of ZIPs: images of most formats are read here, the rest and PDFs by workers.

use anyhow::anyhow;

use crate::formats::Format;
use crate::formats::stream::Stream;
use crate::intake::discover::Found;
use crate::ops::ingest::scan::{self, Desk, Kind, Scan};
use crate::page::Stop;

use super::sight::{self, Wanted};
use super::{Eyes, Sink, on_page};

/// Hands over every page at first sight.
pub(super) fn pages(eyes: &Eyes<'_>, found: &Found, sink: &mut Sink<'_>) -> Result<(), Stop> {
    scan::open(found, |scan| match scan.kind()? {
        Kind::Image(format) if !format.isolated => {
            let desk = Desk::of(eyes.limits, eyes.pool);
            scan.read(format, &desk, &mut |frame, image| sink(sight::page(frame, image, None)))
        }
        kind => {
            let seen = eyes.pool.pages(&found.place, found.size, kind.format(), sink);
            scan.unless_changed(seen)
        }
    })
}

/// Decodes chosen pages.
pub(super) fn show(eyes: &Eyes<'_>, found: &Found, wanted: &Wanted, sink: &mut sight::Sink<'_>) -> Result<(), Stop> {
    scan::open(found, |scan| match scan.kind()? {
        Kind::Image(format) if !format.isolated => show_here(eyes, scan, format, wanted, sink),
        kind => {
            let shown = eyes.pool.show(&found.place, found.size, kind.format(), wanted, sink);
            scan.unless_changed(shown)
        }
    })
}

fn show_here(
    eyes: &Eyes<'_>,
    scan: Scan<'_>,
    format: &Format,
    wanted: &Wanted,
    sink: &mut sight::Sink<'_>,
) -> Result<(), Stop> {
    let desk = Desk::of(eyes.limits, eyes.pool);
    let mut ended = false;
    let read = scan.glance(format, &desk, &mut |frame, image| {
        if wanted.frames.contains(&frame) {
            let view = sight::view(&image, None, wanted.at_most);
            let shown = sight::show(&Stream::of(&image), &view, wanted.colours, &sight::limits(eyes.limits));
            sink(frame, shown.map_err(|refusal| on_page(refusal, frame))?)?;
        }
        ended = wanted.ends_before(frame.saturating_add(1));
        // The only way to tell a format that no more is wanted.
        if ended { Err(Stop::Fault(anyhow!("no more pages are wanted"))) } else { Ok(()) }
    });
    scan.unless_changed(if ended { Ok(()) } else { read })
}
