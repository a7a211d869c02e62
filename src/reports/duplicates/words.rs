//! What the page says of its own: each word in both languages.

use serde_json::{Map, Value};

use crate::text;
use crate::text::{Lang, Text};

use super::Found;

/// How a pair was found, in words.
pub fn found(found: Found) -> Text {
    match found {
        Found::Review => text!("Cần người xem", "Look at it"),
        Found::Near => text!("Quét lại cùng một tờ", "The same sheet scanned again"),
        Found::Content => text!("Cùng dữ liệu ảnh", "The same image data"),
        Found::Exact => text!("Cùng từng byte", "The same bytes"),
        Found::SameRecord => text!("Cùng thông tin văn bản", "The same record"),
    }
}

/// The words of the frame and of every pair, by the name that templates and script know them by.
pub fn all() -> Vec<(&'static str, Text)> {
    [labels(), decisions(), help()].concat()
}

/// The words of the frame, the pairs, and the bar below them.
fn labels() -> Vec<(&'static str, Text)> {
    vec![
        ("title", text!("Giấy tờ có thể trùng", "Papers that may be the same")),
        ("archive", text!("Kho", "Archive")),
        ("made", text!("Lập lúc", "Made")),
        ("summary", text!("Tổng hợp", "Summary")),
        ("pairs", text!("Các cặp cần quyết định", "Pairs to decide")),
        ("file", text!("Tệp", "File")),
        ("pair", text!("Cặp", "Pair")),
        ("group", text!("Nhóm", "Group")),
        ("score", text!("Độ giống", "Likeness")),
        ("side0", text!("Bản A", "Scan A")),
        ("side1", text!("Bản B", "Scan B")),
        ("page", text!("trang", "page")),
        ("why-keep", text!("Hai bản quét, đặt chồng khớp nhau", "Both scans, laid where they match")),
        ("keep", text!("Nên giữ bản này", "Keep this one")),
        ("proposed", text!("được đề xuất", "proposed")),
        ("place", text!("Chỗ khác nhau nhất, phóng to", "The place that differs most, enlarged")),
        ("size", text!("Kích thước trên giấy", "Size on paper")),
        (
            "tinted",
            text!("Mực tô đỏ là mực mà bản kia không có", "Ink in red is ink that the other scan does not have"),
        ),
        ("field", text!("Trường", "Field")),
        ("records", text!("Thông tin văn bản", "Records")),
        ("norecords", text!("Cả hai đều chưa có thông tin văn bản.", "Neither has a record.")),
        ("unseen", text!("Không xem được ảnh của cặp này.", "The pages of this pair could not be shown.")),
        ("open", text!("chưa quyết định", "not decided")),
        ("note", text!("Ghi chú", "Note")),
        ("decided", text!("đã quyết định", "decided")),
        ("of", text!("trên", "of")),
        ("by", text!("Người quyết định", "Decided by")),
        ("save", text!("Lưu tệp quyết định", "Save the decisions")),
        ("copy", text!("Hoặc chép nội dung này vào một tệp:", "Or copy this into a file:")),
        ("none", text!("Không có cặp nào cần quyết định.", "There is no pair to decide.")),
        (
            "noscript",
            text!(
                "Trình duyệt này không chạy được mã lệnh: vẫn xem được các cặp, nhưng phải tự viết tệp quyết định.",
                "This browser runs no scripts: the pairs can be seen, but the decisions file is to be written by hand."
            ),
        ),
        (
            "more",
            text!(
                "Bảng đầy đủ nằm trong duplicates.xlsx và duplicates.json.",
                "The whole table is in duplicates.xlsx and duplicates.json."
            ),
        ),
        (
            "private",
            text!(
                "Tài liệu làm việc, có dữ liệu cá nhân: chỉ dùng trong cơ quan.",
                "A work paper that holds personal data: not to leave the office."
            ),
        ),
    ]
}

/// The buttons, and what a decision means.
fn decisions() -> Vec<(&'static str, Text)> {
    vec![
        ("duplicate-of", text!("Trùng: cùng một tờ", "Duplicate: the same sheet")),
        ("rescan-of", text!("Quét lại: bản giữ là bản quét mới", "Rescan: the kept one is the new scan")),
        ("note-pair-of", text!("Cặp có và không có tờ ghi chú", "With and without its attached note")),
        ("different", text!("Khác nhau: hai giấy tờ", "Different: two papers")),
        ("says-duplicate-of", text!("{{other}} là bản trùng của {{kept}}", "{{other}} is a duplicate of {{kept}}")),
        ("says-rescan-of", text!("{{kept}} là bản quét lại của {{other}}", "{{kept}} is a new scan of {{other}}")),
        (
            "says-note-pair-of",
            text!(
                "{{other}} và {{kept}} là một tờ, có và không có ghi chú",
                "{{other}} and {{kept}} are one sheet, with and without its note"
            ),
        ),
        (
            "says-different",
            text!("{{other}} và {{kept}} là hai giấy tờ khác nhau", "{{other}} and {{kept}} are two different papers"),
        ),
        ("undo", text!("Bỏ quyết định", "Undo")),
        ("swap", text!("Đổi bản giữ", "Keep the other")),
        ("split", text!("Cả nhóm là giấy tờ khác nhau", "The whole group: different papers")),
        ("accept", text!("Nhận đề xuất cho mọi cặp chắc chắn", "Accept the proposals for all sure pairs")),
        (
            "sure",
            text!("Số cặp sẽ được ghi là trùng: {{n}}. Tiếp tục?", "Pairs to be marked as duplicates: {{n}}. Go on?"),
        ),
        ("left", text!("Chưa quyết định: {{n}}", "Not decided: {{n}}")),
    ]
}

/// The keys, and the names of the views.
fn help() -> Vec<(&'static str, Text)> {
    vec![
        ("previous", text!("Cặp trước", "Previous")),
        ("next", text!("Cặp sau", "Next")),
        ("nextopen", text!("Cặp chưa quyết định tiếp theo", "Next that is not decided")),
        ("list", text!("Xem tất cả", "Show all")),
        ("beside", text!("Cạnh nhau", "Side by side")),
        ("blink", text!("Nhấp nháy", "Blink")),
        ("onion", text!("Chồng lên nhau", "One over the other")),
        ("zoom", text!("Phóng to", "Zoom")),
        ("tint", text!("Tô mực khác", "Tint")),
        ("help", text!("Phím tắt", "Keys")),
        ("close", text!("Đóng", "Close")),
    ]
}

/// Returns all words in one language, as the script reads them.
pub fn as_json(lang: Lang) -> Value {
    let words = all().into_iter().map(|(name, text)| (name.to_owned(), Value::from(text.get(lang))));
    Value::Object(words.collect::<Map<_, _>>())
}

/// Returns one word.
pub fn word(name: &str, lang: Lang) -> String {
    let text = all().into_iter().find(|(known, _)| *known == name);
    text.map_or(String::new(), |(_, text)| text.get(lang).to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_word_has_one_meaning_and_both_languages_fill_the_same_places() {
        let all = all();
        let names: BTreeSet<_> = all.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), all.len());
        for (name, text) in &all {
            for place in ["{n}", "{kept}", "{other}"] {
                assert_eq!(text.vi.contains(place), text.en.contains(place), "{name}");
            }
            assert!(text.en.is_ascii(), "{name}");
        }
    }
}
