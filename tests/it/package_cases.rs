//! Packages of TT 05/2025 with one fault each, and code and subject of every finding that it should cost.

use crate::package_maker::{
    Base, DOC1, DOC2, EAD, PDF1, PDF2, PREMIS, REP, REP_METS, REP_PREMIS, Tree, change, content, list_package,
    list_representation, set, sha256,
};

/// When a fault comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Before anything lists the files, so that all digests are right.
    Content,
    /// Before the package's METS lists that of the representation.
    Representation,
    /// Behind the maker's back.
    Whole,
}
use When::{Content, Representation, Whole};

/// One fault, and code and subject of what it costs.
pub struct Case {
    pub name: &'static str,
    base: Base,
    when: When,
    damage: fn(&mut Tree),
    pub expected: &'static [(&'static str, &'static str)],
}

const fn aip(
    name: &'static str,
    when: When,
    damage: fn(&mut Tree),
    expected: &'static [(&'static str, &'static str)],
) -> Case {
    Case { name, base: Base::Aip, when, damage, expected }
}

const fn sip(
    name: &'static str,
    when: When,
    damage: fn(&mut Tree),
    expected: &'static [(&'static str, &'static str)],
) -> Case {
    Case { base: Base::Sip, ..aip(name, when, damage, expected) }
}

fn rename(tree: &mut Tree, from: &str, to: &str) {
    let bytes = tree.remove(from).unwrap();
    tree.insert(to.to_owned(), bytes);
}

/// Changes what stands `n_before` lines before the line that holds a text.
fn change_near(tree: &mut Tree, path: &str, near: &str, n_before: usize, from: &str, to: &str) {
    let text = String::from_utf8(tree[path].clone()).unwrap();
    let at = text.lines().position(|line| line.contains(near)).unwrap() - n_before;
    let line = text.lines().nth(at).unwrap();
    assert!(line.contains(from), "{line}");
    let lines =
        text.lines().enumerate().map(|(n, line)| if n == at { line.replacen(from, to, 1) } else { line.to_owned() });
    set(tree, path, lines.collect::<Vec<_>>().join("\n"));
}

pub const CASES: &[Case] = &[
    aip("sound AIP", Whole, |_| (), &[]),
    sip("sound SIP", Whole, |_| (), &[]),
    // Files.
    aip("changed", Whole, |t| t.get_mut(PDF1).unwrap()[12] ^= 1, &[("fixity.mismatch", PDF1)]),
    aip(
        "missing",
        Whole,
        |t| drop(t.remove("schemas/EAD.xsd")),
        &[("fixity.missing", "schemas/EAD.xsd"), ("package.schemas", "")],
    ),
    aip("extra", Whole, |t| set(t, "Thumbs.db", "x"), &[("fixity.extra", "Thumbs.db")]),
    aip(
        "extra in data",
        Whole,
        |t| set(t, "representations/rep1/data/b.txt", "x"),
        &[("fixity.extra", "representations/rep1/data/b.txt")],
    ),
    aip(
        "size",
        Representation,
        |t| change_near(t, REP_METS, "HS.2019.1.1.pdf", 1, "SIZE=\"", "SIZE=\"1"),
        &[("package.premis-fixity", REP_PREMIS), ("package.size", PDF1)],
    ),
    aip(
        "no size",
        Representation,
        |t| change_near(t, REP_METS, "HS.2019.1.1.pdf", 1, "SIZE=\"", "NOSIZE=\""),
        &[("package.size", PDF1)],
    ),
    aip(
        "no digest",
        Whole,
        |t| change_near(t, "METS.xml", "schemas/", 1, "CHECKSUM=\"", "NOSUM=\""),
        &[("package.digest", "schemas/EAD.xsd")],
    ),
    aip(
        "no algorithm",
        Whole,
        |t| change_near(t, "METS.xml", "schemas/", 1, "SHA-256", "TIGER"),
        &[("package.digest", "schemas/EAD.xsd")],
    ),
    aip(
        "short digest",
        Whole,
        |t| change_near(t, "METS.xml", "schemas/", 1, "SHA-256", "SHA-512"),
        &[("package.digest", "schemas/EAD.xsd")],
    ),
    aip(
        "small letters",
        Whole,
        |t| {
            let digest = sha256(b"<schema/>");
            change(t, "METS.xml", &digest, &digest.to_lowercase());
        },
        &[("package.digest-case", "METS.xml")],
    ),
    aip(
        "MD5",
        Whole,
        |t| {
            let digest = sha256(b"<schema/>");
            change_near(t, "METS.xml", "schemas/", 1, &digest, "DF5EBC7B565581A5A70F395E83D0894D");
            change_near(t, "METS.xml", "schemas/", 1, "SHA-256", "MD5");
        },
        &[("package.algorithm", "METS.xml")],
    ),
    aip(
        "other capitals",
        Whole,
        |t| rename(t, "schemas/EAD.xsd", "schemas/ead.xsd"),
        &[("package.name-case", "schemas/ead.xsd")],
    ),
    aip(
        "name",
        Content,
        |t| rename(t, "schemas/EAD.xsd", "schemas/Lược đồ.xsd"),
        &[("package.file-name", "schemas/Lược đồ.xsd")],
    ),
    aip(
        "listed twice",
        Whole,
        |t| {
            change(
                t,
                "METS.xml",
                "</fileGrp>",
                &format!(
                    "<file ID=\"X\" SIZE=\"9\" CHECKSUM=\"{}\" CHECKSUMTYPE=\"SHA-256\"><FLocat xlink:href=\"schemas/EAD.xsd\"/></file></fileGrp>",
                    sha256(b"<schema/>")
                ),
            )
        },
        &[("package.listed-twice", "schemas/EAD.xsd")],
    ),
    sip(
        "holey",
        Representation,
        |t| {
            t.remove(PDF1);
            set(t, "representations/rep1/data/HS.2019.1.1.pdf.fetch.txt", "HS.2018.1.1");
        },
        &[("package.fetch", "representations/rep1/data/HS.2019.1.1.pdf.fetch.txt")],
    ),
    // Links and ids.
    aip(
        "link outside",
        Whole,
        |t| {
            change(
                t,
                "METS.xml",
                "</fileGrp>",
                "<file ID=\"X\"><FLocat xlink:href=\"../../etc/passwd\"/></file></fileGrp>",
            )
        },
        &[("package.href", "METS.xml")],
    ),
    aip(
        "link to the disk",
        Whole,
        |t| {
            change(
                t,
                "METS.xml",
                "</fileGrp>",
                "<file ID=\"X\"><FLocat xlink:href=\"file:///etc/passwd\"/></file></fileGrp>",
            )
        },
        &[("package.href", "METS.xml")],
    ),
    aip(
        "no link",
        Whole,
        |t| change(t, "METS.xml", "</fileGrp>", "<file ID=\"X\"/></fileGrp>"),
        &[("package.href", "METS.xml")],
    ),
    aip(
        "id twice",
        Whole,
        |t| change(t, "METS.xml", "<div ID=\"S\">", "<div ID=\"D0\">"),
        &[("package.id-twice", "METS.xml")],
    ),
    aip(
        "id unknown",
        Whole,
        |t| change(t, "METS.xml", "<div ID=\"S\">", "<div ID=\"S\" ADMID=\"none\">"),
        &[("package.id-unknown", "METS.xml")],
    ),
    // What the METS says of the package.
    aip(
        "no kind",
        Whole,
        |t| change(t, "METS.xml", " csip:OAISPACKAGETYPE=\"AIP\"", ""),
        &[("package.header", "METS.xml")],
    ),
    aip(
        "other kind inside",
        Representation,
        |t| change(t, REP_METS, "\"AIP\"", "\"SIP\""),
        &[("package.header", REP_METS)],
    ),
    aip("no OBJID", Whole, |t| change(t, "METS.xml", "OBJID", "NOID"), &[("package.header", "METS.xml")]),
    aip("other OBJID", Whole, |t| change(t, "METS.xml", "OBJID=\"uuid-9", "OBJID=\"uuid-8"), &[("package.name", "")]),
    aip("type", Whole, |t| change(t, "METS.xml", "TYPE=\"Mixed\"", "TYPE=\"Book\""), &[("package.mets", "METS.xml")]),
    aip(
        "no agent",
        Whole,
        |t| change(t, "METS.xml", "<agent><name>n</name></agent>", ""),
        &[("package.mets", "METS.xml")],
    ),
    aip("time", Whole, |t| change(t, "METS.xml", "37.690+07:00", "37.690Z"), &[("package.time", "METS.xml")]),
    aip(
        "no map",
        Whole,
        |t| {
            change(t, "METS.xml", "<structMap TYPE=\"PHYSICAL\" LABEL=\"CSIP\">", "<structLink>");
            change(t, "METS.xml", "</structMap>", "</structLink>");
        },
        &[("package.structure", "METS.xml")],
    ),
    aip(
        "map of another kind",
        Whole,
        |t| change(t, "METS.xml", "LABEL=\"CSIP\"", "LABEL=\"X\""),
        &[("package.structure", "METS.xml")],
    ),
    aip(
        "map without a part",
        Whole,
        |t| change(t, "METS.xml", "LABEL=\"schemas\"", "LABEL=\"x\""),
        &[("package.structure", "METS.xml")],
    ),
    aip(
        "no representation",
        Content,
        |t| t.retain(|path, _| !path.starts_with("representations")),
        &[
            ("package.representation", ""),
            ("package.total", EAD),
            ("package.structure", "METS.xml"),
            ("package.pages", EAD),
        ],
    ),
    aip(
        "representation without a word",
        Whole,
        |t| {
            let digest = sha256(&t[REP_METS]);
            change(t, "METS.xml", &format!("SIZE=\"{}\"", t[REP_METS].len()), "SIZE=\"9\"");
            change(t, "METS.xml", &digest, &sha256(b"<schema/>"));
            change(t, "METS.xml", &format!("href=\"{REP_METS}\""), "href=\"schemas/EAD.xsd\"");
        },
        &[("package.listed-twice", "schemas/EAD.xsd"), ("package.representation", REP_METS)],
    ),
    aip(
        "no schemas",
        Content,
        |t| drop(t.remove("schemas/EAD.xsd")),
        &[("package.schemas", ""), ("package.structure", "METS.xml")],
    ),
    // XML.
    aip("METS cut short", Whole, |t| t.get_mut("METS.xml").unwrap().truncate(900), &[("package.xml", "METS.xml")]),
    aip(
        "entities",
        Content,
        |t| change(t, EAD, "<simpledc>", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><simpledc>"),
        &[("package.xml", EAD)],
    ),
    aip(
        "nested deeply",
        Content,
        |t| change(t, EAD, "<simpledc>", &format!("<simpledc>{}{}", "<a>".repeat(100), "</a>".repeat(100))),
        &[("package.xml", EAD)],
    ),
    aip("another encoding", Content, |t| change(t, EAD, "UTF-8", "windows-1258"), &[("package.xml", EAD)]),
    // Records.
    aip("no record", Content, |t| drop(t.remove(EAD)), &[("package.record", ""), ("package.structure", "METS.xml")]),
    aip(
        "unknown field",
        Content,
        |t| change(t, EAD, "<title>", "<khac>x</khac><title>"),
        &[("package.field-unknown", EAD)],
    ),
    aip(
        "old field",
        Content,
        |t| {
            change(t, EAD, "<mode>", "<Rights>");
            change(t, EAD, "</mode>", "</Rights>");
        },
        &[("package.field-old", EAD)],
    ),
    aip(
        "capitals of a field",
        Content,
        |t| {
            change(t, EAD, "<title>", "<Title>");
            change(t, EAD, "</title>", "</Title>");
        },
        &[("package.field-case", EAD)],
    ),
    aip(
        "field twice",
        Content,
        |t| change(t, EAD, "<title>", "<title>x</title><title>"),
        &[("package.field-twice", EAD)],
    ),
    aip(
        "field missing",
        Content,
        |t| change(t, EAD, "<title>Tập hồ sơ</title>", "<title> </title>"),
        &[("package.field-missing", EAD)],
    ),
    aip(
        "field missing on a condition",
        Content,
        |t| change(t, EAD, "<riskRecovery>0", "<riskRecovery>1"),
        &[("package.field-missing", EAD)],
    ),
    aip("field long", Content, |t| change(t, DOC1, "Quyết định 1", &"đ".repeat(501)), &[("package.field-long", DOC1)]),
    aip(
        "field of another list",
        Content,
        |t| change(t, DOC1, "<mode>01", "<mode>09"),
        &[("package.field-value", DOC1)],
    ),
    aip("date", Content, |t| change(t, DOC1, "01/03/2019", "2019-03-01"), &[("package.field-value", DOC1)]),
    aip(
        "end before start",
        Content,
        |t| change(t, EAD, "<endDate>31/12/2019", "<endDate>31/12/2018"),
        &[("package.dates", EAD), ("package.document-dates", DOC1), ("package.document-dates", DOC2)],
    ),
    sip(
        "kept for 20 years",
        Content,
        |t| change(t, EAD, "<maintenance>01", "<maintenance>05"),
        &[("package.retention", EAD)],
    ),
    sip(
        "one kept for 20 years",
        Content,
        |t| change(t, DOC2, "<maintenance>01", "<maintenance>05"),
        &[("package.retention", DOC2)],
    ),
    // Documents.
    aip(
        "no record of a document",
        Content,
        |t| drop(t.remove(DOC2)),
        &[("package.document-record", PDF2), ("package.total", EAD)],
    ),
    sip(
        "no file of a document",
        Content,
        |t| drop(t.remove(PDF2)),
        &[("package.document-file", DOC2), ("package.pages", EAD)],
    ),
    sip(
        "code twice",
        Content,
        |t| change(t, DOC2, "HS.2019.1.0000002", "HS.2019.1.0000001"),
        &[("package.code-twice", DOC2)],
    ),
    sip(
        "code of another dossier",
        Content,
        |t| change(t, DOC2, "HS.2019.1.0000002", "HS.2021.1.0000002"),
        &[("package.code", DOC2)],
    ),
    aip("number and code", Content, |t| change(t, DOC2, "<docOrdinal>2", "<docOrdinal>7"), &[("package.code", DOC2)]),
    aip("total", Content, |t| change(t, EAD, "<totalDoc>2", "<totalDoc>3"), &[("package.total", EAD)]),
    aip(
        "pages of a document",
        Content,
        |t| change(t, DOC1, "<numberOfPage>1", "<numberOfPage>2"),
        &[("package.pages", DOC1)],
    ),
    aip(
        "pages of the dossier",
        Content,
        |t| change(t, EAD, "<numberOfPage>2", "<numberOfPage>5"),
        &[("package.pages", EAD)],
    ),
    sip("broken PDF", Content, |t| set(t, PDF1, "%PDF-1.7 nothing"), &[("package.pdf", PDF1)]),
    // PREMIS.
    aip("no PREMIS", Content, |t| drop(t.remove(PREMIS)), &[("package.premis", "")]),
    aip("no PREMIS inside", Content, |t| drop(t.remove(REP_PREMIS)), &[("package.premis", REP)]),
    sip("PREMIS unasked", Content, |t| set(t, PREMIS, "<premis/>"), &[("package.premis-unasked", PREMIS)]),
    aip(
        "PREMIS of another file",
        Content,
        |t| {
            let digest = sha256(&t[PDF1]);
            change(t, REP_PREMIS, &digest, &sha256(b"other"));
        },
        &[("package.premis-fixity", REP_PREMIS)],
    ),
    aip(
        "PREMIS without events",
        Content,
        |t| {
            change(t, PREMIS, "creation", "x");
            change(t, REP_PREMIS, ">transfer<", ">x<");
        },
        &[("package.premis-event", PREMIS)],
    ),
];

pub fn make(case: &Case) -> Tree {
    let mut tree = content(case.base);
    let at = |tree: &mut Tree, when: When| {
        if case.when == when {
            (case.damage)(tree)
        }
    };
    at(&mut tree, Content);
    if tree.keys().any(|path| path.starts_with(REP)) {
        list_representation(&mut tree, case.base);
    }
    at(&mut tree, Representation);
    list_package(&mut tree, case.base);
    at(&mut tree, Whole);
    tree
}
