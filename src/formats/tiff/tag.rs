//! The tags that are read, and the values of theirs that have names (TIFF 6.0, appendix A).

pub(super) const NEW_SUBFILE_TYPE: u16 = 254;
pub(super) const SUBFILE_TYPE: u16 = 255;
/// Tags whose values are places in the file of which the directory tells no length: FreeOffsets, SubIFDs, the tables and
/// the stream of old JPEG.
pub(super) const POINTERS: &[u16] = &[288, 330, 513, 519, 520, 521];
pub(super) const IMAGE_WIDTH: u16 = 256;
pub(super) const IMAGE_LENGTH: u16 = 257;
pub(super) const BITS_PER_SAMPLE: u16 = 258;
pub(super) const COMPRESSION: u16 = 259;
pub(super) const PHOTOMETRIC: u16 = 262;
pub(super) const FILL_ORDER: u16 = 266;
pub(super) const STRIP_OFFSETS: u16 = 273;
pub(super) const ORIENTATION: u16 = 274;
pub(super) const SAMPLES_PER_PIXEL: u16 = 277;
pub(super) const ROWS_PER_STRIP: u16 = 278;
pub(super) const STRIP_BYTE_COUNTS: u16 = 279;
pub(super) const X_RESOLUTION: u16 = 282;
pub(super) const Y_RESOLUTION: u16 = 283;
pub(super) const PLANAR: u16 = 284;
pub(super) const T4_OPTIONS: u16 = 292;
pub(super) const RESOLUTION_UNIT: u16 = 296;
pub(super) const PREDICTOR: u16 = 317;
pub(super) const COLOR_MAP: u16 = 320;
pub(super) const TILE_WIDTH: u16 = 322;
pub(super) const TILE_LENGTH: u16 = 323;
pub(super) const TILE_OFFSETS: u16 = 324;
pub(super) const TILE_BYTE_COUNTS: u16 = 325;
pub(super) const INK_SET: u16 = 332;
pub(super) const EXTRA_SAMPLES: u16 = 338;
pub(super) const SAMPLE_FORMAT: u16 = 339;
pub(super) const JPEG_TABLES: u16 = 347;
pub(super) const JPEG_OFFSET: u16 = 513;
pub(super) const JPEG_LENGTH: u16 = 514;
pub(super) const ICC_PROFILE: u16 = 34675;

/// Values of Compression.
pub(super) mod compression {
    pub(crate) const NONE: u64 = 1;
    pub(crate) const RLE: u64 = 2;
    pub(crate) const G3: u64 = 3;
    pub(crate) const G4: u64 = 4;
    pub(crate) const LZW: u64 = 5;
    pub(crate) const OLD_JPEG: u64 = 6;
    pub(crate) const JPEG: u64 = 7;
    pub(crate) const DEFLATE: u64 = 8;
    pub(crate) const RLE_WORDS: u64 = 32771;
    pub(crate) const PACK_BITS: u64 = 32773;
    pub(crate) const OLD_DEFLATE: u64 = 32946;
}

/// Values of PhotometricInterpretation.
pub(super) mod photometric {
    pub(crate) const WHITE_IS_ZERO: u64 = 0;
    pub(crate) const BLACK_IS_ZERO: u64 = 1;
    pub(crate) const RGB: u64 = 2;
    pub(crate) const PALETTE: u64 = 3;
    pub(crate) const MASK: u64 = 4;
    pub(crate) const CMYK: u64 = 5;
    pub(crate) const YCBCR: u64 = 6;
    pub(crate) const LAB: u64 = 8;
}
