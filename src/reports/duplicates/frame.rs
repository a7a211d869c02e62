//! The files of the report: what stands around the pairs, the tables on the first of them, and the ways between them.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::json;

use crate::text::Lang;

use super::html::{escaped, fill, json as as_json, said, source_of};
use super::words::{self, word};
use super::{Case, List, case};

const PAGE: &str = include_str!("page.html");
const FOOT: &str = include_str!("foot.html");
const STYLE: &str = include_str!("style.css");
/// The script between marks that keep the page well-formed as XML, too.
const SCRIPT: &str = concat!("/*<![CDATA[*/\n", include_str!("script.js"), "/*]]>*/");

/// So many pairs stand in one file: some ten megabytes, which any browser still opens.
pub const PAIRS_A_FILE: usize = 50;

/// What is the same in all files of a report.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What the report is about: the id of the archive, or the folders.
    pub archive: String,
    /// When it was made, as people write it.
    pub made: String,
    /// The language of its words.
    pub lang: Lang,
    /// How many pairs stand in the report.
    pub n_pairs: usize,
}

/// Returns the name of a file of the report, by its place from 0.
pub fn file_name(at: usize) -> String {
    if at == 0 { "duplicates.html".to_owned() } else { format!("duplicates-{}.html", at + 1) }
}

impl Frame {
    /// Returns how many files the pairs take; one at least.
    pub fn n_files(&self) -> usize {
        self.n_pairs.div_ceil(PAIRS_A_FILE).max(1)
    }

    /// Writes what comes before the first pair of a file; the first file has the tables as well.
    pub fn begin(&self, at: usize, lists: &[List]) -> String {
        let mut values = self.words();
        let tabs = if at == 0 { self.tabs(lists) } else { String::new() };
        let own = [
            ("style", STYLE.to_owned()),
            ("style-source", source_of(STYLE)),
            ("script-source", source_of(SCRIPT)),
            ("lang", if self.lang == Lang::Vi { "vi" } else { "en" }.to_owned()),
            ("archive-word", escaped(&word("archive", self.lang))),
            ("made-word", escaped(&word("made", self.lang))),
            ("archive", escaped(&self.archive)),
            ("made", escaped(&self.made)),
            ("files", self.files(at)),
            ("tabs", tabs),
        ];
        values.splice(0..0, own);
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut out = fill(PAGE, &values);
        if at == 0 {
            out += &self.summary(lists);
        }
        let _ = writeln!(out, "<section class=\"part\" id=\"pairs\">");
        if self.n_pairs == 0 {
            let _ = writeln!(out, "<p class=\"card\">{}</p>", escaped(&word("none", self.lang)));
        }
        out
    }

    /// Writes what comes after the last pair of a file. `names` are those of the documents in it, by id.
    pub fn end(&self, at: usize, lists: &[List], names: &BTreeMap<String, String>) -> String {
        let mut out = "</section>\n".to_owned();
        for (number, list) in lists.iter().enumerate().skip(1).filter(|_| at == 0) {
            let _ = writeln!(out, "<section class=\"part\" id=\"list-{number}\">{}</section>", self.table(list));
        }
        let data =
            json!({ "archive": self.archive, "first": at == 0, "names": names, "words": words::as_json(self.lang) });
        let mut values = self.words();
        values.splice(0..0, [("data", as_json(&data)), ("script", SCRIPT.to_owned())]);
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        out + &fill(FOOT, &values)
    }

    /// Writes one pair.
    pub fn pair(&self, case: &Case) -> String {
        case::render(case, self.lang)
    }

    fn words(&self) -> Vec<(&'static str, String)> {
        words::all().into_iter().map(|(name, text)| (name, said(&text, self.lang))).collect()
    }

    fn files(&self, here: usize) -> String {
        if self.n_files() < 2 {
            return String::new();
        }
        let label = escaped(&word("file", self.lang));
        let mut out = format!("<p class=\"files\">{label} ");
        for at in 0..self.n_files() {
            let (first, last) = (at * PAIRS_A_FILE + 1, ((at + 1) * PAIRS_A_FILE).min(self.n_pairs));
            let _ = match at == here {
                true => write!(out, "<b>{first}–{last}</b>"),
                false => write!(out, "<a href=\"{}#pairs\">{first}–{last}</a>", file_name(at)),
            };
        }
        out + "</p>"
    }

    fn tabs(&self, lists: &[List]) -> String {
        let tab = |id: &str, title: &str, n: usize| format!("<a href=\"#{id}\">{title} ({n})</a>");
        let mut out = format!("<a href=\"#summary\">{}</a>", escaped(&word("summary", self.lang)));
        out += &tab("pairs", &escaped(&word("pairs", self.lang)), self.n_pairs);
        for (number, list) in lists.iter().enumerate().skip(1) {
            out += &tab(&format!("list-{number}"), &said(&list.title, self.lang), list.n_rows);
        }
        out
    }

    /// The first table is what all adds up to.
    fn summary(&self, lists: &[List]) -> String {
        let table = lists.first().map_or(String::new(), |list| self.table(list));
        format!("<section class=\"part\" id=\"summary\">{table}</section>\n")
    }

    fn table(&self, list: &List) -> String {
        let mut out = format!("<div class=\"card\"><h2>{}</h2>", said(&list.title, self.lang));
        if let Some(about) = &list.about {
            let _ = write!(out, "<p>{}</p>", said(about, self.lang));
        }
        out += "<div class=\"scroll\"><table><tr>";
        for heading in &list.headings {
            let _ = write!(out, "<th>{}</th>", said(heading, self.lang));
        }
        out += "</tr>\n";
        for row in &list.rows {
            let cells: String = row.iter().map(|cell| cell_of(cell)).collect();
            let _ = writeln!(out, "<tr>{cells}</tr>");
        }
        out += "</table></div>";
        if list.n_rows > list.rows.len() {
            let _ = write!(
                out,
                "<p class=\"warning\">{} / {}. {}</p>",
                list.rows.len(),
                list.n_rows,
                escaped(&word("more", self.lang))
            );
        }
        out + "</div>"
    }
}

fn cell_of(cell: &str) -> String {
    let is_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    let class = if is_number { " class=\"number\"" } else { "" };
    format!("<td{class}>{}</td>", escaped(cell))
}
