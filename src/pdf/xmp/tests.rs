//! Packets, sound and unsound: what they mean, and that none can take more than its bounds.

use super::*;

/// Wraps descriptions into a packet.
fn packet(descriptions: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <r:RDF xmlns:r=\"{RDF}\" xmlns:a=\"a#\">{descriptions}</r:RDF></x:xmpmeta><?xpacket end=\"w\"?>"
    )
}

/// Reads one description of these children.
fn content(children: &str) -> Result<Content, Text> {
    read(packet(&format!("<r:Description r:about=\"\">{children}</r:Description>")).as_bytes()).content
}

/// Returns the only property.
fn value(children: &str) -> Value {
    let mut properties = content(children).unwrap().properties;
    assert_eq!(properties.len(), 1);
    properties.remove(0).value
}

fn texts(nodes: &[Node]) -> Vec<(&str, &str)> {
    nodes.iter().map(|node| (&*node.name.local, node.text().unwrap())).collect()
}

#[test]
fn a_simple_value_may_be_element_attribute_address_or_qualified() {
    let wanted = Value::Text("1 & 2".to_owned());
    assert_eq!(value("<a:p>1 &amp; 2</a:p>"), wanted);
    assert_eq!(value("<a:p r:resource=\"1 &amp; 2\"/>"), wanted);
    assert_eq!(value("<a:p r:parseType='Resource'><r:value>1 &amp; 2</r:value><a:q>x</a:q></a:p>"), wanted);
    assert_eq!(value("<a:p><r:Description><r:value>1 &amp; 2</r:value></r:Description></a:p>"), wanted);
    let attribute = read(packet("<r:Description r:about='' a:p='1 &#38; 2'/>").as_bytes()).content.unwrap();
    assert_eq!(attribute.get("a#", "p").unwrap().value, wanted);
}

#[test]
fn a_structure_may_be_written_in_four_ways() {
    for written in [
        "<a:p r:parseType='Resource'><a:x>1</a:x><a:y>2</a:y></a:p>",
        "<a:p><r:Description><a:x>1</a:x><a:y>2</a:y></r:Description></a:p>",
        "<a:p><r:Description a:x='1' a:y='2'/></a:p>",
        "<a:p a:x='1' a:y='2'/>",
    ] {
        let Value::Structure(fields) = value(written) else { panic!("{written}") };
        assert_eq!(texts(&fields), [("x", "1"), ("y", "2")], "{written}");
    }
}

#[test]
fn an_array_keeps_its_kind_and_whether_items_say_their_language() {
    let written = "<a:p><r:Alt><r:li xml:lang='x-default'>1</r:li><r:li>2</r:li></r:Alt></a:p>";
    let Value::Array(Kind::Alt, items) = value(written) else { panic!() };
    assert_eq!(texts(&items), [("li", "1"), ("li", "2")]);
    assert!(items[0].has_language && !items[1].has_language);
}

#[test]
fn a_property_given_twice_is_told_and_the_first_counts() {
    let content = content("<a:p>1</a:p><a:p>2</a:p>").unwrap();
    assert_eq!(texts(&content.properties), [("p", "1")]);
    assert!(content.repeated[0].is("a#", "p"));
}

#[test]
fn unsound_rdf_has_no_content() {
    for children in [
        "<p>without a namespace</p>",
        "<a:p>text<a:q/></a:p>",
        "<a:p><a:x/><a:y/></a:p>",
        "<a:p r:parseType='Literal'><b/></a:p>",
        "<a:p><r:Bag><a:li/></r:Bag></a:p>",
        "<a:p><r:List/></a:p>",
        "<r:about>x</r:about>",
        "<a:p r:parseType='Resource'><r:li>x</r:li></a:p>",
        "<a:p a:x='1'>2</a:p>",
        "text",
    ] {
        assert!(content(children).is_err(), "{children}");
    }
    let two = packet("<r:Description r:about='x'/><r:Description r:about='y'/>");
    assert!(read(two.as_bytes()).content.is_err());
    assert!(read(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>").content.is_err());
}

#[test]
fn xml_that_is_not_well_formed_has_no_content() {
    for children in [
        "<a:p>",
        "<a:p></a:q>",
        "<a:p>&unknown;</a:p>",
        "<a:p>&#1;</a:p>",
        "<a:p>\u{1}</a:p>",
        "<a:p>]]></a:p>",
        "<a:p a:x='1' a:x='2'/>",
        "<a:p a:x='<'/>",
        "<b:p/>",
        "<a:1/>",
        "<!-- -- -->",
        "<?xml version='1.0'?>",
    ] {
        assert!(content(children).is_err(), "{children}");
    }
    for document in ["", "text", "<a/><b/>", "<a/>text", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<a>"] {
        assert!(read(document.as_bytes()).content.is_err(), "{document}");
    }
}

#[test]
fn the_wrapper_is_told_even_around_broken_xml() {
    let packet = read(b"<?xpacket begin='' id='x' bytes='9' encoding='UTF-8'?><a");
    assert_eq!(packet.header, Some(Header { bytes: true, encoding: true }));
    assert!(!packet.is_closed && packet.content.is_err());
    let packet = read(tests::packet("").as_bytes());
    assert_eq!((packet.header, packet.is_closed), (Some(Header::default()), true));
}

#[test]
fn utf_16_is_read_and_told() {
    let text = packet("<r:Description r:about='' a:p='é'/>");
    let big = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect::<Vec<_>>();
    let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    for bytes in [big, little] {
        let packet = read(&bytes);
        assert!(!packet.is_utf8);
        assert_eq!(texts(&packet.content.unwrap().properties), [("p", "é")]);
    }
    assert!(read(b"\xFE\xFF\x00").content.is_err());
    assert!(!read(b"<a>\xE9</a>").is_utf8);
    assert!(!read(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>").is_utf8);
    assert!(read("\u{FEFF}<?xml version='1.0' encoding='utf-8'?><a/>".as_bytes()).is_utf8);
}

#[test]
fn every_bound_holds() {
    let deep = format!("{}{}", "<a:p>".repeat(100), "</a:p>".repeat(100));
    let wide: String = (0..300).map(|number| format!(" a:x{number}=''")).collect();
    for children in [
        deep,
        format!("<a:p{wide}/>"),
        "<a:p/>".repeat(200_001),
        format!("<a:{}/>", "p".repeat(2000)),
        format!("<b:p xmlns:b='{}'/>", "b".repeat(2000)),
    ] {
        assert!(content(&children).is_err(), "{}", &children[..20]);
    }
    assert!(read(&vec![b' '; LONGEST + 1]).content.is_err());
}

#[test]
fn a_packet_cut_anywhere_does_no_harm() {
    let whole = packet("<r:Description r:about='' a:p='é'><a:q><r:Bag><r:li>&lt;</r:li></r:Bag></a:q></r:Description>");
    for end in 0..whole.len() - 20 {
        assert!(read(&whole.as_bytes()[..end]).content.is_err(), "{end}");
    }
    assert!(read(whole.as_bytes()).content.is_ok());
}
