"""Digests of the pixels in PDFs and in scans, by decoders that share no code with sohoa (libjpeg, libtiff, qpdf, Poppler).

    pixels.py FILE_OR_FOLDER...     one line a page: file, page, width, height, channels, bits, sha256, alpha

The digest is SHA-256 over the line `width height channels bits` + LF and the samples as stored: rows from the top,
0 is black (CMYK: 0 is no ink), palettes applied, 16-bit samples big-endian, rows of 1, 2 and 4 bits packed and padded
to whole bytes. `alpha` is the same over the transparency alone (8 bits, or 16 where it has 16), or `-` when nothing is
see-through. Page rotation is never applied. Lossless pages agree with `content.sha256` in the sidecars when alpha is `-`.
"""

import hashlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

COLUMNS = ("file", "page", "width", "height", "channels", "bits", "sha256", "alpha")
ADOBE_RGB = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"


def digest(samples, bits):
    """Returns the digest of samples: an array of height, width and perhaps channels."""
    samples = samples if samples.ndim == 3 else samples[:, :, None]
    height, width, channels = samples.shape
    head = f"{width} {height} {channels} {bits}\n".encode()
    return hashlib.sha256(head + packed(samples, bits)).hexdigest()


def packed(samples, bits):
    """Returns samples as bytes, each row padded to whole bytes."""
    if bits == 16:
        return samples.astype(">u2").tobytes()
    if bits == 8:
        return samples.astype(np.uint8).tobytes()
    rows = samples.reshape(samples.shape[0], -1).astype(np.uint8)
    each = (rows[:, :, None] >> np.arange(bits - 1, -1, -1)) & 1
    return np.packbits(each.reshape(len(rows), -1), axis=1).tobytes()


def unpacked(data, width, height, channels, bits):
    """Returns an array from packed rows."""
    if bits == 16:
        return np.frombuffer(data, ">u2")[: width * height * channels].reshape(height, width, channels).astype(np.uint16)
    stride = (width * channels * bits + 7) // 8
    rows = np.frombuffer(data, np.uint8)[: stride * height].reshape(height, stride)
    if bits == 8:
        return rows.reshape(height, width, channels)
    each = np.unpackbits(rows, axis=1)[:, : width * channels * bits].reshape(height, width, channels, bits)
    return (each << np.arange(bits - 1, -1, -1)).sum(-1).astype(np.uint8)


def alpha_digest(alpha, bits):
    """Returns the digest of a transparency, `-` when there is none or all of it is solid."""
    if alpha is None or (alpha == (1 << bits) - 1).all():
        return "-"
    wide = 16 if bits == 16 else 8
    return digest(alpha.astype(np.uint32) * ((1 << wide) - 1) // ((1 << bits) - 1), wide)


def row(name, page, samples, bits, alpha=None, alpha_bits=8):
    """Returns one line of the table."""
    samples = samples if samples.ndim == 3 else samples[:, :, None]
    height, width, channels = samples.shape
    return (name, page, width, height, channels, bits, digest(samples, bits), alpha_digest(alpha, alpha_bits))


def jpeg_samples(data, transform=None):
    """Decodes a JPEG; `transform` 0 says that three components are RGB although no marker does."""
    if transform == 0 and b"Adobe" not in data[:4096]:
        data = data[:2] + ADOBE_RGB + data[2:]
    return np.asarray(Image.open(io.BytesIO(data)))


def _names(value):
    if value is None:
        return []
    return [str(value)] if not hasattr(value, "__iter__") or str(value).startswith("/") else [str(each) for each in value]


def _colour(space):
    """Returns channels and the palette of a colour space (None when there is no palette)."""
    import pikepdf

    if isinstance(space, pikepdf.Array):
        kind = str(space[0])
        if kind == "/ICCBased":
            return int(space[1].N), None
        if kind == "/Indexed":
            table = space[3]
            table = bytes(table) if isinstance(table, pikepdf.String) else table.read_bytes()
            return 1, np.frombuffer(table, np.uint8)[: (int(space[2]) + 1) * 3].reshape(-1, 3)
        return {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}[kind], None
    return {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}[str(space)], None


def _image(pdf_path, page, image):
    """Returns samples and bits of an image in a PDF, with Decode and palette applied."""
    filters = _names(image.get("/Filter"))
    if filters == ["/JPXDecode"]:
        picture = Image.open(io.BytesIO(image.read_raw_bytes()))
        return np.asarray(picture), 16 if picture.mode.startswith("I;16") else 8
    width, height, bits = int(image.Width), int(image.Height), int(image.get("/BitsPerComponent", 1))
    decode = [float(each) for each in image.get("/Decode", [])]
    inverted = bool(decode) and decode[0] > decode[1]
    if filters == ["/DCTDecode"]:
        parms = image.get("/DecodeParms")
        transform = parms.get("/ColorTransform") if parms is not None else None
        samples = jpeg_samples(image.read_raw_bytes(), None if transform is None else int(transform))
        # Pillow inverts every CMYK JPEG, as Adobe means it; undo that to see what the PDF holds.
        samples = 255 - samples if samples.ndim == 3 and samples.shape[2] == 4 else samples
        return (255 - samples if inverted else samples), 8
    if filters == ["/CCITTFaxDecode"]:
        return _by_poppler(pdf_path, page), 1
    channels, palette = _colour(image.ColorSpace)
    samples = unpacked(image.read_bytes(), width, height, channels, bits)
    if palette is not None:
        return palette[samples[:, :, 0]], 8
    return ((1 << bits) - 1 - samples if inverted else samples), bits


def _by_poppler(pdf_path, page):
    with tempfile.TemporaryDirectory() as folder:
        command = ["pdfimages", "-png", "-f", str(page), "-l", str(page), str(pdf_path), f"{folder}/i"]
        subprocess.run(command, check=True, capture_output=True)
        # Poppler writes masks as further files; the first one is the image.
        first = sorted(Path(folder).iterdir())[0]
        return np.asarray(Image.open(first).convert("1")).astype(np.uint8)


def _alpha(pdf_path, page, image):
    if "/SMask" in image:
        samples, bits = _image(pdf_path, page, image.SMask)
        return samples, bits
    mask = image.get("/Mask")
    if mask is None or not hasattr(mask, "__len__"):
        return None, 8
    # A colour key: samples inside every range are not painted. It speaks of the samples before any Decode.
    channels, _ = _colour(image.ColorSpace)
    raw = unpacked(image.read_bytes(), int(image.Width), int(image.Height), channels, int(image.BitsPerComponent))
    ranges = [int(each) for each in mask]
    hidden = np.ones(raw.shape[:2], bool)
    for channel in range(channels):
        low, high = ranges[2 * channel], ranges[2 * channel + 1]
        hidden &= (raw[:, :, channel] >= low) & (raw[:, :, channel] <= high)
    return np.where(hidden, 0, 255)[:, :, None], 8


def pdf_rows(path, name=None):
    """Yields a line for each image of each page of a PDF."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            for image in page.get_images().values():
                samples, bits = _image(path, number, image)
                yield row(name or str(path), number, samples, bits, *_alpha(path, number, image))


def scan_rows(path, name=None):
    """Yields a line for each page of an image file as Pillow sees it: 8 bits for colour, TIFF orientation applied."""
    image = Image.open(path)
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        samples, bits = np.asarray(image), 8
        if image.mode == "1":
            samples, bits = samples.astype(np.uint8), 1
        elif image.mode.startswith("I;16"):
            bits = 16
        elif image.mode == "P":
            samples = np.asarray(image.convert("RGB"))
        yield row(name or str(path), number + 1, samples, bits)


def main(paths):
    print("\t".join(COLUMNS))
    for path in map(Path, paths):
        files = sorted(path.rglob("*.pdf")) if path.is_dir() else [path]
        for file in files:
            for line in (pdf_rows if file.suffix == ".pdf" else scan_rows)(file):
                print("\t".join(map(str, line)))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
