//! Pages of a PDF painted, where sohoa was built with a painter; else such pages are not seen.

use crate::page::Refusal;
use crate::raster::Picture;

#[cfg(feature = "render")]
pub(super) use with::Painter;
#[cfg(not(feature = "render"))]
pub(super) use without::Painter;

#[cfg(feature = "render")]
mod with {
    use super::*;
    use crate::ops::ingest::pdf::unreadable;
    use crate::pdf::render::{self, Scale};

    /// A file whose pages are painted one by one.
    pub struct Painter(render::Painter);

    impl Painter {
        /// Opens a file in memory.
        pub fn open(bytes: Vec<u8>) -> Result<Painter, Refusal> {
            render::Painter::open(bytes).map(Painter).map_err(|why| unreadable(&why))
        }

        /// Returns the number of pages.
        pub fn page_count(&self) -> usize {
            self.0.page_count()
        }

        /// Paints a page, counted from 1, with so many dots to 1/72 of its units, and at most `pixels` in all.
        pub fn page(&self, number: u32, dpi: f64, pixels: u64) -> Result<Picture, Refusal> {
            let scale = Scale { per_unit: (dpi / 72.0) as f32, pixels };
            let painted = self.0.page(number.saturating_sub(1) as usize, scale).map_err(|why| unreadable(&why))?;
            let render::Picture { width, height, rgb } = painted;
            Ok(Picture { width, height, rgb })
        }
    }
}

#[cfg(not(feature = "render"))]
mod without {
    use super::*;
    use crate::finding::codes;
    use crate::text;

    /// Stands for the painter that is not there.
    pub struct Painter;

    impl Painter {
        /// Refuses: nobody here can paint.
        pub fn open(_: Vec<u8>) -> Result<Painter, Refusal> {
            let what = text!(
                "trang PDF không chỉ gồm một ảnh, và bản sohoa này không vẽ được trang PDF",
                "a page of the PDF is more than an image, and this sohoa was built without a painter"
            );
            Err(Refusal::new(&codes::UNSUPPORTED, what))
        }

        /// Returns that there are none.
        pub fn page_count(&self) -> usize {
            0
        }

        /// Refuses as [`Painter::open`] does.
        pub fn page(&self, _: u32, _: f64, _: u64) -> Result<Picture, Refusal> {
            Painter::open(Vec::new()).map(|_| Picture { width: 0, height: 0, rgb: Vec::new() })
        }
    }
}
