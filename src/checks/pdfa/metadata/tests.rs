//! Packets, one change away from a sound one, and the clause that each change breaks.

use super::*;
use crate::pdf::xmp;

const DESCRIPTIONS: &str = r#"<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:own="own#" xmlns:part="part#" xmp:CreateDate="2024-02-29"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" xmlns:pdfaType="http://www.aiim.org/pdfa/ns/type#"
 xmlns:pdfaField="http://www.aiim.org/pdfa/ns/field#">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">1</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>2</rdf:li></rdf:Seq></dc:creator>
<pdf:Producer>3</pdf:Producer>
<xmpMM:History><rdf:Seq><rdf:li stEvt:action="created" stEvt:when="2024-02-29T10:00:00+07:00"/></rdf:Seq></xmpMM:History>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<own:whole><rdf:Bag><rdf:li rdf:parseType="Resource"><part:number>4</part:number></rdf:li></rdf:Bag></own:whole>
<own:plain>5</own:plain>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
 <pdfaSchema:schema>6</pdfaSchema:schema><pdfaSchema:namespaceURI>own#</pdfaSchema:namespaceURI>
 <pdfaSchema:prefix>own</pdfaSchema:prefix>
 <pdfaSchema:property><rdf:Seq>
  <rdf:li rdf:parseType="Resource"><pdfaProperty:name>whole</pdfaProperty:name>
  <pdfaProperty:valueType>Bag Closed Choice of Part</pdfaProperty:valueType>
  <pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>7</pdfaProperty:description></rdf:li>
  <rdf:li rdf:parseType="Resource"><pdfaProperty:name>plain</pdfaProperty:name>
  <pdfaProperty:valueType>Plain</pdfaProperty:valueType>
  <pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>8</pdfaProperty:description></rdf:li>
 </rdf:Seq></pdfaSchema:property>
 <pdfaSchema:valueType><rdf:Seq>
  <rdf:li rdf:parseType="Resource"><pdfaType:type>Part</pdfaType:type><pdfaType:namespaceURI>part#</pdfaType:namespaceURI>
  <pdfaType:prefix>part</pdfaType:prefix><pdfaType:description>9</pdfaType:description>
  <pdfaType:field><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaField:name>number</pdfaField:name>
   <pdfaField:valueType>Integer</pdfaField:valueType><pdfaField:description>10</pdfaField:description></rdf:li></rdf:Seq>
  </pdfaType:field></rdf:li>
  <rdf:li rdf:parseType="Resource"><pdfaType:type>Plain</pdfaType:type><pdfaType:namespaceURI>x#</pdfaType:namespaceURI>
  <pdfaType:prefix>x</pdfaType:prefix><pdfaType:description>11</pdfaType:description></rdf:li>
 </rdf:Seq></pdfaSchema:valueType>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"#;

/// Wraps descriptions into a packet.
fn packet(descriptions: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">{descriptions}</rdf:RDF></x:xmpmeta>\n\
         <?xpacket end=\"w\"?>"
    )
}

/// Changes the sound packet in one place.
fn changed(from: &str, to: &str) -> String {
    let sound = packet(DESCRIPTIONS);
    assert_eq!(sound.matches(from).count(), 1, "{from}");
    sound.replace(from, to)
}

fn clauses(out: &[Said]) -> Vec<&'static str> {
    out.iter().map(|(clause, _)| *clause).collect()
}

/// Returns all that a packet breaks as that of a document.
fn said(packet: &[u8], wanted: Wanted) -> Vec<Said> {
    judge_main(&xmp::read(packet), wanted).1
}

/// Returns the clauses that a packet breaks as that of a document.
fn broken(packet: &str) -> Vec<&'static str> {
    clauses(&said(packet.as_bytes(), Wanted::U))
}

fn claimed(packet: &str) -> Option<Claim> {
    identification::claim(&xmp::read(packet.as_bytes()).content.unwrap())
}

#[test]
fn a_packet_with_all_that_is_allowed_is_sound() {
    assert_eq!(said(packet(DESCRIPTIONS).as_bytes(), Wanted::U), []);
    assert_eq!(claimed(&packet(DESCRIPTIONS)), Some(Claim { part: 2, level: Some('U') }));
}

#[test]
fn the_form_of_a_packet_is_checked() {
    for (from, to, clause) in [
        ("<?xpacket begin", "<?xpacket bytes='9' begin", "6.6.2.1-2"),
        ("<?xpacket begin", "<?xpacket encoding='UTF-8' begin", "6.6.2.1-3"),
        ("</x:xmpmeta>", "", "6.6.2.1-4"),
        ("<pdf:Producer>3</pdf:Producer>", "<pdf:Producer>3</pdf:Producer><pdf:Producer/>", "6.6.2.1-4"),
        ("<?xpacket end=\"w\"?>", "", "6.6.2.1-4"),
        ("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n", "", "6.6.2.1-4"),
        ("<?xpacket begin", "<?xml version='1.0' encoding='UTF-16'?><?xpacket begin", "6.6.2.1-5"),
    ] {
        assert_eq!(broken(&changed(from, to)), [clause], "{from}");
    }
    let wide: Vec<u8> = packet(DESCRIPTIONS).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(clauses(&said(&wide, Wanted::U)), ["6.6.2.1-5"]);
    let latin = packet(DESCRIPTIONS).replace('3', "é").chars().map(|letter| letter as u8).collect::<Vec<_>>();
    assert_eq!(clauses(&said(&latin, Wanted::U)), ["6.6.2.1-4", "6.6.2.1-5"]);
}

#[test]
fn properties_must_be_predefined_or_described() {
    for (from, to) in [
        ("<pdf:Producer>3</pdf:Producer>", "<pdf:Trapped>False</pdf:Trapped>"),
        ("<own:plain>5</own:plain>", "<own:other>5</own:other>"),
        ("<own:plain>5</own:plain>", "<part:plain>5</part:plain>"),
        ("<pdf:Producer>3</pdf:Producer>", "<pdfaid:rev>2020</pdfaid:rev>"),
    ] {
        assert_eq!(broken(&changed(from, to)), ["6.6.2.3.1-1"], "{to}");
    }
}

#[test]
fn values_must_have_the_type_of_their_property() {
    for (from, to) in [
        ("xmp:CreateDate=\"2024-02-29\"", "xmp:CreateDate=\"2024-13-29\""),
        ("xmp:CreateDate=\"2024-02-29\"", "xmp:CreateDate=\"D:20240229\""),
        ("<rdf:li xml:lang=\"x-default\">1</rdf:li>", "<rdf:li>1</rdf:li>"),
        ("<dc:creator><rdf:Seq><rdf:li>2</rdf:li></rdf:Seq></dc:creator>", "<dc:creator>2</dc:creator>"),
        ("stEvt:when=\"2024-02-29T10:00:00+07:00\"", "stEvt:when=\"yesterday\""),
        ("stEvt:action=\"created\"", "stEvt:changed=\"/\""),
        ("stEvt:action=\"created\"", "xmp:action=\"created\""),
        ("<part:number>4</part:number>", "<part:number>four</part:number>"),
        ("<part:number>4</part:number>", "<part:other>4</part:other>"),
        ("<own:plain>5</own:plain>", "<own:plain><rdf:Bag><rdf:li>5</rdf:li></rdf:Bag></own:plain>"),
    ] {
        assert_eq!(broken(&changed(from, to)), ["6.6.2.3.1-2"], "{to}");
    }
}

#[test]
fn descriptions_of_schemas_must_be_complete_and_exact() {
    for (from, to, clause) in [
        ("<pdfaSchema:schema>6</pdfaSchema:schema>", "", "6.6.2.3.3-2"),
        ("<pdfaSchema:prefix>own</pdfaSchema:prefix>", "", "6.6.2.3.3-4"),
        ("<pdfaProperty:category>internal", "<pdfaProperty:category>both", "6.6.2.3.3-9"),
        ("<pdfaProperty:description>7</pdfaProperty:description>", "", "6.6.2.3.3-10"),
        ("<pdfaType:prefix>part</pdfaType:prefix>", "", "6.6.2.3.3-13"),
        ("<pdfaType:description>9</pdfaType:description>", "", "6.6.2.3.3-14"),
        ("<pdfaField:description>10</pdfaField:description>", "", "6.6.2.3.3-18"),
        ("<pdfaSchema:schema>6<", "<pdfaSchema:other>6</pdfaSchema:other><pdfaSchema:schema>6<", "6.6.2.3.2-1"),
        ("<pdfaSchema:schema>6<", "<own:other>6</own:other><pdfaSchema:schema>6<", "6.6.2.3.2-1"),
    ] {
        assert_eq!(broken(&changed(from, to)), [clause], "{from}");
    }
}

#[test]
fn what_a_faulty_description_leaves_undescribed_is_told_too() {
    for (from, to, clause) in [
        ("<pdfaSchema:namespaceURI>own#</pdfaSchema:namespaceURI>", "", "6.6.2.3.3-3"),
        ("<pdfaProperty:name>plain</pdfaProperty:name>", "", "6.6.2.3.3-7"),
        ("<pdfaProperty:valueType>Plain<", "<pdfaProperty:valueType>Unknown<", "6.6.2.3.3-8"),
        ("<pdfaType:type>Part</pdfaType:type>", "", "6.6.2.3.3-11"),
        ("<pdfaType:namespaceURI>part#</pdfaType:namespaceURI>", "", "6.6.2.3.3-12"),
        ("<pdfaField:name>number</pdfaField:name>", "", "6.6.2.3.3-16"),
        ("<pdfaField:valueType>Integer<", "<pdfaField:valueType>Number<", "6.6.2.3.3-17"),
    ] {
        let found = broken(&changed(from, to));
        assert!(found.contains(&clause) && found.iter().any(|clause| clause.starts_with("6.6.2.3.1-")), "{found:?}");
    }
}

#[test]
fn descriptions_lie_in_arrays_of_the_right_kind() {
    let sound = packet(DESCRIPTIONS);
    for (name, kind, other, clause) in [
        ("pdfaExtension:schemas", "Bag", "Seq", "6.6.2.3.3-1"),
        ("pdfaSchema:property", "Seq", "Bag", "6.6.2.3.3-5"),
        ("pdfaSchema:valueType", "Seq", "Bag", "6.6.2.3.3-6"),
        ("pdfaType:field", "Seq", "Bag", "6.6.2.3.3-15"),
    ] {
        let (before, rest) = sound.split_once(&format!("<{name}>")).unwrap();
        let (inner, behind) = rest.rsplit_once(&format!("</{name}>")).unwrap();
        let inner = inner.trim();
        let inner = inner.strip_prefix(&format!("<rdf:{kind}>")).unwrap();
        let inner = inner.strip_suffix(&format!("</rdf:{kind}>")).unwrap();
        let packet = format!("{before}<{name}><rdf:{other}>{inner}</rdf:{other}></{name}>{behind}");
        assert_eq!(broken(&packet), [clause], "{name}");
    }
}

#[test]
fn the_prefixes_of_descriptions_are_fixed() {
    let sound = packet(DESCRIPTIONS);
    for (prefix, clause) in [
        ("pdfaExtension", "6.6.2.3.3-1"),
        ("pdfaSchema", "6.6.2.3.3-2"),
        ("pdfaProperty", "6.6.2.3.3-7"),
        ("pdfaType", "6.6.2.3.3-11"),
        ("pdfaField", "6.6.2.3.3-16"),
    ] {
        let other = sound.replace(&format!("{prefix}:"), "other:").replace(&format!("xmlns:{prefix}="), "xmlns:other=");
        assert!(broken(&other).contains(&clause), "{prefix}");
    }
}

#[test]
fn the_identification_is_checked() {
    for (from, to, clause) in [
        ("<pdfaid:part>2<", "<pdfaid:part>3<", "6.6.4-2"),
        ("<pdfaid:part>2</pdfaid:part>", "", "6.6.4-2"),
        ("<pdfaid:conformance>U<", "<pdfaid:conformance>B<", "6.6.4-3"),
        ("<pdfaid:conformance>U<", "<pdfaid:conformance>u<", "6.6.4-3"),
        ("<pdfaid:conformance>U</pdfaid:conformance>", "", "6.6.4-3"),
        ("<pdfaid:part>2</pdfaid:part>", "<p:part xmlns:p='http://www.aiim.org/pdfa/ns/id/'>2</p:part>", "6.6.4-4"),
        (
            "<pdfaid:conformance>U</pdfaid:conformance>",
            "<p:conformance xmlns:p='http://www.aiim.org/pdfa/ns/id/'>U</p:conformance>",
            "6.6.4-5",
        ),
        ("<pdf:Producer>3</pdf:Producer>", "<p:amd xmlns:p='http://www.aiim.org/pdfa/ns/id/'>1</p:amd>", "6.6.4-6"),
        ("<pdf:Producer>3</pdf:Producer>", "<p:corr xmlns:p='http://www.aiim.org/pdfa/ns/id/'>1</p:corr>", "6.6.4-7"),
    ] {
        assert_eq!(broken(&changed(from, to)), [clause], "{to}");
    }
    let other = changed("\"http://www.aiim.org/pdfa/ns/id/\"", "\"https://www.aiim.org/pdfa/ns/id/\"");
    assert_eq!(broken(&other), ["6.6.2.3.1-1", "6.6.2.3.1-1", "6.6.4-1"]);
    assert_eq!(broken("<a/>"), ["6.6.2.1-4"]);
}

#[test]
fn level_b_takes_every_level_and_other_parts_are_read() {
    let claim = |part: &str, level: &str| {
        let packet = changed("<pdfaid:part>2<", &format!("<pdfaid:part>{part}<"));
        claimed(&packet.replace("conformance>U<", &format!("conformance>{level}<")))
    };
    assert_eq!(said(packet(DESCRIPTIONS).as_bytes(), Wanted::B), []);
    assert_eq!(claim("1", "A"), Some(Claim { part: 1, level: Some('A') }));
    assert_eq!(claim("4", "E"), Some(Claim { part: 4, level: Some('E') }));
    assert_eq!(claim("4", ""), Some(Claim { part: 4, level: None }));
    assert_eq!(claim("two", "B"), None);
}

#[test]
fn a_packet_of_a_page_may_use_the_descriptions_of_the_document() {
    let (schemas, _) = judge_main(&xmp::read(packet(DESCRIPTIONS).as_bytes()), Wanted::U);
    let page = packet("<rdf:Description rdf:about='' xmlns:own='own#'><own:plain>1</own:plain></rdf:Description>");
    let page = xmp::read(page.as_bytes());
    assert_eq!(judge(&page, &schemas), []);
    assert_eq!(clauses(&judge(&page, &Schemas::default())), ["6.6.2.3.1-1"]);
}

#[test]
fn a_packet_of_a_page_may_describe_properties_of_types_that_the_document_describes() {
    let (schemas, _) = judge_main(&xmp::read(packet(DESCRIPTIONS).as_bytes()), Wanted::U);
    let valued = |space: &str| {
        let value = format!("<page:own rdf:parseType='Resource'><t:number xmlns:t='{space}'>4</t:number></page:own>");
        let start = DESCRIPTIONS.find("<dc:title>").unwrap();
        let end = DESCRIPTIONS.find("<pdfaExtension:schemas>").unwrap();
        let page = DESCRIPTIONS.replace(&DESCRIPTIONS[start..end], &value).replace("own#", "page#");
        let page = page.replace("xmlns:own", "xmlns:page").replace("<pdfaSchema:prefix>own", "<pdfaSchema:prefix>page");
        let page = page
            .replace("<pdfaProperty:name>whole", "<pdfaProperty:name>own")
            .replace("Bag Closed Choice of Part", "Part");
        let types = page.find("<pdfaSchema:valueType>").unwrap();
        let behind = page.find("</pdfaSchema:valueType>").unwrap();
        let page = page.replace(&page[types..behind], "<pdfaSchema:valueType><rdf:Seq/>").replace("Plain", "Text");
        clauses(&judge(&xmp::read(packet(&page).as_bytes()), &schemas))
    };
    assert_eq!(valued("part#"), [""; 0]);
    assert_eq!(valued("other#"), ["6.6.2.3.1-2"]);
}

#[test]
fn a_packet_with_very_many_faults_tells_some_of_them() {
    let many: String = (0..1000).map(|number| format!("<own:x{number}/>")).collect();
    let all = format!("<rdf:Description rdf:about='' xmlns:own='own#'>{many}</rdf:Description>");
    assert_eq!(judge(&xmp::read(packet(&all).as_bytes()), &Schemas::default()).len(), MOST);
}
