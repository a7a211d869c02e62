//! Codes of archival files and of the documents in them: agency, year, number of the file, ordinal of the document.

use super::{AgencyId, is_digits, is_top, tidy};
use crate::finding::codes;
use crate::records::grid::Wrong;
use crate::text;
use crate::text::Text;

/// The parts that an agency id of QCVN 102:2016 has.
const OLD_PARTS: usize = 4;

/// The digits of a document's ordinal: seven in TT 05/2025, two or three in older data.
const ORDINAL_DIGITS: std::ops::RangeInclusive<usize> = 1..=7;

/// The code of an archival file, such as `H49.64.33.2001.160` or `000.06.16.G09.2010.01.TH`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileCode {
    pub(super) text: String,
    agency: AgencyId,
    year: i16,
}

/// The code of a document: that of its file, a dot, and an ordinal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocCode {
    pub(super) text: String,
    file: FileCode,
    ordinal: u32,
}

impl FileCode {
    /// Reads a code; what stands between an agency id of the older order and the year is kept as it is.
    pub fn parse(text: &str) -> Result<FileCode, Wrong> {
        let text = tidy(text).to_uppercase();
        let parts: Vec<&str> = text.split('.').collect();
        if let Some(idx) = parts.iter().position(|part| !is_part(part)) {
            let number = idx + 1;
            return Err(wrong(text!(
                "phần thứ {number} trống hoặc có ký tự lạ",
                "part {number} is empty or has strange characters"
            )));
        }
        let own = if is_top(parts[0]) { 1 } else { OLD_PARTS };
        let Some(at) = (own..parts.len()).find(|idx| is_year(parts[*idx])) else {
            return Err(wrong(text!(
                "không có năm gồm bốn chữ số sau mã cơ quan",
                "there is no year of four digits behind the agency"
            )));
        };
        if at + 1 == parts.len() {
            return Err(wrong(text!("sau năm không có số hồ sơ", "there is no file number behind the year")));
        }
        let agency = parts[..if own == 1 { at } else { own }].join(".");
        let agency = AgencyId::parse(&agency).map_err(|Wrong { what, .. }| wrong(what))?;
        let year = parts[at].parse().unwrap_or_default();
        Ok(FileCode { agency, year, text })
    }

    /// Returns the agency that the file comes from.
    pub fn agency(&self) -> &AgencyId {
        &self.agency
    }

    /// Returns the year of the file.
    pub fn year(&self) -> i16 {
        self.year
    }
}

impl DocCode {
    /// Reads a code.
    pub fn parse(text: &str) -> Result<DocCode, Wrong> {
        let text = tidy(text).to_uppercase();
        let (file, ordinal) = text.rsplit_once('.').unwrap_or((text.as_str(), ""));
        if !ORDINAL_DIGITS.contains(&ordinal.len()) || !is_digits(ordinal, ordinal.len()) {
            return Err(wrong(text!(
                "phần cuối phải là số thứ tự tài liệu, nhiều nhất bảy chữ số",
                "the last part must be the ordinal of the document, at most seven digits"
            )));
        }
        let ordinal = ordinal.parse().unwrap_or_default();
        if ordinal == 0 {
            return Err(wrong(text!("số thứ tự tài liệu bằng 0", "the ordinal of the document is 0")));
        }
        Ok(DocCode { file: FileCode::parse(file)?, ordinal, text })
    }

    /// Returns the code of the file.
    pub fn file_code(&self) -> &FileCode {
        &self.file
    }

    /// Returns the ordinal of the document within the file, from 1.
    pub fn ordinal(&self) -> u32 {
        self.ordinal
    }
}

fn is_part(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
}

fn is_year(part: &str) -> bool {
    is_digits(part, 4) && (part.starts_with("19") || part.starts_with("20"))
}

fn wrong(what: Text) -> Wrong {
    Wrong { code: &codes::RECORD_FILE_CODE, what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_say_agency_and_year_in_both_orders() {
        for (text, agency, year) in [
            ("000.06.16.G09.2010.01.TH", "000.06.16.G09", 2010),
            ("H49.64.33.2001.160", "H49.64.33", 2001),
            ("001.03.08.H30.81.2024.K4.01.01", "001.03.08.H30", 2024),
            ("H26.2020.2021", "H26", 2020),
            ("G09.1999.05-ĐC", "G09", 1999),
        ] {
            let file = FileCode::parse(text).unwrap();
            assert_eq!((file.as_str(), file.agency().as_str(), file.year()), (text, agency, year));
        }
        assert_eq!(FileCode::parse(" h49.64 . 33.2001.160").unwrap().as_str(), "H49.64.33.2001.160");
    }

    #[test]
    fn documents_add_an_ordinal_of_any_usual_width() {
        for (text, file, ordinal) in [
            ("H49.64.33.2001.160.0000001", "H49.64.33.2001.160", 1),
            ("000.06.16.G09.2010.01.TH.012", "000.06.16.G09.2010.01.TH", 12),
            ("001.03.08.H30.81.2024.K4.01.01.001", "001.03.08.H30.81.2024.K4.01.01", 1),
            ("H49.64.33.2001.160.07", "H49.64.33.2001.160", 7),
        ] {
            let document = DocCode::parse(text).unwrap();
            assert_eq!((document.as_str(), document.file_code().as_str(), document.ordinal()), (text, file, ordinal));
        }
    }

    #[test]
    fn malformed_codes_are_refused_with_the_reason() {
        let refused = |text: &str| FileCode::parse(text).unwrap_err().what.en;
        for text in ["H49.64.33.160", "000.06.16.G09.10.01", "2001.160", "H49.64.1850.160"] {
            assert_eq!(refused(text), "there is no year of four digits behind the agency", "{text}");
        }
        assert_eq!(refused("H26.15.2020"), "there is no file number behind the year");
        assert_eq!(refused("00.06.16.G09.2010.01"), "before `G09` there must be three parts of 3, 2 and 2 digits");
        assert_eq!(refused("H49..2001.160"), "part 2 is empty or has strange characters");
        assert_eq!(refused("H49.64.2001.1/60"), "part 4 is empty or has strange characters");
        let refused = |text: &str| DocCode::parse(text).unwrap_err().what.en;
        assert_eq!(refused("H49.64.33.2001.160.0000000"), "the ordinal of the document is 0");
        assert_eq!(refused("H49.64.33.2001.160"), "there is no file number behind the year");
        for text in ["H49.64.33.2001.160.00000001", "H49.64.33.2001.160.1A", "000.06.16.G09.2010.01.TH"] {
            assert!(refused(text).starts_with("the last part must be the ordinal"), "{text}");
        }
    }
}
