//! Hairs and threads on the glass: thin, crooked, as thick all along, and over paper for most of their way.

use super::excuse::THING;
use super::regions::{self, Region};
use super::rules::BREAK;
use super::seen::Seen;

/// Unexplained ink of a pixel that is only the blur of others.
const FAINT: u16 = 40;
/// The shortest hair over paper, in pixels: 5 mm, longer than any mark or stroke of a letter.
const HAIR: usize = 40;
/// The longest hair, in pixels: 20 mm, beyond which it may be a signature.
const LONGEST: usize = 160;
/// How near each other lines are the strokes of one signature or note, in pixels: 5 mm.
const TOGETHER: usize = 40;
/// How much more unexplained ink than in its middling square a hair may have anywhere, in fifths: scans of hairs have 1.4
/// times as much at most, and a mark that hangs on one has more.
const EVEN: u32 = 8;
/// How far from writing a hair lies for most of its way, in pixels: outlines of what both pages show lie nearer.
const APART: isize = 2;
/// Unexplained ink in a square from which a line is drawn with a pen, and is no hair: a line of 0.2 mm.
const PEN: u16 = 2000;
/// How much more ink than the hair a piece of it may have, in quarters.
const PIECE: u32 = 5;
/// Unexplained ink in a square from which a piece may be a mark, and is no piece of a hair.
const MARK: u16 = 900;

/// Says whether a region is a line thinner than any pen's, and not drawn with a ruler.
pub(super) fn is_hair(seen: &Seen, region: &Region) -> bool {
    let (width, height) = region.extent();
    let is_long = (HAIR..=LONGEST).contains(&width.max(height));
    if region.one_sided().is_none() || region.worst > PEN || !is_long {
        return false;
    }
    let (mut pixels, mut inner, mut sums) = (0i64, 0i64, [0i64; 5]);
    region.pixels(seen, |x, y, _| {
        let around = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)];
        inner += i64::from(around.iter().all(|(x, y)| seen.residue(*x, *y) != 0));
        let (x, y) = (x as i64 - region.bounds[0] as i64, y as i64 - region.bounds[1] as i64);
        pixels += 1;
        for (sum, value) in sums.iter_mut().zip([x, y, x * x, y * y, x * y]) {
            *sum += value;
        }
    });
    inner * 2 < pixels && !is_straight(pixels, sums) && is_thread(seen, region)
}

/// Says whether a region is as thick all along, and leads over paper for most of its way.
fn is_thread(seen: &Seen, region: &Region) -> bool {
    let other = 1 - region.one_sided().unwrap_or(0);
    let (mut heats, mut beside) = (Vec::new(), 0);
    let mut free = [isize::MAX, isize::MAX, isize::MIN, isize::MIN];
    region.pixels(seen, |x, y, residue| {
        if residue.unsigned_abs() > FAINT {
            heats.push(seen.heat_at(x, y));
            let mut around = (-APART..=APART).flat_map(|dy| (-APART..=APART).map(move |dx| (x + dx, y + dy)));
            if around.any(|(x, y)| seen.ink(other, x, y) >= THING) {
                beside += 1;
            } else {
                free = [free[0].min(x), free[1].min(y), free[2].max(x), free[3].max(y)];
            }
        }
    });
    heats.sort_unstable();
    let middling = heats.get(heats.len() / 2).copied().unwrap_or(0);
    let is_long = free[2].saturating_sub(free[0]).max(free[3].saturating_sub(free[1])) >= HAIR as isize;
    is_long && beside * 2 < heats.len() && u32::from(region.worst) * 5 <= u32::from(middling) * EVEN
}

/// Keeps the hairs that lie alone: several near each other that lead far along may be the strokes of one signature or note.
pub(super) fn single(hairs: Vec<&Region>) -> Vec<&Region> {
    let mut groups: Vec<([usize; 4], Vec<&Region>)> = Vec::new();
    for hair in hairs {
        let (mut bounds, mut members) = (hair.bounds, vec![hair]);
        let is_near = |bounds: [usize; 4], group: &([usize; 4], Vec<&Region>)| {
            regions::apart(bounds, group.0) <= TOGETHER && group.1[0].one_sided() == hair.one_sided()
        };
        while let Some(near) = groups.iter().position(|group| is_near(bounds, group)) {
            let (other, others) = groups.swap_remove(near);
            bounds = regions::around(bounds, other);
            members.extend(others);
        }
        groups.push((bounds, members));
    }
    let is_short = |[left, upper, right, lower]: [usize; 4]| (right - left).max(lower - upper) <= LONGEST;
    groups.into_iter().filter(|(bounds, _)| is_short(*bounds)).flat_map(|(_, members)| members).collect()
}

/// Says whether a region is what a hair leaves on the other side of a stroke that it crosses.
pub(super) fn is_piece(seen: &Seen, region: &Region, hair: &Region) -> bool {
    let (width, height) = region.extent();
    let is_short = width.max(height) <= BREAK;
    let is_thin = u32::from(region.worst) * 4 <= u32::from(hair.worst) * PIECE && region.worst < MARK;
    is_short
        && is_thin
        && region.one_sided().is_some()
        && region.one_sided() == hair.one_sided()
        && region.is_beside(hair, seen.across)
}

/// Says whether pixels lie along a straight line: their spread across it is less than two thirds of a pixel.
fn is_straight(pixels: i64, [x, y, xx, yy, xy]: [i64; 5]) -> bool {
    let count = pixels.max(1) as f64;
    let (mx, my) = (x as f64 / count, y as f64 / count);
    let (sxx, syy, sxy) = (xx as f64 / count - mx * mx, yy as f64 / count - my * my, xy as f64 / count - mx * my);
    let middle = (sxx + syy) / 2.0;
    let smallest = middle - (middle * middle - (sxx * syy - sxy * sxy)).max(0.0).sqrt();
    smallest < 1.0
}
