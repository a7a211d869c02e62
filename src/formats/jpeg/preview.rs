//! The grey image at an eighth of the size, from the DC values alone.
//!
//! YCbCr and grey: luma. RGB: weighted as luma is (ITU-R BT.601). CMYK: the weighted light that the
//! three colours leave, times the light that black leaves. Subsampled components are repeated.

use super::colour::Model;
use super::frame::{Component, Frame};
use super::planes::Plane;
use crate::page::Preview;

/// Makes the preview.
pub(super) fn preview(frame: &Frame, planes: &[Plane], model: Model) -> Preview {
    let (across, down) = (frame.width.div_ceil(8), frame.height.div_ceil(8));
    let mut grey = Vec::with_capacity(across * down);
    let views: Vec<View<'_>> = frame.components.iter().zip(planes).map(|(of, plane)| View::new(of, plane)).collect();
    for y in 0..down {
        let row = |idx: usize| views.get(idx).map(|view| view.row(y, frame.v_max)).unwrap_or_default();
        let rows = [row(0), row(1), row(2), row(3)];
        let luma = &views[0];
        if luma.component.h == frame.h_max && matches!(model, Model::Gray | Model::YCbCr) {
            grey.extend(rows[0].iter().take(across).map(|dc| luma.sample(*dc) as u8));
            continue;
        }
        for x in 0..across {
            let sample = |idx: usize| {
                let dc = rows[idx].get(x * views[idx].component.h / frame.h_max);
                views[idx].sample(dc.copied().unwrap_or_default())
            };
            grey.push(light(model, sample) as u8);
        }
    }
    Preview { width: across as u32, height: down as u32, grey }
}

/// Returns the light of one block, 0 to 255.
fn light(model: Model, sample: impl Fn(usize) -> u32) -> u32 {
    let weighted = |value: &dyn Fn(usize) -> u32| (299 * value(0) + 587 * value(1) + 114 * value(2) + 500) / 1000;
    match model {
        Model::Gray | Model::YCbCr => sample(0),
        Model::Rgb => weighted(&sample),
        Model::Cmyk { inverted, ycck } => {
            let left = |idx| if inverted { sample(idx) } else { 255 - sample(idx) };
            let colours = if ycck { 255 - left(0) } else { weighted(&left) };
            (colours * left(3) + 127) / 255
        }
    }
}

/// One component, ready to be looked at.
struct View<'a> {
    component: &'a Component,
    dc: &'a [i16],
    quantiser: i32,
}

impl<'a> View<'a> {
    fn new(component: &'a Component, plane: &'a Plane) -> View<'a> {
        View { component, dc: &plane.dc, quantiser: i32::from(plane.quantiser.unwrap_or(1)) }
    }

    fn row(&self, y: usize, v_max: usize) -> &'a [i16] {
        let from = y * self.component.v / v_max * self.component.stride;
        self.dc.get(from..from + self.component.stride).unwrap_or_default()
    }

    /// Returns the mean of a block: DC is eight times the mean, less 128.
    fn sample(&self, dc: i16) -> u32 {
        (((i32::from(dc) * self.quantiser + 4) >> 3) + 128).clamp(0, 255) as u32
    }
}
