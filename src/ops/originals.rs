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
use crate::formats;
use crate::ops::locate;
use crate::page::Embedding;
use crate::sidecar::{Kept, Page, Stream};
use crate::text;
use crate::text::Text;

/// So many bytes tell a format.
const OPENING: u64 = 128;

/// One page, cut out or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Original {
    /// The page's number in the document; `None` for a whole PDF that came from elsewhere.
    pub page: Option<u32>,
    /// The file that was written; `None` when the scan cannot be cut out, or the PDF as it came was not kept.
    pub path: Option<PathBuf>,
    /// Of the bytes written.
    pub sha256: Option<Digest>,
    /// Whether these are exactly the bytes of the source file.
    pub identical: bool,
    /// How the page's bytes came into the PDF.
    pub embedding: Embedding,
    /// The format of the source file, as in the sidecar.
    pub format: String,
}

/// Writes what a document (by id or name) came as into a folder: the PDF, where it was kept, and pass-through scans.
pub fn run(archive: &Archive, document: &str, out: &Path) -> Result<Vec<Original>> {
    let row = locate::document(&locate::catalogue(archive)?, document)?;
    let pdf = locate::pdf(archive, &row)?;
    let sidecar = locate::sidecar(archive, &row)?;
    files::create_folder(out)?;
    let all_of = |size, sha256| Stream { offset: 0, length: size, sha256 };
    let beside = sidecar.pdf.taken.as_ref().and_then(|taken| taken.original.as_ref());
    let mut all = match (sidecar.pdf.kept, beside) {
        (Kept::AsIs, _) => vec![whole(&pdf, &all_of(sidecar.pdf.size, sidecar.pdf.sha256), &row.name, out)?],
        (_, Some(original)) => {
            let kept = locate::beside(archive, &row, &original.path)?;
            vec![whole(&kept, &all_of(original.size, original.sha256), &row.name, out)?]
        }
        (Kept::Mended, None) => vec![not_kept()],
        (Kept::Built, None) => Vec::new(),
    };
    if sidecar.pdf.kept == Kept::Built {
        for page in &sidecar.pages {
            all.push(cut(&pdf, page, &row.name, out)?);
        }
    }
    Ok(all)
}

/// Gives back a PDF that was kept as it came.
fn whole(pdf: &Path, range: &Stream, name: &str, out: &Path) -> Result<Original> {
    let path = out.join(format!("{name}.pdf"));
    write(pdf, range, &path, &text!("cả tệp", "the whole file"))?;
    let (sha256, identical) = (Some(range.sha256), true);
    Ok(Original { path: Some(path), sha256, identical, embedding: Embedding::AsIs, ..not_kept() })
}

/// Stands for a PDF that was mended, and of which nothing else was kept.
fn not_kept() -> Original {
    let format = "pdf".to_owned();
    Original { page: None, path: None, sha256: None, identical: false, embedding: Embedding::Mended, format }
}

/// Cuts one page out. Only a JPEG or JP2 is a whole file within a PDF; other streams have lost their container.
fn cut(pdf: &Path, page: &Page, name: &str, out: &Path) -> Result<Original> {
    let format = page.source.format.clone();
    let mut original = Original { page: Some(page.number), embedding: page.embedding, format, ..not_kept() };
    let Some(stream) = page.stream.as_ref().filter(|_| page.embedding == Embedding::PassThrough) else {
        return Ok(original);
    };
    let ending = match page.source.format.as_str() {
        "jpeg" => "jpg",
        "jp2" => "jp2",
        "pdf" => match ending(pdf, stream)? {
            Some(ending) => ending,
            None => return Ok(original),
        },
        _ => return Ok(original),
    };
    let path = out.join(format!("{name}.{:04}.{ending}", page.number));
    write(pdf, stream, &path, &text!("trang {page}", "page {page}", page = page.number))?;
    original.identical = stream.sha256 == page.source.sha256;
    original.path = Some(path);
    original.sha256 = Some(stream.sha256);
    Ok(original)
}

/// Returns the ending of an image that came in a PDF, by its opening bytes; `None` for streams that are no files.
fn ending(pdf: &Path, stream: &Stream) -> Result<Option<&'static str>> {
    let cannot_read = || text!("không đọc được `{pdf}`", "could not read `{pdf}`", pdf = pdf.display());
    let mut source = File::open(pdf).attempt(cannot_read)?;
    source.seek(SeekFrom::Start(stream.offset)).attempt(cannot_read)?;
    let mut opening = Vec::new();
    source.take(stream.length.min(OPENING)).read_to_end(&mut opening).attempt(cannot_read)?;
    let known = formats::ALL.iter().find(|format| (format.recognises)(&opening));
    Ok(known.and_then(|format| match format.name {
        "jpeg" => Some("jpg"),
        "jp2" => Some("jp2"),
        _ => None,
    }))
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
