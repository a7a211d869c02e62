//! `plain`: PDFs and sidecars in the folders of their dossiers, a workbook that lists them, and `SHA256SUMS` over all.

use std::io::{BufRead, BufReader, Write};

use anyhow::Result;

use super::{Extent, Format, Order, columns, line, nothing, nothing_whole, put_pdf, put_sidecar};
use crate::fault::Attempt;
use crate::files;
use crate::files::container::source::Source;
use crate::files::container::spool::Spool;
use crate::files::container::write::Writer;
use crate::files::tables::table::{Column, Table};
use crate::files::tables::xlsx;
use crate::record::Scalar;
use crate::relpath::RelPath;
use crate::text;

pub(super) const FORMAT: Format = Format {
    name: "plain",
    profiles: &["plain"],
    extent: Extent::Selection,
    name_of: None,
    lacks: nothing,
    lacks_whole: nothing_whole,
    write,
};

/// Rows of one workbook. Writing one holds it in memory, some kilobytes for each row; further rows come into further ones.
const ROWS: usize = 10_000;

fn write(order: &Order<'_>, writer: &mut Writer) -> Result<()> {
    let mut rows = Spool::new(writer.scratch("rows"));
    order.documents.each_to_copy(&mut |document| {
        let name = format!("{}/{}", document.sidecar.dossier, document.name);
        let path = format!("{name}.pdf");
        put_pdf(document, &path, writer)?;
        put_sidecar(document, &format!("{name}.json"), writer)?;
        let row = serde_json::to_string(&columns::row(document, &order.terms, &path))?;
        writeln!(rows, "{row}").attempt(cannot)
    })?;
    index(order, &mut rows, writer)?;
    writer.list(&RelPath::parse("SHA256SUMS")?, |path, written| Some(line(path, written)))?;
    Ok(())
}

/// Puts in the workbooks. Each is made beside the package, because it cannot be written from first byte to last.
fn index(order: &Order<'_>, rows: &mut Spool, writer: &mut Writer) -> Result<()> {
    let column = |column: &crate::exchange::columns::Column| Column::new(&column.name, column.width);
    let columns: Vec<Column> = order.terms.profile.columns.iter().map(column).collect();
    if columns.is_empty() {
        return Ok(());
    }
    let (table, scratch) = (Table { title: "Mục lục".to_owned(), columns }, writer.scratch("xlsx"));
    let mut lines = BufReader::new(rows.reader().attempt(cannot)?).lines().peekable();
    let mut number = 0;
    while lines.peek().is_some() {
        number += 1;
        let cells = lines.by_ref().take(ROWS).map(|line| {
            let row: Vec<Option<Scalar>> = serde_json::from_str(&line.attempt(cannot)?)?;
            Ok(columns::cells(&row))
        });
        files::remove(&scratch)?;
        xlsx::write(&scratch, &table, cells)?;
        let name = if number == 1 { "muc-luc.xlsx".to_owned() } else { format!("muc-luc-{number}.xlsx") };
        writer.copy(&RelPath::parse(&name)?, &Source::at(scratch.clone()))?;
    }
    files::remove(&scratch)
}

fn cannot() -> text::Text {
    text!("không ghi được mục lục của gói", "could not write the list of the package")
}
