"""The other style of a set: pages drawn by `other_page`, scanned by `other_scanner`. Nobody tunes on it; it judges."""

import random

import other_scanner
from other_forms import FORMS
from other_office import NAVY, Office
from other_page import Page, paint

settings = other_scanner.settings


class Desk:
    """Prints pages and scans them; every scan paints the page anew, so nothing is kept."""

    def __init__(self, papers, sites):
        self.papers, self.sites, self.spots = papers, sites, {}

    def page(self, id_, number, over=None):
        """Returns a drawn page; `over` draws on it afterwards."""
        paper = self.papers[id_]
        if paper.form < 0:
            return Page(210, 297, {}, 0)
        form = FORMS[paper.form]
        page = Page(form.width, form.height, paper.values, paper.seed)
        form.pages[number](page, Office(paper.stock))
        for field, at in self.sites.get(id_, ()):
            if (field, at) in page.spots:
                box, points = page.spots[field, at]
                self.spots[id_, field, at] = {"page": number + 1, "box_mm": [round(v, 2) for v in box], "points": points}
        return page

    def scan(self, id_, number, s):
        """Scans one page; returns its samples and its entry in the truth."""
        page = self.page(id_, number)
        entry = {
            "paper": f"{id_}/{number + 1}" if id_ != "blank" else id_,
            "dpi": s.dpi,
            "mode": s.mode,
            "turn": s.turn,
            "tags": s.tags(),
        }
        corners = [[round(v) for v in other_scanner.pixel(page, s, x, y)] for x, y in ((0, 0), (page.width, 0), (0, page.height))]
        entry |= {"size_mm": [page.width, page.height], "corners": corners}
        if s.later:
            kind, box = add_later(page, s.seed)
            entry["added"] = [{"kind": kind, "box": other_scanner.box_in_scan(page, s, box)}]
        painted = paint(page.finish(), 2 * s.dpi, s.mode == "colour")
        return other_scanner.scan(page, painted, s), entry


def add_later(page, seed):
    """Adds an arrival stamp, a pencilled note or a label; returns what it is and its box."""
    rng = random.Random(f"later {seed}")
    kind = rng.choice(["seal", "note", "sticky"])
    x, y = rng.uniform(14, page.width - 60), rng.uniform(14, page.height - 40)
    if kind == "seal":
        page.box(x, y, 42, 20, 1.2, colour=(0.5, 0.1, 0.5))
        page.write(x + 3, y + 8, "CÔNG VĂN ĐẾN", "roboto-b", 11, (0.5, 0.1, 0.5))
        page.write(
            x + 3, y + 15, f"Số: {rng.randint(1, 999)}  {rng.randint(1, 28)}/{rng.randint(1, 12)}", "roboto", 10, (0.5, 0.1, 0.5)
        )
        return kind, (x, y, 42, 20)
    if kind == "note":
        y = rng.choice([9, page.height - 7])
        end = page.write(
            x, y, rng.choice(["đã vào sổ", "trả hồ sơ", "cần sao 2 bản", "kiểm tra lại"]), "gentium-i", 15, NAVY, hand=0.5
        )
        return kind, (x, y - 6, end - x, 8)
    page.box(x, y, 36, 16, 0.4, (0.98, 0.98, 0.98))
    page.write(x + 3, y + 10, f"HS-{rng.randint(1000, 9999)}", "machine-b", 14)
    return kind, (x, y, 36, 16)
