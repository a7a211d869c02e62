//! One scan: its header (T.81, B.2.3) and the way through its MCUs, with restart markers in order.

use super::bits::{Bits, Cursor};
use super::damage::{Damage, corrupt, in_scan};
use super::frame::Frame;
use super::markers::Segment;
use crate::page::Refusal;
use crate::text;

/// What a scan header says, checked against the frame.
#[derive(Debug)]
pub(super) struct Scan {
    /// The components, in the order of the scan.
    pub(super) components: Vec<ScanComponent>,
    /// First coefficient of the band.
    pub(super) first: u8,
    /// Last coefficient of the band.
    pub(super) last: u8,
    /// The bit position that earlier scans reached; 0 for the first scan of a band.
    pub(super) high: u8,
    /// The bit position that this scan reaches.
    pub(super) low: u8,
}

/// One component of a scan.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScanComponent {
    /// Index in the frame.
    pub(super) index: usize,
    /// Which DC table.
    pub(super) dc: usize,
    /// Which AC table.
    pub(super) ac: usize,
}

/// Reads a scan header.
pub(super) fn parse(segment: &Segment<'_>, frame: &Frame) -> Result<Scan, Refusal> {
    let Some((&n_components, rest)) = segment.payload.split_first() else { return Err(segment.misfit()) };
    let n_components = usize::from(n_components);
    if !(1..=4).contains(&n_components) || rest.len() != 2 * n_components + 3 {
        return Err(segment.misfit());
    }
    let (list, parameters) = rest.split_at(2 * n_components);
    let mut components: Vec<ScanComponent> = Vec::with_capacity(n_components);
    for spec in list.chunks_exact(2) {
        let index = frame.components.iter().position(|component| component.id == spec[0]);
        let (dc, ac) = (usize::from(spec[1] >> 4), usize::from(spec[1] & 15));
        match index {
            Some(index) if dc < 4 && ac < 4 && components.iter().all(|earlier| earlier.index != index) => {
                components.push(ScanComponent { index, dc, ac });
            }
            _ => {
                let what = text!("lượt quét nêu thành phần màu sai", "the scan names an impossible component");
                return Err(corrupt(what, segment.start));
            }
        }
    }
    let (high, low) = (parameters[2] >> 4, parameters[2] & 15);
    Ok(Scan { components, first: parameters[0], last: parameters[1], high, low })
}

/// Where a block of an MCU lies in the plane of its component.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Which component of the scan.
    pub(super) member: usize,
    /// Which component of the frame.
    pub(super) component: usize,
    offset: usize,
    per_row: usize,
    per_column: usize,
}

impl Place {
    /// Returns the index of the block in its plane, for the MCU at `row` and `column`.
    #[inline(always)]
    pub(super) fn index(&self, row: usize, column: usize) -> usize {
        row * self.per_row + column * self.per_column + self.offset
    }
}

/// The MCUs of a scan.
#[derive(Debug)]
pub(super) struct Layout {
    /// MCUs across.
    pub(super) across: usize,
    /// MCUs down.
    pub(super) down: usize,
    /// The blocks of one MCU, in their order.
    pub(super) places: Vec<Place>,
}

impl Layout {
    /// Lays out a scan: single blocks for one component, else what the sampling factors say (T.81, A.2).
    pub(super) fn new(scan: &Scan, frame: &Frame, offset: usize) -> Result<Layout, Refusal> {
        if let [only] = &scan.components[..] {
            let component = &frame.components[only.index];
            let place = Place { member: 0, component: only.index, offset: 0, per_row: component.stride, per_column: 1 };
            return Ok(Layout { across: component.blocks_x, down: component.blocks_y, places: vec![place] });
        }
        let mut places = Vec::with_capacity(10);
        for (member, in_scan) in scan.components.iter().enumerate() {
            let component = &frame.components[in_scan.index];
            let (per_row, per_column) = (component.v * component.stride, component.h);
            for block in 0..component.h * component.v {
                let offset = block / component.h * component.stride + block % component.h;
                places.push(Place { member, component: in_scan.index, offset, per_row, per_column });
            }
        }
        if places.len() > 10 {
            let what = text!("nhóm có hơn 10 khối", "more than 10 blocks in an MCU");
            return Err(corrupt(what, offset));
        }
        Ok(Layout { across: frame.mcus_x, down: frame.mcus_y, places })
    }

    /// Returns how many blocks the scan visits.
    pub(super) fn n_blocks(&self) -> usize {
        self.across * self.down * self.places.len()
    }
}

/// Decodes the blocks of one MCU after another.
pub(super) trait Coder {
    /// Decodes the MCU at `row` and `column`. An error comes with the place where it was seen.
    fn mcu(&mut self, window: &[u8], cursor: Cursor, row: usize, column: usize) -> Result<Cursor, (Damage, Cursor)>;
    /// Begins anew behind a restart marker or the end; false if something was left open.
    fn restart(&mut self) -> bool;
}

/// Runs through the coded data of one scan and returns where they end.
pub(super) fn run(
    bits: &mut Bits<'_>,
    layout: &Layout,
    interval: usize,
    coder: &mut impl Coder,
) -> Result<usize, Refusal> {
    let interval = if interval == 0 { usize::MAX } else { interval };
    let (mut left, mut n_restarts, mut cursor) = (interval, 0u8, Cursor::default());
    for row in 0..layout.down {
        for column in 0..layout.across {
            if left == 0 {
                close(bits, cursor, coder)?;
                cursor = bits.restart(cursor, n_restarts & 7)?;
                n_restarts = n_restarts.wrapping_add(1);
                left = interval;
            }
            left -= 1;
            cursor = bits.ahead(cursor)?;
            cursor = match coder.mcu(bits.window(), cursor, row, column) {
                Ok(next) if !bits.is_overrun(next) => next,
                Ok(next) => return Err(bits.refusal(next, in_scan(Damage::Code, 0))),
                Err((damage, at)) => return Err(bits.refusal(at, in_scan(damage, bits.offset(at)))),
            };
        }
    }
    close(bits, cursor, coder)?;
    bits.finish(cursor)
}

fn close(bits: &Bits<'_>, cursor: Cursor, coder: &mut impl Coder) -> Result<(), Refusal> {
    if coder.restart() { Ok(()) } else { Err(in_scan(Damage::Run, bits.offset(cursor))) }
}
