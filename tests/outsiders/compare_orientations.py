#!/usr/bin/env python3
"""Compares orientation-1.pdf to orientation-8.pdf, drawn by Poppler, with Pillow's reading of the tag.

    compare_orientations.py FOLDER

The folder also holds orientation.ppm, the pixels as stored; a page has one point for each of them. Pages
are drawn ten times larger and compared in the middle of each pixel, since Poppler smears edges; colours
may be off a little, since it converts them by the output intent.
Exit code 0: all eight are equal, pixel for pixel. 1: the others are listed. 77: a judge is missing.
"""

import shutil
import subprocess
import sys
from pathlib import Path

try:
    from PIL import Image, ImageOps
except ImportError as missing:
    print(f"skipped: {missing}", file=sys.stderr)
    sys.exit(77)

if shutil.which("pdftoppm") is None:
    print("skipped: pdftoppm not found", file=sys.stderr)
    sys.exit(77)

TOLERANCE = 8


def differing(found, expected):
    """Returns how many pixels differ, or a word on the sizes."""
    if found.size != tuple(10 * side for side in expected.size):
        return f"drawn as {found.size}, expected ten times {expected.size}"
    width, height = expected.size
    places = [(x, y) for y in range(height) for x in range(width)]
    pairs = [(found.getpixel((10 * x + 5, 10 * y + 5)), expected.getpixel((x, y))) for x, y in places]
    return sum(max(abs(a - b) for a, b in zip(*pair)) > TOLERANCE for pair in pairs)


folder = Path(sys.argv[1])
failed = 0
for tag in range(1, 9):
    stored = Image.open(folder / "orientation.ppm").convert("RGB")
    stored.getexif()[274] = tag
    expected = ImageOps.exif_transpose(stored)
    drawn = folder / f"drawn-{tag}"
    command = ["pdftoppm", "-r", "720", "-singlefile", folder / f"orientation-{tag}.pdf", drawn]
    subprocess.run(command, check=True)
    difference = differing(Image.open(f"{drawn}.ppm").convert("RGB"), expected)
    if difference:
        failed += 1
        print(f"orientation {tag}: {difference}")
print(f"8 compared, {failed} failed")
sys.exit(1 if failed else 0)
