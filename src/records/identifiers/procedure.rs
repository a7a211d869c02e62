//! Codes of administrative procedures and of the fields they belong to, as the national database of procedures has them.

use super::{AgencyId, is_digits, is_top, tidy};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The code of a procedure: `1.000894`, or `1.004873.000.00.00.H26` where a province has made it its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProcedureCode {
    pub(super) text: String,
    agency: Option<AgencyId>,
}

/// The code of a field (*lĩnh vực*), such as `G03-GD10`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldCode {
    pub(super) text: String,
}

impl ProcedureCode {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<ProcedureCode, Wrong> {
        let text = tidy(text).to_ascii_uppercase();
        let mut parts = text.splitn(3, '.');
        let (group, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if !is_digits(group, 1) || !is_digits(number, 6) {
            return Err(wrong(text!(
                "mã thủ tục phải bắt đầu bằng một chữ số, dấu chấm và sáu chữ số",
                "the code must begin with one digit, a dot and six digits"
            )));
        }
        let agency = parts.next().map(AgencyId::parse).transpose().map_err(|Wrong { what, .. }| wrong(what))?;
        Ok(ProcedureCode { text, agency })
    }

    /// Returns the agency whose own procedure it is; `None` for a national one.
    pub fn agency(&self) -> Option<&AgencyId> {
        self.agency.as_ref()
    }

    /// Returns the code of the national procedure behind it: `1.004873`.
    pub fn national(&self) -> &str {
        // One digit, a dot, six digits: `parse` has seen to it.
        self.text.get(..8).unwrap_or(&self.text)
    }
}

impl FieldCode {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<FieldCode, Wrong> {
        let text = tidy(text).to_ascii_uppercase();
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if text.split_once('-').is_some_and(|(top, name)| is_top(top) && is_name(name)) {
            return Ok(FieldCode { text });
        }
        Err(wrong(text!("mã lĩnh vực không có dạng `G03-GD10`", "the code of the field is not of the form `G03-GD10`")))
    }
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_PROCEDURE, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_and_local_procedures_are_told_apart() {
        let national = ProcedureCode::parse(" 1.000894 ").unwrap();
        assert_eq!((national.as_str(), national.agency()), ("1.000894", None));
        let local = ProcedureCode::parse("1.004873.000.00.00.h26").unwrap();
        assert_eq!((local.as_str(), local.national()), ("1.004873.000.00.00.H26", "1.004873"));
        assert_eq!(local.agency().map(AgencyId::as_str), Some("000.00.00.H26"));
    }

    #[test]
    fn malformed_procedures_are_refused_with_the_reason() {
        let refused = |text: &str| ProcedureCode::parse(text).unwrap_err().what.en;
        for text in ["1000894", "1.00894", "12.000894", "1.0008941", "A.000894"] {
            assert_eq!(refused(text), "the code must begin with one digit, a dot and six digits", "{text}");
        }
        assert_eq!(refused("1.004873.000.00.H26"), "before `H26` there must be three parts of 3, 2 and 2 digits");
        assert!(ProcedureCode::parse("1.004873.").is_err());
    }

    #[test]
    fn fields_are_an_agency_and_a_name() {
        for text in ["H26-LV", "G03-GD10"] {
            assert_eq!(FieldCode::parse(text).unwrap().as_str(), text);
        }
        for text in ["G03", "G03-", "G3-GD10", "G03-GD-10", "GD10-G03", "G03-GĐ10"] {
            assert_eq!(FieldCode::parse(text).unwrap_err().code, &codes::RECORD_PROCEDURE, "{text}");
        }
    }
}
