//! What the catalogue's kinds, excuses and decisions are called.

use crate::archive::catalogue::pairs::Kind;
use crate::duplicates::verdict::Excuse;
use crate::reports::duplicates::Found;
use crate::text;
use crate::text::{Lang, Text};

/// Returns what a kind of pair is called.
pub fn kind(kind: Kind) -> Text {
    match kind {
        Kind::ContainedIn => text!("Nằm trọn trong tài liệu kia", "Contained in the other"),
        Kind::ReOrdered => text!("Cùng các trang, khác thứ tự", "The same pages in another order"),
        Kind::SharedPage => text!("Có trang chung", "Pages in common"),
        Kind::PageTwice => text!("Một trang có hai lần", "One page twice"),
        Kind::Exact | Kind::Content | Kind::Near | Kind::Review | Kind::SameRecord => {
            found(kind).map_or(text!("", ""), Found::name)
        }
    }
}

/// Returns how a pair that a person decides was found; `None` for relations between pages.
pub fn found(kind: Kind) -> Option<Found> {
    match kind {
        Kind::Exact => Some(Found::Exact),
        Kind::Content => Some(Found::Content),
        Kind::Near => Some(Found::Near),
        Kind::Review => Some(Found::Review),
        Kind::SameRecord => Some(Found::SameRecord),
        Kind::ContainedIn | Kind::ReOrdered | Kind::SharedPage | Kind::PageTwice => None,
    }
}

/// Returns what was explained, as a sentence.
pub fn excuse(excuse: &Excuse) -> Text {
    match excuse {
        Excuse::Dust => text!("bụi và vết bẩn được bỏ qua", "dust was left out of account"),
        Excuse::Bitonal => text!(
            "một bản chỉ có đen trắng: nét mảnh mất đi không tính",
            "one scan is black and white: hairlines that it lost do not count"
        ),
        Excuse::Turned(quarters) => {
            let degrees = u32::from(*quarters % 4) * 90;
            text!("một bản bị xoay {degrees}°", "one scan is turned by {degrees} degrees")
        }
        Excuse::Added { on_second, .. } => {
            let name = if *on_second { "B" } else { "A" };
            text!(
                "chỉ {name} có con dấu hoặc ghi chú; chữ bên dưới vẫn khớp",
                "only {name} has a seal or a note; what lies below it agrees"
            )
        }
    }
}

/// Returns why a pair is shown: how it was found, what was explained, what is in doubt.
pub fn why(kind: Kind, excuses: &[Excuse], has_place: bool) -> Vec<Text> {
    let first = match kind {
        Kind::Exact => text!("hai tệp giống nhau từng byte", "both files are the same to the byte"),
        Kind::Content => text!(
            "dữ liệu ảnh giống hệt nhau, theo cùng thứ tự trang",
            "the image data are the same, in the same order of pages"
        ),
        Kind::Near => text!(
            "mọi nét mực khớp nhau: cùng một tờ giấy, được quét hai lần",
            "all ink agrees: one sheet of paper, scanned twice"
        ),
        Kind::Review if has_place => text!(
            "gần như khớp hết, nhưng có chỗ chưa giải thích được: hãy nhìn chỗ phóng to",
            "nearly all agrees, but one place is not explained: look at what is enlarged"
        ),
        Kind::Review => {
            text!("giống nhau nhưng chương trình không chắc", "they are alike, and the program is not sure")
        }
        Kind::SameRecord => text!(
            "cùng cơ quan ban hành, số, ký hiệu, năm và loại: có thể là bản cấp lại, trích lục hoặc cải chính",
            "the same issuing body, number, notation, year and type: perhaps a reissue, an extract or a correction"
        ),
        Kind::ContainedIn | Kind::ReOrdered | Kind::SharedPage | Kind::PageTwice => self::kind(kind),
    };
    std::iter::once(first).chain(excuses.iter().map(excuse)).collect()
}

/// Writes a number as people of a language do.
pub fn decimal(value: f64, places: usize, lang: Lang) -> String {
    let written = format!("{value:.places$}");
    if lang == Lang::Vi { written.replace('.', ",") } else { written }
}
