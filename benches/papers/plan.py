"""What a set holds: which papers there are, how each is scanned, copied and bound, all decided by the seed before anything is drawn."""

import dataclasses
import itertools
import random

import twins


@dataclasses.dataclass
class Paper:
    """One paper: a form of an office with values. `seed` moves pens and seals; twins may share it."""

    id: str
    form: int
    stock: int
    values: dict
    seed: int


@dataclasses.dataclass
class Take:
    """One file: (paper, page, settings) for each of its pages, how they are bound, and copies of it (stem, how)."""

    stem: str
    role: str
    pages: list
    bound: str = "single"
    copies: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Plan:
    """All papers by id, all files, all pairs of twins."""

    papers: dict
    takes: list
    twins: list


class Planner:
    """Makes one plan; the style says which kinds of paper there are, and what goes wrong in a scan."""

    def __init__(self, style, seed):
        self.forms, self.settings, self.rng = style.FORMS, style.settings, random.Random(f"plan {seed}")
        self.papers, self.takes, self.twins, self.count = {}, [], [], 0

    def stem(self):
        """Returns the next name; names say nothing, and are shuffled at the end."""
        self.count += 1
        return f"{self.count:06d}"

    def paper(self, number, form, stocks):
        """Makes up one paper; a third are relatives of an earlier one: same office and household, other number and person."""
        rng, stock = self.rng, form * 100 + self.rng.randrange(stocks)
        values = self.forms[form].fill(rng)
        kin = [p for p in self.papers.values() if p.form == form and p.stock == stock]
        if kin and rng.random() < 0.35:
            new = rng.sample(sorted(values), min(3, len(values)))
            if "so" in values and "so" not in new:
                new.append("so")
            if len(self.forms[form].pages) > 1:
                # What is printed alike behind the first page would be a shared annex, which the truth does not know of.
                new += [field for field in values if field[-2:].isdigit()]
            values = rng.choice(kin).values | {field: values[field] for field in new}
        found = Paper(f"p{number:04d}", form, stock, values, rng.randrange(2**31))
        self.papers[found.id] = found
        return found

    def scans(self, paper, count, role="rescan", strengths=(1, 2, 2, 3, 4), least=150):
        """Scans one paper `count` times, the first time with few faults."""
        for i in range(count):
            first = i == 0 and role == "rescan"
            pages = []
            for page in range(len(self.forms[paper.form].pages)):
                s = self.settings(self.rng, self.rng.randint(0, 1) if first else self.rng.choice(strengths), least)
                if pages:
                    s.dpi, s.mode, s.turn = pages[0][2].dpi, pages[0][2].mode, pages[0][2].turn
                    s.level = pages[0][2].level
                pages.append((paper.id, page, s))
            if not first and role == "rescan":
                pages[0][2].later = self.rng.random() < 0.08
            bound = "single" if len(pages) == 1 and self.rng.random() < 0.93 else self.rng.choice(["pdf", "pdf", "tiff"])
            self.takes.append(Take(self.stem(), "scan" if first else role, pages, bound))

    def plant(self, pairs):
        """Adds places with up to four twins each, until there are `pairs` pairs that differ in one character."""
        owners = itertools.cycle(list(self.papers.values()))
        while len(self.twins) < pairs:
            owner = next(owners)
            kind, field, at, chars = twins.choose(self.rng, owner.values)
            family = [(owner.values[field][at], owner)]
            for char in chars:
                seed = owner.seed if self.rng.random() < 0.7 else self.rng.randrange(2**31)
                twin = Paper(
                    f"{owner.id}~{field}{at}{char}", owner.form, owner.stock, twins.changed(owner.values, field, at, char), seed
                )
                if twin.id in self.papers:
                    continue
                self.papers[twin.id] = twin
                self.scans(twin, 1, "twin", (0, 1, 1, 2, 3), 200)
                family.append((char, twin))
            for (a, one), (b, other) in itertools.combinations(family, 2):
                self.twins.append({"papers": [one.id, other.id], "kind": kind, "field": field, "index": at, "chars": a + b})

    def copies(self):
        """Gives some files copies: byte for byte, or with the same image in another container."""
        for take in (t for t in self.takes if t.role != "blank"):
            if self.rng.random() < 0.05:
                take.copies.append((self.stem(), "exact"))
            if self.rng.random() < 0.07:
                take.copies.append((self.stem(), "content"))

    def dossiers(self, papers, count):
        """Binds pages of several papers: scanned anew, in another order, in part, with blanks, a page twice, a shared annex."""
        for _ in range(count):
            chosen = self.rng.sample(papers, min(len(papers), self.rng.randint(3, 5)))
            pages = [p.id for p in chosen]
            other = self.rng.choice([p for p in papers if p.id not in pages] or papers).id
            for ids in (
                pages,
                pages,
                pages[::-1],
                pages[:-1],
                [other, pages[-1]],
                pages[:2] + pages[1:],
                [pages[0], "blank", *pages[1:]],
            ):
                if ids == pages or self.rng.random() < 0.5:
                    self.bind(ids)

    def bind(self, ids):
        """Adds one bound file of newly scanned pages."""
        base = self.settings(self.rng, 0)
        pages = []
        for id_ in ids:
            s = self.settings(self.rng, self.rng.choice([0, 1, 1, 2]))
            s.dpi, s.mode, s.level = min(base.dpi, 300), base.mode, base.level
            pages.append((id_, 0, s))
        self.takes.append(Take(self.stem(), "document", pages, self.rng.choice(["pdf", "pdf", "tiff"])))

    def blanks(self, count):
        """Scans empty sheets with dust, each of them nobody's duplicate."""
        for _ in range(count):
            s = self.settings(self.rng, self.rng.choice([1, 2, 3]))
            s.dpi, s.dust = min(s.dpi, 300), self.rng.randint(0, 60)
            self.takes.append(Take(self.stem(), "blank", [("blank", 0, s)]))

    def finish(self):
        """Shuffles the names, so that neighbours say nothing."""
        names = [f"{i:06d}" for i in range(1, self.count + 1)]
        self.rng.shuffle(names)
        new = {f"{i + 1:06d}": name for i, name in enumerate(names)}
        for take in self.takes:
            take.stem = new[take.stem]
            take.copies = [(new[stem], how) for stem, how in take.copies]
        return Plan(self.papers, self.takes, self.twins)


def make(style, papers, rescans, pairs, seed, plain):
    """Plans a set; a plain one has no twins, like an office's cupboard."""
    planner, forms = Planner(style, seed), style.FORMS
    stocks = max(2, papers // len(forms) // 6)
    made = [planner.paper(i, i % len(forms), stocks) for i in range(papers)]
    for paper in made:
        planner.scans(paper, 1 + rescans)
    if not plain:
        planner.plant(pairs)
    single = [planner.paper(papers + i, i % len(forms), stocks) for i in range(max(8, papers // 8))]
    planner.dossiers([p for p in single if len(forms[p.form].pages) == 1], max(2, papers // 20))
    planner.blanks(max(4, papers // 25))
    planner.copies()
    return planner.finish()
