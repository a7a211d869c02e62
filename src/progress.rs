//! How long work tells how far it is, without knowing who listens.

/// Takes notice of work done. Silent by default.
pub trait Progress: Sync {
    /// A stage begins, with as much to do as is known: things and bytes.
    fn begin(&self, stage: Stage, things: u64, bytes: u64) {
        let _ = (stage, things, bytes);
    }

    /// So many things and bytes are done.
    fn advance(&self, things: u64, bytes: u64) {
        let _ = (things, bytes);
    }

    /// The stage is over.
    fn end(&self) {}
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Scans are read and bundles built.
    Ingest,
    /// What was written is read back.
    ReadBack,
    /// Digests are compared.
    Verify,
    /// The catalogue is built anew.
    Reindex,
    /// Files are compared byte for byte.
    Same,
    /// Pages are looked at.
    See,
    /// Pairs of pages are compared.
    Judge,
    /// Documents are looked at for what a recipient asks of them.
    Ready,
    /// Documents are packed.
    Pack,
}

/// Nobody listens.
pub struct Silent;

impl Progress for Silent {}
