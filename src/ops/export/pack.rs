//! One package: written under another name, made durable, renamed.

use std::path::Path;

use anyhow::Result;

use super::select::Parcel;
use super::{Made, Options};
use crate::archive::catalogue::Row;
use crate::archive::layout::Archive;
use crate::archive::seals;
use crate::digest::{Digest, Hasher};
use crate::fault::Attempt;
use crate::files;
use crate::files::container::write::{Form, Writer};
use crate::ops::locate;
use crate::packages::{self, Document, Documents, Name, Order, Terms, Totals};
use crate::progress::Progress;
use crate::text;

/// The documents of a parcel, read one by one.
struct Read<'r> {
    archive: &'r Archive,
    rows: &'r [Row],
    progress: &'r dyn Progress,
}

impl Documents for Read<'_> {
    fn each(&self, take: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.rows.iter().try_for_each(|row| {
            let sidecar = locate::sidecar(self.archive, row)?;
            let size = sidecar.pdf.size;
            take(&Document {
                name: row.name.clone(),
                pdf: locate::pdf(self.archive, row)?,
                sidecar_path: locate::sidecar_path(self.archive, row)?,
                sidecar_sha256: row.sidecar_sha256,
                batch: row.batch.clone(),
                sidecar,
            })?;
            self.progress.advance(1, size);
            Ok(())
        })
    }
}

/// Writes one package, or finds it written.
pub fn write(archive: &Archive, parcel: &Parcel, options: &Options, progress: &dyn Progress) -> Result<Made> {
    let terms = terms(archive, options);
    let Name { folder: name, zip } = name(&terms, parcel, options);
    let file = if options.form == Form::Zip { format!("{zip}.zip") } else { name.clone() };
    let (part, path) = (options.out.join(format!(".{name}.part")), options.out.join(file));
    files::refuse_existing(&path)?;
    let mut writer = Writer::begin(&part, options.form, &name)?;
    let documents = Read { archive, rows: &parcel.rows, progress };
    let created = created(archive, &parcel.rows)?;
    let order = Order {
        terms,
        id: &parcel.id,
        name: &name,
        created: &created,
        totals: totals(&documents)?,
        documents: &documents,
    };
    (options.format.write)(&order, &mut writer)?;
    let bytes = writer.bytes;
    writer.finish()?;
    files::rename(&part, &path)?;
    files::sync_folder(&options.out)?;
    let sha256 = whole(&path)?;
    Ok(Made { id: parcel.id.clone(), path, documents: order.totals.documents, bytes, sha256 })
}

fn terms<'t>(archive: &'t Archive, options: &'t Options) -> Terms<'t> {
    Terms {
        profile: &options.profile,
        archive: &archive.config.id,
        agency: archive.config.id.split('/').next().unwrap_or_default(),
        archive_name: &archive.config.name,
        utc_offset: &archive.profile.utc_offset,
        request: &options.request,
        lot: options.lot.as_deref(),
        force_retention: options.force_retention,
    }
}

/// Names a package: as its format has it, or by a code that tells packages apart and names nobody.
fn name(terms: &Terms<'_>, parcel: &Parcel, options: &Options) -> Name {
    if let Some(name_of) = options.format.name_of {
        return name_of(terms, &packages::Parcel { id: &parcel.id, ordinal: parcel.ordinal });
    }
    let of = terms.archive.replace('/', "-");
    let id: String = parcel.id.chars().take(8).collect();
    let name = format!("{of}.{}.{id}", options.format.name);
    Name { folder: name.clone(), zip: name }
}

fn totals(documents: &dyn Documents) -> Result<Totals> {
    let mut totals = Totals::default();
    documents.each(&mut |document| {
        totals.documents += 1;
        totals.pages += document.sidecar.pages.len() as u64;
        totals.bytes += document.sidecar.pdf.size;
        Ok(())
    })?;
    Ok(totals)
}

/// Returns when the latest of the batches was sealed.
fn created(archive: &Archive, rows: &[Row]) -> Result<String> {
    let sealed = seals::read_all(archive)?;
    let of_rows = sealed.iter().filter(|sealed| rows.iter().any(|row| row.batch == sealed.seal.batch));
    Ok(of_rows.max_by_key(|sealed| sealed.seal.sequence).map(|sealed| sealed.seal.created.clone()).unwrap_or_default())
}

/// Returns the digest of a ZIP, or over the sorted lines `digest  path` of a folder.
fn whole(path: &Path) -> Result<Digest> {
    let cannot_read = || text!("không đọc được `{path}`", "could not read `{path}`", path = path.display());
    if path.is_file() {
        return Ok(files::digest(path).attempt(cannot_read)?.0);
    }
    let mut lines = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.attempt(cannot_read)?;
        if entry.file_type().is_file() {
            let inside = entry.path().strip_prefix(path).unwrap_or(entry.path());
            let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
            lines.push((parts.join("/"), files::digest(entry.path()).attempt(cannot_read)?.0));
        }
    }
    lines.sort();
    let mut hasher = Hasher::default();
    lines.iter().for_each(|(path, digest)| hasher.update(format!("{digest}  {path}\n").as_bytes()));
    Ok(hasher.finish())
}
