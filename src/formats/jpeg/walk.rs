//! The walk through a whole JPEG: every segment, every scan, every coefficient.

use super::bits::Bits;
use super::content::Pieces;
use super::damage::{corrupt, truncated};
use super::frame::{self, Frame};
use super::huffman::{DcTable, Huffman, Spec, Specs};
use super::markers::{COM, DHT, DQT, DRI, EOI, Markers, SOS, Segment};
use super::metadata::Metadata;
use super::planes::Plane;
use super::progressive::{Ac, AcFirst, AcRefine, DcFirst, DcRefine};
use super::scan::{self, Layout, Scan, ScanComponent};
use super::sequential::{Sequential, Tables};
use super::several::AcTable;
use super::zeros::{InRow, Zeros, may_end, may_stay};
use crate::finding::codes;
use crate::formats::Limits;
use crate::page::{Content, Refusal};
use crate::text;

/// Scans of one JPEG. libjpeg's own script has ten; one for each coefficient would be 190.
const MOST_SCANS: usize = 256;
/// How often a block may be visited, on average: libjpeg's script needs seven.
const MOST_VISITS: usize = 100;

/// What a walk that reached EOI leaves.
pub(super) struct Walked<'a> {
    /// The frame header.
    pub(super) frame: Frame,
    /// One plane for each component.
    pub(super) planes: Vec<Plane>,
    /// What the APPn segments say.
    pub(super) metadata: Metadata<'a>,
    /// The digest of what determines the pixels.
    pub(super) content: Content,
    /// Where EOI ends.
    pub(super) end: usize,
}

/// Walks from SOI to EOI and checks everything between.
pub(super) fn walk<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Walked<'a>, Refusal> {
    let mut markers = Markers::new(bytes)?;
    let mut state = State::default();
    let mut image: Option<Image> = None;
    loop {
        let segment = markers.next()?;
        state.pieces.segment(bytes, &segment);
        match segment.marker {
            EOI => break,
            SOS => {
                let image = image.as_mut().ok_or_else(|| out_of_place(&segment))?;
                let end = image.scan(bytes, &segment, markers.position(), &state)?;
                state.pieces.scan(&bytes[markers.position()..end]);
                markers.resume(end);
            }
            marker if frame::is_frame(marker) && image.is_none() => {
                image = Some(Image::new(frame::parse(&segment, bytes.len(), limits)?));
            }
            _ => state.read(&segment)?,
        }
    }
    let end = markers.position();
    let image = image.ok_or_else(|| truncated(end))?;
    image.check_complete(end)?;
    let content = state.pieces.finish(&image.frame);
    Ok(Walked { frame: image.frame, planes: image.planes, metadata: state.metadata, content, end })
}

/// Reads the segments up to the first scan: the frame header, and what the APPn segments say.
pub(super) fn headers<'a>(bytes: &'a [u8], limits: &Limits) -> Result<(Frame, Metadata<'a>), Refusal> {
    let (mut markers, mut metadata, mut found) = (Markers::new(bytes)?, Metadata::default(), None);
    loop {
        let segment = markers.next()?;
        match segment.marker {
            EOI | SOS => break,
            marker if frame::is_frame(marker) => found = Some(frame::parse(&segment, bytes.len(), limits)?),
            _ => metadata.take(&segment),
        }
    }
    let frame = found.ok_or_else(|| truncated(markers.position()))?;
    Ok((frame, metadata))
}

fn out_of_place(segment: &Segment<'_>) -> Refusal {
    let marker = segment.marker;
    corrupt(text!("dấu FF{marker:02X} không đúng chỗ", "marker FF{marker:02X} out of place"), segment.start)
}

/// What segments set for the scans behind them.
#[derive(Default)]
struct State<'a> {
    specs: Specs<'a>,
    /// The DC entry of each quantiser table.
    quantisers: [Option<u16>; 4],
    interval: usize,
    metadata: Metadata<'a>,
    pieces: Pieces,
}

impl<'a> State<'a> {
    fn read(&mut self, segment: &Segment<'a>) -> Result<(), Refusal> {
        match (segment.marker, segment.payload) {
            (DHT, _) => self.specs.read(segment),
            (DQT, _) => self.read_quantisers(segment),
            (DRI, &[high, low]) => {
                self.interval = usize::from(u16::from_be_bytes([high, low]));
                Ok(())
            }
            (0xE0..=0xEF, _) => {
                self.metadata.take(segment);
                Ok(())
            }
            (COM, _) => Ok(()),
            (0xCC | 0xDC | 0xDE | 0xDF | 0xF7, _) => Err(unsupported(segment)),
            _ => Err(out_of_place(segment)),
        }
    }

    fn read_quantisers(&mut self, segment: &Segment<'_>) -> Result<(), Refusal> {
        let mut rest = segment.payload;
        while let Some((&target, table)) = rest.split_first() {
            let wide = target >> 4 == 1;
            let (entries, after) =
                table.split_at_checked(if wide { 128 } else { 64 }).ok_or_else(|| segment.misfit())?;
            let has_zero = entries.chunks_exact(1 + usize::from(wide)).any(|entry| entry.iter().all(|byte| *byte == 0));
            match self.quantisers.get_mut(usize::from(target & 15)) {
                Some(slot) if target >> 4 < 2 && !has_zero => {
                    let dc = if wide { u16::from_be_bytes([entries[0], entries[1]]) } else { u16::from(entries[0]) };
                    *slot = Some(dc);
                }
                _ => {
                    return Err(corrupt(text!("bảng lượng tử sai", "impossible quantiser table"), segment.start));
                }
            }
            rest = after;
        }
        Ok(())
    }
}

fn unsupported(segment: &Segment<'_>) -> Refusal {
    let what = match segment.marker {
        0xCC => text!("JPEG mã hóa số học (DAC)", "arithmetic-coded JPEG (DAC)"),
        0xDC => text!("JPEG ghi chiều cao ở cuối (DNL)", "JPEG that states its height at the end (DNL)"),
        0xF7 => text!("JPEG-LS (SOF55)", "JPEG-LS (SOF55)"),
        _ => text!("JPEG phân cấp (DHP, EXP)", "hierarchical JPEG (DHP, EXP)"),
    };
    Refusal::new(&codes::UNSUPPORTED, what).at(segment.start as u64)
}

/// The image as far as it was walked.
struct Image {
    frame: Frame,
    planes: Vec<Plane>,
    n_scans: usize,
    n_visits: usize,
}

impl Image {
    fn new(frame: Frame) -> Image {
        let planes = frame.components.iter().map(|component| Plane::new(component, frame.progressive)).collect();
        Image { frame, planes, n_scans: 0, n_visits: 0 }
    }

    /// Walks one scan whose coded data begin at `start`; returns where they end.
    fn scan(&mut self, bytes: &[u8], segment: &Segment<'_>, start: usize, state: &State<'_>) -> Result<usize, Refusal> {
        let scan = scan::parse(segment, &self.frame)?;
        let layout = Layout::new(&scan, &self.frame, segment.start)?;
        self.bound_work(&layout, segment)?;
        self.advance(&scan, segment)?;
        self.quantise(&scan, segment, state)?;
        let tables = ScanTables::of(&scan, self.frame.progressive, segment, state)?;
        let mut bits = Bits::new(bytes, start, Zeros::new(tables.zeros_are_possible(&scan)));
        self.run(&mut bits, &scan, &layout, &tables, state.interval)
    }

    fn bound_work(&mut self, layout: &Layout, segment: &Segment<'_>) -> Result<(), Refusal> {
        self.n_scans += 1;
        self.n_visits = self.n_visits.saturating_add(layout.n_blocks());
        if self.n_scans <= MOST_SCANS && self.n_visits / MOST_VISITS <= self.frame.n_blocks() {
            return Ok(());
        }
        let n_scans = self.n_scans;
        let what = text!("quá nhiều lượt quét ({n_scans})", "too many scans ({n_scans})");
        Err(Refusal::new(&codes::TOO_LARGE, what).at(segment.start as u64))
    }

    /// Checks that the scan goes on where earlier ones stopped (T.81, G.1.1.1).
    fn advance(&mut self, scan: &Scan, segment: &Segment<'_>) -> Result<(), Refusal> {
        let (first, last) = if self.frame.progressive { (scan.first, scan.last) } else { (0, 63) };
        let band = usize::from(first)..=usize::from(last);
        let before = if scan.high == 0 { None } else { Some(scan.high) };
        let fits = if self.frame.progressive { is_progressive(scan) } else { is_sequential(scan) };
        let goes_on = |index: usize| {
            let reached = &mut self.planes[index].reached;
            // AC before DC would be legal for nobody's encoder and refused by most decoders.
            let in_order = first == 0 || reached[0].is_some();
            let matches = fits && in_order && reached[band.clone()].iter().all(|reached| *reached == before);
            if matches {
                reached[band.clone()].fill(Some(scan.low));
            }
            matches
        };
        if scan.components.iter().map(|component| component.index).all(goes_on) {
            return Ok(());
        }
        let what = text!("lượt quét không đúng thứ tự", "a scan that does not follow from those before it");
        Err(corrupt(what, segment.start))
    }

    fn quantise(&mut self, scan: &Scan, segment: &Segment<'_>, state: &State<'_>) -> Result<(), Refusal> {
        for component in &scan.components {
            let table = self.frame.components[component.index].quantiser;
            let missing = || corrupt(text!("thiếu bảng lượng tử", "a quantiser table is missing"), segment.start);
            self.planes[component.index].quantise(state.quantisers[table].ok_or_else(missing)?);
        }
        Ok(())
    }

    fn run(
        &mut self,
        bits: &mut Bits<'_>,
        scan: &Scan,
        layout: &Layout,
        tables: &ScanTables<'_>,
        interval: usize,
    ) -> Result<usize, Refusal> {
        let (planes, low, previous) = (&mut self.planes[..], scan.low, [0; 4]);
        if !self.frame.progressive {
            let tables = &tables.sequential();
            return scan::run(bits, layout, interval, &mut Sequential { layout, tables, planes, previous });
        }
        if scan.first == 0 && scan.high == 0 {
            let tables = &tables.dc_first();
            return scan::run(bits, layout, interval, &mut DcFirst { layout, tables, planes, previous, low });
        }
        if scan.first == 0 {
            return scan::run(bits, layout, interval, &mut DcRefine { layout, planes, low });
        }
        let table = &Huffman::new(&tables.0[0].1);
        let masks = &mut planes[scan.components[0].index].masks[..];
        let (first, last) = (u32::from(scan.first), u32::from(scan.last));
        let band = Ac { layout, table, masks, first, last, run: 0 };
        if scan.high == 0 {
            scan::run(bits, layout, interval, &mut AcFirst(band))
        } else {
            let in_row = InRow::new(&tables.0[0].1);
            scan::run(bits, layout, interval, &mut AcRefine { band, in_row })
        }
    }

    /// Refuses what ends in good order but lacks scans. Every encoder codes all of them.
    fn check_complete(&self, end: usize) -> Result<(), Refusal> {
        if self.planes.iter().all(Plane::is_complete) {
            return Ok(());
        }
        let what = text!("thiếu lượt quét trước khi kết thúc", "scans are missing before the end");
        let code = if self.frame.progressive { &codes::TRUNCATED } else { &codes::CORRUPT };
        Err(Refusal::new(code, what).at(end as u64))
    }
}

/// Many baseline files have zeros where 0 to 63 should stand.
fn is_sequential(scan: &Scan) -> bool {
    matches!((scan.first, scan.last), (0, 63) | (0, 0)) && scan.high == 0 && scan.low == 0
}

fn is_progressive(scan: &Scan) -> bool {
    let is_dc = scan.first == 0 && scan.last == 0;
    let is_ac = scan.first > 0 && scan.first <= scan.last && scan.last < 64 && scan.components.len() == 1;
    (is_dc || is_ac) && scan.low <= 13 && (scan.high == 0 || scan.high == scan.low + 1)
}

/// The DC and AC table of each component of a scan; one that the scan does not use is empty.
struct ScanTables<'a>(Vec<(Spec<'a>, Spec<'a>)>);

impl<'a> ScanTables<'a> {
    fn of(scan: &Scan, progressive: bool, segment: &Segment<'_>, state: &State<'a>) -> Result<ScanTables<'a>, Refusal> {
        let (needs_dc, needs_ac) = (scan.first == 0 && scan.high == 0, !progressive || scan.first > 0);
        let missing = || corrupt(text!("thiếu bảng Huffman", "a Huffman table is missing"), segment.start);
        let pair = |component: &ScanComponent| {
            let pick = |spec: Option<Spec<'a>>, needed| {
                if needed { spec.ok_or_else(missing) } else { Ok(Spec::EMPTY) }
            };
            Ok((pick(state.specs.dc[component.dc], needs_dc)?, pick(state.specs.ac[component.ac], needs_ac)?))
        };
        scan.components.iter().map(pair).collect::<Result<_, _>>().map(ScanTables)
    }

    fn sequential(&self) -> Vec<Tables> {
        self.0.iter().map(|(dc, ac)| Tables { dc: DcTable::new(dc), ac: AcTable::new(ac) }).collect()
    }

    fn dc_first(&self) -> Vec<DcTable> {
        self.0.iter().map(|(dc, _)| DcTable::new(dc)).collect()
    }

    /// Says whether blank paper may be rows of zero bytes in this scan (see `zeros`).
    fn zeros_are_possible(&self, scan: &Scan) -> bool {
        let is_refining_ac = scan.first > 0 && scan.high > 0;
        is_refining_ac || self.0.iter().all(|(dc, ac)| may_stay(dc) && may_end(ac))
    }
}
