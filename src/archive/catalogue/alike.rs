//! Pairs of pages that could be scans of one sheet, and what came of comparing them.
//!
//! The first page of a pair belongs to the document whose id comes first: so a place on it means the same, whenever and in
//! whatever order the documents came.

use anyhow::Result;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::archive::catalogue::pairs::FoundPair;
use crate::archive::catalogue::pairs::{json, value};
use crate::archive::catalogue::{Catalogue, pages, pairs};
use crate::duplicates::verdict::{Answer, Verdict};

/// `answer` is NULL until the pages were compared; then 0 for different, 1 for review, 2 for near.
pub(super) const SCHEMA: &str = "
CREATE TABLE alike (a INTEGER NOT NULL, b INTEGER NOT NULL, looks REAL NOT NULL, answer INTEGER, score REAL,
                    area TEXT, excuses TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX alike_b ON alike(b);
";

/// Two pages that could be scans of one sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    /// The number of the first page.
    pub a: i64,
    /// The number of the second.
    pub b: i64,
    /// How alike they look at first sight.
    pub looks: f64,
    /// What came of comparing them.
    pub verdict: Option<Verdict>,
}

impl Catalogue {
    /// Notes which pages could be scans of the same sheets as some others, of which then nobody need ask again. Pages with
    /// the same content as another one are noted with the first of those, and need not be compared.
    pub fn note_asked(&self, asked: &[i64], found: &[(i64, i64, f64)]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for (one, other, looks) in found {
                insert(&transaction, ordered(&transaction, *one, *other)?, *looks, None)?;
            }
            let sql = "SELECT min(page.key) FROM page JOIN document AS first ON first.key = page.owner
                       JOIN document AS live ON live.id = first.id AND live.live AND NOT live.withdrawn
                       WHERE page.content = (SELECT content FROM page WHERE key = ?1) AND page.key <> ?1 AND NOT blank";
            for key in asked {
                let first: Option<i64> = transaction.prepare_cached(sql)?.query_row(params![key], |row| row.get(0))?;
                if let Some(first) = first {
                    insert(&transaction, ordered(&transaction, first, *key)?, 1.0, Some(&same()))?;
                }
            }
            pages::note_asked(&transaction, asked.iter().copied())?;
            transaction.commit()
        })
    }

    /// Notes what came of comparing pages.
    pub fn note_compared(&self, compared: &[Alike]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for Alike { a, b, looks, verdict } in compared {
                insert(&transaction, (*a, *b), *looks, verdict.as_ref())?;
            }
            transaction.commit()
        })
    }

    /// Returns the documents that pages bind together because they were not compared yet, or not found to be of two papers:
    /// each by its first version, in no order that means anything but always the same.
    pub fn bonds(&self) -> Result<Vec<(i64, i64)>> {
        self.ask(|connection| {
            let sql = "SELECT DISTINCT one.owner, other.owner FROM alike JOIN page AS one ON one.key = a
                       JOIN page AS other ON other.key = b WHERE answer IS NOT 0 ORDER BY one.owner, other.owner";
            connection.prepare_cached(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// Returns all pairs that a page is the first of.
    pub fn alike(&self, a: i64) -> Result<Vec<Alike>> {
        self.ask(|connection| {
            let sql = "SELECT a, b, looks, answer, score, area, excuses FROM alike WHERE a = ?1 ORDER BY b";
            connection.prepare_cached(sql)?.query_map(params![a], read)?.collect()
        })
    }

    /// Settles pages: puts what follows for their documents in the place of what was known of these, all at once.
    pub fn settle(&self, keys: &[i64], documents: &[&str], found: &[FoundPair]) -> Result<()> {
        self.ask(|connection| {
            let transaction = connection.transaction()?;
            for id in documents {
                pairs::remove(&transaction, id)?;
            }
            found.iter().try_for_each(|pair| pairs::insert(&transaction, pair))?;
            pages::settle(&transaction, keys.iter().copied())?;
            transaction.commit()
        })
    }
}

fn same() -> Verdict {
    Verdict { answer: Answer::Near, score: 1.0, place: None, excuses: Vec::new() }
}

/// Adds a pair, or a verdict to it; a verdict is never taken away.
fn insert(connection: &Connection, pair: (i64, i64), looks: f64, verdict: Option<&Verdict>) -> rusqlite::Result<()> {
    let (a, b) = pair;
    let Some(Verdict { answer, score, place, excuses }) = verdict else {
        let sql = "INSERT INTO alike (a, b, looks) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET looks = max(looks, excluded.looks)";
        return connection.prepare_cached(sql)?.execute(params![a, b, looks]).map(|_| ());
    };
    let sql =
        "INSERT INTO alike VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET answer = excluded.answer,
               score = excluded.score, area = excluded.area, excuses = excluded.excuses";
    let values = params![a, b, looks, *answer as i64, score, place.map(|place| json(&place)), json(excuses)];
    connection.prepare_cached(sql)?.execute(values).map(|_| ())
}

/// Puts first the page whose document's id comes first.
fn ordered(connection: &Connection, one: i64, other: i64) -> rusqlite::Result<(i64, i64)> {
    let sql = "SELECT page.key FROM page JOIN document ON document.key = page.owner
               WHERE page.key IN (?1, ?2) ORDER BY document.id, page.number LIMIT 1";
    let first: Option<i64> =
        connection.prepare_cached(sql)?.query_row(params![one, other], |row| row.get(0)).optional()?;
    Ok(if first == Some(other) { (other, one) } else { (one, other) })
}

fn read(row: &Row<'_>) -> rusqlite::Result<Alike> {
    let answer = match row.get(3)? {
        Some(0) => Some(Answer::Different),
        Some(1) => Some(Answer::Review),
        Some(2) => Some(Answer::Near),
        _ => None,
    };
    let score: Option<f64> = row.get(4)?;
    let (place, excuses) = (value(row, 5)?, value(row, 6)?);
    let verdict = answer.map(|answer| Verdict { answer, score: score.unwrap_or_default(), place, excuses });
    Ok(Alike { a: row.get(0)?, b: row.get(1)?, looks: row.get(2)?, verdict })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::catalogue::tests::{Made, amended, sidecar};
    use crate::digest::Digest;
    use crate::duplicates::verdict::Area;
    use crate::sidecar::{Cause, Page, Sidecar};

    /// A document with a page for each text.
    fn paged(id: &str, contents: &[&str]) -> Sidecar {
        let example = Sidecar::parse(include_bytes!("../../../docs/sidecar.example.json")).unwrap();
        let page = |(content, number): (&&str, u32)| {
            let mut page = Page { number, fingerprint: None, ..example.pages[0].clone() };
            page.content.sha256 = Digest::of(content.as_bytes());
            page
        };
        Sidecar { pages: contents.iter().zip(1..).map(page).collect(), ..sidecar(id, &[]) }
    }

    fn asked(made: &Made, found: &[(i64, i64, f64)]) -> Vec<i64> {
        for id in made.catalogue.unseen().unwrap() {
            made.catalogue.set_prints(&id, &[(1, None), (2, None)]).unwrap();
        }
        let keys: Vec<i64> = made.catalogue.unasked(99).unwrap().into_iter().map(|page| page.key).collect();
        made.catalogue.note_asked(&keys, found).unwrap();
        keys
    }

    #[test]
    fn pages_are_asked_of_once_and_those_of_equal_content_need_no_look() {
        let mut made = Made::new();
        made.add(&[paged("b", &["1", "2"]), paged("a", &["1", "3"])]);
        assert_eq!(asked(&made, &[(2, 4, 0.5)]), [1, 2, 3, 4]);
        assert!(made.catalogue.unasked(99).unwrap().is_empty());
        // The page of `a` comes first, although it came later.
        let same = Alike { a: 3, b: 1, looks: 1.0, verdict: Some(same()) };
        assert_eq!(made.catalogue.alike(3).unwrap(), [same]);
        assert_eq!(made.catalogue.alike(4).unwrap(), [Alike { a: 4, b: 2, looks: 0.5, verdict: None }]);
        assert_eq!((made.catalogue.unsettled().unwrap(), made.catalogue.bonds().unwrap()), (vec![1, 2], vec![(2, 1)]));
        let place = Some(Area { x: 0.25, y: 0.5, width: 0.125, height: 1.0 });
        let verdict = Some(Verdict { answer: Answer::Review, score: 0.5, place, excuses: Vec::new() });
        let compared = Alike { a: 4, b: 2, looks: 0.0, verdict };
        made.catalogue.note_compared(std::slice::from_ref(&compared)).unwrap();
        assert_eq!(made.catalogue.alike(4).unwrap(), [Alike { looks: 0.5, ..compared }]);
        made.catalogue.settle(&[1, 2, 3, 4], &["a", "b"], &[]).unwrap();
        assert!(made.catalogue.unsettled().unwrap().is_empty());
    }

    #[test]
    fn what_was_found_of_a_withdrawn_document_is_forgotten_and_its_neighbours_are_asked_again() {
        let mut made = Made::new();
        let a = paged("a", &["1"]);
        made.add(&[a.clone(), paged("b", &["1"]), paged("c", &["2"])]);
        asked(&made, &[]);
        made.catalogue.settle(&[1, 2, 3], &["a", "b", "c"], &[]).unwrap();
        made.add(&[amended(&a, 2, Cause::Withdraw, &[])]);
        made.catalogue.forget_withdrawn().unwrap();
        assert_eq!(asked(&made, &[]), [2]);
        assert!(made.catalogue.alike(1).unwrap().is_empty());
        made.add(&[amended(&a, 3, Cause::Correct, &[])]);
        made.catalogue.forget_withdrawn().unwrap();
        assert_eq!(asked(&made, &[]), [1]);
        assert_eq!(made.catalogue.alike(1).unwrap().len(), 1);
    }
}
