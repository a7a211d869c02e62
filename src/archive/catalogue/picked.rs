//! Documents picked out to be handed over: found again by their numbers, and which of them are there twice.

use anyhow::Result;
use rusqlite::params;

use crate::archive::catalogue::Catalogue;
use crate::archive::catalogue::document::Row;
use crate::archive::catalogue::documents::{ROW, read_row};

/// A document that was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The number of this version in this catalogue.
    pub key: i64,
    /// Bytes of its PDF.
    pub bytes: u64,
    /// What identifies it.
    pub row: Row,
}

/// Two live documents that are one paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twice {
    /// The number of the one that the relation is stated of, or of either where it was only found.
    pub one: i64,
    /// The number of the other.
    pub other: i64,
    /// The number of the first version of the one: who came first has the lower one.
    pub one_came: i64,
    /// That of the other.
    pub other_came: i64,
}

/// The columns of [`Twice`], for tables called `one` and `other`.
const TWICE: &str = "one.key, other.key, (SELECT min(key) FROM document WHERE id = one.id),
    (SELECT min(key) FROM document WHERE id = other.id)";

impl Catalogue {
    /// Returns the documents of these numbers, in this order, also those that have a later version meanwhile.
    pub fn at(&self, keys: &[i64]) -> Result<Vec<Row>> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached(&format!("SELECT {ROW} FROM document WHERE key = ?1"))?;
            keys.iter().map(|key| query.query_row(params![key], read_row)).collect()
        })
    }

    /// Returns which live documents say that they are duplicates or other scans of live ones.
    pub fn stated_twice(&self) -> Result<Vec<Twice>> {
        self.twice(&format!(
            "SELECT {TWICE} FROM relation JOIN document AS one ON one.key = relation.document
             JOIN document AS other ON other.id = relation.target AND other.live AND NOT other.withdrawn
             WHERE relation.kind IN ('duplicate-of', 'rescan-of') AND one.live AND NOT one.withdrawn
             AND one.id <> other.id ORDER BY one.key, other.key"
        ))
    }

    /// Returns which live documents were found to be the same files, the same images, or other scans of the same sheets,
    /// as long as no person has stated anything of the two.
    pub fn found_twice(&self) -> Result<Vec<Twice>> {
        self.twice(&format!(
            "SELECT {TWICE} FROM pair
             JOIN document AS one ON one.id = pair.a AND one.live AND NOT one.withdrawn
             JOIN document AS other ON other.id = pair.b AND other.live AND NOT other.withdrawn
             WHERE pair.kind < 3 AND pair.a <> pair.b AND NOT EXISTS (
               SELECT 1 FROM relation JOIN document AS stated ON stated.key = relation.document AND stated.live
               WHERE person AND ((target = pair.a AND stated.id = pair.b) OR (target = pair.b AND stated.id = pair.a)))
             ORDER BY one.key, other.key"
        ))
    }

    /// Returns which of these ids no live document has, and which belong to documents that were withdrawn; each once.
    pub fn not_live(&self, ids: &[String]) -> Result<(Vec<String>, Vec<String>)> {
        self.ask(|connection| {
            let mut query = connection.prepare_cached("SELECT withdrawn FROM document WHERE id = ?1 AND live")?;
            let (mut unknown, mut withdrawn) = (Vec::new(), Vec::new());
            for id in ids {
                let mut rows = query.query(params![id])?;
                match rows.next()?.map(|row| row.get::<_, bool>(0)).transpose()? {
                    None => unknown.push(id.clone()),
                    Some(true) => withdrawn.push(id.clone()),
                    Some(false) => (),
                }
            }
            Ok((unknown, withdrawn))
        })
    }

    fn twice(&self, sql: &str) -> Result<Vec<Twice>> {
        self.ask(|connection| {
            let mut query = connection.prepare(sql)?;
            let read = |row: &rusqlite::Row<'_>| {
                let [one, other, one_came, other_came] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
                Ok(Twice { one, other, one_came, other_came })
            };
            query.query_map([], read)?.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::catalogue::pairs::{FoundPair, Kind};
    use crate::archive::catalogue::tests::{Made, amended, relation, sidecar};
    use crate::sidecar::{Cause, Relation, Sidecar};

    #[test]
    fn duplicates_are_those_of_live_documents_and_what_a_person_decided_is_not_asked_again() {
        let mut made = Made::new();
        let [a, b, c] = ["a", "b", "c"].map(|id| sidecar(id, &[]));
        made.add(&[a.clone(), Sidecar { relations: vec![relation("duplicate-of", "a")], ..b.clone() }, c.clone()]);
        let found = [FoundPair::new("a", "c", Kind::Near), FoundPair::new("b", "c", Kind::Review)];
        made.catalogue.settle(&[], &["a", "b", "c"], &found).unwrap();
        let twice = |one, other| Twice { one, other, one_came: one, other_came: other };
        assert_eq!(made.catalogue.stated_twice().unwrap(), [twice(2, 1)]);
        assert_eq!(made.catalogue.found_twice().unwrap(), [twice(1, 3)]);
        let different = Relation { found: "person".to_owned(), ..relation("different", "a") };
        made.add(&[Sidecar { relations: vec![different], ..amended(&c, 2, Cause::Correct, &[]) }]);
        assert_eq!(made.catalogue.found_twice().unwrap(), []);
        made.add(&[amended(&a, 2, Cause::Withdraw, &[])]);
        assert_eq!(made.catalogue.stated_twice().unwrap(), []);
        let ids = ["a", "b", "x"].map(str::to_owned);
        assert_eq!(made.catalogue.not_live(&ids).unwrap(), (vec!["x".to_owned()], vec!["a".to_owned()]));
    }

    #[test]
    fn rows_come_back_by_their_numbers_in_the_order_asked() {
        let mut made = Made::new();
        made.add(&[sidecar("a", &[]), sidecar("b", &[])]);
        let ids: Vec<String> = made.catalogue.at(&[2, 1]).unwrap().into_iter().map(|row| row.id).collect();
        assert_eq!(ids, ["b", "a"]);
        assert!(made.catalogue.at(&[9]).is_err());
    }
}
