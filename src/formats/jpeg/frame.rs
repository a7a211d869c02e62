//! The frame header SOFn: which JPEG it is, its size and its components (T.81, B.2.2).
//!
//! Limits come first, then the variants that PDF cannot hold, then the details.

use super::damage::corrupt;
use super::markers::Segment;
use crate::finding::codes;
use crate::formats::Limits;
use crate::page::Refusal;
use crate::text;
use crate::text::Text;

/// What the frame header says.
#[derive(Debug)]
pub(super) struct Frame {
    /// Pixels across.
    pub(super) width: usize,
    /// Pixels down.
    pub(super) height: usize,
    /// SOF2, not SOF0 or SOF1.
    pub(super) progressive: bool,
    /// One, three or four components.
    pub(super) components: Vec<Component>,
    /// MCUs across in interleaved scans.
    pub(super) mcus_x: usize,
    /// MCUs down in interleaved scans.
    pub(super) mcus_y: usize,
    /// The greatest horizontal sampling factor.
    pub(super) h_max: usize,
    /// The greatest vertical sampling factor.
    pub(super) v_max: usize,
}

/// One component of the frame.
#[derive(Debug)]
pub(super) struct Component {
    /// The identifier that scans use.
    pub(super) id: u8,
    /// Horizontal sampling factor, 1 to 4.
    pub(super) h: usize,
    /// Vertical sampling factor, 1 to 4.
    pub(super) v: usize,
    /// Which quantiser table, 0 to 3.
    pub(super) quantiser: usize,
    /// Blocks across that hold pixels.
    pub(super) blocks_x: usize,
    /// Blocks down that hold pixels.
    pub(super) blocks_y: usize,
    /// Blocks across with the padding of interleaved scans.
    pub(super) stride: usize,
    /// Blocks down with the padding of interleaved scans.
    pub(super) rows: usize,
}

/// Says whether a marker is one of the thirteen SOFn.
pub(super) fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

/// Reads a frame header and checks it against the limits; `coded` is the length of the whole JPEG.
pub(super) fn parse(segment: &Segment<'_>, coded: usize, limits: &Limits) -> Result<Frame, Refusal> {
    let &[precision, h0, h1, w0, w1, n_components, ref list @ ..] = segment.payload else {
        return Err(segment.misfit());
    };
    let height = usize::from(u16::from_be_bytes([h0, h1]));
    let width = usize::from(u16::from_be_bytes([w0, w1]));
    let pixels = width as u64 * height as u64;
    if pixels > limits.pixels {
        let limit = limits.pixels;
        let what = text!(
            "{width} x {height} điểm ảnh, giới hạn là {limit}",
            "{width} x {height} pixels, the limit is {limit}"
        );
        return Err(Refusal::new(&codes::TOO_LARGE, what).at(segment.start as u64));
    }
    if let Some(variant) = unsupported(segment.marker, precision, height, n_components) {
        return Err(Refusal::new(&codes::UNSUPPORTED, variant).at(segment.start as u64));
    }
    if list.len() != 3 * usize::from(n_components) || ![1, 3, 4].contains(&n_components) {
        return Err(segment.misfit());
    }
    if width == 0 {
        return Err(corrupt(text!("chiều rộng bằng 0", "the width is 0"), segment.offset(3)));
    }
    let frame = lay_out(segment, width, height, list)?;
    check_memory(&frame, coded, limits, segment)?;
    Ok(frame)
}

/// Names the variant when DCTDecode does not have it (ISO 32000-1, 7.4.8: 8-bit, Huffman).
fn unsupported(marker: u8, precision: u8, height: usize, n_components: u8) -> Option<Text> {
    Some(match marker {
        0xC3 => text!("JPEG không mất dữ liệu (SOF3)", "lossless JPEG (SOF3)"),
        0xC5..=0xC7 => text!("JPEG phân cấp (SOF5 đến SOF7)", "hierarchical JPEG (SOF5 to SOF7)"),
        0xC9..=0xCF => text!("JPEG mã hóa số học (SOF9 trở lên)", "arithmetic-coded JPEG (SOF9 and above)"),
        _ if precision != 8 => text!("JPEG {precision} bit", "{precision}-bit JPEG"),
        _ if n_components == 2 => text!("JPEG hai thành phần màu", "JPEG with two components"),
        _ if height == 0 => text!("JPEG ghi chiều cao ở cuối (DNL)", "JPEG that states its height at the end (DNL)"),
        _ => return None,
    })
}

fn lay_out(segment: &Segment<'_>, width: usize, height: usize, list: &[u8]) -> Result<Frame, Refusal> {
    let factors = |spec: &[u8]| (usize::from(spec[1] >> 4), usize::from(spec[1] & 15));
    let specs = || list.chunks_exact(3);
    let legal = |spec: &[u8]| {
        let (h, v) = factors(spec);
        (1..=4).contains(&h) && (1..=4).contains(&v) && spec[2] < 4
    };
    if let Some(idx) = specs().position(|spec| !legal(spec)) {
        let what = text!("thành phần màu không hợp lệ", "illegal sampling factors or table of a component");
        return Err(corrupt(what, segment.offset(6 + 3 * idx)));
    }
    if (0..list.len() / 3).any(|idx| specs().take(idx).any(|earlier| earlier[0] == list[3 * idx])) {
        let what = text!("hai thành phần màu cùng số hiệu", "two components with the same identifier");
        return Err(corrupt(what, segment.offset(6)));
    }
    let h_max = specs().map(|spec| factors(spec).0).max().unwrap_or(1);
    let v_max = specs().map(|spec| factors(spec).1).max().unwrap_or(1);
    let (mcus_x, mcus_y) = (width.div_ceil(8 * h_max), height.div_ceil(8 * v_max));
    let component = |spec: &[u8]| {
        let (h, v) = factors(spec);
        Component {
            id: spec[0],
            h,
            v,
            quantiser: usize::from(spec[2]),
            blocks_x: (width * h).div_ceil(h_max).div_ceil(8),
            blocks_y: (height * v).div_ceil(v_max).div_ceil(8),
            stride: mcus_x * h,
            rows: mcus_y * v,
        }
    };
    let components = specs().map(component).collect();
    let progressive = segment.marker == 0xC2;
    Ok(Frame { width, height, progressive, components, mcus_x, mcus_y, h_max, v_max })
}

/// Checks what the walk will hold: the coded bytes, a DC value for each block, a mask where progressive.
fn check_memory(frame: &Frame, coded: usize, limits: &Limits, segment: &Segment<'_>) -> Result<(), Refusal> {
    let per_block = if frame.progressive { 10 } else { 2 };
    let need = coded as u64 + frame.n_blocks() as u64 * per_block + (frame.width * frame.height / 64) as u64;
    if need <= limits.memory {
        return Ok(());
    }
    let limit = limits.memory;
    let what =
        text!("cần {need} byte bộ nhớ, giới hạn là {limit}", "needs {need} bytes of memory, the limit is {limit}");
    Err(Refusal::new(&codes::TOO_LARGE, what).at(segment.start as u64))
}

impl Frame {
    /// Returns how many blocks all components have together.
    pub(super) fn n_blocks(&self) -> usize {
        self.components.iter().map(|component| component.stride * component.rows).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { pixels: 1 << 20, memory: 1 << 20, pages: 1 };

    fn read(marker: u8, payload: &[u8]) -> Result<Frame, Refusal> {
        parse(&Segment { marker, start: 0, payload }, 0, &LIMITS)
    }

    #[test]
    fn sizes_are_rounded_up_to_blocks_and_mcus() {
        let frame = read(0xC0, &[8, 0, 9, 0, 17, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]).unwrap();
        assert_eq!((frame.mcus_x, frame.mcus_y, frame.n_blocks()), (2, 1, 12));
        let luma = &frame.components[0];
        assert_eq!((luma.blocks_x, luma.blocks_y, luma.stride, luma.rows), (3, 2, 4, 2));
    }

    #[test]
    fn variants_that_pdf_lacks_are_named() {
        let named = |marker, payload: &[u8]| read(marker, payload).unwrap_err().what.en;
        let grey = [8, 0, 9, 0, 17, 1, 1, 0x11, 0];
        assert!(named(0xC3, &grey).contains("lossless"));
        assert!(named(0xC9, &grey).contains("arithmetic"));
        assert!(named(0xC1, &[12, 0, 9, 0, 17, 1, 1, 0x11, 0]).contains("12-bit"));
        assert!(named(0xC0, &[8, 0, 0, 0, 17, 1, 1, 0x11, 0]).contains("DNL"));
        assert!(named(0xC0, &[8, 0, 9, 0, 17, 2, 1, 0x11, 0, 2, 0x11, 0]).contains("two components"));
    }

    #[test]
    fn the_limit_on_pixels_comes_before_anything_else() {
        let refused = read(0xC9, &[12, 0xFF, 0xFF, 0xFF, 0xFF, 9]).unwrap_err();
        assert_eq!(refused.code.name, "format.too-large");
    }
}
