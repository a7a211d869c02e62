//! `documentation/`: what the package is and how to check it without sohoa, and how to get from a document to the seal of
//! the archive that fixed it.

use std::io::Write;

use anyhow::Result;

use super::write::Content;

/// Writes the text for whoever opens the package.
pub(super) fn read_me(content: &Content<'_>) -> String {
    let (oais, archive) = (&content.rules.package.oais, content.rules.terms.archive);
    let (n, created) = (content.packed.entries.len(), &content.created);
    format!(
        "GÓI TIN {oais} THEO THÔNG TƯ 05/2025/TT-BNV\n\
         Kho: {archive}. Số tài liệu: {n}. Thời điểm: {created}.\n\n\
         METS.xml liệt kê mọi tệp của gói kèm kích thước và mã băm SHA-256; representations/rep1/METS.xml liệt kê các\n\
         tệp PDF trong data/ và tệp mô tả của từng tài liệu trong metadata/descriptive/. Kiểm tra bằng lệnh có sẵn:\n\n\
         {COMMAND}\n\
         (chạy tại thư mục gốc của gói, rồi tại representations/rep1)\n\n\
         Đối chiếu METS với lược đồ khi không có mạng, tại thư mục gốc của gói:\n\n\
         {SCHEMA}\n\
         SEALS.tsv ghi mỗi tài liệu thuộc lô nào của kho, cùng mã băm của tệp PDF và tệp mô tả tại kho; lô ấy được niêm\n\
         phong bằng seal.txt của kho.\n\n\
         ----\n\n\
         {oais} PACKAGE BY CIRCULAR 05/2025/TT-BNV\n\
         Archive: {archive}. Documents: {n}. Time: {created}.\n\n\
         METS.xml lists every file of the package with its size and SHA-256; representations/rep1/METS.xml lists the PDFs\n\
         in data/ and what metadata/descriptive/ says of each document. The command above checks them, in the package's\n\
         root and again in representations/rep1. The one below it holds METS.xml against the schema without a network.\n\n\
         SEALS.tsv says which batch of the archive each document came with, and the digests of its PDF and sidecar there;\n\
         the archive's seal.txt fixes that batch.\n"
    )
}

/// What stands in a METS as `href` and `CHECKSUM`, as lines for `sha256sum`; our METS has one element a line.
const COMMAND: &str = r#"  sed -n 's/.*<mdRef .*xlink:href="\([^"]*\)".*CHECKSUM="\([^"]*\)".*/\2  \1/p
    /<file /{s/.*CHECKSUM="\([^"]*\)".*/\1/;N;s/\n.*xlink:href="\([^"]*\)".*/  \1/;p}' METS.xml |
    sha256sum -c --strict --quiet
"#;

/// The schema of METS names that of XLink by its address on the web, which the catalogue turns to the file beside it.
const SCHEMA: &str = "  XML_CATALOG_FILES=documentation/catalog.xml \\\n    xmllint --noout --nonet --schema schemas/mets1_12.xsd METS.xml\n";

/// Returns the catalogue (OASIS XML Catalogs 1.1) for programs that validate.
pub(super) fn catalogue(content: &Content<'_>) -> String {
    let xlink = &content.rules.tt05.schemas.xlink;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <catalog xmlns=\"urn:oasis:names:tc:entity:xmlns:xml:catalog\">\n  \
         <system systemId=\"http://www.loc.gov/standards/xlink/xlink.xsd\" uri=\"../schemas/{xlink}\"/>\n  \
         <uri name=\"http://www.loc.gov/standards/xlink/xlink.xsd\" uri=\"../schemas/{xlink}\"/>\n\
         </catalog>\n"
    )
}

/// Writes one line for each document: where its seal is found.
pub(super) fn seals(content: &Content<'_>, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "id\tversion\tbatch\tpdf-sha256\tsidecar-sha256\tfile")?;
    for entry in &content.packed.entries {
        let path = content.packed.paths(content.rules, entry).pdf;
        let (id, version, batch) = (&entry.id, entry.version, content.packed.word(entry.batch));
        let (pdf, sidecar) = (entry.pdf.sha256, entry.sidecar);
        writeln!(out, "{id}\t{version}\t{batch}\t{pdf}\t{sidecar}\trepresentations/rep1/{path}")?;
    }
    Ok(())
}
