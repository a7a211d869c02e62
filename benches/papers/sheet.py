"""A sheet of paper while it is printed: text, rules, seals and pens in millimetres, drawn at 450 dpi, one mask for each ink.

Text is written with places for values, and the sheet remembers where each character of each value came to stand. A character
that a font does not have ends the run: silent boxes would make papers alike. What forms say is left to `forms_*`.
"""

import functools
import math
import random

from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

DPI = 450
MM = DPI / 25.4
POINT = 25.4 / 72
TYPE = "/usr/share/fonts/truetype/"
PACKAGES = "fonts-croscore fonts-noto-core fonts-dejavu-extra"
STYLES = {"": "Regular", "b": "Bold", "i": "Italic", "bi": "BoldItalic"}
FACES = {
    "tinos": TYPE + "croscore/Tinos-{}.ttf",
    "arimo": TYPE + "croscore/Arimo-{}.ttf",
    "cousine": TYPE + "croscore/Cousine-{}.ttf",
    "noto-serif": TYPE + "noto/NotoSerif-{}.ttf",
    "noto-sans": TYPE + "noto/NotoSans-{}.ttf",
    "dejavu": TYPE + "dejavu/DejaVuSerif-{}.ttf",
}
INKS = {"black": (22, 22, 26), "blue": (38, 52, 150), "red": (205, 40, 52), "pale": (226, 214, 190), "violet": (110, 60, 140)}


@functools.cache
def font(face, style, size):
    """Returns a font of `size` points; DejaVu Serif calls its styles a little differently."""
    name = {"": "", "b": "-Bold", "i": "-Italic", "bi": "-BoldItalic"}[style]
    path = TYPE + f"dejavu/DejaVuSerif{name}.ttf" if face == "dejavu" else FACES[face].format(STYLES[style])
    known = glyphs(path)
    return ImageFont.truetype(path, size / 72 * DPI, layout_engine=ImageFont.Layout.BASIC), known


@functools.cache
def glyphs(path):
    """Returns the characters that the font at `path` has a glyph for."""
    try:
        with TTFont(path, lazy=True) as file:
            return frozenset(file.getBestCmap())
    except FileNotFoundError as error:
        raise SystemExit(f"{path} is missing: apt install {PACKAGES}") from error


def demand(text, known, face):
    """Ends the run when a character of `text` has no glyph."""
    missing = {c for c in text if ord(c) not in known}
    if missing:
        raise SystemExit(f"the font {face} has no glyph for {sorted(missing)} in {text!r}")


def spell(markup, values):
    """Returns markup with its `{field}`s filled in, as pairs of a character and (field, index) or None."""
    pairs, rest = [], markup
    while rest:
        before, brace, rest = rest.partition("{")
        pairs += [(c, None) for c in before]
        if brace:
            field, _, rest = rest.partition("}")
            pairs += [(c, (field, i)) for i, c in enumerate(values[field])]
    return pairs


class Sheet:
    """One side of one sheet, and where each character of a value stands on it."""

    def __init__(self, width, height, values, seed):
        self.width, self.height, self.values, self.seed = width, height, values, seed
        self.masks, self.spots, self.covers = {}, {}, []

    def pen(self, ink="black"):
        """Returns what draws in one ink."""
        if ink not in self.masks:
            self.masks[ink] = Image.new("L", (round(self.width * MM), round(self.height * MM)), 0)
        return ImageDraw.Draw(self.masks[ink])

    def run(self, x, y, pairs, face, style, size, ink):
        """Writes spelled characters from x on the base line y and notes where those of values stand."""
        text = "".join(c for c, _ in pairs)
        type_, known = font(face, style, size)
        demand(text, known, face)
        self.pen(ink).text((x * MM, y * MM), text, fill=255, font=type_, anchor="ls")
        for i, (_, key) in enumerate(pairs):
            if key:
                self.spots[key] = (x, y, text[:i], text[: i + 1], type_, size)
        return type_.getlength(text) / MM

    def text(self, x, y, markup, face="tinos", style="", size=12, align="left", ink="black"):
        """Writes one line; x is its left end, middle or right end."""
        pairs = spell(markup, self.values)
        width = font(face, style, size)[0].getlength("".join(c for c, _ in pairs)) / MM
        x -= {"left": 0, "middle": width / 2, "right": width}[align]
        return x + self.run(x, y, pairs, face, style, size, ink)

    def prose(self, x, y, width, markup, face="tinos", style="", size=12, lead=1.35, indent=0, ink="black"):
        """Writes a paragraph broken into lines; returns the base line after its last one."""
        type_ = font(face, style, size)[0]
        space, at, words = type_.getlength(" ") / MM, x + indent, [[]]
        for pair in spell(markup, self.values):
            words.append([]) if pair[0] == " " else words[-1].append(pair)
        for word in words:
            length = type_.getlength("".join(c for c, _ in word)) / MM
            if at + length > x + width and at > x:
                at, y = x, y + size * POINT * lead
            at += self.run(at, y, word, face, style, size, ink) + space
        return y + size * POINT * lead

    def hand(self, x, y, markup, size=12, ink="blue", face="tinos"):
        """Writes as a hand does: each letter a little turned and off the line, the same way whatever the letter is."""
        type_, known = font(face, "i", size)
        for i, (char, key) in enumerate(spell(markup, self.values)):
            demand(char, known, face)
            sway = random.Random(f"{self.seed} {y:.1f} {i}")
            box = round(2.2 * size * POINT * MM)
            letter = Image.new("L", (box, box), 0)
            ImageDraw.Draw(letter).text((box / 3, box * 0.65), char, fill=255, font=type_, anchor="ls")
            letter = letter.rotate(sway.uniform(-7, 7), Image.Resampling.BICUBIC, center=(box / 3, box * 0.65))
            self.pen(ink)
            rise = sway.uniform(-0.35, 0.35)
            at = (round(x * MM - box / 3), round((y + rise) * MM - box * 0.65))
            self.masks[ink].paste(255, at, letter)
            width = type_.getlength(char) / MM
            if key:
                self.spots[key] = (x, y + rise, "", char, type_, size)
            x += width + sway.uniform(0, 0.25)
        return x

    def spot(self, field, at):
        """Returns the box of one character of a value, and its size in points."""
        x, y, before, with_it, type_, size = self.spots[field, at]
        left, right = (type_.getlength(text) / MM for text in (before, with_it))
        return [round(v, 2) for v in (x + left, y - size * POINT, right - left, 1.3 * size * POINT)], size

    def rule(self, x0, y0, x1, y1, width=0.25, ink="black"):
        """Draws a straight line of `width` millimetres."""
        self.pen(ink).line([x0 * MM, y0 * MM, x1 * MM, y1 * MM], fill=255, width=max(1, round(width * MM)))

    def frame(self, x, y, w, h, width=0.3, ink="black"):
        """Draws a rectangle."""
        box = [x * MM, y * MM, (x + w) * MM, (y + h) * MM]
        self.pen(ink).rectangle(box, outline=255, width=max(1, round(width * MM)))

    def dots(self, x0, x1, y, step=1.0, size=0.3):
        """Draws the dotted rule on which a hand writes."""
        pen = self.pen()
        for i in range(int((x1 - x0) / step)):
            at = x0 + i * step
            pen.ellipse([at * MM, (y - size) * MM, (at + size) * MM, y * MM], fill=255)

    def grid(self, x, y, widths, heights, width=0.25):
        """Draws a table; returns the left edges of its columns and the top edges of its rows."""
        lefts = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        tops = [y + sum(heights[:i]) for i in range(len(heights) + 1)]
        for left in lefts:
            self.rule(left, y, left, tops[-1], width)
        for top in tops:
            self.rule(x, top, lefts[-1], top, width)
        return lefts, tops

    def curve(self, points, width, ink="black"):
        """Draws a smooth stroke through control points (a chain of quadratic curves)."""
        path = []
        middles = [points[0]] + [mid(a, b) for a, b in zip(points[1:-1], points[2:])] + [points[-1]]
        for start, bend, end in zip(middles, points[1:], middles[1:]):
            for t in (i / 12 for i in range(13)):
                path.append(tuple(MM * ((1 - t) ** 2 * s + 2 * t * (1 - t) * b + t * t * e) for s, b, e in zip(start, bend, end)))
        self.pen(ink).line(path, fill=255, width=max(1, round(width * MM)), joint="curve")

    def polygon(self, points, width=0.3, ink="black"):
        """Draws a closed outline."""
        for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1]):
            self.rule(x0, y0, x1, y1, width, ink)

    def around(self, cx, cy, radius, text, size, face, ink, start=-150, end=-30):
        """Writes along a circle from angle `start` to `end` (degrees, 0 to the right, clockwise)."""
        type_, known = font(face, "b", size)
        demand(text, known, face)
        box = round(2.4 * size * POINT * MM)
        self.pen(ink)
        for i, char in enumerate(text):
            angle = start + (end - start) * (i + 0.5) / len(text)
            letter = Image.new("L", (box, box), 0)
            ImageDraw.Draw(letter).text((box / 2, box / 2), char, fill=255, font=type_, anchor="mm")
            letter = letter.rotate(-(angle + 90), Image.Resampling.BICUBIC)
            at = [cx + radius * math.cos(math.radians(angle)), cy + radius * math.sin(math.radians(angle))]
            self.masks[ink].paste(255, (round(at[0] * MM - box / 2), round(at[1] * MM - box / 2)), letter)


def mid(a, b):
    """Returns the point halfway between two points."""
    return tuple((p + q) / 2 for p, q in zip(a, b))
