//! `kho-json`: a record for each result in the names of the portal, as JSON and as CSV, beside the PDFs.
//!
//! No import specification is public. The names and where they come from are the profile's.

use std::io::Write;

use anyhow::Result;

use super::{Extent, Format, Order, columns, line, nothing, nothing_whole, put_pdf, put_spool};
use crate::fault::Attempt;
use crate::files::container::spool::Spool;
use crate::files::container::write::Writer;
use crate::files::tables::csv;
use crate::files::tables::table::Value;
use crate::relpath::RelPath;
use crate::text;

pub(super) const FORMAT: Format = Format {
    name: "kho-json",
    profiles: &["kho-json"],
    extent: Extent::Selection,
    name_of: None,
    lacks: nothing,
    lacks_whole: nothing_whole,
    write,
};

fn write(order: &Order<'_>, writer: &mut Writer) -> Result<()> {
    let names = &order.terms.profile.columns;
    let (mut json, mut table) = (Spool::new(writer.scratch("json")), Spool::new(writer.scratch("csv")));
    let headings: Vec<Value> = names.iter().map(|column| Value::text(&column.name)).collect();
    write!(table, "{}{}", csv::MARK, csv::line(&headings)).attempt(cannot)?;
    let mut before = "[";
    order.documents.each_to_copy(&mut |document| {
        let path = format!("tep/{}/{}.pdf", document.sidecar.dossier, document.name);
        put_pdf(document, &path, writer)?;
        let row = columns::row(document, &order.terms, &path);
        write!(json, "{before}\n{}", columns::json(names, &row)?).attempt(cannot)?;
        before = ",";
        write!(table, "{}", csv::line(&columns::cells(&row))).attempt(cannot)
    })?;
    writeln!(json, "\n]").attempt(cannot)?;
    put_spool(&mut json, "ket-qua.json", writer)?;
    put_spool(&mut table, "ket-qua.csv", writer)?;
    writer.list(&RelPath::parse("manifest-sha256.txt")?, |path, written| Some(line(path, written)))?;
    Ok(())
}

fn cannot() -> text::Text {
    text!("không ghi được bản ghi kết quả", "could not write the records of results")
}
