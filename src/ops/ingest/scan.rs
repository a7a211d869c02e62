//! One input file: read once, its digest taken on the way, its format found by content, its pages checked.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek};

use crate::digest::{Digest, Hasher};
use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{self, Format, Limits, Sink, foreign};
use crate::intake::discover::{self, Found};
use crate::page::{Refusal, Stop};
use crate::text;

/// Up to this size a file is read into memory in one go; a larger one is hashed first and then read where needed.
const WHOLE: u64 = 32 << 20;

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
    File(File),
}

/// Opens and hashes a file and hands it to `use_it`.
pub fn open<T>(found: &Found, use_it: impl FnOnce(Scan<'_>) -> Result<T, Stop>) -> Result<T, Stop> {
    let mut file = File::open(&found.path)?;
    if found.size > WHOLE {
        let sha256 = hash(&mut file)?;
        return use_it(Scan { found, sha256, content: Content::File(file) });
    }
    BUFFER.with(|cell| {
        let mut buffer = cell.take();
        buffer.clear();
        // One byte more than expected, so that a file that grew is noticed and never read without bound.
        file.take(found.size + 1).read_to_end(&mut buffer)?;
        let sha256 = Digest::of(&buffer);
        let result = use_it(Scan { found, sha256, content: Content::Memory(&buffer) });
        cell.replace(buffer);
        result
    })
}

/// Returns the digest of a file's content, without keeping it.
pub fn digest(found: &Found) -> Result<Digest, Stop> {
    Ok(hash(&mut File::open(&found.path)?)?)
}

fn hash(file: &mut File) -> io::Result<Digest> {
    let mut hasher = Hasher::default();
    let mut block = vec![0; 256 * 1024];
    loop {
        match file.read(&mut block)? {
            0 => break,
            n_read => hasher.update(&block[..n_read]),
        }
    }
    file.rewind()?;
    Ok(hasher.finish())
}

impl Scan<'_> {
    /// Reads and checks every page; afterwards the file must be as it was when it was found.
    pub fn read(mut self, format: &Format, limits: &Limits, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let mut source = match &mut self.content {
            Content::Memory(bytes) => Source::of(bytes),
            Content::File(file) => Source::File(file),
        };
        let read = (format.read)(&mut source, limits, sink);
        // A file that changed was read as a mixture of old and new, whether it looked good or bad.
        if discover::unchanged(self.found)? { read } else { Err(changed().into()) }
    }

    /// Finds the format by the opening bytes; a file of no format that is taken is refused.
    pub fn format(&mut self) -> Result<&'static Format, Stop> {
        let (head, n_head) = self.head()?;
        let head = &head[..n_head];
        if self.found.size == 0 {
            return Err(Refusal::new(&codes::EMPTY, text!("tệp rỗng", "the file is empty")).into());
        }
        if let Some(format) = formats::ALL.iter().find(|format| (format.recognises)(head)) {
            return Ok(format);
        }
        if let Some(foreign) = foreign::find(head) {
            return Err(Refusal::new(&codes::NOT_YET, foreign.text()).into());
        }
        if self.is_all_zero()? {
            return Err(
                Refusal::new(&codes::EMPTY, text!("tệp chỉ có byte 0", "the file holds zero bytes only")).into()
            );
        }
        Err(Refusal::new(&codes::UNKNOWN, text!("không nhận ra định dạng", "the format is not recognised")).into())
    }

    fn head(&mut self) -> io::Result<([u8; 128], usize)> {
        let mut head = [0; 128];
        let n_head = match &mut self.content {
            Content::Memory(bytes) => {
                let n_read = bytes.len().min(head.len());
                head[..n_read].copy_from_slice(&bytes[..n_read]);
                n_read
            }
            Content::File(file) => {
                let n_read = file.read(&mut head)?;
                file.rewind()?;
                n_read
            }
        };
        Ok((head, n_head))
    }

    fn is_all_zero(&mut self) -> io::Result<bool> {
        match &mut self.content {
            Content::Memory(bytes) => Ok(bytes.iter().all(|byte| *byte == 0)),
            Content::File(file) => {
                file.rewind()?;
                let mut block = vec![0; 256 * 1024];
                loop {
                    let n_read = file.read(&mut block)?;
                    if n_read == 0 || block[..n_read].iter().any(|byte| *byte != 0) {
                        return Ok(n_read == 0);
                    }
                }
            }
        }
    }
}

fn changed() -> Refusal {
    Refusal::new(&codes::SOURCE_GROWING, text!("tệp thay đổi trong lúc được đọc", "the file changed while it was read"))
}
