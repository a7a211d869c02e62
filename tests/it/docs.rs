//! The documents that are made from the code equal it, and the README's commands run as written.
//!
//! `UPDATE_DOCS=1 cargo test --test it docs` writes the generated ones anew; a person reads the difference.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use sohoa::finding::{Code, Severity, codes};

use crate::judges::skip;
use crate::support::{Sandbox, copy_tree};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a document with what it should be, or writes it.
fn assert_current(path: &str, expected: &str) {
    let full = root().join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(full, expected).unwrap();
        return;
    }
    let is = std::fs::read_to_string(full).unwrap_or_default();
    assert!(is == expected, "{path} is not what the code says; run UPDATE_DOCS=1 cargo test --test it docs");
}

#[test]
fn the_list_of_findings_is_current() {
    let mut text = String::from(
        "# Findings\n\n\
         Made from `src/finding/codes/`; `just docs` writes it anew.\n\n\
         A finding is a problem in the material. Its code is stable. *Error*: the scan was refused, or what is kept is not\n\
         as it was sealed. *Warning*: it was stored, and a person should look. *Info*: nobody has to act. Errors and warnings\n\
         end the program with exit code 3.\n",
    );
    let mut family = "";
    for code in codes::all() {
        let own = code.name.split('.').next().unwrap();
        if own != family && codes::all().position(|other| other.name.starts_with(&format!("{own}."))) == position(code)
        {
            family = own;
            write_family(&mut text, own);
        }
    }
    assert_current("docs/findings.md", &text);
}

fn position(code: &Code) -> Option<usize> {
    codes::all().position(|other| other.name == code.name)
}

fn write_family(text: &mut String, family: &str) {
    write!(text, "\n## {family}\n\n| code | severity | what to do | việc cần làm |\n| --- | --- | --- | --- |\n")
        .unwrap();
    for code in codes::all().filter(|code| code.name.split('.').next() == Some(family)) {
        let severity = match code.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        writeln!(text, "| `{}` | {severity} | {} | {} |", code.name, code.en, code.vi).unwrap();
    }
}

#[test]
fn the_schema_of_records_is_current() {
    let schema = serde_json::to_string_pretty(&sohoa::records::schema::schema()).unwrap();
    assert_current("docs/record.schema.json", &format!("{schema}\n"));
}

#[test]
fn the_list_of_fields_and_layouts_is_current() {
    let mut text = String::from(
        "# Fields and layouts\n\n\
         Made from `src/records/fields.rs` and `src/records/layouts/`; `just docs` writes it anew. [records.md](records.md) says\n\
         how sheets are read and joined to scans.\n\n\
         ## Fields\n\n\
         `--map`, `--set` and `--field` take the path, its unique end (`owner.id`), or the name in either language. *Length* is\n\
         in characters. Messages never quote fields marked *personal*.\n\n\
         | path | tên | name | values | length | personal |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for field in sohoa::records::fields::ALL {
        let (values, personal) = (values_of(&field.kind), if field.is_personal { "yes" } else { "" });
        let length = if field.length == 0 { String::new() } else { field.length.to_string() };
        writeln!(text, "| `{}` | {} | {} | {values} | {length} | {personal} |", field.path, field.vi, field.en)
            .unwrap();
    }
    text.push_str("\n## Layouts\n\nHeadings are compared without regard to case, accents, blanks and punctuation.\n");
    for layout in sohoa::records::layout::built_in() {
        write!(text, "\n### {}\n\n{} ({}). Source: {}.\n\n", layout.name, layout.vi, layout.en, layout.source).unwrap();
        text.push_str("| heading | also | field |\n| --- | --- | --- |\n");
        for column in &layout.columns {
            let mark = if column.optional { " (optional)" } else { "" };
            writeln!(text, "| {}{mark} | {} | `{}` |", column.heading, column.also.join("; "), column.field).unwrap();
        }
    }
    assert_current("docs/fields.md", &text);
}

#[test]
fn the_list_of_fields_of_packages_is_current() {
    let mut text = String::from(
        "# Fields of TT 05 packages\n\n\
         Made from `src/exchange/ead/tables.rs`; `just docs` writes it anew. [packages.md](packages.md) says how values are\n\
         worked out and what a profile may change. *From*: fields of the record, the first that has a value.\n",
    );
    for table in sohoa::exchange::ead::ALL {
        write!(
            text,
            "\n## {}\n\n{}.\n\n| element | values | length | must | from | else |\n",
            table.name, table.clause
        )
        .unwrap();
        text.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for element in table.elements {
            let length = if element.length == 0 { String::new() } else { element.length.to_string() };
            let from = element.from.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
            let (values, must, or) = (values_in(element.kind), must_be(element.need), computed(element.computed));
            writeln!(text, "| `{}` | {values} | {length} | {must} | {from} | {or} |", element.name).unwrap();
        }
    }
    assert_current("docs/package-fields.md", &text);
}

fn values_in(kind: sohoa::exchange::ead::Kind) -> String {
    use sohoa::exchange::ead::Kind;
    let range = |codes: &[&str]| format!("`{}` to `{}`", codes[0], codes[codes.len() - 1]);
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Date => "`DD/MM/YYYY`".to_owned(),
        Kind::PartialDate => "`DD/MM/YYYY`, `MM/YYYY` or `YYYY`".to_owned(),
        Kind::Count => "number".to_owned(),
        Kind::Flag => "`1` or `0`".to_owned(),
        Kind::One(codes) => range(codes),
        Kind::Several(codes) => format!("one or several of {}", range(codes)),
    }
}

fn must_be(need: sohoa::exchange::ead::Need) -> String {
    use sohoa::exchange::ead::Need;
    match need {
        Need::Must => "yes".to_owned(),
        Need::May => String::new(),
        Need::If(element, values) => format!("if `{element}` is `{}`", values.join("` or `")),
    }
}

fn computed(computed: Option<sohoa::exchange::ead::Computed>) -> String {
    use sohoa::exchange::ead::Computed;
    match computed {
        None => String::new(),
        Some(Computed::Template) => "template".to_owned(),
        Some(Computed::DossierName) => "name of the dossier or code of the lot".to_owned(),
        Some(Computed::Ordinal) => "place".to_owned(),
        Some(Computed::Documents) => "documents, counted".to_owned(),
        Some(Computed::Pages) => "pages, counted".to_owned(),
        Some(Computed::Sheets) => "sum of `tthc.sheets`".to_owned(),
        Some(Computed::Earliest) => "first `issuedDate`".to_owned(),
        Some(Computed::Latest) => "last `issuedDate`".to_owned(),
        Some(Computed::Agreed(path)) => format!("`{path}` of all documents"),
        Some(Computed::Union(path)) => format!("every `{path}` of the documents"),
    }
}

fn values_of(kind: &sohoa::records::fields::Kind) -> String {
    use sohoa::records::fields::Kind;
    let codes = |list: &sohoa::records::lists::List| {
        let code = |code: &sohoa::records::lists::Code| match code.vi.is_empty() {
            true => code.code.to_owned(),
            false => format!("{} {}", code.code, code.label()),
        };
        list.codes.iter().map(code).collect::<Vec<_>>().join(", ")
    };
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::One(list) => codes(list),
        Kind::Several(list) => format!("one or several of {}", codes(list)),
        Kind::Type => codes(&sohoa::records::lists::TYPE),
        Kind::Date => "date".to_owned(),
        Kind::Until => "date, `unlimited`, or a term such as `P5Y`".to_owned(),
        Kind::Count(digits) => format!("count of at most {digits} digits"),
        Kind::Flag => "yes or no".to_owned(),
        Kind::FileCode => "file code".to_owned(),
        Kind::DocCode => "file code, dot, ordinal".to_owned(),
        Kind::Agency => "identifier of an agency".to_owned(),
        Kind::Dossier => "dossier code of the one-stop system".to_owned(),
        Kind::Procedure => "procedure code".to_owned(),
        Kind::Area => "field of administration".to_owned(),
        Kind::Result => "result code".to_owned(),
        Kind::Owner => "personal id or tax code".to_owned(),
        Kind::Civil => "number/year".to_owned(),
        Kind::Split(_) => "read into two fields".to_owned(),
        Kind::Join => "says what a row is about".to_owned(),
    }
}

#[test]
fn the_reference_of_the_command_line_is_current() {
    let sandbox = Sandbox::new();
    let help = |arguments: &[&str]| {
        let mut command = sandbox.command(&[arguments, &["--help"]].concat());
        // Without a terminal the width is fixed, so that every machine writes the same.
        let output = command.env("COLUMNS", "100").output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>()
    };
    let mut text = String::from(
        "# The command line\n\n\
         Made from the program's own help; `just docs` writes it anew. `--lang vi` prints it in Vietnamese.\n",
    );
    let main = help(&[]);
    write!(text, "\n## sohoa\n\n```text\n{main}```\n").unwrap();
    for name in subcommands(&main) {
        let own = help(&[&name]);
        write!(text, "\n## sohoa {name}\n\n```text\n{own}```\n").unwrap();
        for below in subcommands(&own) {
            write!(text, "\n### sohoa {name} {below}\n\n```text\n{}```\n", help(&[&name, &below])).unwrap();
        }
    }
    assert_current("docs/cli.md", &text);
}

/// Returns the subcommands that a help text lists.
fn subcommands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    list.filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

/// An example of a README: commands, and what they print.
struct Example {
    commands: Vec<String>,
    output: Vec<String>,
}

/// Returns the section under a heading that holds one of these words: `sh` and `console` blocks are commands, in
/// `console` those after a `$`; everything else in blocks is output.
fn example(readme: &str, headings: &[&str]) -> Example {
    let is_heading = |line: &&str| line.starts_with("## ");
    let mut section =
        readme.lines().skip_while(|line| !(is_heading(line) && headings.iter().any(|h| line.contains(h))));
    let mut found = Example { commands: Vec::new(), output: Vec::new() };
    let mut block = None;
    section.next();
    for line in section.take_while(|line| !is_heading(line)) {
        match (block, line.strip_prefix("```")) {
            (None, Some(kind)) => block = Some(kind),
            (Some(_), Some(_)) => block = None,
            (Some("sh"), None) => found.commands.push(line.to_owned()),
            (Some(_), None) => match line.strip_prefix("$ ") {
                Some(command) => found.commands.push(command.to_owned()),
                None => found.output.push(line.to_owned()),
            },
            (None, None) => (),
        }
    }
    found
}

#[test]
fn the_first_example_of_each_readme_runs_as_written_and_prints_what_it_says() {
    for (readme, headings) in
        [("README.md", ["Two minutes", "two minutes"]), ("docs/vi/README.md", ["Hai phút", "hai phút"])]
    {
        match std::fs::read_to_string(root().join(readme)) {
            Ok(text) => run_example(readme, &example(&text, &headings)),
            Err(_) => skip(&format!("{readme} is not there")),
        }
    }
}

/// Stands in for cargo, since the program was built already: `build` has nothing to do, `run ... -- X` runs it.
const CARGO: &str = "#!/bin/sh\ncase $1 in build | install) exit 0 ;; esac\n\
                     while [ $# -gt 0 ] && [ \"$1\" != -- ]; do shift; done\nshift\nexec target/release/sohoa \"$@\"\n";

/// Runs an example in a copy of the clone, with the program that was built for the tests.
fn run_example(readme: &str, example: &Example) {
    assert!(!example.commands.is_empty(), "{readme} has no example");
    let sandbox = Sandbox::new();
    sandbox.copy("scans", "fixtures/scans");
    copy_tree(env!("CARGO_BIN_EXE_sohoa").as_ref(), &sandbox.path("target/release/sohoa"));
    sandbox.write("bin/cargo", CARGO.as_bytes());
    // A command that ends with 3 has findings to tell; any other failure is one of the README.
    let failed = "code=$?; [ $code = 3 ] || { echo \"exit $code: $BASH_COMMAND\"; exit 1; }";
    let script =
        format!("chmod +x bin/cargo; PATH=$PWD/bin:$PATH\ntrap '{failed}' ERR\n{}\n:\n", example.commands.join("\n"));
    let mut bash = Command::new("bash");
    bash.args(["-c", &script]).current_dir(sandbox.path(".")).env("LC_ALL", "C");
    bash.env_remove("SOHOA_ARCHIVE").env_remove("SOHOA_LANG");
    let output = bash.output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success(), "{readme}:\n{script}\n{said}");
    for line in example.output.iter().filter(|line| is_the_same_everywhere(line)) {
        assert!(said.lines().any(|other| other == line), "{readme} shows `{line}`, the program says\n{said}");
    }
}

/// Lines with a date, a time or an ellipsis are not the same everywhere.
fn is_the_same_everywhere(line: &str) -> bool {
    let varying = ["Time:", "Batch:", "Thời gian:", "Lô:", "[…", "…", " s)"];
    !line.is_empty() && !varying.iter().any(|part| line.contains(part))
}

#[test]
fn the_schema_of_sidecars_names_every_format_and_pdf() {
    let schema = std::fs::read(root().join("docs/sidecar.schema.json")).unwrap();
    let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    let named = &schema["$defs"]["page"]["properties"]["source"]["properties"]["format"]["enum"];
    let mut formats: Vec<&str> = sohoa::formats::ALL.iter().map(|format| format.name).collect();
    formats.push("pdf");
    assert_eq!(*named, serde_json::json!(formats));
}
