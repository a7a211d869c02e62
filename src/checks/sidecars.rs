//! Does a sidecar agree with its PDF, and with the version before? Its pages are the business of `pages`.

use crate::checks::chain::Leaf;
use crate::checks::deep;
use crate::checks::fixity::Level;
use crate::checks::pages;
use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::files::container::read::Container;
use crate::finding::codes;
use crate::relpath::RelPath;
use crate::sidecar::taken::ORIGINAL;
use crate::sidecar::{Cause, RELATIONS, Relation, SCHEMA, Sidecar};
use crate::text;

/// What a bundle brings to its batch's seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// Its leaf.
    pub leaf: Leaf,
    /// Its sidecar, from the bag's root.
    pub path: RelPath,
    /// The batch that has its PDF, when it is another.
    pub pdf_batch: Option<String>,
    /// Its PDF, from that bag's root.
    pub pdf: RelPath,
    /// The file as it came, where it is kept beside the PDF.
    pub original: Option<RelPath>,
    /// Its pages.
    pub pages: u32,
    /// What it says of other documents.
    pub relations: Vec<Relation>,
    /// The version before.
    pub before: Option<Before>,
}

/// What a later version says of the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The batch of its sidecar.
    pub batch: String,
    /// The sidecar, from that bag's root.
    pub path: RelPath,
    /// Digest of that sidecar.
    pub sidecar: Digest,
}

/// Where a sidecar lies, and what is known of its bag.
pub struct Place<'p, R> {
    /// The bag.
    pub bag: &'p Container,
    /// The batch's name, where it is known.
    pub batch: Option<&'p str>,
    /// The sidecar, from the bag's root.
    pub path: &'p RelPath,
    /// Looks a path up in the bag's manifest.
    pub recorded: R,
}

/// Checks one sidecar, given the bytes of its file and their digest in the manifest.
pub fn check(
    place: &Place<'_, impl Fn(&RelPath) -> Option<Digest>>,
    bytes: &[u8],
    own: Digest,
    level: Level,
    tally: &mut Tally,
) -> Option<Bundle> {
    let subject = place.path.as_str();
    let sidecar = match Sidecar::parse(bytes) {
        Ok(sidecar) if sidecar.schema == SCHEMA => sidecar,
        Ok(sidecar) => {
            let schema = sidecar.schema;
            let what = text!("mô tả theo mẫu `{schema}` chưa biết", "the sidecar is of the unknown schema `{schema}`");
            tally.find(&codes::SIDECAR_UNREADABLE, subject, what);
            return None;
        }
        Err(error) => {
            let what = text!("không đọc được tệp mô tả: {error}", "the sidecar cannot be read: {error}");
            tally.find(&codes::SIDECAR_UNREADABLE, subject, what);
            return None;
        }
    };
    check_version(subject, &sidecar, tally);
    check_relations(subject, &sidecar, tally);
    let pdf_sha256 = if sidecar.pdf.batch.is_some() {
        check_elsewhere(place, &sidecar, tally);
        sidecar.pdf.sha256
    } else {
        check_pdf(place, &sidecar, tally);
        check_original(place, &sidecar, tally);
        if level == Level::Deep {
            deep::check(place.bag, &sidecar, tally);
        }
        (place.recorded)(&sidecar.pdf.path).unwrap_or(sidecar.pdf.sha256)
    };
    pages::check(subject, &sidecar, tally);
    let before = before(&sidecar);
    let Sidecar { id, version, pdf, relations, .. } = sidecar;
    let leaf = Leaf { id, version, pdf: pdf_sha256, sidecar: own };
    let path = place.path.clone();
    let original = pdf.taken.and_then(|taken| taken.original).map(|original| original.path);
    Some(Bundle { leaf, path, pdf_batch: pdf.batch, pdf: pdf.path, original, pages: pdf.pages, relations, before })
}

fn before(sidecar: &Sidecar) -> Option<Before> {
    let (amendment, sidecar_before) = (sidecar.amendment.as_ref()?, sidecar.supersedes?);
    Some(Before { batch: amendment.batch.clone(), path: amendment.path.clone(), sidecar: sidecar_before })
}

/// The first version is new and replaces nothing; every later one says why it is there and what it replaces.
fn check_version(subject: &str, sidecar: &Sidecar, tally: &mut Tally) {
    let Sidecar { version, event, supersedes, amendment, .. } = sidecar;
    let fits = match version {
        0 => false,
        1 => *event == Cause::New && supersedes.is_none() && amendment.is_none(),
        _ => *event != Cause::New && supersedes.is_some() && amendment.is_some(),
    };
    if !fits {
        let what = text!(
            "phiên bản {version} không khớp với sự kiện hoặc với bản mà nó thay thế",
            "version {version} does not fit its event or what it replaces"
        );
        tally.find(&codes::SIDECAR_VERSION, subject, what);
    } else if *event == Cause::Rescan {
        // Nothing writes it yet, so whoever did wants other pages to pass.
        let what = text!(
            "sự kiện `rescan` chưa có trong bản sohoa này",
            "the event `rescan` is not known to this version of sohoa"
        );
        tally.find(&codes::SIDECAR_VERSION, subject, what);
    }
}

/// What can be said of relations without knowing the other documents.
fn check_relations(subject: &str, sidecar: &Sidecar, tally: &mut Tally) {
    for relation in &sidecar.relations {
        let what = if !RELATIONS.contains(&relation.kind.as_str()) {
            text!("có quan hệ thuộc loại không rõ", "a relation is of no known kind")
        } else if relation.to == sidecar.id {
            text!("có quan hệ với chính tài liệu này", "a relation is to the document itself")
        } else {
            continue;
        };
        tally.find(&codes::SIDECAR_RELATION, subject, what);
    }
}

/// What can be said of a PDF in another batch without looking there.
fn check_elsewhere<R>(place: &Place<'_, R>, sidecar: &Sidecar, tally: &mut Tally) {
    if sidecar.version < 2 || sidecar.pdf.batch.as_deref() == place.batch {
        let what = text!(
            "phải có PDF bên cạnh, nhưng tệp mô tả nêu một lô",
            "the PDF must lie beside the sidecar, yet the sidecar names a batch"
        );
        tally.find(&codes::SIDECAR_PDF_ELSEWHERE, place.path.as_str(), what);
    }
}

fn check_pdf(place: &Place<'_, impl Fn(&RelPath) -> Option<Digest>>, sidecar: &Sidecar, tally: &mut Tally) {
    let Place { bag, path, recorded, .. } = place;
    let pdf = &sidecar.pdf;
    let beside = path.as_str().strip_suffix(".json").map(|stem| format!("{stem}.pdf"));
    let what = if beside.as_deref() != Some(pdf.path.as_str()) {
        text!("tệp mô tả nêu một PDF khác: `{path}`", "the sidecar names another PDF: `{path}`", path = pdf.path)
    } else if recorded(&pdf.path) != Some(pdf.sha256) {
        text!(
            "mã băm của PDF trong tệp mô tả khác với bản kê",
            "the PDF's digest in the sidecar is not the one of the manifest"
        )
    } else if bag.size(pdf.path.as_str()).is_ok_and(|size| size != pdf.size) {
        text!("kích thước PDF khác với tệp mô tả", "the PDF has another size than the sidecar says")
    } else {
        return;
    };
    tally.find(&codes::SIDECAR_PDF, path.as_str(), what);
}

/// The file as it came lies beside the PDF, and is the one that the manifest lists.
fn check_original(place: &Place<'_, impl Fn(&RelPath) -> Option<Digest>>, sidecar: &Sidecar, tally: &mut Tally) {
    let Some(original) = sidecar.pdf.taken.as_ref().and_then(|taken| taken.original.as_ref()) else { return };
    let beside = place.path.as_str().strip_suffix(".json").map(|stem| format!("{stem}{ORIGINAL}"));
    let is_listed = (place.recorded)(&original.path) == Some(original.sha256);
    if beside.as_deref() != Some(original.path.as_str()) || !is_listed {
        let what = text!(
            "tệp gốc nêu trong tệp mô tả không đúng với bản kê",
            "the file as it came is not the one of the manifest"
        );
        tally.find(&codes::SIDECAR_PDF, place.path.as_str(), what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(change: impl FnOnce(&mut Sidecar)) -> Vec<String> {
        let mut sidecar = Sidecar::parse(include_bytes!("../../docs/sidecar.example.json")).unwrap();
        (sidecar.version, sidecar.event) = (2, Cause::Correct);
        sidecar.supersedes = Some(Digest::of(b"v1"));
        sidecar.pdf.batch = Some("one".to_owned());
        let (batch, path) = ("one".to_owned(), RelPath::parse("data/a.json").unwrap());
        let (reason, by, changed) = (String::new(), None, Vec::new());
        sidecar.amendment = Some(crate::sidecar::Amendment { batch, path, reason, by, changed });
        sidecar.relations.clear();
        change(&mut sidecar);
        let (bytes, path) = (sidecar.render().unwrap(), RelPath::parse("data/a.json").unwrap());
        let bag = Container::folder("".as_ref());
        let place = Place { bag: &bag, batch: Some("two"), path: &path, recorded: |_: &RelPath| None };
        let mut tally = Tally::default();
        check(&place, &bytes, Digest::of(&bytes), Level::Full, &mut tally);
        tally.findings.into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_rescan_is_not_known_and_excuses_no_other_id() {
        assert_eq!(found(|_| ()), [""; 0]);
        assert_eq!(found(|sidecar| sidecar.event = Cause::Rescan), ["sidecar.version"]);
        let forged = found(|sidecar| {
            sidecar.event = Cause::Rescan;
            sidecar.pages[0].content.sha256 = Digest::of(b"other");
        });
        assert_eq!(forged, ["sidecar.version", "sidecar.id"]);
    }

    #[test]
    fn a_relation_is_of_a_known_kind_and_to_another_document() {
        let relate = |kind: &str, to: Option<&str>| {
            found(|sidecar| {
                let to = to.unwrap_or(&sidecar.id).to_owned();
                let (kind, found) = (kind.to_owned(), "person".to_owned());
                sidecar.relations.push(Relation { kind, to, found, decided: None, note: None });
            })
        };
        assert_eq!(relate("replaces", Some("x")), [""; 0]);
        assert_eq!(relate("nonsense", Some("x")), ["sidecar.relation"]);
        assert_eq!(relate("replaces", None), ["sidecar.relation"]);
    }
}
