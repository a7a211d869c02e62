//! A document under way: page after page goes into its PDF, and what is known of each into the sidecar.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::Result;

use crate::digest::Digest;
use crate::document;
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::finding::{Finding, codes};
use crate::fingerprint::Fingerprint;
use crate::formats::pixels;
use crate::intake::discover::Found;
use crate::ops::see::sight;
use crate::page::{Coding, Embedding, Note, Orientation, PageImage, Refusal, Stop};
use crate::pdfa::geometry::{Dpi, PageBox};
use crate::pdfa::resolution::{self, Decided, Reason};
use crate::pdfa::unwritable::Unwritable;
use crate::pdfa::{Conformance, Description, Writer, Written};
use crate::records::profile::Profile;
use crate::sidecar::taken::Taken;
use crate::sidecar::{self, Kept, Page, PageText, Source, Stream};
use crate::text;

use super::pdf::{self, Bytes, Outcome, Placed, Visible};
use super::scan::{Desk, Kind, Scan};

/// A document under way.
pub struct Draft<'d> {
    path: &'d Path,
    original_path: &'d Path,
    title: &'d str,
    profile: &'d Profile,
    desk: Desk<'d>,
    body: Body,
    original: Option<(Digest, u64)>,
    pages: Vec<Page>,
    findings: Vec<Finding>,
}

/// The PDF of a document under way.
enum Body {
    /// It is being built.
    Built(Box<Writer<File>>, Option<Taken>),
    /// It stands there already.
    Came(Pdf),
}

/// A file whose pages are being added.
#[derive(Clone, Copy)]
pub struct Origin<'o> {
    /// The file.
    pub found: &'o Found,
    /// Of all its bytes.
    pub sha256: Digest,
    /// What it is.
    pub format: &'o str,
}

/// The PDF of a document.
pub struct Pdf {
    /// Of the whole file.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
    /// What it keeps to.
    pub conformance: String,
    /// How it came to be.
    pub kept: Kept,
    /// How the PDF that came was taken.
    pub taken: Option<Taken>,
}

/// A document whose PDF is finished.
pub struct Finished {
    /// The PDF.
    pub pdf: Pdf,
    /// Digest and bytes of the file as it came, where that is kept beside it.
    pub original: Option<(Digest, u64)>,
    /// Its pages.
    pub pages: Vec<Page>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

impl Finished {
    /// Returns the number of its pages.
    pub fn n_pages(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(u32::MAX)
    }
}

impl<'d> Draft<'d> {
    /// Begins a PDF in a new file; what is to be kept as it came goes to `original_path`.
    pub fn begin(
        path: &'d Path,
        original_path: &'d Path,
        title: &'d str,
        profile: &'d Profile,
        desk: Desk<'d>,
    ) -> Result<Draft<'d>> {
        let out = files::create(path)?;
        let description =
            Description { title: title.to_owned(), conformance: Conformance::U, language: Some("vi".to_owned()) };
        let writer = Writer::new(out, description).attempt(|| cannot_write(path))?;
        let body = Body::Built(Box::new(writer), None);
        Ok(Draft {
            path,
            original_path,
            original: None,
            title,
            profile,
            desk,
            body,
            pages: Vec::new(),
            findings: Vec::new(),
        })
    }

    /// Reads and checks a file and adds its pages.
    pub fn add_scan(&mut self, scan: Scan<'_>) -> Result<(), Stop> {
        let (found, sha256, desk) = (scan.found, scan.sha256, self.desk);
        desk.allowance.check()?;
        let kind = scan.kind()?;
        let origin = Origin { found, sha256, format: kind.name() };
        match kind {
            Kind::Image(format) => {
                scan.read(format, &desk, &mut |frame, image| self.add_page(origin, frame, &image, None))?;
            }
            Kind::Pdf => self.add_pdf(&scan, origin)?,
        }
        self.findings.extend(misnamed(found, kind));
        Ok(())
    }

    /// Takes a PDF apart and adds its pages, or keeps it as it came.
    fn add_pdf(&mut self, scan: &Scan<'_>, origin: Origin<'_>) -> Result<(), Stop> {
        let (desk, title) = (self.desk, self.title);
        let mended = self.path.with_extension("mended");
        let taken = scan.take(&desk, &mended, title, &mut |frame, image, placed| {
            self.add_page(origin, frame, &image, placed.as_ref())
        });
        let kept = taken.and_then(|outcome| self.keep(scan, origin, outcome, &mended));
        files::remove(&mended)?;
        kept
    }

    /// Keeps what became of a PDF.
    fn keep(&mut self, scan: &Scan<'_>, origin: Origin<'_>, outcome: Outcome, mended: &Path) -> Result<(), Stop> {
        let Outcome { class, reason, claim, said, conformance, changes, signatures, bytes, notes, keeps_original } =
            outcome;
        self.findings.extend(pdf::findings(notes, origin.found));
        let taken = Taken { class, reason, claim, said, changes, signatures, original: None };
        if keeps_original {
            scan.copy(self.original_path)?;
            self.original = Some((scan.sha256, scan.found.size));
        }
        let (sha256, size, kept, boxes) = match bytes {
            Bytes::Pages => {
                // Of a document of several files nobody could say which one it is about.
                if let (Body::Built(_, about), false) = (&mut self.body, self.desk.joins) {
                    *about = Some(taken);
                }
                return Ok(());
            }
            Bytes::Own(pages) => {
                files::remove(self.path)?;
                scan.copy(self.path)?;
                for (page, own) in self.pages.iter_mut().zip(pages) {
                    page.stream = Some(own.stream);
                    page.text = text_of(own.words);
                }
                let (sha256, size, kept) = (scan.sha256, scan.found.size, Kept::Built);
                self.body = Body::Came(Pdf { sha256, size, conformance, kept, taken: Some(taken) });
                return Ok(());
            }
            Bytes::Source(boxes) => {
                files::remove(self.path)?;
                scan.copy(self.path)?;
                (scan.sha256, scan.found.size, Kept::AsIs, boxes)
            }
            Bytes::Written(boxes) => {
                files::replace_with(mended, self.path)?;
                let (sha256, size) = files::digest(self.path).attempt(|| cannot_write(self.path))?;
                (sha256, size, Kept::Mended, boxes)
            }
        };
        self.body = Body::Came(Pdf { sha256, size, conformance, kept, taken: Some(taken) });
        self.pages = (1..).zip(boxes).map(|(number, visible)| page_of_pdf(origin, kept, number, visible)).collect();
        Ok(())
    }

    /// Adds one page.
    pub fn add_page(
        &mut self,
        origin: Origin<'_>,
        frame: u32,
        image: &PageImage<'_>,
        placed: Option<&Placed>,
    ) -> Result<(), Stop> {
        let (decided, sheet) = lay(image, placed)?;
        let words = placed.map_or(&[][..], |placed| &placed.words);
        let Body::Built(writer, _) = &mut self.body else { return Ok(()) };
        // A JPEG or JP2 that passed through whole has the file's own digest.
        let is_whole_file = image.embedding == Embedding::PassThrough
            && matches!(image.coding, Coding::Dct { .. } | Coding::Jpx)
            && image.data.len() as u64 == origin.found.size;
        let known = is_whole_file.then_some(origin.sha256);
        let range = writer.page(image, &sheet, words, known).map_err(|error| unwritable(self.path, error))?;
        let number = self.pages.len() as u32 + 1;
        self.note(origin, number, image, &decided);
        self.pages.push(Page {
            number,
            source: origin.source(frame),
            content: image.content.clone(),
            dpi: Some(dpi(&decided)),
            orientation: placed.map_or(image.orientation, Placed::orientation),
            embedding: image.embedding,
            stream: Some(Stream { offset: range.offset, length: range.length, sha256: range.sha256 }),
            text: text_of(u32::try_from(words.len()).unwrap_or(u32::MAX)),
            fingerprint: Some(fingerprint(image, placed)),
        });
        Ok(())
    }

    /// Notes what was found of a file.
    pub fn add_findings(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.findings.extend(findings);
    }

    /// Finishes the PDF.
    pub fn finish(self) -> Result<Finished, Stop> {
        let Draft { path, body, original, pages, findings, .. } = self;
        let pdf = match body {
            Body::Came(pdf) => pdf,
            Body::Built(writer, taken) => {
                let Written { sha256, size, .. } = writer.finish().map_err(|error| unwritable(path, error))?;
                Pdf { sha256, size, conformance: "PDF/A-2u".to_owned(), kept: Kept::Built, taken }
            }
        };
        Ok(Finished { pdf, original, pages, findings })
    }

    fn note(&mut self, origin: Origin<'_>, number: u32, image: &PageImage<'_>, decided: &Decided) {
        let subject = &origin.found.label;
        for Note { code, what } in &image.notes {
            self.findings.push(Finding::new(code, subject, what.clone()));
        }
        for reason in &decided.reasons {
            self.findings.push(resolution_finding(subject, number, reason, decided));
        }
        let lowest = decided.dpi.x().min(decided.dpi.y());
        let minimum = self.profile.resolution.minimum;
        // Scanners round: 199.9 is 200.
        if lowest < minimum - 0.5 {
            let what = text!(
                "trang {number}: {lowest:.0} dpi, thấp hơn mức {minimum:.0} dpi",
                "page {number}: {lowest:.0} dpi, less than the {minimum:.0} dpi asked for"
            );
            self.findings.push(Finding::new(&codes::DPI_LOW, subject, what));
        }
    }
}

impl Origin<'_> {
    fn source(self, frame: u32) -> Source {
        Source {
            path: self.found.label.clone(),
            sha256: self.sha256,
            size: self.found.size,
            format: self.format.to_owned(),
            frame,
        }
    }
}

/// Describes a page of a PDF that was kept.
fn page_of_pdf(origin: Origin<'_>, kept: Kept, number: u32, visible: Visible) -> Page {
    Page {
        number,
        source: origin.source(number),
        content: document::content_in_pdf(origin.sha256, number, visible.width, visible.height),
        dpi: None,
        orientation: Orientation::UPRIGHT,
        embedding: if kept == Kept::AsIs { Embedding::AsIs } else { Embedding::Mended },
        stream: None,
        text: None,
        fingerprint: None,
    }
}

/// Decides how an image lies on its page: as its PDF says, else by its size and resolution.
fn lay(image: &PageImage<'_>, placed: Option<&Placed>) -> Result<(Decided, PageBox), Stop> {
    let Some(placed) = placed else {
        let decided = resolution::decide(image.width, image.height, image.resolution);
        let sheet = PageBox::new(image.width, image.height, decided.dpi, image.orientation);
        return Ok((decided, sheet));
    };
    let sheet = PageBox::placed(placed.size, placed.image, placed.rotation, placed.user_unit);
    let (Some(sheet), Some(dpi)) = (sheet, Dpi::new(placed.dpi.0, placed.dpi.1)) else {
        let what = text!(
            "khổ trang hoặc vị trí ảnh vượt giới hạn của PDF/A",
            "the size of the page or the place of its image is beyond the limits of PDF/A"
        );
        return Err(Refusal::new(&codes::PDF_UNWRITABLE, what).into());
    };
    Ok((Decided { dpi, from: resolution::Origin::Pdf, reasons: Vec::new() }, sheet))
}

/// Makes the fingerprint as `ops::see` would, so that a scan in a folder is found in the archive.
fn fingerprint(image: &PageImage<'_>, placed: Option<&Placed>) -> String {
    let view = sight::view(image, placed, f64::INFINITY);
    let (_, dpi) = pixels::size(image.width, image.height, &view);
    let preview = pixels::square_preview(image.preview.clone(), view.dpi);
    Fingerprint::of(&preview, dpi, view.orientation).to_text()
}

fn text_of(count: u32) -> Option<PageText> {
    (count > 0).then(|| PageText { from: "carried-over".to_owned(), words: count })
}

/// Returns a finding when the name's ending belongs to another format.
pub fn misnamed(found: &Found, kind: Kind) -> Option<Finding> {
    let ending = found.name.rsplit_once('.')?.1.to_lowercase();
    if kind.endings().contains(&ending.as_str()) {
        return None;
    }
    let name = kind.name();
    let what = text!("nội dung là {name}, tên tệp nói khác", "the content is {name}, the name says otherwise");
    Some(Finding::new(&codes::EXTENSION, &found.label, what))
}

fn dpi(decided: &Decided) -> sidecar::Dpi {
    // Four decimals are far finer than any scanner, and keep 72.009 from becoming 72.00900000000001.
    let round = |dpi: f64| (dpi * 10_000.0).round() / 10_000.0;
    let (value, down) = (round(decided.dpi.x()), round(decided.dpi.y()));
    sidecar::Dpi { value, down: (down != value).then_some(down), from: name(decided.from) }
}

fn name(origin: resolution::Origin) -> String {
    serde_json::to_value(origin).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn resolution_finding(subject: &str, number: u32, reason: &Reason, decided: &Decided) -> Finding {
    match reason {
        Reason::Incredible(stated) => {
            let (x, y) = (stated.x, stated.y);
            let what = text!(
                "trang {number}: tệp ghi {x:.0} × {y:.0} dpi, không thể đúng",
                "page {number}: the file states {x:.0} × {y:.0} dpi, which cannot be right"
            );
            Finding::new(&codes::DPI_INCREDIBLE, subject, what)
        }
        Reason::Guessed => {
            let (dpi, from) = (decided.dpi.x(), name(decided.from));
            let what = text!(
                "trang {number}: tệp không ghi độ phân giải dùng được, lấy {dpi:.0} dpi ({from})",
                "page {number}: the file states no usable resolution, {dpi:.0} dpi is taken ({from})"
            );
            Finding::new(&codes::DPI_GUESSED, subject, what)
        }
    }
}

/// A limit of the standard refuses the document; anything else is a fault of the disk.
fn unwritable(path: &Path, error: io::Error) -> Stop {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Unwritable>()) {
        Some(Unwritable::NoPages) => Refusal::new(&codes::NO_PAGES, Unwritable::NoPages.text()).into(),
        Some(why) => Refusal::new(&codes::PDF_UNWRITABLE, why.text()).into(),
        None => Stop::Fault(Fault::caused(cannot_write(path), error)),
    }
}

fn cannot_write(path: &Path) -> text::Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}
