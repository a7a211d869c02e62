"""Judges the answer of `sohoa dedup --json` by the truth of a set.

    python benches/papers/score.py truth.json result.json

Prints precision and recall of each kind of answer, every pair that was joined and should not have been, and what was missed;
exits 1 when a bar of the benchmark is missed. Pairs in a group are all pairs of its members.
"""

import collections
import itertools
import json
import pathlib
import sys

import pairs
import relations

SHOWN = 40


class Truth:
    """What the set says of each pair of files."""

    def __init__(self, path):
        data = json.loads(path.read_text())
        self.files, self.plain, self.papers = data["files"], data["plain"], data["papers"]
        self.written = {name: pairs.written(entry) for name, entry in self.files.items()}
        self.hard = {frozenset(twin["papers"]): twin for twin in data["twins"]}
        self.printed = {name: [self.original(page) for page in written] for name, written in self.written.items()}
        self.content = self.groups(lambda name: self.files[name].get("of", name))
        self.exact = self.groups(lambda name: self.files[name]["of"] if self.files[name]["role"] == "exact" else name)
        self.near = self.groups(lambda name: self.written[name] or name) | self.content

    def original(self, page):
        """Returns the page that is printed alike: a twin leaves all pages but one as they are."""
        paper, _, number = page.partition("/")
        base = paper.partition("~")[0]
        twin = self.hard.get(frozenset((base, paper)))
        return f"{base}/{number}" if twin and str(twin["page"]) != number else page

    def groups(self, key):
        """Returns all pairs of files that share a key."""
        found = collections.defaultdict(list)
        for name in self.files:
            found[key(name)].append(name)
        return {pair(a, b) for names in found.values() for a, b in itertools.combinations(names, 2)}

    def has_note(self, both):
        """Returns whether one of two files carries what the other does not (or another seal or note)."""
        return any(pairs.has_addition(self.files[name]) for name in both) and both not in self.content

    def twin(self, both):
        """Returns what differs between two files whose papers are twins, or None."""
        owners = [{p.split("/")[0] for p in self.written[name]} for name in both]
        return next((self.hard[frozenset((a, b))] for a in owners[0] for b in owners[1] if frozenset((a, b)) in self.hard), None)

    def say(self, both):
        """Says what two files are."""
        a, b = both
        return f"{a}  {b}  [{pairs.tags(self.files[a])} | {pairs.tags(self.files[b])}]"


def pair(a, b):
    """Returns two names in their order."""
    return (a, b) if a < b else (b, a)


class Answer:
    """What was answered: pairs of each kind."""

    def __init__(self, path, names):
        data = json.loads(path.read_text())
        self.data, self.names, self.unknown = data, names, set()
        joined = collections.defaultdict(set)
        for group in data["groups"]:
            members = [self.name(m) for m in group["members"]]
            joined[group["kind"]] |= {pair(a, b) for a, b in itertools.combinations(members, 2)}
        self.exact = joined["exact"]
        self.content = joined["content"] | self.exact
        self.near = joined["near"] | self.content
        self.review = {pair(*map(self.name, r["members"])): r for r in data["review"]}

    def name(self, member):
        """Returns the name below `files/` of a member, whatever folder it was given by."""
        found = "/".join(pathlib.PurePosixPath(member).parts[-2:])
        if found not in self.names:
            self.unknown.add(member)
        return found


def share(part, whole):
    """Returns a ratio, 1 when there is nothing to find."""
    return part / whole if whole else 1.0


def kind_line(name, said, true):
    """Prints precision and recall of one kind; returns both."""
    precision, recall = share(len(said & true), len(said)), share(len(said & true), len(true))
    f1 = share(2 * precision * recall, precision + recall)
    print(f"{name:<12} precision {precision:.4f}  recall {recall:.4f}  F1 {f1:.4f}  ({len(said)} said, {len(true)} true)")
    return precision, recall


def wrong(truth, answer):
    """Prints pairs joined that are not the same paper, by what differs; returns how many are twins, and how many others."""
    joined = answer.near - truth.near
    by_kind = collections.defaultdict(list)
    for both in sorted(joined):
        twin = truth.twin(both)
        by_kind[f"twin: {twin['kind']}" if twin else "other paper"].append((both, twin))
    for kind, found in sorted(by_kind.items()):
        print(f"\nWRONGLY JOINED, {kind}: {len(found)}")
        for both, twin in found[:SHOWN]:
            print("  ", truth.say(both), f"{twin['chars']} in {twin['field']}, {twin['points']} pt" if twin else "")
    return joined


def missed(truth, answer):
    """Prints the re-scans that were found by neither answer, and the distortions they have."""
    lost = truth.near - answer.near - set(answer.review)
    print(f"\nMISSED by near and review: {len(lost)}")
    for both in sorted(lost)[:SHOWN]:
        print("  ", truth.say(both))
    only_near = {both for both in truth.near - answer.near if not truth.has_note(both)}
    tags = collections.Counter(), collections.Counter()
    for both in truth.near - truth.content:
        for tag in said_of(truth, both):
            tags[0][tag] += 1
            tags[1][tag] += both in only_near
    print("\nnot near, by distortion on one side (missed of pairs): ", end="")
    print(", ".join(f"{t} {tags[1][t]}/{n}" for t, n in sorted(tags[0].items()) if tags[1][t]))


def said_of(truth, both):
    """Returns the distortions of both files' pages, without figures."""
    pages = [page for name in both for page in truth.files[name]["pages"]]
    tags = {tag.rstrip("+-.0123456789") if tag[:4] in ("skew",) else tag for page in pages for tag in page["tags"]}
    return tags - {tag for tag in tags if tag[0] == "q"}


def hard(truth, answer):
    """Prints what became of the twins: all pairs of files whose papers differ in one character."""
    joined, asked, total = (collections.Counter() for _ in range(3))
    holders = collections.defaultdict(list)
    for name, written in truth.written.items():
        if len({p.split("/")[0] for p in written}) == 1:
            holders[written[0].split("/")[0]].append(name)
    for papers, twin in truth.hard.items():
        one, other = papers
        for both in (pair(a, b) for a in holders[one] for b in holders[other]):
            total[twin["kind"]] += 1
            joined[twin["kind"]] += both in answer.near
            asked[twin["kind"]] += both in answer.review
    print(
        "\nhard pairs (of files): " + ", ".join(f"{k} {total[k]}: {joined[k]} joined, {asked[k]} to review" for k in sorted(total))
    )


def bars(truth, answer, figures):
    """Prints the bars of the benchmark and whether they are met; returns whether all are."""
    joined, found = answer.near - truth.near, [
        ("exact: precision and recall 1", figures["exact"] == (1, 1), figures["exact"]),
        ("content: precision and recall 1", figures["content"] == (1, 1), figures["content"]),
    ]
    found.append(("near: no two papers joined", not joined, len(joined)))
    found.append(("relations: only of documents that share a page", not figures["relations"], figures["relations"]))
    clean = {both for both in truth.near - truth.content if not truth.has_note(both)}
    recall = share(len(clean & answer.near), len(clean))
    found.append(("near: recall of re-scans at least 0.93 (without those with additions)", recall >= 0.93, round(recall, 4)))
    scans = truth.near - truth.content
    both = share(len(scans & (answer.near | set(answer.review))), len(scans))
    found.append(("near and review: recall at least 0.99", both >= 0.99, round(both, 4)))
    verified = answer.data.get("verified") or {}
    if verified.get("pairs") is not None and answer.data.get("pages"):
        share_of = verified["pairs"] / answer.data["pages"]
        found.append(("at most two verified pairs for each page", share_of <= 2, round(share_of, 3)))
    documents = sum(entry["role"] != "blank" for entry in truth.files.values())
    asked = len(answer.review) / documents
    if truth.plain:
        found.append(("review: at most one pair in ten documents", asked <= 0.1, round(asked, 4)))
    else:
        print(f"\nreview: {len(answer.review)} pairs, {asked:.3f} a document (a bar only where no twins are planted)")
    print()
    for bar, met, figure in found:
        print(f"{'met    ' if met else 'NOT MET'}  {bar}: {figure}")
    return all(met for _, met, _ in found)


def named(truth, answer):
    """Prints how often an addition was named: the reported box touches it, in pairs of which one side has one."""
    right = total = 0
    for both, review in answer.review.items():
        place = review.get("where")
        if not (truth.has_note(both) and both in truth.near and place and "box" in place):
            continue
        first = truth.files[answer.name(review["members"][0])]["pages"][place["page"] - 1]
        if "added" in first:
            total, right = total + 1, right + touches(place["box"], first["added"][0]["box"])
    print(f"additions on the first member named by the reported box: {right} of {total}")


def touches(one, other):
    """Returns whether two boxes overlap."""
    return all(one[i] < other[i] + other[i + 2] and other[i] < one[i] + one[i + 2] for i in (0, 1))


def main():
    """Scores one answer."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    truth = Truth(pathlib.Path(sys.argv[1]))
    answer = Answer(pathlib.Path(sys.argv[2]), truth.files)
    if answer.unknown:
        print(f"not in the truth: {sorted(answer.unknown)[:5]}")
    figures = {
        "exact": kind_line("exact", answer.exact, truth.exact),
        "content": kind_line("content", answer.content, truth.content),
        "near": kind_line("near", answer.near, truth.near),
    }
    kind_line("near+review", answer.near | set(answer.review), truth.near)
    notes = {both for both in truth.near if truth.has_note(both)}
    print(f"with additions: {len(notes)} pairs, {len(notes & answer.near)} near, {len(notes & set(answer.review))} to review")
    wrong(truth, answer)
    missed(truth, answer)
    hard(truth, answer)
    named(truth, answer)
    figures["relations"] = relations.judge(truth, answer)
    print(f"verified: {answer.data.get('verified')}, pages {answer.data.get('pages')}, seconds {answer.data.get('seconds')}")
    blanks = {name for name, entry in truth.files.items() if entry["role"] == "blank"}
    touched = {both for both in answer.near | set(answer.review) if blanks & set(both)} - truth.content
    print(f"blank pages in any pair: {len(touched)}")
    sys.exit(0 if bars(truth, answer, figures) else 1)


if __name__ == "__main__":
    main()
