//! The small commands through the program.

use crate::support::Sandbox;

#[test]
fn init_refuses_an_archive_and_a_used_folder_with_one_sentence() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let again = sandbox.run(&["init", "kho", "--agency", "H26.15", "--name", "x"]);
    assert_eq!((again.code, again.err.as_str()), (1, "error [archive.exists]: `kho` is a sohoa archive already\n"));
    sandbox.write("used/file", b"x");
    let used = sandbox.run(&["init", "used", "--agency", "H26.15", "--name", "x"]);
    assert_eq!(used.code, 1);
    assert_eq!(used.err, "error [archive.not-empty]: the folder `used` is not empty; choose a new or an empty one\n");
}

#[test]
fn originals_of_a_damaged_pdf_are_refused_with_one_sentence_and_nothing_is_left() {
    let sandbox = Sandbox::new();
    let kho = sandbox.copy("archives/v1", "kho");
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    let originals = || sandbox.run(&["originals", "H26.15.20.2019.014.0000001", "--archive", "kho", "--out", "out"]);
    assert_eq!(originals().code, 0);
    let first = sandbox.path("out/H26.15.20.2019.014.0000001.0001.jpg");
    let source = crate::support::fixtures().join("formats/jpeg/baseline-420.jpg");
    assert_eq!(std::fs::read(&first).unwrap(), std::fs::read(source).unwrap());

    std::fs::remove_dir_all(sandbox.path("out")).unwrap();
    let data = kho.join("batches/2026/2026-11-21-0001/data/H26.15.20.2019.014");
    let pdf = data.join("H26.15.20.2019.014.0000001.pdf");
    let sidecar = std::fs::read(data.join("H26.15.20.2019.014.0000001.json")).unwrap();
    let sidecar: serde_json::Value = serde_json::from_slice(&sidecar).unwrap();
    let mut bytes = std::fs::read(&pdf).unwrap();
    bytes[sidecar["pages"][0]["stream"]["offset"].as_u64().unwrap() as usize + 30] ^= 1;
    for bytes in [&bytes[..], &bytes[..500]] {
        std::fs::write(&pdf, bytes).unwrap();
        let answer = originals();
        assert_eq!(answer.code, 1);
        assert_eq!(
            answer.err,
            "error [archive.damaged]: page 1: the data in the PDF are not as they were sealed and were not written; run `sohoa verify`\n"
        );
        assert_eq!(std::fs::read_dir(sandbox.path("out")).unwrap().count(), 0);
    }
}

#[test]
fn an_archive_whose_last_batch_was_taken_away_takes_no_more() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("scans", "scans");
    let batch = sandbox.ingest("scans")["batch"].as_str().unwrap().to_owned();
    std::fs::remove_dir_all(kho.join("batches/2026").join(&batch)).unwrap();
    let refused = sandbox.run(&["ingest", "scans", "--archive", "kho", "--settle", "0", "--json"]);
    assert_eq!((refused.code, refused.json()["error"]["code"].as_str()), (1, Some("archive.batches-gone")));
    let reindexed = sandbox.run(&["reindex", "--archive", "kho", "--json"]);
    assert_eq!(reindexed.code, 3);
    assert_eq!(reindexed.json()["gone"], serde_json::json!([batch]));
}
