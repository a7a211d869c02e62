//! `plain`: PDFs and sidecars in the folders of their dossiers, and `SHA256SUMS` over them.

use anyhow::Result;

use super::{Document, Documents, Extent, Format, Order, Terms, damaged};
use crate::files::container::write::Writer;
use crate::finding::Finding;
use crate::relpath::RelPath;

pub(super) const FORMAT: Format =
    Format { name: "plain", profiles: &["plain"], extent: Extent::Selection, name_of: None, lacks, lacks_whole, write };

/// Nothing beyond what the profile asks.
fn lacks(_: &Document, _: &Terms<'_>) -> Vec<Finding> {
    Vec::new()
}

/// Nothing either.
fn lacks_whole(_: &Terms<'_>, _: &dyn Documents) -> Result<Vec<Finding>> {
    Ok(Vec::new())
}

fn write(order: &Order<'_>, writer: &mut Writer) -> Result<()> {
    order.documents.each_to_copy(&mut |document| put(document, writer))?;
    writer.list(&RelPath::parse("SHA256SUMS")?, |path, written| Some(format!("{}  {path}", written.sha256)))?;
    Ok(())
}

/// Puts PDF and sidecar in; bytes that are not as they were sealed end the export.
fn put(document: &Document, writer: &mut Writer) -> Result<()> {
    let at = |ending: &str| RelPath::parse(&format!("{}/{}.{ending}", document.sidecar.dossier, document.name));
    let pdf = writer.copy(&at("pdf")?, &document.pdf)?;
    let json = writer.copy(&at("json")?, &document.sidecar_file)?;
    if (pdf.sha256, json.sha256) != (document.sidecar.pdf.sha256, document.sidecar_sha256) {
        return Err(damaged(&document.sidecar.id));
    }
    Ok(())
}
