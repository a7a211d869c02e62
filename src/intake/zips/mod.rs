//! ZIP deliveries: read where they lie, never unpacked to disk.

mod bytes;
pub mod entry;
