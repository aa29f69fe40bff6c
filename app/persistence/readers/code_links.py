"""The ICD codes and ranges that a text names."""

from __future__ import annotations

import re

_CODE = r"([A-Z]\d\d(?:\.(?:\d[0-9A-Z]?|-))?)"
_MARK = r"([*†]?)"
_DASH = r" ?[-\u2010-\u2013\u2212] ?"
_MENTION = re.compile(rf"(?<!\w){_CODE}{_MARK}(?:{_DASH}{_CODE}{_MARK})?(?!\w|\.\d)")
_BARE_LENGTH = 3
#: The vitamin; the classification has no such category.
_NEVER_CODES = {"B12"}
#: What stands before `B27` or `A71` when they are the names of something else.
_OTHER_THINGS = {
    "antigen", "coenzym", "genotyp", "hla", "koenzym", "serogrupp", "serotyp", "stam", "vitamin",
}  # fmt: skip
_LAST_WORD = re.compile(r"([^\W\d_]+)(?:-[^\W\d_]+)*\Z")
_LONGEST_WORD = 40
#: `B27-associerad` is no code, but `T36-koderna` is one.
_COMPOUND = re.compile(r"[-\u2010\u2011](?!avsnitt|diagnos|grupp|kapit|kategori|kod)[a-zåäö]")


def find_code_links(text: str) -> tuple[str, ...]:
    """Return the codes and ranges that the text names, in text order, each once.

    Marks and `.-` are left out; a range is written like a block: `T36–T50` gives `T36-T50`,
    `R65.-` gives `R65`. A code of three characters that names a vitamin, an antigen, a virus
    or an ATC group is no link.
    """
    links: dict[str, None] = {}
    for match in _MENTION.finditer(text):
        first, mark, last, _ = match.groups()
        if len(first) > _BARE_LENGTH or mark or last or _is_code(text, match):
            links.update(dict.fromkeys(_canonical(first, last)))
    return tuple(links)


def _canonical(first: str, last: str | None) -> tuple[str, ...]:
    first = first.removesuffix(".-")
    last = (last or first).removesuffix(".-")
    if first == last:
        return (first,)
    return (f"{first}-{last}",) if first < last else (first, last)


def _is_code(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    if match.group(1) in _NEVER_CODES or _COMPOUND.match(text, end):
        return False
    before = text[max(0, start - _LONGEST_WORD) : start].rstrip()
    if before.endswith("-"):
        return not before[-2:-1].isalpha()
    last = _LAST_WORD.search(before) if before[-1:].isalpha() else None
    word = last.group(1).lower() if last else ""
    return not (word in _OTHER_THINGS or word.endswith("virus") or word.startswith("atc"))
