//! Do the seals form one chain, and does the Merkle root of each follow from the documents?

use crate::checks::tally::Tally;
use crate::digest::Digest;
use crate::finding::codes;
use crate::merkle::{self, Tree};
use crate::seal::Seal;
use crate::text;

/// What one batch brings to the chain.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where the seal is, for people.
    pub subject: String,
    /// What it says.
    pub seal: Seal,
    /// SHA-256 of `seal.txt` as it is now.
    pub digest: Digest,
    /// Digest over this seal's signature and time-stamp, if there are any.
    pub evidence: Option<Digest>,
}

/// A document as the tree has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// The document's id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The PDF's digest in the manifest.
    pub pdf: Digest,
    /// The sidecar's digest in the manifest.
    pub sidecar: Digest,
}

/// A chain as far as it was followed.
#[derive(Debug)]
pub struct Chain<'a> {
    archive: &'a str,
    tree: Tree,
    previous: Option<Link>,
}

impl<'a> Chain<'a> {
    /// Begins the chain of an archive with this id.
    pub fn new(archive: &'a str) -> Chain<'a> {
        Chain { archive, tree: Tree::default(), previous: None }
    }

    /// Checks the next seal, in the order of their sequence, and the leaves of its batch in the order of their paths.
    pub fn add(&mut self, link: Link, leaves: &[Leaf], tally: &mut Tally) {
        for leaf in leaves {
            self.tree.push(&merkle::leaf(&leaf.id, leaf.version, leaf.pdf, leaf.sidecar));
        }
        self.check_archive(&link, tally);
        self.check_place(&link, tally);
        self.check_tree(&link, tally);
        self.previous = Some(link);
    }

    fn check_archive(&self, link: &Link, tally: &mut Tally) {
        let (found, archive) = (&link.seal.archive, self.archive);
        if found != archive {
            let what = text!(
                "niêm phong thuộc kho `{found}`, không phải `{archive}`",
                "the seal belongs to the archive `{found}`, not `{archive}`"
            );
            tally.find(&codes::SEAL_ARCHIVE, &link.subject, what);
        }
    }

    fn check_place(&self, link: &Link, tally: &mut Tally) {
        let (seal, previous) = (&link.seal, self.previous.as_ref());
        let expected = previous.map_or(0, |previous| previous.seal.sequence) + 1;
        let found = seal.sequence;
        if found != expected {
            let what = text!(
                "số thứ tự là {found}, phải là {expected}",
                "the sequence number is {found}, it must be {expected}"
            );
            tally.find(&codes::SEAL_SEQUENCE, &link.subject, what);
        }
        if seal.previous_seal != previous.map(|previous| previous.digest) {
            let what = text!(
                "niêm phong liền trước không phải là bản mà niêm phong này nêu tên",
                "the seal before is not the one that this seal names"
            );
            tally.find(&codes::SEAL_CHAIN, &link.subject, what);
        }
        // Evidence may be added after the next seal was made, but what a seal has fixed must not change.
        if seal.previous_evidence.is_some() && seal.previous_evidence != previous.and_then(|previous| previous.evidence)
        {
            let what = text!(
                "chữ ký hoặc dấu thời gian của niêm phong liền trước đã thay đổi",
                "signature or time-stamp of the seal before have changed"
            );
            tally.find(&codes::SEAL_EVIDENCE, &link.subject, what);
        }
    }

    fn check_tree(&self, link: &Link, tally: &mut Tally) {
        let (recorded, found) = (link.seal.tree_size, self.tree.size());
        let what = if recorded != found {
            text!(
                "cây có {found} tài liệu, niêm phong ghi {recorded}",
                "the tree has {found} documents, the seal says {recorded}"
            )
        } else if link.seal.tree_root != self.tree.root() {
            text!("gốc Merkle tính lại khác với niêm phong", "the Merkle root computed anew is not the one of the seal")
        } else {
            return;
        };
        tally.find(&codes::SEAL_TREE, &link.subject, what);
    }
}
