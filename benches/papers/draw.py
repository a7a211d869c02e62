"""Draws the planned papers and writes their files, one family of papers at a time, so that each is printed once."""

import collections
import ctypes
import importlib
import pathlib
import random

import cv2

import store
from plan import Paper

BLANK = Paper("blank", -1, 0, {}, 0)


def jobs(planned, style, out):
    """Yields (takes, papers, sites, style, folder): takes that share a paper or its twins stand together."""
    families, sites = collections.defaultdict(list), collections.defaultdict(set)
    for twin in planned.twins:
        sites[twin["papers"][0].split("~")[0]].add((twin["field"], twin["index"]))
    for take in planned.takes:
        families[take.stem if take.role == "document" else take.pages[0][0].split("~")[0]].append(take)
    for takes in families.values():
        ids = {id_ for take in takes for id_, _, _ in take.pages}
        wanted = {id_: sites[id_] for id_ in ids if id_ in sites}
        yield takes, {id_: planned.papers.get(id_, BLANK) for id_ in ids}, wanted, style, pathlib.Path(out)


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
    takes, papers, sites, style, out = task
    desk, made = importlib.import_module(style).Desk(papers, sites), {}
    for take in takes:
        made |= write(desk, take, out)
    return made, desk.spots


def write(desk, take, out):
    """Writes one file and its copies; returns their entries."""
    rng = random.Random(f"write {take.stem}")
    pages, entries = [], []
    for id_, page, s in take.pages:
        samples, entry = desk.scan(id_, page, s)
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
