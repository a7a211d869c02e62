//! Small documents, sound and hostile.

use super::*;

fn events(xml: &str) -> Result<Vec<String>, Text> {
    let mut reader = Xml::new(xml.as_bytes());
    let mut found = Vec::new();
    loop {
        match reader.next() {
            Ok(Some(Event::Open(element))) => found.push(format!("<{}", element.name)),
            Ok(Some(Event::Text(text))) => found.push(text),
            Ok(Some(Event::Close)) => found.push(">".to_owned()),
            Ok(None) => return Ok(found),
            Err(Stop::Malformed(malformed)) => return Err(malformed.what),
            Err(Stop::Unreadable(error)) => panic!("{error}"),
        }
    }
}

fn wrong(xml: &str) -> String {
    events(xml).unwrap_err().en
}

#[test]
fn text_comes_whole_between_its_tags() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- x --><m:a>\n <b>H&#7891; <![CDATA[<sơ>]]> &amp;<!-- y --> z</b><c/></m:a>\n";
    assert_eq!(events(xml).unwrap(), ["<a", "<b", "Hồ <sơ> & z", ">", "<c", ">", ">"]);
}

#[test]
fn a_document_type_and_its_entities_are_refused() {
    let file = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#;
    assert_eq!(wrong(file), "it has a DOCTYPE");
    assert_eq!(wrong("<a>&x;</a>"), "it has an entity that XML does not know");
    assert_eq!(wrong("<a b=\"&x;\"/>"), "it has an entity that XML does not know");
}

#[test]
fn characters_that_xml_does_not_allow_are_refused_wherever_they_stand() {
    let places = ["<a>{}</a>", "<a><![CDATA[{}]]></a>", "<a b='{}'/>", "<a><!--{}--></a>", "<a><?x {}?></a>"];
    for place in places {
        for letter in ["\0", "\u{1}", "\u{1f}", "\u{fffe}"] {
            let xml = place.replace("{}", letter);
            assert_eq!(wrong(&xml), "it has a character that XML does not allow", "{xml:?}");
        }
        assert!(events(&place.replace("{}", "\t\r\n ~\u{7f}ế\u{10ffff}")).is_ok());
    }
    for reference in ["&#1;", "&#x1F;", "&#xFFFF;", "&#0;"] {
        assert!(events(&format!("<a>{reference}</a>")).is_err() && events(&format!("<a b='{reference}'/>")).is_err());
    }
    assert_eq!(events("<a>x&#10;&#9;y</a>").unwrap(), ["<a", "x\n\ty", ">"]);
}

#[test]
fn what_grows_without_end_is_refused() {
    assert_eq!(wrong(&"<a>".repeat(DEEPEST + 1)), "elements are nested too deeply");
    assert_eq!(wrong(&format!("<a>{}</a>", "x&amp;".repeat(LONGEST_TEXT))), "a text is too long");
    let mut endless = Xml::new(b"<a b=\"".chain(io::repeat(b'x')));
    assert!(matches!(endless.next(), Err(Stop::Malformed(wrong)) if wrong.what.en == "a piece of the XML is too long"));
    let mut wide = Xml::new(b"<a><b>".chain(io::repeat(b' ')));
    assert!((0..3).any(|_| wide.next().is_err()));
}

#[test]
fn what_is_no_xml_is_told_with_its_place() {
    for xml in ["", "x", "<a>", "<a></b>", "<a/><b/>", "<a/>x", "<a b=1/>", "<a b='1' b='2'/>", "<a>&</a>", "</a>"] {
        assert!(events(xml).is_err(), "{xml}");
    }
    let mut reader = Xml::new("<a>\n<b>\n</c></a>".as_bytes());
    let stop = std::iter::from_fn(|| Some(reader.next())).find_map(Result::err).unwrap();
    assert!(matches!(stop, Stop::Malformed(Malformed { line: 3, byte: 8.., .. })));
    assert_eq!(
        wrong("<?xml version='1.0' encoding='windows-1258'?><a/>"),
        "the declared encoding is neither UTF-8 nor UTF-16"
    );
    let mut odd = Xml::new(&b"<a>\xFF</a>"[..]);
    assert!((0..3).any(|_| odd.next().is_err()));
}

#[test]
fn a_source_that_fails_is_no_fault_of_the_document() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("torn"))
        }
    }
    let mut reader = Xml::new(b"<a>".chain(Broken));
    let stop = (0..2).find_map(|_| reader.next().err()).unwrap();
    assert!(matches!(stop, Stop::Unreadable(error) if error.to_string() == "torn"));
}

#[test]
fn attributes_are_found_by_their_local_name_whatever_the_case() {
    let mut reader = Xml::new(&b"<f x:type='simple' TYPE='Mixed' xlink:href='a&amp;b'/>"[..]);
    let Ok(Some(Event::Open(element))) = reader.next() else { panic!() };
    assert_eq!(element.attribute("type"), Some("Mixed"));
    assert_eq!(element.attribute("HREF"), Some("a&b"));
    assert!(element.is("F") && element.attribute("ref").is_none());
}

#[test]
fn leaves_are_gathered_with_their_paths_and_the_rest_is_passed_over() {
    let mut reader = Xml::new("<a><o>\n<i><k> x </k></i><v/>t</o><s><s><x/></s>y</s><z/></a>".as_bytes());
    (0..2).for_each(|_| _ = reader.next().unwrap());
    let leaves: Vec<(String, String, u64)> =
        reader.leaves().unwrap().into_iter().map(|leaf| (leaf.path, leaf.text, leaf.line)).collect();
    assert_eq!(leaves, [("i/k".to_owned(), "x".to_owned(), 2), ("v".to_owned(), String::new(), 2)]);
    assert!(matches!(reader.next().unwrap(), Some(Event::Open(s)) if s.is("s")));
    reader.skip().unwrap();
    assert!(matches!(reader.next().unwrap(), Some(Event::Open(z)) if z.is("z")));
    assert_eq!((reader.next().unwrap(), reader.next().unwrap()), (Some(Event::Close), Some(Event::Close)));
    assert_eq!(reader.next().unwrap(), None);
}
