//! Which files hold the same bytes? Size first, then a digest of the head, then BLAKE3 of the whole, in parallel.
//!
//! What a file is, and how it is opened, is the caller's: entries of ZIPs are compared like files of their own. The
//! digests stay here; whatever leaves the program is named by SHA-256.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::hash::Hash;
use std::io::{self, Read};

use rayon::prelude::*;

use crate::progress::{Progress, Stage};

/// So many bytes of a file are looked at before all of it is. One read of a small file is its only one.
const HEAD: u64 = 16 * 1024;
const BLOCK: usize = 256 * 1024;

/// Where on a disk a file lies: device and number. Names of one place are hard links of each other.
pub type Identity = (u64, u64);

/// A file that was opened to be compared.
pub struct Opened<R> {
    /// Its bytes.
    pub reader: R,
    /// Where it lies, if it has more names than one.
    pub identity: Option<Identity>,
}

/// What was found among files; they are named by their place in the caller's list.
#[derive(Debug, Default)]
pub struct Same {
    /// Files of equal bytes, two and more each, in ascending order; the groups by their first.
    pub groups: Vec<Vec<usize>>,
    /// Names of one file, two and more each, in the same order: nothing is stored twice there.
    pub links: Vec<Vec<usize>>,
    /// Files that could not be read, ascending.
    pub unreadable: Vec<(usize, io::Error)>,
}

type Digest = [u8; 32];

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Returns where a file lies, if it has more names than one; elsewhere than on Unix nobody says.
pub fn identity(file: &File) -> io::Result<Option<Identity>> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let metadata = file.metadata()?;
        Ok((metadata.nlink() > 1).then(|| (metadata.dev(), metadata.ino())))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        Ok(None)
    }
}

/// Finds files of equal bytes, given the size of each. Empty files are nobody's equal.
///
/// The answer does not depend on the number of threads.
pub fn find<R: Read>(
    sizes: &[u64],
    open: impl Fn(usize) -> io::Result<Opened<R>> + Sync,
    progress: &dyn Progress,
) -> Same {
    let mut same = Same::default();
    let written = sizes.iter().enumerate().filter(|(_, size)| **size > 0);
    let suspects = several(written.map(|(idx, size)| (*size, idx))).concat();
    let bytes = suspects.iter().map(|idx| sizes[*idx].min(HEAD)).sum();
    progress.begin(Stage::Same, suspects.len() as u64, bytes);
    let heads = same.read(&suspects, |idx| {
        let opened = open(idx)?;
        let length = sizes[idx].min(HEAD);
        progress.advance(1, length);
        Ok((opened.identity, digest(opened.reader, length)?))
    });
    let firsts = same.set_links_apart(heads);
    let (small, large): (Vec<_>, Vec<_>) =
        several(firsts.into_iter().map(|(idx, head)| ((sizes[idx], head), idx))).into_iter().partition(|files| {
            // The head was all there is.
            files.first().is_some_and(|idx| sizes[*idx] <= HEAD)
        });
    let large = large.concat();
    progress.begin(Stage::Same, large.len() as u64, large.iter().map(|idx| sizes[*idx]).sum());
    let digests = same.read(&large, |idx| {
        let digest = digest(open(idx)?.reader, sizes[idx])?;
        progress.advance(1, sizes[idx]);
        Ok(digest)
    });
    progress.end();
    same.groups = several(digests.into_iter().map(|(idx, digest)| ((sizes[idx], digest), idx)));
    same.groups.extend(small);
    same.name_links();
    same
}

impl Same {
    /// Looks at files side by side; those that cannot be read are kept apart.
    fn read<T: Send>(&mut self, files: &[usize], look: impl Fn(usize) -> io::Result<T> + Sync) -> Vec<(usize, T)> {
        let looked: Vec<(usize, io::Result<T>)> = files.par_iter().map(|idx| (*idx, look(*idx))).collect();
        let mut read = Vec::with_capacity(looked.len());
        for (idx, looked) in looked {
            match looked {
                Ok(value) => read.push((idx, value)),
                Err(error) => self.unreadable.push((idx, error)),
            }
        }
        self.unreadable.sort_by_key(|(idx, _)| *idx);
        read
    }

    /// Notes which names are of one file, and returns each file once.
    fn set_links_apart(&mut self, heads: Vec<(usize, (Option<Identity>, Digest))>) -> Vec<(usize, Digest)> {
        let mut by_place: BTreeMap<Identity, Vec<usize>> = BTreeMap::new();
        let mut firsts = Vec::with_capacity(heads.len());
        for (idx, (identity, head)) in heads {
            let names = identity.map(|identity| by_place.entry(identity).or_default());
            if names.as_ref().is_none_or(|names| names.is_empty()) {
                firsts.push((idx, head));
            }
            names.into_iter().for_each(|names| names.push(idx));
        }
        self.links = by_place.into_values().filter(|names| names.len() > 1).collect();
        self.links.sort();
        firsts
    }

    /// Puts all names of a file where its first one stands.
    fn name_links(&mut self) {
        let mut names: HashMap<usize, Vec<usize>> =
            self.links.iter().filter_map(|names| Some((*names.first()?, names.clone()))).collect();
        for group in &mut self.groups {
            let more: Vec<usize> = group.iter().filter_map(|idx| names.remove(idx)).flatten().collect();
            group.extend(more);
            group.sort_unstable();
            group.dedup();
        }
        self.groups.extend(names.into_values());
        self.groups.sort();
    }
}

/// Returns the classes that have two members and more, each in ascending order; the classes in the order of their first.
fn several<K: Eq + Hash>(keyed: impl IntoIterator<Item = (K, usize)>) -> Vec<Vec<usize>> {
    let mut classes: HashMap<K, Vec<usize>> = HashMap::new();
    for (key, idx) in keyed {
        classes.entry(key).or_default().push(idx);
    }
    let mut classes: Vec<Vec<usize>> = classes.into_values().filter(|class| class.len() > 1).collect();
    classes.iter_mut().for_each(|class| class.sort_unstable());
    classes.sort();
    classes
}

/// Returns the digest of the first `length` bytes, or of all where there are fewer.
fn digest(reader: impl Read, length: u64) -> io::Result<Digest> {
    BUFFER.with_borrow_mut(|block| {
        block.resize(BLOCK, 0);
        let (mut hasher, mut reader) = (blake3::Hasher::new(), reader.take(length));
        loop {
            match reader.read(block) {
                Ok(0) => return Ok(*hasher.finalize().as_bytes()),
                Ok(n_read) => hasher.update(&block[..n_read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    fn find_among(files: &[&[u8]]) -> Same {
        let sizes: Vec<u64> = files.iter().map(|file| file.len() as u64).collect();
        find(&sizes, |idx| Ok(Opened { reader: files[idx], identity: None }), &Silent)
    }

    #[test]
    fn files_of_equal_bytes_are_found_whatever_their_size() {
        let (long, mut other) = (vec![7; 3 * HEAD as usize], vec![7; 3 * HEAD as usize]);
        other[2 * HEAD as usize] = 8;
        let same = find_among(&[&long, b"ab", &other, b"cd", &long, b"ab", b"a"]);
        assert_eq!(same.groups, [[0, 4], [1, 5]]);
    }

    #[test]
    fn empty_files_are_nobodys_equal() {
        assert!(find_among(&[b"", b"", b"a"]).groups.is_empty());
    }

    #[test]
    fn the_names_of_one_file_are_told_and_stand_beside_its_copies() {
        let places = [Some((1, 1)), None, Some((1, 1)), Some((1, 2)), Some((1, 2))];
        let files: [&[u8]; 5] = [b"one", b"one", b"one", b"two", b"two"];
        let open = |idx: usize| Ok(Opened { reader: files[idx], identity: places[idx] });
        let same = find(&[3; 5], open, &Silent);
        assert_eq!(same.groups, [vec![0, 1, 2], vec![3, 4]]);
        assert_eq!(same.links, [[0, 2], [3, 4]]);
    }

    #[test]
    fn a_file_that_cannot_be_read_keeps_no_other_from_being_compared() {
        let open = |idx: usize| match idx {
            1 => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
            _ => Ok(Opened { reader: &b"ab"[..], identity: None }),
        };
        let same = find(&[2, 2, 2], open, &Silent);
        assert_eq!(same.groups, [[0, 2]]);
        assert_eq!(same.unreadable.iter().map(|(idx, _)| *idx).collect::<Vec<_>>(), [1]);
    }
}
