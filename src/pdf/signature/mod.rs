//! The signatures of a PDF (ISO 32000-1, 12.8): found in all revisions, and read for what they say of themselves.
//!
//! Whether the covered bytes fit the digest that a signature names is computed here. Whether the signature is genuine,
//! made with the signer's key over that digest, is not checked, nor whether the certificate is to be trusted.
//! Nothing that stands in a signature keeps the file from being read.

mod cms;
mod cover;
mod find;
#[cfg(test)]
mod tests;
mod words;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::io::{self, Read, Seek};
use std::ops::Range;

use crate::digest::foreign::Algorithm;
use crate::pdf::file::File;
use crate::pdf::object::{Dict, Object};
use crate::sidecar::taken::{DigestState, Role, Signature};

pub use cms::signers;

use cms::Said;
use cover::Cover;

/// Fields that are looked at.
const FIELDS: usize = 100_000;

/// Reads all signatures in the bytes of a file, in their order, however broken the file is; `file` is what our reader
/// makes of it, where it can.
pub fn read<R: Read + Seek, F: Read + Seek>(input: &mut R, file: Option<&File<F>>) -> io::Result<Vec<Signature>> {
    let data = OnceCell::new();
    let is_data = |place| data.get_or_init(|| stream_data(file)).iter().any(|span: &Range<u64>| span.contains(&place));
    let mut signatures = Vec::new();
    for dict in find::dictionaries(input, &is_data)? {
        match dict {
            Some(dict) => signatures.push(describe(input, &dict)?),
            // A file that was cut off within a signature is a signed one nevertheless: nobody may mend it.
            None if file.is_none() => signatures.push(Signature::default()),
            None => (),
        }
    }
    Ok(signatures)
}

/// Returns where the data of streams lie: a signed PDF that is attached to another does not sign that.
fn stream_data<F: Read + Seek>(file: Option<&File<F>>) -> Vec<Range<u64>> {
    let span = |file: &File<F>, id| {
        let object = file.get(id).ok()?;
        let stream = object.as_stream()?;
        Some(stream.offset..stream.offset.saturating_add(stream.length))
    };
    file.into_iter().flat_map(|file| file.ids().into_iter().filter_map(move |id| span(file, id))).collect()
}

/// Says whether the catalog knows of a signature: permissions that one gives, or a field that is signed.
///
/// What cannot be read is passed over; [`read`] looks at the bytes themselves.
pub fn is_signed<R: Read + Seek>(file: &File<R>) -> bool {
    let Some(catalog) = file.catalog().ok() else { return false };
    let Some(catalog) = catalog.as_dict() else { return false };
    let permissions = file.value(catalog, "Perms").ok();
    let gives = |key| permissions.as_ref().and_then(|value| value.as_dict()).is_some_and(|dict| dict.has(key));
    if ["DocMDP", "UR", "UR3"].into_iter().any(gives) {
        return true;
    }
    let fields = || {
        let form = file.value(catalog, "AcroForm").ok()?;
        file.value(form.as_dict()?, "Fields").ok()
    };
    fields().is_some_and(|fields| has_signed(file, &fields))
}

/// Walks the tree of fields, each node once and not too many.
fn has_signed<R: Read + Seek>(file: &File<R>, fields: &Object) -> bool {
    let (mut waiting, mut seen) = (vec![(fields.clone(), false)], HashSet::new());
    while let Some((node, is_signature)) = waiting.pop() {
        if let Some(id) = node.as_ref()
            && (!seen.insert(id) || seen.len() > FIELDS)
        {
            continue;
        }
        let Ok(node) = file.resolve(&node) else { continue };
        if let Some(items) = node.as_array() {
            waiting.extend(items.iter().take(FIELDS).map(|item| (item.clone(), is_signature)));
        } else if let Some(field) = node.as_dict() {
            let kind = file.value(field, "FT").ok();
            let is_signature =
                kind.as_ref().and_then(|kind| kind.as_name()).map_or(is_signature, |kind| kind == b"Sig");
            let value = file.value(field, "V").ok();
            if is_signature && value.is_some_and(|value| value.as_dict().is_some()) {
                return true;
            }
            waiting.extend(field.get("Kids").map(|kids| (kids.clone(), is_signature)));
        }
        if waiting.len() > FIELDS {
            return false;
        }
    }
    false
}

fn describe<R: Read + Seek>(input: &mut R, dict: &Dict) -> io::Result<Signature> {
    let format = dict.get("SubFilter").and_then(Object::as_name).map(words::printable).unwrap_or_default();
    let cover = Cover::of(input, dict)?;
    let contents = dict.get("Contents").and_then(Object::as_string).unwrap_or_default();
    let said = cms::parse(contents, &format).unwrap_or_default();
    let digest = digest(input, &cover, &said)?;
    let Said { signer, issuer, serial, time, algorithm, .. } = said;
    let stated = dict.get("M").and_then(Object::as_string).and_then(words::date);
    Ok(Signature {
        role: role(dict, &format),
        format,
        signer,
        issuer,
        serial,
        time: time.or(stated),
        algorithm: algorithm.map(words::algorithm),
        covers: cover.ranges,
        covers_file: cover.is_file,
        digest,
        ..Signature::default()
    })
}

fn role(dict: &Dict, format: &str) -> Role {
    if format == "ETSI.RFC3161" {
        return Role::TimeStamp;
    }
    let references = dict.get("Reference").and_then(Object::as_array).unwrap_or_default();
    let methods = references.iter().filter_map(|reference| reference.as_dict()?.get("TransformMethod")?.as_name());
    for method in methods {
        match method {
            b"DocMDP" => return Role::Certification,
            b"UR" | b"UR3" => return Role::UsageRights,
            _ => (),
        }
    }
    Role::Approval
}

/// Compares the digest that the signature names with the one of the bytes; who named it is not asked.
fn digest<R: Read + Seek>(input: &mut R, cover: &Cover, said: &Said) -> io::Result<DigestState> {
    let (Some(algorithm), Some(expected)) = (said.algorithm, &said.digest) else { return Ok(DigestState::Unknown) };
    if cover.ranges.is_empty() {
        return Ok(DigestState::Unknown);
    }
    let found = cover.digest(input, algorithm)?;
    Ok(if found == *expected { DigestState::Matches } else { DigestState::Differs })
}

/// Returns the algorithm of an object identifier (RFC 5754, RFC 3370).
fn algorithm(oid: &str) -> Option<Algorithm> {
    match oid {
        "1.2.840.113549.2.5" => Some(Algorithm::Md5),
        "1.3.14.3.2.26" => Some(Algorithm::Sha1),
        "2.16.840.1.101.3.4.2.1" => Some(Algorithm::Sha256),
        "2.16.840.1.101.3.4.2.2" => Some(Algorithm::Sha384),
        "2.16.840.1.101.3.4.2.3" => Some(Algorithm::Sha512),
        _ => None,
    }
}
