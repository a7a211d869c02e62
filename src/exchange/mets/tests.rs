//! One small METS, read whole, cut short, and grown large.

use super::*;

const SMALL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<mets:mets xmlns:mets="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:csip="https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
  OBJID="uuid-A" TYPE="Mixed" PROFILE="p">
 <mets:metsHdr CREATEDATE="2026-01-02T03:04:05.000+07:00" csip:OAISPACKAGETYPE="AIP">
  <mets:agent ROLE="CREATOR" TYPE="OTHER" OTHERTYPE="SOFTWARE"><mets:name>sohoa</mets:name><mets:note csip:NOTETYPE="SOFTWARE VERSION">1</mets:note></mets:agent>
 </mets:metsHdr>
 <mets:dmdSec ID="d1"><mets:mdRef LOCTYPE="URL" MDTYPE="EAD" xlink:type="simple" xlink:href="metadata/descriptive/EAD.xml" SIZE="12" CHECKSUM="AB" CHECKSUMTYPE="SHA-256"/></mets:dmdSec>
 <mets:amdSec><mets:digiprovMD ID="a1" STATUS="CURRENT"><mets:mdWrap MDTYPE="PREMIS"><mets:xmlData><file xmlns="x"/></mets:xmlData></mets:mdWrap></mets:digiprovMD></mets:amdSec>
 <mets:fileSec><mets:fileGrp USE="Representations/rep1"><mets:fileGrp USE="Data">
  <mets:file ID="f1" SIZE="3" CHECKSUM="CD" CHECKSUMTYPE="SHA-256" MIMETYPE="application/pdf" CREATED="2026-01-02T03:04:05+07:00" ADMID="a1 a2" DMDID="d1"><mets:FLocat LOCTYPE="URL" xlink:type="simple" xlink:href="data/a.pdf"/></mets:file>
 </mets:fileGrp></mets:fileGrp></mets:fileSec>
 <mets:structMap TYPE="PHYSICAL" LABEL="CSIP"><mets:div ID="s0" LABEL="uuid-A"><mets:div LABEL="Metadata" DMDID="d1"><mets:fptr FILEID="f1"/></mets:div><mets:div><mets:mptr xlink:href="representations/rep1/METS.xml"/></mets:div></mets:div></mets:structMap>
</mets:mets>"#;

fn items(xml: &str) -> Result<Vec<Item>, Stop> {
    let mut mets = Mets::new(xml.as_bytes());
    let mut found = Vec::new();
    while let Some(item) = mets.next()? {
        found.push(item);
    }
    Ok(found)
}

#[test]
fn everything_that_checks_need_is_handed_over_in_order() {
    let items = items(SMALL).unwrap();
    let some = |text: &str| Some(text.to_owned());
    let Item::Root(root) = &items[0] else { panic!() };
    assert_eq!(
        (root.id.as_deref(), root.kind.as_deref(), root.profile.as_deref()),
        (Some("uuid-A"), Some("Mixed"), Some("p"))
    );
    assert!(
        matches!(&items[1], Item::Header(header) if header.package_type == some("AIP") && header.created.is_some())
    );
    assert!(matches!(&items[2], Item::Agent(agent) if agent.name == some("sohoa") && agent.notes == ["1"]));
    assert!(matches!(&items[3], Item::Metadata(Metadata { section, file, kind, .. })
        if section == "dmdSec" && file.hrefs == ["metadata/descriptive/EAD.xml"] && *kind == some("EAD") && file.checksum == some("AB")));
    assert!(matches!(&items[4], Item::Metadata(Metadata { section_id, file, status, .. })
        if *section_id == some("a1") && file.hrefs.is_empty() && *status == some("CURRENT")));
    let Item::File(file) = &items[5] else { panic!() };
    assert_eq!(
        (&file.groups[..], &file.metadata[..]),
        (&["Representations/rep1".to_owned(), "Data".to_owned()][..], &["a1", "a2", "d1"].map(str::to_owned)[..])
    );
    assert_eq!(
        (&file.hrefs[..], &file.size, &file.mimetype),
        (&["data/a.pdf".to_owned()][..], &some("3"), &some("application/pdf"))
    );
    assert!(
        matches!(&items[6], Item::Division(division) if division.depth == 0 && division.map == (some("PHYSICAL"), some("CSIP")))
    );
    assert!(matches!(&items[7], Item::Division(division) if division.depth == 1 && division.metadata == ["d1"]));
    assert_eq!(items[8], Item::Pointer(Pointer::File("f1".to_owned())));
    assert_eq!(items[10], Item::Pointer(Pointer::Mets("representations/rep1/METS.xml".to_owned())));
    assert_eq!(items.len(), 11);
}

#[test]
fn prefixes_and_case_do_not_matter() {
    let plain = SMALL
        .replace("mets:", "")
        .replace("xlink:href", "HREF")
        .replace("<file ", "<FILE ")
        .replace("</file>", "</FILE>");
    let count = |items: Vec<Item>| {
        items.iter().filter(|item| matches!(item, Item::File(file) if file.hrefs == ["data/a.pdf"])).count()
    };
    assert_eq!(count(items(&plain).unwrap()), 1);
}

#[test]
fn another_root_is_no_mets() {
    assert!(matches!(items("<simpledc/>"), Err(Stop::Malformed(_))));
}

#[test]
fn a_mets_that_is_cut_short_anywhere_is_refused() {
    for end in (0..SMALL.len()).filter(|end| SMALL.is_char_boundary(*end)) {
        assert!(items(&SMALL[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_mets_of_many_files_is_read_as_it_comes() {
    let file = "<file ID='f' SIZE='1'><FLocat href='data/a.pdf'/></file>".repeat(1000);
    let files = std::iter::repeat_n(file, 100).fold(Box::new(&b"<mets><fileSec>"[..]) as Box<dyn Read>, |all, part| {
        Box::new(all.chain(std::io::Cursor::new(part)))
    });
    let mut mets = Mets::new(files.chain(&b"</fileSec></mets>"[..]));
    let mut n_files = 0;
    while let Some(item) = mets.next().unwrap() {
        n_files += u64::from(matches!(item, Item::File(_)));
    }
    assert_eq!(n_files, 100_000);
}
