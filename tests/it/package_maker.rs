//! Packages of TT 05/2025 made in memory, sound or with one fault, and ZIPs made byte by byte so that any field can lie.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sohoa::digest::Digest;

use crate::support::fixtures;

/// Files of a package by their paths.
pub type Tree = BTreeMap<String, Vec<u8>>;

pub const REP: &str = "representations/rep1";
pub const EAD: &str = "metadata/descriptive/EAD.xml";
pub const DOC1: &str = "representations/rep1/metadata/descriptive/EAD_doc_HS.2019.1.1.xml";
pub const DOC2: &str = "representations/rep1/metadata/descriptive/EAD_doc_HS.2019.1.2.xml";
pub const PDF1: &str = "representations/rep1/data/HS.2019.1.1.pdf";
pub const PDF2: &str = "representations/rep1/data/HS.2019.1.2.pdf";
pub const PREMIS: &str = "metadata/preservation/PREMIS.xml";
pub const REP_PREMIS: &str = "representations/rep1/metadata/preservation/PREMIS_rep1.xml";
pub const REP_METS: &str = "representations/rep1/METS.xml";

/// What the folder of every package here is called.
pub const NAME: &str = "uuid-9C13A1B2-0000-5000-8000-000000000001";

/// Which package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Sip,
    Aip,
}

/// Returns the files of a package of one dossier with two documents of one page each, before any METS lists them.
pub fn content(base: Base) -> Tree {
    let mut tree = Tree::new();
    let pdf = std::fs::read(fixtures().join("pdfs/conforming.pdf")).unwrap();
    let (code, of_file) = if base == Base::Aip { ("G09.HS.2019.1", "arcFileCode") } else { ("HS.2019.1", "fileCode") };
    let dossier = format!(
        "{of_file}={code};title=Tập hồ sơ;maintenance=01;mode=01;language=01;startDate=01/01/2019;endDate=31/12/2019;\
         totalDoc=2;numberOfPage=2;confidenceLevel=01;riskRecovery=0"
    );
    tree.insert(EAD.to_owned(), record(&dossier));
    for (number, path, pdf_path) in [(1, DOC1, PDF1), (2, DOC2, PDF2)] {
        let own = match base {
            Base::Aip => format!("arcFileCode={code};docOrdinal={number}"),
            Base::Sip => format!("docId=HS.2019.1.{number};maintenance=01;riskRecovery=0"),
        };
        let fields = format!(
            "{own};docCode=HS.2019.1.000000{number};mode=01;language=01;numberOfPage=1;typeName=02;\
             issuedDate=0{number}/03/2019;organName=Ủy ban;subject=Quyết định {number}"
        );
        tree.insert(path.to_owned(), record(&fields));
        tree.insert(pdf_path.to_owned(), pdf.clone());
    }
    if base == Base::Aip {
        tree.insert(PREMIS.to_owned(), premis("information package creation", &[]));
        tree.insert(REP_PREMIS.to_owned(), premis("transfer", &objects(&tree)));
    }
    tree.insert("schemas/EAD.xsd".to_owned(), b"<schema/>".to_vec());
    tree
}

fn record(fields: &str) -> Vec<u8> {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<simpledc>\n".to_owned();
    for (name, value) in fields.split(';').filter_map(|field| field.split_once('=')) {
        let _ = writeln!(text, "<{name}>{value}</{name}>");
    }
    (text + "</simpledc>\n").into_bytes()
}

fn objects(tree: &Tree) -> Vec<(String, Vec<u8>)> {
    tree.iter().filter(|(path, _)| path.ends_with(".pdf")).map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

fn premis(event: &str, objects: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut text = "<premis xmlns:xsi=\"x\" version=\"3.0\">\n".to_owned();
    for (path, bytes) in objects {
        let name = path.rsplit('/').next().unwrap();
        let _ = writeln!(
            text,
            "<object xsi:type=\"file\"><objectIdentifier><objectIdentifierType>Doc</objectIdentifierType>\
             <objectIdentifierValue>{name}</objectIdentifierValue></objectIdentifier><objectCharacteristics><fixity>\
             <messageDigestAlgorithm>SHA-256</messageDigestAlgorithm>\n<messageDigest>{}</messageDigest></fixity>\n\
             <size>{}</size></objectCharacteristics></object>",
            sha256(bytes),
            bytes.len()
        );
    }
    let _ = writeln!(text, "<event><eventType>{event}</eventType></event></premis>");
    text.into_bytes()
}

pub fn sha256(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string().to_uppercase()
}

/// Adds the METS of the representation over all that lies in it.
pub fn list_representation(tree: &mut Tree, base: Base) {
    let inside = |path: &String| path.starts_with("representations/rep1/");
    let mets = mets(tree, base, ("uuid-00000000-0000-5000-8000-000000000002", REP), &inside);
    tree.insert(REP_METS.to_owned(), mets);
}

/// Adds the METS of the package over all that lies outside of the representation, and over the METS of that.
pub fn list_package(tree: &mut Tree, base: Base) {
    let inside = |path: &String| !path.starts_with("representations/") || path == REP_METS;
    let mets = mets(tree, base, (NAME, ""), &inside);
    tree.insert("METS.xml".to_owned(), mets);
}

const TIME: &str = "2026-06-12T11:45:37.690+07:00";

/// Writes a METS; every element is on a line of its own, so that tests can change one.
fn mets(tree: &Tree, base: Base, (id, folder): (&str, &str), inside: &dyn Fn(&String) -> bool) -> Vec<u8> {
    let kind = if base == Base::Aip { "AIP" } else { "SIP" };
    let (mut sections, mut files, mut map) = (String::new(), String::new(), String::new());
    for (number, (path, bytes)) in tree.iter().filter(|(path, _)| inside(path)).enumerate() {
        let href = path.strip_prefix(folder).unwrap().trim_start_matches('/');
        let facts = format!(
            "SIZE=\"{}\" CREATED=\"{TIME}\" CHECKSUM=\"{}\" CHECKSUMTYPE=\"SHA-256\"",
            bytes.len(),
            sha256(bytes)
        );
        if href.starts_with("metadata/descriptive") {
            let _ = writeln!(
                sections,
                "<dmdSec ID=\"D{number}\">\n<mdRef MDTYPE=\"EAD\" {facts} xlink:href=\"{href}\"/>\n</dmdSec>"
            );
            let _ = writeln!(map, "<div LABEL=\"Metadata\" DMDID=\"D{number}\"/>");
        } else if href.starts_with("metadata/preservation") {
            let _ = writeln!(
                sections,
                "<amdSec><digiprovMD ID=\"P{number}\">\n<mdRef MDTYPE=\"PREMIS\" {facts} xlink:href=\"{href}\"/>\n</digiprovMD></amdSec>"
            );
        } else {
            let _ = writeln!(files, "<file ID=\"F{number}\" {facts}>\n<FLocat xlink:href=\"{href}\"/>\n</file>");
            let _ =
                writeln!(map, "<div LABEL=\"{}\"><fptr FILEID=\"F{number}\"/></div>", href.split('/').next().unwrap());
        }
    }
    format!(
        "<mets xmlns:xlink=\"x\" xmlns:csip=\"y\" OBJID=\"{id}\" TYPE=\"Mixed\" PROFILE=\"z\">\n\
         <metsHdr CREATEDATE=\"{TIME}\" csip:OAISPACKAGETYPE=\"{kind}\">\n<agent><name>n</name></agent>\n</metsHdr>\n\
         {sections}<fileSec><fileGrp USE=\"Data\">\n{files}</fileGrp></fileSec>\n\
         <structMap TYPE=\"PHYSICAL\" LABEL=\"CSIP\">\n<div ID=\"S\">\n{map}</div>\n</structMap>\n</mets>\n"
    )
    .into_bytes()
}

/// Puts a file in, or another in its place.
pub fn set(tree: &mut Tree, path: &str, text: impl AsRef<[u8]>) {
    tree.insert(path.to_owned(), text.as_ref().to_vec());
}

/// Changes the text of a file, which must hold what is changed.
pub fn change(tree: &mut Tree, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(tree[path].clone()).unwrap();
    assert!(text.contains(from), "{path}: {from}");
    tree.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
}

/// Writes a package as a folder.
pub fn write_folder(tree: &Tree, folder: &Path) {
    for (path, bytes) in tree {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// An entry of a ZIP, stored, and what is said of it.
#[derive(Clone, Default)]
pub struct Piece {
    pub name: Vec<u8>,
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    /// The mode of Unix.
    pub mode: u32,
    /// Where the list says it begins.
    pub header: Option<u64>,
    /// Sizes as the list has them: packed and not.
    pub sizes: Option<(u64, u64)>,
}

pub fn piece(name: impl AsRef<[u8]>, data: &[u8]) -> Piece {
    Piece { name: name.as_ref().to_vec(), data: data.to_vec(), ..Piece::default() }
}

/// Packs a package into a ZIP whose one folder has its name.
pub fn zip_of(tree: &Tree, name: &str) -> Vec<u8> {
    let pieces: Vec<Piece> = tree.iter().map(|(path, bytes)| piece(format!("{name}/{path}"), bytes)).collect();
    zip(&pieces)
}

fn put(out: &mut Vec<u8>, numbers: &[(u64, usize)]) {
    numbers.iter().for_each(|(number, width)| out.extend_from_slice(&number.to_le_bytes()[..*width]));
}

/// Puts entries, their list and its end together.
pub fn zip(pieces: &[Piece]) -> Vec<u8> {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    for piece in pieces {
        let (header, length) = (out.len() as u64, piece.data.len() as u64);
        let mut crc = flate2::Crc::new();
        crc.update(&piece.data);
        let (flags, method, crc) = (u64::from(piece.flags), u64::from(piece.method), u64::from(crc.sum()));
        let name = piece.name.len() as u64;
        out.extend(b"PK\x03\x04");
        put(
            &mut out,
            &[(20, 2), (flags, 2), (method, 2), (0, 4), (crc, 4), (length, 4), (length, 4), (name, 2), (0, 2)],
        );
        out.extend([&piece.name[..], &piece.data[..]].concat());
        let (packed, size) = piece.sizes.unwrap_or((length, length));
        let made_by = if piece.mode == 0 { 20 } else { 20 | 3 << 8 };
        list.extend(b"PK\x01\x02");
        put(&mut list, &[(made_by, 2), (20, 2), (flags, 2), (method, 2), (0, 4), (crc, 4), (packed, 4), (size, 4)]);
        put(&mut list, &[(name, 2), (0, 8), (u64::from(piece.mode) << 16, 4), (piece.header.unwrap_or(header), 4)]);
        list.extend(&piece.name);
    }
    let (start, size, n) = (out.len() as u64, list.len() as u64, pieces.len() as u64);
    out.extend(list);
    out.extend(b"PK\x05\x06");
    put(&mut out, &[(0, 4), (n, 2), (n, 2), (size, 4), (start, 4), (0, 2)]);
    out
}

/// Returns the end of a ZIP that says it has so many entries.
pub fn end_of(entries: u64) -> Vec<u8> {
    let mut out = b"PK\x06\x06".to_vec();
    put(&mut out, &[(44, 8), (45, 2), (45, 2), (0, 8), (entries, 8), (entries, 8), (0, 8), (0, 8)]);
    out.extend(b"PK\x06\x07");
    put(&mut out, &[(0, 4), (0, 8), (1, 4)]);
    out.extend(b"PK\x05\x06");
    put(&mut out, &[(0, 4), (0xFFFF, 2), (0xFFFF, 2), (0xFFFF_FFFF, 4), (0xFFFF_FFFF, 4), (0, 2)]);
    out
}
