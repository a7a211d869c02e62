"""Scans as files: JPEG, PNG, TIFF and PDF, and copies whose bytes differ while the image does not."""

import io

import img2pdf
from PIL import Image, TiffImagePlugin


def encode(samples, s, rng, bound="single"):
    """Returns the bytes of one scan and its extension. Most files say their resolution, as scanners do; a few do not."""
    image, out = Image.fromarray(samples), io.BytesIO()
    said = {} if bound == "single" and rng.random() < 0.05 else {"dpi": (s.dpi, s.dpi)}
    if s.mode == "bitonal":
        bits = image.convert("1", dither=Image.Dither.NONE)
        if bound != "single" or rng.random() < 0.6:
            bits.save(out, "TIFF", compression="group4", dpi=(s.dpi, s.dpi))
            return out.getvalue(), "tif"
        bits.save(out, "PNG", **said)
        return out.getvalue(), "png"
    if bound == "single" and s.mode == "grey" and s.dpi <= 200 and rng.random() < 0.1:
        image.save(out, "PNG", compress_level=2, **said)
        return out.getvalue(), "png"
    image.save(out, "JPEG", quality=s.quality, subsampling=rng.choice([0, 2]), **said)
    return out.getvalue(), "jpg"


def bind(pages, bound):
    """Puts encoded pages into one file; returns its bytes and extension."""
    if bound == "single":
        return pages[0]
    if bound == "pdf" or pages[0][1] == "jpg":
        return pdf([data for data, _ in pages]), "pdf"
    images = [Image.open(io.BytesIO(data)) for data, _ in pages]
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, True) as tiff:
        for image in images:
            image.save(tiff, "TIFF", compression="group4", dpi=image.info["dpi"])
            tiff.newFrame()
    return out.getvalue(), "tif"


def pdf(pages):
    """Puts JPEGs and G4 TIFFs into one PDF as they are."""
    return img2pdf.convert(pages, nodate=True, producer="", engine=img2pdf.Engine.internal)


def same_content(data, kind, pages, rng):
    """Returns a file with the same images and other bytes, its extension, and in what way it differs."""
    if kind == "jpg":
        if rng.random() < 0.5:
            return jpeg_with_comment(data, f"quét lại {rng.random()}"), "jpg", "comment"
        return pdf([data]), "pdf", "pdf"
    if kind == "pdf":
        return (
            img2pdf.convert([d for d, _ in pages], nodate=True, title="bản sao", engine=img2pdf.Engine.internal),
            "pdf",
            "pdf title",
        )
    if len(pages) > 1:
        return pdf([d for d, _ in pages]), "pdf", "pdf"
    return *same_samples(data, kind), "container"


def jpeg_with_comment(data, text):
    """Returns the JPEG with a comment segment after its first marker: other bytes, same image."""
    body = text.encode()
    return data[:2] + b"\xff\xfe" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


def same_samples(data, kind):
    """Returns the samples of a PNG in a TIFF, or of a TIFF in a PNG."""
    image, out = Image.open(io.BytesIO(data)), io.BytesIO()
    dpi = tuple(map(float, image.info.get("dpi", (200, 200))))
    if kind == "tif":
        image.save(out, "PNG", dpi=dpi)
        return out.getvalue(), "png"
    image.save(out, "TIFF", compression="group4" if image.mode == "1" else "tiff_lzw", dpi=dpi)
    return out.getvalue(), "tif"
