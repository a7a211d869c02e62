"""The usual style of a set: forms printed by `sheet`, scanned by `scanner`."""

import collections

import ink
import scanner
import settings as faults
from forms_civil import FORMS as CIVIL
from forms_land import FORMS as LAND
from forms_office import FORMS as OFFICE
from sheet import Sheet
from stock import Stock

FORMS = [form for row in zip(CIVIL, OFFICE) for form in row] + LAND
settings = faults.settings


class Desk:
    """The printed sheets at hand: the last few, since one page takes 20 MB for each ink."""

    def __init__(self, papers, sites):
        self.papers, self.sites = papers, sites
        self.sheets, self.sources, self.spots = collections.OrderedDict(), {}, {}

    def sheet(self, id_, page):
        """Returns a printed sheet; those that were not used for long are forgotten."""
        if (id_, page) not in self.sheets:
            while len(self.sheets) >= 4:
                gone, _ = self.sheets.popitem(last=False)
                self.sources = {key: value for key, value in self.sources.items() if key[:2] != gone}
            self.sheets[id_, page] = self.print(self.papers[id_], page)
        return self.sheets[id_, page]

    def print(self, paper, page):
        """Prints one page of one paper, and notes where its twins differ from it."""
        if paper.form < 0:
            return Sheet(210, 297, {}, 0)
        form = FORMS[paper.form]
        sheet = Sheet(form.width, form.height, paper.values, paper.seed)
        form.pages[page](sheet, Stock.of(paper.stock))
        for field, at in self.sites.get(paper.id, ()):
            if (field, at) in sheet.spots:
                box, points = sheet.spot(field, at)
                self.spots[paper.id, field, at] = {"page": page + 1, "box_mm": box, "points": points}
        return sheet

    def source(self, id_, page, colour, over):
        """Returns the planes of a sheet; those with something over them are not kept."""
        sheet = self.sheet(id_, page)
        if over:
            return scanner.planes(sheet, over, colour)
        key = (id_, page, colour)
        if key not in self.sources:
            self.sources[key] = scanner.planes(sheet, None, colour)
        return self.sources[key]

    def scan(self, id_, page, s):
        """Scans one page; returns its samples and its entry in the truth."""
        sheet, over = self.sheet(id_, page), None
        entry = {
            "paper": f"{id_}/{page + 1}" if id_ != "blank" else id_,
            "dpi": s.dpi,
            "mode": s.mode,
            "turn": s.turn,
            "tags": s.tags(),
        }
        corners = [scanner.box_in_scan(sheet, s, (x, y, 0, 0))[:2] for x, y in ((0, 0), (sheet.width, 0), (0, sheet.height))]
        entry |= {"size_mm": [sheet.width, sheet.height], "corners": corners}
        if s.later:
            over = Sheet(sheet.width, sheet.height, {}, s.seed)
            kind, box = ink.add_later(over, s.seed)
            entry["added"] = [{"kind": kind, "box": scanner.box_in_scan(sheet, s, box)}]
        return scanner.scan(sheet, self.source(id_, page, s.mode == "colour", over), s), entry
