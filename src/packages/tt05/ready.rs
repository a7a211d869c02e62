//! Is a document ready for a package, and are all of them together?
//!
//! The field tables say what must be there and what may stand there. Nothing is shortened or made up: whatever does not
//! fit is a finding. No finding quotes a value, since it may name somebody.

use std::collections::HashSet;

use anyhow::Result;

use super::dossier::Gathered;
use super::files::Paths;
use super::seat::Seat;
use super::values;
use super::{Kind, Rules};
use crate::digest::Digest;
use crate::exchange::ead::{self, Computed, Element, Table};
use crate::exchange::markup;
use crate::fault::Fault;
use crate::finding::{Finding, codes};
use crate::packages::{Document, Documents};
use crate::records::fields;
use crate::text;
use crate::text::Text;

/// What is kept permanently.
const PERMANENT: &str = "01";

/// Says what a document lacks.
pub(super) fn document(rules: &Rules<'_>, document: &Document) -> Vec<Finding> {
    let id = document.sidecar.id.as_str();
    let Some(seat) = Seat::of(rules, document, 1) else {
        let what = text!(
            "không biết mã hồ sơ: bản ghi không có `dossier.fileCode`, tên hồ sơ trong kho cũng không phải là mã hồ sơ",
            "the file code is not known: the record has no `dossier.fileCode`, and the dossier's name in the archive is none"
        );
        return vec![Finding::new(&codes::EXPORT_FIELD, id, what)];
    };
    let value = |element: &Element| values::of_document(rules, element, document, &seat);
    let mut findings = judge(rules, rules.document_table(), id, value);
    findings.extend(nameless(&seat, id));
    findings.extend(retention(rules, document));
    findings
}

/// Says what the documents lack together.
pub(super) fn whole(rules: &Rules<'_>, documents: &dyn Documents) -> Result<Vec<Finding>> {
    let (mut gathered, mut names, mut has_twice) = (Gathered::default(), HashSet::new(), false);
    let mut subject = rules.terms.lot.map(str::to_owned);
    documents.each(&mut |document| {
        subject.get_or_insert_with(|| document.sidecar.dossier.clone());
        let seat = Seat::of(rules, document, gathered.documents + 1);
        gathered.add(rules, document, seat.as_ref());
        let paths = seat.as_ref().and_then(|seat| Paths::of(rules, seat));
        for path in paths.into_iter().flat_map(|paths| [paths.pdf, paths.ead]) {
            has_twice |= !names.insert(Digest::of(path.to_ascii_lowercase().as_bytes()));
        }
        Ok(())
    })?;
    let subject = subject.unwrap_or_default();
    let mut findings = judge(rules, rules.table(), &subject, |element| gathered.value(rules, element));
    if rules.kind == Kind::Dip && !findings.is_empty() {
        return Err(unanswerable(&findings));
    }
    findings.extend(disagreements(rules, &gathered, &subject));
    findings.extend(incomplete(&gathered, &subject));
    // Documents of one ordinal have one name because of that.
    findings.extend((has_twice && !gathered.has_clash).then(|| one_name(&subject)));
    Ok(findings)
}

/// Judges the values of a table.
fn judge(
    rules: &Rules<'_>,
    table: &'static Table,
    subject: &str,
    value: impl Fn(&Element) -> Option<String>,
) -> Vec<Finding> {
    let elements = rules.tt05.elements(table);
    let values: Vec<(&Element, Option<String>)> =
        elements.into_iter().map(|element| (element, value(element))).collect();
    let other = |name: &str| {
        let found = values.iter().find(|(element, _)| element.name == name);
        found.and_then(|(_, value)| value.as_deref())
    };
    let mut findings = Vec::new();
    for (element, value) in &values {
        match value {
            None if rules.tt05.asks_for(element) && element.need.holds(other) => {
                findings.push(missing(table, element, subject));
            }
            Some(value) if !element.takes(value) || !value.chars().all(markup::can_hold) => {
                findings.push(unfit(table, element, subject, value));
            }
            _ => (),
        }
    }
    findings
}

fn missing(table: &Table, element: &Element, subject: &str) -> Finding {
    let (name, clause, from) = (element.name, table.clause, element.from.join("`, `"));
    let what = match element.from {
        [] => text!("thiếu `{name}` ({clause})", "`{name}` is missing ({clause})"),
        _ => text!(
            "thiếu `{name}` ({clause}); lấy từ trường `{from}`",
            "`{name}` is missing ({clause}); it is taken from `{from}`"
        ),
    };
    Finding::new(&codes::EXPORT_FIELD, subject, what)
}

fn unfit(table: &Table, element: &Element, subject: &str, value: &str) -> Finding {
    let n_letters = value.chars().count();
    let (name, clause, length) = (element.name, table.clause, element.length);
    let what = if length > 0 && n_letters > length {
        text!(
            "`{name}` dài {n_letters} ký tự, tối đa {length} ({clause})",
            "`{name}` has {n_letters} characters, {length} at most ({clause})"
        )
    } else if element.kind == ead::Kind::Date && ead::Kind::PartialDate.takes(value) {
        text!(
            "`{name}` phải có đủ ngày, tháng, năm ({clause}); bản ghi chỉ có tháng hoặc năm, hãy xem lại bản giấy",
            "`{name}` must be a whole day ({clause}); the record knows month or year only, look at the paper again"
        )
    } else {
        text!("giá trị của `{name}` không đúng kiểu ({clause})", "the value of `{name}` is not of its kind ({clause})")
    };
    Finding::new(&codes::EXPORT_VALUE, subject, what)
}

/// Files are named after the file code, and names of files carry codes only: what has other characters may be a name.
fn nameless(seat: &Seat, id: &str) -> Option<Finding> {
    let is_code = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '/');
    let what = text!(
        "mã hồ sơ có ký tự khác chữ cái không dấu, chữ số và `. - _ /`, nên không đặt được tên tệp",
        "the file code has other characters than letters, digits and `. - _ /`, so no file can be named after it"
    );
    (!seat.file_code.chars().all(is_code)).then(|| Finding::new(&codes::EXPORT_VALUE, id, what))
}

/// What is transferred is kept permanently: both the dossier and the document, as far as either says.
fn retention(rules: &Rules<'_>, document: &Document) -> Option<Finding> {
    if !rules.package.only_permanent || rules.terms.force_retention {
        return None;
    }
    let record = &document.sidecar.record;
    let stated = [fields::MAINTENANCE, fields::DOSSIER_MAINTENANCE].into_iter().filter_map(|path| record.text(path));
    let other = stated.filter(|code| *code != PERMANENT).map(str::to_owned).next()?;
    let what = text!(
        "thời hạn lưu trữ là `{other}`, không phải vĩnh viễn (`01`)",
        "the retention is `{other}`, not permanent (`01`)"
    );
    Some(Finding::new(&codes::EXPORT_RETENTION, &document.sidecar.id, what))
}

/// A request that says too little is a fault of the call, whatever the documents.
fn unanswerable(findings: &[Finding]) -> anyhow::Error {
    let list = |words: fn(&Text) -> &str| {
        let told = findings.iter().map(|finding| words(&finding.message).split(". ").next().unwrap_or_default());
        told.collect::<Vec<_>>().join("; ")
    };
    let (vi, en) = (list(|text| &text.vi), list(|text| &text.en));
    let what = Text {
        vi: format!("yêu cầu cấp bản sao chưa đủ: {vi}; ghi vào một tệp và dùng `--request TỆP`"),
        en: format!(
            "the request that the copy answers says too little: {en}; write it into a file and give `--request FILE`"
        ),
    };
    Fault::raise("export.request", what)
}

/// The number of documents that a record tells of is that of the paper dossier.
fn incomplete(gathered: &Gathered, subject: &str) -> Option<Finding> {
    let (told, n_packed) = (gathered.told?, gathered.documents);
    let what = text!(
        "theo bản ghi, hồ sơ có {told} tài liệu; gói có {n_packed}",
        "the dossier has {told} documents by its record, the package {n_packed}"
    );
    (told != n_packed).then(|| Finding::new(&codes::EXPORT_INCOMPLETE, subject, what))
}

/// Templates of the profile that leave out what tells documents apart.
fn one_name(subject: &str) -> Finding {
    let what = text!(
        "theo cấu hình gói, hai tài liệu có cùng tên tệp trong gói",
        "by the package profile, two documents have the same file name in the package"
    );
    Finding::new(&codes::EXPORT_NAME, subject, what)
}

/// What documents say of their dossier, one this, another that; and codes that two of them have.
fn disagreements(rules: &Rules<'_>, gathered: &Gathered, subject: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |what| findings.push(Finding::new(&codes::EXPORT_DOSSIER, subject, what));
    for path in &gathered.conflicts {
        add(text!("các tài liệu ghi khác nhau ở trường `{path}`", "documents differ in `{path}`"));
    }
    for element in rules.table().elements.iter().filter(|element| gathered.differs(element)) {
        if let Some(Computed::Agreed(path)) = element.computed {
            add(text!(
                "hồ sơ không ghi `{name}`, còn các tài liệu ghi khác nhau ở trường `{path}`",
                "the dossier does not say `{name}`, and documents differ in `{path}`",
                name = element.name
            ));
        }
    }
    if gathered.has_clash {
        add(text!("hai tài liệu trùng số thứ tự trong hồ sơ", "two documents have the same ordinal in the dossier"));
    }
    findings
}
