//! Bits of a stream, most significant first; past its end come zeros, which the reader counts.

/// Reads bits from bytes.
#[derive(Clone, Copy)]
pub(super) struct Bits<'d> {
    data: &'d [u8],
    /// Bytes taken into `held` so far, those past the end included.
    taken: usize,
    /// The next bits, left-aligned.
    held: u64,
    /// How many bits of `held` count.
    n_held: u32,
}

impl<'d> Bits<'d> {
    pub(super) fn of(data: &'d [u8]) -> Bits<'d> {
        Bits { data, taken: 0, held: 0, n_held: 0 }
    }

    /// Makes sure that at least 56 bits can be looked at.
    #[inline(always)]
    pub(super) fn refill(&mut self) {
        if self.n_held >= 56 {
            return;
        }
        match self.data.get(self.taken..).and_then(|rest| rest.first_chunk::<8>()) {
            Some(bytes) => {
                self.held |= u64::from_be_bytes(*bytes) >> self.n_held;
                let n_bytes = (63 - self.n_held) / 8;
                self.taken += n_bytes as usize;
                self.n_held += 8 * n_bytes;
            }
            None => self.refill_near_the_end(),
        }
    }

    #[cold]
    fn refill_near_the_end(&mut self) {
        while self.n_held <= 56 {
            let byte = self.data.get(self.taken).copied().unwrap_or(0);
            self.held |= u64::from(byte) << (56 - self.n_held);
            self.taken += 1;
            self.n_held += 8;
        }
    }

    /// Returns the next `n` bits (1 to 56) without taking them; `refill` comes first.
    #[inline(always)]
    pub(super) fn peek(&self, n: u32) -> usize {
        (self.held >> (64 - n)) as usize
    }

    /// Takes `n` bits that were looked at.
    #[inline(always)]
    pub(super) fn take(&mut self, n: u32) {
        self.held <<= n;
        self.n_held -= n;
    }

    /// Returns how many bits were taken.
    pub(super) fn position(&self) -> u64 {
        self.taken as u64 * 8 - u64::from(self.n_held)
    }

    /// Returns how many bits are left; negative when bits past the end were taken.
    pub(super) fn left(&self) -> i64 {
        self.data.len() as i64 * 8 - self.position() as i64
    }

    /// Says whether every bit that is left is zero.
    pub(super) fn rest_is_zero(&self) -> bool {
        let position = self.position();
        let (byte, bit) = ((position / 8) as usize, position % 8);
        let rest = self.data.get(byte..).unwrap_or_default();
        rest.first().is_none_or(|first| first << bit == 0) && rest.iter().skip(1).all(|byte| *byte == 0)
    }

    /// Goes on to the next multiple of `unit` bits.
    pub(super) fn align(&mut self, unit: u64) {
        let skip = (unit - self.position() % unit) % unit;
        self.refill();
        self.take(skip as u32);
    }
}
