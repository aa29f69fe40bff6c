"""Which daggers an asterisk pairs with, and which asterisks a dagger.

The edition's own links come first. Where it has none, what the title of the manifestation
names within parentheses, with rows of our own beside it; where nothing is named, the chapters
of the kind of disease that the title speaks of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeRange, CodeSet, has_icd_shape
from app.domain.concept import Concept, Level, Mark

#: "(G30.0)", "(E10-E14)", "(K50.-)", "(E00.1), E03.-".
_NAMED = re.compile(r"[A-Z]\d\d(?:\.\d|\.-)?(?:\s?[-–]\s?[A-Z]\d\d(?:\.\d)?)?")
#: "med fjärdepositionen .4", "med gemensam fjärdeposition .3", "med fjärdetecknet .2".
_FOURTH = re.compile(r"fjärde\s?(?:position|tecken|teckn|siffra)\w*\s+\.(\d)", re.IGNORECASE)
#: Where the title of a manifestation names a kind of disease: its chapters.
_KINDS = tuple(
    (re.compile(pattern, re.IGNORECASE), CodeSet.parse(codes))
    for pattern, codes in (
        ("bakterie", "A00-A79 B95-B96"),
        ("virus", "A80-B34 J09-J11 U07"),
        ("svamp|myko[st]", "B35-B49"),
        ("parasit", "A00-B99 P35-P39"),
        ("infektion", "A00-B99 J09-J11 P35-P39 U07"),
        ("tumör|neoplas", "C00-D48"),
        ("endokrin", "E00-E34"),
        ("ämnesomsättning|metabol", "E00-E34 E70-E90 M10"),
        ("nutrition|näringsbrist", "E40-E68"),
    )
)
#: What may be an etiology where nothing is said.
_DISEASES = CodeSet.parse("A00-I09 I11-Q99 R69 T51-T78 U07-U10")
#: A span is listed as far as so many codes; the rest is searched.
LISTED_AT_MOST = 40
#: Characters of "H36" and "H36.0".
_CATEGORY, _SUBCATEGORY = 3, 5


@dataclass(frozen=True, slots=True)
class PairRow:
    """A manifestation and its etiologies, as a table of ours has them."""

    codes: CodeSet
    others: CodeSet
    #: Whether the manifestation is offered where the etiology is chosen.
    is_offered: bool


@dataclass(frozen=True, slots=True)
class Daggers:
    """What an asterisk pairs with."""

    #: What edition, title or table names; nothing where it can only be guessed.
    named: CodeSet
    #: What may be searched: a table of ours is a selection, so that the kind of disease counts too.
    span: CodeSet


def find_daggers(book: Codebook, asterisk: str, rows: Sequence[PairRow]) -> Daggers:
    """Return what an asterisk code may be paired with in an edition."""
    steps = dict.fromkeys((asterisk, asterisk[:_SUBCATEGORY], asterisk[:_CATEGORY]))
    lineage = [step for step in steps if book.concept(step)]
    for step in lineage:
        concept = book.concept(step)
        linked = _spans(concept.partners) if concept is not None else ()
        if linked:
            return Daggers(CodeSet(linked), CodeSet(linked))
    tabled = tuple(span for row in rows if asterisk in row.codes for span in row.others.ranges)
    titles = (concept.title for step in lineage if (concept := book.concept(step)) is not None)
    titled = next(filter(None, map(_named_in, titles)), ())
    named = CodeSet(tuple(dict.fromkeys((*tabled, *titled))))
    return Daggers(named, named if titled else CodeSet((*tabled, *_kinds(book, asterisk))))


def find_asterisks(book: Codebook, dagger: str, rows: Sequence[PairRow]) -> list[Concept]:
    """Return the asterisk codes that pair with a code, those that say so most narrowly first.

    Headings of three characters are left out, what stands below a whole code is not.
    """
    concept = book.concept(dagger)
    linked = CodeSet(_spans(concept.partners)) if concept is not None else CodeSet(())
    found = []
    for each in book.concepts():
        if each.mark is not Mark.ASTERISK or (each.level is Level.CATEGORY and not each.is_leaf):
            continue
        if each.code in linked:
            found.append(((0, 0, each.code), each))
        elif (width := _width(book, each.code, dagger, rows)) is not None:
            found.append(((width, _position(each.code, rows), each.code), each))
    return [each for _rank, each in sorted(found, key=lambda pair: pair[0])]


def is_asterisk_expected(book: Codebook, dagger: str, rows: Sequence[PairRow]) -> bool:
    """Whether a code is marked † in the edition, or a manifestation usually goes with it."""
    concept = book.concept(dagger)
    if concept is None or concept.mark is Mark.ASTERISK:
        return False
    if concept.mark is Mark.DAGGER:
        return True
    return any(row.is_offered and dagger in row.others for row in rows)


def list_codes(book: Codebook, span: CodeSet, at_most: int = LISTED_AT_MOST) -> list[Concept]:
    """Return the codes of four characters in a span, or deeper where it names such.

    A range of more codes than can be looked through is left out: it is to be searched.
    """
    found: dict[Concept, None] = {}
    for each in span.ranges:
        if _breadth(each) > at_most:
            continue
        below = list(_below(book, each))
        if len(found) + len(below) <= at_most:
            found |= dict.fromkeys(below)
    return list(found)


def _below(book: Codebook, span: CodeRange) -> Iterator[Concept]:
    for category in _categories(span):
        concept = book.concept(category)
        if concept is None:
            continue
        for each in book.children(category) or (concept,):
            if each.code in span and each.mark is not Mark.ASTERISK:
                yield each
    deep = book.concept(span.first) if span.first == span.last else None
    if deep is not None and deep.level is Level.EXTENSION:
        yield deep


def _categories(span: CodeRange) -> Iterator[str]:
    first, last = span.first[:_CATEGORY], span.last[:_CATEGORY]
    for letter in range(ord(first[0]), ord(last[0]) + 1):
        for number in range(100):
            category = f"{chr(letter)}{number:02}"
            if first <= category <= last:
                yield category


def _breadth(span: CodeRange) -> int:
    return sum(1 for _category in _categories(span))


def _kinds(book: Codebook, asterisk: str) -> tuple[CodeRange, ...]:
    """Return the chapters of the disease that a title speaks of; every disease, where of none."""
    concept = book.concept(asterisk)
    title = concept.title if concept is not None else ""
    _what, _vid, of = title.rpartition(" vid ")
    kinds = [codes.ranges for pattern, codes in _KINDS if pattern.search(of or title)]
    return tuple(dict.fromkeys(chain.from_iterable(kinds))) or _DISEASES.ranges


def _position(asterisk: str, rows: Sequence[PairRow]) -> int:
    """Return how far down our table stands an asterisk, which has the usual ones first."""
    return next((at for at, row in enumerate(rows) if asterisk in row.codes), len(rows))


def _width(book: Codebook, asterisk: str, dagger: str, rows: Sequence[PairRow]) -> int | None:
    """Return how many categories the narrowest span has that pairs the two; None for none."""
    named = find_daggers(book, asterisk, rows).named
    holding = [_breadth(span) for span in named.ranges if dagger in span]
    return min(holding) if holding else None


def _named_in(title: str) -> tuple[CodeRange, ...]:
    spans = _spans(_NAMED.findall(title))
    fourth = _FOURTH.search(title)
    if fourth is None:
        return spans
    codes = (f"{category}.{fourth[1]}" for span in spans for category in _categories(span))
    return tuple(CodeRange(code, code) for code in codes)


def _spans(texts: Iterable[str]) -> tuple[CodeRange, ...]:
    return tuple(span for text in texts if (span := _span(text)) is not None)


def _span(text: str) -> CodeRange | None:
    bare = text.replace("†", "").replace("*", "").replace(" ", "")
    try:
        return CodeRange.parse(bare)
    except ValueError:
        return None


def may_be_dagger(book: Codebook, code: str) -> bool:
    """Whether a code on an event can be an etiology at all: a disease without asterisk."""
    concept = book.concept(code)
    is_asterisk = concept is not None and concept.mark is Mark.ASTERISK
    return has_icd_shape(code) and code in _DISEASES and not is_asterisk
