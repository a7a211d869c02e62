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
