//! The entries of a dictionary, each of the kind it must be.

use lopdf::{Dictionary, Object};

use super::surprise::{Part, ReadError, surprise};

/// A dictionary and the place of its object, for errors.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    dictionary: &'a Dictionary,
    at: u64,
}

impl<'a> Fields<'a> {
    pub(super) fn new(dictionary: &'a Dictionary, at: u64) -> Fields<'a> {
        Fields { dictionary, at }
    }

    /// Returns the error that this entry is not as written.
    pub(super) fn bad(&self, key: &'static str) -> ReadError {
        surprise(Part::Entry(key), self.at)
    }

    /// Demands that there are no other keys than these.
    pub(super) fn only(&self, owner: &'static str, keys: &[&str]) -> Result<(), ReadError> {
        let known = |key: &[u8]| keys.iter().any(|known| known.as_bytes() == key);
        if self.dictionary.iter().all(|(key, _)| known(key)) { Ok(()) } else { Err(self.bad(owner)) }
    }

    pub(super) fn find(&self, key: &'static str) -> Option<&'a Object> {
        self.dictionary.get(key.as_bytes()).ok()
    }

    pub(super) fn get(&self, key: &'static str) -> Result<&'a Object, ReadError> {
        self.find(key).ok_or_else(|| self.bad(key))
    }

    pub(super) fn name_is(&self, key: &'static str, name: &[u8]) -> Result<(), ReadError> {
        if self.get(key)?.as_name().is_ok_and(|found| found == name) { Ok(()) } else { Err(self.bad(key)) }
    }

    /// Returns a number from 0 to 4,294,967,295.
    pub(super) fn number(&self, key: &'static str) -> Result<u32, ReadError> {
        let value = self.get(key)?.as_i64().map_err(|_| self.bad(key))?;
        u32::try_from(value).map_err(|_| self.bad(key))
    }

    /// Returns a truth value, or the default where the entry is absent.
    pub(super) fn flag(&self, key: &'static str, default: bool) -> Result<bool, ReadError> {
        self.find(key).map_or(Ok(default), |value| value.as_bool().map_err(|_| self.bad(key)))
    }

    pub(super) fn array(&self, key: &'static str) -> Result<&'a [Object], ReadError> {
        self.get(key)?.as_array().map(Vec::as_slice).map_err(|_| self.bad(key))
    }

    pub(super) fn reference(&self, key: &'static str) -> Result<u32, ReadError> {
        self.get(key)?.as_reference().map(|(id, _)| id).map_err(|_| self.bad(key))
    }

    pub(super) fn dictionary(&self, key: &'static str) -> Result<Fields<'a>, ReadError> {
        self.get(key)?.as_dict().map(|inner| Fields::new(inner, self.at)).map_err(|_| self.bad(key))
    }
}
