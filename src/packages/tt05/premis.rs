//! PREMIS 3.0: what the files of a package are, what was done to them, and who did it.
//!
//! What a sidecar calls `ingestion` is the circular's `transfer`: from paper to what is kept (annex I). Its detail names
//! the batch, whose seal fixes PDF and sidecar.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anyhow::Result;

use super::files::Entry;
use super::times::uuid;
use super::write::Content;
use crate::exchange::markup::Markup;

const PREMIS: &str = "http://www.loc.gov/premis/v3";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const TOOL: &str = concat!("sohoa ", env!("CARGO_PKG_VERSION"));

/// Formats and their keys in PRONOM.
const FORMATS: &[(&str, &str)] = &[
    ("PDF/A-1a", "fmt/95"),
    ("PDF/A-1b", "fmt/354"),
    ("PDF/A-2a", "fmt/476"),
    ("PDF/A-2b", "fmt/477"),
    ("PDF/A-2u", "fmt/478"),
    ("PDF/A-3a", "fmt/479"),
    ("PDF/A-3b", "fmt/480"),
    ("PDF/A-3u", "fmt/481"),
    ("PDF 1.3", "fmt/17"),
    ("PDF 1.4", "fmt/18"),
    ("PDF 1.5", "fmt/19"),
    ("PDF 1.6", "fmt/20"),
    ("PDF 1.7", "fmt/276"),
    ("PDF 2.0", "fmt/1129"),
];

/// One event.
struct Event<'e> {
    id: String,
    what: &'e str,
    when: &'e str,
    detail: String,
    outcome: &'e str,
    tool: &'e str,
    object: (&'e str, &'e str),
}

/// Writes the PREMIS of the package: that it was made, of which representation.
pub(super) fn of_package(content: &Content<'_>, out: &mut dyn Write) -> Result<()> {
    let mut premis = begin(content, out, "../../schemas/")?;
    let (objid, rep) = (content.rules.objid(content.order.id), content.representation_id());
    premis.open("object", &[("xsi:type", "representation"), ("xmlID", "package")])?;
    identifier(&mut premis, "object", "Package", &objid)?;
    preserved(&mut premis)?;
    relation(&mut premis, &rep)?;
    premis.close()?;
    let n_documents = content.packed.entries.len();
    event(
        &mut premis,
        &Event {
            id: uuid(content.order.id, "information package creation"),
            what: "information package creation",
            when: &content.created,
            detail: format!("{n_documents} documents of archive {}", content.rules.terms.archive),
            outcome: "success",
            tool: TOOL,
            object: ("Package", &objid),
        },
    )?;
    agents(&mut premis, content, BTreeSet::from([TOOL]))?;
    Ok(premis.close()?)
}

/// Writes the PREMIS of the representation: every PDF, and how it came to be.
pub(super) fn of_representation(content: &Content<'_>, out: &mut dyn Write) -> Result<()> {
    let mut premis = begin(content, out, "../../../../schemas/")?;
    let packed = &content.packed;
    packed.entries.iter().try_for_each(|entry| object(&mut premis, content, entry))?;
    for entry in &packed.entries {
        let (batch, sidecar, version) = (packed.word(entry.batch), entry.sidecar, entry.version);
        event(
            &mut premis,
            &Event {
                id: uuid(content.order.id, &format!("transfer {}", entry.id)),
                what: "transfer",
                when: packed.word(entry.created),
                detail: format!("batch {batch}, version {version}, sidecar SHA-256 {sidecar}"),
                outcome: packed.word(entry.outcome),
                tool: packed.word(entry.tool),
                object: ("Doc", &entry.id),
            },
        )?;
    }
    let tools = packed.entries.iter().map(|entry| packed.word(entry.tool)).collect();
    agents(&mut premis, content, tools)?;
    Ok(premis.close()?)
}

fn begin<'w>(content: &Content<'_>, out: &'w mut dyn Write, schemas: &str) -> io::Result<Markup<'w>> {
    let location = format!("{PREMIS} {schemas}{}", content.rules.tt05.schemas.premis);
    let mut premis = Markup::begin(out)?;
    let attributes = [("xmlns", PREMIS), ("xmlns:xsi", XSI), ("xsi:schemaLocation", &location), ("version", "3.0")];
    premis.open("premis", &attributes)?;
    Ok(premis)
}

/// An XML id may not begin with a digit.
fn object(premis: &mut Markup<'_>, content: &Content<'_>, entry: &Entry) -> io::Result<()> {
    let xml_id = format!("ID-{}", uuid(content.order.id, &format!("object {}", entry.id)).to_uppercase());
    premis.open("object", &[("xsi:type", "file"), ("xmlID", &xml_id)])?;
    identifier(premis, "object", "Doc", &entry.id)?;
    preserved(premis)?;
    premis.open("objectCharacteristics", &[])?;
    premis.text("compositionLevel", &[], "0")?;
    premis.open("fixity", &[])?;
    premis.text("messageDigestAlgorithm", &[], "SHA-256")?;
    premis.text("messageDigest", &[], &content.digest(&entry.pdf.sha256))?;
    premis.close()?;
    premis.text("size", &[], &entry.pdf.size.to_string())?;
    format(premis, content.packed.word(entry.conformance))?;
    premis.close()?;
    let path = content.packed.paths(content.rules, entry).pdf;
    premis.text("originalName", &[], path.trim_start_matches("data/"))?;
    premis.open("storage", &[])?;
    premis.open("contentLocation", &[])?;
    premis.text("contentLocationType", &[], "URI")?;
    premis.text("contentLocationValue", &[], &path)?;
    premis.close()?;
    premis.close()?;
    premis.close()
}

/// `PDF/A-2u` and `PDF 1.7` are written in two parts, and a key of PRONOM stands beside those that have one.
fn format(premis: &mut Markup<'_>, conformance: &str) -> io::Result<()> {
    let (name, version) = conformance.split_once(['-', ' ']).unwrap_or((conformance, ""));
    premis.open("format", &[])?;
    premis.open("formatDesignation", &[])?;
    premis.text("formatName", &[], if name.is_empty() { "PDF" } else { name })?;
    if !version.is_empty() {
        premis.text("formatVersion", &[], version)?;
    }
    premis.close()?;
    if let Some((_, key)) = FORMATS.iter().find(|(known, _)| *known == conformance) {
        premis.open("formatRegistry", &[])?;
        premis.text("formatRegistryName", &[], "PRONOM")?;
        premis.text("formatRegistryKey", &[], key)?;
        premis.close()?;
    }
    premis.close()
}

fn preserved(premis: &mut Markup<'_>) -> io::Result<()> {
    premis.open("preservationLevel", &[])?;
    premis.text("preservationLevelValue", &[], "bit preservation")?;
    premis.close()
}

fn relation(premis: &mut Markup<'_>, representation: &str) -> io::Result<()> {
    premis.open("relationship", &[])?;
    premis.text("relationshipType", &[], "structural")?;
    premis.text("relationshipSubType", &[], "includes")?;
    identifier(premis, "relatedObject", "Representation", representation)?;
    premis.close()
}

fn event(premis: &mut Markup<'_>, event: &Event<'_>) -> io::Result<()> {
    premis.open("event", &[])?;
    identifier(premis, "event", "UUID", &event.id)?;
    premis.text("eventType", &[], event.what)?;
    premis.text("eventDateTime", &[], event.when)?;
    premis.open("eventDetailInformation", &[])?;
    premis.text("eventDetail", &[], &event.detail)?;
    premis.close()?;
    premis.open("eventOutcomeInformation", &[])?;
    premis.text("eventOutcome", &[], event.outcome)?;
    premis.close()?;
    premis.open("linkingAgentIdentifier", &[])?;
    premis.text("linkingAgentIdentifierType", &[], "Software")?;
    premis.text("linkingAgentIdentifierValue", &[], event.tool)?;
    premis.text("linkingAgentRole", &[], "executing program")?;
    premis.close()?;
    premis.open("linkingObjectIdentifier", &[])?;
    premis.text("linkingObjectIdentifierType", &[], event.object.0)?;
    premis.text("linkingObjectIdentifierValue", &[], event.object.1)?;
    premis.text("linkingObjectRole", &[], "outcome")?;
    premis.close()?;
    premis.close()
}

/// The programs, and the agency that keeps the archive.
fn agents(premis: &mut Markup<'_>, content: &Content<'_>, tools: BTreeSet<&str>) -> io::Result<()> {
    for tool in tools {
        let (name, version) = tool.split_once(' ').unwrap_or((tool, ""));
        premis.open("agent", &[])?;
        identifier(premis, "agent", "Software", tool)?;
        premis.text("agentName", &[], name)?;
        premis.text("agentType", &[], "software")?;
        if !version.is_empty() {
            premis.text("agentVersion", &[], version)?;
        }
        premis.close()?;
    }
    premis.open("agent", &[])?;
    identifier(premis, "agent", "Agency", content.rules.terms.agency)?;
    premis.text("agentName", &[], content.rules.terms.archive_name)?;
    premis.text("agentType", &[], "organization")?;
    premis.close()
}

/// An identifier of an object, an event, an agent or a related object.
fn identifier(premis: &mut Markup<'_>, of: &str, kind: &str, value: &str) -> io::Result<()> {
    let whole: &'static str = match of {
        "object" => "objectIdentifier",
        "event" => "eventIdentifier",
        "agent" => "agentIdentifier",
        _ => "relatedObjectIdentifier",
    };
    premis.open(whole, &[])?;
    premis.text(&format!("{whole}Type"), &[], kind)?;
    premis.text(&format!("{whole}Value"), &[], value)?;
    premis.close()
}
