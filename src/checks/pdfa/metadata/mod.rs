//! Chapter 6.6 of ISO 19005-2: metadata streams, their properties, and the identification of part and level.
//!
//! An Info dictionary that says something else than the packet is allowed in part 2, so it is not looked at.

mod dates;
mod extension;
mod identification;
mod predefined;
mod types;

pub use extension::Schemas;

use crate::pdf::xmp::{self, Content, Name, Packet};
use crate::text;
use crate::text::Text;

/// Breaches that are told of one packet; a packet with more is not described any better by them.
const MOST: usize = 100;

/// One breach: its clause, and what is wrong.
pub type Said = (&'static str, Text);

/// What a file claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The part of ISO 19005.
    pub part: u8,
    /// The level, as it is written.
    pub level: Option<char>,
}

/// The level that a file is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Level B.
    B,
    /// Level U.
    U,
}

/// Checks the document's own packet; returns also what it claims and the schemas that hold for the whole file.
pub fn check_main(bytes: &[u8], wanted: Wanted) -> (Option<Claim>, Schemas, Vec<Said>) {
    let packet = xmp::read(bytes);
    let mut out = Vec::new();
    form(&packet, &mut out);
    let Ok(content) = &packet.content else { return (None, Schemas::default(), out) };
    let schemas = properties(content, None, &mut out);
    identification::check(content, wanted, &mut out);
    (identification::claim(content), schemas, out)
}

/// Checks the packet of a page, an image or another part of the document.
pub fn check_packet(bytes: &[u8], main: &Schemas) -> Vec<Said> {
    let packet = xmp::read(bytes);
    let mut out = Vec::new();
    form(&packet, &mut out);
    if let Ok(content) = &packet.content {
        properties(content, Some(main), &mut out);
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
fn properties(content: &Content, main: Option<&Schemas>, out: &mut Vec<Said>) -> Schemas {
    for name in content.repeated.iter().take(MOST) {
        let name = shown(name);
        let what = text!("thuộc tính {name} được ghi nhiều lần", "the property {name} is given more than once");
        out.push(("6.6.2.1-4", what));
    }
    let own = extension::read(content);
    let none = Schemas::default();
    let main = main.unwrap_or(&none);
    extension::check(content, &own, main, out);
    let all = types::Types::default();
    for node in content.properties.iter().filter(|node| !extension::is_container(&node.name)) {
        if out.len() >= MOST {
            break;
        }
        let predefined = predefined::property(&node.name).map(|value_type| all.fits(node, value_type));
        let name = shown(&node.name);
        match predefined.or_else(|| own.judge(node)).or_else(|| main.judge(node)) {
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
