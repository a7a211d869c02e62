//! Do the seals form one chain, and does the Merkle root of each follow from the documents?
//!
//! A chain sees every change before its last seal. It cannot see that the last batches were taken away, or that
//! the last one was forged from file to seal: that takes what is kept elsewhere, such as the catalogue, a
//! signature, or a seal on paper.

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
pub struct Chain {
    /// `None` until the first seal has said it, where the archive itself does not.
    archive: Option<String>,
    /// The number that the next seal must have.
    next: u64,
    tree: Tree,
    is_tree_sound: bool,
    previous: Previous,
}

#[derive(Debug)]
enum Previous {
    /// The chain begins.
    Nothing,
    /// A batch whose seal is absent or cannot be read.
    Unsealed,
    /// A seal: its digest, and the one over its evidence.
    Sealed(Digest, Option<Digest>),
}

impl Chain {
    /// Begins the chain of an archive with this id, where it is known.
    pub fn new(archive: Option<String>) -> Chain {
        Chain { archive, next: 1, tree: Tree::default(), is_tree_sound: true, previous: Previous::Nothing }
    }

    /// Checks the next seal, in the order of their sequence, and the leaves of its batch in the order of their paths.
    ///
    /// A seal whose number was there already is reported and not followed: it is a copy or an intruder. Says whether this
    /// one was followed.
    pub fn add(&mut self, link: Link, leaves: &[Leaf], tally: &mut Tally) -> bool {
        self.check_archive(&link, tally);
        let (found, expected) = (link.seal.sequence, self.next);
        if found != expected {
            let what = text!(
                "số thứ tự là {found}, phải là {expected}",
                "the sequence number is {found}, it must be {expected}"
            );
            tally.find(&codes::SEAL_SEQUENCE, &link.subject, what);
        }
        if found < expected {
            return false;
        }
        self.grow(leaves);
        self.check_previous(&link, tally);
        self.check_tree(&link, tally);
        self.next = found.saturating_add(1);
        self.previous = Previous::Sealed(link.digest, link.evidence);
        true
    }

    /// Takes in a batch whose seal is absent or cannot be read, so that the seals after it can still be checked.
    pub fn add_unsealed(&mut self, leaves: &[Leaf]) {
        self.grow(leaves);
        self.next = self.next.saturating_add(1);
        self.previous = Previous::Unsealed;
    }

    /// Returns number and digest of the last seal.
    pub fn head(&self) -> (u64, Option<Digest>) {
        let digest = if let Previous::Sealed(digest, _) = self.previous { Some(digest) } else { None };
        (self.next - 1, digest)
    }

    /// Returns the tree over all documents, unless some seal contradicted it.
    pub fn tree(&self) -> Option<&Tree> {
        Some(&self.tree).filter(|_| self.is_tree_sound)
    }

    fn grow(&mut self, leaves: &[Leaf]) {
        for leaf in leaves {
            self.tree.push(&merkle::leaf(&leaf.id, leaf.version, leaf.pdf, leaf.sidecar));
        }
    }

    fn check_archive(&mut self, link: &Link, tally: &mut Tally) {
        let found = &link.seal.archive;
        let archive = self.archive.get_or_insert_with(|| found.clone());
        if found != archive {
            let what = text!(
                "niêm phong thuộc kho `{found}`, không phải `{archive}`",
                "the seal belongs to the archive `{found}`, not `{archive}`"
            );
            tally.find(&codes::SEAL_ARCHIVE, &link.subject, what);
        }
    }

    fn check_previous(&self, link: &Link, tally: &mut Tally) {
        let seal = &link.seal;
        let follows = seal.sequence == self.next;
        let (is_named, evidence) = match self.previous {
            Previous::Nothing => (seal.previous_seal.is_none(), None),
            Previous::Unsealed => (false, seal.previous_evidence),
            Previous::Sealed(digest, evidence) => (seal.previous_seal == Some(digest), evidence),
        };
        if !is_named {
            let what = text!(
                "niêm phong liền trước không phải là bản mà niêm phong này nêu tên",
                "the seal before is not the one that this seal names"
            );
            tally.find(&codes::SEAL_CHAIN, &link.subject, what);
        }
        // Evidence may be added after the next seal was made, but what a seal has fixed must not change.
        if follows && seal.previous_evidence.is_some() && seal.previous_evidence != evidence {
            let what = text!(
                "chữ ký hoặc dấu thời gian của niêm phong liền trước đã thay đổi",
                "signature or time-stamp of the seal before have changed"
            );
            tally.find(&codes::SEAL_EVIDENCE, &link.subject, what);
        }
    }

    /// Compares the tree until it differs once: every later root rests on the same leaves and differs as well.
    fn check_tree(&mut self, link: &Link, tally: &mut Tally) {
        let (recorded, found) = (link.seal.tree_size, self.tree.size());
        if !self.is_tree_sound || (recorded, link.seal.tree_root) == (found, self.tree.root()) {
            return;
        }
        self.is_tree_sound = false;
        let what = if recorded == found {
            text!(
                "gốc Merkle tính lại khác với niêm phong; các niêm phong sau không được so nữa",
                "the Merkle root computed anew is not the one of the seal; later seals were not compared"
            )
        } else {
            text!(
                "cây có {found} tài liệu, niêm phong ghi {recorded}; các niêm phong sau không được so nữa",
                "the tree has {found} documents, the seal says {recorded}; later seals were not compared"
            )
        };
        tally.find(&codes::SEAL_TREE, &link.subject, what);
    }
}
