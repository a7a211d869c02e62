"""A page in the other style: vector drawing in a PDF (reportlab), in points from the lower left, painted by Poppler.

Shares no drawing code with `sheet`. Every character is looked up in its font before it is written.
"""

import functools
import io
import os
import random
import subprocess

from fontTools.ttLib import TTFont as Glyphs
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

FOLDER = "/usr/share/fonts/truetype/"
PACKAGES = "fonts-sil-charis fonts-sil-gentiumplus fonts-roboto-unhinted fonts-open-sans fonts-jetbrains-mono fonts-comfortaa"
FONTS = {
    "charis": "charis/CharisSIL-Regular.ttf",
    "charis-b": "charis/CharisSIL-Bold.ttf",
    "charis-i": "charis/CharisSIL-Italic.ttf",
    "gentium": "gentiumplus/GentiumPlus-Regular.ttf",
    "gentium-b": "gentiumplus/GentiumPlus-Bold.ttf",
    "gentium-i": "gentiumplus/GentiumPlus-Italic.ttf",
    "roboto": "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
    "roboto-b": "roboto/unhinted/RobotoTTF/Roboto-Bold.ttf",
    "sans": "open-sans/OpenSans-Regular.ttf",
    "sans-b": "open-sans/OpenSans-Bold.ttf",
    "machine": "jetbrains-mono/JetBrainsMono-Light.ttf",
    "machine-b": "jetbrains-mono/JetBrainsMono-Medium.ttf",
    "round": "comfortaa/Comfortaa-Light.ttf",
}
MM = 72 / 25.4


@functools.cache
def known(name):
    """Registers a font; returns the characters that it has."""
    path = FOLDER + FONTS[name]
    if not os.path.isfile(path):
        raise SystemExit(f"{path} is missing: apt install {PACKAGES}")
    pdfmetrics.registerFont(TTFont(name, path))
    with Glyphs(path, lazy=True) as file:
        return frozenset(file.getBestCmap())


class Page:
    """One page, and where each character of a value stands on it, in millimetres from the upper left."""

    def __init__(self, width, height, values, seed):
        self.width, self.height, self.values, self.seed = width, height, values, seed
        self.spots, self.out = {}, io.BytesIO()
        self.pdf = canvas.Canvas(self.out, (width * MM, height * MM), invariant=1)

    def write(self, x, y, parts, font, size, colour=(0.08, 0.08, 0.1), hand=0.0):
        """Writes parts, each a text or (field,), letter after letter when by hand; x, y in millimetres from the upper left."""
        for part in parts if isinstance(parts, (list, tuple)) else [parts]:
            field = part[0] if isinstance(part, tuple) else None
            text = self.values[field] if field else part
            missing = {c for c in text if ord(c) not in known(font)}
            if missing:
                raise SystemExit(f"the font {font} has no glyph for {sorted(missing)}")
            self.pdf.setFillColorRGB(*colour)
            for i, char in enumerate(text) if hand else [(0, text)]:
                width = pdfmetrics.stringWidth(char, font, size) / MM
                sway = random.Random(f"{self.seed} {x:.0f} {y:.0f} {i}") if hand else None
                rise = sway.uniform(-hand, hand) if hand else 0
                self.letter(x, y + rise, char, font, size, sway.uniform(-9, 9) if hand else 0)
                for k in range(len(char)) if field else ():
                    left, right = (pdfmetrics.stringWidth(char[:n], font, size) / MM for n in (k, k + 1))
                    self.spots[field, i + k] = ([x + left, y + rise - size / MM, right - left, 1.3 * size / MM], size)
                x += width + (0.15 if hand else 0)
        return x

    def letter(self, x, y, text, font, size, turn):
        """Writes letters at a place, turned by some degrees."""
        self.pdf.saveState()
        self.pdf.translate(x * MM, (self.height - y) * MM)
        self.pdf.rotate(turn)
        self.pdf.setFont(font, size)
        self.pdf.drawString(0, 0, text)
        self.pdf.restoreState()

    def middle(self, x, y, text, font, size, **rest):
        """Writes one text around x."""
        known(font)
        return self.write(x - pdfmetrics.stringWidth(text, font, size) / MM / 2, y, text, font, size, **rest)

    def block(self, x, y, width, parts, font, size, lead=1.45):
        """Writes words line by line; parts are texts and (field,)s; returns the next line's y."""
        known(font)
        words, at = [], x
        for part in parts:
            text = self.values[part[0]] if isinstance(part, tuple) else part
            for i, piece in enumerate(text.split(" ")):
                start = len(" ".join(text.split(" ")[:i])) + (i > 0)
                words.append((piece, part[0] if isinstance(part, tuple) else None, start, i > 0))
        space = pdfmetrics.stringWidth(" ", font, size) / MM
        for piece, field, start, after_space in words:
            length = pdfmetrics.stringWidth(piece, font, size) / MM
            at += space if after_space else 0
            if at + length > x + width:
                at, y = x, y + size * lead / MM
            self.write(at, y, piece, font, size)
            for k in range(len(piece)) if field else ():
                left, right = (pdfmetrics.stringWidth(piece[:n], font, size) / MM for n in (k, k + 1))
                self.spots[field, start + k] = ([at + left, y - size / MM, right - left, 1.3 * size / MM], size)
            at += length
        return y + size * lead / MM

    def box(self, x, y, w, h, line=0.5, fill=None, colour=(0.1, 0.1, 0.1), round_=0):
        """Draws a rectangle from its upper left corner; `line` in points, 0 for none."""
        self.pdf.setLineWidth(line or 0.1)
        self.pdf.setStrokeColorRGB(*colour)
        if fill:
            self.pdf.setFillColorRGB(*fill)
        self.pdf.roundRect(
            x * MM, (self.height - y - h) * MM, w * MM, h * MM, round_ * MM, stroke=int(line > 0), fill=int(bool(fill))
        )

    def stroke(self, points, line=0.6, colour=(0.1, 0.1, 0.1), dash=None):
        """Draws straight lines through points."""
        self.pdf.setLineWidth(line)
        self.pdf.setStrokeColorRGB(*colour)
        self.pdf.setDash(*(dash or ([], 0)))
        path = self.pdf.beginPath()
        path.moveTo(points[0][0] * MM, (self.height - points[0][1]) * MM)
        for x, y in points[1:]:
            path.lineTo(x * MM, (self.height - y) * MM)
        self.pdf.drawPath(path)
        self.pdf.setDash([], 0)

    def scrawl(self, x, y, seed, colour=(0.1, 0.15, 0.5), size=14):
        """Signs with Bézier curves."""
        rng = random.Random(f"scrawl {seed}")
        path = self.pdf.beginPath()
        path.moveTo(x * MM, (self.height - y) * MM)
        for i in range(rng.randint(4, 8)):
            p = [
                ((x + i * size / 3 + rng.uniform(-size / 2, size)) * MM, (self.height - y + rng.uniform(-size / 2, size / 2)) * MM)
                for _ in range(3)
            ]
            path.curveTo(*p[0], *p[1], *p[2])
        self.pdf.setLineWidth(rng.uniform(0.8, 1.8))
        self.pdf.setStrokeColorRGB(*colour)
        self.pdf.drawPath(path)

    def stamp(self, x, y, text, seed, colour=(0.8, 0.1, 0.2)):
        """Stamps: a ring with words across it, or a box of two lines."""
        rng = random.Random(f"stamp {seed}")
        self.pdf.saveState()
        self.pdf.translate(x * MM, (self.height - y) * MM)
        self.pdf.rotate(rng.uniform(-20, 20))
        self.pdf.setStrokeColorRGB(*colour)
        self.pdf.setFillColorRGB(*colour)
        known("roboto-b")
        for radius, line in ((16, 2.2), (14.6, 0.6)):
            self.pdf.setLineWidth(line)
            self.pdf.circle(0, 0, radius * MM)
        self.pdf.setFont("roboto-b", 8)
        self.pdf.drawCentredString(0, 7 * MM, "VIỆT NAM")
        self.pdf.setFont("roboto-b", 7)
        self.pdf.drawCentredString(0, 0, text[:20])
        self.pdf.drawCentredString(0, -7 * MM, "* * *")
        self.pdf.restoreState()

    def finish(self):
        """Returns the page as a PDF."""
        self.pdf.showPage()
        self.pdf.save()
        return self.out.getvalue()


def paint(pdf, dpi, colour):
    """Returns a page of a PDF painted by Poppler, in grey or colour."""
    command = ["pdftoppm", "-r", f"{dpi:.3f}", "-singlefile", *([] if colour else ["-gray"]), "-"]
    return Image.open(io.BytesIO(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout))
