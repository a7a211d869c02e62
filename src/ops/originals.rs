//! `sohoa originals`: the scans of a document, cut out of its PDF again, or the PDF that it came as.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;

use crate::archive::layout::Archive;
use crate::digest::{Digest, Hasher};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::ops::locate;
use crate::page::Embedding;
use crate::sidecar::taken::ORIGINAL;
use crate::sidecar::{Kept, Page, Stream};
use crate::text;
use crate::text::Text;

/// One page, cut out or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Original {
    /// The page's number in the document; `None` for a whole PDF.
    pub page: Option<u32>,
    /// The file that was written; `None` when the scan cannot be cut out.
    pub path: Option<PathBuf>,
    /// Of the bytes written.
    pub sha256: Option<Digest>,
    /// Whether these are exactly the bytes of the source file.
    pub identical: bool,
    /// How the page's bytes came into the PDF.
    pub embedding: Embedding,
}

/// Writes the pass-through scans of a document (by id or name) into a folder, or the PDF that it came as.
pub fn run(archive: &Archive, document: &str, out: &Path) -> Result<Vec<Original>> {
    let row = locate::document(&locate::catalogue(archive)?, document)?;
    let pdf = locate::pdf(archive, &row)?;
    let sidecar = locate::sidecar(archive, &row)?;
    files::create_folder(out)?;
    let embedding = sidecar.pages.first().map_or(Embedding::AsIs, |page| page.embedding);
    let about = &sidecar.pdf;
    if about.kept == Kept::AsIs {
        return Ok(vec![whole(&pdf, (about.sha256, about.size), embedding, &row.name, out)?]);
    }
    if let Some(kept) = about.taken.as_ref().and_then(|taken| taken.original.as_ref()) {
        // Beside the PDF, called like it: `verify` demands that, and a path of the sidecar need not be believed.
        let beside = pdf.with_extension(ORIGINAL.trim_start_matches('.'));
        return Ok(vec![whole(&beside, (kept.sha256, kept.size), embedding, &row.name, out)?]);
    }
    sidecar.pages.iter().map(|page| cut(&pdf, page, &row.name, out)).collect()
}

/// Gives back a PDF that was kept as it came, given its digest and size.
fn whole(pdf: &Path, (sha256, size): (Digest, u64), embedding: Embedding, name: &str, out: &Path) -> Result<Original> {
    let path = out.join(format!("{name}.pdf"));
    let range = Stream { offset: 0, length: size, sha256 };
    write(pdf, &range, &path, &text!("cả tệp", "the whole file"))?;
    let (page, sha256) = (None, Some(sha256));
    Ok(Original { page, path: Some(path), sha256, identical: true, embedding })
}

/// Cuts one page out. Only a JPEG or JP2 is a whole file within a PDF; other streams have lost their container.
fn cut(pdf: &Path, page: &Page, name: &str, out: &Path) -> Result<Original> {
    let mut original =
        Original { page: Some(page.number), path: None, sha256: None, identical: false, embedding: page.embedding };
    let Some(stream) = &page.stream else { return Ok(original) };
    let ending = match page.source.format.as_str() {
        "jpeg" => "jpg",
        "jp2" => "jp2",
        _ => return Ok(original),
    };
    if page.embedding != Embedding::PassThrough {
        return Ok(original);
    }
    let path = out.join(format!("{name}.{:04}.{ending}", page.number));
    write(pdf, stream, &path, &text!("trang {page}", "page {page}", page = page.number))?;
    original.identical = stream.sha256 == page.source.sha256;
    original.path = Some(path);
    original.sha256 = Some(stream.sha256);
    Ok(original)
}

/// Writes a range of the PDF to a file of its own.
///
/// The bytes are compared with their digest before they get their name, so that no wrong file remains.
fn write(pdf: &Path, range: &Stream, path: &Path, what: &Text) -> Result<()> {
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    files::remove(part)?;
    let kept = copy(pdf, range, part, what).and_then(|()| files::rename(part, path));
    if kept.is_err() {
        files::remove(part)?;
    }
    kept
}

/// Copies a range of the PDF to a new file; bytes that are not as they were sealed are an error.
fn copy(pdf: &Path, range: &Stream, to: &Path, what: &Text) -> Result<()> {
    let cannot_read = || text!("không đọc được `{pdf}`", "could not read `{pdf}`", pdf = pdf.display());
    let cannot_write = || text!("không ghi được `{to}`", "could not write `{to}`", to = to.display());
    let mut source = File::open(pdf).attempt(cannot_read)?;
    source.seek(SeekFrom::Start(range.offset)).attempt(cannot_read)?;
    let mut left = source.take(range.length);
    let mut target = files::create(to)?;
    let mut hasher = Hasher::default();
    let mut block = vec![0; 64 * 1024];
    loop {
        let n_read = left.read(&mut block).attempt(cannot_read)?;
        if n_read == 0 {
            break;
        }
        hasher.update(&block[..n_read]);
        target.write_all(&block[..n_read]).attempt(cannot_write)?;
    }
    if hasher.finish() == range.sha256 {
        return Ok(());
    }
    let Text { vi, en } = what;
    let what = Text {
        vi: format!("{vi}: dữ liệu trong PDF không còn như lúc niêm phong, nên không ghi ra; hãy chạy `sohoa verify`"),
        en: format!("{en}: the data in the PDF are not as they were sealed and were not written; run `sohoa verify`"),
    };
    Err(Fault::raise("archive.damaged", what))
}
