//! Duplicates in an archive: flagged at import, compared once, decided once and for good.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::dedup::{again, page, png};
use crate::support::{Answer, Sandbox, codes, sidecars, subjects, tree};

/// So many times a search is killed.
const KILLS: u64 = 4;

/// Imports drawn pages, each a document, without comparing them.
fn import(sandbox: &Sandbox, pages: &[(&str, Vec<u8>)]) {
    pages.iter().for_each(|(name, grey)| _ = sandbox.write(&format!("in/{name}/scan.png"), &png(grey)));
    sandbox.ingest_with("in", &["--no-dedup"]);
}

/// Returns the id of the document of a source folder.
fn id(sandbox: &Sandbox, folder: &str) -> String {
    let is_it =
        |sidecar: &Value| sidecar["pages"][0]["source"]["path"].as_str().unwrap().contains(&format!("/{folder}/"));
    let (_, sidecar) = sidecars(&sandbox.path("kho")).into_iter().find(|(_, sidecar)| is_it(sidecar)).unwrap();
    sidecar["id"].as_str().unwrap().to_owned()
}

fn dedup(sandbox: &Sandbox, more: &[&str]) -> Answer {
    sandbox.run(&[&["dedup", "--archive", "kho", "--json"], more].concat())
}

/// Returns what a search finds, with the scores left out, which are another test's business.
fn found(answer: &Value) -> Value {
    let members = |list: &str| answer[list].as_array().unwrap().iter().map(|one| one["members"].clone()).collect();
    let [groups, review, relations] = ["groups", "review", "relations"].map(members);
    let lists: [Vec<Value>; 3] = [groups, review, relations];
    json!(lists)
}

fn decisions(sandbox: &Sandbox, decisions: &[(&str, &str, &str)]) {
    let one = |(document, kind, to): &(&str, &str, &str)| json!({ "document": document, "kind": kind, "to": to, "note": "so tay" });
    let decisions: Vec<Value> = decisions.iter().map(one).collect();
    let file = json!({ "schema": "sohoa-decisions-1", "archive": "H26.15/kho-1", "by": "Lan", "decisions": decisions });
    sandbox.write("decisions.json", file.to_string().as_bytes());
}

#[test]
fn another_scan_is_flagged_when_it_is_imported_and_compared_but_once() {
    let sandbox = Sandbox::new();
    sandbox.init();
    import(&sandbox, &[("a", page(1)), ("b", page(2))]);
    sandbox.write("later/c/scan.png", &png(&again(&page(1))));
    let answer = sandbox.comparing("later");
    let (a, c) = (id(&sandbox, "a"), id(&sandbox, "c"));
    assert_eq!(answer["documents"], 1);
    assert_eq!(subjects(&answer, "duplicate.near"), [c.as_str()]);
    let mut members = [a, c];
    members.sort();
    let later = dedup(&sandbox, &[]);
    assert_eq!(later.code, 3, "{}", later.err);
    let later = later.json();
    assert_eq!(later["groups"][0]["members"], json!(members));
    assert_eq!((&later["verified"]["pairs"], &later["files"]), (&json!(0), &json!(3)));
    // The catalogue made anew knows as much, once all was compared again.
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    let anew = dedup(&sandbox, &[]).json();
    assert_eq!((found(&anew), anew["verified"]["pairs"].as_u64() > Some(0)), (found(&later), true));
    sandbox.assert_sound("kho");
}

#[test]
fn what_a_person_decided_is_sealed_once_and_never_asked_again() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    import(&sandbox, &[("a", page(1)), ("b", page(2)), ("c", again(&page(1))), ("d", again(&page(2)))]);
    assert_eq!(dedup(&sandbox, &[]).json()["groups"].as_array().unwrap().len(), 2);
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|folder| id(&sandbox, folder));
    decisions(&sandbox, &[(&c, "rescan-of", &a), (&d, "different", &b)]);
    let before = tree(&kho);
    let dry = dedup(&sandbox, &["--resolve", "decisions.json", "--dry-run"]);
    assert_eq!((dry.code, dry.json()["documents"].as_array().unwrap().len()), (0, 2), "{}", dry.err);
    assert_eq!(tree(&kho), before);
    let sealed = dedup(&sandbox, &["--resolve", "decisions.json", "--by", "Minh"]).json();
    assert!(sealed["batch"].is_string(), "{sealed}");
    let relation =
        sidecars(&kho).into_iter().find(|(_, one)| one["id"] == c.as_str() && one["version"] == 2).unwrap().1;
    let expected = json!([{ "kind": "rescan-of", "to": a, "found": "person", "decided": "Minh", "note": "so tay" }]);
    assert_eq!(relation["relations"], expected);
    sandbox.assert_sound("kho");

    let nothing = |answer: Answer| assert_eq!((answer.code, found(&answer.json())), (0, json!([[], [], []])));
    nothing(dedup(&sandbox, &[]));
    assert_eq!(sandbox.run(&["reindex", "--archive", "kho"]).code, 0);
    nothing(dedup(&sandbox, &[]));
    let again = dedup(&sandbox, &["--resolve", "decisions.json"]).json();
    assert_eq!((&again["batch"], codes(&again)), (&Value::Null, vec!["amend.unchanged".to_owned(); 2]));
}

#[test]
fn decisions_that_cannot_stand_are_all_told_and_nothing_is_sealed() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    import(&sandbox, &[("a", page(1)), ("b", page(2)), ("c", page(3))]);
    let [a, b, c] = ["a", "b", "c"].map(|folder| id(&sandbox, folder));
    let before = tree(&kho);
    let nowhere = "00000000-0000-5000-8000-000000000000";
    type Refused<'d> = (&'d [(&'d str, &'d str, &'d str)], &'d str);
    let refused: [Refused<'_>; 6] = [
        (&[(&a, "rescan-of", nowhere)], "decisions[1]"),
        (&[(&a, "same", &b)], "decisions[1]"),
        (&[(&a, "different", &a)], "decisions[1]"),
        (&[(&a, "rescan-of", &b), (&b, "different", &a)], "decisions[2]"),
        (&[(&a, "rescan-of", &b), (&b, "rescan-of", &c), (&a, "different", &c)], "are said to be different"),
        (&[(&a, "scan", &b), (&a, "rescan-of", nowhere)], "decisions[2]"),
    ];
    for (some, told) in refused {
        decisions(&sandbox, some);
        let answer = dedup(&sandbox, &["--resolve", "decisions.json"]);
        assert_eq!(answer.code, 1, "{some:?}: {}", answer.out);
        assert!(answer.err.contains(told), "{some:?}: {}", answer.err);
    }
    sandbox.write("decisions.json", br#"{"schema":"sohoa-decisions-1","archive":"H26.15/kho-2","decisions":[]}"#);
    assert_eq!(dedup(&sandbox, &["--resolve", "decisions.json"]).code, 1);
    sandbox.write("decisions.json", b"{}");
    assert_eq!(dedup(&sandbox, &["--resolve", "decisions.json"]).code, 1);
    assert_eq!(tree(&kho), before);
}

#[test]
fn documents_that_are_withdrawn_are_out_until_they_are_brought_back() {
    let sandbox = Sandbox::new();
    sandbox.init();
    import(&sandbox, &[("a", page(1)), ("c", again(&page(1)))]);
    let all = found(&dedup(&sandbox, &[]).json());
    assert_ne!(all, json!([[], [], []]));
    let a = id(&sandbox, "a");
    assert_eq!(sandbox.run(&["amend", &a, "--archive", "kho", "--withdraw", "--reason", "x"]).code, 0);
    let answer = dedup(&sandbox, &[]);
    assert_eq!((answer.code, found(&answer.json())), (0, json!([[], [], []])));
    assert_eq!(sandbox.run(&["amend", &a, "--archive", "kho", "--restore", "--reason", "x"]).code, 0);
    assert_eq!(found(&dedup(&sandbox, &[]).json()), all);
}

#[test]
fn papers_with_one_number_are_related_by_their_records_and_never_by_the_number_alone() {
    let sandbox = Sandbox::new();
    sandbox.init();
    let sheet = "Tên tệp,Số ký hiệu,Ngày tháng năm văn bản,Tác giả văn bản\n\
                 a.png,12/QĐ-UBND,25/03/2019,UBND xã A\n\
                 b.png,12/QĐ-UBND,27/03/2019,UBND xã  a\n\
                 c.png,12/QĐ-UBND,25/03/2020,UBND xã A\n\
                 d.png,12/QĐ-UBND,,\n";
    sandbox.write("in/hs/ds.csv", sheet.as_bytes());
    for (name, seed) in [("a", 1), ("b", 2), ("c", 3), ("d", 4)] {
        sandbox.write(&format!("in/hs/{name}.png"), &png(&page(seed)));
    }
    sandbox.ingest("in");
    let answer = dedup(&sandbox, &[]).json();
    let of = |name: &str| {
        let is_it = |sidecar: &Value| {
            sidecar["pages"][0]["source"]["path"].as_str().unwrap().ends_with(&format!("/{name}.png"))
        };
        let all = sidecars(&sandbox.path("kho"));
        all.into_iter().find(|(_, one)| is_it(one)).unwrap().1["id"].as_str().unwrap().to_owned()
    };
    let mut members = [of("a"), of("b")];
    members.sort();
    assert_eq!(answer["relations"], json!([{ "kind": "same-record", "members": members, "pages": [] }]));
}

fn start(sandbox: &Sandbox, archive: &Path) -> std::process::Child {
    let archive = archive.to_string_lossy();
    let mut command = sandbox.command(&["dedup", "--archive", &archive, "--json"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

#[test]
fn a_search_that_is_killed_goes_on_where_it_was_and_finds_the_same() {
    let sandbox = Sandbox::new();
    let kho = sandbox.init();
    let names: Vec<String> = (1..=3).flat_map(|seed| [format!("a{seed}"), format!("b{seed}")]).collect();
    let papers = names.iter().zip((1..=3).flat_map(|seed| [page(seed), again(&page(seed))]));
    import(&sandbox, &papers.map(|(name, grey)| (name.as_str(), grey)).collect::<Vec<_>>());
    let undisturbed = sandbox.path("undisturbed");
    crate::support::copy_tree(&kho, &undisturbed);
    let begun = Instant::now();
    let expected = sandbox.run(&["dedup", "--archive", "undisturbed", "--json"]).json();
    let whole = begun.elapsed();
    for nth in 1..=KILLS {
        let mut child = start(&sandbox, &kho);
        std::thread::sleep(whole * nth as u32 / (KILLS as u32 + 1) + Duration::from_millis(1));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let answer = dedup(&sandbox, &[]).json();
    assert_eq!(found(&answer), found(&expected));
    assert_eq!(answer["groups"].as_array().unwrap().len(), 3, "{answer}");
    sandbox.assert_sound("kho");
}
