//! `sohoa ingest` through the program.

use crate::support::{Sandbox, codes};

#[test]
fn a_delivery_becomes_one_sealed_batch_and_the_numbers_add_up() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("scans", "scans");
    let answer = sandbox.ingest("scans");
    let inputs = &answer["inputs"];
    let sum: u64 =
        ["stored", "duplicate", "quarantined", "ignored"].iter().map(|key| inputs[key].as_u64().unwrap()).sum();
    assert_eq!(inputs["seen"].as_u64().unwrap(), sum);
    assert_eq!(answer["batches"].as_array().unwrap().len(), 1);
    assert!(kho.join("batches/2026").join(answer["batch"].as_str().unwrap()).join("seal.txt").is_file());
}

#[test]
fn the_same_source_again_stores_nothing_new_and_says_why() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    sandbox.copy("scans", "scans");
    sandbox.ingest("scans");
    let before = crate::support::tree(&kho);
    let again = sandbox.ingest("scans");
    assert_eq!(again["documents"], 0);
    assert!(codes(&again).contains(&"duplicate.stored".to_owned()));
    assert_eq!(crate::support::tree(&kho), before);
}

#[test]
fn the_same_pixels_under_another_orientation_are_both_kept() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let jpeg = std::fs::read(crate::support::fixtures().join("formats/jpeg/exif-orientation-6.jpg")).unwrap();
    // Only the EXIF value differs: 6 becomes 8.
    let at = jpeg
        .windows(4)
        .position(|bytes| bytes == b"\x12\x01\x03\x00")
        .or_else(|| jpeg.windows(4).position(|bytes| bytes == b"\x01\x12\x00\x03"))
        .unwrap();
    let mut turned = jpeg.clone();
    let value = turned[at..at + 12].iter().position(|byte| *byte == 6).unwrap();
    turned[at + value] = 8;
    sandbox.write("scans/A1.jpg", &jpeg);
    sandbox.write("scans/A2x.jpg", &turned);
    let answer = sandbox.ingest("scans");
    assert_eq!(answer["documents"], 2);
    assert!(codes(&answer).contains(&"duplicate.content".to_owned()));
    assert_eq!(sandbox.verify(&["kho", "--deep"])["findings"], serde_json::json!([]));
}
