//! PDFs that are no PDF/A: mended, painted, lifted after all, or refused; each made here.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sohoa::digest::Digest;
use sohoa::pdf::words;

use crate::judges::assert_accepts;
use crate::support::{Sandbox, fixtures, sidecars, subjects, tree};

/// Writes objects, numbered from 1, as a PDF whose catalog is the first.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let (mut file, mut places) = (b"%PDF-1.7\n".to_vec(), Vec::new());
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        file.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").bytes()));
    let size = places.len() + 1;
    file.extend(format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n").bytes());
    file
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    [format!("<<{dict}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A page with a red field and two words in a font that is not embedded, shown (0) or invisible (3); a script, and a
/// file that is attached.
fn letter(mode: u8) -> Vec<u8> {
    let content = format!("1 0 0 rg 20 20 60 30 re f BT /F 12 Tf {mode} Tr 20 80 Td (QD 01) Tj ET");
    let script = "/OpenAction<</S/JavaScript/JS(x)>>";
    let attached = "/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)/EF<</F 5 0 R>>>>]>>>>";
    let font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>>>";
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R{script}{attached}>>").into_bytes(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<<{font}>>/Contents 4 0 R>>").into_bytes(),
        stream("", content.as_bytes()),
        stream("/Type/EmbeddedFile", b"attached"),
    ];
    pdf(&objects, "")
}

fn jpeg() -> Vec<u8> {
    std::fs::read(fixtures().join("formats/jpeg/grey.jpg")).unwrap()
}

/// A scan of so many pages, each the same JPEG.
fn scan(n_pages: usize, trailer: &str) -> Vec<u8> {
    let jpeg = jpeg();
    let size = |at: usize| u16::from_be_bytes([jpeg[at], jpeg[at + 1]]);
    let frame = jpeg.windows(2).position(|pair| pair[0] == 0xFF && (0xC0..=0xC2).contains(&pair[1])).unwrap();
    let (height, width) = (size(frame + 5), size(frame + 7));
    let kids: Vec<String> = (0..n_pages).map(|idx| format!("{} 0 R", 3 + 3 * idx)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Count {n_pages}/Kids[{}]>>", kids.join(" ")).into_bytes(),
    ];
    for number in (3..).step_by(3).take(n_pages) {
        let (content, image) = (number + 1, number + 2);
        let page = format!("/Resources<</XObject<</I {image} 0 R>>>>/Contents {content} 0 R");
        objects.push(format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]{page}>>").into_bytes());
        objects.push(stream("", b"q 300 0 0 400 0 0 cm /I Do Q"));
        let dict = format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8/ColorSpace/DeviceGray\
             /Filter/DCTDecode"
        );
        objects.push(stream(&dict, &jpeg));
    }
    pdf(&objects, trailer)
}

/// Makes the table of cross-references lie.
fn without_table(bytes: &[u8]) -> Vec<u8> {
    let at = bytes.windows(5).rposition(|window| window == b"xref\n").unwrap_or_default();
    let at = bytes[..at].windows(5).rposition(|window| window == b"xref\n").unwrap_or(at);
    [&bytes[..at], b"startxref\n9\n%%EOF\n"].concat()
}

/// Imports one PDF and returns the answer, and the sidecar of what was stored with the path of its PDF.
fn import(sandbox: &Sandbox, bytes: &[u8], more: &[&str]) -> (Value, Option<(PathBuf, Value)>) {
    sandbox.init();
    sandbox.write("in/hs01/KQ.0000001.pdf", bytes);
    let answer = sandbox.ingest_with("in", more);
    (answer, sidecars(&sandbox.path("kho")).pop())
}

fn text(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    words::pages(bytes.to_vec(), &mut |_, page| found.extend(page.words.into_iter().map(|word| word.text))).unwrap();
    found
}

fn changes(sidecar: &Value) -> Vec<String> {
    let changes = sidecar["pdf"]["taken"]["changes"].as_array().unwrap();
    changes.iter().map(|change| format!("{} {}", change["what"].as_str().unwrap(), change["count"])).collect()
}

/// Asserts all that holds for a PDF that was made anew while the file as it came is kept beside it.
fn assert_kept_beside(sandbox: &Sandbox, source: &[u8], pdf: &Path, sidecar: &Value) {
    let original = pdf.with_extension("original.pdf");
    assert_eq!(std::fs::read(&original).unwrap(), source);
    let noted = &sidecar["pdf"]["taken"]["original"];
    assert_eq!(noted["sha256"], Digest::of(source).to_string());
    assert!(noted["path"].as_str().unwrap().ends_with("/KQ.0000001.original.pdf"));
    let published = std::fs::read(pdf).unwrap();
    assert_eq!(text(&published), ["QD", "01"]);
    assert_eq!(text(&published), text(source));
    sandbox.assert_sound("kho");
    let checked = sandbox.run(&["check", "--as", "2u", pdf.to_str().unwrap()]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let out = sandbox.run(&["originals", "KQ.0000001", "--archive", "kho", "--out", "out"]);
    assert_eq!(out.code, 0, "{}", out.err);
    assert!(out.out.starts_with("out/KQ.0000001.pdf: the PDF, identical to the source file\n"), "{}", out.out);
    assert_eq!(std::fs::read(sandbox.path("out/KQ.0000001.pdf")).unwrap(), source);
    assert_accepts("judge_pdfs.py", &[&sandbox.path("kho/batches")]);
}

#[test]
fn a_pdf_that_can_be_mended_is_and_says_what_was_changed() {
    let (sandbox, source) = (Sandbox::new(), letter(3));
    let (answer, stored) = import(&sandbox, &source, &[]);
    let (pdf, sidecar) = stored.unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(sidecar["pdf"]["taken"]["class"], "repaired", "{answer}");
    assert_eq!((&sidecar["pdf"]["kept"], &sidecar["pages"][0]["embedding"]), (&"mended".into(), &"mended".into()));
    assert_eq!(sidecar["pdf"]["conformance"], "PDF/A-2u");
    let changes = changes(&sidecar);
    for change in ["actions-removed 1", "attachments-removed 1", "metadata-rewritten 1", "output-intent-set 1"] {
        assert!(changes.iter().any(|found| found == change), "{change}: {changes:?}");
    }
    assert_eq!(subjects(&answer, "pdf.parts-removed"), ["in/hs01/KQ.0000001.pdf"]);
    assert_kept_beside(&sandbox, &source, &pdf, &sidecar);
}

#[test]
fn what_cannot_be_mended_is_refused_with_clauses_unless_it_may_be_painted() {
    let (sandbox, source) = (Sandbox::new(), letter(0));
    let (answer, stored) = import(&sandbox, &source, &[]);
    assert_eq!(stored, None);
    assert_eq!(subjects(&answer, "pdf.nonconforming"), ["in/hs01/KQ.0000001.pdf"], "{answer}");
    let findings = answer["findings"].to_string();
    assert!(findings.contains("6.2.11.4.1"), "{findings}");
    if cfg!(not(feature = "render")) {
        return;
    }
    let answer = sandbox.ingest_with("in", &["--rasterize"]);
    let (pdf, sidecar) = sidecars(&sandbox.path("kho")).pop().unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(sidecar["pdf"]["taken"]["class"], "rasterised");
    assert_eq!((&sidecar["pdf"]["kept"], &sidecar["pages"][0]["embedding"]), (&"built".into(), &"painted".into()));
    assert_eq!(changes(&sidecar), ["pages-painted 1", "words-carried-over 2"]);
    assert_eq!(subjects(&answer, "pdf.rasterised"), ["in/hs01/KQ.0000001.pdf"]);
    assert_kept_beside(&sandbox, &source, &pdf, &sidecar);
}

#[test]
fn the_same_pdfs_give_the_same_bytes_with_one_thread_and_with_two() {
    let archives = [&["--rasterize"][..], &["--rasterize", "--jobs", "1"]].map(|more| {
        let sandbox = Sandbox::new();
        sandbox.write("in/hs01/a1.pdf", &letter(0));
        sandbox.write("in/hs01/b1.pdf", &letter(3));
        sandbox.write("in/hs01/c1.pdf", &scan(2, ""));
        let (answer, _) = import(&sandbox, &without_table(&scan(3, "")), more);
        assert_eq!(answer["documents"], 4, "{answer}");
        sandbox
    });
    // Tag files have the times of the source files.
    let [one, other] = archives.each_ref().map(|sandbox| tree(&sandbox.path("kho/batches/2026/2026-11-21-0001/data")));
    assert_eq!(one.len(), 4 + 4 + 2);
    one.iter().for_each(|(path, bytes)| assert!(other[path] == *bytes, "{path}"));
}

#[test]
fn a_scan_with_broken_cross_references_is_lifted_and_not_mended() {
    let sandbox = Sandbox::new();
    let (answer, stored) = import(&sandbox, &without_table(&scan(2, "")), &[]);
    let (_, sidecar) = stored.unwrap_or_else(|| panic!("{answer}"));
    assert_eq!(sidecar["pdf"]["taken"]["class"], "scan", "{answer}");
    assert_eq!(changes(&sidecar), ["images-lifted 2", "file-rebuilt 1"]);
    for page in sidecar["pages"].as_array().unwrap() {
        assert_eq!(page["stream"]["sha256"], Digest::of(&jpeg()).to_string(), "{page}");
    }
    sandbox.assert_sound("kho");
}

#[test]
fn a_scan_that_was_cut_is_refused_even_if_it_may_be_painted() {
    let whole = scan(3, "");
    for part in 1..8 {
        let sandbox = Sandbox::new();
        let (answer, stored) = import(&sandbox, &whole[..whole.len() * part / 8], &["--rasterize"]);
        assert_eq!(stored, None, "{part}/8: {answer}");
        assert_eq!(subjects(&answer, "pdf.unreadable"), ["in/hs01/KQ.0000001.pdf"], "{part}/8: {answer}");
    }
}

#[test]
fn a_pdf_with_a_password_is_refused_as_such() {
    let sandbox = Sandbox::new();
    let (o, u) = ("ab".repeat(32), "cd".repeat(32));
    let encrypt = format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<{o}>/U<{u}>/P -4>>");
    let (answer, stored) = import(&sandbox, &scan(1, &encrypt), &["--rasterize"]);
    assert_eq!(stored, None);
    assert_eq!(subjects(&answer, "pdf.encrypted"), ["in/hs01/KQ.0000001.pdf"], "{answer}");
}
