//! Objects of a PDF (ISO 32000-1, 7.3), as plain values. References are not followed here.

/// An indirect object's number and generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// From 1.
    pub number: u32,
    /// 0 unless the number was used again.
    pub generation: u16,
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.number, self.generation)
    }
}

/// Any object.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// `null`, and whatever is not there.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number; those beyond 64 bits are held at the nearest end.
    Int(i64),
    /// A number with a point.
    Real(f64),
    /// A string, its escapes or hex digits resolved.
    String(Vec<u8>),
    /// A name without its slash, `#xx` resolved.
    Name(Vec<u8>),
    /// `[...]`.
    Array(Vec<Object>),
    /// `<<...>>`.
    Dict(Dict),
    /// A dictionary and data that lie in the file.
    Stream(Stream),
    /// `N G R`.
    Ref(Id),
}

/// A dictionary; entries in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dict(pub Vec<(Vec<u8>, Object)>);

/// A stream: its data are not in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Its dictionary.
    pub dict: Dict,
    /// Where its data begin in the file.
    pub offset: u64,
    /// How many bytes they are, as found; `/Length` may say otherwise.
    pub length: u64,
}

impl Object {
    /// Returns the bytes of a name.
    pub fn as_name(&self) -> Option<&[u8]> {
        if let Object::Name(name) = self { Some(name) } else { None }
    }

    /// Returns a whole number; a real without a fraction counts.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Object::Int(value) => Some(*value),
            Object::Real(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(*value as i64),
            _ => None,
        }
    }

    /// Returns any number.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Object::Int(value) => Some(*value as f64),
            Object::Real(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the bytes of a string.
    pub fn as_string(&self) -> Option<&[u8]> {
        if let Object::String(bytes) = self { Some(bytes) } else { None }
    }

    /// Returns a truth value.
    pub fn as_bool(&self) -> Option<bool> {
        if let Object::Bool(value) = self { Some(*value) } else { None }
    }

    /// Returns the items of an array.
    pub fn as_array(&self) -> Option<&[Object]> {
        if let Object::Array(items) = self { Some(items) } else { None }
    }

    /// Returns a dictionary, also that of a stream.
    pub fn as_dict(&self) -> Option<&Dict> {
        match self {
            Object::Dict(dict) => Some(dict),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// Returns a stream.
    pub fn as_stream(&self) -> Option<&Stream> {
        if let Object::Stream(stream) = self { Some(stream) } else { None }
    }

    /// Returns where a reference leads.
    pub fn as_ref(&self) -> Option<Id> {
        if let Object::Ref(id) = self { Some(*id) } else { None }
    }
}

impl Dict {
    /// Returns the value of a key as it stands, references not followed; of a key given twice, the last one counts.
    pub fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().rev().find(|(name, _)| name == key.as_bytes()).map(|(_, value)| value)
    }

    /// Says whether the key is there, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Returns all entries in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_key_given_twice_the_last_counts() {
        let dict = Dict(vec![(b"A".to_vec(), Object::Int(1)), (b"A".to_vec(), Object::Int(2))]);
        assert_eq!(dict.get("A"), Some(&Object::Int(2)));
        assert!(dict.has("A") && !dict.has("B"));
    }

    #[test]
    fn a_real_without_a_fraction_is_a_whole_number() {
        assert_eq!(Object::Real(3.0).as_int(), Some(3));
        assert_eq!(Object::Real(3.5).as_int(), None);
        assert_eq!(Object::Real(f64::INFINITY).as_int(), None);
    }
}
