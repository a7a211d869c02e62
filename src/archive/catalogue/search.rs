//! Selects documents: one query of the full-text index, in order of import, so that the first page costs no more than
//! its rows.

use anyhow::Result;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, ToSql, params};

use crate::archive::catalogue::days::{self, Standing, Term};
use crate::archive::catalogue::document::Card;
use crate::archive::catalogue::documents::{ROW, read_row};
use crate::archive::catalogue::picked::Picked;
use crate::archive::catalogue::query::{Hit, Query};
use crate::archive::catalogue::question::Question;
use crate::archive::catalogue::terms::{ENDS, ISSUED};
use crate::archive::catalogue::{Catalogue, field};
use crate::fault::Fault;
use crate::records::fields;
use crate::text;

/// The columns behind those of a row, in the order of [`read_term`] and [`read_card`].
///
/// A document that another one replaces is in force no longer than until that one's first day; where its day is not known,
/// not at all. Documents that replace each other in a ring (which `amend` refuses and `verify` reports) do not end by that.
const MORE: &str = "document.valid_from, document.valid_until, document.revoked_on, document.replaced_on,
    (SELECT min(coalesce(other.valid_from, 0)) FROM relation JOIN document AS other ON other.key = relation.document
     WHERE relation.target = document.id AND relation.kind = 'replaces' AND other.live AND NOT other.withdrawn
       AND document.id NOT IN (WITH RECURSIVE above (id) AS (
         SELECT other.id UNION
         SELECT next.id FROM above JOIN relation AS tie ON tie.target = above.id AND tie.kind = 'replaces'
           JOIN document AS next ON next.key = tie.document WHERE next.live AND NOT next.withdrawn)
         SELECT id FROM above)),
    document.title, document.number, document.issued, document.owner, document.key, document.size";

/// How many columns [`ROW`] has.
const N_ROW: usize = 13;

impl Catalogue {
    /// Returns the documents of a selection in order of import, as they stand on the day that it asks for, else `today`.
    ///
    /// A field that the archive does not know, a batch or document that it does not have is an `Err`.
    pub fn select(&self, query: &Query, today: Date) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        self.walk(query, today, |row, standing| {
            hits.push(Hit { row: read_row(row)?, card: read_card(row)?, standing });
            Ok(())
        })?;
        Ok(hits)
    }

    /// Hands over the documents of a selection in order of import, with all that is needed to sort them.
    ///
    /// What the archive does not know is an `Err`, as in [`Catalogue::select`].
    pub fn pick(&self, query: &Query, today: Date, mut each: impl FnMut(Picked)) -> Result<()> {
        self.walk(query, today, |row, _| {
            let size: i64 = row.get(N_ROW + 10)?;
            each(Picked { key: row.get(N_ROW + 9)?, bytes: size.unsigned_abs(), row: read_row(row)? });
            Ok(())
        })
    }

    /// Counts all documents of a selection, whatever its limit.
    pub fn count(&self, query: &Query, today: Date) -> Result<u64> {
        let query = Query { limit: None, ..query.clone() };
        let mut n_hits = 0;
        self.walk(&query, today, |_, _| {
            n_hits += 1;
            Ok(())
        })?;
        Ok(n_hits)
    }

    /// Walks over the rows of a selection, up to its limit.
    fn walk(
        &self,
        query: &Query,
        today: Date,
        mut each: impl FnMut(&rusqlite::Row<'_>, Standing) -> rusqlite::Result<()>,
    ) -> Result<()> {
        let (low, high) = self.keys(query)?;
        let expression = self.question(query)?.expression();
        let day = days::number(query.valid_on.unwrap_or(today));
        let ids = serde_json::to_string(&query.ids)?;
        self.ask(|connection| {
            let mut statement = connection.prepare_cached(&sql(query, expression.is_some()))?;
            let mut values: Vec<(&str, &dyn ToSql)> = vec![(":low", &low), (":high", &high)];
            if let Some(expression) = &expression {
                values.push((":expression", expression));
            }
            if !query.ids.is_empty() {
                values.push((":ids", &ids));
            }
            let mut rows = statement.query(&values[..])?;
            let mut n_left = query.limit.unwrap_or(usize::MAX);
            while n_left > 0
                && let Some(row) = rows.next()?
            {
                let standing = read_term(row)?.standing(day);
                if query.valid_on.is_none() || standing == Standing::InForce {
                    each(row, standing)?;
                    n_left -= 1;
                }
            }
            Ok(())
        })
    }

    /// Returns the first and the last key that a selection may reach.
    fn keys(&self, query: &Query) -> Result<(i64, i64)> {
        let (mut low, mut high) = (1, i64::MAX);
        if let Some(batch) = &query.batch {
            let sql = "SELECT first, last FROM batch WHERE name = ?1";
            let found = self.ask(|connection| {
                connection.query_row(sql, params![batch], |row| Ok((row.get(0)?, row.get(1)?))).optional()
            })?;
            let no_batch =
                || Fault::raise("batch.none", text!("kho không có lô `{batch}`", "the archive has no batch `{batch}`"));
            (low, high) = found.ok_or_else(no_batch)?;
        }
        if let Some(id) = &query.after {
            let sql = "SELECT key FROM document WHERE id = ?1 AND live";
            let found: Option<i64> =
                self.ask(|connection| connection.query_row(sql, params![id], |row| row.get(0)).optional())?;
            let no_document = || {
                Fault::raise(
                    "document.none",
                    text!("kho không có tài liệu `{id}`", "the archive has no document `{id}`"),
                )
            };
            low = low.max(found.ok_or_else(no_document)?.saturating_add(1));
        }
        Ok((low, high))
    }

    /// Returns what a selection asks of the full-text index.
    fn question(&self, query: &Query) -> Result<Question> {
        let mut question = Question::default();
        question.text(&query.text);
        let level = query.level.as_deref().map(|level| (fields::LEVEL, level));
        let fields = query.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in fields.chain(level) {
            let field = field::resolve(name, || self.headings())?;
            question.field(&field.path, &field.value(value));
        }
        if let Some(unit) = &query.unit {
            question.unit(unit);
        }
        if let Some(dossier) = &query.dossier {
            question.dossier(dossier);
        }
        if let Some(range) = &query.issued {
            question.issued(range, &self.years(ISSUED)?);
        }
        if let Some(day) = query.valid_on {
            question.ends_after(day, &self.years(ENDS)?);
        }
        Ok(question)
    }

    /// Returns the headings that records keep beside the fields that are known, sorted.
    fn headings(&self) -> Result<Vec<String>> {
        self.ask(|connection| {
            connection
                .prepare_cached("SELECT path FROM heading ORDER BY path")?
                .query_map([], |row| row.get(0))?
                .collect()
        })
    }

    /// Returns the years in which anything was issued, or ends.
    fn years(&self, of_what: &str) -> Result<Vec<i16>> {
        self.ask(|connection| {
            let sql = "SELECT year FROM year WHERE of_what = ?1 ORDER BY year";
            connection.prepare_cached(sql)?.query_map(params![of_what], |row| row.get(0))?.collect()
        })
    }
}

/// Returns the statement for a selection. What a person typed is in none of its text.
///
/// CROSS JOIN keeps the order of the loops: the index is walked and each hit looked up; but where ids are given, these are
/// walked and the index is asked about each, which may otherwise walk over a million hits to meet three.
fn sql(query: &Query, has_expression: bool) -> String {
    let has_ids = !query.ids.is_empty();
    let from = match (has_expression, has_ids) {
        (true, false) => "terms CROSS JOIN document ON document.key = terms.rowid WHERE terms MATCH :expression",
        (true, true) => "document CROSS JOIN terms ON terms.rowid = document.key WHERE terms MATCH :expression",
        (false, _) => "document WHERE document.live",
    };
    let key = if has_expression && !has_ids { "terms.rowid" } else { "document.key" };
    let mut sql = format!("SELECT {ROW}, {MORE} FROM {from} AND {key} BETWEEN :low AND :high");
    if !query.with_withdrawn {
        sql.push_str(" AND NOT document.withdrawn");
    }
    if has_ids {
        sql.push_str(" AND document.id IN (SELECT value FROM json_each(:ids))");
    }
    sql + " ORDER BY " + key
}

fn read_term(row: &rusqlite::Row<'_>) -> rusqlite::Result<Term> {
    let own: Option<i64> = row.get(N_ROW + 3)?;
    let by_other: Option<i64> = row.get(N_ROW + 4)?;
    Ok(Term {
        from: row.get(N_ROW)?,
        until: row.get(N_ROW + 1)?,
        revoked_on: row.get(N_ROW + 2)?,
        replaced_on: own.into_iter().chain(by_other).min(),
        withdrawn: row.get(11)?,
    })
}

fn read_card(row: &rusqlite::Row<'_>) -> rusqlite::Result<Card> {
    Ok(Card {
        title: row.get(N_ROW + 5)?,
        number: row.get(N_ROW + 6)?,
        issued: row.get(N_ROW + 7)?,
        owner: row.get(N_ROW + 8)?,
    })
}
