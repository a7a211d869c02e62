"""Draws the planned papers and writes their files, one family of papers at a time, so that each is printed once."""

import collections
import ctypes
import pathlib
import random

import cv2

import ink
import scanner
import store
from plan import Paper
from sheet import Sheet
from stock import Stock

BLANK = Paper("blank", -1, 0, {}, 0)


def jobs(planned, forms, out):
    """Yields (takes, papers, sites, forms, folder): takes that share a paper or its twins stand together."""
    families, sites = collections.defaultdict(list), collections.defaultdict(set)
    for twin in planned.twins:
        sites[twin["papers"][0].split("~")[0]].add((twin["field"], twin["index"]))
    for take in planned.takes:
        families[take.stem if take.role == "document" else take.pages[0][0].split("~")[0]].append(take)
    for takes in families.values():
        ids = {id_ for take in takes for id_, _, _ in take.pages}
        wanted = {id_: sites[id_] for id_ in ids if id_ in sites}
        yield takes, {id_: planned.papers.get(id_, BLANK) for id_ in ids}, wanted, forms, pathlib.Path(out)


def keep_memory():
    """Tells the allocator to keep what is freed: a page takes 50 MB, and fetching it anew each time costs half of all CPU."""
    cv2.setNumThreads(1)
    try:
        allocator = ctypes.CDLL(None)
        allocator.mallopt(-4, 0)
        allocator.mallopt(-1, 2**31 - 1)
    except (OSError, AttributeError):
        pass


def job(task):
    """Does one job; returns the entries of the truth for its files, and where the characters of values stand."""
    takes, papers, sites, forms, out = task
    desk, made = Desk(papers, sites, forms), {}
    for take in takes:
        made |= write(desk, take, out)
    return made, desk.spots


class Desk:
    """The printed sheets at hand: the last few, since one page takes 20 MB for each ink."""

    def __init__(self, papers, sites, forms):
        self.papers, self.sites, self.forms = papers, sites, forms
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
        form = self.forms[paper.form]
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


def scan_page(desk, id_, page, s):
    """Scans one page; returns its samples and its entry in the truth."""
    sheet, over = desk.sheet(id_, page), None
    entry = {"paper": f"{id_}/{page + 1}", "dpi": s.dpi, "mode": s.mode, "turn": s.turn, "tags": s.tags()}
    corners = [scanner.box_in_scan(sheet, s, (x, y, 0, 0))[:2] for x, y in ((0, 0), (sheet.width, 0), (0, sheet.height))]
    entry |= {"size_mm": [sheet.width, sheet.height], "corners": corners}
    if id_ == "blank":
        entry["paper"] = "blank"
    if s.later:
        over = Sheet(sheet.width, sheet.height, {}, s.seed)
        kind, box = ink.add_later(over, s.seed)
        entry["added"] = [{"kind": kind, "box": scanner.box_in_scan(sheet, s, box)}]
    source = desk.source(id_, page, s.mode == "colour", over)
    return scanner.scan(sheet, source, s), entry


def write(desk, take, out):
    """Writes one file and its copies; returns their entries."""
    rng = random.Random(f"write {take.stem}")
    pages, entries = [], []
    for id_, page, s in take.pages:
        samples, entry = scan_page(desk, id_, page, s)
        pages.append(store.encode(samples, s, rng, take.bound))
        entries.append(entry)
    data, kind = store.bind(pages, take.bound)
    name = put(out, take.stem, kind, data)
    made = {name: {"role": take.role, "pages": entries}}
    for stem, how in take.copies:
        copied, new, way = (data, kind, "bytes") if how == "exact" else store.same_content(data, kind, pages, rng)
        made[put(out, stem, new, copied)] = {"role": how, "of": name, "way": way, "pages": entries}
    return made


def put(out, stem, kind, data):
    """Writes a file into a folder of a hundred or so; returns its name below the folder of the set."""
    folder = out / stem[-2:]
    folder.mkdir(exist_ok=True)
    (folder / f"{stem}.{kind}").write_bytes(data)
    return f"{stem[-2:]}/{stem}.{kind}"
