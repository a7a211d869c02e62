//! The Merkle tree of RFC 6962, section 2.1, over the leaves of all documents, grown batch by batch.
//!
//! Only the roots of the full subtrees are kept, so memory is logarithmic in the number of leaves.

use crate::digest::{Digest, Hasher};

/// A tree that can grow: one root for each 1 bit in its size, the largest subtree first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    peaks: Vec<Digest>,
}

/// Returns the bytes of a document's leaf.
pub fn leaf(id: &str, version: u32, pdf: Digest, sidecar: Digest) -> Vec<u8> {
    format!("sohoa-leaf-v1\n{id}\n{version}\n{pdf}\n{sidecar}\n").into_bytes()
}

impl Tree {
    /// Adds one leaf.
    pub fn push(&mut self, leaf: &[u8]) {
        let mut node = hash(0, &[leaf]);
        // Every trailing 1 bit of the size is a full subtree as large as the one just finished.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = hash(1, &[&left.0, &node.0]);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// Returns the number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Returns the root; of no leaves it is the digest of nothing.
    pub fn root(&self) -> Digest {
        let mut peaks = self.peaks.iter().rev();
        let Some(last) = peaks.next() else { return Digest::of(b"") };
        peaks.fold(*last, |right, left| hash(1, &[&left.0, &right.0]))
    }

    /// Returns size and peaks, from which [`Tree::from_parts`] makes the tree again.
    pub fn parts(&self) -> (u64, &[Digest]) {
        (self.size, &self.peaks)
    }

    /// Makes a tree of its parts; `None` when their number does not fit the size.
    pub fn from_parts(size: u64, peaks: Vec<Digest>) -> Option<Tree> {
        (peaks.len() == size.count_ones() as usize).then_some(Tree { size, peaks })
    }
}

fn hash(prefix: u8, parts: &[&[u8]]) -> Digest {
    let mut hasher = Hasher::default();
    hasher.update(&[prefix]);
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The recursive definition of RFC 6962, word for word.
    fn by_definition(leaves: &[Vec<u8>]) -> Digest {
        match leaves {
            [] => Digest::of(b""),
            [leaf] => hash(0, &[leaf]),
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                hash(1, &[&by_definition(&leaves[..split]).0, &by_definition(&leaves[split..]).0])
            }
        }
    }

    #[test]
    fn a_growing_tree_has_the_root_of_the_definition() {
        let leaves: Vec<Vec<u8>> = (0..70u8).map(|idx| vec![idx; usize::from(idx)]).collect();
        let mut tree = Tree::default();
        for n_leaves in 0..leaves.len() {
            assert_eq!(tree.root(), by_definition(&leaves[..n_leaves]), "{n_leaves} leaves");
            tree.push(&leaves[n_leaves]);
        }
    }

    #[test]
    fn one_empty_leaf_has_the_published_root() {
        // One empty leaf: SHA-256 of a single zero byte, as the certificate-transparency test data have it.
        let mut tree = Tree::default();
        tree.push(b"");
        assert_eq!(tree.root().to_string(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    #[test]
    fn a_tree_survives_its_parts() {
        let mut tree = Tree::default();
        (0..11u8).for_each(|idx| tree.push(&[idx]));
        let (size, peaks) = tree.parts();
        assert_eq!(Tree::from_parts(size, peaks.to_vec()), Some(tree.clone()));
        assert_eq!(Tree::from_parts(12, peaks.to_vec()), None);
    }
}
