//! What stands in the container of a signature (CMS, RFC 5652; time-stamps, RFC 3161): who, when, and over which digest.
//!
//! The certificates are read for names and numbers; nothing is verified but the digests that lie within each other.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{AnyRef, GeneralizedTime, ObjectIdentifier, OctetStringRef};
use der::{Any, DateTime, Decode, Encode, Reader, SliceReader};
use x509_cert::attr::Attribute;
use x509_cert::certificate::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;
use x509_cert::time::Time;

use super::{algorithm, words};
use crate::digest::foreign::Algorithm;

const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const SIGNING_TIME: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.5");
const KEY_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");

/// What a container says.
#[derive(Debug, Default, PartialEq)]
pub struct Said {
    /// The subject of the signer's certificate.
    pub signer: Option<String>,
    /// Its issuer.
    pub issuer: Option<String>,
    /// Its serial number in hex digits.
    pub serial: Option<String>,
    /// RFC 3339.
    pub time: Option<String>,
    /// What the bytes of the file are digested with.
    pub algorithm: Option<Algorithm>,
    /// The digest that the bytes of the file should have, in hex digits.
    pub digest: Option<String>,
}

/// Reads the container of a signature of some format; `None` if it is none.
pub fn parse(contents: &[u8], format: &str) -> Option<Said> {
    let data = signed_data(contents)?;
    let signer = data.signer_infos.0.iter().next()?;
    let mut said = Said::default();
    (said.issuer, said.serial, said.signer) = names(&data, signer);
    let content = data.encap_content_info.econtent.as_ref().and_then(octets);
    let stated = attribute(signer, MESSAGE_DIGEST).and_then(|value| value.decode_as::<OctetStringRef<'_>>().ok());
    let stated = stated.map(|octets| words::hex(octets.as_bytes()));
    let own = algorithm(&signer.digest_alg.oid.to_string());
    said.time = attribute(signer, SIGNING_TIME).and_then(|value| Time::from_der(&value.to_der().ok()?).ok()).map(time);
    match (format, content) {
        ("ETSI.RFC3161", Some(content)) => {
            let stamp = Stamp::parse(content)?;
            said.time = Some(stamp.time);
            if is_digest_of(content, own, stated.as_deref()) {
                (said.algorithm, said.digest) = (stamp.algorithm, Some(stamp.digest));
            }
        }
        ("adbe.pkcs7.sha1", Some(content)) => {
            if stated.is_none() || is_digest_of(content, own, stated.as_deref()) {
                (said.algorithm, said.digest) = (Some(Algorithm::Sha1), Some(words::hex(content)));
            }
        }
        // Without signed attributes the digest stands nowhere but in the signature itself.
        _ => (said.algorithm, said.digest) = (own, stated),
    }
    Some(said)
}

/// Returns how many signers a container has and whether it holds the certificate of the first; `None` if it is none.
pub fn signers(contents: &[u8]) -> Option<(usize, bool)> {
    let data = signed_data(contents)?;
    let signers = &data.signer_infos.0;
    let first = signers.iter().next();
    let mut certificates = data.certificates.iter().flat_map(|all| all.0.iter());
    let is_there = certificates.any(|choice| match (choice, first) {
        (CertificateChoices::Certificate(certificate), Some(signer)) => is_of(certificate, &signer.sid),
        _ => false,
    });
    Some((signers.len(), is_there))
}

fn signed_data(contents: &[u8]) -> Option<SignedData> {
    // Behind the container there are zeros up to the room that was left for it.
    let info = ContentInfo::decode(&mut SliceReader::new(contents).ok()?).ok()?;
    if info.content_type != SIGNED_DATA {
        return None;
    }
    info.content.decode_as().ok()
}

fn octets(content: &Any) -> Option<&[u8]> {
    content.decode_as::<OctetStringRef<'_>>().ok().map(|octets| octets.as_bytes())
}

/// Says whether the content is what the signed attributes speak of.
fn is_digest_of(content: &[u8], algorithm: Option<Algorithm>, stated: Option<&str>) -> bool {
    let (Some(algorithm), Some(stated)) = (algorithm, stated) else { return false };
    let mut hasher = algorithm.hasher();
    hasher.update(content);
    hasher.finish() == stated
}

fn attribute(signer: &SignerInfo, oid: ObjectIdentifier) -> Option<&Any> {
    let found: &Attribute = signer.signed_attrs.as_ref()?.iter().find(|attribute| attribute.oid == oid)?;
    found.values.iter().next()
}

/// Returns issuer, serial number and subject of the signer's certificate, as far as they are there.
fn names(data: &SignedData, signer: &SignerInfo) -> (Option<String>, Option<String>, Option<String>) {
    let certificates = data.certificates.iter().flat_map(|all| all.0.iter());
    let mut certificates = certificates.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    let certificate = certificates.find(|certificate| is_of(certificate, &signer.sid));
    let subject = certificate.and_then(|certificate| words::name(&certificate.tbs_certificate.subject));
    match (&signer.sid, certificate) {
        (SignerIdentifier::IssuerAndSerialNumber(sid), _) => {
            (words::name(&sid.issuer), Some(words::hex(sid.serial_number.as_bytes())), subject)
        }
        (_, Some(certificate)) => {
            let own = &certificate.tbs_certificate;
            (words::name(&own.issuer), Some(words::hex(own.serial_number.as_bytes())), subject)
        }
        _ => (None, None, None),
    }
}

fn is_of(certificate: &Certificate, sid: &SignerIdentifier) -> bool {
    let own = &certificate.tbs_certificate;
    match sid {
        SignerIdentifier::IssuerAndSerialNumber(sid) => {
            sid.issuer == own.issuer && sid.serial_number == own.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(wanted) => {
            let extensions = own.extensions.iter().flatten().filter(|extension| extension.extn_id == KEY_IDENTIFIER);
            let mut keys = extensions.filter_map(|one| SubjectKeyIdentifier::from_der(one.extn_value.as_bytes()).ok());
            keys.any(|key| key == *wanted)
        }
    }
}

fn time(time: Time) -> String {
    written(time.to_date_time())
}

fn written(time: DateTime) -> String {
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minutes, seconds) = (time.hour(), time.minutes(), time.seconds());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minutes:02}:{seconds:02}Z")
}

/// What a time-stamp is about (RFC 3161, 2.4.2).
struct Stamp {
    algorithm: Option<Algorithm>,
    digest: String,
    time: String,
}

impl Stamp {
    fn parse(bytes: &[u8]) -> Option<Stamp> {
        let info = AnyRef::decode(&mut SliceReader::new(bytes).ok()?).ok()?;
        let read = |reader: &mut SliceReader<'_>| -> der::Result<Option<Stamp>> {
            let _version = AnyRef::decode(reader)?;
            let _policy = ObjectIdentifier::decode(reader)?;
            let (oid, digest) = reader.sequence(|imprint| {
                let oid = imprint.sequence(|known| {
                    let oid = ObjectIdentifier::decode(known)?;
                    while !known.is_finished() {
                        AnyRef::decode(known)?;
                    }
                    Ok(oid)
                })?;
                Ok((oid, words::hex(OctetStringRef::decode(imprint)?.as_bytes())))
            })?;
            let _serial = AnyRef::decode(reader)?;
            let time = AnyRef::decode(reader)?;
            while !reader.is_finished() {
                AnyRef::decode(reader)?;
            }
            let algorithm = algorithm(&oid.to_string());
            Ok(instant(time.value()).map(|time| Stamp { algorithm, digest, time }))
        };
        info.sequence(read).ok()?
    }
}

/// Reads a GeneralizedTime, which time-stamps may give with a fraction of a second.
fn instant(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let whole = text.get(..14)?;
    let encoded = [&[0x18, 15], whole.as_bytes(), b"Z"].concat();
    Some(written(GeneralizedTime::from_der(&encoded).ok()?.to_date_time()))
}
