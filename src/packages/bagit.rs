//! `bagit`: a BagIt 1.0 bag (RFC 8493) laid out so that Archivematica takes it as a transfer.
//!
//! Names are codes, so nothing needs percent-encoding, and manifests are what `sha256sum -c` reads.

use std::io::Write;

use anyhow::Result;

use super::{Extent, Format, Order, columns, line, nothing, nothing_whole, put_pdf, put_sidecar, put_spool};
use crate::fault::Attempt;
use crate::files::container::spool::Spool;
use crate::files::container::write::Writer;
use crate::files::tables::csv;
use crate::files::tables::table::Value;
use crate::relpath::RelPath;
use crate::text;

pub(super) const FORMAT: Format = Format {
    name: "bagit",
    profiles: &["bagit"],
    extent: Extent::Selection,
    name_of: None,
    lacks: nothing,
    lacks_whole: nothing_whole,
    write,
};

/// What these bags promise; `docs/bagit-profile.json` has it.
const PROFILE: &str = "urn:sohoa:bagit-profile:1";
const TAGS: [&str; 3] = ["bagit.txt", "bag-info.txt", "manifest-sha256.txt"];

fn write(order: &Order<'_>, writer: &mut Writer) -> Result<()> {
    let names = &order.terms.profile.columns;
    let mut table = Spool::new(writer.scratch("csv"));
    let headings: Vec<Value> = names.iter().map(|column| Value::text(&column.name)).collect();
    write!(table, "{}", csv::line(&headings)).attempt(cannot)?;
    order.documents.each_to_copy(&mut |document| {
        // Paths in metadata.csv and in checksum files are those of the transfer, where `data` is its root.
        let name = format!("objects/{}/{}", document.sidecar.dossier, document.name);
        let path = format!("{name}.pdf");
        put_pdf(document, &format!("data/{path}"), writer)?;
        put_sidecar(document, &format!("data/{name}.json"), writer)?;
        let row = columns::row(document, &order.terms, &path);
        write!(table, "{}", csv::line(&columns::cells(&row))).attempt(cannot)
    })?;
    if !names.is_empty() {
        put_spool(&mut table, "data/metadata/metadata.csv", writer)?;
    }
    let object =
        |path: &str| Some(format!("../{}", path.strip_prefix("data/").filter(|path| path.starts_with("objects/"))?));
    writer.list(&at("data/metadata/checksum.sha256")?, |path, written| Some(line(&object(path)?, written)))?;
    tags(order, writer)
}

fn tags(order: &Order<'_>, writer: &mut Writer) -> Result<()> {
    let oxum = format!("{}.{}", writer.bytes, writer.files);
    writer.add(&at("bagit.txt")?, b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?;
    writer.add(&at("bag-info.txt")?, info(order, &oxum).as_bytes())?;
    let is_payload = |path: &str| path.starts_with("data/");
    writer.list(&at("manifest-sha256.txt")?, |path, written| is_payload(path).then(|| line(path, written)))?;
    let is_tag = |path: &str| TAGS.contains(&path);
    writer.list(&at("tagmanifest-sha256.txt")?, |path, written| is_tag(path).then(|| line(path, written)))?;
    Ok(())
}

/// Returns `bag-info.txt`; its date is that of the last seal that the documents came with, and no clock's.
fn info(order: &Order<'_>, oxum: &str) -> String {
    let date = order.created.get(..10).unwrap_or(order.created);
    let identifier = format!("{}/{}", order.terms.archive, order.id);
    let agent = concat!("sohoa ", env!("CARGO_PKG_VERSION"));
    let mut lines: Vec<(&str, String)> = vec![
        ("BagIt-Profile-Identifier", PROFILE.to_owned()),
        ("Source-Organization", order.terms.archive_name.to_owned()),
        ("External-Identifier", identifier),
        ("Bagging-Date", date.to_owned()),
        ("Payload-Oxum", oxum.to_owned()),
        ("Bag-Software-Agent", agent.to_owned()),
    ];
    if let Some(part) = order.part {
        lines.push(("Bag-Group-Identifier", part.group.to_owned()));
        lines.push(("Bag-Count", format!("{} of {}", part.number, part.of)));
    }
    let own = order.terms.profile.bag_info.iter().map(|(label, value)| (label.as_str(), value.clone()));
    lines.into_iter().chain(own).map(|(label, value)| format!("{}: {}\n", one_line(label), one_line(&value))).collect()
}

/// A line end would begin another label.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn at(path: &str) -> Result<RelPath> {
    Ok(RelPath::parse(path)?)
}

fn cannot() -> text::Text {
    text!("không ghi được danh sách của gói", "could not write the list of the package")
}
