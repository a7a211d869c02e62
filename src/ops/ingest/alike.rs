//! A document whose pages show what a document of the archive shows, from other files: it is stored once.
//!
//! It stands beside the other only where storing it once would lose something: another orientation, other colours (a
//! profile, calibration, the transform of a JPEG), text that was carried over, a file kept as it came, or a record that the
//! other has not. Resolution alone is no reason, since it changes no pixel; where it differs, the finding says so.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::archive::catalogue::Row;
use crate::archive::sources::Outcome;
use crate::archive::staging::Entry;
use crate::digest::Digest;
use crate::document;
use crate::files;
use crate::finding::{Finding, codes};
use crate::formats::jpeg;
use crate::ops::locate;
use crate::page::Coding;
use crate::pdfa::reader::surprise::ReadError;
use crate::pdfa::reader::{Reader, Span, StoredColour};
use crate::relpath::RelPath;
use crate::sidecar::{Kept, Page, Relation, Sidecar};
use crate::text;
use crate::text::Text;

use super::bundle::Context;
use super::differs;
use super::held::First;
use super::known;
use super::plan::PlannedDocument;

/// So much of a JPEG is looked through for its Adobe marker, which comes before the picture.
const JPEG_HEAD: u64 = 16 << 20;

/// A document of the same content, and what is known of it.
struct Other {
    sidecar: Sidecar,
    pdf: PathBuf,
    is_withdrawn: bool,
    /// Says whether a row of an index sheet says something else than its record.
    differs: bool,
}

/// Turns a bundle that was just built into a duplicate of a document with the same content, or lets it stand beside
/// those that there are.
pub fn unite(context: &Context<'_>, planned: &PlannedDocument, firsts: &[First], mut entry: Entry) -> Result<Entry> {
    let Some(bundle) = &entry.bundle else { return Ok(entry) };
    let rows = context.catalogue.map_or(Ok(Vec::new()), |catalogue| catalogue.of_content(&bundle.id))?;
    if rows.is_empty() && firsts.is_empty() {
        return Ok(entry);
    }
    let stored = rows.iter().map(|row| stored(context, planned, row));
    let mut others: Vec<Other> = stored.filter_map(Result::transpose).collect::<Result<_>>()?;
    others.extend(firsts.iter().filter_map(|first| in_batch(context, planned, first)));
    let new = Sidecar::parse(files::read_text(&bundle.sidecar.path.under(context.bag))?.as_bytes())?;
    let pdf = new.pdf.path.under(context.bag);
    let mut why = None;
    for other in &others {
        match more_than(&new, &pdf, other) {
            None => return discard(context, planned, entry, &new, other),
            Some(reason) => _ = why.get_or_insert(reason),
        }
    }
    let why = why.unwrap_or_else(unreadable);
    stand_beside(context, &mut entry, new, &why)?;
    Ok(entry)
}

/// Returns a document of an earlier batch. One that cannot be read is passed over, so that the new one is kept; `verify`
/// will tell.
fn stored(context: &Context<'_>, planned: &PlannedDocument, row: &Row) -> Result<Option<Other>> {
    let versions = context.catalogue.map_or(Ok(Vec::new()), |catalogue| catalogue.versions(&row.id))?;
    let files = (locate::sidecar(context.archive, row), locate::pdf(context.archive, row));
    let (Ok(sidecar), Ok(pdf)) = files else { return Ok(None) };
    let differs = differs::note(context.archive, planned, &versions).is_some();
    Ok(Some(Other { sidecar, pdf, is_withdrawn: row.withdrawn, differs }))
}

fn in_batch(context: &Context<'_>, planned: &PlannedDocument, first: &First) -> Option<Other> {
    let path = first.sidecar.under(context.bag);
    let sidecar = Sidecar::parse(&std::fs::read(&path).ok()?).ok()?;
    let pdf = sidecar.pdf.path.under(context.bag);
    Some(Other { pdf, sidecar, is_withdrawn: false, differs: differs::note_beside(planned, &path).is_some() })
}

/// Returns what a new document has that another one of the same content has not.
fn more_than(new: &Sidecar, pdf: &Path, other: &Other) -> Option<Text> {
    if other.differs {
        return Some(text!("thông tin mô tả khác", "its record says something else"));
    }
    let original = |sidecar: &Sidecar| Some(sidecar.pdf.taken.as_ref()?.original.as_ref()?.sha256);
    if original(new).is_some_and(|sha256| original(&other.sidecar) != Some(sha256)) {
        return Some(text!("tệp gốc được giữ kèm", "the file that came is kept with it"));
    }
    let pages = || new.pages.iter().zip(&other.sidecar.pages);
    if pages().any(|(new, other)| new.orientation != other.orientation) {
        return Some(text!("chiều xoay trang khác", "pages are turned otherwise"));
    }
    if pages().any(|(new, other)| new.text.is_some() && new.text != other.text) {
        return Some(text!("có chữ ẩn mà bản kia không có", "it has text that the other has not"));
    }
    if new.pdf.kept != other.sidecar.pdf.kept {
        return Some(text!("PDF được giữ cách khác", "its PDF was kept in another way"));
    }
    let has_same_looks = new.pdf.kept != Kept::Built
        || matches!((looks(pdf), looks(&other.pdf)), (Ok(own), Ok(others)) if own == others);
    (!has_same_looks).then(|| text!("màu sắc được hiểu khác", "its colours are read in another way"))
}

fn unreadable() -> Text {
    text!("không đọc lại được bản đã lưu", "the stored one could not be read")
}

/// How the images of a PDF are shown, beyond what their content says.
fn looks(pdf: &Path) -> Result<Vec<(String, bool, Option<u8>)>, ReadError> {
    let mut reader = Reader::open(File::open(pdf)?)?;
    (0..reader.page_count()).map(|page_idx| look(&mut reader, page_idx)).collect()
}

fn look<R: Read + Seek>(reader: &mut Reader<R>, page_idx: usize) -> Result<(String, bool, Option<u8>), ReadError> {
    let (image, space) = (reader.page(page_idx)?, reader.space(page_idx)?);
    let Coding::Dct { transform } = image.coding else { return Ok((space, false, None)) };
    let mut head = Vec::new();
    let length = image.stream.length.min(JPEG_HEAD);
    reader.copy(Span { length, ..image.stream }, &mut head)?;
    // What readers do without any marker: three components are YCbCr, others what they are.
    let usual = u8::from(image.colour == StoredColour::Rgb);
    let transform = jpeg::adobe_transform(&head).or(transform).unwrap_or(usual);
    Ok((space, image.inverted, Some(transform)))
}

/// Removes a bundle that was just built; its files are listed under the document that is kept.
fn discard(
    context: &Context<'_>,
    planned: &PlannedDocument,
    entry: Entry,
    new: &Sidecar,
    other: &Other,
) -> Result<Entry> {
    if let Some(bundle) = &entry.bundle {
        bundle.files().try_for_each(|written| files::remove(&written.path.under(context.bag)))?;
    }
    let id = &other.sidecar.id;
    let (mut inputs, mut findings) = (entry.inputs, entry.findings);
    for row in &mut inputs {
        row.outcome = Outcome::Duplicate;
        row.detail.clone_from(id);
    }
    // It says that both are kept.
    findings.retain(|finding| finding.code != codes::DOCUMENT_AGAIN.name);
    findings.push(match other.is_withdrawn {
        true => known::withdrawn(&planned.scans, id),
        false => stored_once(planned.label(), id, &new.pages, &other.sidecar.pages),
    });
    Ok(Entry { bundle: None, inputs, findings, ..entry })
}

fn stored_once(subject: &str, id: &str, new: &[Page], stored: &[Page]) -> Finding {
    let same_dpi = new.iter().zip(stored).all(|(new, stored)| new.dpi == stored.dpi);
    let what = match same_dpi {
        true => text!(
            "các trang có cùng dữ liệu ảnh với tài liệu {id}, nên chỉ lưu một lần",
            "the pages have the image data of document {id}, which is stored once"
        ),
        false => text!(
            "các trang có cùng dữ liệu ảnh với tài liệu {id}, nên chỉ lưu một lần; độ phân giải mà tệp này ghi thì khác",
            "the pages have the image data of document {id}, which is stored once; these files state another resolution"
        ),
    };
    Finding::new(&codes::DUPLICATE_CONTENT, subject, what)
}

/// Gives a bundle that was just built an id of its own, beside the document whose content it has.
fn stand_beside(context: &Context<'_>, entry: &mut Entry, mut sidecar: Sidecar, why: &Text) -> Result<()> {
    let Some(bundle) = &mut entry.bundle else { return Ok(()) };
    let other = sidecar.id.clone();
    let (vi, en) = (&why.vi, &why.en);
    let what = text!(
        "các trang có cùng dữ liệu ảnh với tài liệu {other}, nhưng {vi}; cả hai được lưu",
        "the pages have the image data of document {other}, but {en}; both are stored"
    );
    let subject = entry.inputs.first().map_or("", |row| row.path.as_str());
    let finding = Finding::new(&codes::DUPLICATE_CONTENT, subject, what);
    sidecar.id = document::id_beside(sidecar.pages.iter().map(|page| &page.content), &sidecar.sources());
    sidecar.findings.push(finding.clone());
    bundle.content = Some(other.clone());
    let [kind, found] = ["duplicate-of", "content"].map(str::to_owned);
    sidecar.relations.push(Relation { kind, to: other, found, decided: None, note: None });
    let bytes = sidecar.render()?;
    let path = RelPath::under(&bundle.sidecar.path, context.bag);
    files::remove(&path)?;
    files::write_new(&path, &bytes)?;
    bundle.sidecar.sha256 = Digest::of(&bytes);
    bundle.sidecar.size = bytes.len() as u64;
    bundle.id.clone_from(&sidecar.id);
    entry.inputs.iter_mut().for_each(|row| row.detail.clone_from(&sidecar.id));
    entry.findings.push(finding);
    Ok(())
}
