//! The digests that bags of other makers and signatures use: read and checked, never written.

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

/// An algorithm by its name in BagIt manifests (RFC 8493, 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// `md5`.
    Md5,
    /// `sha1`.
    Sha1,
    /// `sha224`.
    Sha224,
    /// `sha256`.
    Sha256,
    /// `sha384`.
    Sha384,
    /// `sha512`.
    Sha512,
}

/// A running digest of any algorithm.
pub enum AnyHasher {
    /// MD5.
    Md5(Md5),
    /// SHA-1.
    Sha1(Sha1),
    /// SHA-224.
    Sha224(Sha224),
    /// SHA-256.
    Sha256(Sha256),
    /// SHA-384.
    Sha384(Box<Sha384>),
    /// SHA-512.
    Sha512(Box<Sha512>),
}

impl Algorithm {
    /// Returns the algorithm of a manifest's name: `manifest-sha256.txt` has `sha256`.
    pub fn named(name: &str) -> Option<Algorithm> {
        let plain = name.to_ascii_lowercase().replace('-', "");
        [
            ("md5", Algorithm::Md5),
            ("sha1", Algorithm::Sha1),
            ("sha224", Algorithm::Sha224),
            ("sha256", Algorithm::Sha256),
            ("sha384", Algorithm::Sha384),
            ("sha512", Algorithm::Sha512),
        ]
        .into_iter()
        .find(|(known, _)| *known == plain)
        .map(|(_, algorithm)| algorithm)
    }

    /// Returns an algorithm by the number of hex digits of its digests.
    pub fn of_length(digits: usize) -> Option<Algorithm> {
        match digits {
            32 => Some(Algorithm::Md5),
            40 => Some(Algorithm::Sha1),
            56 => Some(Algorithm::Sha224),
            64 => Some(Algorithm::Sha256),
            96 => Some(Algorithm::Sha384),
            128 => Some(Algorithm::Sha512),
            _ => None,
        }
    }

    /// Begins a digest.
    pub fn hasher(self) -> AnyHasher {
        match self {
            Algorithm::Md5 => AnyHasher::Md5(Md5::new()),
            Algorithm::Sha1 => AnyHasher::Sha1(Sha1::new()),
            Algorithm::Sha224 => AnyHasher::Sha224(Sha224::new()),
            Algorithm::Sha256 => AnyHasher::Sha256(Sha256::new()),
            Algorithm::Sha384 => AnyHasher::Sha384(Box::new(Sha384::new())),
            Algorithm::Sha512 => AnyHasher::Sha512(Box::new(Sha512::new())),
        }
    }
}

impl AnyHasher {
    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match self {
            AnyHasher::Md5(hasher) => hasher.update(bytes),
            AnyHasher::Sha1(hasher) => hasher.update(bytes),
            AnyHasher::Sha224(hasher) => hasher.update(bytes),
            AnyHasher::Sha256(hasher) => hasher.update(bytes),
            AnyHasher::Sha384(hasher) => hasher.update(bytes),
            AnyHasher::Sha512(hasher) => hasher.update(bytes),
        }
    }

    /// Returns the digest in lower-case hex.
    pub fn finish(self) -> String {
        match self {
            AnyHasher::Md5(hasher) => hex(&hasher.finalize()),
            AnyHasher::Sha1(hasher) => hex(&hasher.finalize()),
            AnyHasher::Sha224(hasher) => hex(&hasher.finalize()),
            AnyHasher::Sha256(hasher) => hex(&hasher.finalize()),
            AnyHasher::Sha384(hasher) => hex(&hasher.finalize()),
            AnyHasher::Sha512(hasher) => hex(&hasher.finalize()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_algorithm_gives_the_published_digest_of_abc() {
        let abc = |algorithm: Algorithm| {
            let mut hasher = algorithm.hasher();
            hasher.update(b"abc");
            hasher.finish()
        };
        assert_eq!(abc(Algorithm::Md5), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(abc(Algorithm::Sha1), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert!(abc(Algorithm::Sha224).starts_with("23097d223405d822"));
        assert!(abc(Algorithm::Sha256).starts_with("ba7816bf8f01cfea"));
        assert!(abc(Algorithm::Sha384).starts_with("cb00753f45a35e8b"));
        assert!(abc(Algorithm::Sha512).starts_with("ddaf35a193617aba"));
        assert_eq!(Algorithm::of_length(abc(Algorithm::Sha512).len()), Some(Algorithm::Sha512));
    }
}
