//! GIF (GIF89a): the first picture; the blocks are walked to the trailer, so that nothing is missing unseen.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;

use super::{Beside, animated, broken, decode, page, simplified, trailing, truncated};
use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{Format, Limits, Sink};
use crate::page::{Refusal, Stop};
use crate::text;

/// The row for the table of formats.
pub const FORMAT: Format = Format { name: "gif", endings: &["gif"], isolated: true, recognises, read, glance: read };

fn recognises(opening: &[u8]) -> bool {
    opening.starts_with(b"GIF87a") || opening.starts_with(b"GIF89a")
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let (frames, end) = walk(&bytes)?;
    let decoder = GifDecoder::new(Cursor::new(bytes.get(..end).unwrap_or_default())).map_err(broken)?;
    let samples = simplified(decode(decoder, limits)?, None);
    let mut notes = Vec::from_iter(trailing(bytes.len() - end));
    if frames > 1 {
        notes.push(animated(frames));
    }
    sink(1, page(samples, Beside { notes, ..Beside::default() })?)
}

/// Returns how many pictures there are, and where the trailer ends.
fn walk(bytes: &[u8]) -> Result<(u32, usize), Refusal> {
    let mut walker = Walker { bytes, at: 6 };
    let screen = walker.take(7)?;
    walker.skip_colours(screen[4])?;
    let mut frames: u32 = 0;
    loop {
        match walker.take(1)?[0] {
            0x3B => break,
            // An extension: its label, then sub-blocks.
            0x21 => drop(walker.take(1)?),
            // A picture: its place, its colours, the code size of its data.
            0x2C => {
                let flags = walker.take(9)?[8];
                walker.skip_colours(flags)?;
                walker.take(1)?;
                frames = frames.saturating_add(1);
            }
            // Some writers leave empty sub-blocks between.
            0 => continue,
            _ => {
                let what = text!("khối GIF lạ", "an unknown GIF block");
                return Err(Refusal::new(&codes::CORRUPT, what).at(walker.at as u64 - 1));
            }
        }
        walker.skip_sub_blocks()?;
    }
    match frames {
        0 => Err(Refusal::new(&codes::NO_PAGES, text!("GIF không có ảnh nào", "the GIF holds no picture"))),
        frames => Ok((frames, walker.at)),
    }
}

struct Walker<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Walker<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Refusal> {
        let taken = self.bytes.get(self.at..self.at + length).ok_or_else(truncated)?;
        self.at += length;
        Ok(taken)
    }

    /// Passes a table of colours, where the flags announce one.
    fn skip_colours(&mut self, flags: u8) -> Result<(), Refusal> {
        if flags & 0x80 != 0 {
            self.take(3 << ((flags & 7) + 1))?;
        }
        Ok(())
    }

    fn skip_sub_blocks(&mut self) -> Result<(), Refusal> {
        loop {
            match self.take(1)?[0] {
                0 => return Ok(()),
                length => self.take(usize::from(length))?,
            };
        }
    }
}
