//! The bytes of an XML document on their way to the parser: UTF-16 becomes UTF-8, lines are counted, and no piece may be
//! longer than memory should hold.

use std::io::{self, BufRead, Read};

/// So much is read at once.
const BLOCK: usize = 64 * 1024;

/// The most bytes from one `<` to the next, since all of them are in memory at once.
pub(super) const LONGEST_EVENT: u64 = 4 << 20;

/// How the bytes spell characters.
#[derive(Clone, Copy)]
enum Spelling {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

/// A source that gives only so much until it is asked to go on.
pub(super) struct Source<R> {
    source: R,
    spelling: Option<Spelling>,
    /// Bytes as they were read and not yet decoded: at most three, between two blocks.
    raw: Vec<u8>,
    /// UTF-8 that the parser has not taken yet begins at `at`.
    text: Vec<u8>,
    at: usize,
    /// What may still be taken of the piece at hand.
    left: u64,
    /// Line feeds taken so far.
    lines: u64,
    /// What reading ended in; the parser would wrap it up.
    pub(super) failure: Option<io::Error>,
}

impl<R: Read> Source<R> {
    pub(super) fn new(source: R) -> Source<R> {
        let (raw, text) = (Vec::new(), Vec::new());
        Source { source, spelling: None, raw, text, at: 0, left: LONGEST_EVENT, lines: 0, failure: None }
    }

    /// Begins the next piece.
    pub(super) fn go_on(&mut self) {
        self.left = LONGEST_EVENT;
    }

    /// Says whether the piece at hand is longer than any may be.
    pub(super) fn is_too_long(&self) -> bool {
        self.left == 0
    }

    /// Returns the number of the line, from 1.
    pub(super) fn line(&self) -> u64 {
        self.lines + 1
    }

    /// Says whether the document is in UTF-16.
    pub(super) fn is_utf16(&self) -> bool {
        matches!(self.spelling, Some(Spelling::Utf16(_)))
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        while self.text.is_empty() {
            let kept = self.raw.len();
            self.raw.resize(kept + BLOCK, 0);
            let read = read_some(&mut self.source, &mut self.raw[kept..]);
            self.raw.truncate(kept + read.as_ref().copied().unwrap_or(0));
            let is_over = read? == 0;
            self.spelling = self.spelling.or_else(|| spelling(&mut self.raw, is_over));
            match self.spelling {
                None => continue,
                Some(Spelling::Utf8) => std::mem::swap(&mut self.raw, &mut self.text),
                Some(Spelling::Utf16(unit)) => decode(&mut self.raw, &mut self.text, unit, is_over)?,
            }
            if is_over {
                break;
            }
        }
        Ok(())
    }
}

/// Reads once, however often the system interrupts.
fn read_some(source: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            read => return read,
        }
    }
}

/// Tells by the first bytes (XML 1.0, appendix F) and takes a byte order mark away; `None` while there are too few.
fn spelling(raw: &mut Vec<u8>, is_over: bool) -> Option<Spelling> {
    if raw.len() < 3 && !is_over {
        return None;
    }
    let (spelling, mark) = match raw[..] {
        [0xEF, 0xBB, 0xBF, ..] => (Spelling::Utf8, 3),
        [0xFE, 0xFF, ..] => (Spelling::Utf16(u16::from_be_bytes), 2),
        [0xFF, 0xFE, ..] => (Spelling::Utf16(u16::from_le_bytes), 2),
        [0, b'<', ..] => (Spelling::Utf16(u16::from_be_bytes), 0),
        [b'<', 0, ..] => (Spelling::Utf16(u16::from_le_bytes), 0),
        _ => (Spelling::Utf8, 0),
    };
    raw.drain(..mark);
    Some(spelling)
}

/// Decodes whole characters and leaves the beginning of one that is not there yet.
fn decode(raw: &mut Vec<u8>, text: &mut Vec<u8>, unit: fn([u8; 2]) -> u16, is_over: bool) -> io::Result<()> {
    let mut units: Vec<u16> = raw.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    let is_half = units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit));
    if is_half {
        units.pop();
    }
    raw.drain(..units.len() * 2);
    let decoded: Result<String, _> = char::decode_utf16(units).collect();
    match decoded {
        Ok(decoded) if !is_over || raw.is_empty() => text.extend_from_slice(decoded.as_bytes()),
        _ => return Err(io::ErrorKind::InvalidData.into()),
    }
    Ok(())
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let n_read = ready.read(buffer)?;
        self.consume(n_read);
        Ok(n_read)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        if self.at >= self.text.len()
            && let Err(error) = self.refill()
        {
            let kind = error.kind();
            self.failure = Some(error);
            return Err(kind.into());
        }
        let end = self.text.len().min(self.at.saturating_add(usize::try_from(self.left).unwrap_or(usize::MAX)));
        Ok(&self.text[self.at..end])
    }

    fn consume(&mut self, n: usize) {
        let end = self.text.len().min(self.at + n);
        self.lines += self.text[self.at..end].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.left = self.left.saturating_sub((end - self.at) as u64);
        self.at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time, so that every boundary is met.
    struct Dripping<'b>(&'b [u8]);

    impl Read for Dripping<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(&mut buffer[..1])
        }
    }

    fn read(bytes: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        Source::new(Dripping(bytes)).read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn utf_16_of_either_order_becomes_utf_8_with_or_without_a_mark() {
        let text = "<a>Hồ sơ 𠀀</a>";
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for bytes in [big(text), little(text), big(&format!("\u{FEFF}{text}")), little(&format!("\u{FEFF}{text}"))] {
            assert_eq!(read(&bytes).unwrap(), text);
            assert!(read(&bytes[..bytes.len() - 1]).is_err());
        }
        assert_eq!(read(format!("\u{FEFF}{text}").as_bytes()).unwrap(), text);
    }

    #[test]
    fn a_source_gives_no_more_than_one_piece_may_have() {
        let mut source = Source::new(io::repeat(b'x'));
        let mut text = Vec::new();
        assert!(source.read_to_end(&mut text).is_err());
        assert_eq!((text.len() as u64, source.is_too_long()), (LONGEST_EVENT, true));
    }

    #[test]
    fn nothing_and_almost_nothing_are_read() {
        assert_eq!(read(b"").unwrap(), "");
        assert_eq!(read(b"<").unwrap(), "<");
        assert_eq!(read(b"\xFF\xFE").unwrap(), "");
    }
}
