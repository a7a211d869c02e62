"""A scanner: a sheet's inks become samples of one scan, with the faults of the feed, the lamp, the glass and the coding.

The sheet is sampled once, from 450 dpi with soft edges, through one map that holds turn, scale, shift and uneven feed together,
so that two scans of one sheet share no grid of pixels. What goes wrong in a scan is `settings`' business; here it is done.
"""

import math

import cv2
import numpy as np

from sheet import DPI, INKS, MM


def geometry(sheet, s):
    """Returns the size of the scan in pixels and the map from its pixels to the sheet's millimetres, as a function of x and y."""
    scale = s.dpi / 25.4
    width, height = sheet.width + 2 * s.border, sheet.height + 2 * s.border
    cos, sin = math.cos(math.radians(s.skew)), math.sin(math.radians(s.skew))

    def back(x, y, unit=1.0, less=0.0):
        # The terms in x and in y are kept apart until the last addition, the only one over all pixels.
        along = (y + 0.5) / scale
        for size, length, phase in s.feed:
            along = along + size * np.sin(2 * np.pi * along / length + phase)
        dx, dy = (x + 0.5) / scale - width / 2 - s.shift[0], along - height / 2 - s.shift[1]
        fx, fy = unit / s.scale[0], unit / s.scale[1]
        return (
            (cos * fx * dx + (unit * sheet.width / 2 - less)) + sin * fx * dy,
            (cos * fy * dy + (unit * sheet.height / 2 - less)) - sin * fy * dx,
        )

    return round(width * scale), round(height * scale), back


def forward(sheet, s, x, y):
    """Returns the pixel of the scan (before it is turned) that shows a point of the sheet; the inverse of `geometry`'s map."""
    width, height, back = geometry(sheet, s)
    u, v = width / 2, height / 2
    for _ in range(6):
        at = back(u, v)
        u, v = u + (x - at[0]) * s.dpi / 25.4, v + (y - at[1]) * s.dpi / 25.4
    return float(u), float(v)


def box_in_scan(sheet, s, box):
    """Returns the box of pixels, turned as the file is, that shows a box of the sheet."""
    x, y, w, h = box
    corners = [forward(sheet, s, px, py) for px in (x, x + w) for py in (y, y + h)]
    left, top = min(c[0] for c in corners), min(c[1] for c in corners)
    right, bottom = max(c[0] for c in corners), max(c[1] for c in corners)
    width, height, _ = geometry(sheet, s)
    left, top, right, bottom = {
        0: (left, top, right, bottom),
        90: (top, width - right, bottom, width - left),
        180: (width - right, height - bottom, width - left, height - top),
        270: (height - bottom, left, height - top, right),
    }[s.turn]
    return [round(left), round(top), round(right - left), round(bottom - top)]


def planes(sheet, over=None, colour=True):
    """Returns the sheet's reflectance, one plane for each channel: its inks, then what lies over it."""
    found = [black(sheet, value) for value in (INKS["black"] if colour else (22,))]
    for layer in filter(None, (sheet, over)):
        for x, y, w, h in layer.covers:
            part = np.s_[max(0, round(y * MM)) : round((y + h) * MM), max(0, round(x * MM)) : round((x + w) * MM)]
            for plane, value in zip(found, (250, 240, 140) if colour else (236,)):
                plane[part] = value
        for name, mask in sorted(layer.masks.items()):
            if layer is not sheet or name != "black":
                lay(found, name, mask)
    return found


def black(sheet, value):
    """Returns the plane that the black of a sheet alone makes: the first ink needs no multiplication."""
    if "black" not in sheet.masks:
        return np.full((round(sheet.height * MM), round(sheet.width * MM)), 255, np.uint8)
    return cv2.LUT(np.asarray(sheet.masks["black"]), dim(value))


def dim(value):
    """Returns what each amount of an ink lets through, for an ink that lets `value` through where it is full."""
    return (255 - np.arange(256) * (255 - value) / 255).astype(np.uint8)


def lay(found, name, mask):
    """Multiplies one ink onto the planes, where its mask has any."""
    box = mask.getbbox()
    if not box:
        return
    left, top, right, bottom = box
    amount = np.asarray(mask.crop(box))
    rgb = INKS[name] if len(found) == 3 else (round(np.dot(INKS[name], (0.299, 0.587, 0.114))),)
    for plane, value in zip(found, rgb):
        part = plane[top:bottom, left:right]
        part[:] = cv2.multiply(part, cv2.LUT(amount, dim(value)), scale=1 / 255)


def scan(sheet, source, s):
    """Returns the samples of one scan of planes made by `planes`: rows of grey or RGB, or of 0 and 255 when bitonal."""
    rng = np.random.default_rng(s.seed)
    width, height, back = geometry(sheet, s)
    columns, rows = np.arange(width, dtype=np.float32)[None, :], np.arange(height, dtype=np.float32)[:, None]
    map_x, map_y = (np.broadcast_to(m, (height, width)) for m in back(columns, rows, MM, 0.5))
    ratio = max(1, round(DPI / s.dpi))
    bed = round(255 * s.bed)
    got = [
        cv2.remap(cv2.blur(p, (ratio, ratio)), map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=bed)
        for p in source
    ]
    holes(got, sheet, s, bed)
    image = cv2.merge(got) if len(got) == 3 else got[0]
    image = lamp(image, s, rng)
    image = dirt(image, s, rng)
    if s.mode == "bitonal":
        image = threshold(image, s)
    return np.ascontiguousarray(np.rot90(image, s.turn // 90))


def holes(got, sheet, s, bed):
    """Punches the margin and folds a corner over."""
    scale = s.dpi / 25.4
    if s.punched:
        for y in (sheet.height / 2 - 40, sheet.height / 2 + 40):
            at = forward(sheet, s, 10, y)
            for plane in got:
                cv2.circle(plane, (round(at[0]), round(at[1])), round(2.8 * scale), bed, -1, cv2.LINE_AA)
    if s.folded:
        right = s.seed % 2 * sheet.width
        inward = -1 if right else 1
        points = [(right, 0), (right + inward * s.folded, 0), (right, s.folded)]
        tip = (right + inward * s.folded, s.folded)
        outer, flap = (
            [[round(v) for v in forward(sheet, s, *p)] for p in shape] for shape in (points, [points[1], points[2], tip])
        )
        for plane in got:
            cv2.fillPoly(plane, [np.array(outer)], bed, cv2.LINE_AA)
            cv2.fillPoly(plane, [np.array(flap)], 238, cv2.LINE_AA)
            cv2.line(plane, outer[1], outer[2], 150, max(1, round(0.2 * scale)), cv2.LINE_AA)


def lamp(image, s, rng):
    """Applies blur, show-through, light, tint, tone and noise."""
    height, width = image.shape[:2]
    if s.blur:
        image = cv2.GaussianBlur(image, (0, 0), s.blur * s.dpi / 200)
    factor = shade(image, s, rng)
    noise = rng.standard_normal((1024, 1024), np.float32) * 255 * s.noise
    noise = cv2.repeat(noise, height // 1024 + 1, width // 1024 + 1)[:height, :width]
    curve = np.linspace(0, 1, 256, dtype=np.float32)
    curve = 255 * (s.black + (1 - s.black) * (1 - s.contrast + s.contrast * curve)) ** (1 / s.gamma)
    tints = s.tint if image.ndim == 3 else (float(np.dot(s.tint, (0.299, 0.587, 0.114))),)
    parts = []
    for plane, tint in zip(cv2.split(image), tints):
        part = cv2.LUT(plane, curve * np.float32(tint))
        if factor is not None:
            cv2.multiply(part, factor, dst=part)
        cv2.add(part, noise, dst=part)
        parts.append(cv2.convertScaleAbs(part))
    return cv2.merge(parts) if len(parts) == 3 else parts[0]


def shade(image, s, rng):
    """Returns what uneven light, the back of the sheet and the grain of the paper take away, or None when nothing does."""
    height, width = image.shape[:2]
    if not (s.light or s.bleed or s.texture):
        return None
    factor = np.ones((32, 32), np.float32)
    if s.light:
        slope = rng.uniform(-1, 1, 3)
        y, x = np.mgrid[-1:1:32j, -1:1:32j]
        factor -= s.light * np.clip((slope[0] * x + slope[1] * y + slope[2] * (x * x + y * y)) * 0.5 + 0.4, 0, 1).astype(np.float32)
    factor = cv2.resize(factor, (width, height), interpolation=cv2.INTER_LINEAR)
    if s.bleed:
        small = cv2.resize(image, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
        small = small if small.ndim == 2 else small.min(axis=2)
        ink = 1 - cv2.GaussianBlur(cv2.flip(small, 1), (0, 0), 1.0).astype(np.float32) / 255
        factor *= 1 - s.bleed * cv2.resize(ink, (width, height))
    if s.texture:
        rough = cv2.GaussianBlur(rng.standard_normal((512, 512), np.float32), (0, 0), 1.5) * 4 * s.texture
        factor *= 1 + cv2.repeat(rough, height // 512 + 1, width // 512 + 1)[:height, :width]
    return factor


def dirt(image, s, rng):
    """Scatters dust and hairs over the glass, dark and light ones."""
    height, width = image.shape[:2]
    scale = s.dpi / 25.4
    shade = lambda: (int(rng.choice([40, 70, 110, 250])),) * 3
    for _ in range(s.dust):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        size = (max(1, round(rng.uniform(0.06, 0.25) * scale)), max(1, round(rng.uniform(0.06, 0.2) * scale)))
        cv2.ellipse(image, at, size, float(rng.uniform(0, 180)), 0, 360, shade(), -1, cv2.LINE_AA)
    for _ in range(s.hairs):
        x, y, angle = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0, 6.3)
        points = []
        for _ in range(14):
            points.append([round(x), round(y)])
            angle += rng.normal(0, 0.35)
            x, y = x + math.cos(angle) * 0.9 * scale, y + math.sin(angle) * 0.9 * scale
        cv2.polylines(image, [np.array(points)], False, shade(), max(1, round(0.09 * scale)), cv2.LINE_AA)
    return image


def threshold(image, s):
    """Makes black and white: by Otsu's level, or by a fixed one between ink and paper."""
    if s.level:
        paper = float(np.percentile(image[::7, ::7], 90))
        return np.where(image > s.level * paper, 255, 0).astype(np.uint8)
    return cv2.threshold(image, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
