//! How a PDF from elsewhere was taken, and what its signatures say of themselves, in reading order.

use std::path::Path;

use anyhow::Result;

use sohoa::sidecar::taken::{Class, DigestState, Role, Said, Signature, Taken};
use sohoa::text;
use sohoa::text::Text;

use crate::cli::changes;
use crate::cli::output::Output;
use crate::cli::show::plain;

/// Prints it; the batch is the folder that has the PDF.
pub fn print(output: &mut Output, taken: &Taken, batch: &Path) -> Result<()> {
    output.line("")?;
    output.say(&text!("PDF đã nhận", "The PDF that came"))?;
    line(output, &text!("Loại", "Class"), class(taken.class).get(output.lang))?;
    line(output, &text!("Lý do", "Reason"), taken.reason.get(output.lang))?;
    if let Some(claim) = &taken.claim {
        line(output, &text!("Tệp tự nhận là", "It claims to be"), claim)?;
    }
    if let Some(said) = &taken.said {
        print_said(output, said)?;
    }
    for change in &taken.changes {
        let what = changes::words(&change.what);
        let value = format!("{} × {}", what.get(output.lang), change.count);
        line(output, &text!("Đã thay đổi", "Changed"), &value)?;
    }
    if let Some(original) = &taken.original {
        let path = original.path.under(batch);
        line(output, &text!("Bản gốc được giữ tại", "The file as it came"), &path.display().to_string())?;
    }
    for (number, signature) in (1..).zip(&taken.signatures) {
        print_signature(output, number, signature)?;
    }
    Ok(())
}

/// Prints what the file said of itself.
fn print_said(output: &mut Output, said: &Said) -> Result<()> {
    let words = [
        (text!("Tệp tự ghi nhan đề", "Its own title"), &said.title),
        (text!("Tệp tự ghi tác giả", "Its own author"), &said.author),
        (text!("Tệp tự ghi chủ đề", "Its own subject"), &said.subject),
        (text!("Tệp tự ghi từ khóa", "Its own keywords"), &said.keywords),
        (text!("Phần mềm soạn thảo", "Written with"), &said.creator),
        (text!("Phần mềm tạo PDF", "PDF made with"), &said.producer),
        (text!("Tệp tự ghi ngày tạo", "Made by its own word"), &said.created),
        (text!("Tệp tự ghi ngày sửa", "Changed by its own word"), &said.modified),
    ];
    for (label, value) in &words {
        if let Some(value) = value {
            line(output, label, value)?;
        }
    }
    Ok(())
}

fn print_signature(output: &mut Output, number: u32, signature: &Signature) -> Result<()> {
    let role = role(signature.role);
    let role = role.get(output.lang);
    output.say(&text!("  Chữ ký {number}: {role}", "  Signature {number}: {role}"))?;
    let known = [
        (text!("  Người ký", "  Signer"), &signature.signer),
        (text!("  Nơi cấp chứng thư", "  Issuer"), &signature.issuer),
        (text!("  Số chứng thư", "  Serial number"), &signature.serial),
        (text!("  Thời điểm ký theo chữ ký", "  Time by its own word"), &signature.time),
    ];
    for (label, value) in &known {
        if let Some(value) = value {
            line(output, label, value)?;
        }
    }
    let digest = match (signature.digest, signature.covers_file) {
        (DigestState::Matches, true) => text!(
            "mã băm ghi trong chữ ký khớp với cả tệp (không chứng minh chữ ký là thật)",
            "the digest that the signature names fits the whole file (no proof that the signature is genuine)"
        ),
        (DigestState::Matches, false) => text!(
            "mã băm ghi trong chữ ký khớp với một phần tệp (không chứng minh chữ ký là thật)",
            "the digest that the signature names fits a part of the file (no proof that the signature is genuine)"
        ),
        (DigestState::Differs, _) => text!("KHÔNG khớp: tệp bị sửa sau khi ký", "DIFFERS: changed after the signing"),
        (DigestState::Unknown, _) => text!("không xác định được", "cannot be told"),
    };
    let algorithm = signature.algorithm.as_deref().unwrap_or("?");
    line(output, &text!("  Mã băm", "  Digest"), &format!("{algorithm}, {}", digest.get(output.lang)))?;
    let trust = text!(
        "CHƯA được đánh giá (chữ ký là thật hay giả CHƯA được kiểm tra, chứng thư cũng vậy)",
        "NOT evaluated (whether the signature is genuine was NOT checked, nor its certificate)"
    );
    line(output, &text!("  Độ tin cậy", "  Trust"), trust.get(output.lang))
}

fn class(class: Class) -> Text {
    match class {
        Class::Signed => text!("có chữ ký, giữ nguyên từng byte", "signed, kept byte for byte"),
        Class::Conforming => text!("đã là PDF/A-2, giữ nguyên từng byte", "a PDF/A-2 already, kept byte for byte"),
        Class::Scan => text!("bản quét, dựng lại từ ảnh", "a scan, built anew from its images"),
        Class::Repaired => text!("đã sửa thành PDF/A-2", "mended into a PDF/A-2"),
        Class::Rasterised => text!("đã vẽ lại thành ảnh", "painted as images"),
    }
}

fn role(role: Role) -> Text {
    match role {
        Role::Approval => text!("ký duyệt", "approval"),
        Role::Certification => text!("chứng nhận của tác giả", "certification by the author"),
        Role::TimeStamp => text!("dấu thời gian", "time-stamp"),
        Role::UsageRights => text!("quyền sử dụng mở rộng", "extended rights of use"),
    }
}

fn line(output: &mut Output, label: &Text, value: &str) -> Result<()> {
    let label = label.get(output.lang);
    output.line(&plain(&format!("  {label}: {value}")))
}
