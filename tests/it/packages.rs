//! Packages of TT 05/2025/TT-BNV, exported through the program from an archive with records: valid against the schemas that
//! they carry, accepted by eark-validator, and every digest recomputed by `sha256sum`.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::judges::{assert_accepts, has};
use crate::support::{Answer, Sandbox, files_in, tree};

const SCANS: [(&str, &str); 4] = [
    ("H26.15.20.2019.014", "001.tif"),
    ("H26.15.20.2019.014", "002.tif"),
    ("H26.15.20.2001.KS01", "001-2001.jpg"),
    ("H26.15.20.2001.KS01", "001-2002.png"),
];
const REQUEST: &str = "requestID = \"YC-2026-01\"\nrequestDate = 2026-11-22\npurpose = \"02\"\n";
const DOSSIERS: &str = "fileCode,title,maintenance,mode,language,startDate,endDate,numberOfPaper,paperFileCode,riskRecovery\n\
                        H26.15.20.2019.014,Hồ sơ \"một\" & <hai>,01,01,01,01/03/2019,03/03/2019,2,H26.15.K01.014,0\n\
                        H26.15.20.2001.001,Hồ sơ 2001,06,01,,,,2,H26.15.K01.001,\n";
const DOCUMENTS: &str = "docCode,fileCode,typeName,codeNumber,codeNotation,issuedDate,organName,subject,language,mode,file\n\
    H26.15.20.2019.014.0000001,H26.15.20.2019.014,02,1,QĐ-UBND,01/03/2019,UBND phường,Về việc & <thử>,01,01,001.tif\n\
    H26.15.20.2019.014.0000002,H26.15.20.2019.014,02,2,QĐ-UBND,03/03/2019,UBND phường,Về việc thử,01,01,002.tif\n\
    H26.15.20.2001.001.0000001,H26.15.20.2001.001,32,,,05/02/2001,UBND phường,Giấy khai sinh,01,01,001-2001.jpg\n\
    H26.15.20.2001.001.0000002,H26.15.20.2001.001,32,,,06/02/2001,UBND phường,Giấy khai sinh,01,01,001-2002.png\n";

/// Makes a sandbox with an archive `kho` of two dossiers; the second is kept for ten years.
fn archive() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init();
    for (folder, file) in SCANS {
        sandbox.copy(&format!("deliveries/clean/{folder}/{file}"), &format!("s/{file}"));
    }
    sandbox.write("s/ho-so.csv", DOSSIERS.as_bytes());
    sandbox.write("s/van-ban.csv", DOCUMENTS.as_bytes());
    let answer = sandbox.ingest_with("s", &["--group-by", "file"]);
    assert_eq!(answer["documents"], 4, "{answer}");
    sandbox.write("request.toml", REQUEST.as_bytes());
    sandbox
}

fn export(sandbox: &Sandbox, format: &str, out: &str, more: &[&str]) -> Answer {
    let order = ["export", "--archive", "kho", "--format", format, "--out", out, "--request", "request.toml"];
    sandbox.run(&[&order, more].concat())
}

/// Returns the packages in a folder, sorted.
fn packages(folder: &Path) -> Vec<PathBuf> {
    let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = folders.filter(|path| path.join("METS.xml").is_file()).collect();
    found.sort();
    found
}

/// Exports every format by every built-in profile.
fn all_kinds(sandbox: &Sandbox) -> Vec<PathBuf> {
    let mut made = Vec::new();
    for profile in ["tt05-text", "tt05-sample"] {
        for format in ["tt05-aip", "tt05-sip", "tt05-dip"] {
            for lot in [&[][..], &["--lot", "H26.15.2026.01.0000001"]] {
                let out = format!("{profile}-{format}-{}", lot.len());
                let answer =
                    export(sandbox, format, &out, &[&["--profile", profile, "--force-retention"], lot].concat());
                assert!([0, 3].contains(&answer.code), "{}{}", answer.out, answer.err);
                let found = packages(&sandbox.path(&out));
                assert_eq!(found.len(), if lot.is_empty() { 2 } else { 1 }, "{out}: {}{}", answer.out, answer.err);
                made.extend(found);
            }
        }
    }
    made
}

fn xmllint(schema: &Path, files: &[PathBuf]) {
    let output = Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).args(files).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A schema that imports those of a package, as METS itself looks for XLink in the network.
fn mets_schema(sandbox: &Sandbox, package: &Path) -> PathBuf {
    let import = |namespace: &str, file: &str| {
        let path = package.join("schemas").join(file);
        format!("<xs:import namespace=\"{namespace}\" schemaLocation=\"{}\"/>", path.display())
    };
    let imports = [
        import("http://www.w3.org/1999/xlink", "xlink.xsd"),
        import("http://www.loc.gov/METS/", "mets1_12.xsd"),
        import("https://DILCIS.eu/XML/METS/CSIPExtensionMETS", "DILCISExtensionMETS.xsd"),
    ];
    let schema = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:all\">";
    sandbox.write("all.xsd", format!("{schema}{}</xs:schema>", imports.concat()).as_bytes())
}

#[test]
fn every_kind_of_package_is_valid_against_the_schemas_that_it_carries() {
    if !has("xmllint") {
        return;
    }
    let sandbox = archive();
    for package in all_kinds(&sandbox) {
        let named = |folder: &str, begin: &str| -> Vec<PathBuf> {
            let files = files_in(&package.join(folder)).into_iter();
            let begins = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(begin);
            files.filter(|path| begins(path) && path.extension().is_some_and(|ending| ending == "xml")).collect()
        };
        let schema = |names: [&str; 2]| {
            names.map(|name| package.join("schemas").join(name)).into_iter().find(|path| path.is_file())
        };
        xmllint(&mets_schema(&sandbox, &package), &named("", "METS"));
        xmllint(&schema(["EAD.xsd", "ead.xsd"]).unwrap(), &named("metadata", "EAD"));
        let documents = named("representations/rep1/metadata", "EAD_");
        assert!(documents.len() >= 2);
        xmllint(&schema(["EAD_doc.xsd", "ead_doc.xsd"]).unwrap(), &documents);
        let premis = named("", "PREMIS");
        assert_eq!(premis.len(), if package.to_string_lossy().contains("aip") { 2 } else { 0 });
        if !premis.is_empty() {
            xmllint(&package.join("schemas/premis.xsd"), &premis);
        }
    }
}

#[test]
fn eark_validator_objects_to_nothing_but_what_the_circular_demands() {
    let sandbox = archive();
    let made = all_kinds(&sandbox);
    let made: Vec<&Path> = made.iter().map(PathBuf::as_path).collect();
    assert_accepts("eark.py", &made);
}

/// Runs a command that a package's own documentation gives, in a folder of it: the first block that names the program.
fn documented(program: &str, package: &Path, folder: &str) -> Output {
    let text = std::fs::read_to_string(package.join("documentation/README.txt")).unwrap();
    let blocks = text.split("\n\n").filter(|block| block.starts_with("  ") && block.contains(program));
    let script = format!("set -o pipefail\n{}", blocks.collect::<Vec<_>>()[0]);
    Command::new("bash").args(["-c", &script]).current_dir(package.join(folder)).output().unwrap()
}

#[test]
fn xmllint_validates_a_mets_without_a_network_as_the_package_says() {
    if !has("xmllint") {
        return;
    }
    let sandbox = archive();
    export(&sandbox, "tt05-aip", "out", &[]);
    let package = packages(&sandbox.path("out")).remove(0);
    assert!(documented("xmllint", &package, "").status.success());
    std::fs::remove_file(package.join("documentation/catalog.xml")).unwrap();
    assert!(!documented("xmllint", &package, "").status.success());
}

#[test]
fn sha256sum_recomputes_every_digest_as_the_package_itself_says() {
    if !has("sha256sum") {
        return;
    }
    let sandbox = archive();
    export(&sandbox, "tt05-aip", "out", &[]);
    let package = packages(&sandbox.path("out")).remove(0);
    for folder in ["", "representations/rep1"] {
        let output = documented("sha256sum", &package, folder);
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
    let pdf = files_in(&package.join("representations/rep1/data")).remove(0);
    let mut bytes = std::fs::read(&pdf).unwrap();
    bytes[20] ^= 1;
    std::fs::write(&pdf, bytes).unwrap();
    assert!(!documented("sha256sum", &package, "representations/rep1").status.success());
}

#[test]
fn the_same_archive_makes_the_same_packages_as_folders() {
    let sandbox = archive();
    export(&sandbox, "tt05-sip", "one", &["--force-retention"]);
    export(&sandbox, "tt05-sip", "other", &["--force-retention", "--jobs", "1"]);
    let (one, other) = (packages(&sandbox.path("one")), packages(&sandbox.path("other")));
    assert_eq!(one.len(), 2);
    one.iter().zip(&other).for_each(|(one, other)| assert!(tree(one) == tree(other)));
}

#[test]
fn what_is_not_kept_permanently_is_transferred_only_when_that_is_forced() {
    let sandbox = archive();
    let answer = export(&sandbox, "tt05-sip", "out", &["--json"]);
    assert_eq!(answer.code, 3);
    let told = answer.json()["findings"].as_array().unwrap().clone();
    assert_eq!(told.iter().filter(|finding| finding["code"] == "export.retention").count(), 2, "{told:?}");
    assert_eq!(
        export(&sandbox, "tt05-sip", "out", &["--force-retention", "--json"]).json()["packages"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn a_copy_without_a_request_is_not_made() {
    let sandbox = archive();
    let answer = sandbox.run(&["export", "--archive", "kho", "--format", "tt05-dip", "--out", "out", "--json"]);
    assert_eq!(answer.code, 1);
    assert!(["requestID", "requestDate", "purpose"].iter().all(|name| answer.err.contains(name)), "{}", answer.err);
}

#[test]
fn names_that_a_profile_gives_twice_are_refused_in_the_plan() {
    let sandbox = archive();
    let built_in = sohoa::exchange::profile::Profile::built_in("tt05-text").unwrap();
    let changed = |from: &str, to: &str| {
        let line = |line: &str| if line.starts_with(from) { to.to_owned() } else { line.to_owned() };
        built_in.lines().map(line).collect::<Vec<_>>().join("\n")
    };
    sandbox.write("zips.toml", changed("zip = ", "zip = \"goi\"").as_bytes());
    sandbox.write("files.toml", changed("data_file = ", "data_file = \"{fileCode}\"").as_bytes());
    let plan = |profile: &str, more: &[&str]| {
        let call = ["export", "--archive", "kho", "--format", "tt05-aip", "--dry-run", "--json", "--profile", profile];
        sandbox.run(&[&call, more].concat())
    };
    let answer = plan("zips.toml", &["--zip"]);
    assert_eq!(answer.json()["error"]["code"], "export.profile", "{}", answer.out);
    let answer = plan("files.toml", &[]);
    assert_eq!(crate::support::subjects(&answer.json(), "export.name").len(), 2, "{}", answer.out);
}

#[test]
fn a_dossier_leaves_without_its_damaged_document_and_the_other_whole() {
    let sandbox = archive();
    let pdf = files_in(&sandbox.path("kho/batches"));
    let pdf = pdf.into_iter().find(|path| path.ends_with("H26.15.20.2019.014.0000001.pdf")).unwrap();
    let mut bytes = std::fs::read(&pdf).unwrap();
    bytes[9] ^= 1;
    std::fs::write(&pdf, bytes).unwrap();
    let answer = export(&sandbox, "tt05-aip", "out", &["--strict", "--json"]).json();
    let of = |package: &serde_json::Value| (package["dossier"].clone(), package["documents"].as_u64().unwrap());
    let found: Vec<_> = answer["packages"].as_array().unwrap().iter().map(of).collect();
    assert_eq!(found.iter().map(|(_, n)| n).collect::<Vec<_>>(), [&2, &1], "{answer}");
    assert_eq!(found[1].0, "H26.15.20.2019.014");
    assert_eq!(crate::support::subjects(&answer, "export.incomplete"), ["H26.15.20.2019.014"]);
    for package in packages(&sandbox.path("out")) {
        let verified = sandbox.run(&["verify", package.to_str().unwrap()]);
        assert!(!verified.out.contains("error"), "{}", verified.out);
    }
}
