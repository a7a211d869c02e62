//! The samples of a sequential JPEG, component by component, for looking at.
//!
//! Progressive JPEGs are left to the crate `image`. Ours is here because nothing else gives luma without converting
//! colours, and takes four inks for what the file says they are.

use super::bits::{Bits, Cursor};
use super::colour::{self, Model};
use super::damage::{Damage, truncated};
use super::frame::{self, Component, Frame};
use super::huffman::{DcTable, Huffman, Spec, Specs};
use super::idct::{self, ORDER};
use super::markers::{DHT, DQT, DRI, EOI, Markers, SOS, Segment};
use super::metadata::Metadata;
use super::scan::{self, Coder, Layout, Scan};
use super::sequential::dc;
use super::zeros::Zeros;
use crate::finding::codes;
use crate::formats::Limits;
use crate::page::Refusal;
use crate::text;

/// The samples of all components.
pub struct Components {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// What they mean.
    pub model: Model,
    frame: Frame,
    planes: Vec<Vec<u8>>,
}

impl Components {
    /// Returns how many components there are.
    pub fn count(&self) -> usize {
        self.planes.len()
    }

    /// Returns the row of a component that lies over a row of pixels, and for how many pixels a sample stands.
    ///
    /// The latter is a fraction where sampling factors are odd.
    pub fn row(&self, component: usize, y: usize) -> (&[u8], (usize, usize)) {
        let (Some(of), Some(plane)) = (self.frame.components.get(component), self.planes.get(component)) else {
            return (&[], (1, 1));
        };
        let stride = of.stride * 8;
        let from = y * of.v / self.frame.v_max * stride;
        let width = (self.width * of.h).div_ceil(self.frame.h_max);
        (plane.get(from..from + width).unwrap_or_default(), (self.frame.h_max, of.h))
    }
}

/// Decodes a sequential JPEG; `None` if it is progressive.
pub fn components(bytes: &[u8], limits: &Limits) -> Result<Option<Components>, Refusal> {
    let mut markers = Markers::new(bytes)?;
    let mut state =
        State { specs: Specs::default(), quantisers: [const { None }; 4], interval: 0, metadata: Metadata::default() };
    let mut found: Option<Components> = None;
    loop {
        let segment = markers.next()?;
        match (segment.marker, segment.payload) {
            (EOI, _) => break,
            (SOS, _) => {
                let image = found.as_mut().ok_or_else(|| truncated(markers.position()))?;
                let end = image.scan(bytes, &segment, markers.position(), &state)?;
                markers.resume(end);
            }
            (DHT, _) => state.specs.read(&segment)?,
            (DQT, _) => state.read_quantisers(&segment)?,
            (DRI, &[high, low]) => state.interval = usize::from(u16::from_be_bytes([high, low])),
            (marker, _) if frame::is_frame(marker) && found.is_none() => {
                let frame = frame::parse(&segment, bytes.len(), limits)?;
                if frame.progressive {
                    return Ok(None);
                }
                found = Some(Components::new(frame, limits)?);
            }
            _ => state.metadata.take(&segment),
        }
    }
    let mut found = found.ok_or_else(|| truncated(markers.position()))?;
    found.model = colour::model(&found.frame, &state.metadata).0;
    Ok(Some(found))
}

/// What segments set for the scans behind them.
struct State<'a> {
    specs: Specs<'a>,
    quantisers: [Option<[u16; 64]>; 4],
    interval: usize,
    metadata: Metadata<'a>,
}

impl State<'_> {
    fn read_quantisers(&mut self, segment: &Segment<'_>) -> Result<(), Refusal> {
        let mut rest = segment.payload;
        while let Some((&target, table)) = rest.split_first() {
            let width = if target >> 4 == 1 { 2 } else { 1 };
            let (entries, after) = table.split_at_checked(64 * width).ok_or_else(|| segment.misfit())?;
            let slot = self.quantisers.get_mut(usize::from(target & 15)).ok_or_else(|| segment.misfit())?;
            let mut values = [0; 64];
            for (value, entry) in values.iter_mut().zip(entries.chunks_exact(width)) {
                *value = entry.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte));
            }
            *slot = Some(values);
            rest = after;
        }
        Ok(())
    }
}

impl Components {
    fn new(frame: Frame, limits: &Limits) -> Result<Components, Refusal> {
        let need = (frame.n_blocks() as u64).saturating_mul(64);
        if need > limits.memory {
            let what = text!("cần {need} byte bộ nhớ, quá nhiều", "needs {need} bytes of memory, too many");
            return Err(Refusal::new(&codes::TOO_LARGE, what));
        }
        let plane = |component: &Component| vec![128; component.stride * component.rows * 64];
        let planes = frame.components.iter().map(plane).collect();
        let (width, height) = (frame.width, frame.height);
        Ok(Components { width, height, model: Model::Gray, frame, planes })
    }

    fn scan(&mut self, bytes: &[u8], segment: &Segment<'_>, start: usize, state: &State<'_>) -> Result<usize, Refusal> {
        let scan = scan::parse(segment, &self.frame)?;
        let layout = Layout::new(&scan, &self.frame, segment.start)?;
        let tables = tables(&scan, &self.frame, state).ok_or_else(|| segment.misfit())?;
        let strides = self.frame.components.iter().map(|component| component.stride).collect();
        let mut bits = Bits::new(bytes, start, Zeros::new(true));
        let mut blocks =
            Blocks { layout: &layout, tables: &tables, planes: &mut self.planes, strides, previous: [0; 4] };
        scan::run(&mut bits, &layout, state.interval, &mut blocks)
    }
}

/// The tables of one component of a scan.
struct Tables {
    dc: DcTable,
    ac: Symbols,
    factors: [f32; 64],
}

fn tables(scan: &Scan, frame: &Frame, state: &State<'_>) -> Option<Vec<Tables>> {
    let of = |component: &scan::ScanComponent| {
        let quantiser = frame.components.get(component.index)?.quantiser;
        Some(Tables {
            dc: DcTable::new(state.specs.dc.get(component.dc)?.as_ref()?),
            ac: Symbols::new(state.specs.ac.get(component.ac)?.as_ref()?),
            factors: idct::factors(state.quantisers.get(quantiser)?.as_ref()?),
        })
    };
    scan.components.iter().map(of).collect()
}

/// Bits that one look-up of AC symbols sees.
const BITS: u32 = 10;

/// AC symbols with their values.
struct Symbols {
    /// For the next [`BITS`] bits: the value, how many coefficients are passed before it, bits of code and value; no bits
    /// where only `slow` knows. Where the block ends, 64 coefficients are passed.
    fast: Vec<(i16, u8, u8)>,
    slow: Huffman,
}

impl Symbols {
    fn new(spec: &Spec<'_>) -> Symbols {
        let mut fast = vec![(0, 0, 0); 1 << BITS];
        for (code, length, symbol) in spec.codes().take_while(|(_, length, _)| *length <= BITS) {
            let (run, size) = (symbol >> 4, u32::from(symbol & 15));
            let n_behind = BITS - length;
            let is_plain = match (run, size) {
                (0 | 15, 0) => true,
                (_, 0) => false,
                _ => size <= n_behind,
            };
            let from = (code << n_behind) as usize;
            for (idx, entry) in fast.iter_mut().skip(from).take(1 << n_behind).enumerate().filter(|_| is_plain) {
                let passed = if symbol == 0 { 64 } else { run };
                let value = (idx as u32) >> (n_behind - size);
                *entry = (extended(value, size) as i16, passed, (length + size) as u8);
            }
        }
        Symbols { fast, slow: Huffman::new(spec) }
    }

    /// Returns the value of the next symbol, and how many coefficients are passed before it; needs 26 bits ready.
    #[inline(always)]
    fn next(&self, cursor: &mut Cursor) -> Result<(i32, usize), Damage> {
        let (value, run, bits) = self.fast.get((cursor.bits >> (64 - BITS)) as usize).copied().unwrap_or_default();
        if bits > 0 {
            cursor.skip(u32::from(bits));
            return Ok((i32::from(value), usize::from(run)));
        }
        let (length, symbol) = self.slow.symbol(cursor.bits)?;
        let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
        cursor.skip(length);
        match (run, size) {
            (0, 0) => Ok((0, 64)),
            (1..=14, 0) | (_, 11..) => Err(Damage::Symbol),
            _ => Ok((extended(cursor.take(size), size), run)),
        }
    }
}

/// Returns the value of so many bits; a leading 0 means negative (T.81, table F.1).
fn extended(value: u32, size: u32) -> i32 {
    let (value, top) = (value as i32, 1 << size);
    if value < top >> 1 { value + 1 - top } else { value }
}

/// Decodes the blocks of a scan into the planes.
struct Blocks<'s> {
    layout: &'s Layout,
    tables: &'s [Tables],
    planes: &'s mut [Vec<u8>],
    /// Blocks in a row of each plane.
    strides: Vec<usize>,
    previous: [i32; 4],
}

impl Coder for Blocks<'_> {
    fn mcu(
        &mut self,
        window: &[u8],
        mut cursor: Cursor,
        row: usize,
        column: usize,
    ) -> Result<Cursor, (Damage, Cursor)> {
        for place in &self.layout.places {
            let tables = &self.tables[place.member];
            cursor.refill(window);
            let difference = dc(&mut cursor, &tables.dc).map_err(|damage| (damage, cursor))?;
            let level = self.previous[place.member] + difference;
            if level.unsigned_abs() > 1 << 15 {
                return Err((Damage::Range, cursor));
            }
            self.previous[place.member] = level;
            let samples = block(window, &mut cursor, level, tables).map_err(|damage| (damage, cursor))?;
            let (idx, stride) = (place.index(row, column), self.strides[place.component]);
            let at = idx / stride * stride * 64 + idx % stride * 8;
            let rows = self.planes[place.component].get_mut(at..).unwrap_or_default();
            for (row, samples) in rows.chunks_mut(stride * 8).zip(samples) {
                if let Some(row) = row.first_chunk_mut() {
                    *row = samples;
                }
            }
        }
        Ok(cursor)
    }

    fn restart(&mut self) -> bool {
        self.previous = [0; 4];
        true
    }
}

/// Decodes one block whose DC level is known.
#[inline(always)]
fn block(window: &[u8], cursor: &mut Cursor, level: i32, tables: &Tables) -> Result<[[u8; 8]; 8], Damage> {
    let mut block = [[0.0; 8]; 8];
    block[0][0] = level as f32 * tables.factors[0];
    let (mut idx, mut is_flat) = (1, true);
    while idx < 64 {
        cursor.refill(window);
        let (value, passed) = tables.ac.next(cursor)?;
        idx += passed;
        if idx >= 64 {
            // Only the end of a block passes so many.
            if passed < 64 {
                return Err(Damage::Index);
            }
            break;
        }
        let place = usize::from(ORDER[idx]);
        block[place / 8][place % 8] = value as f32 * tables.factors[idx];
        is_flat = is_flat && value == 0;
        idx += 1;
    }
    if is_flat { Ok([[idct::sample(block[0][0]); 8]; 8]) } else { Ok(idct::samples(&block)) }
}
