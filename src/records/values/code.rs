//! Codes of lists, and identifiers that have types of their own.

use super::{Wrong, wrong};
use crate::finding::codes;
use crate::record::Scalar;
use crate::records::fields::{Field, Kind};
use crate::records::fold::fold;
use crate::records::identifiers::{
    AgencyId, CivilNumber, DocCode, DossierCode, FieldCode, FileCode, ProcedureCode, ResultCode,
};
use crate::records::lists::{self, List};
use crate::records::rules::Rules;
use crate::text;

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
    let (first, last) =
        (list.codes.first().map_or("", |code| code.code), list.codes.last().map_or("", |code| code.code));
    let name = field.path;
    wrong(
        &codes::RECORD_CODE,
        text!(
            "`{text}` không có trong danh mục của `{name}` ({first} đến {last})",
            "`{text}` is not on the list of `{name}` ({first} to {last})"
        ),
    )
}

/// Returns the type of a document: words that no code is known for are "other", and the raw text keeps them.
pub(super) fn document_type(text: &str, rules: &Rules) -> Scalar {
    let own = rules.types.iter().find(|(words, _)| fold(words) == fold(text)).map(|(_, code)| code.as_str());
    let code = own.or_else(|| lists::TYPE.find(text).map(|code| code.code)).unwrap_or(lists::TYPE_OTHER);
    Scalar::Text(code.to_owned())
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
