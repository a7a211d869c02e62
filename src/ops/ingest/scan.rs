//! One input file: read once, its digest taken on the way, its format found by content, its pages checked.

use std::cell::RefCell;
use std::io::{self, Read};

use crate::digest::Digest;
use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{self, Format, Limits, Sink, foreign};
use crate::intake::discover::{self, Found};
use crate::page::{Refusal, Stop};
use crate::text;

/// Up to this size a file is read into memory in one go; a larger one is hashed first and then read where needed.
const WHOLE: u64 = 32 << 20;

/// How many bytes a format is found by.
const HEAD: usize = 64;

thread_local! {
    /// Kept from file to file, since fresh memory costs a page fault for every 4 KiB.
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A file that was opened and hashed.
pub struct Scan<'s> {
    /// The file.
    pub found: &'s Found,
    /// Of all its bytes.
    pub sha256: Digest,
    content: Content<'s>,
}

enum Content<'s> {
    Memory(&'s [u8]),
    Place,
}

/// Opens and hashes a file and hands it to `use_it`.
pub fn open<T>(found: &Found, use_it: impl FnOnce(Scan<'_>) -> Result<T, Stop>) -> Result<T, Stop> {
    if found.size > WHOLE {
        let sha256 = unless_changed(found, found.place.digest())?;
        return use_it(Scan { found, sha256, content: Content::Place });
    }
    BUFFER.with(|cell| {
        let mut buffer = cell.take();
        buffer.clear();
        // One byte more than expected, so that a file that grew is noticed and never read without bound.
        let read = found.place.reader().and_then(|file| file.take(found.size + 1).read_to_end(&mut buffer));
        unless_changed(found, read)?;
        let sha256 = Digest::of(&buffer);
        let result = use_it(Scan { found, sha256, content: Content::Memory(&buffer) });
        cell.replace(buffer);
        result
    })
}

/// Says whether a file must be inflated into memory and is too large to be there beside others.
pub fn fills_memory(found: &Found) -> bool {
    found.place.in_memory() > WHOLE
}

/// Returns the digest of a file's content, without keeping it.
pub fn digest(found: &Found) -> Result<Digest, Stop> {
    unless_changed(found, found.place.digest())
}

/// A file that cannot be read because it is being written again, as a ZIP may be, is no bad file.
fn unless_changed<T>(found: &Found, read: io::Result<T>) -> Result<T, Stop> {
    match read {
        Err(_) if discover::unchanged(found).is_ok_and(|unchanged| !unchanged) => Err(changed().into()),
        read => Ok(read?),
    }
}

impl Scan<'_> {
    /// Reads and checks every page; afterwards the file must be as it was when it was found.
    pub fn read(self, format: &Format, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let read = match self.content {
            Content::Memory(bytes) => (format.read)(&mut Source::of(bytes), limits, sink),
            Content::Place => {
                let mut opened = unless_changed(self.found, self.found.place.open())?;
                (format.read)(&mut opened.source(), limits, sink)
            }
        };
        // A file that changed was read as a mixture of old and new, whether it looked good or bad.
        if discover::unchanged(self.found)? { read } else { Err(changed().into()) }
    }

    /// Finds the format by the opening bytes; a file of no format that is taken is refused.
    pub fn format(&self) -> Result<&'static Format, Stop> {
        let head = &self.head()?[..];
        if self.found.size == 0 {
            return Err(Refusal::new(&codes::EMPTY, text!("tệp rỗng", "the file is empty")).into());
        }
        if let Some(format) = formats::ALL.iter().find(|format| (format.recognises)(head)) {
            return Ok(format);
        }
        if let Some(name) = foreign::name(head) {
            let what = text!("{name}: định dạng này chưa được nhận", "{name}: this format is not taken yet");
            return Err(Refusal::new(&codes::NOT_YET, what).into());
        }
        if self.is_all_zero()? {
            return Err(
                Refusal::new(&codes::EMPTY, text!("tệp chỉ có byte 0", "the file holds zero bytes only")).into()
            );
        }
        Err(Refusal::new(&codes::UNKNOWN, text!("không nhận ra định dạng", "the format is not recognised")).into())
    }

    fn head(&self) -> io::Result<Vec<u8>> {
        match self.content {
            Content::Memory(bytes) => Ok(bytes.iter().take(HEAD).copied().collect()),
            Content::Place => self.found.place.opening(HEAD as u64),
        }
    }

    fn is_all_zero(&self) -> io::Result<bool> {
        if let Content::Memory(bytes) = self.content {
            return Ok(bytes.iter().all(|byte| *byte == 0));
        }
        let mut reader = self.found.place.reader()?;
        let mut block = vec![0; 256 * 1024];
        loop {
            let n_read = reader.read(&mut block)?;
            if n_read == 0 || block[..n_read].iter().any(|byte| *byte != 0) {
                return Ok(n_read == 0);
            }
        }
    }
}

fn changed() -> Refusal {
    Refusal::new(&codes::SOURCE_GROWING, text!("tệp thay đổi trong lúc được đọc", "the file changed while it was read"))
}
