//! Rows of packed samples: how long they are, and single samples in and out.
//!
//! Samples stand side by side from the high bit down, 16-bit ones big-endian; a row ends on a whole
//! byte. PNG, TIFF and PDF agree on this.

/// Returns the bytes of a row of `width` pixels.
pub fn row_bytes(width: u32, bits: u8, channels: u8) -> usize {
    (u64::from(width) * u64::from(bits) * u64::from(channels)).div_ceil(8) as usize
}

/// Returns the mask that keeps the used bits of the last byte of a row.
pub fn last_byte_mask(width: u32, bits: u8, channels: u8) -> u8 {
    match (u64::from(width) * u64::from(bits) * u64::from(channels)) % 8 {
        0 => 0xFF,
        used => 0xFF << (8 - used),
    }
}

/// Zeroes the unused bits at the end of a row.
pub fn clear_padding(row: &mut [u8], width: u32, bits: u8, channels: u8) {
    if let Some(last) = row.last_mut() {
        *last &= last_byte_mask(width, bits, channels);
    }
}

/// Returns the largest value of a sample.
pub fn max(bits: u8) -> u16 {
    if bits >= 16 { u16::MAX } else { (1 << bits) - 1 }
}

/// Returns the sample at `idx`, counted in samples from the start of the row.
pub fn get(row: &[u8], idx: usize, bits: u8) -> u16 {
    match bits {
        8 => u16::from(row[idx]),
        16 => u16::from_be_bytes([row[2 * idx], row[2 * idx + 1]]),
        _ => {
            let bit = idx * usize::from(bits);
            let shift = 8 - usize::from(bits) - bit % 8;
            u16::from(row[bit / 8] >> shift) & max(bits)
        }
    }
}

/// Writes the sample at `idx`; below 8 bits the place must still hold zeros.
pub fn put(row: &mut [u8], idx: usize, bits: u8, value: u16) {
    match bits {
        8 => row[idx] = value as u8,
        16 => row[2 * idx..2 * idx + 2].copy_from_slice(&value.to_be_bytes()),
        _ => {
            let bit = idx * usize::from(bits);
            let shift = 8 - usize::from(bits) - bit % 8;
            row[bit / 8] |= ((value & max(bits)) as u8) << shift;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_got_at_every_depth() {
        for bits in [1, 2, 4, 8, 16] {
            let mut row = vec![0; row_bytes(13, bits, 1)];
            let value = |idx: usize| (idx as u16).wrapping_mul(7919) & max(bits);
            (0..13).for_each(|idx| put(&mut row, idx, bits, value(idx)));
            assert!((0..13).all(|idx| get(&row, idx, bits) == value(idx)), "{bits} bits");
        }
    }

    #[test]
    fn a_row_ends_on_a_whole_byte() {
        assert_eq!(row_bytes(3, 1, 1), 1);
        assert_eq!(row_bytes(9, 1, 1), 2);
        assert_eq!(row_bytes(5, 16, 4), 40);
        assert_eq!(last_byte_mask(3, 1, 1), 0b1110_0000);
        assert_eq!(last_byte_mask(8, 1, 1), 0xFF);
    }
}
