//! A document of a pair: what it is called, what its record says, and its pages.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::archive::catalogue::pairs::FoundPair;
use crate::archive::catalogue::{Catalogue, Row};
use crate::archive::layout::Archive;
use crate::duplicates::align::{self, Way};
use crate::duplicates::sheet::Sheet;
use crate::finding::{Finding, codes};
use crate::ops::report::duplicates::keep::Depth;
use crate::ops::see::{Eyes, Subject};
use crate::ops::{locate, show};
use crate::page::Stop;
use crate::raster::{Picture, Raster};
use crate::record::Record;
use crate::records::fields::TYPE_NAME;
use crate::sidecar::Sidecar;
use crate::text;
use crate::text::Text;

/// Dots per inch at which pages are laid over each other, and shown.
const LAID: f64 = 400.0;
const SHOWN: f64 = 300.0;

/// A document of the archive.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What the catalogue knows of it.
    pub row: Row,
    /// All that was written down of it.
    pub sidecar: Sidecar,
}

/// What is kept of every document of every pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    /// Dossier and name.
    pub name: String,
    /// The code of its type; empty where no record says.
    pub kind: String,
    /// Bytes of its PDF.
    pub bytes: u64,
}

/// A page that was looked at.
#[derive(Clone, Debug)]
pub struct Sight {
    /// For people.
    pub picture: Picture,
    /// Dots per inch of the picture, where known.
    pub dpi: Option<f64>,
    /// For laying it over another.
    raster: Raster,
}

impl Paper {
    /// Reads a document.
    pub fn read(archive: &Archive, catalogue: &Catalogue, id: &str) -> Result<Paper> {
        let row = locate::document(catalogue, id)?;
        Ok(Paper { sidecar: locate::sidecar(archive, &row)?, row })
    }

    /// Returns what people call it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.row.dossier, self.row.name)
    }

    /// Returns what is kept of it.
    pub fn label(&self) -> Label {
        let kind = self.sidecar.record.text(TYPE_NAME).unwrap_or_default().to_owned();
        Label { name: self.name(), kind, bytes: self.sidecar.pdf.size }
    }

    /// Looks at a page; one that cannot be seen is a finding.
    pub fn look(&self, archive: &Archive, eyes: &Eyes<'_>, page: u32) -> Result<Result<Sight, Finding>> {
        let path = locate::pdf(archive, &self.row)?;
        let subject = Subject::Document { pdf: &path, sidecar: &self.sidecar };
        let (mut raster, mut picture) = (None, None);
        let seen = eyes
            .rasters(subject, &[page], LAID, &mut |_, seen| {
                raster = Some(seen);
                Ok(())
            })
            .and_then(|()| {
                eyes.pictures(subject, &[page], SHOWN, &mut |_, seen| {
                    picture = Some(seen);
                    Ok(())
                })
            });
        match (seen, raster, picture) {
            (Ok(()), Some(raster), Some(picture)) => Ok(Ok(Sight::of(raster, picture))),
            (Ok(()), ..) => Ok(Err(self.unseen(page, text!("không có trang này", "there is no such page")))),
            (Err(Stop::Fault(fault)), ..) => Err(fault),
            (Err(Stop::Refused(refusal)), ..) => Ok(Err(refusal.finding(&self.row.id))),
            (Err(Stop::Unreadable(error)), ..) => Ok(Err(self.unseen(page, crate::fault::why(&error)))),
        }
    }

    fn unseen(&self, page: u32, why: Text) -> Finding {
        let what = text!("trang {page}: {vi}", "page {page}: {en}", vi = why.vi, en = why.en);
        Finding::new(&codes::PDF_UNREADABLE, &self.row.id, what)
    }
}

impl Sight {
    fn of(raster: Raster, picture: Picture) -> Sight {
        let ratio = f64::from(picture.width) / f64::from(raster.width.max(1));
        Sight { dpi: raster.dpi.map(|dpi| dpi * ratio), picture, raster }
    }

    /// Returns what the scan shows of colours.
    pub fn depth(&self) -> Depth {
        match (self.raster.bitonal, &self.raster.bright) {
            (true, _) => Depth::Bitonal,
            (false, None) => Depth::Grey,
            (false, Some(_)) => Depth::Colour,
        }
    }

    /// Returns how the second page is laid over the first; `None` where nothing fits.
    pub fn way_to(&self, other: &Sight) -> Option<Way> {
        let [one, other] = [self, other].map(|sight| Sheet::of(&sight.raster));
        align::lay(&one, &other).map(|pair| pair.way)
    }
}

/// Returns what is kept of every document that is in a pair, by id. Each is read once.
pub fn labels(archive: &Archive, catalogue: &Catalogue, pairs: &[FoundPair]) -> Result<BTreeMap<String, Label>> {
    let mut labels = BTreeMap::new();
    for id in pairs.iter().flat_map(|pair| [&pair.a, &pair.b]) {
        if !labels.contains_key(id) {
            labels.insert(id.clone(), Paper::read(archive, catalogue, id)?.label());
        }
    }
    Ok(labels)
}

/// Returns what two records say, field by field, in reading order.
pub fn side_by_side(one: &Record, other: &Record) -> Vec<(Text, [Text; 2])> {
    let nothing = || text!("", "");
    let mut fields: Vec<(Text, [Text; 2])> = Vec::new();
    for (at, record) in [one, other].into_iter().enumerate() {
        for line in show::lines(record) {
            let said = line.value.or(line.raw.map(|raw| text!("[{raw}]", "[{raw}]"))).unwrap_or_else(nothing);
            match fields.iter_mut().find(|(label, _)| *label == line.label) {
                Some((_, values)) => values[at] = said,
                None => {
                    let mut values = [nothing(), nothing()];
                    values[at] = said;
                    fields.push((line.label, values));
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Entry;

    #[test]
    fn records_stand_side_by_side_and_what_one_lacks_is_empty() {
        let record = |fields: &[(&str, &str)]| -> Record {
            fields.iter().map(|(path, value)| ((*path).to_owned(), Entry::plain(*value))).collect()
        };
        let one = record(&[("codeNumber", "123"), ("tthc.owner.name", "A")]);
        let other = record(&[("codeNumber", "128"), ("other.Màu", "đỏ")]);
        let shown: Vec<_> = side_by_side(&one, &other)
            .into_iter()
            .map(|(label, values)| (label.en, values.map(|value| value.en)))
            .collect();
        let row = |label: &str, one: &str, other: &str| (label.to_owned(), [one.to_owned(), other.to_owned()]);
        assert_eq!(shown[0].1, ["123", "128"]);
        assert!(shown.contains(&row("Màu", "", "đỏ")), "{shown:?}");
        assert_eq!(shown.len(), 3);
    }
}
