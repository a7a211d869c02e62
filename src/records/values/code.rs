//! Codes of lists, and identifiers that have types of their own.

use super::{Wrong, quotable, wrong};
use crate::finding::codes;
use crate::record::Scalar;
use crate::records::fields::{self, Field, Kind};
use crate::records::fold::fold;
use crate::records::identifiers::{
    AgencyId, CivilNumber, DocCode, DossierCode, FieldCode, FileCode, Notation, ProcedureCode, ResultCode,
};
use crate::records::lists::{self, List};
use crate::records::rules::Rules;
use crate::text;
use crate::text::Text;

/// Returns the one code that a text means.
pub(super) fn one(list: &List, text: &str, field: &Field) -> Result<Scalar, Wrong> {
    let found = list.find(text).map(|code| Scalar::Text(code.code.to_owned()));
    found.ok_or_else(|| unknown(list, text, field))
}

/// Returns the codes that a text means, with `,` between.
pub(super) fn several(list: &List, text: &str, field: &Field) -> Result<Scalar, Wrong> {
    if let Ok(whole) = one(list, text, field) {
        return Ok(whole);
    }
    let parts = text.split([',', ';', '/', '|', '+']).flat_map(|part| part.split(" và ")).map(str::trim);
    let codes: Option<Vec<&str>> =
        parts.filter(|part| !part.is_empty()).map(|part| list.find(part).map(|code| code.code)).collect();
    let codes = codes.filter(|codes| !codes.is_empty()).ok_or_else(|| unknown(list, text, field))?;
    Ok(Scalar::Text(codes.join(",")))
}

fn unknown(list: &List, text: &str, field: &Field) -> Wrong {
    let (vi, en) = (field.vi, field.en);
    let Text { vi: known_vi, en: known_en } = known(list);
    let text = quotable(text);
    let what = text!(
        "`{text}` không có trong danh mục của trường {vi} ({known_vi})",
        "`{text}` is not on the list of the field {en} ({known_en})"
    );
    wrong(&codes::RECORD_CODE, what)
}

/// Returns the numbers that a list goes from and to, or its words where the codes are words themselves.
fn known(list: &List) -> Text {
    let words = |word: fn(&lists::Code) -> &'static str| list.codes.iter().map(word).collect::<Vec<_>>().join(", ");
    match list.codes {
        [first, .., last] if first.code.starts_with(|letter: char| letter.is_ascii_digit()) => {
            text!("{first} đến {last}", "{first} to {last}", first = first.code, last = last.code)
        }
        _ => Text { vi: words(lists::Code::label), en: words(|code| code.en) },
    }
}

/// Returns the type of a document: words that no code is known for are "other", and the raw text keeps them. A number
/// that is no code is a mistake.
pub(super) fn document_type(text: &str, rules: &Rules, field: &Field) -> Result<Scalar, Wrong> {
    let own = rules.types.iter().find(|(words, _)| fold(words) == fold(text)).map(|(_, code)| code.as_str());
    let code = own.or_else(|| lists::TYPE.find(text).map(|code| code.code));
    if code.is_none() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(unknown(&lists::TYPE, text, field));
    }
    Ok(Scalar::Text(code.unwrap_or(lists::TYPE_OTHER).to_owned()))
}

/// Says that the notation stands with the number, where each has a column of its own.
pub(super) fn more_than_number(field: &Field, text: &str) -> Option<Wrong> {
    let is_both = field.path == fields::CODE_NUMBER && Notation::parse(text).is_ok();
    let what = || {
        text!(
            "ô này ghi cả số lẫn ký hiệu; cột này chỉ dành cho số",
            "the cell has number and notation; this column is for the number alone"
        )
    };
    is_both.then(|| wrong(&codes::RECORD_NOTATION, what()))
}

/// Reads an identifier. A code of the archive that is built otherwise is kept as it is, with a word about it.
pub(super) fn identifier(kind: Kind, text: &str, told: &mut Vec<Wrong>) -> Result<Scalar, Wrong> {
    let parsed = match kind {
        Kind::Agency => AgencyId::parse(text).map(|id| id.to_string()),
        Kind::Dossier => DossierCode::parse(text).map(|id| id.to_string()),
        Kind::Procedure => ProcedureCode::parse(text).map(|id| id.to_string()),
        Kind::Area => FieldCode::parse(text).map(|id| id.to_string()),
        Kind::Result => ResultCode::parse(text).map(|id| id.to_string()),
        Kind::Civil => CivilNumber::parse(text).map(|id| id.to_string()),
        Kind::FileCode => FileCode::parse(text).map(|id| id.to_string()),
        _ => DocCode::parse(text).map(|id| id.to_string()),
    };
    match parsed {
        Err(what) if matches!(kind, Kind::FileCode | Kind::DocCode) => {
            told.push(what);
            Ok(Scalar::Text(text.to_owned()))
        }
        other => other.map(Scalar::Text),
    }
}
