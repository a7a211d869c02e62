"""An office of the other style: its place, its typefaces, how it signs."""

import random

import words

FACES = [("charis", "charis-b"), ("gentium", "gentium-b"), ("roboto", "roboto-b"), ("sans", "sans-b")]
RED, NAVY = (0.78, 0.12, 0.16), (0.1, 0.15, 0.5)


class Office:
    """An office of the other style: its place, typefaces and size of print."""

    def __init__(self, seed):
        rng = random.Random(f"office {seed}")
        self.ward, self.province, self.seed = rng.choice(words.WARDS), rng.choice(words.PROVINCES), seed
        self.plain, self.bold = rng.choice(FACES)
        self.size = rng.choice([10, 10.5, 11, 11.5, 12, 13])

    def sign(self, page, x, y, title, field="ky"):
        """Prints a title and a name, with a scrawl and a stamp between."""
        page.middle(x, y, title, self.bold, self.size)
        page.scrawl(x - 10, y + 13, (self.seed, page.seed))
        page.stamp(x - 16, y + 14, self.ward.upper(), page.seed)
        page.write(x - 16, y + 32, [(field,)], self.plain, self.size)
