"""Says how far the pages of a PDF are from the pages of a scan, both as outsiders decode them.

    near.py PDF SCAN

For JPEG inside TIFF, where no two decoders agree to the last bit: the standard leaves the rounding of the transform open
(ITU-T T.81, annex A.3.3), and libtiff smooths colours within a strip, other decoders across the whole page. Prints the largest and the mean difference
of samples for each page; exit 1 when one is more than such choices explain.
"""

import sys

import numpy as np
import pikepdf
import pixels
from PIL import Image

LARGEST, MEAN = 16, 0.2


def main(pdf_path, scan_path):
    scan, far = Image.open(scan_path), 0
    with pikepdf.open(pdf_path) as pdf:
        for number, page in enumerate(pdf.pages):
            scan.seek(number)
            (image,) = page.get_images().values()
            there = np.asarray(scan).astype(int)
            here = pixels._image(pdf_path, number + 1, image)[0].astype(int).reshape(there.shape)
            apart = abs(here - there)
            print(f"page {number + 1}: largest {apart.max()}, mean {apart.mean():.3f}")
            far += apart.max() > LARGEST or apart.mean() > MEAN
    return int(far > 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    sys.exit(main(*sys.argv[1:]))
