//! How a PDF from elsewhere was taken: its class, what was changed, and what its signatures say of themselves.

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::relpath::RelPath;
use crate::text::Text;

/// How a PDF from elsewhere was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// What kind of PDF it was found to be.
    pub class: Class,
    /// Why.
    pub reason: Text,
    /// The part of PDF/A that it says it keeps to, such as `PDF/A-1b`; no proof that it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// What it said of itself, where the PDF was made anew; one that is kept as it is says so still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    /// What was changed; nothing in a PDF that is kept as it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Its signatures, in the order of the file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// The file as it came, where the batch keeps it beside the PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Original>,
}

/// What becomes of a PDF; the first that fits, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Signed: kept byte for byte, whatever else it is.
    Signed,
    /// A PDF/A-2 by our own check: kept byte for byte.
    Conforming,
    /// Page images and at most invisible text: built anew from the images.
    Scan,
    /// Mended until it was a PDF/A-2, looking as before.
    Repaired,
    /// Painted, because nothing else would do, and somebody asked for it.
    Rasterised,
}

/// So many characters of each word that a file says of itself are kept.
pub const SAID_LONGEST: usize = 1000;

/// What a file said of itself: the words of its sender, which nobody checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its keywords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keywords: Option<String>,
    /// The program that it was written with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// The program that made a PDF of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// When it was made, in the file's own spelling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it was changed last, in the file's own spelling.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
}

/// One kind of change, and how often it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// A word of `docs/archive-format.md`, such as `output-intent-added`.
    pub what: String,
    /// How often.
    pub count: u32,
}

/// The end of the name of a file that is kept as it came; before it stands the name of the PDF without its ending.
pub const ORIGINAL: &str = ".original.pdf";

/// The file as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// From the bag's root.
    pub path: RelPath,
    /// Of the whole file.
    pub sha256: Digest,
    /// Bytes.
    pub size: u64,
}

/// What a signature says of itself. Nobody looked whether its certificate is to be trusted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// What it is for.
    pub role: Role,
    /// Its SubFilter, such as `adbe.pkcs7.detached`.
    pub format: String,
    /// The subject of the signer's certificate: its common name, else all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// Who issued the certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The serial number of the certificate, in hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// When it was signed, as the signer says; RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// What the digest was made with, such as `SHA-256`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// The bytes that it covers: offsets and lengths.
    pub covers: Vec<[u64; 2]>,
    /// Whether these are all bytes of the file but the signature itself.
    pub covers_file: bool,
    /// Whether the bytes fit the digest that the signature names; no proof that the signature is genuine.
    pub digest: DigestState,
    /// Always `not-evaluated`: whether the certificate is valid and whose it is needs lists that are not here.
    pub trust: Trust,
}

/// What a signature is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Somebody stands by the content.
    #[default]
    Approval,
    /// The author says which changes are allowed (DocMDP).
    Certification,
    /// A time-stamp of the whole document.
    TimeStamp,
    /// A program was allowed more than usual (UR3).
    UsageRights,
}

/// Whether the covered bytes fit the digest that the signature names. Whether the signature itself is genuine was not
/// checked: a forger who changes the bytes can change that digest too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DigestState {
    /// They fit.
    Matches,
    /// They do not: the bytes were changed.
    Differs,
    /// The signature cannot be understood so far.
    #[default]
    Unknown,
}

/// Whether the signer's certificate was judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// It was not.
    #[default]
    NotEvaluated,
}
