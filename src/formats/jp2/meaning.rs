//! What the boxes of a JP2 file mean, and how the image may come into a PDF/A (ISO 19005-2, 6.2.8.3).

use super::boxes::{ColourBox, Header};
use super::codestream::{Codestream, corrupt};
use crate::finding::codes;
use crate::formats::icc;
use crate::page::{Colour, Note, Refusal, Space};
use crate::text;
use crate::text::Text;

/// How an image comes into a PDF.
pub enum Way {
    /// Its boxes keep the rules.
    AsIs,
    /// The codestream as it is, in boxes of ours.
    Wrapped,
    /// Decoded, since a PDF/A has no place for its palette, its transparency or its order of channels.
    Decoded(Channels),
    /// Decoded, since no colour space of a PDF is sYCC: luma and two differences, perhaps of fewer samples.
    Converted,
}

/// What the components of a decoded image become.
pub struct Channels {
    /// For each channel, in order, its component and its column of the palette.
    pub sources: Vec<(usize, Option<usize>)>,
    /// True where the last is alpha.
    pub alpha: bool,
}

/// Colour, way, and what there is to say.
pub struct Meaning {
    /// What the colour channels are.
    pub colour: Colour,
    /// How the image comes into a PDF.
    pub way: Way,
    /// Warnings.
    pub notes: Vec<Note>,
}

// Enumerated colour spaces (ISO/IEC 15444-2, table M.25).
const CMYK: u32 = 12;
const SRGB: u32 = 16;
const GREY: u32 = 17;
pub(super) const SYCC: u32 = 18;

/// Returns the number of colour channels.
pub fn channels(colour: &Colour) -> usize {
    match colour {
        Colour::Gray(_) | Colour::Indexed { .. } => 1,
        Colour::Rgb(_) => 3,
        Colour::Cmyk(_) => 4,
    }
}

/// Demands components that a PDF and our decoder can take: alike, whole, not negative, of 1 to 16 bits.
pub fn check_components(codestream: &Codestream) -> Result<(), Refusal> {
    let size = &codestream.size;
    // Readers add the two in 32 bits; OpenJPEG, and so Poppler, then sees no tile at all.
    if size.right.checked_add(size.tile_width).is_none() || size.bottom.checked_add(size.tile_height).is_none() {
        return Err(unsupported(text!(
            "ô ảnh JPEG 2000 lớn hơn mức các phần mềm đọc được; hãy lưu lại",
            "the tiles of the JPEG 2000 image are larger than programs can read; save it again"
        )));
    }
    let components = &size.components;
    let is_plain = components.iter().all(|component| !component.signed && !component.subsampled);
    let depth = components.first().map_or(0, |component| component.bits);
    if is_plain && depth <= 16 && components.iter().all(|component| component.bits == depth) {
        return Ok(());
    }
    Err(unsupported(text!(
        "các kênh của ảnh JPEG 2000 không cùng dạng, có số âm hoặc quá 16 bit; hãy lưu lại dưới dạng RGB hoặc thang xám 8 bit",
        "the channels of the JPEG 2000 image differ, are signed or have more than 16 bits; save it again as 8-bit RGB or grey"
    )))
}

/// Returns what a file with these boxes means.
///
/// `stated` is the colour that a PDF's image dictionary gives; then the file's own does not count.
pub fn of_file(header: &Header<'_>, codestream: &Codestream, stated: Option<Colour>) -> Result<Meaning, Refusal> {
    check_header(header, codestream)?;
    if stated.is_none() && is_sycc(header, codestream) {
        return Ok(Meaning { colour: Colour::Rgb(Space::Device), way: Way::Converted, notes: Vec::new() });
    }
    check_components(codestream)?;
    let n_components = codestream.size.components.len();
    let n_channels = header.palette.map_or(n_components, |_| mapping(header).map_or(0, |found| found.len()));
    let mut notes = Vec::new();
    let colour = match stated {
        Some(colour) => colour,
        None => colour(header, n_channels, &mut notes)?,
    };
    let order = order(header, n_channels, channels(&colour), &mut notes)?;
    let is_plain = header.palette.is_none() && order.iter().copied().eq(0..channels(&colour));
    let way = match is_plain {
        true if keeps_the_rules(header) => Way::AsIs,
        true => Way::Wrapped,
        false => {
            let mapped = mapping(header).unwrap_or_else(|| (0..n_components).map(|idx| (idx, None)).collect());
            let sources = order.iter().map(|channel| mapped.get(*channel).copied()).collect::<Option<Vec<_>>>();
            let sources = sources.filter(|sources| sources.iter().all(|(component, _)| *component < n_components));
            Way::Decoded(Channels { alpha: order.len() > channels(&colour), sources: sources.ok_or(corrupt(0))? })
        }
    };
    Ok(Meaning { colour, way, notes })
}

/// Returns what a codestream without boxes means: grey or sRGB by its number of components.
pub fn of_codestream(codestream: &Codestream, stated: Option<Colour>) -> Result<Meaning, Refusal> {
    check_components(codestream)?;
    let n_components = codestream.size.components.len();
    let guessed = match n_components {
        1 => Some(Colour::Gray(Space::Device)),
        3 => Some(Colour::Rgb(Space::Device)),
        _ => None,
    };
    let colour = stated.or(guessed).filter(|colour| channels(colour) == n_components).ok_or_else(unknown_colour)?;
    Ok(Meaning { colour, way: Way::Wrapped, notes: Vec::new() })
}

/// Demands that `ihdr` and the codestream speak of the same image.
fn check_header(header: &Header<'_>, codestream: &Codestream) -> Result<(), Refusal> {
    let size = &codestream.size;
    let Some((height, width, n_components, bits)) = header.image else { return Err(corrupt(0)) };
    let is_depth = |found: u8| bits == 255 || found == (bits & 0x7F) + 1;
    let is_same = (width, height, usize::from(n_components)) == (size.width, size.height, size.components.len())
        && size.components.iter().all(|component| is_depth(component.bits));
    if is_same {
        return Ok(());
    }
    let what = text!(
        "phần đầu của tệp JPEG 2000 mô tả một ảnh khác với dữ liệu",
        "the header of the JPEG 2000 file describes another image than the data"
    );
    Err(Refusal::new(&codes::CORRUPT, what))
}

/// Says whether the boxes are as ISO 19005-2, 6.2.8.3 wants them.
fn keeps_the_rules(header: &Header<'_>) -> bool {
    let best = header.colours.iter().filter(|colour| colour.approximation == 1).count();
    let is_clear = header.colours.len() == 1 || best == 1;
    let is_known = |colour: &ColourBox<'_>| match colour.method {
        1 => enumerated(colour).is_some_and(|space| matches!(space, CMYK | SRGB | GREY)),
        2 | 3 => true,
        _ => false,
    };
    is_clear && !header.has_depths && header.colours.iter().all(is_known)
}

fn enumerated(colour: &ColourBox<'_>) -> Option<u32> {
    colour.data.get(..4)?.try_into().ok().map(u32::from_be_bytes)
}

/// Says whether the image is luma and two differences of 8 bits, which our decoder turns into sRGB.
fn is_sycc(header: &Header<'_>, codestream: &Codestream) -> bool {
    let components = &codestream.size.components;
    let is_stated = main_colour(header).is_some_and(|colour| colour.method == 1 && enumerated(colour) == Some(SYCC));
    let is_plain = components.len() == 3 && components.iter().all(|component| component.bits == 8 && !component.signed);
    is_stated && is_plain && header.palette.is_none() && header.definitions.is_none()
}

/// Returns of several colour specifications the exact one, else the first.
fn main_colour<'h, 'a>(header: &'h Header<'a>) -> Option<&'h ColourBox<'a>> {
    header.colours.iter().find(|colour| colour.approximation == 1).or(header.colours.first())
}

/// Returns the colour that the boxes state.
fn colour(header: &Header<'_>, n_channels: usize, notes: &mut Vec<Note>) -> Result<Colour, Refusal> {
    let stated = main_colour(header).ok_or_else(unknown_colour)?;
    match (stated.method, enumerated(stated)) {
        (1, Some(GREY)) => Ok(Colour::Gray(Space::Device)),
        (1, Some(SRGB)) => Ok(Colour::Rgb(Space::Device)),
        (1, Some(CMYK)) => {
            let what = text!("ảnh CMYK không kèm hồ sơ màu", "a CMYK image without a usable colour profile");
            notes.push(Note { code: &codes::CMYK_ASSUMED, what });
            Ok(Colour::Cmyk(Space::Device))
        }
        (2 | 3, _) => by_profile(stated.data, n_channels, notes),
        _ => Err(unknown_colour()),
    }
}

fn by_profile(profile: &[u8], n_channels: usize, notes: &mut Vec<Note>) -> Result<Colour, Refusal> {
    let (make, n_colours): (fn(Space) -> Colour, u8) = match (profile.get(16..20), n_channels) {
        (Some(b"GRAY"), 1 | 2) | (_, 1) => (Colour::Gray, 1),
        (Some(b"RGB "), 3 | 4) | (_, 3) => (Colour::Rgb, 3),
        (Some(b"CMYK"), 4 | 5) => (Colour::Cmyk, 4),
        _ => return Err(unknown_colour()),
    };
    let (space, note) = icc::space(profile.to_vec(), n_colours);
    notes.extend(note);
    Ok(make(space))
}

/// Returns the channel of each colour, then that of alpha, if there is one (`cdef`, I.5.3.6).
fn order(
    header: &Header<'_>,
    n_channels: usize,
    n_colours: usize,
    notes: &mut Vec<Note>,
) -> Result<Vec<usize>, Refusal> {
    let Some(definitions) = &header.definitions else {
        let is_whole = n_channels == n_colours;
        return if is_whole { Ok((0..n_colours).collect()) } else { Err(unknown_colour()) };
    };
    let find = |kinds: &[u16], association: u16| {
        let found = definitions.iter().find(|[_, kind, of]| kinds.contains(kind) && *of == association);
        found.map(|[channel, ..]| usize::from(*channel))
    };
    // A single colour is often said to belong to the image as a whole.
    let whole = if n_colours == 1 { find(&[0], 0) } else { None };
    let colours = (1..=n_colours as u16).map(|number| find(&[0], number).or(whole));
    let mut order = colours.collect::<Option<Vec<_>>>().ok_or_else(unknown_colour)?;
    order.extend(find(&[1, 2], 0));
    if find(&[2], 0).is_some() {
        let what = text!("màu đã nhân sẵn với độ trong suốt", "the colours are multiplied with their transparency");
        notes.push(Note { code: &codes::ALPHA_ASSOCIATED, what });
    }
    let is_whole = order.len() == n_channels && order.iter().all(|channel| *channel < n_channels);
    if is_whole { Ok(order) } else { Err(unknown_colour()) }
}

/// Reads `cmap`: for each channel its component and its column of the palette.
fn mapping(header: &Header<'_>) -> Option<Vec<(usize, Option<usize>)>> {
    let entry = |entry: &[u8; 4]| {
        let column = (entry[2] == 1).then_some(usize::from(entry[3]));
        (usize::from(u16::from_be_bytes([entry[0], entry[1]])), column)
    };
    Some(header.mapping?.as_chunks::<4>().0.iter().map(entry).collect())
}

fn unknown_colour() -> Refusal {
    unsupported(text!(
        "không rõ các kênh màu của ảnh JPEG 2000; hãy lưu lại dưới dạng sRGB hoặc thang xám",
        "what the channels of the JPEG 2000 image are is not clear; save it again as sRGB or grey"
    ))
}

fn unsupported(what: Text) -> Refusal {
    Refusal::new(&codes::UNSUPPORTED, what)
}
