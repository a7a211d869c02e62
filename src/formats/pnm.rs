//! PNM (PBM, PGM, PPM, PAM): P1 to P7, read here and coded anew without loss.
//!
//! Samples of 1, 2, 4, 8 or 16 bits stay as they are; other ranges are stretched to 8 or 16 bits, which
//! maps different samples to different samples.

use super::raster::{Beside, check_limits, page, trailing, truncated};
use super::samples::Samples;
use super::source::Source;
use super::{Format, Limits, Sink, packed};
use crate::finding::codes;
use crate::page::{Note, PageImage, Refusal, Stop};
use crate::text;

/// The row for the table of formats.
pub const FORMAT: Format = Format {
    name: "pnm",
    endings: &["pnm", "pbm", "pgm", "ppm", "pam"],
    isolated: false,
    recognises,
    read,
    glance: read,
};

/// `P1` to `P7` and white space, lest text that begins with a P be taken for one.
fn recognises(opening: &[u8]) -> bool {
    matches!(opening, [b'P', b'1'..=b'7', b' ' | b'\t' | b'\r' | b'\n' | b'#', ..])
}

fn read(source: &mut Source<'_>, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
    let bytes = source.bytes(limits.memory)?;
    let (samples, end) = decode(&bytes, limits)?;
    let notes: Vec<Note> = Vec::from_iter(rest(&bytes, end));
    let page: PageImage<'_> = page(samples, Beside { notes, ..Beside::default() })?;
    sink(1, page)
}

/// Reports what follows the image; blanks and line ends do not count.
fn rest(bytes: &[u8], end: usize) -> Option<Note> {
    let rest = bytes.get(end..).unwrap_or_default();
    if rest.iter().all(u8::is_ascii_whitespace) { None } else { trailing(rest.len()) }
}

/// What the header says.
#[derive(Clone, Copy)]
struct Header {
    kind: u8,
    width: u32,
    height: u32,
    channels: u8,
    alpha: bool,
    max: u16,
}

impl Header {
    /// Returns the depth that the samples are stored in.
    fn bits(&self) -> u8 {
        match self.max {
            1 => 1,
            3 => 2,
            15 => 4,
            ..=255 => 8,
            _ => 16,
        }
    }

    /// Returns a sample, stretched from the file's range to that of its depth.
    fn stretch(&self, value: u16) -> u16 {
        let (top, max) = (u32::from(packed::max(self.bits())), u32::from(self.max));
        if top == max { value } else { ((u32::from(value) * top + max / 2) / max) as u16 }
    }
}

/// Reads header and samples; returns them and where they end.
fn decode(bytes: &[u8], limits: &Limits) -> Result<(Samples, usize), Refusal> {
    let mut reader = Reader { bytes, at: 2 };
    let kind = bytes.get(1).map_or(0, |digit| digit.wrapping_sub(b'0'));
    let header = if kind == 7 { reader.pam()? } else { reader.header(kind)? };
    let Header { width, height, channels, alpha, .. } = header;
    let bits = header.bits();
    let row_bytes = u64::from(width) * u64::from(channels) * if bits == 16 { 2 } else { 1 };
    check_limits(width, height, row_bytes * u64::from(height), limits)?;
    let mut rows = vec![0; packed::row_bytes(width, bits, channels) * height as usize];
    for row in rows.chunks_exact_mut(packed::row_bytes(width, bits, channels).max(1)) {
        reader.row(&header, row)?;
    }
    Ok((Samples { width, height, bits, channels, alpha, rows }, reader.at))
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads the header of P1 to P6; binary samples begin behind one blank.
    fn header(&mut self, kind: u8) -> Result<Header, Refusal> {
        let (width, height) = (self.number()?, self.number()?);
        let max = if matches!(kind, 1 | 4) { 1 } else { self.number()? };
        if kind > 3 {
            self.take(1)?;
        }
        let channels = if matches!(kind, 3 | 6) { 3 } else { 1 };
        Ok(Header { kind, width, height, channels, alpha: false, max: range(max)? })
    }

    /// Reads the header of PAM: a word and its value in each line, up to `ENDHDR`.
    fn pam(&mut self) -> Result<Header, Refusal> {
        let (mut numbers, mut alpha) = ([0; 4], false);
        loop {
            let line = self.line()?;
            let text = String::from_utf8_lossy(line);
            let mut words = text.split_ascii_whitespace();
            let value = |word: Option<&str>| word.and_then(|word| word.parse().ok()).ok_or_else(corrupt);
            match words.next() {
                Some("ENDHDR") => break,
                Some("WIDTH") => numbers[0] = value(words.next())?,
                Some("HEIGHT") => numbers[1] = value(words.next())?,
                Some("DEPTH") => numbers[2] = value(words.next())?,
                Some("MAXVAL") => numbers[3] = value(words.next())?,
                Some("TUPLTYPE") => alpha |= words.next().is_some_and(|kind| kind.ends_with("_ALPHA")),
                _ => (),
            }
        }
        let [width, height, depth, max] = numbers;
        let channels = match (depth, alpha) {
            (1 | 3, false) | (2 | 4, true) => depth as u8,
            _ => {
                return Err(Refusal::new(
                    &codes::UNSUPPORTED,
                    text!("kênh màu PAM lạ", "PAM channels of no known kind"),
                ));
            }
        };
        Ok(Header { kind: 7, width, height, channels, alpha, max: range(max)? })
    }

    /// Reads one row of samples into packed bits.
    fn row(&mut self, header: &Header, row: &mut [u8]) -> Result<(), Refusal> {
        if header.kind == 4 {
            // PBM is the one kind in which 1 is black.
            row.copy_from_slice(self.take(row.len())?);
            row.iter_mut().for_each(|byte| *byte = !*byte);
            packed::clear_padding(row, header.width, 1, 1);
            return Ok(());
        }
        for idx in 0..header.width as usize * usize::from(header.channels) {
            let value = match header.kind {
                1 => u16::from(self.bit()? == 0),
                2 | 3 => u16::try_from(self.number()?).map_err(|_| corrupt())?,
                _ if header.max < 256 => u16::from(self.take(1)?[0]),
                _ => u16::from_be_bytes(self.take(2)?.try_into().map_err(|_| corrupt())?),
            };
            if value > header.max {
                return Err(corrupt().at(self.at as u64));
            }
            packed::put(row, idx, header.bits(), header.stretch(value));
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Refusal> {
        let taken = self.bytes.get(self.at..self.at.saturating_add(length)).ok_or_else(truncated)?;
        self.at += length;
        Ok(taken)
    }

    fn line(&mut self) -> Result<&'a [u8], Refusal> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte == b'\n').ok_or_else(truncated)?;
        self.at += length + 1;
        Ok(&rest[..length])
    }

    /// Passes blanks, and comments to the end of their line.
    fn skip_blanks(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'#' => {
                    while self.bytes.get(self.at).is_some_and(|byte| *byte != b'\n') {
                        self.at += 1
                    }
                }
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => break,
            }
        }
    }

    /// Reads a number of up to nine digits. Without a blank behind it, digits may be missing.
    fn number(&mut self) -> Result<u32, Refusal> {
        self.skip_blanks();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == rest.len() {
            return Err(truncated());
        }
        let text = rest.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok());
        let number = text.filter(|_| digits <= 9).and_then(|digits| digits.parse().ok());
        let number = number.ok_or_else(|| corrupt().at(self.at as u64))?;
        self.at += digits;
        Ok(number)
    }

    /// Reads a digit of P1, which needs no blank behind it.
    fn bit(&mut self) -> Result<u8, Refusal> {
        self.skip_blanks();
        match self.take(1)?[0] {
            digit @ (b'0' | b'1') => Ok(digit - b'0'),
            _ => Err(corrupt().at(self.at as u64 - 1)),
        }
    }
}

/// Demands a largest sample that the formats allow: 1 to 65,535.
fn range(max: u32) -> Result<u16, Refusal> {
    u16::try_from(max).ok().filter(|max| *max > 0).ok_or_else(corrupt)
}

fn corrupt() -> Refusal {
    Refusal::new(
        &codes::CORRUPT,
        text!("phần đầu hoặc điểm ảnh PNM bị hỏng", "the PNM header or its samples are damaged"),
    )
}
