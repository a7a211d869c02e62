//! Dossier codes of the one-stop system (TT 01/2018/TT-VPCP, article 19): agency, day received, number.

use super::{AgencyId, is_digits, tidy};
use crate::finding::codes;
use crate::records::dates::Day;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// A dossier code, such as `000.00.01.H26-210712-0001`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DossierCode {
    pub(super) text: String,
    agency: AgencyId,
    received: Day,
}

impl DossierCode {
    /// Reads a code; its date must be one, and its number has four digits or more.
    pub fn parse(text: &str) -> Result<DossierCode, Wrong> {
        let text = tidy(text).to_ascii_uppercase();
        let parts: Vec<&str> = text.split('-').collect();
        let [agency, date, number] = parts[..] else {
            return Err(wrong(text!(
                "mã phải gồm ba phần nối bằng gạch ngang: cơ quan, ngày tiếp nhận, số thứ tự",
                "the code must have three parts with hyphens between: agency, day received, number"
            )));
        };
        let agency = AgencyId::parse(agency).map_err(|Wrong { what, .. }| wrong(what))?;
        let received = received(date)?;
        if number.len() < 4 || !is_digits(number, number.len()) {
            return Err(wrong(text!(
                "số thứ tự phải có ít nhất bốn chữ số",
                "the number must have at least four digits"
            )));
        }
        let text = format!("{agency}-{date}-{number}");
        Ok(DossierCode { text, agency, received })
    }

    /// Returns the agency that received the dossier.
    pub fn agency(&self) -> &AgencyId {
        &self.agency
    }

    /// Returns the day on which the dossier was received.
    pub fn received(&self) -> Day {
        self.received
    }

    /// Returns the number within the day, at least four digits.
    pub fn number(&self) -> &str {
        self.text.rsplit('-').next().unwrap_or_default()
    }
}

/// Reads `YYMMDD`; the system began in this century, so the year is 20YY.
fn received(date: &str) -> Result<Day, Wrong> {
    if !is_digits(date, 6) {
        return Err(wrong(text!(
            "ngày tiếp nhận phải có sáu chữ số: năm, tháng, ngày",
            "the day received must have six digits: year, month, day"
        )));
    }
    let part = |from: usize| date[from..from + 2].parse::<u8>().unwrap_or_default();
    let (year, month, day) = (part(0), part(2), part(4));
    Day::new(2000 + i16::from(year), month, day).ok_or_else(|| {
        wrong(if (1..=12).contains(&month) {
            text!("tháng {month} năm 20{year:02} không có ngày {day}", "20{year:02}-{month:02} has no day {day}")
        } else {
            text!("phần ngày tiếp nhận ghi tháng {month}", "the month in the day received is {month}")
        })
    })
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_DOSSIER, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agency_day_and_number_are_read() {
        let code = DossierCode::parse("000.00.01.h26 - 210712 - 0001").unwrap();
        assert_eq!(code.as_str(), "000.00.01.H26-210712-0001");
        assert_eq!((code.agency().as_str(), code.received().to_string().as_str()), ("000.00.01.H26", "2021-07-12"));
        assert_eq!(code.number(), "0001");
        for text in ["000.00.53.H48-220921-0099", "H26.15-250702-12345"] {
            assert_eq!(DossierCode::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn malformed_codes_are_refused_with_the_reason() {
        let refused = |text: &str| {
            let wrong = DossierCode::parse(text).unwrap_err();
            assert_eq!(wrong.code, &codes::RECORD_DOSSIER);
            wrong.what.en
        };
        assert_eq!(refused("000.00.01.H26-211312-0001"), "the month in the day received is 13");
        assert_eq!(refused("000.00.01.H26-210229-0001"), "2021-02 has no day 29");
        assert_eq!(refused("000.00.01.H26-21712-0001"), "the day received must have six digits: year, month, day");
        assert_eq!(refused("000.00.01.H26-210712-001"), "the number must have at least four digits");
        assert_eq!(refused("000.00.01.H26-210712-00A1"), "the number must have at least four digits");
        assert_eq!(refused("0.0.1.H26-210712-0001"), "before `H26` there must be three parts of 3, 2 and 2 digits");
        assert!(refused("000.00.01.H26/210712/0001").starts_with("the code must have three parts"));
    }
}
