//! METS 1.12 of a package and of its representation, as TT 05/2025/TT-BNV and E-ARK CSIP 2.0.4 have it.

use std::io::{self, Write};

use anyhow::Result;

use super::files::{Entry, Listed};
use super::times::{self, file_id, id};
use super::write::Content;
use crate::digest::Digest;
use crate::exchange::markup::{Attributes, Markup};
use crate::exchange::tt05::{Agent, fill};
use crate::files::container::write::Written;

const METS: &str = "http://www.loc.gov/METS/";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const CSIP: &str = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS";
const SIP: &str = "https://DILCIS.eu/XML/METS/SIPExtensionMETS";
const PDF: &str = "application/pdf";

/// The files of a package beside its documents.
pub(super) struct Parts {
    pub(super) ead: Listed,
    pub(super) premis: Option<Listed>,
    pub(super) schemas: Vec<Listed>,
    pub(super) documentation: Vec<Listed>,
    /// From the representation.
    pub(super) rep_mets: Listed,
}

/// A METS in the making: of the package, or of the representation, whose ids are told apart by `part`.
struct Mets<'m> {
    content: &'m Content<'m>,
    part: &'static str,
    markup: Markup<'m>,
}

/// Writes the METS of the package.
pub(super) fn of_package(content: &Content<'_>, parts: &Parts, out: &mut dyn Write) -> Result<()> {
    let mut mets = Mets { content, part: "root", markup: Markup::begin(out)? };
    let objid = content.rules.objid(content.order.id);
    mets.open(&objid, &content.label, &content.rules.package.profile, "schemas/")?;
    mets.header(&content.rules.tt05.mets.root_agent)?;
    let [kind, other] = &content.rules.tt05.mets.package_metadata;
    mets.descriptive("metadata", &parts.ead, kind, other)?;
    mets.administrative(parts.premis.as_ref())?;
    mets.package_files(parts)?;
    mets.package_map(&objid, parts)?;
    Ok(mets.markup.close()?)
}

/// Writes the METS of the representation.
pub(super) fn of_representation(content: &Content<'_>, premis: Option<&Listed>, out: &mut dyn Write) -> Result<()> {
    let mut mets = Mets { content, part: "rep1", markup: Markup::begin(out)? };
    let style = &content.rules.tt05.mets;
    let objid = fill(&style.rep_objid, |word| content.word(word)).unwrap_or_else(|| "rep1".to_owned());
    mets.open(&objid, &content.label, &content.rules.package.rep_profile, "../../schemas/")?;
    mets.header(&style.rep_agent)?;
    for entry in &content.packed.entries {
        let (_, ead) = mets.document(entry);
        mets.descriptive(&ead.path, &ead, &style.document_metadata, "")?;
    }
    mets.administrative(premis)?;
    mets.data_files()?;
    mets.representation_map()?;
    Ok(mets.markup.close()?)
}

impl Mets<'_> {
    fn id(&self, what: &str) -> String {
        id(self.content.order.id, &format!("{} {what}", self.part))
    }

    fn file_id(&self, path: &str) -> String {
        file_id(self.content.order.id, &format!("{} {path}", self.part))
    }

    fn open(&mut self, objid: &str, label: &str, profile: &str, schemas: &str) -> io::Result<()> {
        let (tt05, package) = (self.content.rules.tt05, self.content.rules.package);
        let kind = if self.content.rules.terms.lot.is_some() { &package.lot_type } else { &package.dossier_type };
        let mut location = format!("{METS} {schemas}{} {XLINK} {schemas}{}", tt05.schemas.mets, tt05.schemas.xlink);
        location.push_str(&format!(" {CSIP} {schemas}{}", tt05.schemas.csip));
        let mut attributes = vec![("xmlns", METS), ("xmlns:xsi", XSI), ("xmlns:xlink", XLINK), ("xmlns:csip", CSIP)];
        if self.content.rules.is_sip() {
            attributes.push(("xmlns:sip", SIP));
            location.push_str(&format!(" {SIP} {schemas}{}", tt05.schemas.sip));
        }
        attributes.extend([("OBJID", objid), ("LABEL", label), ("TYPE", kind.as_str())]);
        attributes.extend([("csip:CONTENTINFORMATIONTYPE", "MIXED"), ("PROFILE", profile)]);
        attributes.push(("xsi:schemaLocation", &location));
        self.markup.open("mets", &attributes)
    }

    fn header(&mut self, agent: &Agent) -> io::Result<()> {
        let content = self.content;
        let (style, package) = (&content.rules.tt05.mets, content.rules.package);
        let word = |template: &str| fill(template, |word| content.word(word));
        let header = [
            ("CREATEDATE", content.created.as_str()),
            ("LASTMODDATE", &content.created),
            ("RECORDSTATUS", &style.record_status),
            ("csip:OAISPACKAGETYPE", &package.oais),
        ];
        self.markup.open("metsHdr", &header)?;
        let mut attributes = vec![("ROLE", "CREATOR"), ("TYPE", agent.kind.as_str())];
        attributes.extend(agent.other.as_deref().map(|other| ("OTHERTYPE", other)));
        self.markup.open("agent", &attributes)?;
        self.markup.text("name", &[], &word(&agent.name).unwrap_or_default())?;
        let note_type = [("csip:NOTETYPE", agent.note_type.as_str())];
        self.markup.text("note", &note_type, &word(&agent.note).unwrap_or_default())?;
        self.markup.close()?;
        if let Some(number) = word(&style.alt_record_id).filter(|_| content.rules.is_sip() && self.part == "root") {
            self.markup.text("altRecordID", &[("TYPE", "SUBMISSIONAGREEMENT")], &number)?;
        }
        self.markup.close()
    }

    /// Refers to an EAD.
    fn descriptive(&mut self, what: &str, file: &Listed, kind: &str, other: &str) -> io::Result<()> {
        let id = self.id(&format!("dmd {what}"));
        self.markup.open("dmdSec", &[("ID", &id), ("CREATED", &file.created), ("STATUS", "CURRENT")])?;
        self.reference(file, kind, other, &self.content.rules.tt05.mets.metadata_version)?;
        self.markup.close()
    }

    /// Refers to PREMIS, where there is one.
    fn administrative(&mut self, premis: Option<&Listed>) -> io::Result<()> {
        let (section, id) = (self.id("amd"), self.id("premis"));
        match premis {
            Some(file) => {
                self.markup.open("amdSec", &[("ID", &section)])?;
                self.markup.open("digiprovMD", &[("ID", &id), ("CREATED", &file.created), ("STATUS", "CURRENT")])?;
                self.reference(file, "PREMIS", "", "3.0")?;
                self.markup.close()?;
                self.markup.close()
            }
            None if self.content.rules.package.empty_amd => self.markup.empty("amdSec", &[("ID", &section)]),
            None => Ok(()),
        }
    }

    fn reference(&mut self, file: &Listed, kind: &str, other: &str, version: &str) -> io::Result<()> {
        let (size, digest) = self.fixity(&file.written);
        let mut attributes = vec![("LOCTYPE", "URL"), ("MDTYPE", kind)];
        if !other.is_empty() {
            attributes.push(("OTHERMDTYPE", other));
        }
        attributes.extend([("MDTYPEVERSION", version), ("xlink:type", "simple"), ("xlink:href", &file.path)]);
        attributes.extend([("MIMETYPE", file.mimetype.as_str()), ("SIZE", &size), ("CREATED", &file.created)]);
        attributes.extend([("CHECKSUMTYPE", "SHA-256"), ("CHECKSUM", &digest)]);
        self.markup.empty("mdRef", &attributes)
    }

    fn fixity(&self, written: &Written) -> (String, String) {
        (written.size.to_string(), self.content.digest(&written.sha256))
    }

    fn package_files(&mut self, parts: &Parts) -> io::Result<()> {
        let id = self.id("files");
        self.markup.open("fileSec", &[("ID", &id)])?;
        self.group("Schemas", &[], parts.schemas.iter())?;
        if !parts.documentation.is_empty() {
            self.group("Documentation", &[], parts.documentation.iter())?;
        }
        let rep_mets =
            Listed { path: format!("representations/rep1/{}", parts.rep_mets.path), ..parts.rep_mets.clone() };
        let style = &self.content.rules.tt05.mets;
        self.group(&style.representation, &[("csip:CONTENTINFORMATIONTYPE", "MIXED")], [&rep_mets].into_iter())?;
        self.markup.close()
    }

    fn group<'f>(
        &mut self,
        usage: &str,
        more: Attributes<'_>,
        files: impl Iterator<Item = &'f Listed>,
    ) -> io::Result<()> {
        let id = self.id(&format!("group {usage}"));
        self.markup.open("fileGrp", &[&[("ID", id.as_str()), ("USE", usage)], more].concat())?;
        for file in files {
            self.file(file)?;
        }
        self.markup.close()
    }

    fn file(&mut self, file: &Listed) -> io::Result<()> {
        let id = self.file_id(&file.path);
        let (size, digest) = self.fixity(&file.written);
        let attributes = [
            ("ID", id.as_str()),
            ("MIMETYPE", &file.mimetype),
            ("SIZE", &size),
            ("CREATED", &file.created),
            ("CHECKSUMTYPE", "SHA-256"),
            ("CHECKSUM", &digest),
        ];
        self.markup.open("file", &attributes)?;
        let place = [("xlink:type", "simple"), ("LOCTYPE", "URL"), ("xlink:href", file.path.as_str())];
        self.markup.empty("FLocat", &place)?;
        self.markup.close()
    }

    fn package_map(&mut self, objid: &str, parts: &Parts) -> io::Result<()> {
        self.begin_map(objid, &[])?;
        let (dmd, amd) = (self.id("dmd metadata"), self.id("premis"));
        let mut metadata = vec![("DMDID", dmd.as_str())];
        metadata.extend(parts.premis.as_ref().map(|_| ("ADMID", amd.as_str())));
        self.division("Metadata", &metadata, true)?;
        self.pointing("Schemas", &self.id("group Schemas"))?;
        if !parts.documentation.is_empty() {
            self.pointing("Documentation", &self.id("group Documentation"))?;
        }
        let representation = &self.content.rules.tt05.mets.representation;
        let group = self.id(&format!("group {representation}"));
        self.division(representation, &[], false)?;
        let place = [
            ("LOCTYPE", "URL"),
            ("xlink:type", "simple"),
            ("xlink:href", "representations/rep1/METS.xml"),
            ("xlink:title", &group),
        ];
        self.markup.empty("mptr", &place)?;
        self.markup.close()?;
        self.end_map()
    }

    fn data_files(&mut self) -> io::Result<()> {
        let (id, group) = (self.id("files"), self.id("group Data"));
        self.markup.open("fileSec", &[("ID", &id)])?;
        self.markup.open("fileGrp", &[("ID", &group), ("USE", "Data")])?;
        for entry in &self.content.packed.entries {
            let (pdf, _) = self.document(entry);
            self.file(&pdf)?;
        }
        self.markup.close()?;
        self.markup.close()
    }

    /// Every document is tied to what is said of it, by a division of its own.
    fn representation_map(&mut self) -> io::Result<()> {
        self.begin_map("rep1", &[("TYPE", &self.content.rules.package.rep_type)])?;
        self.pointing("Data", &self.id("group Data"))?;
        let amd = self.id("premis");
        let admin = [("ADMID", amd.as_str())];
        self.division("MetadataLink", if self.content.rules.package.premis { &admin } else { &[] }, false)?;
        for entry in &self.content.packed.entries {
            let (pdf, ead) = self.document(entry);
            let (division, dmd) = (self.id(&format!("link {}", pdf.path)), self.id(&format!("dmd {}", ead.path)));
            let attributes = [("ID", division.as_str()), ("LABEL", "MetadataLink/File"), ("DMDID", &dmd)];
            self.markup.open("div", &attributes)?;
            let file = self.file_id(&pdf.path);
            self.markup.empty("fptr", &[("FILEID", &file)])?;
            self.markup.close()?;
        }
        self.markup.close()?;
        self.end_map()
    }

    fn begin_map(&mut self, label: &str, more: Attributes<'_>) -> io::Result<()> {
        let (map, top) = (self.id("map"), self.id("map top"));
        self.markup.open("structMap", &[("ID", &map), ("LABEL", "CSIP"), ("TYPE", "PHYSICAL")])?;
        self.markup.open("div", &[&[("ID", top.as_str()), ("LABEL", label)], more].concat())
    }

    fn end_map(&mut self) -> io::Result<()> {
        self.markup.close()?;
        self.markup.close()
    }

    /// Opens a division, or writes one that is empty.
    fn division(&mut self, label: &str, more: Attributes<'_>, is_empty: bool) -> io::Result<()> {
        let id = self.id(&format!("map {label}"));
        let attributes = [&[("ID", id.as_str()), ("LABEL", label)], more].concat();
        if is_empty { self.markup.empty("div", &attributes) } else { self.markup.open("div", &attributes) }
    }

    /// Writes a division that points to a group of files.
    fn pointing(&mut self, label: &str, group: &str) -> io::Result<()> {
        self.division(label, &[], false)?;
        self.markup.empty("fptr", &[("FILEID", group)])?;
        self.markup.close()
    }

    /// Returns PDF and EAD of a document, as the METS of the representation lists them.
    fn document(&self, entry: &Entry) -> (Listed, Listed) {
        let content = self.content;
        let paths = content.packed.paths(content.rules, entry);
        let made = content.packed.word(entry.created).to_owned();
        let xml = content.rules.tt05.mets.xml_mimetype.clone();
        let pdf = Listed { path: paths.pdf, written: entry.pdf, created: made, mimetype: PDF.to_owned() };
        let ead = Listed { path: paths.ead, written: entry.ead, created: content.created.clone(), mimetype: xml };
        (pdf, ead)
    }
}

impl Content<'_> {
    /// Writes a digest as the profile has it.
    pub(super) fn digest(&self, digest: &Digest) -> String {
        let digest = digest.to_string();
        if self.rules.tt05.uppercase_digests { digest.to_uppercase() } else { digest }
    }

    /// The id that PREMIS and METS give the representation.
    pub(super) fn representation_id(&self) -> String {
        format!("uuid-{}", times::uuid(self.order.id, "rep1").to_uppercase())
    }
}
