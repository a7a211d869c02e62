//! A document under way: page after page goes into its PDF, and what is known of each into the sidecar.

use std::fs::File;
use std::io;
use std::path::Path;

use anyhow::Result;

use crate::digest::Digest;
use crate::fault::{Attempt, Fault};
use crate::finding::{Finding, codes};
use crate::formats::{Format, Limits};
use crate::intake::discover::Found;
use crate::page::{Coding, Embedding, Note, PageImage, Refusal, Stop};
use crate::pdfa::geometry::PageBox;
use crate::pdfa::resolution::{self, Decided, Reason};
use crate::pdfa::unwritable::Unwritable;
use crate::pdfa::{Conformance, Description, Writer, Written};
use crate::records::profile::Profile;
use crate::sidecar::{Dpi, Page, Source, Stream};
use crate::text;

use super::scan::Scan;

/// A document under way.
pub struct Draft<'d> {
    path: &'d Path,
    profile: &'d Profile,
    writer: Writer<File>,
    pages: Vec<Page>,
    findings: Vec<Finding>,
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

/// A document whose PDF is finished.
pub struct Finished {
    /// The PDF.
    pub pdf: Written,
    /// Its pages.
    pub pages: Vec<Page>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

impl<'d> Draft<'d> {
    /// Begins a PDF in a new file.
    pub fn begin(path: &'d Path, title: &str, profile: &'d Profile) -> Result<Draft<'d>> {
        let out = crate::files::create(path)?;
        let description =
            Description { title: title.to_owned(), conformance: Conformance::U, language: Some("vi".to_owned()) };
        let writer = Writer::new(out, description).attempt(|| cannot_write(path))?;
        Ok(Draft { path, profile, writer, pages: Vec::new(), findings: Vec::new() })
    }

    /// Reads and checks a file and adds its pages.
    pub fn add_scan(&mut self, scan: Scan<'_>) -> Result<(), Stop> {
        let (found, sha256) = (scan.found, scan.sha256);
        let limits = limits(self.profile);
        let format = scan.format()?;
        let origin = Origin { found, sha256, format: format.name };
        scan.read(format, &limits, &mut |frame, image| self.add_page(origin, frame, &image))?;
        self.findings.extend(misnamed(found, format));
        Ok(())
    }

    /// Adds one page.
    pub fn add_page(&mut self, origin: Origin<'_>, frame: u32, image: &PageImage<'_>) -> Result<(), Stop> {
        let decided = resolution::decide(image.width, image.height, image.resolution);
        let sheet = PageBox::new(image.width, image.height, decided.dpi, image.orientation);
        // A JPEG that passed through whole has the file's own digest.
        let is_whole_file = image.embedding == Embedding::PassThrough
            && matches!(image.coding, Coding::Dct { .. })
            && image.data.len() as u64 == origin.found.size;
        let known = is_whole_file.then_some(origin.sha256);
        let range = self.writer.page(image, &sheet, known).map_err(|error| unwritable(self.path, error))?;
        let number = self.pages.len() as u32 + 1;
        self.note(origin, number, image, &decided);
        self.pages.push(Page {
            number,
            source: Source {
                path: origin.found.label.clone(),
                sha256: origin.sha256,
                size: origin.found.size,
                format: origin.format.to_owned(),
                frame,
            },
            content: image.content.clone(),
            dpi: dpi(&decided),
            orientation: image.orientation,
            embedding: image.embedding,
            stream: Stream { offset: range.offset, length: range.length, sha256: range.sha256 },
        });
        Ok(())
    }

    /// Notes what was found of a file.
    pub fn add_finding(&mut self, finding: Option<Finding>) {
        self.findings.extend(finding);
    }

    /// Finishes the PDF.
    pub fn finish(self) -> Result<Finished, Stop> {
        let Draft { path, writer, pages, findings, .. } = self;
        let pdf = writer.finish().map_err(|error| unwritable(path, error))?;
        Ok(Finished { pdf, pages, findings })
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

/// Returns the limits of a profile as the formats take them.
pub fn limits(profile: &Profile) -> Limits {
    Limits { pixels: profile.limits.pixels, memory: profile.limits.memory, pages: profile.limits.pages }
}

/// Returns a finding when the name's ending belongs to another format.
pub fn misnamed(found: &Found, format: &Format) -> Option<Finding> {
    let ending = found.name.rsplit_once('.')?.1.to_lowercase();
    if format.endings.contains(&ending.as_str()) {
        return None;
    }
    let name = format.name;
    let what = text!("nội dung là {name}, tên tệp nói khác", "the content is {name}, the name says otherwise");
    Some(Finding::new(&codes::EXTENSION, &found.label, what))
}

fn dpi(decided: &Decided) -> Dpi {
    // Four decimals are far finer than any scanner, and keep 72.009 from becoming 72.00900000000001.
    let round = |dpi: f64| (dpi * 10_000.0).round() / 10_000.0;
    let (value, down) = (round(decided.dpi.x()), round(decided.dpi.y()));
    Dpi { value, down: (down != value).then_some(down), from: name(decided.from) }
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
        Some(why) => Refusal::new(&codes::PDF_UNWRITABLE, why.text()).into(),
        None => Stop::Fault(Fault::caused(cannot_write(path), error)),
    }
}

fn cannot_write(path: &Path) -> text::Text {
    text!("không ghi được `{path}`", "could not write `{path}`", path = path.display())
}
