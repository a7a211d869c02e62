//! Every field of a record: where it stands, what it may say, how long it may be, and how people call it.
//!
//! Names and lengths are those of TT 05/2025/TT-BNV (EAD and EAD_doc); `tthc` holds what TT 01/2023/TT-VPCP asks of a
//! result. What is required is the profile's business, and which column of a sheet means which field the layouts'.

use super::fold::fold;
use super::lists::{self, List};
use crate::text::Text;

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its path in a record; `join.` and `split.` are no fields of a record but ways to read a column.
    pub path: &'static str,
    /// What it may say.
    pub kind: Kind,
    /// Characters, at most; 0 where there is no limit.
    pub length: usize,
    /// True when it says who somebody is: then no message quotes it.
    pub is_personal: bool,
    /// Its name in Vietnamese.
    pub vi: &'static str,
    /// Its name in English.
    pub en: &'static str,
}

/// What a field may say.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// One code of a list.
    One(&'static List),
    /// Codes of a list, one or several.
    Several(&'static List),
    /// The type of a document: a code, or words that become "other".
    Type,
    /// A date, perhaps of month or year only.
    Date,
    /// A date, "unlimited", or a time from the day of issue.
    Until,
    /// A whole number of so many digits at most.
    Count(u8),
    /// Yes or no.
    Flag,
    /// A file code (mã hồ sơ lưu trữ).
    FileCode,
    /// A document code: file code and ordinal.
    DocCode,
    /// An agency's identifier.
    Agency,
    /// A dossier code of the one-stop system.
    Dossier,
    /// A procedure code.
    Procedure,
    /// A code of a field of administration.
    Area,
    /// A result code.
    Result,
    /// A personal id, or the tax code of an enterprise.
    Owner,
    /// The number of a civil-status act or register.
    Civil,
    /// A column that two fields are read from.
    Split(Split),
    /// A column that says which scans a row is about.
    Join,
}

/// How one column becomes two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// `123/GXN-UBND` into number and notation.
    Notation,
    /// `2001 - 2003` into first and last date.
    Period,
    /// `12/24` into sheets and pages.
    Extent,
    /// `Quyết định về việc ...` into type and subject.
    TypeAndSubject,
}

const NOBODY: bool = false;
const PERSON: bool = true;

macro_rules! fields {
    ($($(#[$doc:meta])* $id:ident $path:literal $kind:expr, $length:literal, $personal:ident, $vi:literal $en:literal;)*) => {
        $($(#[$doc])* pub const $id: &str = $path;)*
        /// Every field, in reading order.
        pub const ALL: &[Field] = &[$(Field {
            path: $path, kind: $kind, length: $length, is_personal: $personal, vi: $vi, en: $en,
        }),*];
    };
}

fields! {
    // The document (EAD_doc).
    /// The document's code: file code and ordinal.
    DOC_CODE "docCode" Kind::DocCode, 100, NOBODY, "Mã tài liệu" "document code";
    /// Its place in the dossier.
    DOC_ORDINAL "docOrdinal" Kind::Count(7), 0, NOBODY, "Số thứ tự tài liệu trong hồ sơ" "ordinal in the dossier";
    /// Its type.
    TYPE_NAME "typeName" Kind::Type, 10, NOBODY, "Tên loại tài liệu" "type";
    /// Its number.
    CODE_NUMBER "codeNumber" Kind::Text, 11, NOBODY, "Số của tài liệu" "number";
    /// Its notation.
    CODE_NOTATION "codeNotation" Kind::Text, 30, NOBODY, "Ký hiệu của tài liệu" "notation";
    /// The day it was issued.
    ISSUED "issuedDate" Kind::Date, 0, NOBODY, "Ngày, tháng, năm tài liệu" "date of issue";
    /// Who issued it.
    ORGAN "organName" Kind::Text, 200, NOBODY, "Tên cơ quan, tổ chức ban hành" "issuing body";
    /// What it is about; it often names a person.
    SUBJECT "subject" Kind::Text, 500, PERSON, "Trích yếu nội dung" "subject";
    /// Its language.
    LANGUAGE "language" Kind::Several(&lists::LANGUAGE), 100, NOBODY, "Ngôn ngữ" "language";
    /// Its pages.
    PAGES "numberOfPage" Kind::Count(4), 0, NOBODY, "Số trang của tài liệu" "pages";
    /// Information sign.
    INFOR_SIGN "inforSign" Kind::Text, 30, NOBODY, "Ký hiệu thông tin" "information sign";
    /// Keywords.
    KEYWORD "keyword" Kind::Text, 100, NOBODY, "Từ khóa" "keywords";
    /// Who may use it.
    MODE "mode" Kind::One(&lists::MODE), 20, NOBODY, "Chế độ sử dụng" "access";
    /// How long it is kept.
    MAINTENANCE "maintenance" Kind::One(&lists::MAINTENANCE), 100, NOBODY, "Thời hạn lưu trữ" "retention";
    /// Where the data come from.
    CONFIDENCE "confidenceLevel" Kind::One(&lists::CONFIDENCE), 30, NOBODY, "Mức độ tin cậy" "confidence level";
    /// Handwritten remarks.
    AUTOGRAPH "autograph" Kind::Text, 2000, PERSON, "Bút tích" "autograph";
    /// The state of the paper.
    STATE "format" Kind::One(&lists::STATE), 50, NOBODY, "Tình trạng vật lý" "physical state";
    /// Whether a process belongs to it.
    PROCESS "process" Kind::Flag, 0, NOBODY, "Quy trình xử lý" "process";
    /// Whether there is a backup for risks.
    RISK "riskRecovery" Kind::Flag, 0, NOBODY, "Chế độ dự phòng" "risk recovery";
    /// The state of that backup.
    RISK_STATUS "riskRecoveryStatus" Kind::One(&lists::RISK), 2, NOBODY, "Tình trạng dự phòng" "risk recovery status";
    /// Remarks.
    DESCRIPTION "description" Kind::Text, 500, PERSON, "Ghi chú" "remarks";
    /// Where in the dossier it lies: sheet or page numbers.
    POSITION "position" Kind::Text, 50, NOBODY, "Tờ số, trang số" "sheet or page numbers";

    // The dossier (EAD), 18 fields, and where its paper lies.
    /// The file code.
    FILE_CODE "dossier.fileCode" Kind::FileCode, 100, NOBODY, "Mã hồ sơ" "file code";
    /// The dossier's title.
    DOSSIER_TITLE "dossier.title" Kind::Text, 1000, PERSON, "Tiêu đề hồ sơ" "title of the dossier";
    /// How long it is kept.
    DOSSIER_MAINTENANCE "dossier.maintenance" Kind::One(&lists::MAINTENANCE), 100, NOBODY, "Thời hạn lưu trữ hồ sơ" "retention of the dossier";
    /// Who may use it.
    DOSSIER_MODE "dossier.mode" Kind::One(&lists::MODE), 30, NOBODY, "Chế độ sử dụng hồ sơ" "access to the dossier";
    /// Its language.
    DOSSIER_LANGUAGE "dossier.language" Kind::Several(&lists::LANGUAGE), 100, NOBODY, "Ngôn ngữ của hồ sơ" "language of the dossier";
    /// Its first date.
    START "dossier.startDate" Kind::Date, 0, NOBODY, "Thời gian bắt đầu" "first date";
    /// Its last date.
    END "dossier.endDate" Kind::Date, 0, NOBODY, "Thời gian kết thúc" "last date";
    /// Keywords.
    DOSSIER_KEYWORD "dossier.keyword" Kind::Text, 100, NOBODY, "Từ khóa của hồ sơ" "keywords of the dossier";
    /// Its documents.
    TOTAL_DOC "dossier.totalDoc" Kind::Count(10), 0, NOBODY, "Tổng số tài liệu trong hồ sơ" "documents in the dossier";
    /// Its sheets of paper.
    SHEETS "dossier.numberOfPaper" Kind::Count(10), 0, NOBODY, "Số lượng tờ" "sheets in the dossier";
    /// Its pages.
    DOSSIER_PAGES "dossier.numberOfPage" Kind::Count(10), 0, NOBODY, "Số lượng trang" "pages in the dossier";
    /// The state of the paper.
    DOSSIER_STATE "dossier.format" Kind::One(&lists::STATE), 50, NOBODY, "Tình trạng vật lý của hồ sơ" "physical state of the dossier";
    /// Information sign.
    DOSSIER_SIGN "dossier.inforSign" Kind::Text, 30, NOBODY, "Ký hiệu thông tin của hồ sơ" "information sign of the dossier";
    /// Where the data come from.
    DOSSIER_CONFIDENCE "dossier.confidenceLevel" Kind::One(&lists::CONFIDENCE), 40, NOBODY, "Mức độ tin cậy của hồ sơ" "confidence level of the dossier";
    /// The code of the paper file.
    PAPER_FILE_CODE "dossier.paperFileCode" Kind::Text, 100, NOBODY, "Mã hồ sơ giấy gốc" "code of the paper file";
    /// Whether there is a backup for risks.
    DOSSIER_RISK "dossier.riskRecovery" Kind::Flag, 0, NOBODY, "Chế độ dự phòng của hồ sơ" "risk recovery of the dossier";
    /// The state of that backup.
    DOSSIER_RISK_STATUS "dossier.riskRecoveryStatus" Kind::One(&lists::RISK), 2, NOBODY, "Tình trạng dự phòng của hồ sơ" "risk recovery status of the dossier";
    /// Remarks.
    DOSSIER_DESCRIPTION "dossier.description" Kind::Text, 2000, PERSON, "Ghi chú của hồ sơ" "remarks on the dossier";
    /// The box.
    BOX "dossier.box" Kind::Text, 50, NOBODY, "Hộp số" "box";

    // The result of an administrative procedure.
    /// The kind of result, as the national database numbers them.
    RESULT_CODE "tthc.resultCode" Kind::Result, 50, NOBODY, "Mã giấy tờ kết quả" "result code";
    /// What the result is called.
    RESULT_NAME "tthc.resultName" Kind::Text, 500, NOBODY, "Tên giấy tờ kết quả" "name of the result";
    /// The procedure.
    PROCEDURE "tthc.procedureCode" Kind::Procedure, 50, NOBODY, "Mã thủ tục hành chính" "procedure code";
    /// The field of administration.
    AREA "tthc.fieldCode" Kind::Area, 50, NOBODY, "Mã lĩnh vực" "field of administration";
    /// The dossier in the one-stop system.
    DOSSIER_CODE "tthc.dossierCode" Kind::Dossier, 100, NOBODY, "Mã hồ sơ thủ tục hành chính" "dossier code";
    /// The kind of owner.
    OWNER_KIND "tthc.owner.kind" Kind::One(&lists::OWNER), 20, NOBODY, "Loại chủ giấy tờ" "kind of owner";
    /// The owner's id.
    OWNER_ID "tthc.owner.id" Kind::Owner, 20, PERSON, "Mã định danh chủ giấy tờ" "id of the owner";
    /// The owner's name.
    OWNER_NAME "tthc.owner.name" Kind::Text, 200, PERSON, "Chủ giấy tờ" "owner";
    /// When the owner was born.
    OWNER_BORN "tthc.owner.born" Kind::Date, 0, PERSON, "Ngày sinh" "date of birth";
    /// Who issued the result, as printed.
    ISSUING_UNIT "tthc.issuingUnit" Kind::Text, 200, NOBODY, "Đơn vị cấp" "issuing unit";
    /// The identifier of that unit.
    ISSUING_CODE "tthc.issuingUnitCode" Kind::Agency, 35, NOBODY, "Mã đơn vị cấp" "identifier of the issuing unit";
    /// Who holds the paper today.
    HOLDING_UNIT "tthc.holdingUnit" Kind::Text, 200, NOBODY, "Đơn vị đang lưu giữ" "holding unit";
    /// The identifier of that unit.
    HOLDING_CODE "tthc.holdingUnitCode" Kind::Agency, 35, NOBODY, "Mã đơn vị đang lưu giữ" "identifier of the holding unit";
    /// The level of the issuing unit.
    LEVEL "tthc.level" Kind::One(&lists::LEVEL), 20, NOBODY, "Cấp" "level";
    /// The first day it is in force.
    VALID_FROM "tthc.validFrom" Kind::Date, 0, NOBODY, "Ngày bắt đầu hiệu lực" "valid from";
    /// The last day it is in force.
    VALID_UNTIL "tthc.validUntil" Kind::Until, 0, NOBODY, "Thời hạn hiệu lực" "valid until";
    /// Where it is in force.
    SCOPE "tthc.scope" Kind::Text, 500, NOBODY, "Phạm vi hiệu lực" "scope";
    /// The day it was revoked.
    REVOKED "tthc.revokedOn" Kind::Date, 0, NOBODY, "Ngày thu hồi" "revoked on";
    /// The day another took its place.
    REPLACED "tthc.replacedOn" Kind::Date, 0, NOBODY, "Ngày bị thay thế" "replaced on";
    /// Who signed it.
    SIGNER "tthc.signer" Kind::Text, 200, PERSON, "Người ký" "signer";
    /// The signer's office.
    SIGNER_TITLE "tthc.signerTitle" Kind::Text, 200, NOBODY, "Chức vụ người ký" "office of the signer";
    /// Why it is not digitised.
    EXCLUDED "tthc.excluded" Kind::Text, 500, NOBODY, "Lý do không số hóa" "reason for not digitising";
    /// The code of the digitised copy.
    COPY_CODE "tthc.copyCode" Kind::Text, 100, PERSON, "Mã bản điện tử số hóa" "code of the digitised copy";
    /// The sheets of the document.
    DOC_SHEETS "tthc.sheets" Kind::Count(4), 0, NOBODY, "Số tờ của tài liệu" "sheets of the document";

    // Civil-status registers.
    /// The number of the act.
    CIVIL_NUMBER "tthc.civil.number" Kind::Civil, 20, NOBODY, "Số đăng ký" "number of the act";
    /// The register.
    CIVIL_BOOK "tthc.civil.book" Kind::Civil, 20, NOBODY, "Quyển số" "register";
    /// The page in the register.
    CIVIL_PAGE "tthc.civil.page" Kind::Count(4), 0, NOBODY, "Trang số" "page of the register";
    /// The day of registration.
    CIVIL_DATE "tthc.civil.registered" Kind::Date, 0, NOBODY, "Ngày đăng ký" "date of registration";
    /// The kind of registration.
    CIVIL_KIND "tthc.civil.kind" Kind::Text, 100, NOBODY, "Loại đăng ký" "kind of registration";
    /// Where it was registered.
    CIVIL_PLACE "tthc.civil.place" Kind::Text, 200, NOBODY, "Nơi đăng ký" "place of registration";
    /// The mother.
    CIVIL_MOTHER "tthc.civil.mother" Kind::Text, 200, PERSON, "Họ tên mẹ" "mother";
    /// The father.
    CIVIL_FATHER "tthc.civil.father" Kind::Text, 200, PERSON, "Họ tên cha" "father";
    /// Who asked for it.
    CIVIL_REQUESTER "tthc.civil.requester" Kind::Text, 200, PERSON, "Họ tên người yêu cầu" "requester";

    // Columns that are read in ways of their own.
    /// Number and notation in one column.
    SPLIT_NOTATION "split.notation" Kind::Split(Split::Notation), 0, NOBODY, "Số, ký hiệu" "number and notation";
    /// First and last date in one column.
    SPLIT_PERIOD "split.period" Kind::Split(Split::Period), 0, NOBODY, "Thời gian tài liệu" "period";
    /// Sheets and pages in one column.
    SPLIT_EXTENT "split.extent" Kind::Split(Split::Extent), 0, NOBODY, "Số tờ/Số trang" "sheets and pages";
    /// Type and subject in one column.
    SPLIT_TYPE "split.typeAndSubject" Kind::Split(Split::TypeAndSubject), 0, PERSON, "Tên loại và trích yếu" "type and subject";
    /// The file or folder of the scans.
    JOIN_FILE "join.file" Kind::Join, 0, NOBODY, "Tên tệp" "file";
    /// The id of a document in the archive.
    JOIN_ID "join.id" Kind::Join, 0, NOBODY, "Mã tài liệu trong kho" "id in the archive";
    /// Whether a document is to be withdrawn.
    JOIN_WITHDRAW "join.withdraw" Kind::Join, 0, NOBODY, "Rút khỏi kho" "withdraw";
    /// Relations to other documents.
    JOIN_RELATE "join.relate" Kind::Join, 0, NOBODY, "Quan hệ" "relations";
    /// The row's number.
    JOIN_ORDER "join.order" Kind::Join, 0, NOBODY, "Số thứ tự" "row number";
}

/// Returns the field with this path.
pub fn by_path(path: &str) -> Option<&'static Field> {
    ALL.iter().find(|field| field.path == path)
}

/// Returns the field that a person means: by its path, the end of its path, or its name in either language.
///
/// `Err` holds the paths that come near, for a message; an end that several paths have is no answer.
pub fn resolve(name: &str) -> Result<&'static Field, Vec<&'static str>> {
    let key = fold(name);
    let ends =
        |field: &&Field| field.path.ends_with(name) && field.path[..field.path.len() - name.len()].ends_with('.');
    let called = |field: &&Field| fold(field.path) == key || fold(field.vi) == key || fold(field.en) == key;
    if let Some(field) = by_path(name).or_else(|| ALL.iter().find(called)) {
        return Ok(field);
    }
    let found: Vec<&Field> = ALL.iter().filter(ends).collect();
    if let [only] = found[..] {
        return Ok(only);
    }
    let near = |field: &&Field| !key.is_empty() && (fold(field.path).contains(&key) || fold(field.vi).contains(&key));
    Err(ALL.iter().filter(near).map(|field| field.path).collect())
}

impl Field {
    /// Returns its name for people.
    pub fn name(&self) -> Text {
        Text { vi: self.vi.to_owned(), en: self.en.to_owned() }
    }

    /// Says whether a record can have it.
    pub fn is_of_record(&self) -> bool {
        !matches!(self.kind, Kind::Split(_) | Kind::Join)
    }

    /// Says whether it describes the dossier.
    pub fn is_of_dossier(&self) -> bool {
        self.path.starts_with("dossier.") || matches!(self.kind, Kind::Split(Split::Period | Split::Extent))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn paths_are_unique_and_no_path_is_inside_another() {
        let paths: BTreeSet<&str> = ALL.iter().map(|field| field.path).collect();
        assert_eq!(paths.len(), ALL.len());
        assert!(!paths.iter().any(|path| paths.contains(path.rsplit_once('.').map_or("", |(part, _)| part))));
    }

    #[test]
    fn the_dossier_has_the_eighteen_fields_of_the_circular_and_its_box() {
        assert_eq!(ALL.iter().filter(|field| field.path.starts_with("dossier.")).count(), 18 + 1);
    }

    #[test]
    fn a_field_is_found_by_path_end_and_name() {
        assert_eq!(resolve("tthc.owner.id").unwrap().path, OWNER_ID);
        assert_eq!(resolve("owner.id").unwrap().path, OWNER_ID);
        assert_eq!(resolve("name").unwrap().path, OWNER_NAME);
        assert_eq!(resolve("resultCode").unwrap().path, RESULT_CODE);
        assert_eq!(resolve("trich yeu noi dung").unwrap().path, SUBJECT);
        assert_eq!(resolve("mode").unwrap().path, MODE);
        assert!(resolve("code").is_err_and(|near| near.contains(&RESULT_CODE)));
        assert!(resolve("").is_err_and(|near| near.is_empty()));
    }
}
