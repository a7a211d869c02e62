//! A file read in blocks, the last few of which are kept: any place at any time, and never the whole file in memory.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of a block.
const BLOCK: u64 = 32 * 1024;

/// How many blocks are kept.
const KEPT: usize = 32;

/// Positioned reads of a file of known length.
pub struct Blocks<R> {
    input: R,
    length: u64,
    kept: Vec<Block>,
    turn: u64,
}

struct Block {
    number: u64,
    used: u64,
    bytes: Vec<u8>,
}

impl<R: Read + Seek> Blocks<R> {
    /// Takes an input, whose length is asked once.
    pub fn new(mut input: R) -> io::Result<Blocks<R>> {
        let length = input.seek(SeekFrom::End(0))?;
        Ok(Blocks { input, length, kept: Vec::new(), turn: 0 })
    }

    /// Returns the bytes of the file.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads `length` bytes from `offset` on, fewer only at the end of the file.
    pub fn read(&mut self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        let length = length.min(self.length.saturating_sub(offset));
        let mut bytes = Vec::with_capacity(length as usize);
        if length > BLOCK * 4 {
            // Data of images would only drive out what is asked for again.
            self.input.seek(SeekFrom::Start(offset))?;
            self.input.by_ref().take(length).read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
        while (bytes.len() as u64) < length {
            let at = offset + bytes.len() as u64;
            let wanted = (length - bytes.len() as u64) as usize;
            let block = self.block(at / BLOCK)?;
            let rest = block.get((at % BLOCK) as usize..).unwrap_or(&[]);
            if rest.is_empty() {
                break;
            }
            bytes.extend_from_slice(&rest[..wanted.min(rest.len())]);
        }
        Ok(bytes)
    }

    fn block(&mut self, number: u64) -> io::Result<&[u8]> {
        self.turn += 1;
        let place = match self.kept.iter().position(|block| block.number == number) {
            Some(place) => place,
            None => self.load(number)?,
        };
        let block = &mut self.kept[place];
        block.used = self.turn;
        Ok(&block.bytes)
    }

    /// Reads a block into the place of the one that was not used for the longest time.
    fn load(&mut self, number: u64) -> io::Result<usize> {
        let oldest = self.kept.iter().enumerate().min_by_key(|(_, block)| block.used).map(|(place, _)| place);
        let place = match oldest {
            Some(place) if self.kept.len() >= KEPT => place,
            _ => {
                self.kept.push(Block { number: u64::MAX, used: 0, bytes: Vec::new() });
                self.kept.len() - 1
            }
        };
        let block = &mut self.kept[place];
        block.number = u64::MAX;
        block.bytes.clear();
        self.input.seek(SeekFrom::Start(number * BLOCK))?;
        self.input.by_ref().take(BLOCK).read_to_end(&mut block.bytes)?;
        block.number = number;
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn every_place_is_read_right_whatever_is_kept() {
        let data: Vec<u8> = (0..3_000_000_u32).map(|at| (at / 7 % 251) as u8).collect();
        let mut blocks = Blocks::new(Cursor::new(&data)).unwrap();
        for step in 0..400_u64 {
            let at = (step * 77_777) % 3_000_000;
            let length = 1 + (step * 997) % 200_000;
            let end = (at + length).min(3_000_000);
            assert_eq!(blocks.read(at, length).unwrap(), data[at as usize..end as usize]);
        }
        assert!(blocks.kept.len() <= KEPT);
    }

    #[test]
    fn beyond_the_end_there_is_nothing() {
        let mut blocks = Blocks::new(Cursor::new(b"abc")).unwrap();
        assert_eq!(blocks.read(2, 10).unwrap(), b"c");
        assert_eq!(blocks.read(u64::MAX, 10).unwrap(), b"");
    }
}
