//! What the samples of a page mean: grey, colours, palette, alpha, and the profile they are measured by.

use super::directory::Directory;
use super::layout::Layout;
use super::reader::Reader;
use super::refuse;
use super::tag::{self, compression, photometric};
use crate::finding::codes;
use crate::formats::{Limits, icc};
use crate::page::{Colour, Note, Space, Stop};
use crate::text;

/// The meaning of a page's samples.
pub(super) struct Meaning {
    pub(super) colour: Colour,
    /// 16-bit colours that no palette of PDF can hold; the samples must be replaced by them.
    pub(super) deep_palette: Option<Vec<[u16; 3]>>,
    pub(super) alpha: Alpha,
    /// 0 is white.
    pub(super) inverted: bool,
}

/// What the one sample beyond the colour is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alpha {
    /// There is none.
    None,
    /// How much the pixel covers.
    Plain,
    /// The same, with the colours multiplied by it already.
    Associated,
    /// Not said; it can be left out only where it says nothing.
    Unknown,
}

impl Meaning {
    /// Reads the meaning and what is to be reported of it.
    pub(super) fn read(
        reader: &mut Reader<'_, '_>,
        directory: &Directory,
        layout: &Layout,
        limits: &Limits,
    ) -> Result<(Meaning, Vec<Note>), Stop> {
        let channels = channels(layout)?;
        let mut notes = Vec::new();
        let space = space(reader, directory, channels, limits, &mut notes)?;
        let mut deep_palette = None;
        let colour = match layout.photometric {
            photometric::PALETTE => match palette(reader, directory, layout.bits)? {
                Entries::Bytes(palette) => Colour::Indexed { palette, space },
                Entries::Deep(entries) => {
                    check_expanded(layout, limits)?;
                    deep_palette = Some(entries);
                    Colour::Rgb(space)
                }
            },
            photometric::CMYK => {
                check_inks(reader, directory)?;
                if space == Space::Device {
                    notes.push(cmyk_assumed());
                }
                Colour::Cmyk(space)
            }
            photometric::RGB | photometric::YCBCR => Colour::Rgb(space),
            _ => Colour::Gray(space),
        };
        let inverted = layout.photometric == photometric::WHITE_IS_ZERO;
        Ok((Meaning { colour, deep_palette, alpha: alpha(layout, channels)?, inverted }, notes))
    }
}

/// Returns the colour channels that PhotometricInterpretation stands for, as far as PDF has them.
fn channels(layout: &Layout) -> Result<u8, Stop> {
    let name = match layout.photometric {
        photometric::WHITE_IS_ZERO | photometric::BLACK_IS_ZERO => return Ok(1),
        photometric::PALETTE if layout.bits <= 8 && layout.samples == 1 => return Ok(3),
        photometric::RGB if layout.bits >= 8 && layout.samples >= 3 => return Ok(3),
        photometric::CMYK if layout.bits >= 8 && layout.samples >= 4 => return Ok(4),
        photometric::YCBCR if is_jpeg(layout) && layout.samples == 3 => return Ok(3),
        photometric::MASK => "transparency mask",
        photometric::YCBCR => "YCbCr",
        photometric::LAB | 9 | 10 => "Lab",
        _ => "",
    };
    let Layout { photometric, bits, samples, .. } = layout;
    Err(refuse::unsupported(text!(
        "kiểu màu {photometric} ({name}) với {samples} mẫu {bits} bit",
        "colour kind {photometric} ({name}) with {samples} samples of {bits} bits"
    )))
}

/// Only JPEG makes red, green and blue of YCbCr again.
fn is_jpeg(layout: &Layout) -> bool {
    matches!(layout.compression, compression::JPEG | compression::OLD_JPEG)
}

fn alpha(layout: &Layout, channels: u8) -> Result<Alpha, Stop> {
    let colours = if layout.photometric == photometric::PALETTE { 1 } else { channels };
    match (layout.samples - colours, layout.extra.first()) {
        (0, _) => Ok(Alpha::None),
        (1, Some(1)) => Ok(Alpha::Associated),
        (1, Some(2)) => Ok(Alpha::Plain),
        (1, _) => Ok(Alpha::Unknown),
        (extra, _) => {
            Err(refuse::unsupported(text!("{extra} kênh phụ ngoài màu", "{extra} channels beyond the colour")))
        }
    }
}

/// Returns the file's own profile, when a PDF/A-2 may hold it for an image of this many channels.
fn space(
    reader: &mut Reader<'_, '_>,
    directory: &Directory,
    channels: u8,
    limits: &Limits,
    notes: &mut Vec<Note>,
) -> Result<Space, Stop> {
    let Some(profile) = directory.blob(reader, tag::ICC_PROFILE, limits.memory)? else { return Ok(Space::Device) };
    let (space, note) = icc::space(profile.into_owned(), channels);
    notes.extend(note);
    Ok(space)
}

fn check_inks(reader: &mut Reader<'_, '_>, directory: &Directory) -> Result<(), Stop> {
    match directory.number(reader, tag::INK_SET)?.unwrap_or(1) {
        1 => Ok(()),
        inks => Err(refuse::unsupported(text!(
            "mực in không phải CMYK (InkSet {inks})",
            "inks other than CMYK (InkSet {inks})"
        ))),
    }
}

fn cmyk_assumed() -> Note {
    Note {
        code: &codes::CMYK_ASSUMED,
        what: text!("trang CMYK không có hồ sơ màu", "a CMYK page without a colour profile"),
    }
}

/// Colours of 16 bits take six bytes a pixel, far more than their indices.
fn check_expanded(layout: &Layout, limits: &Limits) -> Result<(), Stop> {
    let needed = 6 * u64::from(layout.width) * u64::from(layout.height);
    if needed <= limits.memory {
        return Ok(());
    }
    let limit = limits.memory;
    Err(refuse::too_large(text!(
        "bảng màu 16 bit cần {needed} byte bộ nhớ, giới hạn là {limit}",
        "a palette of 16 bits needs {needed} bytes of memory, the limit is {limit}"
    )))
}

enum Entries {
    Bytes(Vec<u8>),
    Deep(Vec<[u16; 3]>),
}

/// Reads the ColorMap: all reds, all greens, all blues, of 16 bits each.
fn palette(reader: &mut Reader<'_, '_>, directory: &Directory, bits: u8) -> Result<Entries, Stop> {
    let n_colours = 1 << bits;
    let values = directory.numbers(reader, tag::COLOR_MAP, 3 * n_colours as u64)?;
    if values.len() != 3 * n_colours {
        return Err(refuse::corrupt(text!(
            "bảng màu có {len} giá trị, cần {needed}",
            "the colour map has {len} values and needs {needed}",
            len = values.len(),
            needed = 3 * n_colours
        ))
        .into());
    }
    let value = |idx: usize, channel: usize| values[channel * n_colours + idx] as u16;
    let colours: Vec<[u16; 3]> = (0..n_colours).map(|idx| [value(idx, 0), value(idx, 1), value(idx, 2)]).collect();
    let all = |fits: fn(u16) -> bool| colours.as_flattened().iter().all(|value| fits(*value));
    let bytes = |of: fn(u16) -> u16| colours.as_flattened().iter().map(|value| of(*value) as u8).collect();
    // Some writers put 8-bit values there; libtiff reads them so as well.
    if all(|value| value < 256) {
        return Ok(Entries::Bytes(bytes(|value| value)));
    }
    if all(|value| value % 257 == 0) || all(|value| value % 256 == 0) {
        return Ok(Entries::Bytes(bytes(|value| value >> 8)));
    }
    Ok(Entries::Deep(colours))
}
