"""What comes onto a sheet after the printer: seals, signatures, and the notes that an office adds later."""

import math
import random

from sheet import MM


def seal(sheet, cx, cy, office, seed, ink="red", radius=17.5):
    """Stamps a round seal with a star, slightly turned and unevenly inked, as hands do."""
    rng = random.Random(f"seal {seed}")
    turn = rng.uniform(-25, 25)
    pen = sheet.pen(ink)
    for r, width in ((radius, 0.7), (radius - 1.6, 0.25), (radius * 0.58, 0.3)):
        pen.ellipse([(cx - r) * MM, (cy - r) * MM, (cx + r) * MM, (cy + r) * MM], outline=255, width=round(width * MM))
    points = []
    for i in range(10):
        r = radius * (0.36 if i % 2 == 0 else 0.15)
        angle = math.radians(turn - 90 + 36 * i)
        points.append(((cx + r * math.cos(angle)) * MM, (cy + r * math.sin(angle)) * MM))
    pen.polygon(points, fill=255)
    sheet.around(cx, cy, radius * 0.79, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 6.2, "arimo", ink, turn - 205, turn + 25)
    sheet.around(cx, cy, radius * 0.79, office[:26], 5.6, "arimo", ink, turn + 35, turn + 145)


def signature(sheet, cx, cy, seed, ink="blue", width=34):
    """Signs with a few loops, always the same for one signer but never twice alike on paper."""
    signer = random.Random(f"signer {seed[0]}")
    sway = random.Random(f"sway {seed}")
    strokes = signer.randint(1, 3)
    for _ in range(strokes):
        count = signer.randint(6, 12)
        left, top = cx - width / 2 + signer.uniform(0, 8), cy + signer.uniform(-3, 3)
        points = []
        for i in range(count):
            x = left + width * 0.8 * i / count + signer.uniform(-4, 4) + sway.uniform(-0.8, 0.8)
            points.append((x, top + signer.uniform(-7, 7) + sway.uniform(-0.8, 0.8)))
        sheet.curve(points, signer.uniform(0.3, 0.55), ink)


NOTES = [
    "Đã sao lục",
    "Lưu hồ sơ",
    "Đã đối chiếu bản chính",
    "Chuyển đ/c Hà giải quyết",
    "Vào sổ ngày 12/5",
    "Thiếu chữ ký",
    "Đã nhập máy",
]


def add_later(sheet, seed):
    """Draws a seal, a handwritten note or a sticky note on an empty sheet that will lie over another; returns what and where."""
    rng = random.Random(f"later {seed}")
    kind = rng.choice(["seal", "note", "sticky"])
    if kind == "seal":
        r = rng.uniform(13, 18)
        cx, cy = rng.uniform(30, sheet.width - 30), rng.uniform(30, sheet.height - 30)
        seal(sheet, cx, cy, "VĂN PHÒNG LƯU TRỮ", seed, rng.choice(["red", "red", "violet"]), r)
        return kind, (cx - r, cy - r, 2 * r, 2 * r)
    text = rng.choice(NOTES)
    if kind == "note":
        x, y = rng.uniform(20, sheet.width - 75), rng.choice([rng.uniform(8, 12), sheet.height - rng.uniform(8, 18)])
        end = sheet.hand(x, y, text, rng.uniform(12, 17), rng.choice(["blue", "red"]))
        return kind, (x, y - 6, end - x, 8)
    size = rng.uniform(38, 60)
    x, y = rng.choice([rng.uniform(2, 15), sheet.width - size - rng.uniform(2, 15)]), rng.uniform(10, sheet.height - size - 10)
    sheet.covers.append((x, y, size, size))
    sheet.hand(x + 4, y + size / 2, text[:16], 13, "violet")
    return kind, (x, y, size, size)
