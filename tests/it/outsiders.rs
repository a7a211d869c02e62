//! What programs that share no code with us say of an archive of everything that can be stored.

use std::path::Path;
use std::process::Command;

use sohoa::records::fold::nfc;
use sohoa::records::legacy::{Encoding, decode, decode_bytes, detect};

use crate::judges::{assert_accepts, has, python, skip};
use crate::support::{Sandbox, copy_tree, files_in, fixtures, pdf_page, pdf_scan, pdf_without_font, sidecars};

/// Makes an archive of three deliveries, in small batches.
fn archive(sandbox: &Sandbox) -> std::path::PathBuf {
    let kho = sandbox.init_with_batches_of("kho", 30);
    for (fixtures, how) in [("scans", &[][..]), ("formats", &["--group-by", "file"]), ("warned", &[])] {
        sandbox.copy(fixtures, fixtures);
        sandbox.ingest_with(fixtures, how);
    }
    kho
}

#[test]
fn qpdf_poppler_and_pikepdf_accept_every_pdf() {
    let sandbox = Sandbox::new();
    let kho = archive(&sandbox);
    assert_accepts("judge_pdfs.py", &[&kho.join("batches")]);
}

#[test]
fn bagit_and_sha256sum_accept_every_batch_and_the_seals_follow_from_the_files() {
    let sandbox = Sandbox::new();
    let kho = archive(&sandbox);
    if has("sha256sum") {
        assert_accepts("bags.py", &[&kho]);
    }
    assert_accepts("merkle.py", &[&kho]);
}

#[test]
fn an_archive_with_corrections_and_withdrawals_is_right_for_outsiders_too() {
    let kho = fixtures().join("archives/v1-amended");
    if has("sha256sum") {
        assert_accepts("bags.py", &[&kho]);
    }
    assert_accepts("merkle.py", &[&kho]);
}

/// What `docs/verify.py` says of an archive, and whether it is content; it needs nothing but Python.
fn published_check(archive: &Path) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verify.py");
    let output = Command::new("python3").arg(script).arg(archive).output().unwrap();
    (
        output.status.success(),
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat(),
    )
}

#[test]
fn the_published_check_accepts_the_golden_archives_and_no_forged_version() {
    if !has("python3") {
        return;
    }
    for (archive, batches) in [("v1", 3), ("v1-amended", 6)] {
        let said = published_check(&fixtures().join("archives").join(archive));
        assert_eq!(said, (true, format!("{batches} batches, 4 documents, 0 problems\n")), "{archive}");
    }
    for code in ["sidecar.version", "sidecar.relation", "sidecar.pdf-elsewhere"] {
        let sandbox = Sandbox::new();
        let kho = sandbox.copy("archives/v1-amended", "kho");
        copy_tree(&fixtures().join("damaged").join(code).join("overlay"), &kho);
        let (is_content, said) = published_check(&kho);
        let names =
            if code == "sidecar.relation" { &["0000003.json: "][..] } else { &["0000001.json: ", "0000003.json: "] };
        let is_named = names.iter().all(|name| said.contains(name));
        assert!(!is_content && is_named, "{code}: {said}");
    }
}

#[test]
fn the_list_in_a_batch_is_checked_by_sha256sum_alone() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("scans", "scans");
    let answer = sandbox.ingest("scans");
    let batch = sandbox.path("kho/batches/2026").join(answer["batch"].as_str().unwrap());
    if !has("sha256sum") {
        return;
    }
    let check = || {
        let mut command = Command::new("sha256sum");
        command.args(["-c", "--strict", "--quiet", "manifest-sha256.txt"]).current_dir(&batch);
        command.output().unwrap()
    };
    let output = check();
    assert!(output.status.success() && output.stdout.is_empty() && output.stderr.is_empty(), "{output:?}");
    let pdf = files_in(&batch.join("data")).into_iter().find(|path| path.extension().unwrap() == "pdf").unwrap();
    let mut bytes = std::fs::read(&pdf).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&pdf, bytes).unwrap();
    assert!(!check().status.success());
}

#[test]
fn every_sidecar_follows_the_published_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/sidecar.schema.json");
    if !schema.is_file() {
        return skip("docs/sidecar.schema.json is not there");
    }
    let Some(python) = python() else { return };
    let sandbox = Sandbox::new();
    let kho = archive(&sandbox);
    let code = "import json, sys, jsonschema, referencing\n\
                schema, record, *paths = [json.load(open(path, encoding='utf-8')) for path in sys.argv[1:]]\n\
                check = jsonschema.validators.validator_for(schema)\n\
                check.check_schema(schema)\n\
                check.check_schema(record)\n\
                known = referencing.Registry().with_resource(record['$id'], referencing.Resource.from_contents(record))\n\
                check = check(schema, registry=known)\n\
                wrong = [f'{list(e.absolute_path)} {e.message}' for each in paths for e in check.iter_errors(each)]\n\
                sys.exit('\\n'.join(wrong) or 0)";
    for delivery in ["clean", "faulty"] {
        sandbox.ingest(fixtures().join("deliveries").join(delivery).to_str().unwrap());
    }
    let classes = pdfs_of_all_classes(&sandbox);
    let archives = [kho, classes, fixtures().join("archives/v1-amended")];
    let record = schema.with_file_name("record.schema.json");
    let paths = archives.iter().flat_map(|archive| sidecars(archive)).map(|(pdf, _)| pdf.with_extension("json"));
    let examples = ["sidecar.example.json", "sidecar.example-2.json"].map(|name| schema.with_file_name(name));
    let paths = paths.chain(examples);
    let output = Command::new(python).arg("-c").arg(code).arg(&schema).arg(record).args(paths).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Makes an archive with a PDF of each class.
fn pdfs_of_all_classes(sandbox: &Sandbox) -> std::path::PathBuf {
    let kho = sandbox.init_with_batches_of("pdfs", 30);
    sandbox.copy("pdfs", "in/a");
    sandbox.write("in/b/scan.pdf", &pdf_scan());
    sandbox.write("in/b/mended.pdf", &pdf_page("/OpenAction << /S /JavaScript /JS (x) >>", "", "0 0 9 9 re f"));
    sandbox.write("in/b/painted.pdf", &pdf_without_font());
    let arguments = ["ingest", "in", "--archive", "pdfs", "--settle", "0", "--rasterize", "--json"];
    let answer = sandbox.run(&arguments).json();
    let classes = sidecars(&kho).into_iter().map(|(_, sidecar)| sidecar["pdf"]["taken"]["class"].to_string());
    let classes: std::collections::BTreeSet<_> = classes.collect();
    assert_eq!(classes.len(), 5, "{classes:?} {answer}");
    kho
}

/// Converts with `iconv`, whose tables are not ours.
fn iconv(from: &str, to: &str, input: &[u8]) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), input).unwrap();
    let output = Command::new("iconv").args(["-f", from, "-t", to]).arg(file.path()).output().unwrap();
    assert!(output.status.success(), "{from} to {to}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn iconv_has_the_same_old_encodings() {
    if !has("iconv") {
        return;
    }
    // The combining tones of TCVN are left alone on purpose; below A0, Windows-1258 has signs only, and gaps.
    let tcvn: Vec<u8> = (0xA1..=0xAF).chain(0xB5..=0xFF).collect();
    let viscii: Vec<u8> = [0x02, 0x05, 0x06, 0x14, 0x19, 0x1E].into_iter().chain(0x80..=0xFF).collect();
    let tables = [
        (Encoding::Tcvn3, "TCVN", tcvn),
        (Encoding::Viscii, "VISCII", viscii),
        (Encoding::Windows1258, "CP1258", (0xA0..=0xFF).collect()),
    ];
    for (encoding, name, bytes) in tables {
        for byte in bytes {
            let line = [b'x', byte, b'\n'];
            let theirs = String::from_utf8(iconv(name, "UTF-8", &line)).unwrap();
            assert_eq!(decode(encoding, &decode_bytes(&line)), nfc(&theirs), "{name} {byte:02X}");
        }
    }
}

#[test]
fn what_iconv_wrote_in_an_old_encoding_is_told_and_read() {
    if !has("iconv") {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/words/vi-2000.txt");
    let words = std::fs::read_to_string(path).unwrap();
    // TCVN3 as fonts had it has no toned capitals.
    let columns = [
        (Encoding::Tcvn3, "TCVN", words.to_lowercase()),
        (Encoding::Viscii, "VISCII", words.clone()),
        (Encoding::Windows1258, "CP1258", words),
    ];
    for (encoding, name, words) in columns {
        let looks = decode_bytes(&iconv("UTF-8", name, words.as_bytes()));
        assert_eq!(detect(looks.lines()), Some(encoding));
        assert_eq!(decode(encoding, &looks), words, "{name}");
    }
}
