//! Pages in CCITT coding: one strip passes as it is, many are joined by `bitonal`.
//!
//! Which colour is which. The fax coder knows white and black runs; a TIFF reader turns a white run into
//! 0 bits and lets PhotometricInterpretation say what 0 shows. CCITTFaxDecode turns a white run into 1 bits,
//! and with `/BlackIs1 true` into 0 bits; in DeviceGray 1 shows white. So:
//!
//! | PhotometricInterpretation | a white run shows | BlackIs1 |
//! |---|---|---|
//! | 0, WhiteIsZero | white | false |
//! | 1, BlackIsZero | black | true |

use std::borrow::Cow;

use super::layout::Layout;
use super::raster::{chunk_data, in_file};
use super::reader::Reader;
use super::tag::{compression, photometric};
use super::{bitonal, refuse};
use crate::finding::codes;
use crate::formats::ccitt::bitmap::Packer;
use crate::formats::ccitt::decode::{Decoded, Shape, decode};
use crate::formats::ccitt::survey::ChangeSurvey;
use crate::formats::ccitt::{Fault, MAX_COLUMNS, Problem, Scheme};
use crate::page::{Coding, Colour, Embedding, Note, PageImage, Refusal, Stop};
use crate::text;

/// Reads a page in one of the CCITT codings.
pub(super) fn page<'a>(reader: &mut Reader<'_, 'a>, layout: &Layout, colour: Colour) -> Result<PageImage<'a>, Stop> {
    check(layout)?;
    match scheme(layout) {
        // Word alignment has no name in PDF.
        Some(scheme) if is_one_strip(layout) && scheme != (Scheme::Rle { word_aligned: true }) => {
            pass(reader, layout, scheme, colour)
        }
        _ => bitonal::page(reader, layout, colour),
    }
}

/// Decodes one strip or tile to packed rows in which a white run is ones.
pub(super) fn unpack(layout: &Layout, data: &[u8], rows: u32) -> Result<Vec<u8>, Stop> {
    let Some(scheme) = scheme(layout) else { return Err(refuse::compression(layout.compression)) };
    let columns = layout.chunks.width;
    let mut packer = Packer::new(columns);
    let row_bytes = columns.div_ceil(8) as usize;
    let mut packed = Vec::with_capacity(row_bytes * rows as usize);
    let decoded = decode(data, &Shape { scheme, columns, rows }, |row| {
        let start = packed.len();
        if row.repeats && start > 0 {
            packed.extend_from_within(start - row_bytes..);
        } else {
            packed.resize(start + row_bytes, 0);
            packer.pack(row.changes, &mut packed[start..]);
        }
    });
    decoded.map_err(|fault| refusal(fault, rows))?;
    Ok(packed)
}

/// Says whether the layout has a CCITT coding.
pub(super) fn is_fax(layout: &Layout) -> bool {
    scheme(layout).is_some()
}

fn scheme(layout: &Layout) -> Option<Scheme> {
    match layout.compression {
        compression::RLE => Some(Scheme::Rle { word_aligned: false }),
        compression::RLE_WORDS => Some(Scheme::Rle { word_aligned: true }),
        compression::G3 => Some(Scheme::G3 { two_dimensional: layout.t4_options & 1 != 0 }),
        compression::G4 => Some(Scheme::G4),
        _ => None,
    }
}

fn check(layout: &Layout) -> Result<(), Stop> {
    if layout.bits != 1 || layout.samples != 1 || layout.photometric > photometric::BLACK_IS_ZERO {
        return Err(refuse::corrupt(text!(
            "nén CCITT chỉ dùng cho ảnh đen trắng",
            "CCITT coding is for black and white pages only"
        ))
        .into());
    }
    if layout.chunks.width > MAX_COLUMNS {
        let width = layout.chunks.width;
        return Err(refuse::too_large(text!("hàng rộng {width} điểm ảnh", "rows are {width} pixels wide")));
    }
    Ok(())
}

fn is_one_strip(layout: &Layout) -> bool {
    let chunks = &layout.chunks;
    chunks.places.len() == 1 && chunks.width == layout.width && chunks.height == layout.height
}

fn pass<'a>(
    reader: &mut Reader<'_, 'a>,
    layout: &Layout,
    scheme: Scheme,
    colour: Colour,
) -> Result<PageImage<'a>, Stop> {
    let place @ (at, _) = layout.chunks.places.first().copied().unwrap_or_default();
    let data = chunk_data(reader, layout, place)?;
    let (columns, rows) = (layout.width, layout.height);
    let black_is_1 = layout.photometric == photometric::BLACK_IS_ZERO;
    let mut survey = ChangeSurvey::new(columns, rows, black_is_1);
    let decoded = decode(&data, &Shape { scheme, columns, rows }, |row| survey.push(row.changes, row.repeats))
        .map_err(|fault| in_file(refusal(fault, rows).into(), at))?;
    let (content, preview) = survey.finish();
    let (data, notes) = without_trailing(data, decoded);
    Ok(PageImage {
        width: columns,
        height: rows,
        bits: 1,
        colour,
        coding: coding(scheme, black_is_1, decoded.marked),
        inverted: false,
        mask: None,
        data,
        resolution: layout.resolution,
        orientation: layout.orientation,
        embedding: if layout.reversed { Embedding::Rewrapped } else { Embedding::PassThrough },
        content,
        preview,
        notes,
    })
}

fn coding(scheme: Scheme, black_is_1: bool, marked: bool) -> Coding {
    let k = match scheme {
        Scheme::G4 => -1,
        // Readers look at the sign only.
        Scheme::G3 { two_dimensional: true } => 4,
        Scheme::G3 { two_dimensional: false } | Scheme::Rle { .. } => 0,
    };
    let byte_align = matches!(scheme, Scheme::Rle { .. });
    Coding::Ccitt { k, black_is_1, end_of_line: marked, byte_align, end_of_block: false }
}

/// Cuts off what stands behind the end mark, unless it is zeros that fill up.
fn without_trailing(data: Cow<'_, [u8]>, decoded: Decoded) -> (Cow<'_, [u8]>, Vec<Note>) {
    let rest = data.get(decoded.used..).unwrap_or_default();
    if rest.iter().all(|byte| *byte == 0) {
        return (data, Vec::new());
    }
    let n_bytes = rest.len();
    let what =
        text!("{n_bytes} byte đứng sau dấu kết thúc dải ảnh", "{n_bytes} bytes follow the end mark of the strip");
    let data = match data {
        Cow::Borrowed(data) => Cow::Borrowed(&data[..decoded.used]),
        Cow::Owned(data) => Cow::Owned(data[..decoded.used].to_vec()),
    };
    (data, vec![Note { code: &codes::TRAILING, what }])
}

fn refusal(fault: Fault, rows: u32) -> Refusal {
    let row = fault.row;
    let (code, what) = match fault.problem {
        Problem::Truncated | Problem::EndsEarly => (
            &codes::TRUNCATED,
            text!("dữ liệu CCITT hết ở hàng {row} trên {rows}", "the CCITT data end in row {row} of {rows}"),
        ),
        Problem::BadCode => (
            &codes::CORRUPT,
            text!("mã CCITT sai ở hàng {row} trên {rows}", "a wrong CCITT code in row {row} of {rows}"),
        ),
        Problem::Uncompressed => (
            &codes::UNSUPPORTED,
            text!("hàng {row} dùng chế độ CCITT không nén", "row {row} uses the uncompressed mode of CCITT"),
        ),
        Problem::Leftover => (
            &codes::CORRUPT,
            text!("dữ liệu CCITT còn thừa sau hàng cuối {rows}", "CCITT data go on after the last of {rows} rows"),
        ),
    };
    Refusal::new(code, what).at(fault.byte)
}
