//! What an office has decided about records: what is required, which checks count, how documents are named.
//!
//! The section `[records]` of a profile. What is not law for certain can be silenced or made a reason for refusal here.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Decisions about records.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// Paths of the fields that a document must have.
    pub required: Vec<String>,
    /// Paths of the fields that a dossier must have.
    pub required_of_dossier: Vec<String>,
    /// Codes of findings about sheets and records that are not reported.
    pub silent: Vec<String>,
    /// Codes of findings for which a document is refused and quarantined.
    pub refuse: Vec<String>,
    /// The template of dossier names.
    pub dossier_name: String,
    /// The template of document names.
    pub document_name: String,
    /// The template of the code of the digitised copy.
    pub copy_code: String,
    /// Codes of document types for words that the rules give none for certain.
    pub types: BTreeMap<String, String>,
    /// Values for fields that a row leaves empty.
    pub defaults: BTreeMap<String, String>,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            required: Vec::new(),
            required_of_dossier: Vec::new(),
            silent: Vec::new(),
            refuse: Vec::new(),
            dossier_name: "{dossier.fileCode}".to_owned(),
            document_name: "{dossier.fileCode}.{docOrdinal:7}".to_owned(),
            copy_code: "{tthc.owner.id}.{tthc.resultCode}".to_owned(),
            types: BTreeMap::new(),
            defaults: BTreeMap::new(),
        }
    }
}

impl Rules {
    /// Says whether findings with this code are wanted.
    pub fn reports(&self, code: &str) -> bool {
        !self.silent.iter().any(|silent| silent == code)
    }

    /// Says whether a document with a finding of this kind is refused.
    pub fn refuses(&self, code: &str) -> bool {
        self.refuse.iter().any(|refused| refused == code)
    }
}
