//! What a worker process sees for its parent: files of formats that are read by somebody else's decoder, and PDFs.

use crate::formats::Format;
use crate::formats::stream::Stream;
use crate::intake::place::Place;
use crate::page::Stop;
use crate::records::profile::Limits;

use super::sight::{self, Wanted};
use super::{Sink, on_page, pdf};

/// Hands over every page at first sight; without a format the file is a PDF.
pub fn pages(place: &Place, format: Option<&Format>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let Some(format) = format else { return pdf::pages(place, limits, sink) };
    let mut opened = place.open()?;
    (format.read)(&mut opened.source(), &sight::limits(limits), &mut |frame, image| {
        sink(sight::page(frame, image, None))
    })
}

/// Decodes chosen pages.
pub fn show(
    place: &Place,
    format: Option<&Format>,
    limits: &Limits,
    wanted: &Wanted,
    sink: &mut sight::Sink<'_>,
) -> Result<(), Stop> {
    let Some(format) = format else { return pdf::show(place, limits, wanted, sink) };
    let mut opened = place.open()?;
    (format.glance)(&mut opened.source(), &sight::limits(limits), &mut |frame, image| {
        if !wanted.frames.contains(&frame) {
            return Ok(());
        }
        let view = sight::view(&image, None, wanted.at_most);
        let shown = sight::show(&Stream::of(&image), &view, wanted.colours, &sight::limits(limits));
        sink(frame, shown.map_err(|refusal| on_page(refusal, frame))?)
    })
}
