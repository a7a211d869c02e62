//! `plain`: PDFs and sidecars in the folders of their dossiers, and `SHA256SUMS` over them.

use std::io::Write as _;

use anyhow::Result;

use super::{Document, Documents, Extent, Format, Order, Terms, damaged};
use crate::files::container::write::{Writer, Written};
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
    let mut sums = Vec::new();
    order.documents.each(&mut |document| {
        for (path, written) in put(document, writer)? {
            writeln!(sums, "{}  {path}", written.sha256)?;
        }
        Ok(())
    })?;
    writer.add(&RelPath::parse("SHA256SUMS")?, &sums)?;
    Ok(())
}

/// Puts PDF and sidecar in; bytes that are not as they were sealed end the export.
fn put(document: &Document, writer: &mut Writer) -> Result<[(RelPath, Written); 2]> {
    let at = |ending: &str| RelPath::parse(&format!("{}/{}.{ending}", document.sidecar.dossier, document.name));
    let (pdf, json) = (at("pdf")?, at("json")?);
    let pdf_written = writer.copy(&pdf, &document.pdf)?;
    let json_written = writer.copy(&json, &document.sidecar_path)?;
    if (pdf_written.sha256, json_written.sha256) != (document.sidecar.pdf.sha256, document.sidecar_sha256) {
        return Err(damaged(&document.sidecar.id));
    }
    Ok([(pdf, pdf_written), (json, json_written)])
}
