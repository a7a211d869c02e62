//! The file as it grows: every byte counted and hashed once, every object framed and its place noted.
//!
//! Framing, cross-reference table and trailer are written here, because they must stream and carry
//! offsets past 4 GiB; the objects themselves are spelled by lopdf.

use std::io::{self, Write};

use lopdf::{Dictionary, Object};

use super::unwritable::Unwritable;
use crate::digest::{Digest, Hasher};

/// What collects before it is hashed and written: enough for the objects around a page image.
const PENDING: usize = 64 * 1024;
/// The last place that ten digits can name (ISO 32000-1, 7.5.4).
const LAST_PLACE: u64 = 9_999_999_999;
/// Objects in one file (ISO 19005-2, 6.1.13).
const MAX_OBJECTS: usize = 8_388_607;

/// A PDF under way into `W`. Holds eight bytes for each object and at most [`PENDING`] bytes of text.
pub(super) struct Output<W> {
    out: W,
    pending: Vec<u8>,
    /// Bytes handed to `out`, without the pending ones.
    written: u64,
    hasher: Hasher,
    /// Where object `idx + 1` starts; 0 while it is only reserved.
    places: Vec<u64>,
    last_place: u64,
}

impl<W: Write> Output<W> {
    /// Starts the file: version line and the comment that marks it as binary (ISO 19005-2, 6.1.2).
    pub(super) fn new(out: W) -> io::Result<Output<W>> {
        let (written, places) = (0, Vec::new());
        let hasher = Hasher::default();
        let mut output =
            Output { out, pending: Vec::with_capacity(PENDING), written, hasher, places, last_place: LAST_PLACE };
        output.write_all(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")?;
        Ok(output)
    }

    /// Lowers the last place an object may start at, so that a test need not write 10 GB.
    #[cfg(test)]
    pub(super) fn limit(&mut self, last_place: u64) {
        self.last_place = last_place;
    }

    /// Returns the number of an object that will be written later.
    pub(super) fn reserve(&mut self) -> io::Result<u32> {
        if self.places.len() >= MAX_OBJECTS {
            return Err(Unwritable::TooManyObjects.into());
        }
        self.places.push(0);
        Ok(self.places.len() as u32)
    }

    /// Opens a reserved object; what is written until [`Output::close`] is its body.
    pub(super) fn open(&mut self, id: u32) -> io::Result<()> {
        let place = self.position();
        if place > self.last_place {
            return Err(Unwritable::FileTooLong.into());
        }
        self.places[id as usize - 1] = place;
        // Single spaces and an end of line after `obj` (ISO 19005-2, 6.1.9).
        writeln!(self, "{id} 0 obj")
    }

    /// Closes the open object.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.write_all(b"\nendobj\n")
    }

    /// Writes a reserved object that is not a stream.
    pub(super) fn object(&mut self, id: u32, object: &Object) -> io::Result<()> {
        self.open(id)?;
        lopdf::Writer::write_object(self, object)?;
        self.close()
    }

    /// Writes a reserved stream object and returns where its data start in the file.
    ///
    /// Length is set here and counts the data alone: the ends of line after `stream` and before
    /// `endstream` are not part of them (ISO 19005-2, 6.1.7.1).
    pub(super) fn stream(&mut self, id: u32, mut dictionary: Dictionary, data: &[u8]) -> io::Result<u64> {
        let length = i32::try_from(data.len()).map_err(|_| Unwritable::StreamTooLong)?;
        dictionary.set("Length", length);
        self.open(id)?;
        lopdf::Writer::write_object(self, &Object::Dictionary(dictionary))?;
        self.write_all(b"\nstream\n")?;
        let offset = self.position();
        self.write_all(data)?;
        self.write_all(b"\nendstream")?;
        self.close()?;
        Ok(offset)
    }

    /// Writes the cross-reference table and the trailer, and returns size and digest of the whole file.
    ///
    /// Both parts of ID are the first half of the digest of everything before the trailer, so that the
    /// same pages make the same bytes and different pages a different ID (ISO 19005-2, 6.1.3).
    pub(super) fn finish(mut self, root: u32) -> io::Result<(u64, Digest)> {
        let table = self.position();
        if table > self.last_place {
            return Err(Unwritable::FileTooLong.into());
        }
        self.table()?;
        self.hand_over()?;
        let id = Object::String(self.hasher.clone().finish().0[..16].to_vec(), lopdf::StringFormat::Hexadecimal);
        let mut trailer = Dictionary::new();
        trailer.set("Size", self.places.len() as u32 + 1);
        trailer.set("Root", (root, 0));
        trailer.set("ID", vec![id.clone(), id]);
        self.write_all(b"trailer\n")?;
        lopdf::Writer::write_object(&mut self, &Object::Dictionary(trailer))?;
        write!(self, "\nstartxref\n{table}\n%%EOF\n")?;
        self.hand_over()?;
        self.out.flush()?;
        Ok((self.written, self.hasher.finish()))
    }

    /// Writes one section of entries of exactly 20 bytes (ISO 32000-1, 7.5.4).
    fn table(&mut self) -> io::Result<()> {
        let places = std::mem::take(&mut self.places);
        write!(self, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1)?;
        for place in &places {
            debug_assert_ne!(*place, 0, "every reserved object is written");
            writeln!(self, "{place:010} 00000 n ")?;
        }
        self.places = places;
        Ok(())
    }

    /// Returns the offset of the next byte.
    fn position(&self) -> u64 {
        self.written + self.pending.len() as u64
    }

    fn hand_over(&mut self) -> io::Result<()> {
        self.hasher.update(&self.pending);
        self.out.write_all(&self.pending)?;
        self.written += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.pending.len() + bytes.len() <= PENDING {
            self.pending.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        self.hand_over()?;
        if bytes.len() < PENDING {
            self.pending.extend_from_slice(bytes);
            return Ok(bytes.len());
        }
        // Image data go past the buffer: hashed and written where they lie.
        self.out.write_all(bytes)?;
        self.hasher.update(bytes);
        self.written += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_over()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_one_object_is_these_bytes() {
        let mut bytes = Vec::new();
        let mut output = Output::new(&mut bytes).unwrap();
        let id = output.reserve().unwrap();
        output.object(id, &Object::Name(b"A b".to_vec())).unwrap();
        let (size, sha256) = output.finish(id).unwrap();
        let start = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n/A#20b\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000015 00000 n \n";
        assert_eq!(&bytes[..start.len()], start);
        let end = String::from_utf8(bytes[start.len()..].to_vec()).unwrap();
        let id = Digest::of(start).to_string()[..32].to_uppercase();
        assert_eq!(end, format!("trailer\n<</Size 2/Root 1 0 R/ID[<{id}><{id}>]>>\nstartxref\n37\n%%EOF\n"));
        assert_eq!((size, sha256), (bytes.len() as u64, Digest::of(&bytes)));
    }

    #[test]
    fn large_data_pass_by_the_buffer_and_are_counted_and_hashed() {
        let data: Vec<u8> = (0..200_000u32).map(|value| value as u8).collect();
        let mut bytes = Vec::new();
        let mut output = Output::new(&mut bytes).unwrap();
        let id = output.reserve().unwrap();
        let offset = output.stream(id, Dictionary::new(), &data).unwrap() as usize;
        let (size, sha256) = output.finish(id).unwrap();
        assert_eq!(&bytes[offset..offset + data.len()], data);
        assert!(bytes[offset + data.len()..].starts_with(b"\nendstream\nendobj\n"));
        assert_eq!((size, sha256), (bytes.len() as u64, Digest::of(&bytes)));
    }

    #[test]
    fn a_place_that_needs_eleven_digits_is_an_error_that_says_what_to_do() {
        let mut output = Output::new(Vec::new()).unwrap();
        output.limit(20);
        let (one, two) = (output.reserve().unwrap(), output.reserve().unwrap());
        output.object(one, &Object::Null).unwrap();
        let error = output.object(two, &Object::Null).unwrap_err();
        assert_eq!(error.downcast::<Unwritable>().unwrap(), Unwritable::FileTooLong);
    }
}
