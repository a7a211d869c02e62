//! The catalogue asked for documents that were made in code.

use std::path::PathBuf;

use jiff::civil::date;

use super::*;
use crate::archive::seals::Sealed;
use crate::record::{Entry, Record};
use crate::relpath::RelPath;
use crate::seal::Seal;
use crate::sidecar::{Cause, Kept, Pdf, Relation, SCHEMA, Sidecar};

const TODAY: jiff::civil::Date = date(2026, 11, 22);

/// A catalogue in a folder that is gone afterwards.
pub(super) struct Made {
    pub(super) catalogue: Catalogue,
    folder: tempfile::TempDir,
    n_batches: u64,
}

impl Made {
    pub(super) fn new() -> Made {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::create(&folder.path().join("catalogue.sqlite")).unwrap();
        Made { catalogue, folder, n_batches: 0 }
    }

    /// Adds a batch, `batch-1` the first.
    pub(super) fn add(&mut self, sidecars: &[Sidecar]) {
        self.n_batches += 1;
        let batch = format!("batch-{}", self.n_batches);
        let document = |sidecar: &Sidecar| {
            let path = RelPath::parse(&format!("data/{}.json", sidecar.id)).unwrap();
            Document::of(sidecar.clone(), &batch, &path, Digest::of(&sidecar.render().unwrap()))
        };
        let documents = sidecars.iter().map(|sidecar| Ok(vec![document(sidecar)]));
        self.catalogue.add(&sealed(&batch, self.n_batches), Spared::default(), documents).unwrap();
    }

    /// Returns the ids of a selection.
    fn ids(&self, query: &Query) -> Vec<String> {
        let hits = self.catalogue.select(query, TODAY).unwrap();
        assert_eq!(self.catalogue.count(&Query { limit: Some(1), ..query.clone() }, TODAY).unwrap(), hits.len() as u64);
        hits.into_iter().map(|hit| hit.row.id).collect()
    }

    fn text(&self, text: &str) -> Vec<String> {
        self.ids(&Query { text: text.to_owned(), ..Query::default() })
    }

    fn issued(&self, first: &str, last: &str) -> Vec<String> {
        let range = first.parse().unwrap()..=last.parse().unwrap();
        self.ids(&Query { issued: Some(range), ..Query::default() })
    }

    fn valid_on(&self, day: &str) -> Vec<String> {
        self.ids(&Query { valid_on: Some(day.parse().unwrap()), ..Query::default() })
    }
}

fn sealed(batch: &str, sequence: u64) -> Sealed {
    let digest = Digest::of(batch.as_bytes());
    let seal = Seal {
        archive: "H26.15/kho-1".to_owned(),
        sequence,
        batch: batch.to_owned(),
        previous_seal: None,
        previous_evidence: None,
        tagmanifest: digest,
        documents: 1,
        pages: 1,
        bytes: 1,
        tree_size: 1,
        tree_root: digest,
        created: "2026-11-22T08:00:00+07:00".to_owned(),
    };
    Sealed { bag: PathBuf::new(), seal, digest }
}

pub(super) fn sidecar(id: &str, fields: &[(&str, &str)]) -> Sidecar {
    let record: Record = fields.iter().map(|(path, value)| ((*path).to_owned(), Entry::plain(*value))).collect();
    Sidecar {
        schema: SCHEMA.to_owned(),
        id: id.to_owned(),
        version: 1,
        supersedes: None,
        event: Cause::New,
        amendment: None,
        dossier: "H26.15.2019.01".to_owned(),
        ordinal: 1,
        record,
        described: None,
        pdf: Pdf {
            batch: None,
            path: RelPath::parse(&format!("data/H26.15.2019.01/{id}.pdf")).unwrap(),
            sha256: Digest::of(id.as_bytes()),
            size: 1,
            conformance: "PDF/A-2u".to_owned(),
            pages: 2,
            kept: Kept::Built,
            taken: None,
        },
        pages: Vec::new(),
        relations: Vec::new(),
        events: Vec::new(),
        findings: Vec::new(),
    }
}

/// Returns a later version.
pub(super) fn amended(sidecar: &Sidecar, version: u32, event: Cause, fields: &[(&str, &str)]) -> Sidecar {
    let mut later = Sidecar { version, event, ..sidecar.clone() };
    later.record = self::sidecar("", fields).record;
    later.pdf.batch = Some("batch-1".to_owned());
    later
}

pub(super) fn relation(kind: &str, to: &str) -> Relation {
    let [kind, to, found] = [kind, to, "record"].map(str::to_owned);
    Relation { kind, to, found, decided: None, note: None }
}

#[test]
fn words_are_found_without_accents_and_case_and_all_of_them_are_asked_for() {
    let mut made = Made::new();
    made.add(&[
        sidecar("an", &[("subject", "Giấy khai sinh của Nguyễn Văn Đức"), ("tthc.owner.name", "Nguyễn Văn Đức")]),
        sidecar("ha", &[("subject", "Giấy khai sinh của Lê Thị Hà"), ("other.Ghi chú", "Bản sao; nguyễn")]),
    ]);
    assert_eq!(made.text("NGUYEN van duc"), ["an"]);
    assert_eq!(made.text("giay nguyễn"), ["an", "ha"]);
    assert_eq!(made.text("\"van nguyen\""), [""; 0]);
    assert_eq!(made.text("\"nguyen van\""), ["an"]);
    assert_eq!(made.text("khai sin"), ["an", "ha"]);
    assert_eq!(made.text("\"khai sin\""), [""; 0]);
    assert_eq!(made.text(""), ["an", "ha"]);
    // No phrase begins in one field and ends in another.
    assert_eq!(made.text("\"duc nguyen\""), [""; 0]);
}

#[test]
fn numbers_and_codes_are_found_whole_and_by_their_parts() {
    let mut made = Made::new();
    made.add(&[
        sidecar("one", &[("codeNumber", "123"), ("codeNotation", "GXN-UBND"), ("tthc.resultCode", "KQ.G15.000031")]),
        sidecar("two", &[("codeNumber", "12"), ("codeNotation", "3GXN-UBND"), ("tthc.resultCode", "KQ.G15.000032")]),
    ]);
    assert_eq!(made.text("123/GXN-UBND"), ["one"]);
    assert_eq!(made.text("gxn"), ["one"]);
    assert_eq!(made.text("GXN-UBND"), ["one"]);
    assert_eq!(made.text("KQ.G15.000031"), ["one"]);
    assert_eq!(made.text("KQ.G15.0000"), ["one", "two"]);
    assert_eq!(made.text("\"123/GXN\""), ["one"]);
    assert_eq!(made.text("H26.15.2019.01"), ["one", "two"]);
}

#[test]
fn what_people_type_is_never_an_error() {
    let mut made = Made::new();
    made.add(&[sidecar("one", &[("subject", "x")])]);
    for text in
        ["\"", "x OR", "NOT", "words:x", "(", "x*", "^x", "\"x\" + NEAR(", "'; DROP TABLE terms", "-", "_subject_x"]
    {
        made.catalogue.select(&Query { text: text.to_owned(), ..Query::default() }, TODAY).unwrap();
    }
    assert_eq!(made.text("x*"), ["one"]);
}

#[test]
fn fields_are_met_by_their_whole_value_or_by_its_beginning() {
    let mut made = Made::new();
    made.add(&[
        sidecar("one", &[("tthc.owner.name", "Lê Thị Hà"), ("tthc.validUntil", "2025-12-31"), ("other.Màu bìa", "7")]),
        sidecar(
            "two",
            &[("tthc.owner.name", "Lê Thị Hạnh"), ("tthc.validUntil", "unlimited"), ("subject", "Lê Thị Hà")],
        ),
    ]);
    let field = |name: &str, value: &str| {
        made.ids(&Query { fields: vec![(name.to_owned(), value.to_owned())], ..Query::default() })
    };
    assert_eq!(field("owner.name", "le thi ha"), ["one"]);
    assert_eq!(field("owner.name", "Lê Thị H*"), ["one", "two"]);
    assert_eq!(field("validUntil", "31/12/2025"), ["one"]);
    assert_eq!(field("mau bia", "7"), ["one"]);
    assert_eq!(field("resultCode", "KQ.G15.000031"), [""; 0]);
    assert_eq!(field("owner.name", "-"), [""; 0]);
    let two = Query {
        fields: vec![("owner.name".to_owned(), "lê thị h*".to_owned()), ("subject".to_owned(), "Lê Thị Hà".to_owned())],
        ..Query::default()
    };
    assert_eq!(made.ids(&two), ["two"]);
    let unknown = Query { fields: vec![("ownername".to_owned(), "x".to_owned())], ..Query::default() };
    assert!(made.catalogue.select(&unknown, TODAY).unwrap_err().to_string().contains("ownername"));
}

#[test]
fn a_unit_stands_for_all_below_it() {
    let mut made = Made::new();
    made.add(&[
        sidecar("ward", &[("tthc.issuingUnitCode", "H49.64.33"), ("tthc.issuingUnit", "UBND phường Hà Tu")]),
        sidecar("city", &[("tthc.holdingUnitCode", "H49.64")]),
        sidecar("else", &[("tthc.holdingUnitCode", "H49.6"), ("tthc.level", "commune")]),
    ]);
    let unit = |unit: &str| made.ids(&Query { unit: Some(unit.to_owned()), ..Query::default() });
    assert_eq!(unit("H49"), ["ward", "city", "else"]);
    assert_eq!(unit("h49.64"), ["ward", "city"]);
    assert_eq!(unit("H49.64.33"), ["ward"]);
    assert_eq!(unit("ubnd phuong ha tu"), ["ward"]);
    assert_eq!(made.ids(&Query { level: Some("commune".to_owned()), ..Query::default() }), ["else"]);
}

#[test]
fn dates_that_are_not_known_to_the_day_may_lie_in_a_range() {
    let mut made = Made::new();
    made.add(&["2018", "2019", "2019-03", "2019-03-05", "2020-01-01"].map(|day| sidecar(day, &[("issuedDate", day)])));
    assert_eq!(made.issued("2019-01-01", "2019-12-31"), ["2019", "2019-03", "2019-03-05"]);
    assert_eq!(made.issued("2019-03-06", "2019-03-10"), ["2019", "2019-03"]);
    assert_eq!(made.issued("2019-03-05", "2019-03-05"), ["2019", "2019-03", "2019-03-05"]);
    assert_eq!(made.issued("2019-04-01", "2020-01-01"), ["2019", "2020-01-01"]);
    assert_eq!(made.issued("0001-01-01", "2018-06-30"), ["2018"]);
    assert_eq!(made.issued("2019-12-31", "9999-12-31"), ["2019", "2020-01-01"]);
    assert_eq!(made.issued("2021-01-01", "9999-12-31"), [""; 0]);
    assert_eq!(made.issued("2020-01-01", "2019-01-01"), [""; 0]);
    assert_eq!(made.issued("2010-01-01", "2029-12-31").len(), 5);
}

#[test]
fn results_are_in_force_until_they_end_are_revoked_or_replaced() {
    let mut made = Made::new();
    made.add(&[
        sidecar("always", &[("issuedDate", "2010-01-01"), ("tthc.validUntil", "unlimited")]),
        sidecar("unsaid", &[]),
        sidecar("ends", &[("issuedDate", "2010"), ("tthc.validUntil", "2015-06-30")]),
        sidecar("revoked", &[("tthc.revokedOn", "2015-06-30")]),
        sidecar("replaced", &[("tthc.replacedOn", "2015-07-01"), ("tthc.validUntil", "2020")]),
        sidecar("begins", &[("issuedDate", "2010-01-01"), ("tthc.validFrom", "2015-07-01")]),
    ]);
    assert_eq!(made.valid_on("2009-12-31"), ["unsaid", "revoked", "replaced"]);
    assert_eq!(made.valid_on("2015-06-29"), ["always", "unsaid", "ends", "revoked", "replaced"]);
    assert_eq!(made.valid_on("2015-06-30"), ["always", "unsaid", "ends", "replaced"]);
    let some = ["ends", "revoked", "always"].map(str::to_owned).to_vec();
    let day = "2015-06-30".parse().ok();
    assert_eq!(made.ids(&Query { ids: some, valid_on: day, ..Query::default() }), ["always", "ends"]);
    assert_eq!(made.valid_on("2015-07-01"), ["always", "unsaid", "begins"]);
}

#[test]
fn a_document_ends_when_the_latest_version_of_another_replaces_it() {
    let mut made = Made::new();
    let mut new = sidecar("new", &[("issuedDate", "2019-03-05")]);
    new.relations = vec![relation("replaces", "old"), relation("extract-of", "base")];
    made.add(&[new.clone(), sidecar("old", &[]), sidecar("base", &[])]);
    assert_eq!(made.valid_on("2019-03-04"), ["old", "base"]);
    assert_eq!(made.valid_on("2019-03-05"), ["new", "base"]);
    assert_eq!(made.catalogue.referring_to("old").unwrap(), [("replaces".to_owned(), "new".to_owned())]);

    let mut corrected = amended(&new, 2, Cause::Correct, &[("issuedDate", "2019-03-05")]);
    corrected.relations.clear();
    made.add(&[corrected.clone()]);
    assert_eq!(made.valid_on("2019-03-05"), ["old", "base", "new"]);
    assert_eq!(made.catalogue.referring_to("old").unwrap(), []);

    // Of what day the replacement is, nobody knows; that there is one is known.
    let mut undated = amended(&new, 3, Cause::Correct, &[]);
    undated.relations = vec![relation("replaces", "old")];
    made.add(&[undated.clone()]);
    assert_eq!(made.valid_on("1990-01-01"), ["base", "new"]);
    made.add(&[amended(&undated, 4, Cause::Withdraw, &[])]);
    assert_eq!(made.valid_on("1990-01-01"), ["old", "base"]);
}

#[test]
fn documents_that_replace_each_other_in_a_ring_do_not_all_end() {
    let mut made = Made::new();
    let replacing = |id: &str, old: &[&str]| {
        let mut new = sidecar(id, &[]);
        new.relations = old.iter().map(|old| relation("replaces", old)).collect();
        new
    };
    let ring = [replacing("a", &["b"]), replacing("b", &["c", "old"]), replacing("c", &["a"])];
    made.add(&[&ring[..], &[sidecar("old", &[])]].concat());
    assert_eq!(made.valid_on("2020-01-01"), ["a", "b", "c"]);
    made.add(&[amended(&ring[2], 2, Cause::Withdraw, &[])]);
    assert_eq!(made.valid_on("2020-01-01"), ["a"]);
}

#[test]
fn only_the_latest_version_is_found_whichever_came_first() {
    let mut made = Made::new();
    let first = sidecar("doc", &[("subject", "sai"), ("issuedDate", "2001")]);
    let second = amended(&first, 2, Cause::Correct, &[("subject", "đúng")]);
    made.add(std::slice::from_ref(&first));
    made.add(std::slice::from_ref(&second));
    assert_eq!([made.text("sai"), made.text("dung")], [vec![], vec!["doc"]]);
    assert_eq!(made.issued("2001-01-01", "2001-12-31"), [""; 0]);
    assert_eq!(made.text(""), ["doc"]);
    let row = &made.catalogue.find("doc").unwrap()[0];
    assert_eq!((row.version, row.batch.as_str(), row.pdf_batch.as_str()), (2, "batch-2", "batch-1"));
    let versions: Vec<u32> = made.catalogue.versions("doc").unwrap().iter().map(|row| row.version).collect();
    assert_eq!(versions, [1, 2]);
    assert_eq!(made.catalogue.of_batch("batch-1").unwrap()[0].version, 1);
    assert_eq!(made.catalogue.count_documents().unwrap(), 1);

    let mut other_way = Made::new();
    other_way.add(&[second]);
    other_way.add(&[first]);
    assert_eq!([other_way.text("sai"), other_way.text("dung")], [vec![], vec!["doc"]]);
}

#[test]
fn a_withdrawn_document_is_shown_only_when_asked_for() {
    let mut made = Made::new();
    let first = sidecar("doc", &[("subject", "x")]);
    made.add(&[first.clone(), sidecar("kept", &[("subject", "x")])]);
    made.add(&[amended(&first, 2, Cause::Withdraw, &[("subject", "x")])]);
    assert_eq!(made.text("x"), ["kept"]);
    let with = Query { text: "x".to_owned(), with_withdrawn: true, ..Query::default() };
    let hits = made.catalogue.select(&with, TODAY).unwrap();
    assert_eq!(hits.iter().map(|hit| hit.standing).collect::<Vec<_>>(), [Standing::InForce, Standing::Withdrawn]);
    assert_eq!(made.ids(&Query { valid_on: Some(TODAY), ..with }), ["kept"]);
    assert!(made.catalogue.is_withdrawn("doc").unwrap());
}

#[test]
fn a_selection_comes_in_pages_in_the_order_of_import() {
    let mut made = Made::new();
    made.add(&["c", "b"].map(|id| sidecar(id, &[("subject", "x")])));
    made.add(&["a", "d"].map(|id| sidecar(id, &[("subject", "x")])));
    for text in ["x", ""] {
        let all = Query { text: text.to_owned(), ..Query::default() };
        assert_eq!(made.ids(&all), ["c", "b", "a", "d"]);
        let page = |after: Option<&str>| {
            let query = Query { limit: Some(3), after: after.map(str::to_owned), ..all.clone() };
            made.catalogue.select(&query, TODAY).unwrap().into_iter().map(|hit| hit.row.id).collect::<Vec<_>>()
        };
        assert_eq!([page(None), page(Some("a")), page(Some("d"))], [vec!["c", "b", "a"], vec!["d"], vec![]]);
        assert_eq!(made.ids(&Query { batch: Some("batch-2".to_owned()), ..all.clone() }), ["a", "d"]);
        assert_eq!(made.ids(&Query { ids: vec!["d".to_owned(), "c".to_owned()], ..all.clone() }), ["c", "d"]);
        let dossier = |name: &str| made.ids(&Query { dossier: Some(name.to_owned()), ..all.clone() });
        assert_eq!([dossier("H26.15.2019.01").len(), dossier("H26.15.2019.02").len()], [4, 0]);
    }
    for wrong in [
        Query { batch: Some("batch-3".to_owned()), ..Query::default() },
        Query { after: Some("e".to_owned()), ..Query::default() },
    ] {
        assert!(made.catalogue.select(&wrong, TODAY).is_err());
    }
}

#[test]
fn a_card_says_in_short_what_a_record_says() {
    let mut made = Made::new();
    let fields =
        [("codeNumber", "12"), ("codeNotation", "GKS"), ("issuedDate", "2001-02"), ("tthc.owner.name", "Lê Hà")];
    made.add(&[sidecar("doc", &fields)]);
    let hit = &made.catalogue.select(&Query::default(), TODAY).unwrap()[0];
    let text = |text: &str| Some(text.to_owned());
    let card = Card { title: None, number: text("12/GKS"), issued: text("2001-02"), owner: text("Lê Hà") };
    assert_eq!(hit.card, card);
}

#[test]
fn a_batch_that_cannot_be_read_to_its_end_leaves_nothing() {
    let mut made = Made::new();
    made.add(&[sidecar("one", &[])]);
    let before = (made.catalogue.head().unwrap(), made.catalogue.tree().unwrap());
    let path = RelPath::parse("data/two.json").unwrap();
    let two = Document::of(sidecar("two", &[]), "batch-2", &path, Digest::of(b"two"));
    let broken = [Ok(vec![two]), Err(anyhow::anyhow!("broken"))].into_iter();
    assert!(made.catalogue.add(&sealed("batch-2", 2), Spared::default(), broken).is_err());
    assert_eq!((made.catalogue.head().unwrap(), made.catalogue.tree().unwrap()), before);
    assert_eq!(made.text(""), ["one"]);
    made.add(&[sidecar("two", &[])]);
    assert_eq!(made.text("two"), ["two"]);
}

#[test]
fn a_document_is_found_by_the_beginning_of_its_id() {
    let mut made = Made::new();
    made.add(&["abc1", "abc2", "abd1"].map(|id| sidecar(id, &[])));
    let found = |id: &str| made.catalogue.beginning(id).unwrap().into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(
        [found("abd"), found("abc"), found("x"), found("")],
        [vec!["abd1"], vec!["abc1", "abc2"], vec![], vec!["abc1", "abc2"]]
    );
}

#[test]
fn a_catalogue_that_was_written_is_sound_and_one_of_another_version_is_none() {
    let mut made = Made::new();
    made.add(&[sidecar("one", &[("subject", "x")])]);
    let path = made.folder.path().join("catalogue.sqlite");
    assert!(Catalogue::open_read_only(&path).unwrap().is_sound());
    made.catalogue.ask(|connection| connection.pragma_update(None, "user_version", 2)).unwrap();
    assert!(Catalogue::open(&path).is_none() && Catalogue::open_read_only(&path).is_none());
}
