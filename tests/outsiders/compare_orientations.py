#!/usr/bin/env python3
"""Compares orientation-1.pdf to orientation-8.pdf, drawn by Poppler, with Pillow's reading of the tag.

    compare_orientations.py FOLDER

The folder also holds orientation.ppm, the pixels as stored; a page has one point for each of them.
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

folder = Path(sys.argv[1])
failed = 0
for tag in range(1, 9):
    stored = Image.open(folder / "orientation.ppm").convert("RGB")
    stored.getexif()[274] = tag
    expected = ImageOps.exif_transpose(stored)
    drawn = folder / f"drawn-{tag}"
    subprocess.run(["pdftoppm", "-r", "72", "-singlefile", folder / f"orientation-{tag}.pdf", drawn], check=True)
    found = Image.open(f"{drawn}.ppm").convert("RGB")
    if found.size != expected.size or found.tobytes() != expected.tobytes():
        failed += 1
        print(f"orientation {tag}: drawn {found.size}, expected {expected.size}, or pixels differ")
print(f"8 compared, {failed} failed")
sys.exit(1 if failed else 0)
