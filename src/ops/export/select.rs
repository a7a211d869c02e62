//! Which documents leave, and which of them go into one package.

use std::collections::BTreeMap;

use anyhow::Result;
use uuid::Uuid;

use super::Options;
use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;

/// The namespace of package ids.
const NAMESPACE: Uuid = Uuid::from_u128(0x5e1c_0b7a_44d1_5c1e_9d2f_6b3a_70c4_8e21);

/// The documents of one package, and what it is called.
#[derive(Debug)]
pub struct Parcel {
    /// Derived from format, profile and documents.
    pub id: String,
    /// The dossier, where a package is one.
    pub dossier: Option<String>,
    /// Its place among all packages, from 1.
    pub ordinal: usize,
    /// In the order in which they are packed.
    pub rows: Vec<Row>,
}

/// Sorts the selected documents into packages.
pub fn parcels(archive: &Archive, catalogue: &Catalogue, options: &Options) -> Result<Vec<Parcel>> {
    let mut groups: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for hit in catalogue.select(&options.query, options.today)? {
        let by_dossier = options.format.is_by_dossier() && options.lot.is_none();
        let key = if by_dossier { hit.row.dossier.clone() } else { String::new() };
        groups.entry(key).or_default().push(hit.row);
    }
    let groups = groups.into_iter().enumerate();
    Ok(groups.map(|(idx, (dossier, rows))| parcel(archive, options, idx + 1, dossier, rows)).collect())
}

fn parcel(archive: &Archive, options: &Options, ordinal: usize, dossier: String, mut rows: Vec<Row>) -> Parcel {
    rows.sort_by(|a, b| (&a.dossier, &a.name, &a.id).cmp(&(&b.dossier, &b.name, &b.id)));
    let mut named = format!("{}\n{}\n{}\n", options.format.name, options.profile.name, archive.config.id);
    for (field, value) in options.request.iter().chain(&options.lot.clone().map(|lot| ("lot".to_owned(), lot))) {
        named.push_str(&format!("{field}={value}\n"));
    }
    for row in &rows {
        named.push_str(&format!("{} {} {}\n", row.id, row.version, row.sidecar_sha256));
    }
    let id = Uuid::new_v5(&NAMESPACE, named.as_bytes()).to_string();
    Parcel { id, ordinal, dossier: (!dossier.is_empty()).then_some(dossier), rows }
}
