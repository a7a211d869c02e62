//! PDFs from elsewhere: what class they are taken as, what is kept of them, and what is said.

use serde_json::Value;

use crate::support::{
    Answer, Sandbox, adds_up, codes, fixtures, pdf_of, pdf_page, pdf_scan, pdf_without_font, sidecars, subjects,
};

fn import(sandbox: &Sandbox) -> Value {
    let answer = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--json"]);
    assert!([0, 3].contains(&answer.code), "{}{}", answer.out, answer.err);
    let json = answer.json();
    assert!(adds_up(&json), "{json}");
    json
}

/// Imports one fixture and returns the answer and the sidecar of what was stored.
fn import_one(sandbox: &Sandbox, name: &str) -> (Value, Option<Value>) {
    sandbox.init();
    sandbox.copy(&format!("pdfs/{name}.pdf"), "in/hs01/KQ.0000001.pdf");
    let answer = import(sandbox);
    let stored = sidecars(&sandbox.path("kho")).pop().map(|(_, sidecar)| sidecar);
    (answer, stored)
}

fn show(sandbox: &Sandbox, document: &str) -> Answer {
    sandbox.run(&["show", document, "--archive", "kho"])
}

#[test]
fn a_signed_pdf_is_kept_byte_for_byte_and_given_back_whole() {
    let sandbox = Sandbox::new();
    let (answer, sidecar) = import_one(&sandbox, "signed");
    let (source, sidecar) = (std::fs::read(fixtures().join("pdfs/signed.pdf")).unwrap(), sidecar.unwrap());
    let (pdf, _) = sidecars(&sandbox.path("kho")).pop().unwrap();
    assert_eq!(std::fs::read(pdf).unwrap(), source);
    assert_eq!(sidecar["pdf"]["kept"], "as-is");
    let taken = &sidecar["pdf"]["taken"];
    assert_eq!(taken["class"], "signed");
    assert_eq!(taken["signatures"][0]["signer"], "Nguyễn Văn Mẫu");
    assert_eq!(taken["signatures"][0]["digest"], "matches");
    assert_eq!(taken["signatures"][0]["trust"], "not-evaluated");
    let page = &sidecar["pages"][0];
    assert_eq!((&page["embedding"], &page["stream"], &page["dpi"]), (&"as-is".into(), &Value::Null, &Value::Null));
    assert_eq!((&page["content"]["width"], &page["content"]["height"]), (&595.into(), &842.into()));
    sandbox.assert_sound("kho");

    let out = sandbox.run(&["originals", "KQ.0000001", "--archive", "kho", "--out", "out"]);
    assert_eq!(out.code, 0, "{}", out.err);
    assert_eq!(std::fs::read(sandbox.path("out/KQ.0000001.pdf")).unwrap(), source);
    let shown = show(&sandbox, "KQ.0000001");
    assert!(shown.out.contains("NOT evaluated") && shown.out.contains("Nguyễn Văn Mẫu"), "{}", shown.out);
    // The signer is a person: findings, sources and names do not tell.
    assert!(!answer.to_string().contains("Mẫu"), "{answer}");

    let again = import(&sandbox);
    assert_eq!((&again["inputs"]["duplicate"], &again["documents"]), (&1.into(), &0.into()));
}

#[test]
fn what_is_wrong_with_signatures_is_said_and_the_file_kept_all_the_same() {
    let cases = [
        ("changed-after-signing", "pdf.signature-differs"),
        ("added-after-signing", "pdf.signature-partial"),
        ("signature-taken-out", "pdf.signature-partial"),
        ("signed-no-pdfa", "pdf.signed-nonconforming"),
    ];
    for (name, code) in cases {
        let sandbox = Sandbox::new();
        let (answer, sidecar) = import_one(&sandbox, name);
        assert_eq!(sidecar.unwrap()["pdf"]["taken"]["class"], "signed", "{name}");
        assert!(codes(&answer).iter().any(|found| found == code), "{name}: {answer}");
        sandbox.assert_sound("kho");
    }
    let sandbox = Sandbox::new();
    let (_, sidecar) = import_one(&sandbox, "signed-no-pdfa");
    assert_eq!(sidecar.unwrap()["pdf"]["conformance"], "PDF 1.7");
}

#[test]
fn a_pdf_that_keeps_what_it_claims_is_kept_as_it_is() {
    let sandbox = Sandbox::new();
    let (answer, sidecar) = import_one(&sandbox, "conforming");
    let sidecar = sidecar.unwrap_or_else(|| panic!("{answer}"));
    assert_eq!((&sidecar["pdf"]["kept"], &sidecar["pdf"]["conformance"]), (&"as-is".into(), &"PDF/A-2b".into()));
    assert_eq!(sidecar["pdf"]["taken"]["class"], "conforming");
    assert_eq!(sidecar["pdf"]["taken"]["claim"], "PDF/A-2b");
    sandbox.assert_sound("kho");
}

#[test]
fn a_pdf_among_scans_of_one_document_refuses_it_unless_it_is_a_scan_itself() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("formats/png/grey-8-bit.png", "in/hs01/001.png");
    sandbox.copy("pdfs/signed.pdf", "in/hs01/002.pdf");
    let answer = sandbox.ingest_with("in", &["--group-by", "folder"]);
    assert_eq!(subjects(&answer, "pdf.not-alone"), ["in/hs01/002.pdf"], "{answer}");
    assert_eq!(answer["inputs"]["quarantined"], 2);
    let apart = Sandbox::new();
    apart.init();
    apart.copy("formats/png/grey-8-bit.png", "in/hs01/001.png");
    apart.copy("pdfs/signed.pdf", "in/hs01/002.pdf");
    assert_eq!(import(&apart)["documents"], 2);
}

#[test]
fn a_pdf_cut_short_is_refused_and_the_rest_of_the_import_goes_on() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let whole = std::fs::read(fixtures().join("pdfs/signed.pdf")).unwrap();
    sandbox.write("in/hs01/cut.pdf", &whole[..whole.len() / 2]);
    sandbox.write("in/hs01/junk.pdf", b"%PDF-1.7\nnothing");
    sandbox.copy("formats/png/grey-8-bit.png", "in/hs01/good.png");
    let answer = import(&sandbox);
    assert_eq!(subjects(&answer, "pdf.unreadable"), ["in/hs01/cut.pdf", "in/hs01/junk.pdf"], "{answer}");
    assert_eq!(answer["inputs"]["stored"], 1);
    sandbox.assert_sound("kho");
}

#[test]
fn a_changed_pdf_is_found_by_verify() {
    let sandbox = Sandbox::new();
    import_one(&sandbox, "signed");
    let (pdf, _) = sidecars(&sandbox.path("kho")).pop().unwrap();
    let mut bytes = std::fs::read(&pdf).unwrap();
    bytes[900] ^= 1;
    std::fs::write(&pdf, bytes).unwrap();
    let answer = sandbox.verify(&["kho", "--deep"]);
    assert!(codes(&answer).contains(&"fixity.mismatch".to_owned()), "{answer}");
}

#[test]
fn why_a_pdf_was_not_taken_is_one_sentence_with_a_way_out() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.write("in/hs01/van-ban.pdf", &pdf_without_font());
    let said = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--lang", "vi"]).out;
    let line = said.lines().find(|line| line.contains("pdf.nonconforming")).unwrap();
    assert!(line.contains("không sửa được: phông chữ"), "{line}");
    assert!(line.contains("[6.2.11.4.1-1]") && line.contains("--rasterize"), "{line}");
    // That text can be seen is no fault, and what was mended is not told.
    assert!(!line.contains("nhìn thấy") && !line.contains("6.6.2.1-1"), "{line}");
}

#[test]
fn a_pdf_without_a_page_is_refused_as_such_even_when_it_may_be_painted() {
    let empty = pdf_of(&["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]);
    for more in [&[][..], &["--rasterize"]] {
        let sandbox = Sandbox::new();
        sandbox.init();
        sandbox.write("in/hs01/KQ.0000001.pdf", &empty);
        let answer = sandbox.ingest_with("in", more);
        assert_eq!(subjects(&answer, "format.no-pages"), ["in/hs01/KQ.0000001.pdf"], "{answer}");
    }
}

#[test]
fn a_signed_pdf_that_is_cut_short_is_never_to_be_saved_anew() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let whole = std::fs::read(fixtures().join("pdfs/signed-twice.pdf")).unwrap();
    sandbox.write("in/hs01/cut.pdf", &whole[..whole.len() - 900]);
    let said = sandbox.run(&["ingest", "in", "--archive", "kho", "--settle", "0", "--lang", "vi"]).out;
    let line = said.lines().find(|line| line.contains("pdf.unreadable")).unwrap();
    assert!(line.contains("không lưu lại tệp đã ký"), "{line}");
}

#[test]
fn what_was_changed_is_shown_in_words() {
    let cases = [
        (pdf_scan(), "ảnh được lấy nguyên ra khỏi PDF × 1"),
        (pdf_page("/OpenAction << /S /JavaScript /JS (x) >>", "", "0 0 9 9 re f"), "hành động bị gỡ"),
    ];
    for (pdf, words) in cases {
        let sandbox = Sandbox::new();
        sandbox.init();
        sandbox.write("in/hs01/KQ.0000001.pdf", &pdf);
        import(&sandbox);
        let shown = sandbox.run(&["show", "KQ.0000001", "--archive", "kho", "--lang", "vi"]);
        assert!(shown.out.contains(words), "{}", shown.out);
    }
}

#[test]
fn originals_gives_back_the_kept_pdf_and_images_that_were_lifted_as_they_were() {
    let jpeg = std::fs::read(fixtures().join("formats/jpeg/grey.jpg")).unwrap();
    let scripted = pdf_page("/AcroForm << /Fields [] /XFA [] >>", "", "0 0 9 9 re f");
    let plain = pdf_page("", "", "0 0 9 9 re f");
    let cases = [
        (pdf_scan(), vec![("KQ.0000001.0001.jpg", jpeg)], "the image as it was in the PDF that came"),
        (scripted.clone(), vec![("KQ.0000001.pdf", scripted)], "identical to the source file"),
        (plain, vec![], "was not kept as it came"),
        (pdf_without_font(), vec![("KQ.0000001.pdf", pdf_without_font())], "painted from the PDF that came"),
    ];
    for (pdf, expected, said) in cases {
        let sandbox = Sandbox::new();
        sandbox.init();
        sandbox.write("in/hs01/KQ.0000001.pdf", &pdf);
        sandbox.ingest_with("in", &["--rasterize"]);
        let out = sandbox.run(&["originals", "KQ.0000001", "--archive", "kho", "--out", "out"]);
        assert!(out.code == 0 && out.out.contains(said), "{}{}", out.out, out.err);
        let n_files = std::fs::read_dir(sandbox.path("out")).unwrap().count();
        assert_eq!(n_files, expected.len(), "{}", out.out);
        for (name, bytes) in expected {
            assert_eq!(std::fs::read(sandbox.path("out").join(name)).unwrap(), bytes, "{name}");
            let is_kept_beside = name.ends_with(".pdf");
            assert_eq!(show(&sandbox, "KQ.0000001").out.contains("KQ.0000001.original.pdf"), is_kept_beside);
        }
    }
}
