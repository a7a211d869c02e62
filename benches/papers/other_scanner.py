"""The other style's scanner: keystone, piecewise feed, copier faults, by Pillow and numpy alone; shares nothing with `scanner`.

Each scan paints the vector page anew at twice its resolution, bends it through a mesh of quadrilaterals, and halves it.
"""

import dataclasses
import math

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter


@dataclasses.dataclass
class Settings:
    """What happens in one scan. Lengths in millimetres, angles in degrees."""

    dpi: int
    mode: str
    seed: int
    turn: int = 0
    lean: float = 0.0
    move: tuple = (0.0, 0.0)
    zoom: float = 1.0
    keystone: float = 0.0
    steps: tuple = ()
    quality: int = 85
    twice: bool = False
    grain: float = 4.0
    spread: int = 0
    soft: float = 0.3
    streaks: int = 0
    dust: int = 0
    fade: float = 0.0
    yellow: float = 0.0
    vignette: float = 0.0
    edge: float = 0.0
    edge_tone: int = 255
    power: float = 1.0
    level: float = 0.0
    later: bool = False

    def tags(self):
        """Says in short what is unusual about the scan."""
        said = (
            [self.mode, f"{self.dpi}dpi"]
            + [f"turn{self.turn}"] * bool(self.turn)
            + [f"skew{self.lean:+.1f}"] * (abs(self.lean) > 0.4)
        )
        said += [
            name
            for name in ("keystone", "steps", "twice", "spread", "streaks", "dust", "fade", "yellow", "vignette", "edge", "later")
            if getattr(self, name)
        ]
        said += ["shift"] * (max(map(abs, self.move)) > 2) + ["scale"] * (abs(self.zoom - 1) > 0.004) + ["grain"] * (self.grain > 9)
        return (
            said
            + ["soft"] * (self.soft > 0.6)
            + ["gamma"] * (abs(self.power - 1) > 0.15)
            + [f"q{self.quality}"] * (self.mode != "bitonal")
        )


FAULTS = {
    "lean": lambda r: {"lean": r.uniform(-3, 3)},
    "turn": lambda r: {"turn": r.choice([90, 180, 270])},
    "move": lambda r: {"move": (r.uniform(-8, 8), r.uniform(-8, 8))},
    "zoom": lambda r: {"zoom": r.uniform(0.97, 1.03)},
    "keystone": lambda r: {"keystone": r.uniform(-1.2, 1.2)},
    "steps": lambda r: {"steps": tuple((r.uniform(20, 280), r.uniform(-0.6, 0.6), r.uniform(8, 40)) for _ in range(3))},
    "quality": lambda r: {"quality": r.randint(50, 68), "twice": r.random() < 0.5},
    "grain": lambda r: {"grain": r.uniform(9, 14)},
    "spread": lambda r: {"spread": r.choice([-1, 1])},
    "soft": lambda r: {"soft": r.uniform(0.6, 0.85)},
    "streaks": lambda r: {"streaks": r.randint(1, 4)},
    "dust": lambda r: {"dust": r.randint(20, 120)},
    "fade": lambda r: {"fade": r.uniform(0.15, 0.4)},
    "yellow": lambda r: {"yellow": r.uniform(0.08, 0.25)},
    "vignette": lambda r: {"vignette": r.uniform(0.08, 0.2)},
    "edge": lambda r: {"edge": r.uniform(2, 8), "edge_tone": r.choice([10, 30, 70, 160])},
    "power": lambda r: {"power": r.choice([r.uniform(0.6, 0.85), r.uniform(1.2, 1.6)])},
}


def settings(rng, strength, least=150):
    """Makes up a scan with `strength` faults, at `least` dpi or more."""
    dpi = rng.choice([d for d in (150, 180, 200, 200, 200, 200, 220, 250, 300, 300) if d >= least])
    one = Settings(dpi, rng.choice(["colour", "grey", "bitonal"]), rng.randrange(2**31))
    one.lean, one.move, one.zoom = rng.gauss(0, 0.3), (rng.uniform(-1, 1), rng.uniform(-1, 1)), 1 + rng.gauss(0, 0.0015)
    one.quality, one.grain, one.soft = rng.randint(70, 95), rng.uniform(1, 6), rng.uniform(0.15, 0.45)
    for fault in rng.sample(sorted(FAULTS), strength):
        for key, value in FAULTS[fault](rng).items():
            setattr(one, key, value)
    if one.mode == "bitonal":
        one.level, one.fade, one.power = rng.uniform(0.5, 0.68), min(one.fade, 0.25), min(max(one.power, 0.8), 1.3)
    return one


def extent(page, s):
    """Returns the size of the upright scan in pixels."""
    return tuple(round((side + 2 * s.edge) * s.dpi / 25.4) for side in (page.width, page.height))


def backward(page, s, u, v):
    """Returns the place on the page, in millimetres, that a pixel of the upright scan shows."""
    x, y = u * 25.4 / s.dpi - s.edge - s.move[0], v * 25.4 / s.dpi - s.edge - s.move[1]
    for at, jump, width in s.steps:
        y += jump / (1 + ((y - at) / width) ** 2)
    x, y = x - page.width / 2, y - page.height / 2
    x *= 1 + s.keystone / 100 * (y / page.height)
    angle = math.radians(s.lean)
    x, y = math.cos(angle) * x + math.sin(angle) * y, math.cos(angle) * y - math.sin(angle) * x
    return x / s.zoom + page.width / 2, y / s.zoom + page.height / 2


def pixel(page, s, x, y):
    """Returns the pixel of the file, turned as it is, that shows a place on the page."""
    width, height = extent(page, s)
    u, v = width / 2, height / 2
    for _ in range(10):
        px, py = backward(page, s, u, v)
        u, v = u + (x - px) * s.dpi / 25.4, v + (y - py) * s.dpi / 25.4
    return {0: (u, v), 90: (v, width - u), 180: (width - u, height - v), 270: (height - v, u)}[s.turn]


def box_in_scan(page, s, box):
    """Returns the box of pixels around a box of the page."""
    x, y, w, h = box
    corners = [pixel(page, s, px, py) for px in (x, x + w) for py in (y, y + h)]
    left, top = min(c[0] for c in corners), min(c[1] for c in corners)
    return [round(left), round(top), round(max(c[0] for c in corners) - left), round(max(c[1] for c in corners) - top)]


def bend(page, painted, s):
    """Bends the painted page through a mesh onto the bed, at twice the resolution, and halves it."""
    width, height = extent(page, s)
    rows, columns, scale = 48, 6, 2 * s.dpi / 25.4
    mesh = []
    for i in range(rows):
        for k in range(columns):
            left, right = (round(2 * width * n / columns) for n in (k, k + 1))
            top, bottom = (round(2 * height * n / rows) for n in (i, i + 1))
            corners = [backward(page, s, u / 2, v / 2) for u, v in ((left, top), (left, bottom), (right, bottom), (right, top))]
            mesh.append(((left, top, right, bottom), tuple(c * scale for corner in corners for c in corner)))
    margin = round(12 * scale)
    wide = Image.new(
        painted.mode, (painted.width + 2 * margin, painted.height + 2 * margin), (s.edge_tone,) * len(painted.getbands())
    )
    wide.paste(painted, (margin, margin))
    mesh = [(target, tuple(c + margin for c in quad)) for target, quad in mesh]
    bent = wide.transform(
        (2 * width, 2 * height),
        Image.Transform.MESH,
        mesh,
        Image.Resampling.BILINEAR,
        fillcolor=(s.edge_tone,) * len(painted.getbands()),
    )
    return bent.reduce(2)


def scan(page, painted, s):
    """Returns the samples of one scan."""
    rng = np.random.default_rng(s.seed)
    if s.spread:
        painted = painted.filter(ImageFilter.MinFilter(3) if s.spread > 0 else ImageFilter.MaxFilter(3))
    image = bend(page, painted, s).filter(ImageFilter.GaussianBlur(s.soft * s.dpi / 200))
    image = soil(image, s, rng)
    image = tone(image, s, rng)
    if s.mode == "bitonal":
        paper = np.percentile(np.asarray(image)[::9, ::9], 90)
        image = image.point(lambda v: 255 if v > s.level * paper else 0)
    if s.turn:
        image = image.transpose(
            {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}[s.turn]
        )
    return np.asarray(image)


def soil(image, s, rng):
    """Draws specks and the streaks of a dirty feed."""
    pen, bands = ImageDraw.Draw(image), len(image.getbands())
    for _ in range(s.dust):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.uniform(0.04, 0.16) * s.dpi / 25.4
        pen.ellipse([x - r, y - r * rng.uniform(0.5, 1.5), x + r, y + r], fill=(int(rng.integers(20, 130)),) * bands)
    for _ in range(s.streaks):
        x, tone_ = rng.uniform(0, image.width), int(rng.integers(150, 225))
        line = Image.new(image.mode, image.size, (255,) * bands)
        ImageDraw.Draw(line).line(
            [x, 0, x + rng.uniform(-2, 2), image.height], fill=(tone_,) * bands, width=max(1, round(0.12 * s.dpi / 25.4))
        )
        image = ImageChops.multiply(image, line)
        pen = ImageDraw.Draw(image)
    return image


def tone(image, s, rng):
    """Applies fading, yellowing, vignette, gamma and grain."""
    samples = np.asarray(image, np.float32) / 255
    samples = s.fade + (1 - s.fade) * samples
    if s.vignette:
        y, x = np.mgrid[-1 : 1 : image.height * 1j, -1 : 1 : image.width * 1j].astype(np.float32)
        dark = 1 - s.vignette * (x * x + y * y) / 2
        samples *= dark[..., None] if samples.ndim == 3 else dark
    if s.yellow:
        samples = samples * (
            np.array([1, 1 - 0.3 * s.yellow, 1 - s.yellow], np.float32) if samples.ndim == 3 else 1 - 0.35 * s.yellow
        )
    samples = np.clip(samples, 0, 1) ** s.power * 255
    grain = rng.normal(0, s.grain, (700, 900)).astype(np.float32)
    grain = np.tile(grain, (image.height // 700 + 1, image.width // 900 + 1))[: image.height, : image.width]
    samples += (grain[..., None] if samples.ndim == 3 else grain) * (0.4 + samples / 400)
    return Image.fromarray(np.clip(samples, 0, 255).astype(np.uint8))
