//! Chapter 6.6 of ISO 19005-2: metadata streams, their properties, and the identification of part and level.
//!
//! An Info dictionary that says something else than the packet is allowed in part 2, so it is not looked at.

mod dates;
mod extension;
mod identification;
mod predefined;
mod streams;
mod types;

use std::io::{Read, Seek};

use self::extension::Schemas;
pub(super) use self::streams::Main;
use super::Document;
use super::report::{Breaches, Claim, Wanted};
use crate::pdf::Unreadable;
use crate::pdf::object::Id;
use crate::pdf::xmp::{Content, Name, Packet};
use crate::text;
use crate::text::Text;

/// Breaches that are told of one packet; a packet with more is not described any better by them.
const MOST: usize = 100;

/// One breach: its clause, and what is wrong.
type Said = (&'static str, Text);

/// Returns what the document's own packet claims.
pub(super) fn claim(main: &Main) -> Option<Claim> {
    let packet = main.packet.as_ref()?.as_ref().ok()?;
    identification::claim(packet.content.as_ref().ok()?)
}

/// Checks the document's own packet, and then all others by the schemas that it describes.
pub(super) fn check<R: Read + Seek>(document: &Document<'_, R>, main: &Main, out: &mut Breaches) {
    if !main.is_typed {
        out.add(
            "6.6.2.1-1",
            main.id,
            text!(
                "Catalog của PDF không có luồng siêu dữ liệu với Type Metadata và Subtype XML",
                "the catalog has no metadata stream with the Type Metadata and the Subtype XML"
            ),
        );
    }
    let mut schemas = Schemas::default();
    match &main.packet {
        Some(Ok(packet)) => {
            let (described, said) = judge_main(packet, document.wanted);
            schemas = described;
            said.into_iter().for_each(|(clause, what)| out.add(clause, main.id, what));
        }
        Some(Err(why)) => unreadable(main.id, why.clone(), out),
        None => {}
    }
    for id in streams::others(document.file, main.id) {
        // An object that cannot be read is a breach of the chapter on structure.
        let Ok(object) = document.file.get(id) else { continue };
        let Some(stream) = object.as_stream() else { continue };
        match streams::packet(document.file, stream) {
            Ok(packet) => {
                judge(&packet, &schemas).into_iter().for_each(|(clause, what)| out.add(clause, Some(id), what))
            }
            Err(why) => unreadable(Some(id), why, out),
        }
    }
}

fn unreadable(id: Option<Id>, why: Unreadable, out: &mut Breaches) {
    out.unreadable("6.6.2.1-4", id, why);
}

/// Judges the document's own packet; returns also the schemas that hold for the whole file.
fn judge_main(packet: &Packet, wanted: Wanted) -> (Schemas, Vec<Said>) {
    let mut out = Vec::new();
    form(packet, &mut out);
    let Ok(content) = &packet.content else { return (Schemas::default(), out) };
    let schemas = properties(content, &Schemas::default(), &mut out);
    identification::check(content, wanted, &mut out);
    (schemas, out)
}

/// Judges the packet of a page, an image or another part of the document.
fn judge(packet: &Packet, main: &Schemas) -> Vec<Said> {
    let mut out = Vec::new();
    form(packet, &mut out);
    if let Ok(content) = &packet.content {
        properties(content, main, &mut out);
    }
    out
}

/// Checks how the packet is written (6.6.2.1).
fn form(packet: &Packet, out: &mut Vec<Said>) {
    let header = packet.header.unwrap_or_default();
    if header.bytes {
        out.push(("6.6.2.1-2", text!("đầu gói XMP có thuộc tính bytes", "the XMP header has the attribute bytes")));
    }
    if header.encoding {
        let what = text!("đầu gói XMP có thuộc tính encoding", "the XMP header has the attribute encoding");
        out.push(("6.6.2.1-3", what));
    }
    match &packet.content {
        Err(what) => out.push(("6.6.2.1-4", what.clone())),
        Ok(_) if packet.header.is_none() || !packet.is_closed => {
            let what = text!(
                "gói XMP thiếu phần đầu hoặc phần cuối xpacket",
                "the XMP packet lacks its xpacket header or trailer"
            );
            out.push(("6.6.2.1-4", what));
        }
        Ok(_) => {}
    }
    if !packet.is_utf8 {
        out.push(("6.6.2.1-5", text!("gói XMP không viết bằng UTF-8", "the XMP packet is not written in UTF-8")));
    }
}

/// Checks all properties (6.6.2.3); returns the schemas that the packet describes.
fn properties(content: &Content, main: &Schemas, out: &mut Vec<Said>) -> Schemas {
    for name in content.repeated.iter().take(MOST) {
        let name = shown(name);
        let what = text!("thuộc tính {name} được ghi nhiều lần", "the property {name} is given more than once");
        out.push(("6.6.2.1-4", what));
    }
    let own = extension::read(content);
    extension::check(content, &own, main, out);
    let all = types::Types::default();
    for node in content.properties.iter().filter(|node| !extension::is_container(&node.name)) {
        if out.len() >= MOST {
            break;
        }
        let predefined = predefined::property(&node.name).map(|value_type| all.fits(node, value_type));
        let name = shown(&node.name);
        match predefined.or_else(|| own.judge(node, main)).or_else(|| main.judge(node, main)) {
            Some(true) => {}
            Some(false) => out.push((
                "6.6.2.3.1-2",
                text!(
                    "giá trị của {name} không đúng kiểu của lược đồ",
                    "the value of {name} has not the type of its schema"
                ),
            )),
            None => out.push((
                "6.6.2.3.1-1",
                text!(
                    "{name} không thuộc lược đồ định sẵn nào và không được mô tả trong tệp",
                    "{name} belongs to no predefined schema and is not described in the file"
                ),
            )),
        }
    }
    out.truncate(MOST);
    own
}

/// Spells a name of the file for people: short, and without what could disturb a terminal.
fn shown(name: &Name) -> String {
    let spelled = format!("{}:{}", name.prefix, name.local);
    spelled.chars().filter(|letter| !letter.is_control()).take(60).collect()
}

#[cfg(test)]
mod tests;
