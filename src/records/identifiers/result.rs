//! Codes of results in the national database of administrative procedures: `KQ.G15.000031` is a birth certificate.

use super::{is_digits, is_top, tidy};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;

/// The code of a kind of result.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ResultCode {
    pub(super) text: String,
}

impl ResultCode {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<ResultCode, Wrong> {
        let text = tidy(text).to_ascii_uppercase();
        let parts: Vec<&str> = text.split('.').collect();
        let what = match parts[..] {
            ["KQ", top, number] if is_top(top) && is_digits(number, 6) => return Ok(ResultCode { text }),
            ["KQ", top, _] if is_top(top) => {
                text!("phần cuối phải có sáu chữ số", "the last part must have six digits")
            }
            ["KQ", _, _] => text!(
                "phần giữa phải là mã bộ, ngành hoặc tỉnh, một chữ cái và hai chữ số",
                "the middle part must be a ministry or province, a letter and two digits"
            ),
            _ => text!("mã không có dạng `KQ.G15.000031`", "the code is not of the form `KQ.G15.000031`"),
        };
        Err(Wrong { code: &codes::RECORD_RESULT, what })
    }

    /// Returns the ministry or province whose result it is, such as `G15`.
    pub fn top(&self) -> &str {
        self.text.split('.').nth(1).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_codes_are_read() {
        for text in ["KQ.G15.000031", "KQ.G15.000032"] {
            assert_eq!(ResultCode::parse(text).unwrap().as_str(), text);
        }
        let code = ResultCode::parse(" kq.g15. 000031").unwrap();
        assert_eq!((code.as_str(), code.top()), ("KQ.G15.000031", "G15"));
    }

    #[test]
    fn malformed_codes_are_refused_with_the_reason() {
        let refused = |text: &str| ResultCode::parse(text).unwrap_err().what.en;
        assert_eq!(refused("KQ.G15.00031"), "the last part must have six digits");
        assert_eq!(refused("KQ.15.000031"), "the middle part must be a ministry or province, a letter and two digits");
        for text in ["G15.000031", "KQ-G15-000031", "KQ.G15.000031.1", "KQG15000031"] {
            assert_eq!(refused(text), "the code is not of the form `KQ.G15.000031`", "{text}");
        }
    }
}
