//! Lists of codes: what a field may say where the rules give a choice (TT 05/2025/TT-BNV, annexes).
//!
//! A sheet may write the code, the code as a number, or the words; the record keeps the code.

use super::fold::fold;

/// A list of codes.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    /// The codes, in their order.
    pub codes: &'static [Code],
}

/// One code: what is written, and what it means.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// As it stands in a record.
    pub code: &'static str,
    /// In Vietnamese; further spellings stand behind `|`.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

macro_rules! list {
    ($($code:literal $vi:literal $en:literal),* $(,)?) => {
        List { codes: &[$(Code { code: $code, vi: $vi, en: $en }),*] }
    };
}

/// How long a paper is kept.
pub const MAINTENANCE: List = list![
    "01" "Vĩnh viễn" "permanent",
    "02" "70 năm" "70 years",
    "03" "50 năm" "50 years",
    "04" "30 năm" "30 years",
    "05" "20 năm" "20 years",
    "06" "10 năm" "10 years",
    "07" "Khác" "other",
];

/// Who may use it.
pub const MODE: List = list![
    "01" "Công khai" "public",
    "02" "Sử dụng có điều kiện|Có điều kiện" "conditional",
    "03" "Mật|Tiếp cận hạn chế|Hạn chế" "secret",
];

/// The language of a paper; several may be named.
pub const LANGUAGE: List = list![
    "01" "Tiếng Việt|Việt" "Vietnamese",
    "02" "Tiếng Anh|Anh" "English",
    "03" "Tiếng Pháp|Pháp" "French",
    "04" "Tiếng Nga|Nga" "Russian",
    "05" "Tiếng Trung|Trung" "Chinese",
    "06" "Tiếng Việt, Tiếng Anh" "Vietnamese and English",
    "07" "Tiếng Việt, Tiếng Nga" "Vietnamese and Russian",
    "08" "Tiếng Việt, Tiếng Pháp" "Vietnamese and French",
    "09" "Hán Nôm" "Sino-Nom",
    "10" "Tiếng Việt, Tiếng Trung" "Vietnamese and Chinese",
    "11" "Khác" "other",
];

/// The state of the paper.
pub const STATE: List = list!["01" "Tốt" "good", "02" "Bình thường" "normal", "03" "Hỏng|Hư hỏng" "damaged"];

/// Where the data come from.
pub const CONFIDENCE: List = list![
    "01" "Gốc điện tử" "born digital",
    "02" "Số hóa" "digitised",
    "03" "Hỗn hợp" "mixed",
];

/// Whether a backup for risks was made.
pub const RISK: List =
    list!["01" "Đã dự phòng|Đã sao lưu" "backed up", "02" "Chưa dự phòng|Chưa sao lưu" "not backed up"];

/// The type of a document. The words of some codes are not known for certain, or readings differ: those codes are
/// taken as numbers, and a profile may give them words (`[records.types]`).
pub const TYPE: List = list![
    "01" "Nghị quyết" "resolution",
    "02" "Quyết định" "decision",
    "03" "" "",
    "04" "" "",
    "05" "" "",
    "06" "" "",
    "07" "Thông báo" "notice",
    "08" "" "",
    "09" "" "",
    "10" "" "",
    "11" "" "",
    "12" "" "",
    "13" "" "",
    "14" "" "",
    "15" "" "",
    "16" "" "",
    "17" "" "",
    "18" "" "",
    "19" "" "",
    "20" "Biên bản" "minutes",
    "21" "Hợp đồng" "contract",
    "22" "Công văn" "official letter",
    "23" "" "",
    "24" "" "",
    "25" "" "",
    "26" "" "",
    "27" "" "",
    "28" "" "",
    "29" "" "",
    "30" "Bản đồ" "map",
    "31" "Bản vẽ" "drawing",
    "32" "Khác" "other",
];

/// The type that stands for all that have no code of their own, such as certificates and licences.
pub const TYPE_OTHER: &str = "32";

/// What kind of owner a result has.
pub const OWNER: List = list![
    "citizen" "Cá nhân|Công dân|CCCD|CMND|Số định danh cá nhân" "person",
    "enterprise" "Doanh nghiệp|Mã số doanh nghiệp|Mã số thuế" "enterprise",
    "organisation" "Tổ chức" "organisation",
    "agency" "Cơ quan nhà nước|Cơ quan" "state agency",
];

/// The level of a unit.
pub const LEVEL: List = list![
    "central" "Trung ương|Bộ|Cấp bộ" "central",
    "province" "Tỉnh|Thành phố|Cấp tỉnh" "province",
    "district" "Huyện|Quận|Cấp huyện" "district",
    "commune" "Xã|Phường|Cấp xã" "commune",
];

impl List {
    /// Returns the code that a text means: the code, the code without leading zeros, or its words in either language.
    pub fn find(&self, text: &str) -> Option<&'static Code> {
        // Nearly every cell of a good sheet is the code itself.
        if let Some(code) = self.codes.iter().find(|code| code.code == text) {
            return Some(code);
        }
        let key = fold(text);
        let words = |code: &Code| !key.is_empty() && code.vi.split('|').chain([code.en]).any(|word| fold(word) == key);
        let bare = |code: &str| code.trim_start_matches('0') == key.trim_start_matches('0');
        let is_number = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
        self.codes.iter().find(|code| fold(code.code) == key || (is_number && bare(code.code)) || words(code))
    }
}

impl Code {
    /// Returns the Vietnamese words, without further spellings.
    pub fn label(&self) -> &'static str {
        self.vi.split('|').next().unwrap_or(self.vi)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_numbers_and_words_mean_the_same() {
        for text in ["02", "2", " Quyết định ", "QUYET DINH", "decision"] {
            assert_eq!(TYPE.find(text).map(|code| code.code), Some("02"), "{text}");
        }
        assert_eq!(MAINTENANCE.find("vĩnh viễn").map(|code| code.code), Some("01"));
        assert!(TYPE.find("33").is_none() && TYPE.find("").is_none() && TYPE.find("0").is_none());
    }
}
