//! `sohoa originals`: the scans of a document, cut out of its PDF again.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde::Serialize;

use crate::archive::catalogue::Row;
use crate::archive::layout::Archive;
use crate::archive::lock::Lock;
use crate::digest::{Digest, Hasher};
use crate::fault::{Attempt, Fault};
use crate::files;
use crate::ops::index;
use crate::page::Embedding;
use crate::progress::Silent;
use crate::sidecar::{Page, Sidecar};
use crate::text;

/// One page, cut out or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Original {
    /// The page's number in the document.
    pub page: u32,
    /// The file that was written; `None` when the scan cannot be cut out.
    pub path: Option<PathBuf>,
    /// Of the bytes written.
    pub sha256: Option<Digest>,
    /// Whether these are exactly the bytes of the source file.
    pub identical: bool,
    /// How the page's bytes came into the PDF.
    pub embedding: Embedding,
}

/// Writes the pass-through scans of a document (by id or name) into a folder.
pub fn run(archive: &Archive, document: &str, out: &Path) -> Result<Vec<Original>> {
    let row = find(archive, document)?;
    let bag = archive.batch_path(&row.batch);
    let pdf = bag.join(&row.pdf);
    let sidecar_path = pdf.with_extension("json");
    let bytes = fs::read(&sidecar_path)
        .attempt(|| text!("không đọc được `{path}`", "could not read `{path}`", path = sidecar_path.display()))?;
    let sidecar = Sidecar::parse(&bytes).map_err(|_| {
        let what = text!("tệp mô tả bị hỏng; hãy chạy `sohoa verify`", "the sidecar is damaged; run `sohoa verify`");
        Fault::raise("archive.damaged", what)
    })?;
    files::create_folder(out)?;
    sidecar.pages.iter().map(|page| cut(&pdf, page, &row.name, out)).collect()
}

fn find(archive: &Archive, document: &str) -> Result<Row> {
    let catalogue = match index::current(archive)? {
        Some(catalogue) => catalogue,
        None => {
            let _lock = Lock::take(archive)?;
            index::open(archive, &Silent)?.0
        }
    };
    let mut found = catalogue.find(document)?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => {
            let what = text!("kho không có tài liệu `{document}`", "the archive has no document `{document}`");
            Err(Fault::raise("document.none", what))
        }
        n_found => {
            let ids: Vec<_> = found.iter().map(|row| format!("{} ({}/{})", row.id, row.batch, row.dossier)).collect();
            let ids = ids.join(", ");
            let what = text!(
                "có {n_found} tài liệu tên `{document}`; hãy dùng một mã: {ids}",
                "there are {n_found} documents called `{document}`; use one of the ids: {ids}"
            );
            Err(Fault::raise("document.ambiguous", what))
        }
    }
}

/// Cuts one page out. Only a JPEG is a whole file within a PDF; other streams have lost their container.
fn cut(pdf: &Path, page: &Page, name: &str, out: &Path) -> Result<Original> {
    let mut original =
        Original { page: page.number, path: None, sha256: None, identical: false, embedding: page.embedding };
    if page.source.format != "jpeg" || page.embedding != Embedding::PassThrough {
        return Ok(original);
    }
    let path = out.join(format!("{name}.{:04}.jpg", page.number));
    let sha256 = copy(pdf, page, &path)?;
    if sha256 != page.stream.sha256 {
        let number = page.number;
        let what = text!(
            "trang {number}: dữ liệu trong PDF không còn như lúc niêm phong; hãy chạy `sohoa verify`",
            "page {number}: the data in the PDF are not as they were sealed; run `sohoa verify`"
        );
        return Err(Fault::raise("archive.damaged", what));
    }
    original.identical = sha256 == page.source.sha256;
    original.path = Some(path);
    original.sha256 = Some(sha256);
    Ok(original)
}

fn copy(pdf: &Path, page: &Page, to: &Path) -> Result<Digest> {
    let mut target = files::create(to)?;
    let mut hasher = Hasher::default();
    let mut copy = || -> std::io::Result<()> {
        let mut file = File::open(pdf)?;
        file.seek(SeekFrom::Start(page.stream.offset))?;
        let mut left = file.take(page.stream.length);
        let mut block = vec![0; 64 * 1024];
        loop {
            match left.read(&mut block)? {
                0 => return target.flush(),
                n_read => {
                    hasher.update(&block[..n_read]);
                    target.write_all(&block[..n_read])?;
                }
            }
        }
    };
    copy().attempt(|| text!("không ghi được `{path}`", "could not write `{path}`", path = to.display()))?;
    Ok(hasher.finish())
}
