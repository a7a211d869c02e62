"""The stock of forms of an office: its heading, the typefaces of its printer, and the parts that all forms share."""

import dataclasses
import random
import typing

import ink
import words


@dataclasses.dataclass
class Form:
    """One kind of paper: its size in millimetres, how values are made up, and one function that prints each page."""

    name: str
    width: float
    height: float
    fill: typing.Callable
    pages: list


@dataclasses.dataclass
class Stock:
    """The forms of one office, printed alike."""

    ward: str
    district: str
    province: str
    print: str
    typed: str
    size: float
    seed: int

    @classmethod
    def of(cls, seed):
        """Makes up the office number `seed`."""
        rng = random.Random(f"stock {seed}")
        face = rng.choice(["tinos", "tinos", "arimo", "noto-serif", "noto-sans", "dejavu"])
        typed = rng.choice([face, "tinos", "cousine", "arimo"])
        size = rng.choice([10, 10.5, 11, 12, 12, 13])
        return cls(rng.choice(words.WARDS), rng.choice(words.DISTRICTS), rng.choice(words.PROVINCES), face, typed, size, seed)

    def heading(self, sheet, y=16, office=None, number=None):
        """Prints the national heading, the office's, and its number."""
        s, middle = min(self.size, 12), sheet.width * 0.68
        if sheet.width < 160:
            s = 9
        left = sheet.width * 0.25
        sheet.text(left, y, office or f"ỦY BAN NHÂN DÂN XÃ {self.ward.upper()}"[:26], self.print, "b", s - 1.5, "middle")
        sheet.text(left, y + 5.5, f"HUYỆN {self.district.upper()}", self.print, "", s - 1.5, "middle")
        sheet.rule(left - 10, y + 7.2, left + 10, y + 7.2)
        sheet.text(middle, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", self.print, "b", s - 1.5, "middle")
        sheet.text(middle, y + 5.5, "Độc lập - Tự do - Hạnh phúc", self.print, "b", s, "middle")
        sheet.rule(middle - 24, y + 7.2, middle + 24, y + 7.2)
        if number:
            sheet.text(left, y + 13, number, self.typed, "", s, "middle")
        return y + 20

    def line(self, sheet, x, y, label, markup, width=None, by_hand=False):
        """Prints a label and its value on one line, on a dotted rule if a width is given; returns where the value ends."""
        at = sheet.text(x, y, label + " ", self.print, "", self.size)
        if width:
            sheet.dots(at, x + width, y + 0.9)
        if by_hand:
            return sheet.hand(at + 1, y, markup, self.size)
        return sheet.text(at, y, markup, self.typed, "", self.size)

    def closing(self, sheet, y, title="TM. ỦY BAN NHÂN DÂN", role="CHỦ TỊCH", x=None):
        """Prints who signs, then signs and seals."""
        x = x or sheet.width * 0.7
        sheet.text(x, y, title, self.print, "b", self.size, "middle")
        sheet.text(x, y + 5.5, role, self.print, "b", self.size, "middle")
        sheet.text(x, y + 34, "{nguoi_ky}", self.print, "b", self.size, "middle")
        ink.signature(sheet, x + 3, y + 19, (self.seed, sheet.seed), "blue" if self.seed % 3 else "black")
        sway = random.Random(f"where {sheet.seed}")
        ink.seal(sheet, x - 14 + sway.uniform(-4, 4), y + 17 + sway.uniform(-4, 4), f"XÃ {self.ward.upper()}", sheet.seed)
