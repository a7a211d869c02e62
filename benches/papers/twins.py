"""Twins: papers that differ from another one in a single character of a single value."""

import re
import unicodedata

TONES = "\u0300\u0301\u0309\u0303\u0323"
HATS = ["aăâ", "eê", "oôơ", "uư", "dđ", "AĂÂ", "EÊ", "OÔƠ", "UƯ", "DĐ"]
LETTERS = ["oace", "nuhm", "iltr", "bhd", "gqp", "vyx", "kh", "CGOQ", "DBP", "NHMK", "TLIF", "VYX", "SBR"]
DATE = re.compile(r"\d\d/\d\d/\d{4}$")
SHARES = {"tone": 28, "hat": 17, "digit": 25, "date": 12, "letter": 18}


def parts(char):
    """Returns a letter without its tone mark, and the tone mark or nothing."""
    split = unicodedata.normalize("NFD", char)
    tone = "".join(c for c in split if c in TONES)
    return unicodedata.normalize("NFC", "".join(c for c in split if c not in TONES)), tone


def others(char, kind, at, text):
    """Returns the characters that may take the place of `char` in a twin of this kind."""
    base, tone = parts(char)
    if kind == "tone" and base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY":
        return [unicodedata.normalize("NFC", base + t) for t in ("", *TONES) if t != tone]
    if kind == "hat":
        return [unicodedata.normalize("NFC", h + tone) for group in HATS if base in group for h in group if h != base]
    if kind == "letter" and not tone:
        return [c for group in LETTERS if char in group for c in group if c != char]
    if kind == "digit" and char.isdigit() and not DATE.match(text):
        return [c for c in "0123456789" if c != char and not (at == 0 and c == "0")]
    if kind == "date" and char.isdigit() and DATE.match(text):
        return dates(char, at, text)
    return []


def dates(char, at, text):
    """Returns the digits that leave a date a date: in its day or in the last two digits of its year."""
    if at == 1:
        return [c for c in ("123456789" if text[0] == "0" else "012345678") if c != char]
    return [c for c in "0123456789" if c != char] if at in (8, 9) else []


def sites(values):
    """Returns all places where a twin may differ: by kind, (field, index, characters)."""
    found = {kind: [] for kind in SHARES}
    for field, text in values.items():
        for at, char in enumerate(text):
            for kind in SHARES:
                if instead := others(char, kind, at, text):
                    found[kind].append((field, at, instead))
    return found


def choose(rng, values, most=4):
    """Chooses one place and up to `most` characters for it; returns the kind, field, index and characters."""
    found = {kind: places for kind, places in sites(values).items() if places}
    kind = rng.choices(sorted(found), [SHARES[k] for k in sorted(found)])[0]
    field, at, instead = rng.choice(found[kind])
    return kind, field, at, rng.sample(instead, min(most, len(instead)))


def changed(values, field, at, char):
    """Returns the values with one character replaced."""
    text = values[field]
    return values | {field: text[:at] + char + text[at + 1 :]}
