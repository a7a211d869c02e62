//! Help in both languages. English stands in `args`; here is the Vietnamese, and a test that none is missing.

use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

use sohoa::text::Lang;

use crate::cli::args::Cli;

const EXIT_CODES_EN: &str =
    "Exit codes:\n  0  all well\n  1  could not do it\n  2  wrong usage\n  3  done, with findings that need a person";
const EXIT_CODES_VI: &str =
    "Mã thoát:\n  0  tốt\n  1  không làm được\n  2  sai cách dùng\n  3  đã xong, có vấn đề cần người xem";

/// Vietnamese for each command and each of its arguments: command (empty for the program itself), argument
/// (empty for the command itself), text.
const VIETNAMESE: &[(&str, &str, &str)] = &[
    ("", "", "Chuyển các thư mục ảnh quét thành gói PDF/A có niêm phong mà ai cũng kiểm tra được"),
    ("", "json", "In kết quả dạng JSON ra đầu ra chuẩn"),
    ("", "jobs", "Số luồng xử lý [mặc định: mỗi nhân một luồng]"),
    ("", "lang", "Ngôn ngữ: vi hoặc en [mặc định: theo máy; biến SOHOA_LANG]"),
    ("", "help", "In trợ giúp"),
    ("", "version", "In phiên bản"),
    ("init", "", "Tạo kho mới, chưa có tài liệu"),
    ("init", "dir", "Thư mục của kho mới; phải rỗng hoặc chưa có"),
    ("init", "agency", "Mã định danh cơ quan, ví dụ H26.15"),
    ("init", "name", "Tên đầy đủ của kho"),
    ("init", "code", "Mã kho trong cơ quan [mặc định: kho-1]"),
    ("init", "profile", "Hồ sơ cấu hình có sẵn, hoặc một tệp TOML [mặc định: vn-tt05]"),
    ("ingest", "", "Nhập các thư mục ảnh quét vào kho"),
    ("ingest", "sources", "Thư mục, tệp hoặc tệp ZIP cần nhập; chỉ đọc, không sửa"),
    ("ingest", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    (
        "ingest",
        "group_by",
        "Nhóm mọi thư mục theo một cách: folder (cả thư mục là một tài liệu), file (mỗi tệp một tài liệu), prefix (các tệp cùng phần đầu trước số trang)",
    ),
    ("ingest", "settle", "Để lại cho lần sau những tệp vừa thay đổi trong số giây này [mặc định: 5]"),
    ("ingest", "layout", "Bố cục của danh mục, hoặc một tệp TOML [mặc định: bố cục nào hợp]"),
    ("ingest", "map", "Đọc một cột như trường này, dạng CỘT=TRƯỜNG; có thể dùng nhiều lần"),
    ("ingest", "index", "Danh mục mô tả các tài liệu; có thể dùng nhiều lần [mặc định: danh mục nằm cạnh ảnh quét]"),
    ("ingest", "no_index", "Không đọc các danh mục nằm cạnh ảnh quét"),
    ("ingest", "require_record", "Giữ riêng (cách ly) những tài liệu không có dòng nào trong danh mục"),
    (
        "ingest",
        "rasterize",
        "Vẽ thành ảnh các trang của PDF chưa ký mà không sửa được thành PDF/A-2: 300 dpi, không mất chất lượng, giữ chữ dưới dạng lớp ẩn, không vẽ chú thích; bản gốc được giữ bên cạnh",
    ),
    (
        "ingest",
        "no_self_check",
        "Niêm phong các PDF do sohoa dựng mà không kiểm tra theo PDF/A-2; PDF có lỗi sẽ nằm mãi trong kho, nên hãy xem kỹ vấn đề `pdf.self-check` trước",
    ),
    ("ingest", "no_dedup", "Không tìm các bản quét khác của cùng tờ giấy; để sau dùng `sohoa dedup --archive`"),
    ("ingest", "dry_run", "Chỉ cho xem những gì sẽ làm, không ghi gì"),
    ("verify", "", "Kiểm tra một kho, một lô, một gói giao nộp, một túi BagIt, hoặc bản kê do sha256sum lập"),
    (
        "verify",
        "targets",
        "Kho, lô, gói dạng thư mục hoặc ZIP, túi BagIt, hoặc bản kê do sha256sum lập [biến SOHOA_ARCHIVE]",
    ),
    ("verify", "fast", "Chỉ kiểm tra tệp có mặt và đúng kích thước"),
    ("verify", "deep", "Giải mã cả ảnh trong PDF và so sánh nội dung; với gói, kiểm tra PDF có đạt PDF/A không"),
    ("dedup", "", "Tìm giấy tờ bị quét hoặc lưu hai lần; mã thoát 3 nghĩa là có điều cần người xem"),
    ("dedup", "paths", "Thư mục, tệp hoặc tệp ZIP cần xem; chỉ đọc, không ghi gì"),
    ("dedup", "archive", "Xem trong kho này; những gì đã so sánh thì không so lại"),
    ("dedup", "exact", "Chỉ tìm các tệp giống hệt nhau"),
    ("dedup", "content", "Chỉ tìm các tệp giống hệt nhau và các tệp cùng dữ liệu ảnh"),
    ("dedup", "cap", "So một trang với tối đa chừng này trang khác; phần bỏ lại được báo rõ [mặc định: 64]"),
    ("dedup", "resolve", "Niêm phong quyết định của người xem, đọc từ tệp này, thành quan hệ giữa các tài liệu"),
    ("dedup", "by", "Người quyết định [mặc định: như tệp ghi]"),
    ("dedup", "reason", "Lý do; được ghi mãi trong phiên bản mới"),
    ("dedup", "dry_run", "Chỉ cho xem những gì sẽ niêm phong, không ghi gì"),
    ("check", "", "Kiểm tra tệp PDF có đạt PDF/A-2b hoặc 2u hay không; mã thoát 3 nghĩa là có tệp không đạt"),
    ("check", "files", "Các tệp PDF, hoặc thư mục có tệp PDF bên trong"),
    ("check", "wanted", "Kiểm tra theo mức này: 2b hoặc 2u [mặc định: mức mà tệp tự khai, nếu không thì 2b]"),
    ("check", "fast", "Không giải mã dữ liệu ảnh"),
    ("originals", "", "Lấy lại bản gốc của một tài liệu: tệp PDF nếu được giữ, và các ảnh JPEG, JP2 cắt ra khỏi PDF"),
    ("originals", "document", "Mã hoặc tên tài liệu"),
    ("originals", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    ("originals", "out", "Thư mục để ghi ảnh; không bao giờ ghi đè tệp có sẵn [mặc định: thư mục hiện tại]"),
    ("worker", "", "Đọc tệp cho một lần nhập; do lần nhập ấy gọi, không dành cho người dùng"),
    (
        "amend",
        "",
        "Sửa thông tin, rút khỏi kho hoặc ghi quan hệ giữa các tài liệu; những gì đã niêm phong vẫn giữ nguyên",
    ),
    ("amend", "documents", "Mã hoặc tên các tài liệu"),
    ("amend", "index", "Danh mục nêu tài liệu nào cần sửa và sửa thế nào; có thể dùng nhiều lần"),
    ("amend", "layout", "Bố cục của danh mục, hoặc một tệp TOML [mặc định: bố cục nào hợp]"),
    ("amend", "map", "Đọc một cột như trường này, dạng CỘT=TRƯỜNG; có thể dùng nhiều lần"),
    ("amend", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    ("amend", "reason", "Lý do; được ghi mãi trong phiên bản mới"),
    ("amend", "by", "Người hoặc văn bản yêu cầu"),
    ("amend", "set", "Ghi giá trị cho một trường mô tả"),
    ("amend", "clear", "Xóa giá trị của một trường mô tả"),
    ("amend", "withdraw", "Rút các tài liệu: vẫn nằm trong kho nhưng không còn được tính"),
    ("amend", "restore", "Đưa các tài liệu đã rút trở lại"),
    ("amend", "revoke", "Ghi ngày giấy tờ bị thu hồi (hết hiệu lực): như --set tthc.revokedOn=NGÀY"),
    (
        "amend",
        "relate",
        "Ghi quan hệ với tài liệu khác: duplicate-of (trùng), rescan-of (quét lại), note-pair-of (cặp tờ ghi chú), replaces (thay thế), extract-of (trích lục), corrects (cải chính), different (khác nhau)",
    ),
    ("amend", "unrelate", "Bỏ quan hệ với tài liệu khác"),
    ("amend", "dry_run", "Chỉ cho xem những gì sẽ đổi, không ghi gì"),
    ("find", "", "Tìm tài liệu theo nội dung mô tả"),
    ("find", "text", "Từ cần tìm ở mọi trường, không phân biệt dấu và chữ hoa; nhiều từ trong ngoặc kép là một cụm"),
    ("find", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    (
        "find",
        "field",
        "Chỉ tài liệu có trường mang giá trị này, ví dụ resultCode=KQ.G15.000031; dấu * ở cuối thay cho phần còn lại",
    ),
    ("find", "issued", "Chỉ tài liệu ban hành trong khoảng này, ví dụ 2015..2020, 2019.., 03/2019 hoặc 05/03/2019"),
    ("find", "valid", "Chỉ tài liệu còn hiệu lực hôm nay"),
    ("find", "valid_on", "Chỉ tài liệu còn hiệu lực vào ngày này"),
    ("find", "unit", "Chỉ tài liệu của đơn vị có mã này và các đơn vị trực thuộc, hoặc của đơn vị có tên này"),
    ("find", "level", "Chỉ tài liệu của cấp này: central, province, district, commune"),
    ("find", "dossier", "Chỉ tài liệu trong hồ sơ có tên hoặc mã này"),
    ("find", "batch", "Chỉ tài liệu có phiên bản cuối nằm trong lô này"),
    ("find", "with_withdrawn", "Cả tài liệu đã rút khỏi kho"),
    ("find", "limit", "Liệt kê tối đa chừng này; 0 là tất cả [mặc định: 50, khi ghi ra tệp là tất cả]"),
    ("find", "after", "Chỉ liệt kê những gì đứng sau tài liệu có mã này, theo thứ tự nhập"),
    ("find", "count", "Chỉ in ra có bao nhiêu tài liệu"),
    ("find", "out", "Ghi danh sách ra tệp này, CSV hoặc XLSX theo phần mở rộng; không bao giờ ghi đè"),
    ("show", "", "Cho xem mọi điều đã biết về một tài liệu"),
    ("show", "document", "Mã tài liệu, ít nhất tám ký tự đầu của mã, hoặc tên"),
    ("show", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    ("show", "version", "Cho xem phiên bản này thay vì phiên bản cuối"),
    ("sheet", "", "Xem danh mục được hiểu thế nào, và lập mẫu danh mục"),
    ("sheet check", "", "Giải thích từng dòng: chương trình hiểu gì trong một danh mục"),
    ("sheet check", "file", "Bảng tính hoặc tệp CSV"),
    ("sheet check", "layout", "Bố cục của danh mục, hoặc một tệp TOML [mặc định: bố cục nào hợp]"),
    ("sheet check", "map", "Đọc một cột như trường này, dạng CỘT=TRƯỜNG; có thể dùng nhiều lần"),
    ("sheet check", "profile", "Hồ sơ cấu hình có sẵn, hoặc một tệp TOML [mặc định: vn-tt05]"),
    ("sheet check", "brief", "Chỉ in các cột và các vấn đề, không in từng dòng"),
    ("sheet check", "save", "Lưu ý nghĩa các cột thành bố cục để dùng với --layout"),
    ("sheet template", "", "Ghi một mẫu danh mục để điền, có danh sách chọn và ghi chú"),
    ("sheet template", "layout", "Tên bố cục, hoặc một tệp TOML"),
    ("sheet template", "out", "Tệp cần ghi; không bao giờ ghi đè [mặc định: tên bố cục và .xlsx]"),
    ("sheet layouts", "", "Liệt kê các bố cục đã biết"),
    ("units", "", "Tra cứu đơn vị hành chính, và nạp bảng đơn vị đầy đủ"),
    ("units show", "", "Cho xem một đơn vị theo mã hoặc tên, và các đơn vị cấp trên"),
    ("units show", "unit", "Mã hoặc tên"),
    ("units show", "on", "Vào ngày này [mặc định: hôm nay]"),
    ("units show", "archive", "Kho có bảng đơn vị riêng cần dùng thêm [biến SOHOA_ARCHIVE]"),
    ("units import", "", "Nạp bảng đơn vị đầy đủ (CSV) vào kho"),
    ("units import", "file", "Bảng có các cột code, scheme, level, name, parent, from, until, successor"),
    ("units import", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    ("report", "", "Lập báo cáo cho người xem và người kiểm tra"),
    (
        "report duplicates",
        "",
        "Đặt cạnh nhau các cặp có thể là một giấy tờ để quyết định trong trình duyệt, và liệt kê những gì đã quyết định",
    ),
    ("report duplicates", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    (
        "report duplicates",
        "out",
        "Thư mục mới cho trang web, bảng tính và tệp JSON; thư mục đã có thì không bao giờ bị ghi vào",
    ),
    (
        "report duplicates",
        "limit",
        "Cho xem tối đa chừng này cặp chưa quyết định, cặp đáng ngờ trước; 0 là tất cả [mặc định: 500]",
    ),
    ("export", "", "Đóng gói tài liệu cho hệ thống khác: gói theo TT 05, bản ghi cho Kho, túi BagIt, thư mục thường"),
    ("export", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    ("export", "format", "Định dạng gói [mặc định: tt05-aip]"),
    ("export", "profile", "Cấu hình gói: có sẵn, hoặc một tệp TOML [mặc định: cấu hình đầu tiên của định dạng]"),
    ("export", "out", "Thư mục để ghi các gói; không bao giờ ghi đè những gì đã có"),
    ("export", "dossier", "Chỉ hồ sơ này, theo tên hoặc mã hồ sơ; có thể dùng nhiều lần"),
    ("export", "batch", "Chỉ những tài liệu có phiên bản mới nhất thuộc lô này"),
    (
        "export",
        "field",
        "Chỉ khi trường có giá trị này, ví dụ resultCode=KQ.G15.000031; dấu * ở cuối thay cho phần còn lại",
    ),
    ("export", "issued", "Chỉ ban hành trong khoảng, ví dụ 2015..2020, 2019.., 03/2019 hoặc 05/03/2019"),
    ("export", "valid_on", "Chỉ những giấy tờ còn hiệu lực vào ngày này"),
    ("export", "unit", "Chỉ của đơn vị này và các đơn vị cấp dưới, theo mã; hoặc của đơn vị có tên này"),
    ("export", "level", "Chỉ của cấp hành chính này"),
    ("export", "since_last_export", "Chỉ những gì bên nhận này chưa có ở phiên bản hiện tại, theo sổ xuất"),
    ("export", "ids", "Chỉ những tài liệu có mã trong tệp này, mỗi dòng một mã"),
    (
        "export",
        "exclude_duplicates",
        "Bỏ các bản trùng: confirmed (đã được người xác nhận), found (kể cả mới tìm thấy), none (không bỏ) [mặc định: confirmed]",
    ),
    ("export", "zip", "Ghi tệp ZIP thay cho thư mục"),
    (
        "export",
        "max_size",
        "Sang gói khác trước khi các PDF vượt mức này, ví dụ 2GB, 1.5GB hoặc 700MiB; định dạng theo hồ sơ không cắt hồ sơ mà chỉ báo",
    ),
    (
        "export",
        "max_documents",
        "Sang gói khác sau chừng này tài liệu; định dạng theo hồ sơ không cắt hồ sơ mà chỉ báo",
    ),
    (
        "export",
        "lot",
        "Đóng gói tất cả thành một lô tài liệu rời mang mã này (AIP_tailieu, SIP_tailieu) thay vì theo hồ sơ",
    ),
    ("export", "request", "Yêu cầu cấp bản sao, cho tt05-dip: tệp JSON hoặc TOML có bảy trường"),
    ("export", "recipient", "Bên nhận; được ghi vào sổ xuất"),
    (
        "export",
        "strict",
        "Bỏ lại những gì chưa đủ điều kiện và liệt kê lý do; nếu không, còn tài liệu chưa đủ điều kiện thì không đóng gói gì",
    ),
    ("export", "force_retention", "Nộp cả những gì không thuộc diện bảo quản vĩnh viễn"),
    ("export", "check", "Chỉ cho biết những gì chưa đủ điều kiện"),
    ("export", "dry_run", "Liệt kê những gì sẽ đóng gói và tổng số, không ghi gì"),
    ("export", "list", "Liệt kê những lần xuất trước"),
    ("export", "receipt", "Lưu phản hồi của bên nhận: mã hoặc tên gói, và tệp cần lưu"),
    ("reindex", "", "Lập lại mục lục từ các lô"),
    ("reindex", "archive", "Kho lưu trữ [biến SOHOA_ARCHIVE]"),
    ("completions", "", "In kịch bản gợi ý lệnh cho shell"),
    ("completions", "shell", "Cho shell này: bash, elvish, fish, powershell, zsh"),
    ("man", "", "In trang hướng dẫn man, hoặc ghi mỗi lệnh một trang vào thư mục"),
    ("man", "dir", "Thư mục để ghi các trang"),
];

/// Returns the command line in a language.
pub fn command(lang: Lang) -> Command {
    dress(Cli::command(), "", lang)
}

/// Gives a command and those below it their words; `path` is how it is called, without the program's name.
fn dress(command: Command, path: &str, lang: Lang) -> Command {
    let codes = if lang == Lang::Vi { EXIT_CODES_VI } else { EXIT_CODES_EN };
    let mut command = command.after_help(codes);
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    if lang == Lang::Vi {
        command = in_vietnamese(command, path);
    }
    for name in names {
        let path = below(path, &name);
        command = command.mut_subcommand(name, |sub| dress(sub, &path, lang));
    }
    command
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path} {name}") }
}

fn in_vietnamese(command: Command, name: &str) -> Command {
    let command = match vietnamese(name, "") {
        Some(about) => command.about(about),
        None => command,
    };
    command
        .help_template("{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("Lệnh")
        .disable_help_flag(true)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help))
        .mut_args(|argument| {
            let id = argument.get_id().as_str();
            let heading = if argument.is_positional() { "Đối số" } else { "Tùy chọn" };
            let help = vietnamese(name, id).or_else(|| vietnamese("", id));
            let argument = argument.help_heading(heading);
            // Defaults, variables and values are named in the Vietnamese sentence itself.
            let argument = match argument.get_action().takes_values() {
                true => argument.hide_default_value(true).hide_env(true).hide_possible_values(true),
                false => argument,
            };
            match help {
                Some(help) => argument.help(help),
                None => argument,
            }
        })
}

fn vietnamese(command: &str, argument: &str) -> Option<&'static str> {
    VIETNAMESE.iter().find(|(of, id, _)| *of == command && *id == argument).map(|(.., text)| *text)
}

/// Prints help, version, or what is wrong with the command line; returns the exit code.
pub fn explain(error: &clap::Error, lang: Lang) -> ExitCode {
    if lang == Lang::Vi
        && error.use_stderr()
        && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        && error.kind() != ErrorKind::MissingSubcommand
    {
        // With standard error gone there is nobody left to tell.
        let _ = writeln!(std::io::stderr(), "lỗi: {}; xem `sohoa --help`", wrong_usage(error));
    } else {
        let _ = error.print();
    }
    ExitCode::from(error.exit_code() as u8)
}

fn wrong_usage(error: &clap::Error) -> String {
    let about = |kind| error.get(kind).map(|value| format!(" `{value}`")).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => format!("không có đối số{}", about(ContextKind::InvalidArg)),
        ErrorKind::InvalidSubcommand => format!("không có lệnh{}", about(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("thiếu{}", about(ContextKind::InvalidArg)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (value, argument) = (about(ContextKind::InvalidValue), about(ContextKind::InvalidArg));
            let choices = error.get(ContextKind::ValidValue).map(|values| format!("; chọn một trong: {values}"));
            format!("giá trị{value} không hợp lệ cho{argument}{}", choices.unwrap_or_default())
        }
        ErrorKind::ArgumentConflict => {
            let (one, other) = (about(ContextKind::InvalidArg), about(ContextKind::PriorArg));
            format!("không dùng được{one} cùng với{other}")
        }
        _ => "cách dùng không đúng".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command(Lang::En).debug_assert();
        command(Lang::Vi).debug_assert();
    }

    #[test]
    fn every_command_and_argument_has_vietnamese_help() {
        fn missing(command: &Command, path: &str, found: &mut Vec<String>) {
            let lacks = |id: &&str| vietnamese(path, id).or_else(|| vietnamese("", id)).is_none();
            let ids = command.get_arguments().map(|argument| argument.get_id().as_str()).filter(lacks);
            found.extend(ids.map(|id| format!("{path} {id}")));
            for sub in command.get_subcommands() {
                let path = below(path, sub.get_name());
                if vietnamese(&path, "").is_none() {
                    found.push(path.clone());
                }
                missing(sub, &path, found);
            }
        }
        let mut english = Cli::command();
        english.build();
        let mut found = Vec::new();
        missing(&english, "", &mut found);
        // What clap adds of its own to commands that have commands.
        found.retain(|path| !path.split(' ').any(|part| part == "help"));
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn every_help_ends_with_the_exit_codes() {
        for lang in [Lang::Vi, Lang::En] {
            let mut command = command(lang);
            command.build();
            assert!(command.get_subcommands().all(|sub| sub.get_after_help().is_some()));
        }
    }
}
