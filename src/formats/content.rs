//! The digest of an image's samples, taken row by row (`page::Content` says over which bytes).

use crate::digest::Hasher;
use crate::formats::packed;
use crate::page::Content;

/// A running content digest.
pub struct ContentHasher {
    hasher: Hasher,
    shape: (u32, u32, u8, u8),
    row: Vec<u8>,
}

impl ContentHasher {
    /// Starts an image of `channels` channels, alpha included.
    pub fn new(width: u32, height: u32, bits: u8, channels: u8) -> ContentHasher {
        let mut hasher = Hasher::default();
        hasher.update(format!("{width} {height} {channels} {bits}\n").as_bytes());
        ContentHasher { hasher, shape: (width, height, bits, channels), row: Vec::new() }
    }

    /// Takes in the next row; its unused bits count as zeros.
    pub fn row(&mut self, row: &[u8]) {
        let (width, _, bits, channels) = self.shape;
        if packed::last_byte_mask(width, bits, channels) == 0xFF {
            return self.hasher.update(row);
        }
        self.row.clear();
        self.row.extend_from_slice(row);
        packed::clear_padding(&mut self.row, width, bits, channels);
        self.hasher.update(&self.row);
    }

    /// Returns the content of the rows taken in.
    pub fn finish(self) -> Content {
        let (width, height, bits, channels) = self.shape;
        Content { sha256: self.hasher.finish(), width, height, bits, channels }
    }
}
