//! A folder to work in, the program to run, and what it answered.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use sohoa::records::profile::Profile;

/// The one instant of all tests: 2026-11-21T16:41:07Z.
pub const EPOCH: &str = "1795279267";

/// A temporary folder with room for sources and archives; gone afterwards.
pub struct Sandbox {
    folder: tempfile::TempDir,
}

/// What the program answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Sandbox {
    pub fn new() -> Sandbox {
        Sandbox { folder: tempfile::tempdir().unwrap() }
    }

    /// Returns a path in the sandbox.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Writes a file, with its folders.
    pub fn write(&self, inside: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(inside);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Copies a fixture file or folder to a place in the sandbox.
    pub fn copy(&self, fixture: &str, inside: &str) -> PathBuf {
        let target = self.path(inside);
        copy_tree(&fixtures().join(fixture), &target);
        target
    }

    /// Returns a command of the program: English, fixed time, working in the sandbox. Imports compare nothing, as that takes
    /// long and most fixtures show one and the same page; [`Sandbox::comparing`] does.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sohoa"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("SOURCE_DATE_EPOCH", EPOCH).env("LC_ALL", "C");
        command.env_remove("SOHOA_ARCHIVE").env_remove("SOHOA_LANG").env("SOHOA_NO_DEDUP", "true");
        command
    }

    /// Imports a source of the sandbox into `kho`, compares what came with what is there, and returns the JSON answer.
    pub fn comparing(&self, source: &str) -> Value {
        let mut command = self.command(&["ingest", source, "--archive", "kho", "--settle", "0", "--json"]);
        Answer::of(command.env_remove("SOHOA_NO_DEDUP").output().unwrap()).json()
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        Answer::of(self.command(arguments).output().unwrap())
    }

    /// Makes an archive called `kho`.
    pub fn init(&self) -> PathBuf {
        let answer = self.run(&["init", "kho", "--agency", "H26.15", "--name", "Kho thử"]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        self.path("kho")
    }

    /// Makes an archive whose batches hold at most so many documents.
    pub fn init_with_batches_of(&self, archive: &str, documents: u32) -> PathBuf {
        let built_in = Profile::built_in("vn-tt05").unwrap();
        let toml = built_in.replace("documents = 10_000", &format!("documents = {documents}"));
        assert_ne!(toml, built_in);
        self.init_with_profile(archive, &toml)
    }

    /// Makes an archive with a profile of its own.
    pub fn init_with_profile(&self, archive: &str, toml: &str) -> PathBuf {
        self.write("profile.toml", toml.as_bytes());
        let arguments = ["init", archive, "--agency", "H26.15", "--name", "Kho thử", "--profile", "profile.toml"];
        let answer = self.run(&arguments);
        assert_eq!(answer.code, 0, "{}", answer.err);
        self.path(archive)
    }

    /// Imports a source of the sandbox into `kho` and returns the JSON answer.
    pub fn ingest(&self, source: &str) -> Value {
        self.ingest_with(source, &[])
    }

    /// Imports likewise, with more arguments.
    pub fn ingest_with(&self, source: &str, more: &[&str]) -> Value {
        let answer = self.run(&[&["ingest", source, "--archive", "kho", "--settle", "0", "--json"], more].concat());
        assert!([0, 3].contains(&answer.code), "exit {}: {}", answer.code, answer.err);
        let json = answer.json();
        assert!(adds_up(&json), "{json}");
        json
    }

    /// Asserts that an archive has no problem at all.
    pub fn assert_sound(&self, archive: &str) {
        let answer = self.verify(&[archive, "--deep"]);
        assert_eq!(answer["findings"], serde_json::json!([]), "{archive}");
        assert_eq!(answer["ok"], answer["checked"]);
    }

    /// Verifies a target and returns the JSON answer.
    pub fn verify(&self, arguments: &[&str]) -> Value {
        let answer = self.run(&[&["verify", "--json"], arguments].concat());
        assert!([0, 3].contains(&answer.code), "exit {}: {}", answer.code, answer.err);
        answer.json()
    }
}

impl Answer {
    pub fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Returns the one JSON value on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// Says whether every input that was seen is accounted for.
pub fn adds_up(answer: &Value) -> bool {
    let number = |key: &str| answer["inputs"][key].as_u64().unwrap();
    number("seen") == ["stored", "duplicate", "quarantined", "ignored"].into_iter().map(number).sum::<u64>()
}

/// Returns the subjects of the findings of one code, sorted.
pub fn subjects(answer: &Value, code: &str) -> Vec<String> {
    let findings = answer["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] == code);
    let mut subjects: Vec<_> = findings.map(|finding| finding["subject"].as_str().unwrap().to_owned()).collect();
    subjects.sort();
    subjects
}

/// Returns the codes of the findings in an answer, sorted, each as often as it was found.
pub fn codes(answer: &Value) -> Vec<String> {
    let findings = answer["findings"].as_array().unwrap();
    let mut codes: Vec<_> = findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect();
    codes.sort();
    codes
}

/// Returns where the fixtures are.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Copies a file or a folder.
pub fn copy_tree(from: &Path, to: &Path) {
    if from.is_file() {
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(from, to).unwrap();
        return;
    }
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        copy_tree(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Returns every file below a folder, sorted.
pub fn files_in(root: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Returns the sidecars of an archive, in the order of their paths, each with the path of its PDF.
pub fn sidecars(archive: &Path) -> Vec<(PathBuf, Value)> {
    let is_sidecar = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
    let paths = files_in(&archive.join("batches")).into_iter().filter(is_sidecar);
    paths
        .map(|path| (path.with_extension("pdf"), serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap()))
        .collect()
}

/// Asserts that two archives hold the same bytes, and neither any work in progress.
pub fn assert_same(one: &Path, other: &Path) {
    let (trees, work) = ([tree(one), tree(other)], [one, other].map(|root| files_in(&root.join("staging"))));
    for (path, bytes) in &trees[0] {
        assert!(trees[1].get(path) == Some(bytes), "`{path}` differs or is missing");
    }
    assert_eq!(trees[0].len(), trees[1].len(), "more files in {}", other.display());
    assert!(work.iter().flatten().all(|path| path.ends_with("lock")), "{work:?}");
}

/// Returns every file below a folder with its bytes, but the catalogue (a cache) and work in progress.
pub fn tree(root: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = std::collections::BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap) {
        let inside = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let is_cache = inside.starts_with("catalogue.sqlite") || inside.starts_with("staging");
        if entry.file_type().is_file() && !is_cache {
            files.insert(inside, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// Returns a PDF of these objects, numbered from 1; the first is the catalog.
pub fn pdf_of<B: AsRef<[u8]>>(objects: &[B]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut xref = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        xref += &format!("{:010} 00000 n \n", pdf.len());
        pdf.extend(format!("{number} 0 obj\n").bytes());
        pdf.extend(object.as_ref());
        pdf.extend(b"\nendobj\n");
    }
    let (at, size) = (pdf.len(), objects.len() + 1);
    pdf.extend(format!("{xref}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n").bytes());
    pdf
}

/// Returns a PDF of one A4 page that shows `content`, with these entries in its catalog and its resources.
pub fn pdf_page(catalog: &str, resources: &str, content: &str) -> Vec<u8> {
    let page =
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << {resources} >> >>");
    let catalog = format!("<< /Type /Catalog /Pages 2 0 R {catalog} >>");
    let stream = format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len());
    pdf_of(&[catalog.as_str(), "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", &page, &stream])
}

/// Returns a scan: a page that is covered by the fixture `formats/jpeg/grey.jpg`, 85 by 117 pixels at 200 dpi.
pub fn pdf_scan() -> Vec<u8> {
    pdf_scan_with("")
}

/// Returns the same scan with these entries in the dictionary of its page.
pub fn pdf_scan_with(entries: &str) -> Vec<u8> {
    let data = std::fs::read(fixtures().join("formats/jpeg/grey.jpg")).unwrap();
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 30.6 42.12] /Contents 4 0 R \
         /Resources << /XObject << /I 5 0 R >> >> {entries} >>"
    );
    let content = b"<< /Length 29 >>\nstream\n30.6 0 0 42.12 0 0 cm /I Do  \nendstream";
    let mut image = format!(
        "<< /Type /XObject /Subtype /Image /Width 85 /Height 117 /ColorSpace /DeviceGray /BitsPerComponent 8 \
         /Filter /DCTDecode /Length {} >>\nstream\n",
        data.len()
    )
    .into_bytes();
    image.extend(data);
    image.extend(b"\nendstream");
    let pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    pdf_of(&[&b"<< /Type /Catalog /Pages 2 0 R >>"[..], pages, page.as_bytes(), content, &image])
}

/// Returns a PDF of one page with a word in a font that is not embedded: nothing mends it.
pub fn pdf_without_font() -> Vec<u8> {
    let font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>";
    pdf_page("", font, "BT /F 20 Tf 72 700 Td (Ban goc) Tj ET")
}
