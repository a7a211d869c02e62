//! One package, file after file: documents, EAD, PREMIS, schemas, documentation, and METS last.

use anyhow::Result;

use super::dossier::Gathered;
use super::files::{Entry, Listed, Packed, Paths};
use super::seat::Seat;
use super::values;
use super::{Kind, Rules, documentation, mets, premis, times};
use crate::exchange::ead::{Element, ROOT, Table, xsd};
use crate::exchange::markup::Markup;
use crate::exchange::schemas;
use crate::fault::Fault;
use crate::files::container::write::{Writer, Written};
use crate::packages::{Document, Order, damaged};
use crate::relpath::RelPath;
use crate::sidecar::Event;
use crate::text;

/// Where the representation lies.
const REP: &str = "representations/rep1";

/// What is known of a package when its METS is written.
pub(super) struct Content<'c> {
    pub(super) rules: &'c Rules<'c>,
    pub(super) order: &'c Order<'c>,
    /// When the package was made, as METS writes it.
    pub(super) created: String,
    /// What it is called, for people.
    pub(super) label: String,
    pub(super) file_code: Option<String>,
    pub(super) packed: Packed,
}

/// Writes a package.
pub(super) fn package(rules: &Rules<'_>, order: &Order<'_>, writer: &mut Writer) -> Result<()> {
    let created = times::stamp(order.created, rules.terms.utc_offset);
    let (packed, gathered) = documents(rules, order, writer)?;
    let ead = package_ead(rules, &gathered)?;
    let label = rules.table().element("title").and_then(|title| gathered.value(rules, title));
    let label = label.or_else(|| gathered.file_code.clone()).unwrap_or_else(|| order.name.to_owned());
    let content = Content { rules, order, created, label, file_code: gathered.file_code, packed };
    let ead = content.add(writer, "metadata/descriptive/EAD.xml", &ead)?;
    let rep_premis = match rules.package.premis {
        true => Some(content.make(writer, REP, "metadata/preservation/PREMIS_rep1.xml", premis::of_representation)?),
        false => None,
    };
    let rep_mets = content
        .make(writer, REP, "METS.xml", |content, out| mets::of_representation(content, rep_premis.as_ref(), out))?;
    let premis = match rules.package.premis {
        true => Some(content.make(writer, "", "metadata/preservation/PREMIS.xml", premis::of_package)?),
        false => None,
    };
    let schemas = schema_files(&content, writer)?;
    let documentation = documentation_files(&content, writer)?;
    let parts = mets::Parts { ead, premis, schemas, documentation, rep_mets };
    writer.make(&RelPath::parse("METS.xml")?, |out| mets::of_package(&content, &parts, out))?;
    Ok(())
}

/// Puts every document in, and gathers what METS and the package's EAD say of them.
fn documents(rules: &Rules<'_>, order: &Order<'_>, writer: &mut Writer) -> Result<(Packed, Gathered)> {
    let (mut packed, mut gathered) = (Packed::default(), Gathered::default());
    order.documents.each_to_copy(&mut |document| {
        let seat = Seat::of(rules, document, gathered.documents + 1);
        gathered.add(rules, document, seat.as_ref());
        let seat = seat.ok_or_else(|| nameless(document))?;
        let paths = Paths::of(rules, &seat).ok_or_else(|| nameless(document))?;
        let pdf = writer.copy(&RelPath::parse(&format!("{REP}/{}", paths.pdf))?, &document.pdf)?;
        if pdf.sha256 != document.sidecar.pdf.sha256 {
            return Err(damaged(&document.sidecar.id));
        }
        let table = rules.document_table();
        let value = |element: &Element| values::of_document(rules, element, document, &seat);
        let ead = ead(rules, table, &format!("../../../../schemas/{}", rules.tt05.schemas.ead_doc), value)?;
        let ead = writer.add(&RelPath::parse(&format!("{REP}/{}", paths.ead))?, &ead)?;
        packed.add(&seat, |packed| entry(packed, rules, order, document, pdf, ead));
        Ok(())
    })?;
    Ok((packed, gathered))
}

fn entry(
    packed: &mut Packed,
    rules: &Rules<'_>,
    order: &Order<'_>,
    document: &Document,
    pdf: Written,
    ead: Written,
) -> Entry {
    let sidecar = &document.sidecar;
    let first = sidecar.events.first();
    let of_event = |value: fn(&Event) -> &str, or: &str| first.map_or(or, value).to_owned();
    let created = times::stamp(&of_event(|event| &event.when, order.created), rules.terms.utc_offset);
    let words = [
        packed.number(&created),
        packed.number(&sidecar.pdf.conformance),
        packed.number(&of_event(|event| &event.tool, concat!("sohoa ", env!("CARGO_PKG_VERSION")))),
        packed.number(&of_event(|event| &event.outcome, "success")),
        packed.number(&document.batch),
    ];
    Entry::new(pdf, ead, document.sidecar_sha256, &sidecar.id, sidecar.version, words)
}

fn package_ead(rules: &Rules<'_>, gathered: &Gathered) -> Result<Vec<u8>> {
    let schema = format!("../../schemas/{}", rules.tt05.schemas.ead);
    ead(rules, rules.table(), &schema, |element| gathered.value(rules, element))
}

/// Writes an EAD, in the order of the profile.
fn ead(rules: &Rules<'_>, table: &Table, schema: &str, value: impl Fn(&Element) -> Option<String>) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut markup = Markup::begin(&mut out)?;
    let xsi = "http://www.w3.org/2001/XMLSchema-instance";
    markup.open(ROOT, &[("xmlns:xsi", xsi), ("xsi:noNamespaceSchemaLocation", schema)])?;
    for element in rules.tt05.elements(table) {
        match value(element) {
            Some(value) => markup.text(element.name, &[], &value)?,
            None if rules.tt05.empty_elements => markup.empty(element.name, &[])?,
            None => (),
        }
    }
    markup.close()?;
    Ok(out)
}

/// Puts the schemas in: the official ones unchanged, those of the circular from the field tables.
fn schema_files(content: &Content<'_>, writer: &mut Writer) -> Result<Vec<Listed>> {
    let (rules, names) = (content.rules, &content.rules.tt05.schemas);
    let of_table = |table| xsd::write(table, |element| rules.tt05.asks_for(element)).into_bytes();
    let mut files = vec![
        (&names.mets, schemas::METS.to_vec()),
        (&names.xlink, schemas::XLINK.to_vec()),
        (&names.csip, schemas::CSIP.to_vec()),
        (&names.ead, of_table(rules.table())),
        (&names.ead_doc, of_table(rules.document_table())),
    ];
    if rules.kind == Kind::Sip {
        files.push((&names.sip, schemas::SIP.to_vec()));
    }
    if rules.package.premis {
        files.push((&names.premis, schemas::PREMIS.to_vec()));
    }
    let named = files.into_iter().filter(|(name, _)| !name.is_empty());
    named.map(|(name, bytes)| content.add(writer, &format!("schemas/{name}"), &bytes)).collect()
}

fn documentation_files(content: &Content<'_>, writer: &mut Writer) -> Result<Vec<Listed>> {
    if !content.rules.tt05.documentation {
        return Ok(Vec::new());
    }
    let read_me = content.add(writer, "documentation/README.txt", documentation::read_me(content).as_bytes())?;
    let seals = content.make(writer, "", "documentation/SEALS.tsv", documentation::seals)?;
    let catalogue = content.add(writer, "documentation/catalog.xml", documentation::catalogue(content).as_bytes())?;
    Ok(vec![read_me, seals, catalogue])
}

impl Content<'_> {
    /// Puts bytes in, and says how a METS beside them lists them.
    fn add(&self, writer: &mut Writer, path: &str, bytes: &[u8]) -> Result<Listed> {
        let written = writer.add(&RelPath::parse(path)?, bytes)?;
        Ok(self.listed(path, written))
    }

    /// Puts in what a function writes.
    fn make(
        &self,
        writer: &mut Writer,
        folder: &str,
        path: &str,
        write: impl FnOnce(&Content<'_>, &mut dyn std::io::Write) -> Result<()>,
    ) -> Result<Listed> {
        let full = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        let written = writer.make(&RelPath::parse(&full)?, |out| {
            write(self, out)?;
            Ok(out.flush()?)
        })?;
        Ok(self.listed(path, written))
    }

    fn listed(&self, path: &str, written: Written) -> Listed {
        let style = &self.rules.tt05.mets;
        let mimetype = match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("xml") => &style.xml_mimetype,
            Some("xsd") => &style.xsd_mimetype,
            Some("tsv") => "text/tab-separated-values",
            _ => "text/plain",
        };
        Listed { path: path.to_owned(), written, created: self.created.clone(), mimetype: mimetype.to_owned() }
    }

    /// What a word of a template means for the package.
    pub(super) fn word(&self, word: &str) -> Option<String> {
        match word {
            "fileCode" => self.file_code.clone(),
            "uuid" => Some(times::uuid(self.order.id, "rep1").to_uppercase()),
            other => self.rules.word(other),
        }
    }
}

/// Says that no name can be made for the files of a document; readiness would have said so before.
fn nameless(document: &Document) -> anyhow::Error {
    let id = &document.sidecar.id;
    let what = text!(
        "không đặt được tên tệp cho tài liệu {id}: không biết mã hồ sơ",
        "the files of document {id} cannot be named: its file code is not known"
    );
    Fault::raise("export.field", what)
}
