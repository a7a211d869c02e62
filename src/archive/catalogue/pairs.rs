//! Pairs of documents that are alike, and what a person decided of them.
//!
//! What was found stands here and nowhere else: it is found again after the catalogue was made anew. What was decided is
//! read from the relations of sealed sidecars, so it outlives the catalogue.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::archive::catalogue::Catalogue;
use crate::duplicates::verdict::{Area, Excuse};

/// Pairs as they were found, by ids in the order of their bytes.
pub(super) const SCHEMA: &str = "
CREATE TABLE pair (a TEXT NOT NULL, b TEXT NOT NULL, kind INTEGER NOT NULL, score REAL NOT NULL,
                   a_page INTEGER NOT NULL, b_page INTEGER NOT NULL, area TEXT NOT NULL, excuses TEXT NOT NULL,
                   pages TEXT NOT NULL, keep TEXT, bytes INTEGER NOT NULL, PRIMARY KEY (a, b, kind)) WITHOUT ROWID;
CREATE INDEX pair_b ON pair(b);
";

/// How two documents are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The same files.
    Exact,
    /// The same image data on the same pages, in other files.
    Content,
    /// The same sheets, scanned again.
    Near,
    /// Perhaps the same sheets: a person must look.
    Review,
    /// All pages of the first are pages of the second.
    ContainedIn,
    /// The same pages in another order.
    ReOrdered,
    /// Some pages are the same.
    SharedPage,
    /// One page stands twice in one document.
    PageTwice,
    /// Their records have the same issuing body, number, notation, year and type.
    SameRecord,
}

/// Every kind, in the order of the numbers under which they are kept.
const KINDS: [Kind; 9] = [
    Kind::Exact,
    Kind::Content,
    Kind::Near,
    Kind::Review,
    Kind::ContainedIn,
    Kind::ReOrdered,
    Kind::SharedPage,
    Kind::PageTwice,
    Kind::SameRecord,
];

/// The number of [`Kind::SameRecord`], whose pairs follow from records; all others follow from pages.
const BY_RECORD: i64 = 8;

/// Two live documents that are alike in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPair {
    /// The id of the first; of a pair whose sides differ in their part (contained in), the one that it is said of.
    pub a: String,
    /// The id of the second; the same where one page stands twice in a document.
    pub b: String,
    /// How they are alike.
    pub kind: Kind,
    /// From 0 to 1; 1 is no difference that was not explained.
    pub score: f64,
    /// The page of the first that differs most, from 1.
    pub a_page: u32,
    /// The page of the second that it was compared with.
    pub b_page: u32,
    /// The place that differs most, on the page of the first; `None` where nothing does.
    pub area: Option<Area>,
    /// What differs and was explained.
    pub excuses: Vec<Excuse>,
    /// The pages that are alike, first and second, from 1; empty where the pages are alike one by one.
    pub pages: Vec<(u32, u32)>,
    /// The id of the better scan, where the documents are the same paper.
    pub keep: Option<String>,
    /// Bytes of the PDF that would not be needed, if they are the same paper.
    pub bytes: u64,
    /// What a person decided, where one did.
    pub decided: Option<Decision>,
}

impl FoundPair {
    /// Makes a pair of which nothing differs.
    pub fn new(a: &str, b: &str, kind: Kind) -> FoundPair {
        FoundPair {
            a: a.to_owned(),
            b: b.to_owned(),
            kind,
            score: 1.0,
            a_page: 1,
            b_page: 1,
            area: None,
            excuses: Vec::new(),
            pages: Vec::new(),
            keep: None,
            bytes: 0,
            decided: None,
        }
    }
}

/// A relation between two documents that a person stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// The document that states the relation.
    pub document: String,
    /// One of `sidecar::RELATIONS`.
    pub kind: String,
    /// The document that it is to.
    pub to: String,
    /// Who, where that is known.
    pub by: Option<String>,
    /// When it was sealed first, RFC 3339.
    pub when: String,
}

impl Catalogue {
    /// Returns all pairs of live documents that were found, in the order of their ids, with what was decided of each.
    pub fn pairs(&self) -> Result<Vec<FoundPair>> {
        let mut pairs = self.ask(|connection| {
            let sql = "SELECT a, b, kind, score, a_page, b_page, area, excuses, pair.pages, keep, bytes FROM pair
                       JOIN document AS one ON one.id = a AND one.live AND NOT one.withdrawn
                       JOIN document AS other ON other.id = b AND other.live AND NOT other.withdrawn
                       ORDER BY a, b, kind";
            let mut query = connection.prepare_cached(sql)?;
            query.query_map([], read_pair)?.collect::<rusqlite::Result<Vec<FoundPair>>>()
        })?;
        for pair in &mut pairs {
            pair.decided = self.decision(&pair.a, &pair.b)?;
        }
        Ok(pairs)
    }

    /// Finds the pairs of live documents whose records have a key in common: each with the one that came first.
    pub fn relate_records(&self) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            transaction.execute("DELETE FROM pair WHERE kind = ?1", params![BY_RECORD])?;
            let sql = "WITH live_paper AS (SELECT paper.key AS paper, document.key AS key, id FROM paper
                         JOIN document ON document.key = paper.document WHERE live AND NOT withdrawn),
                       leader AS (SELECT paper, min(key) AS key FROM live_paper GROUP BY paper HAVING count(*) > 1)
                       INSERT OR IGNORE INTO pair SELECT min(one.id, other.id), max(one.id, other.id), ?1, 1, 1, 1, 'null',
                         '[]', '[]', NULL, 0 FROM leader JOIN document AS one ON one.key = leader.key
                         JOIN live_paper AS other ON other.paper = leader.paper AND other.key <> leader.key";
            transaction.execute(sql, params![BY_RECORD])?;
            transaction.commit()
        })
    }

    /// Returns what a person decided of two documents, whichever of them says so; the relation that was sealed last.
    pub fn decision(&self, one: &str, other: &str) -> Result<Option<Decision>> {
        self.ask(|connection| {
            let sql = "SELECT id, kind, target, decided, (SELECT min(first.at) FROM relation AS first
                         JOIN document AS version ON version.key = first.document WHERE version.id = document.id
                         AND first.target = relation.target AND first.kind = relation.kind AND first.person) AS begun
                       FROM relation JOIN document ON key = relation.document AND live
                       WHERE person AND ((target = ?1 AND id = ?2) OR (target = ?2 AND id = ?1))
                       ORDER BY begun DESC, kind, id LIMIT 1";
            connection.prepare_cached(sql)?.query_row(params![one, other], read_decision).optional()
        })
    }

    /// Returns everything that persons decided of documents whose relations still hold, in the order of import.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.ask(|connection| {
            let sql = "SELECT id, kind, target, decided, (SELECT min(first.at) FROM relation AS first
                         JOIN document AS version ON version.key = first.document WHERE version.id = document.id
                         AND first.target = relation.target AND first.kind = relation.kind AND first.person)
                       FROM relation JOIN document ON key = relation.document AND live
                       WHERE person ORDER BY key, target, kind";
            connection.prepare_cached(sql)?.query_map([], read_decision)?.collect()
        })
    }
}

fn read_decision(row: &Row<'_>) -> rusqlite::Result<Decision> {
    let (document, kind, to) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Decision { document, kind, to, by: row.get(3)?, when: row.get::<_, Option<String>>(4)?.unwrap_or_default() })
}

/// Removes the pairs of a document that its pages speak of.
pub(super) fn remove(connection: &Connection, id: &str) -> rusqlite::Result<()> {
    for sql in ["DELETE FROM pair WHERE a = ?1 AND kind < ?2", "DELETE FROM pair WHERE b = ?1 AND kind < ?2"] {
        connection.prepare_cached(sql)?.execute(params![id, BY_RECORD])?;
    }
    Ok(())
}

/// Adds a pair, or puts it in the place of an earlier one.
pub(super) fn insert(connection: &Connection, pair: &FoundPair) -> rusqlite::Result<()> {
    let kind = KINDS.iter().position(|kind| *kind == pair.kind).unwrap_or_default() as i64;
    let sql = "INSERT OR REPLACE INTO pair VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let FoundPair { a, b, score, a_page, b_page, .. } = pair;
    let [area, excuses, pages] = [json(&pair.area), json(&pair.excuses), json(&pair.pages)];
    let bytes = i64::try_from(pair.bytes).unwrap_or(i64::MAX);
    let values = params![a, b, kind, score, a_page, b_page, area, excuses, pages, pair.keep, bytes];
    connection.prepare_cached(sql)?.execute(values).map(|_| ())
}

fn read_pair(row: &Row<'_>) -> rusqlite::Result<FoundPair> {
    let kind = usize::try_from(row.get::<_, i64>(2)?).ok().and_then(|kind| KINDS.get(kind).copied());
    Ok(FoundPair {
        a: row.get(0)?,
        b: row.get(1)?,
        kind: kind.unwrap_or(Kind::Review),
        score: row.get(3)?,
        a_page: row.get(4)?,
        b_page: row.get(5)?,
        area: value(row, 6)?,
        excuses: value(row, 7)?,
        pages: value(row, 8)?,
        keep: row.get(9)?,
        bytes: row.get::<_, i64>(10)?.unsigned_abs(),
        decided: None,
    })
}

/// Spells a value for a column; what holds only numbers and words always has a spelling.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Reads such a column. What somebody has edited by hand counts as nothing.
pub(super) fn value<T: DeserializeOwned + Default>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str_or_null()?.unwrap_or_default();
    Ok(serde_json::from_str(text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::catalogue::tests::{Made, amended, relation, sidecar};
    use crate::sidecar::{Cause, Event, Relation, Sidecar};

    fn related(sidecar: &Sidecar, version: u32, when: &str, relations: &[(&str, &str)]) -> Sidecar {
        let by_person = |(kind, to): &(&str, &str)| {
            let [found, by] = ["person", "Lan"].map(str::to_owned);
            Relation { found, decided: Some(by), ..relation(kind, to) }
        };
        let [what, outcome] = ["metadata modification", "success"].map(str::to_owned);
        let event = Event { what, when: when.to_owned(), tool: String::new(), outcome };
        let relations = relations.iter().map(by_person).collect();
        Sidecar { relations, events: vec![event], ..amended(sidecar, version, Cause::Correct, &[]) }
    }

    fn pair(a: &str, b: &str, kind: Kind) -> FoundPair {
        let [a, b] = [a, b].map(str::to_owned);
        let (area, excuses) = (Some(Area { x: 0.5, y: 0.25, width: 0.1, height: 0.05 }), vec![Excuse::Turned(2)]);
        let (pages, keep) = (vec![(1, 2)], Some(a.clone()));
        FoundPair { a, b, kind, score: 0.75, a_page: 1, b_page: 2, area, excuses, pages, keep, bytes: 7, decided: None }
    }

    #[test]
    fn pairs_of_live_documents_come_back_as_they_were_found() {
        let mut made = Made::new();
        let [a, b, c] = ["a", "b", "c"].map(|id| sidecar(id, &[]));
        made.add(&[a, b, c.clone()]);
        let found = [pair("a", "b", Kind::Review), pair("a", "c", Kind::Near)];
        made.catalogue.settle(&[], &["a", "b", "c"], &found).unwrap();
        assert_eq!(made.catalogue.pairs().unwrap(), found);
        made.catalogue.settle(&[], &["b"], &[]).unwrap();
        assert_eq!(made.catalogue.pairs().unwrap(), found[1..]);
        made.add(&[amended(&c, 2, Cause::Withdraw, &[])]);
        assert_eq!(made.catalogue.pairs().unwrap(), []);
    }

    #[test]
    fn what_a_person_stated_decides_a_pair_from_when_it_was_first_sealed_until_it_is_taken_back() {
        let mut made = Made::new();
        let [a, b] = ["a", "b"].map(|id| sidecar(id, &[]));
        let by_program = Sidecar { relations: vec![relation("duplicate-of", "a")], ..b.clone() };
        made.add(&[a, by_program]);
        assert_eq!(made.catalogue.decision("a", "b").unwrap(), None);
        made.add(&[related(&b, 2, "2026-01-02", &[("rescan-of", "a")])]);
        made.add(&[related(&b, 3, "2026-01-03", &[("rescan-of", "a")])]);
        let decided = made.catalogue.decision("a", "b").unwrap().unwrap();
        let said = (decided.document.as_str(), decided.kind.as_str(), decided.to.as_str(), decided.by.as_deref());
        assert_eq!((said, decided.when.as_str()), (("b", "rescan-of", "a", Some("Lan")), "2026-01-02"));
        assert_eq!(made.catalogue.decisions().unwrap(), [decided]);
        made.add(&[related(&b, 4, "2026-01-04", &[])]);
        assert_eq!(made.catalogue.decision("b", "a").unwrap(), None);
    }

    #[test]
    fn records_with_one_key_make_a_pair_with_the_document_that_came_first() {
        let mut made = Made::new();
        let fields = [("codeNumber", "12"), ("organName", "UBND xã A"), ("issuedDate", "2019-03-05")];
        made.add(&[sidecar("c", &fields), sidecar("a", &fields), sidecar("b", &fields[..1]), sidecar("d", &fields)]);
        made.catalogue.relate_records().unwrap();
        let found = made.catalogue.pairs().unwrap();
        let ids: Vec<_> = found.iter().map(|pair| (pair.a.as_str(), pair.b.as_str(), pair.kind)).collect();
        assert_eq!(ids, [("a", "c", Kind::SameRecord), ("c", "d", Kind::SameRecord)]);
    }
}
