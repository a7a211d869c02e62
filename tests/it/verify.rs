//! `sohoa verify` through the program.

use crate::support::Sandbox;

#[test]
fn a_fresh_archive_has_no_problems_at_any_level() {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy("scans", "scans");
    sandbox.ingest("scans");
    for level in [&["kho", "--fast"][..], &["kho"], &["kho", "--deep"]] {
        let answer = sandbox.verify(level);
        assert_eq!(answer["findings"], serde_json::json!([]), "{level:?}");
        assert_eq!(answer["ok"], answer["checked"]);
    }
}
