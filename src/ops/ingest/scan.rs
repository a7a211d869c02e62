//! One input file: read once, its digest taken on the way, its format found by content, its pages checked.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::digest::{Digest, Hasher};
use crate::fault::Attempt;
use crate::files;
use crate::finding::codes;
use crate::formats::source::Source;
use crate::formats::{self, Format, Limits, Sink, foreign};
use crate::intake::discover::{self, Found};
use crate::ops::worker::Pool;
use crate::page::{PageImage, Refusal, Stop};
use crate::records::profile;
use crate::text;

use super::allowance::Allowance;
use super::pdf::{Outcome, PageSink, Wish};

/// Up to this size a file is read into memory in one go; a larger one is hashed first and then read where needed.
const WHOLE: u64 = 32 << 20;

/// So many bytes are enough to know a format by.
const HEAD: usize = 128;
/// A PDF may begin with so many bytes of something else.
const OPENING: usize = 1024;
const PDF: &[u8] = b"%PDF-";

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

/// What reading needs to know besides the file.
#[derive(Clone, Copy)]
pub struct Desk<'d> {
    /// What may be asked of the machine.
    pub limits: &'d profile::Limits,
    /// Where files are read that could take the process down.
    pub pool: &'d Pool,
    /// The time of the document.
    pub allowance: Allowance,
    /// Whether the document is made of several files.
    pub joins: bool,
    /// Whether PDFs may be painted, if nothing else helps.
    pub rasterise: bool,
}

/// A way to read a scan.
type Reading = fn(&mut Source<'_>, &Limits, &mut Sink<'_>) -> Result<(), Stop>;

/// What a file is.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Images, of a format.
    Image(&'static Format),
    /// A PDF, which only workers look into.
    Pdf,
}

impl Kind {
    /// Returns the name in sidecars.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Image(format) => format.name,
            Kind::Pdf => "pdf",
        }
    }

    /// Returns the format of images; `None` for a PDF.
    pub fn format(self) -> Option<&'static Format> {
        match self {
            Kind::Image(format) => Some(format),
            Kind::Pdf => None,
        }
    }

    /// Returns the endings of names that fit.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Image(format) => format.endings,
            Kind::Pdf => &["pdf"],
        }
    }

    /// Says whether a file's name ends as such files do.
    pub fn names(self, name: &str) -> bool {
        let own = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.endings().iter().any(|known| own.eq_ignore_ascii_case(known))
    }
}

impl<'d> Desk<'d> {
    /// Makes a desk for one file that is only looked at; its time begins now.
    pub fn of(limits: &'d profile::Limits, pool: &'d Pool) -> Desk<'d> {
        Desk { limits, pool, allowance: Allowance::of(limits.seconds), joins: false, rasterise: false }
    }

    fn formats(&self) -> Limits {
        Limits { pixels: self.limits.pixels, memory: self.limits.memory, pages: self.limits.pages }
    }
}

impl Scan<'_> {
    /// Reads and checks every page; afterwards the file must be as it was when it was found.
    pub fn read(self, format: &Format, desk: &Desk<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let read = if format.isolated {
            desk.pool.read(&self.found.place, self.found.size, format, &desk.formats(), sink)
        } else {
            self.read_here(format.read, desk, sink)
        };
        self.unless_changed(read)
    }

    /// Hands every page over to be looked at, as [`Format::glance`] does; it is not checked whether the file changed.
    pub fn glance(&self, format: &Format, desk: &Desk<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        self.read_here(format.glance, desk, sink)
    }

    /// Refuses a file that changed: it was read as a mixture of old and new, whether it looked good or bad.
    pub fn unless_changed<T>(&self, read: Result<T, Stop>) -> Result<T, Stop> {
        if discover::unchanged(self.found)? { read } else { Err(changed().into()) }
    }

    fn read_here(&self, read: Reading, desk: &Desk<'_>, sink: &mut Sink<'_>) -> Result<(), Stop> {
        let mut timed = |frame: u32, image: PageImage<'_>| {
            desk.allowance.check()?;
            sink(frame, image)
        };
        match self.content {
            Content::Memory(bytes) => read(&mut Source::of(bytes), &desk.formats(), &mut timed),
            Content::Place => {
                let mut opened = unless_changed(self.found, self.found.place.open())?;
                read(&mut opened.source(), &desk.formats(), &mut timed)
            }
        }
    }

    /// Has a PDF taken apart; a mended one is written to `out`. Afterwards the file must be as it was when it was found.
    pub fn take(&self, desk: &Desk<'_>, out: &Path, title: &str, sink: &mut PageSink<'_>) -> Result<Outcome, Stop> {
        let wish = Wish {
            out: out.as_os_str().to_owned(),
            title: title.to_owned(),
            joins: desk.joins,
            rasterise: desk.rasterise,
            limits: desk.limits.clone(),
        };
        let taken = desk.pool.pdf(&self.found.place, self.found.size, wish, sink);
        self.unless_changed(taken)
    }

    /// Copies the file to a new one, byte for byte as it was hashed.
    pub fn copy(&self, to: &Path) -> Result<(), Stop> {
        let mut input = self.found.place.reader()?;
        let mut out = files::create(to)?;
        let (mut hasher, mut block) = (Hasher::default(), vec![0; 256 * 1024]);
        loop {
            let n_read = input.read(&mut block)?;
            if n_read == 0 {
                break;
            }
            hasher.update(&block[..n_read]);
            let cannot = || text!("không ghi được `{to}`", "could not write `{to}`", to = to.display());
            out.write_all(&block[..n_read]).attempt(cannot)?;
        }
        if hasher.finish() == self.sha256 { Ok(()) } else { Err(changed().into()) }
    }

    /// Finds out by the opening bytes what the file is; one that is nothing we take is refused.
    pub fn kind(&self) -> Result<Kind, Stop> {
        let opening = self.opening()?;
        let head = &opening[..opening.len().min(HEAD)];
        if self.found.size == 0 {
            return Err(Refusal::new(&codes::EMPTY, text!("tệp rỗng", "the file is empty")).into());
        }
        if let Some(format) = formats::ALL.iter().find(|format| (format.recognises)(head)) {
            return Ok(Kind::Image(format));
        }
        if head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).starts_with(PDF) {
            return Ok(Kind::Pdf);
        }
        if let Some(foreign) = foreign::find(head) {
            return Err(Refusal::new(&codes::NOT_YET, foreign.text()).into());
        }
        // Something stands before the header: readers look for it so far.
        if opening.windows(PDF.len()).any(|bytes| bytes == PDF) {
            return Ok(Kind::Pdf);
        }
        if self.is_all_zero()? {
            return Err(
                Refusal::new(&codes::EMPTY, text!("tệp chỉ có byte 0", "the file holds zero bytes only")).into()
            );
        }
        Err(Refusal::new(&codes::UNKNOWN, text!("không nhận ra định dạng", "the format is not recognised")).into())
    }

    fn opening(&self) -> io::Result<Vec<u8>> {
        match self.content {
            Content::Memory(bytes) => Ok(bytes[..bytes.len().min(OPENING)].to_vec()),
            Content::Place => self.found.place.opening(OPENING as u64),
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
