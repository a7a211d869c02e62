//! Makes two scans equally sharp and equally dark, as far as one blur and one tone curve for the whole page can.
//!
//! One focus and one exposure belong to one pass through the scanner, so they are found from all of the page; a single
//! glyph weighs nothing. A scan that knows black and white only is met the same way: its tone curve is a step.

use super::grid::{PATCH_HEIGHT, PATCH_WIDTH, Patch};

/// Ink from which a pixel takes part; below are paper and its grain.
const INKED: u8 = 60;
/// Blurs that are tried: the share of each neighbour in 256ths, and how often.
const BLURS: [(u32, usize); 6] = [(0, 0), (20, 1), (40, 1), (64, 1), (85, 1), (85, 2)];

/// What is done to one of the pages to make it like the other.
#[derive(Clone, Debug)]
pub(super) struct Equal {
    /// Whether the second page is blurred, and not the first.
    second: bool,
    /// Whether the second page is given another tone, and not the first.
    recoloured: bool,
    blur: (u32, usize),
    curve: [u8; 256],
    /// What is left between the pages after that: root mean square of ink, in 255ths.
    pub left: f64,
}

impl Equal {
    /// Finds what makes the pages alike, from samples of both.
    pub(super) fn find(samples: &[(Patch, Patch)], bitonal: [bool; 2]) -> Equal {
        let same = std::array::from_fn(|ink| ink as u8);
        let mut best = Equal { second: false, recoloured: false, blur: (0, 0), curve: same, left: f64::INFINITY };
        for second in [false, true] {
            // A step is met by a step: only the scan that has greys can be given another tone.
            let recoloured = if bitonal[0] == bitonal[1] { second } else { bitonal[0] };
            for blur in BLURS {
                let found = Equal::with(samples, second, recoloured, blur);
                if found.left < best.left {
                    best = found;
                }
            }
        }
        best
    }

    fn with(samples: &[(Patch, Patch)], second: bool, recoloured: bool, blur: (u32, usize)) -> Equal {
        let (mut from, mut to, mut both) = ([0u64; 256], [0u64; 256], vec![0u32; 256 * 256]);
        for (a, b) in samples {
            let (mut a, mut b) = (*a, *b);
            let blurs = if second { &mut b } else { &mut a };
            *blurs = blurred(blurs, blur);
            let (changed, model) = if recoloured { (b, a) } else { (a, b) };
            for (line, goal) in changed.iter().zip(&model) {
                for (ink, goal) in line.iter().zip(goal).filter(|(ink, goal)| **ink > INKED || **goal > INKED) {
                    from[usize::from(*ink)] += 1;
                    to[usize::from(*goal)] += 1;
                    both[usize::from(*ink) << 8 | usize::from(*goal)] += 1;
                }
            }
        }
        let curve = curve(&from, &to);
        let left = left(&both, &curve, from.iter().sum());
        Equal { second, recoloured, blur, curve, left }
    }

    /// Makes a pair of patches alike.
    pub(super) fn apply(&self, a: &mut Patch, b: &mut Patch) {
        let blurs = if self.second { &mut *b } else { &mut *a };
        *blurs = blurred(blurs, self.blur);
        let changed = if self.recoloured { b } else { a };
        for ink in changed.iter_mut().flatten() {
            *ink = self.curve[usize::from(*ink)];
        }
    }
}

/// Keeps the half of the samples whose shares of ink are the most common: a border or a seal on one page teaches nothing.
pub(super) fn alike(mut samples: Vec<(Patch, Patch)>) -> Vec<(Patch, Patch)> {
    let mass = |patch: &Patch| patch.iter().flatten().map(|ink| u64::from(*ink)).sum::<u64>();
    samples.sort_by_cached_key(|(a, b)| {
        let (a, b) = (mass(a), mass(b));
        (a << 16) / (a + b).max(1)
    });
    let outer = samples.len() / 4;
    samples.truncate(samples.len() - outer);
    samples.split_off(outer)
}

/// Returns the tone curve that gives the first page's ink the second one's distribution.
fn curve(from: &[u64; 256], to: &[u64; 256]) -> [u8; 256] {
    let mut curve = [0u8; 256];
    let (mut seen, mut reached, mut level) = (0, to[0], 0usize);
    for (ink, count) in from.iter().enumerate() {
        let middle = seen + count / 2;
        seen += count;
        while reached < middle && level < 255 {
            level += 1;
            reached += to[level];
        }
        curve[ink] = level as u8;
    }
    // Paper stays paper: what lies below the ink that was counted is scaled with its end.
    let knee = usize::from(INKED) + 4;
    for ink in 0..knee {
        curve[ink] = (ink * usize::from(curve[knee]) / knee) as u8;
    }
    curve
}

fn left(both: &[u32], curve: &[u8; 256], count: u64) -> f64 {
    let square = |(place, count): (usize, &u32)| {
        let apart = u64::from(curve[place >> 8].abs_diff((place & 255) as u8));
        apart * apart * u64::from(*count)
    };
    let sum: u64 = both.iter().enumerate().map(square).sum();
    (sum as f64 / count.max(1) as f64).sqrt()
}

/// Blurs a patch: each pixel gives a share to its neighbours, across and down.
fn blurred(patch: &Patch, (share, times): (u32, usize)) -> Patch {
    let mut patch = *patch;
    for _ in 0..times {
        let mix = |before: u8, here: u8, after: u8| {
            ((u32::from(before) + u32::from(after)) * share + u32::from(here) * (256 - 2 * share) + 128) >> 8
        };
        let mut across = patch;
        for (line, source) in across.iter_mut().zip(&patch) {
            for x in 1..PATCH_WIDTH - 1 {
                line[x] = mix(source[x - 1], source[x], source[x + 1]) as u8;
            }
        }
        for y in 1..PATCH_HEIGHT - 1 {
            for x in 0..PATCH_WIDTH {
                patch[y][x] = mix(across[y - 1][x], across[y][x], across[y + 1][x]) as u8;
            }
        }
    }
    patch
}
