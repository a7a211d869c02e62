"""What goes wrong in one scan: the small faults that every scan has, and those that a re-scan draws. `scanner` does them."""

import dataclasses


@dataclasses.dataclass
class Settings:
    """What happens in one scan. Lengths in millimetres, angles in degrees, strengths in shares of white."""

    dpi: int
    mode: str = "grey"
    turn: int = 0
    skew: float = 0.0
    shift: tuple = (0.0, 0.0)
    scale: tuple = (1.0, 1.0)
    feed: tuple = ()
    gamma: float = 1.0
    contrast: float = 1.0
    black: float = 0.04
    tint: tuple = (1.0, 1.0, 1.0)
    texture: float = 0.0
    light: float = 0.0
    dust: int = 0
    hairs: int = 0
    noise: float = 0.01
    blur: float = 0.3
    quality: int = 85
    level: float = 0.0
    border: float = 0.0
    bed: float = 0.97
    bleed: float = 0.0
    punched: bool = False
    folded: float = 0.0
    later: bool = False
    seed: int = 0

    def tags(self):
        """Says in short what is unusual about the scan."""
        said = [f"{self.mode}", f"{self.dpi}dpi"]
        said += [f"turn{self.turn}"] * (self.turn != 0) + [f"skew{self.skew:+.1f}"] * (abs(self.skew) > 0.4)
        said += ["shift"] * (max(map(abs, self.shift)) > 2) + ["scale"] * (max(abs(s - 1) for s in self.scale) > 0.004)
        said += [
            name
            for name in ("feed", "texture", "light", "dust", "hairs", "border", "bleed", "punched", "folded")
            if getattr(self, name)
        ]
        said += (
            ["gamma"] * (abs(self.gamma - 1) > 0.15) + ["contrast"] * (self.contrast < 0.85) + ["tint"] * (min(self.tint) < 0.93)
        )
        said += ["noise"] * (self.noise > 0.025) + ["blur"] * (self.blur > 0.55) + [f"q{self.quality}"] * (self.mode != "bitonal")
        return said + ["later"] * self.later


# The faults that a re-scan draws from; each sets some of the settings.
FAULTS = {
    "skew": lambda r: {"skew": r.uniform(-3, 3)},
    "turn": lambda r: {"turn": r.choice([90, 180, 180, 270])},
    "shift": lambda r: {"shift": (r.uniform(-8, 8), r.uniform(-8, 8))},
    "scale": lambda r: {"scale": (s := 1 + r.choice([-1, 1]) * r.uniform(0.01, 0.03), s + r.uniform(-0.002, 0.002))},
    "feed": lambda r: {"feed": tuple((r.uniform(0.15, 0.5), r.uniform(40, 220), r.uniform(0, 6.3)) for _ in range(2))},
    "gamma": lambda r: {"gamma": r.choice([r.uniform(0.6, 0.85), r.uniform(1.2, 1.7)])},
    "contrast": lambda r: {"contrast": r.uniform(0.5, 0.8), "black": r.uniform(0.05, 0.2)},
    "tint": lambda r: {"tint": r.choice([(0.97, 0.93, 0.78), (0.86, 0.88, 0.84), (0.95, 0.88, 0.8), (0.9, 0.94, 0.9)])},
    "texture": lambda r: {"texture": r.uniform(0.015, 0.04)},
    "light": lambda r: {"light": r.uniform(0.08, 0.22)},
    "dust": lambda r: {"dust": r.randint(20, 150)},
    "hairs": lambda r: {"hairs": r.randint(1, 4)},
    "noise": lambda r: {"noise": r.uniform(0.025, 0.05)},
    "blur": lambda r: {"blur": r.uniform(0.55, 0.85)},
    "quality": lambda r: {"quality": r.randint(50, 70)},
    "border": lambda r: {"border": r.uniform(2, 9), "bed": r.choice([0.05, 0.12, 0.25, 0.6])},
    "bleed": lambda r: {"bleed": r.uniform(0.04, 0.12)},
    "punched": lambda r: {"punched": True},
    "folded": lambda r: {"folded": r.uniform(8, 18)},
}


def settings(rng, strength, least=150):
    """Makes up a scan: `strength` faults on top of the small ones that every scan has, at `least` dpi or more."""
    dpis = [d for d in [150] * 3 + [200] * 12 + [240] * 2 + [300] * 6 + [400, 600] if d >= least]
    one = Settings(rng.choice(dpis), rng.choice(["colour", "grey", "grey", "bitonal"]), seed=rng.randrange(2**31))
    one.skew, one.shift = rng.gauss(0, 0.25), (rng.uniform(-1.5, 1.5), rng.uniform(-1.5, 1.5))
    one.scale = (1 + rng.gauss(0, 0.001), 1 + rng.gauss(0, 0.001))
    one.noise, one.blur, one.quality = rng.uniform(0.004, 0.02), rng.uniform(0.2, 0.5), rng.randint(70, 95)
    one.tint, one.gamma = rng.choice([(1, 1, 1), (0.99, 0.98, 0.95)]), rng.uniform(0.92, 1.1)
    for fault in rng.sample(sorted(FAULTS), strength):
        for key, value in FAULTS[fault](rng).items():
            setattr(one, key, value)
    if one.mode == "bitonal":
        # A thin print with a hard threshold loses strokes; a person could not read it either.
        one.level = rng.choice([0.0, 0.0, rng.uniform(0.5, 0.68)])
        one.contrast, one.gamma = max(one.contrast, 0.75), min(max(one.gamma, 0.8), 1.3)
    if one.mode == "colour" and one.dpi > 300:
        one.dpi = 300
    return one
