//! Names, dates and algorithms of signatures, as text that can be shown.

use der::asn1::ObjectIdentifier;
use der::{Tag, Tagged};
use x509_cert::name::Name;

use crate::digest::foreign::Algorithm;

/// No name is longer.
const LONGEST: usize = 200;

/// Returns the common name, else the whole name.
pub fn name(name: &Name) -> Option<String> {
    const COMMON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
    let attributes = name.0.iter().flat_map(|part| part.0.as_slice());
    let common = attributes.rev().find(|attribute| attribute.oid == COMMON);
    let text = match common {
        Some(attribute) => decode(attribute.value.tag(), attribute.value.value()),
        None => name.to_string(),
    };
    let text = clean(&text);
    (!text.is_empty()).then_some(text)
}

/// Decodes a string of a certificate (X.520): BMPString is UTF-16, TeletexString is used as Latin 1.
fn decode(tag: Tag, bytes: &[u8]) -> String {
    match tag {
        Tag::BmpString => {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Leaves out what cannot be shown, and cuts what is too long.
fn clean(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect::<String>().trim().to_owned()
}

/// Returns a PDF name as text.
pub fn printable(name: &[u8]) -> String {
    clean(&String::from_utf8_lossy(name))
}

/// Returns bytes in hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns how an algorithm is called.
pub fn algorithm(algorithm: Algorithm) -> String {
    let name = match algorithm {
        Algorithm::Md5 => "MD5",
        Algorithm::Sha1 => "SHA-1",
        Algorithm::Sha224 => "SHA-224",
        Algorithm::Sha256 => "SHA-256",
        Algorithm::Sha384 => "SHA-384",
        Algorithm::Sha512 => "SHA-512",
    };
    name.to_owned()
}

/// Reads a PDF date (ISO 32000-1, 7.9.4) and returns it as RFC 3339; without an offset it is of no use.
pub fn date(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix("D:")?;
    let digits = text.get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = text.get(14..)?;
    let offset = match rest.bytes().next()? {
        b'Z' => "+00:00".to_owned(),
        sign @ (b'+' | b'-') => {
            let hours = rest.get(1..3)?;
            let minutes = rest.get(4..6).unwrap_or("00");
            format!("{}{hours}:{minutes}", char::from(sign))
        }
        _ => return None,
    };
    let (day, time) = digits.split_at(8);
    let text =
        format!("{}-{}-{}T{}:{}:{}{offset}", &day[..4], &day[4..6], &day[6..], &time[..2], &time[2..4], &time[4..]);
    // What is no instant, such as a 31st of April, is not told.
    text.parse::<jiff::Timestamp>().ok().map(|_| text)
}
