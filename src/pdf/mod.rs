//! PDFs as others write them (ISO 32000-1): read without trust, byte by byte, within limits.
//!
//! Nothing here knows what a PDF/A asks, and nothing is shared with the writer in `pdfa`.

pub mod object;
