//! `sohoa check`, through the program: what people and scripts read, and how it ends.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Answer, Sandbox, files_in, fixtures};

#[test]
fn scripts_read_one_object_a_file_in_the_order_of_the_arguments() {
    let sandbox = Sandbox::new();
    sandbox.copy("pdfs/conforming.pdf", "one.pdf");
    sandbox.copy("pdfs/signed-no-pdfa.pdf", "two.pdf");
    sandbox.write("three.pdf", b"%PDF-1.7 and nothing more");
    let answer = sandbox.run(&["check", "--json", "one.pdf", "two.pdf", "three.pdf"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    let lines: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |key: &str| lines.iter().map(|line| line[key].as_str().unwrap_or("-")).collect::<Vec<_>>();
    assert_eq!(of("file"), ["one.pdf", "two.pdf", "three.pdf"]);
    assert_eq!(of("verdict"), ["pass", "fail", "unreadable"]);
    assert_eq!(of("claim"), ["PDF/A-2b", "-", "-"]);
    assert_eq!(of("reason"), ["-", "-", "no `startxref` at the end of the file"]);
    assert_eq!(lines[0]["breaches"], serde_json::json!([]));
    let breaches = lines[1]["breaches"].as_array().unwrap();
    assert!(breaches.iter().any(|breach| breach["clause"] == "6.6.2.1-1" && breach["object"].is_null()));
}

#[test]
fn people_read_a_verdict_and_a_line_for_each_rule_broken() {
    let sandbox = Sandbox::new();
    let sound = std::fs::read(fixtures().join("pdfs/conforming.pdf")).unwrap();
    sandbox.write("a.pdf", &sound);
    sandbox.write("b.pdf", &[&sound[..], b"more"].concat());
    let sound = sandbox.run(&["check", "a.pdf", "--fast"]);
    assert_eq!((sound.code, sound.out.as_str()), (0, "a.pdf: passes PDF/A-2b\n"));
    let broken = sandbox.run(&["check", "b.pdf", "--as", "2b"]);
    let expected = "b.pdf: fails PDF/A-2b\n  6.1.3-3: data follow the last `%%EOF`, or there is none\n";
    assert_eq!((broken.code, broken.out.as_str()), (3, expected));
    let higher = sandbox.run(&["check", "a.pdf", "--as", "2u"]);
    assert!(higher.out.contains("claims to be PDF/A-2b"), "{}", higher.out);
}

#[test]
fn a_file_that_takes_its_worker_down_costs_its_own_verdict_and_no_other() {
    let sandbox = Sandbox::new();
    let names = ["a.pdf", "overflow.pdf", "b.pdf", "panic.pdf", "c.pdf"];
    for name in names {
        sandbox.copy("pdfs/conforming.pdf", name);
    }
    let mut command = sandbox.command(&[&["check", "--json"], &names[..]].concat());
    command.env("SOHOA_WORKER_FAULT", "overflow:overflow.pdf,panic:panic.pdf");
    let answer = Answer::of(command.output().unwrap());
    assert_eq!(answer.code, 3, "{}", answer.err);
    let lines: Vec<Value> = answer.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdicts: Vec<_> = lines.iter().map(|line| (&line["file"], &line["verdict"])).collect();
    let expected = ["pass", "unreadable", "pass", "unreadable", "pass"].map(Value::from);
    let names = names.map(Value::from);
    assert_eq!(verdicts, names.iter().zip(&expected).collect::<Vec<_>>());
    assert!(lines[1]["reason"].as_str().unwrap().contains("overflowed its stack"), "{}", lines[1]);
    assert!(lines[3]["reason"].as_str().unwrap().contains("panicked at"), "{}", lines[3]);
}

#[test]
fn a_file_that_is_not_there_is_no_verdict() {
    let answer = Sandbox::new().run(&["check", "none.pdf"]);
    assert_eq!((answer.code, answer.out.as_str()), (1, ""));
    assert!(answer.err.contains("disk.not-found"), "{}", answer.err);
}

#[test]
fn a_file_that_is_not_there_does_not_stop_the_others() {
    let sandbox = Sandbox::new();
    sandbox.copy("pdfs/conforming.pdf", "good.pdf");
    sandbox.write("page.pdf", b"<html>no PDF at all</html>");
    let answer = sandbox.run(&["check", "none.pdf", "good.pdf", "page.pdf"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("disk.not-found") && answer.err.contains("none.pdf"), "{}", answer.err);
    assert!(answer.out.starts_with("good.pdf: passes PDF/A-2b\npage.pdf: cannot be read\n"), "{}", answer.out);
    assert!(!answer.out.contains("claim"), "{}", answer.out);
}

#[test]
fn a_folder_stands_for_the_pdfs_in_it() {
    let sandbox = Sandbox::new();
    sandbox.copy("pdfs/conforming.pdf", "in/b/one.PDF");
    sandbox.copy("pdfs/signed-no-pdfa.pdf", "in/a.pdf");
    sandbox.write("in/b/note.txt", b"no PDF");
    let answer = sandbox.run(&["check", "in", "--fast"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    let told: Vec<&str> = answer.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(told, ["in/a.pdf: fails PDF/A-2b", "in/b/one.PDF: passes PDF/A-2b"]);
    sandbox.write("bare/note.txt", b"no PDF");
    let bare = sandbox.run(&["check", "bare"]);
    assert_eq!((bare.code, bare.out.as_str()), (1, ""));
    assert!(bare.err.contains("[check.no-pdf]"), "{}", bare.err);
}

#[test]
fn what_older_archives_hold_passes_too() {
    let is_pdf = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "pdf");
    let pdfs: Vec<PathBuf> = files_in(&fixtures().join("archives")).into_iter().filter(is_pdf).collect();
    assert!(!pdfs.is_empty());
    let paths: Vec<&str> = pdfs.iter().map(|path| path.to_str().unwrap()).collect();
    let answer = Sandbox::new().run(&[&["check", "--as", "2u"], paths.as_slice()].concat());
    assert_eq!(answer.code, 0, "{}", answer.out);
}
