//! A prepared page in less room: most of a page is paper.

use super::Sheet;
use super::level::Level;

/// Paper that is worth a run of its own, in pixels; less of it stands with the ink around it.
const RUN: usize = 8;
/// The longest run, of paper and of ink.
const LONGEST: usize = u16::MAX as usize;

/// A page as it was prepared, packed.
#[derive(Clone, Debug)]
pub struct Packed {
    /// All but the planes.
    sheet: Sheet,
    planes: Vec<Vec<u8>>,
}

impl Packed {
    /// Packs a page.
    pub fn of(sheet: &Sheet) -> Packed {
        let planes = planes(sheet).map(|plane| pack(plane)).collect();
        let level = |level: &Level| Level { ink: Vec::new(), ..*level };
        let sheet = Sheet {
            ink: Vec::new(),
            black: sheet.black.as_ref().map(|_| Vec::new()),
            half: level(&sheet.half),
            quarter: level(&sheet.quarter),
            upright: level(&sheet.upright),
            ..*sheet
        };
        Packed { sheet, planes }
    }

    /// Returns the page as it was.
    pub fn unpack(&self) -> Sheet {
        let mut sheet = self.sheet.clone();
        let size = sheet.width * sheet.height;
        let mut planes = self.planes.iter();
        let mut next = |size: usize| planes.next().map(|packed| unpack(packed, size)).unwrap_or_default();
        sheet.ink = next(size);
        for level in [&mut sheet.half, &mut sheet.quarter, &mut sheet.upright] {
            level.ink = next(level.width * level.height);
        }
        sheet.black = sheet.black.map(|_| next(size));
        sheet
    }

    /// Returns the bytes that it takes.
    pub fn size(&self) -> usize {
        self.planes.iter().map(Vec::len).sum()
    }
}

/// Returns the planes of a page, in the order in which they are packed.
pub(super) fn planes(sheet: &Sheet) -> impl Iterator<Item = &Vec<u8>> {
    let levels = [&sheet.half, &sheet.quarter, &sheet.upright].map(|level| &level.ink);
    std::iter::once(&sheet.ink).chain(levels).chain(&sheet.black)
}

/// Packs a plane: how much paper, how much else, and that itself, again and again.
fn pack(plane: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(plane.len() / 8);
    let mut rest = plane;
    while !rest.is_empty() {
        let paper = rest.iter().take(LONGEST).take_while(|ink| **ink == 0).count();
        let (_, behind) = rest.split_at(paper);
        let ink = until_paper(&behind[..behind.len().min(LONGEST)]);
        packed.extend((paper as u16).to_le_bytes());
        packed.extend((ink as u16).to_le_bytes());
        packed.extend(&behind[..ink]);
        rest = &behind[ink..];
    }
    packed
}

/// Returns how many pixels come before the next run of paper.
fn until_paper(plane: &[u8]) -> usize {
    let mut paper = 0;
    for (at, ink) in plane.iter().enumerate() {
        paper = if *ink == 0 { paper + 1 } else { 0 };
        if paper == RUN {
            return at + 1 - RUN;
        }
    }
    plane.len()
}

fn unpack(packed: &[u8], size: usize) -> Vec<u8> {
    let mut plane = Vec::with_capacity(size);
    let mut rest = packed;
    while let Some(([a, b, c, d], behind)) = rest.split_first_chunk() {
        let (paper, ink) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        plane.resize(plane.len() + usize::from(paper), 0);
        let (inked, behind) = behind.split_at(ink.min(behind.len()));
        plane.extend_from_slice(inked);
        rest = behind;
    }
    plane
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;

    #[test]
    fn a_page_comes_back_as_it_was() {
        let is_written = |x: u32, y: u32| y % 40 < 6 && x % 23 < 13 && (30..570).contains(&x);
        let pixels = || (0..700u32).flat_map(|y| (0..600u32).map(move |x| (x, y)));
        let grey: Vec<u8> =
            pixels().map(|(x, y)| if is_written(x, y) { 40 } else { 230 + (x * y % 9) as u8 }).collect();
        let bright = grey.iter().map(|grey| grey.saturating_add(40)).collect();
        let sheet = Sheet::of(&Raster {
            width: 600,
            height: 700,
            dpi: Some(150.0),
            grey,
            bright: Some(bright),
            bitonal: false,
        });
        let packed = Packed::of(&sheet);
        assert!(packed.size() * 3 < planes(&sheet).map(Vec::len).sum::<usize>(), "{}", packed.size());
        assert_eq!(format!("{:?}", packed.unpack()), format!("{sheet:?}"));
    }

    #[test]
    fn any_plane_comes_back_as_it_was() {
        let mut dice = 7u32;
        let mut roll = |sides: u32| {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (dice >> 16) % sides
        };
        let mut planes: Vec<Vec<u8>> =
            vec![Vec::new(), vec![0; 200_000], vec![9; 200_000], vec![0, 1, 0], vec![0; 65_535]];
        planes.push((0..100_000).map(|_| roll(4).saturating_sub(2) as u8).collect());
        planes.push((0..9_000).flat_map(|_| vec![roll(2) as u8 * 200; 1 + roll(20) as usize]).collect());
        for plane in planes {
            let packed = pack(&plane);
            assert!(packed.len() <= plane.len() + plane.len() / 2 + 4, "{} of {}", packed.len(), plane.len());
            assert_eq!(unpack(&packed, plane.len()), plane);
        }
    }
}
