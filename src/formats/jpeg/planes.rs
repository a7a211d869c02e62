//! What the walk keeps of each component: DC values, and for progressive JPEGs which coefficients are set.

use super::damage::Damage;
use super::frame::Component;

/// One component's blocks, padding included.
pub(super) struct Plane {
    /// Quantised DC values.
    pub(super) dc: Vec<i16>,
    /// One bit for each coefficient that is not zero; empty for sequential JPEGs.
    pub(super) masks: Vec<u64>,
    /// The DC quantiser, known from the first scan on.
    pub(super) quantiser: Option<u16>,
    /// The greatest DC value that is believed.
    pub(super) greatest: u32,
    /// For each coefficient, the bit position that was reached; `None` before its first scan.
    pub(super) reached: [Option<u8>; 64],
}

impl Plane {
    /// Makes the plane of a component.
    pub(super) fn new(component: &Component, progressive: bool) -> Plane {
        let n_blocks = component.stride * component.rows;
        let masks = if progressive { vec![0; n_blocks] } else { Vec::new() };
        Plane { dc: vec![0; n_blocks], masks, quantiser: None, greatest: 0, reached: [None; 64] }
    }

    /// Sets the quantiser of the first scan. DC is eight times the mean of samples between -128 and 127,
    /// so it never exceeds 1024; twice that is refused, which leaves room for coarse encoders.
    pub(super) fn quantise(&mut self, quantiser: u16) {
        if self.quantiser.is_none() {
            self.quantiser = Some(quantiser);
            self.greatest = (2048 / u32::from(quantiser.max(1)) + 1).min(2047);
        }
    }

    /// Keeps a DC value.
    #[inline(always)]
    pub(super) fn store(&mut self, idx: usize, value: i32) -> Result<(), Damage> {
        match self.dc.get_mut(idx) {
            Some(slot) if value.unsigned_abs() <= self.greatest => *slot = value as i16,
            _ => return Err(Damage::Range),
        }
        Ok(())
    }

    /// Says whether every coefficient was coded down to its last bit.
    pub(super) fn is_complete(&self) -> bool {
        self.reached.iter().all(|reached| *reached == Some(0))
    }
}
