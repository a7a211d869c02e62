//! The tables of the report: the same in the workbook and, as far as there is room, on the page.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::catalogue::Spared;
use crate::archive::catalogue::pairs::{Decision, FoundPair, Kind};
use crate::files::tables::table::{Column, Table, Value};
use crate::ops::report::duplicates::paper::Label;
use crate::ops::report::duplicates::words;
use crate::ops::show;
use crate::record::Scalar;
use crate::records::fields::TYPE_NAME;
use crate::reports::duplicates::List;
use crate::text;
use crate::text::{Lang, Text};

/// So many rows of a table stand on the page.
const ROWS_ON_PAGE: usize = 1000;

/// All that the tables are made of.
pub struct Matter {
    /// What the archive is called.
    pub archive: String,
    /// Every pair of live documents.
    pub pairs: Vec<FoundPair>,
    /// The documents of these pairs, by id.
    pub labels: BTreeMap<String, Label>,
    /// What persons decided, of these pairs and others.
    pub decisions: Vec<Decision>,
    /// Pages with next to nothing on them: document and number.
    pub blank: Vec<(String, u32)>,
    /// Files that imports did not store again.
    pub spared: Spared,
}

/// How many pairs of one kind, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found.
    pub found: u64,
    /// Decided to be the same paper.
    pub same: u64,
    /// Decided to be different papers, or a pair with and without its note.
    pub different: u64,
    /// Not decided.
    pub open: u64,
}

impl Tally {
    fn add(&mut self, pair: &FoundPair) {
        self.found += 1;
        match &pair.decided {
            None => self.open += 1,
            Some(decision) if is_same(decision) => self.same += 1,
            Some(_) => self.different += 1,
        }
    }
}

fn is_same(decision: &Decision) -> bool {
    matches!(decision.kind.as_str(), "duplicate-of" | "rescan-of")
}

/// A table with its rows.
pub struct Part {
    title: Text,
    about: Option<Text>,
    columns: Vec<(Text, f64)>,
    rows: Vec<Vec<Value>>,
}

impl Part {
    /// Returns the table as the page shows it.
    pub fn list(&self, lang: Lang) -> List {
        let cell = |value: &Value| match value {
            Value::Empty => String::new(),
            Value::Text(text) => text.clone(),
            Value::Count(count) => count.to_string(),
            Value::Number(number) => words::decimal(*number, 3, lang),
        };
        let rows = self.rows.iter().take(ROWS_ON_PAGE);
        List {
            title: self.title.clone(),
            about: self.about.clone(),
            headings: self.columns.iter().map(|(heading, _)| heading.clone()).collect(),
            rows: rows.map(|row| row.iter().map(cell).collect()).collect(),
            n_rows: self.rows.len(),
        }
    }

    /// Returns the table as the workbook takes it, and its rows.
    pub fn sheet(self, lang: Lang) -> (Table, Vec<Vec<Value>>) {
        let column = |(heading, width): &(Text, f64)| Column::new(heading.get(lang), *width);
        let columns = self.columns.iter().map(column).collect();
        (Table { title: self.title.get(lang).to_owned(), columns }, self.rows)
    }
}

impl Matter {
    /// Returns what became of the pairs of each kind.
    pub fn by_kind(&self) -> BTreeMap<Kind, Tally> {
        let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
        self.pairs.iter().for_each(|pair| tallies.entry(pair.kind).or_default().add(pair));
        tallies
    }

    /// Returns what became of the pairs of each type of document, by its code; without one where no record says.
    pub fn by_type(&self) -> BTreeMap<String, Tally> {
        let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
        let asked = self.pairs.iter().filter(|pair| matches!(pair.kind, Kind::Near | Kind::Review));
        for pair in asked {
            let kind = self.labels.get(&pair.a).map(|label| label.kind.clone()).unwrap_or_default();
            tallies.entry(kind).or_default().add(pair);
        }
        tallies
    }

    /// Returns the bytes of documents that persons decided to be duplicates of others; each counts once.
    pub fn bytes_in_duplicates(&self) -> u64 {
        let duplicates = self.pairs.iter().filter_map(|pair| pair.decided.as_ref());
        let ids: BTreeSet<&String> =
            duplicates.filter(|said| said.kind == "duplicate-of").map(|said| &said.document).collect();
        ids.into_iter().filter_map(|id| self.labels.get(id)).map(|label| label.bytes).sum()
    }

    /// Returns all tables; the first is what everything adds up to.
    pub fn parts(&self, lang: Lang) -> Vec<Part> {
        vec![
            self.summary(lang),
            self.types(lang),
            self.saved(lang),
            self.found(lang),
            self.relations(lang),
            self.decided(lang),
            self.blanks(),
        ]
    }

    fn summary(&self, lang: Lang) -> Part {
        let row = |(kind, tally)| [vec![Value::text(words::kind(kind).get(lang))], counts(tally)].concat();
        Part {
            title: text!("Tổng hợp", "Summary"),
            about: Some(text!(
                "Không có gì bị xóa: quyết định chỉ được ghi thêm thành quan hệ giữa các tài liệu.",
                "Nothing is deleted: decisions are added as relations between documents."
            )),
            columns: tally_columns(text!("Được tìm thấy là", "Found to be")),
            rows: self.by_kind().into_iter().map(row).collect(),
        }
    }

    fn saved(&self, lang: Lang) -> Part {
        let rows = [
            (
                text!("Tệp trùng khi nhập, chỉ lưu một lần: số tệp", "Equal inputs, stored once: files"),
                self.spared.files,
            ),
            (
                text!("Tệp trùng khi nhập, chỉ lưu một lần: số byte", "Equal inputs, stored once: bytes"),
                self.spared.bytes,
            ),
            (
                text!("Tài liệu đã quyết định là bản trùng: số byte", "Documents decided to be duplicates: bytes"),
                self.bytes_in_duplicates(),
            ),
        ];
        Part {
            title: text!("Dung lượng", "Bytes saved"),
            about: None,
            columns: vec![(text!("Khoản", "Of what"), 60.0), (text!("Số lượng", "How much"), 20.0)],
            rows: rows.map(|(label, count)| vec![Value::text(label.get(lang)), Value::Count(count)]).to_vec(),
        }
    }

    fn types(&self, lang: Lang) -> Part {
        let name = |code: &String| match code.is_empty() {
            true => text!("(chưa có thông tin)", "(no record)").get(lang).to_owned(),
            false => show::meaning(TYPE_NAME, &Scalar::Text(code.clone())).get(lang).to_owned(),
        };
        let rows = self.by_type();
        Part {
            title: text!("Theo loại giấy tờ", "By type of paper"),
            about: Some(text!(
                "Các cặp quét lại và cặp cần người xem, theo loại của bản đầu.",
                "Pairs of rescans and pairs to look at, by the type of the first document."
            )),
            columns: tally_columns(text!("Loại giấy tờ", "Type of paper")),
            rows: rows.iter().map(|(code, tally)| [vec![Value::text(name(code))], counts(*tally)].concat()).collect(),
        }
    }

    fn found(&self, lang: Lang) -> Part {
        let pairs = self.pairs.iter().filter(|pair| words::found(pair.kind).is_some());
        Part {
            title: text!("Mọi cặp", "All pairs"),
            about: None,
            columns: [document_columns(), measure_columns(), decision_columns()].concat(),
            rows: pairs
                .map(|pair| {
                    [self.documents(pair, lang), measures(pair, lang), decision(pair.decided.as_ref(), lang)].concat()
                })
                .collect(),
        }
    }

    fn relations(&self, lang: Lang) -> Part {
        let pairs = self.pairs.iter().filter(|pair| words::found(pair.kind).is_none());
        Part {
            title: text!("Quan hệ giữa các trang", "Relations between pages"),
            about: Some(text!(
                "Không phải tài liệu trùng: có trang chung, nằm trong nhau, khác thứ tự, hoặc một trang có hai lần.",
                "No duplicates: pages in common, one within the other, another order, or a page twice."
            )),
            columns: [document_columns(), vec![(text!("Các trang", "Pages"), 30.0)]].concat(),
            rows: pairs.map(|pair| [self.documents(pair, lang), vec![Value::text(pages(pair))]].concat()).collect(),
        }
    }

    fn decided(&self, lang: Lang) -> Part {
        let row = |said: &Decision| {
            let name =
                |id: &String| Value::text(self.labels.get(id).map(|label| label.name.clone()).unwrap_or_default());
            let ids = [name(&said.document), Value::text(&said.document), name(&said.to), Value::text(&said.to)];
            [ids.to_vec(), decision(Some(said), lang)].concat()
        };
        let columns = [
            (text!("Tài liệu", "Document"), 30.0),
            (text!("Mã", "Id"), 38.0),
            (text!("với tài liệu", "of the document"), 30.0),
            (text!("Mã của tài liệu kia", "Its id"), 38.0),
        ];
        Part {
            title: text!("Đã quyết định", "Decided"),
            about: Some(text!(
                "Mọi quan hệ do người quyết định, còn hiệu lực; cả những quan hệ không do chương trình tìm ra.",
                "All relations that persons stated and that still hold, also those that the program did not find."
            )),
            columns: [columns.to_vec(), decision_columns()].concat(),
            rows: self.decisions.iter().map(row).collect(),
        }
    }

    fn blanks(&self) -> Part {
        let mut pages: BTreeMap<&String, Vec<String>> = BTreeMap::new();
        for (id, number) in &self.blank {
            pages.entry(id).or_default().push(number.to_string());
        }
        Part {
            title: text!("Trang trắng", "Blank pages"),
            about: Some(text!(
                "Trang gần như không có gì: không so sánh với trang nào, và không bao giờ bị bỏ.",
                "Pages with next to nothing on them: compared with none, and never dropped."
            )),
            columns: vec![(text!("Mã tài liệu", "Document"), 38.0), (text!("Trang", "Pages"), 40.0)],
            rows: pages.into_iter().map(|(id, pages)| vec![Value::text(id), Value::text(pages.join(", "))]).collect(),
        }
    }

    fn documents(&self, pair: &FoundPair, lang: Lang) -> Vec<Value> {
        let name = |id: &String| Value::text(self.labels.get(id).map(|label| label.name.clone()).unwrap_or_default());
        let kind = Value::text(words::kind(pair.kind).get(lang));
        vec![kind, name(&pair.a), Value::text(&pair.a), name(&pair.b), Value::text(&pair.b)]
    }
}

fn tally_columns(first: Text) -> Vec<(Text, f64)> {
    vec![
        (first, 44.0),
        (text!("Số cặp", "Pairs"), 12.0),
        (text!("Là một tờ", "The same"), 12.0),
        (text!("Khác nhau", "Different"), 12.0),
        (text!("Chưa quyết định", "Not decided"), 16.0),
    ]
}

fn counts(tally: Tally) -> Vec<Value> {
    [tally.found, tally.same, tally.different, tally.open].map(Value::Count).to_vec()
}

fn document_columns() -> Vec<(Text, f64)> {
    vec![
        (text!("Được tìm thấy là", "Found to be"), 30.0),
        (text!("Bản A", "Scan A"), 30.0),
        (text!("Mã của A", "Id of A"), 38.0),
        (text!("Bản B", "Scan B"), 30.0),
        (text!("Mã của B", "Id of B"), 38.0),
    ]
}

fn measure_columns() -> Vec<(Text, f64)> {
    vec![
        (text!("Độ giống", "Likeness"), 10.0),
        (text!("Trang của A", "Page of A"), 12.0),
        (text!("Trang của B", "Page of B"), 12.0),
        (text!("Chỗ khác nhất (phần của trang)", "Place that differs most (shares of the page)"), 30.0),
        (text!("Được giải thích", "Explained"), 40.0),
        (text!("Số byte của bản thừa", "Bytes not needed"), 16.0),
    ]
}

fn measures(pair: &FoundPair, lang: Lang) -> Vec<Value> {
    let place = pair
        .area
        .map(|area| [area.x, area.y, area.width, area.height].map(|share| words::decimal(share, 3, lang)).join(" "));
    let excuses: Vec<String> = pair.excuses.iter().map(|excuse| words::excuse(excuse).get(lang).to_owned()).collect();
    vec![
        Value::Number((pair.score * 1000.0).round() / 1000.0),
        Value::Count(pair.a_page.into()),
        Value::Count(pair.b_page.into()),
        Value::text(place.unwrap_or_default()),
        Value::text(excuses.join("; ")),
        Value::Count(pair.bytes),
    ]
}

fn decision_columns() -> Vec<(Text, f64)> {
    vec![
        (text!("Quyết định", "Decision"), 24.0),
        (text!("Người quyết định", "Decided by"), 24.0),
        (text!("Niêm phong lúc", "Sealed"), 26.0),
    ]
}

fn decision(said: Option<&Decision>, lang: Lang) -> Vec<Value> {
    let Some(Decision { kind, by, when, .. }) = said else { return vec![Value::Empty, Value::Empty, Value::Empty] };
    let kind = show::relation(kind, false);
    vec![Value::text(kind.get(lang)), Value::text(by.clone().unwrap_or_default()), Value::text(when)]
}

/// Writes pages that are the same: `1=3, 2=4`.
fn pages(pair: &FoundPair) -> String {
    pair.pages.iter().map(|(one, other)| format!("{one}={other}")).collect::<Vec<_>>().join(", ")
}
