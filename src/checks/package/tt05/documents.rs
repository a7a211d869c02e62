//! The documents of a package: each PDF with its record, and each record with its PDF (TT 05/2025/TT-BNV, annexes I to V).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::dates::{self, Span};
use super::listed::Listed;
use super::places::{Role, folder_of, stem_of};
use super::record::{self, Record};
use super::{Kind, Parts, fields};
use crate::checks::fixity::Level;
use crate::checks::package::notes::Notes;
use crate::checks::package::sheets;
use crate::exchange::ead;
use crate::exchange::simpledc::SimpleDc;
use crate::finding::codes;
use crate::text;

/// What is compared of the record of a document.
struct Document<'p> {
    path: &'p str,
    /// `docCode` or `arcDocCode`, and `docId`, `docOrdinal`, `arcFileCode`.
    code: Option<String>,
    id: Option<String>,
    ordinal: Option<String>,
    file_code: Option<String>,
    pages: Option<u64>,
    issued: Option<Span>,
    /// Its file, there or promised.
    pdf: Option<String>,
}

/// Takes one of its codes from a document.
type CodeOf = fn(&Document<'_>) -> Option<String>;

/// Checks the documents of a package.
pub fn check(parts: &Parts<'_>, listed: &Listed, record: &Record, level: Level, notes: &mut Notes<'_>) {
    let data = data(parts, listed);
    let mut documents = read(parts, record, notes);
    pair(parts, &data, &mut documents);
    check_pairs(parts, &data, &documents, notes);
    check_codes(&documents, record, notes);
    check_dates(&documents, record, notes);
    check_total(&documents, &data, record, notes);
    if level > Level::Fast {
        check_pages(parts, &data, &documents, record, notes);
    }
}

/// Returns the files of the representations, there, listed or promised by a `.fetch.txt`.
fn data(parts: &Parts<'_>, listed: &Listed) -> BTreeSet<String> {
    let there = parts.names.with(Role::Data).map(str::to_owned);
    let named = listed.keys().map(|path| path.as_str().to_owned()).filter(|path| Role::of(path) == Role::Data);
    let fetched =
        parts.names.with(Role::Fetch).filter_map(|path| Some(path.get(..path.len() - ".fetch.txt".len())?.to_owned()));
    there.chain(named).chain(fetched.filter(|path| Role::of(path) == Role::Data)).collect()
}

/// Reads the records, in parallel, and checks their fields in order.
fn read<'p>(parts: &'p Parts<'_>, record: &Record, notes: &mut Notes<'_>) -> Vec<Document<'p>> {
    let paths: Vec<&str> = parts.names.with(Role::DocumentRecord).collect();
    let table = match record.kind {
        Some(Kind::Aip) => &ead::DOC_AIP,
        Some(Kind::Dip) => &ead::DOC_DIP,
        _ => &ead::DOC_SIP,
    };
    let mut documents = Vec::new();
    for chunk in paths.chunks(1024) {
        let read: Vec<_> = chunk.par_iter().map(|path| record::parse(parts.package, path)).collect();
        for (path, read) in chunk.iter().zip(read) {
            match read {
                Ok(read) => {
                    fields::check(&read, table, path, notes);
                    check_retention(&read, path, record, notes);
                    documents.push(document(path, &read));
                }
                Err(stop) => {
                    notes.stopped(path, stop);
                    // It is there, whatever it says.
                    documents.push(document(path, &SimpleDc::default()));
                }
            }
        }
    }
    documents
}

fn document<'p>(path: &'p str, record: &SimpleDc) -> Document<'p> {
    let value = |name: &str| fields::value(record, name).map(str::to_owned);
    Document {
        path,
        code: value("docCode").or_else(|| value("arcDocCode")),
        id: value("docId"),
        ordinal: value("docOrdinal"),
        file_code: value("arcFileCode"),
        pages: value("numberOfPage").and_then(|pages| pages.trim().parse().ok()),
        issued: value("issuedDate").and_then(|date| dates::span(&date)),
        pdf: None,
    }
}

/// A dossier that is not kept permanently was reported once for all its documents.
fn check_retention(read: &SimpleDc, path: &str, record: &Record, notes: &mut Notes<'_>) {
    if record.kind == Some(Kind::Sip) && !record.is_temporary && record::is_temporary(read) {
        let what = text!(
            "văn bản có `maintenance` khác 01 (TT 05/2025/TT-BNV, Phụ lục III)",
            "the document has a `maintenance` other than 01 (TT 05/2025/TT-BNV, Phụ lục III)"
        );
        notes.find(&codes::PACKAGE_RETENTION, path, what);
    }
}

/// Finds the file of each record: as the METS ties them, else by their names, else by a code in the record.
fn pair(parts: &Parts<'_>, data: &BTreeSet<String>, documents: &mut [Document<'_>]) {
    let mut tied: HashMap<&str, &str> = HashMap::new();
    for mets in &parts.all {
        for file in mets.files.iter().filter(|file| data.contains(file.path.as_str())) {
            let records = file.metadata.iter().filter_map(|id| mets.sections.get(id));
            tied.extend(records.map(|record| (record.as_str(), file.path.as_str())));
        }
        let files = mets.files.iter().filter_map(|file| Some((file.id.as_deref()?, file.path.as_str())));
        let files: HashMap<&str, &str> = files.filter(|(_, path)| data.contains(*path)).collect();
        let ties = mets.ties.iter();
        tied.extend(
            ties.filter_map(|(section, id)| Some((mets.sections.get(section)?.as_str(), *files.get(id.as_str())?))),
        );
    }
    let key = |folder: &str, stem: &str| (folder.to_lowercase(), stem.to_lowercase());
    let named: HashMap<(String, String), &String> =
        data.iter().map(|path| (key(representation_of(path), stem_of(path)), path)).collect();
    for document in documents {
        let stem = stem_of(document.path);
        let name = stem.get("EAD_doc".len()..).unwrap_or_default().trim_start_matches(['_', '-']);
        let keys = [Some(name), document.id.as_deref(), document.code.as_deref()];
        let by_name =
            || keys.into_iter().flatten().find_map(|name| named.get(&key(representation_of(document.path), name)));
        let found = tied.get(document.path).map(|path| (*path).to_owned());
        document.pdf = found.or_else(|| by_name().map(|path| (*path).clone()));
    }
}

/// Returns the folder of the representation that a file lies in.
fn representation_of(path: &str) -> &str {
    path.match_indices('/').nth(1).map_or(folder_of(path), |(at, _)| &path[..at])
}

fn check_pairs(parts: &Parts<'_>, data: &BTreeSet<String>, documents: &[Document<'_>], notes: &mut Notes<'_>) {
    for document in documents.iter().filter(|document| document.pdf.is_none()) {
        let what = text!("không có tệp nào của văn bản này", "there is no file of this document");
        notes.find(&codes::PACKAGE_DOCUMENT_FILE, document.path, what);
    }
    let described: BTreeSet<&str> = documents.iter().filter_map(|document| document.pdf.as_deref()).collect();
    for path in data.iter().filter(|path| is_pdf(path) && !described.contains(path.as_str())) {
        if !parts.is_unread(path) {
            let what = text!("không có EAD_doc của văn bản này", "there is no EAD_doc of this document");
            notes.find(&codes::PACKAGE_DOCUMENT_RECORD, path, what);
        }
    }
}

fn is_pdf(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("pdf"))
}

/// Codes are used once, and begin with that of the dossier.
fn check_codes(documents: &[Document<'_>], record: &Record, notes: &mut Notes<'_>) {
    let kinds: [(&str, CodeOf); 3] = [
        ("docCode", |document| document.code.clone()),
        ("docId", |document| document.id.clone()),
        ("docOrdinal", |document| document.ordinal.clone()),
    ];
    for (name, of) in kinds {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for document in documents {
            let Some(code) = of(document).map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()) else {
                continue;
            };
            if name == "docOrdinal" && !record.is_dossier {
                continue;
            }
            if let Some(other) = seen.get(&code) {
                let what = text!("`{name}` trùng với `{other}`", "its `{name}` is that of `{other}`");
                notes.find(&codes::PACKAGE_CODE_TWICE, document.path, what);
            } else {
                seen.insert(code, document.path);
            }
        }
    }
    if record.is_dossier {
        documents.iter().for_each(|document| check_code(document, record, notes));
    }
}

/// `docCode` is the code of the dossier, a point, and the number of the document.
fn check_code(document: &Document<'_>, record: &Record, notes: &mut Notes<'_>) {
    let Some(dossier) = record.code.as_deref() else { return };
    if document.file_code.as_deref().is_some_and(|code| code != dossier) {
        let what = text!("`arcFileCode` khác với hồ sơ", "its `arcFileCode` is not that of the dossier");
        notes.find(&codes::PACKAGE_CODE, document.path, what);
    }
    let Some((own, number)) = document.code.as_deref().and_then(|code| code.rsplit_once('.')) else { return };
    let is_own = if record.kind == Some(Kind::Aip) { dossier.ends_with(own) } else { dossier == own };
    if !is_own {
        let what = text!(
            "`docCode` không bắt đầu bằng mã hồ sơ `{dossier}`",
            "its `docCode` does not begin with the code of the dossier, `{dossier}`"
        );
        notes.find(&codes::PACKAGE_CODE, document.path, what);
    }
    let numbers = (number.parse::<u64>(), document.ordinal.as_deref().map(str::parse::<u64>));
    if let (Ok(number), Some(Ok(ordinal))) = numbers
        && number != ordinal
    {
        let what = text!(
            "`docCode` kết thúc bằng số {number}, `docOrdinal` là {ordinal}",
            "its `docCode` ends with the number {number}, its `docOrdinal` is {ordinal}"
        );
        notes.find(&codes::PACKAGE_CODE, document.path, what);
    }
}

/// A document of a dossier was issued within the dates of the dossier.
fn check_dates(documents: &[Document<'_>], record: &Record, notes: &mut Notes<'_>) {
    for document in documents {
        let Some(issued) = &document.issued else { continue };
        let is_before = record.dates.0.as_ref().is_some_and(|start| dates::is_later(start, issued));
        let is_after = record.dates.1.as_ref().is_some_and(|end| dates::is_later(issued, end));
        if is_before || is_after {
            let what = text!(
                "`issuedDate` nằm ngoài `startDate`–`endDate` của hồ sơ",
                "its `issuedDate` is outside `startDate` to `endDate` of the dossier"
            );
            notes.find(&codes::PACKAGE_DOCUMENT_DATES, document.path, what);
        }
    }
}

fn check_total(documents: &[Document<'_>], data: &BTreeSet<String>, record: &Record, notes: &mut Notes<'_>) {
    let found = if documents.is_empty() { data.len() as u64 } else { documents.len() as u64 };
    if let Some(total) = record.total.filter(|total| *total != found) {
        let what = text!(
            "`totalDoc` ghi {total}, gói có {found} văn bản",
            "`totalDoc` says {total}, the package has {found} documents"
        );
        notes.find(&codes::PACKAGE_TOTAL, &record.path, what);
    }
}

/// Counts the pages of every PDF, in parallel, and compares them with the records.
fn check_pages(
    parts: &Parts<'_>,
    data: &BTreeSet<String>,
    documents: &[Document<'_>],
    record: &Record,
    notes: &mut Notes<'_>,
) {
    let of: HashMap<&str, &Document<'_>> =
        documents.iter().filter_map(|document| Some((document.pdf.as_deref()?, document))).collect();
    let pdfs: Vec<&String> = data.iter().filter(|path| is_pdf(path)).collect();
    let mut sum = Some(0_u64);
    for chunk in pdfs.chunks(1024) {
        let counted: Vec<_> = chunk.par_iter().map(|path| sheets::pages(parts.package, path)).collect();
        for (path, pages) in chunk.iter().zip(counted) {
            let found = sheets::told(path, pages, notes);
            sum = sum.zip(found).map(|(sum, found)| sum + found);
            let Some((found, document)) = found.zip(of.get(path.as_str())) else { continue };
            if let Some(pages) = document.pages.filter(|pages| *pages != found) {
                let what = text!(
                    "`numberOfPage` ghi {pages}, PDF có {found} trang",
                    "`numberOfPage` says {pages}, the PDF has {found} pages"
                );
                notes.find(&codes::PACKAGE_PAGES, document.path, what);
            }
        }
    }
    // Files that are no PDFs have pages that nobody counts.
    let found = sum.filter(|_| pdfs.len() == data.len() && record.is_dossier);
    if let Some((found, pages)) = found.zip(record.pages).filter(|(found, pages)| found != pages) {
        let what = text!(
            "`numberOfPage` ghi {pages}, các PDF có {found} trang",
            "`numberOfPage` says {pages}, the PDFs have {found} pages"
        );
        notes.find(&codes::PACKAGE_PAGES, &record.path, what);
    }
}
