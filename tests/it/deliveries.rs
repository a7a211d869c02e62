//! A vendor's delivery with seeded faults, and its sound twin: every fault is found, nothing else is, and what is sure
//! gets into the archive all the same. `fixtures/deliveries/faults.json` lists the faults.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use sohoa::finding::{Code, codes};

use crate::support::{Sandbox, fixtures, sidecars};

/// An archive with one delivery, and what the import said in one language.
struct Imported {
    sandbox: Sandbox,
    code: i32,
    answer: Value,
}

/// One finding that must be there.
#[derive(Debug)]
struct Expected {
    code: String,
    /// What the subject ends in: `danh-muc.xlsx#TaiLieu!C12`, or a file.
    place: String,
}

fn import(delivery: &str, lang: &str) -> Imported {
    let sandbox = Sandbox::new();
    sandbox.init();
    sandbox.copy(&format!("deliveries/{delivery}"), "s");
    let answer = sandbox.run(&["ingest", "s", "--archive", "kho", "--settle", "0", "--json", "--lang", lang]);
    Imported { code: answer.code, answer: answer.json(), sandbox }
}

/// Returns the faults: name, what must be found, and what follows from it elsewhere.
fn faults() -> Vec<(String, Expected, Vec<Expected>)> {
    let json = std::fs::read(fixtures().join("deliveries/faults.json")).unwrap();
    let listed: Vec<Value> = serde_json::from_slice(&json).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let expected = |value: &Value| Expected { code: text(&value["code"]), place: text(&value["place"]) };
    let also = |fault: &Value| fault["also"].as_array().unwrap().iter().map(expected).collect();
    listed.iter().map(|fault| (text(&fault["id"]), expected(fault), also(fault))).collect()
}

impl Imported {
    fn findings(&self) -> &[Value] {
        self.answer["findings"].as_array().unwrap()
    }

    /// Returns code and subject of each finding; names compare as NFC.
    fn told(&self) -> BTreeSet<(String, String)> {
        let told = |finding: &Value| {
            let subject = finding["subject"].as_str().unwrap().nfc().collect();
            (finding["code"].as_str().unwrap().to_owned(), subject)
        };
        self.findings().iter().map(told).collect()
    }

    fn messages_of(&self, expected: &Expected) -> Vec<&str> {
        let fits = |finding: &&Value| {
            let subject: String = finding["subject"].as_str().unwrap().nfc().collect();
            finding["code"] == expected.code && expected.is_at(&subject)
        };
        self.findings().iter().filter(fits).map(|finding| finding["message"].as_str().unwrap()).collect()
    }

    /// Returns the sidecar of the document whose first scan ends so.
    fn sidecar(&self, scan: &str) -> Value {
        let is_it = |(_, sidecar): &(_, Value)| {
            sidecar["pages"][0]["source"]["path"].as_str().unwrap().nfc().collect::<String>().ends_with(scan)
        };
        sidecars(&self.sandbox.path("kho")).into_iter().find(is_it).unwrap_or_else(|| panic!("no {scan}")).1
    }

    /// Returns one entry of a record.
    fn entry(&self, scan: &str, path: &str) -> Value {
        path.split('.').fold(self.sidecar(scan)["record"].clone(), |part, name| part[name].clone())
    }

    fn value(&self, scan: &str, path: &str) -> Value {
        self.entry(scan, path)["value"].clone()
    }
}

impl Expected {
    fn is_at(&self, subject: &str) -> bool {
        subject.strip_suffix(self.place.as_str()).is_some_and(|before| before.ends_with('/'))
    }

    /// Returns the column and the row that the place names.
    fn spot(&self) -> Option<(&str, &str)> {
        let (_, spot) = self.place.split_once('#')?;
        let cell = spot.rsplit_once('!').map_or(spot, |(_, cell)| cell);
        let (column, row) = cell.split_at(cell.find(|letter: char| letter.is_ascii_digit())?);
        column.bytes().all(|byte| byte.is_ascii_uppercase()).then_some((column, row))
    }

    /// Asserts that a message names row and column and ends in what to do.
    fn assert_helps(&self, message: &str, words: [&str; 2], advice: fn(&Code) -> &str) {
        let code = codes::all().find(|code| code.name == self.code).unwrap();
        assert!(message.ends_with(advice(code)), "{message}");
        let Some((column, row)) = self.spot() else { return };
        assert!(message.contains(&format!("{} {row}", words[0])), "{self:?}: {message}");
        assert!(column.is_empty() || message.contains(&format!("{} {column}", words[1])), "{self:?}: {message}");
    }
}

#[test]
fn a_sound_delivery_raises_no_alarm_and_every_document_has_its_record() {
    let clean = import("clean", "en");
    let alarms: Vec<_> = clean.findings().iter().filter(|finding| finding["severity"] != "info").collect();
    assert!(clean.code == 0 && alarms.is_empty(), "{alarms:?}");
    let stored = sidecars(&clean.sandbox.path("kho"));
    assert_eq!((stored.len(), &clean.answer["documents"]), (70, &Value::from(70)));
    let is_whole =
        |sidecar: &Value| !sidecar["described"].is_null() && sidecar["record"]["dossier"]["title"].is_object();
    assert!(stored.iter().all(|(_, sidecar)| is_whole(sidecar)));
}

#[test]
fn there_are_faults_enough_to_be_a_test() {
    let faults = faults();
    let kinds: BTreeSet<&str> = faults.iter().map(|(_, expected, _)| expected.code.as_str()).collect();
    assert!(faults.len() >= 40 && kinds.len() >= 30, "{} faults of {} kinds", faults.len(), kinds.len());
}

#[test]
fn every_seeded_fault_is_found_with_its_place_and_what_to_do_and_nothing_else_is() {
    let clean = import("clean", "en").told();
    let (vi, en) = (import("faulty", "vi"), import("faulty", "en"));
    let faults = faults();
    for (name, expected, _) in &faults {
        let (in_vi, in_en) = (vi.messages_of(expected), en.messages_of(expected));
        assert!(!in_vi.is_empty() && in_vi.len() == in_en.len(), "`{name}` was not found: {expected:?}");
        in_vi.iter().for_each(|message| expected.assert_helps(message, ["dòng", "cột"], |code| code.vi));
        in_en.iter().for_each(|message| expected.assert_helps(message, ["row", "column"], |code| code.en));
    }
    let explains = |(code, subject): &(String, String)| {
        let mut all = faults.iter().flat_map(|(_, expected, also)| also.iter().chain([expected]));
        all.any(|expected| expected.code == *code && expected.is_at(subject))
    };
    let told = en.told();
    let unexplained: Vec<_> = told.difference(&clean).filter(|told| !explains(told)).collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    for (name, _, also) in &faults {
        also.iter().for_each(|expected| assert!(!en.messages_of(expected).is_empty(), "{name}: {expected:?}"));
    }
}

#[test]
fn the_import_goes_on_with_all_that_is_sure() {
    let faulty = import("faulty", "en");
    assert_eq!(faulty.code, 3);
    // Of 73 documents one is cut off, one is there already, one is secret.
    assert_eq!(
        (&faulty.answer["documents"], &faulty.answer["inputs"]["quarantined"]),
        (&Value::from(70), &Value::from(1))
    );
    faulty.sandbox.assert_sound("kho");
    let (wedding, licence) = ("2018.003/0000001.png", "2022.011.0000002_001.png");
    assert_eq!(faulty.value(wedding, "tthc.owner.id"), "001103000001", "lost zeros are put back");
    assert_eq!(faulty.entry(wedding, "tthc.owner.id")["raw"], "1103000001");
    let title = faulty.entry(wedding, "dossier.title");
    assert_eq!(
        (&title["value"], &title["encoding"]),
        (&Value::from("Hồ sơ đăng ký kết hôn năm 2018"), &Value::from("tcvn3"))
    );
    assert_eq!(title["raw"], "Hå s¬ ®¨ng ký kÕt h«n n¨m 2018");
    let swapped = faulty.entry(licence, "tthc.validFrom");
    assert_eq!((&swapped["value"], &swapped["precision"]), (&Value::from("2022"), &Value::from("year")));
    assert_eq!(faulty.value("KS01/007-2001.jpg", "tthc.civil.book"), "01/2001", "a date is a number again");
    assert_eq!(faulty.value("KS01/009-2001.jpg", "tthc.civil.number"), Value::Null, "nobody knows what `Sep-01` was");
    assert_eq!(
        faulty.value("QD-04.jpg", "organName"),
        "Sở Xây dựng tỉnh Lam Giang",
        "a merged cell is of all its rows"
    );
    assert_eq!(faulty.value("QD-01.jpg", "numberOfPage"), 1, "a formula has its last value");
    assert_eq!(faulty.value("2019.014/005.tif", "tthc.owner.name"), "Công ty TNHH Xây dựng Đồi Chè 5");
    assert_eq!(faulty.value("02 Nguyễn Hữu Cầu.png", "organName"), "UBND phường Đông Thượng", "Windows-1258 is read");
    assert_eq!(faulty.sidecar("2018.003/0000003.png")["described"], Value::Null, "no row of another dossier is taken");
}

#[test]
fn no_message_about_a_row_names_its_person() {
    let faulty = import("faulty", "en");
    let messages: Vec<&str> = faulty.findings().iter().map(|finding| finding["message"].as_str().unwrap()).collect();
    for (_, sidecar) in sidecars(&faulty.sandbox.path("kho")) {
        let owner = &sidecar["record"]["tthc"]["owner"];
        let said = ["id", "name"].into_iter().flat_map(|field| [&owner[field]["raw"], &owner[field]["value"]]);
        for said in said.filter_map(Value::as_str).filter(|said| said.chars().any(char::is_alphanumeric)) {
            assert!(!messages.iter().any(|message| message.contains(said)), "{said}");
        }
    }
}
