"""What is seen to, and what is asked, before a file that was read becomes an edition.

A fault is refused. A question is a whole Swedish sentence: what is odd may be right, and only
the person who has the file at hand can tell, so it is kept once the question is answered yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codebook import TreeFault
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level
from app.domain.edition_content import LEVEL_NAME, format_level_count
from app.domain.plain_text import group_thousands

_SHAPES: Mapping[CodeSystem, Mapping[Level, re.Pattern[str]]] = {
    CodeSystem.ICD10SE: {
        Level.CHAPTER: re.compile(r"\d\d"),
        Level.BLOCK: re.compile(r"[A-Z]\d\d-[A-Z]\d\d"),
        Level.CATEGORY: re.compile(r"[A-Z]\d\d"),
        Level.SUBCATEGORY: re.compile(r"[A-Z]\d\d\.[0-9A-Z]"),
        Level.EXTENSION: re.compile(r"[A-Z]\d\d\.[0-9A-Z]{2,3}"),
    },
    CodeSystem.KVA: {
        Level.HEADING: re.compile(r"K[KM]Å:[A-ZÅÄÖ][A-ZÅÄÖ0-9-]{0,11}"),
        Level.ITEM: re.compile(r"[A-Z]{3}\d\d|[A-Z]{2}\d{3}"),
    },
    CodeSystem.ATC: {
        Level.HEADING: re.compile(r"[A-Z](?:\d\d(?:[A-Z][A-Z]?)?)?"),
        Level.ITEM: re.compile(r"[A-Z]\d\d[A-Z]{2}\d\d"),
    },
}


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much a number of codes may change between two editions before it is asked about."""

    shrink: float
    grow: float
    #: Smaller changes than this are not asked about, whatever share they are.
    least: int

    def is_exceeded(self, before: int, after: int) -> bool:
        """Whether the step from one number to the other is larger than is usual."""
        if abs(after - before) < self.least:
            return False
        return after < before * (1 - self.shrink) or after > before * (1 + self.grow)


#: Codes are added every year and hardly ever withdrawn: from ICD-10-SE 2021 to 2022 the five-
#: character codes went from 23,966 to 23,985 and no level shrank; KVÅ grew from 11,132 procedures
#: in 2021 to 11,888 in 2026, that is 7 % in five years; the register's ATC holds some 6 % retired
#: codes that the plain list leaves out. A twentieth less is a file cut short; a quarter more is
#: another kind of file.
LEVEL_TOLERANCE = Tolerance(shrink=0.05, grow=0.25, least=10)
#: A chapter is small, and now and then one is revised: the largest change of any from 2021 to
#: 2022 is under 2 %, but a new group of national codes may add a third to a small one.
CHAPTER_TOLERANCE = Tolerance(shrink=0.10, grow=0.50, least=10)
#: So many chapters are named in one question.
_NAMED = 5
#: From here on a share says nothing: "100 % färre" of 13 that are left, or "85 531 % fler".
_SHARE_THAT_TELLS = 0.995
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_KEEP = "Ska filerna läsas in ändå?"


def find_shape_fault(system: CodeSystem, concepts: Iterable[Concept]) -> TreeFault | None:
    """Return the first concept that is none of its system: other form of code, or no title."""
    shapes = _SHAPES[system]
    for concept in concepts:
        shape = shapes.get(concept.level)
        if concept.system is not system or shape is None or not shape.fullmatch(concept.code):
            level = LEVEL_NAME[concept.level][1]
            text = f"”{concept.code[:40]}” har inte den form som {level} i {SYSTEM_LABEL[system]}"
            return TreeFault(concept.code, f"{text} har.")
        if not concept.title.strip():
            return TreeFault(concept.code, f"Koden {concept.code} saknar titel.")
    return None


def edition_before(editions: Iterable[Edition], edition: Edition) -> Edition | None:
    """Return the edition that a new one is measured against, or None where there is none.

    That is the newest official edition of the same system that began no later than the new one:
    one that is, or has been, in use before one that was only read in; of two from the same day
    the one in use, then the one read in last.
    """
    start = edition.valid.start or date.min
    earlier = [
        other
        for other in editions
        if other.system is edition.system
        and not other.is_starter
        and other.id != edition.id
        and (other.valid.start or date.min) <= start
    ]
    return max(earlier, key=_closeness, default=None)


def used_before(editions: Iterable[Edition], edition: Edition) -> Edition | None:
    """Return the official edition that was in use before this one, or None.

    As `edition_before`, of those alone that began on an earlier day and are, or have been, in use.
    """
    first = edition.valid.start
    if edition.is_starter or first is None:
        return None
    used = (
        other
        for other in editions
        if other.state is not EditionState.IMPORTED and (other.valid.start or date.min) < first
    )
    return edition_before(used, edition)


def ask_about_sizes(edition: Edition, previous: Edition) -> list[str]:
    """Ask about levels and chapters whose number of codes changed more than is usual."""
    return [
        *_ask_about_levels(edition, previous),
        *_ask_about_lost_chapters(edition, previous),
        *_ask_about_chapters(edition, previous),
    ]


def ask_about_year(named: str | None, edition: Edition) -> list[str]:
    """Ask where the year that the files are named for is not that of version or first day.

    Args:
        named: the version that the files themselves, or the name of file or folder, tell.
        edition: what the person says it is.

    """
    told = _year(named or "")
    first = str(edition.valid.start.year) if edition.valid.start else None
    claimed = _year(edition.version) or first
    questions: list[str] = []
    if told and claimed and told != claimed:
        text = f"Namnet på filerna eller mappen säger {told}, men det ska bli {edition.label}"
        questions.append(f"{text}. Är det rätt års filer?")
    elif claimed and first and claimed != first:
        text = f"{edition.label} sägs gälla från {edition.valid.start}, alltså inte från {claimed}"
        questions.append(f"{text}. Är första dagen den rätta?")
    return questions


def ask_about_days(edition: Edition, concepts: Iterable[Concept]) -> list[str]:
    """Ask where a code begins later than the edition that it stands in."""
    start = edition.valid.start
    if start is None:
        return []
    late = [(day, c.code) for c in concepts if (day := c.valid_from) is not None and day > start]
    if not late:
        return []
    day, code = max(late)
    counted = "1 kod gäller" if len(late) == 1 else f"{group_thousands(len(late))} koder gäller"
    text = f"{counted} enligt filen först efter {start}, senast {code} från {day}"
    return [f"{text}. Är det filerna till {edition.label}? {_KEEP}"]


def ask_about_same_content(edition: Edition, editions: Iterable[Edition]) -> list[str]:
    """Ask where another edition says exactly the same: last year's file chosen once more.

    Asked, not refused: a publisher may release a list unchanged under a new year, and the new
    edition is then needed so that the days after it are covered.
    """
    same = [
        other.label
        for other in editions
        if other.system is edition.system
        and other.id != edition.id
        and other.content_sha256
        and other.content_sha256 == edition.content_sha256
    ]
    if not same:
        return []
    text = f"Innehållet är detsamma, kod för kod, som i {_listed(same)}"
    return [f"{text}. Är det verkligen filerna till {edition.label}?"]


def warn_of_age(edition: Edition, editions: Iterable[Edition]) -> tuple[str, ...]:
    """Say that a newer edition is in use, so that this one serves older events only."""
    start = edition.valid.start or date.min
    newer = [
        other
        for other in editions
        if other.system is edition.system
        and other.state is EditionState.ACTIVE
        and not other.is_starter
        and (other.valid.start or date.min) > start
    ]
    if not newer:
        return ()
    nearest = min(newer, key=lambda other: other.valid.start or date.min)
    text = f"{edition.label} är äldre än {nearest.label}, som redan är i bruk"
    return (f"{text}. Den används bara för händelser före {nearest.valid.start}.",)


def _closeness(edition: Edition) -> tuple[bool, date, bool, str]:
    was_used = edition.state is not EditionState.IMPORTED
    is_used = edition.state is EditionState.ACTIVE
    imported = edition.imported_at.isoformat() if edition.imported_at else ""
    return (was_used, edition.valid.start or date.min, is_used, imported)


def _ask_about_levels(edition: Edition, previous: Edition) -> Iterator[str]:
    for level in dict.fromkeys((*previous.counts, *edition.counts)):
        before, after = previous.counts.get(level, 0), edition.counts.get(level, 0)
        if LEVEL_TOLERANCE.is_exceeded(before, after):
            text = f"Filerna har {format_level_count(level, after)}"
            yield f"{text}, {_beside(before, after, previous)}. {_KEEP}"


def _ask_about_lost_chapters(edition: Edition, previous: Edition) -> Iterator[str]:
    lost = [
        (code, count)
        for code, count in previous.chapter_counts.items()
        if count and not edition.chapter_counts.get(code)
    ]
    if lost:
        codes = sum(count for _code, count in lost)
        names = _named([code for code, _count in lost])
        text = (
            f"{names} i {previous.label}, med {group_thousands(codes)} koder, saknas helt i filerna"
        )
        yield f"{text}. {_KEEP}"


def _ask_about_chapters(edition: Edition, previous: Edition) -> Iterator[str]:
    changed = [
        f"{code} ({group_thousands(before)} → {group_thousands(after)})"
        for code, before in previous.chapter_counts.items()
        if (after := edition.chapter_counts.get(code, 0)) and before
        and CHAPTER_TOLERANCE.is_exceeded(before, after)
    ]  # fmt: skip
    if changed:
        names = _named(changed)
        text = f"{names} har ovanligt många eller få koder jämfört med {previous.label}"
        yield f"{text}. {_KEEP}"


def _named(chapters: Sequence[str]) -> str:
    noun = "Kapitel"
    if len(chapters) > _NAMED:
        more = f"{len(chapters) - _NAMED} till"
        return f"{noun} {_listed([*chapters[:_NAMED], more])}"
    return f"{noun} {_listed(chapters)}"


def _beside(before: int, after: int, previous: Edition) -> str:
    """Say how a number differs from that of the edition before; a share only where it tells."""
    if before == 0:
        return f"mot inga i {previous.label}"
    share = abs(after - before) / before
    if share >= _SHARE_THAT_TELLS:
        return f"mot {group_thousands(before)} i {previous.label}"
    percent = f"{100 * share:.0f}" if share >= 0.1 else f"{100 * share:.1f}".replace(".", ",")  # noqa: PLR2004
    more = "färre" if after < before else "fler"
    return f"{percent} % {more} än {previous.label} ({group_thousands(before)})"


def _year(text: str) -> str | None:
    found = _YEAR.findall(text)
    return found[0] if found else None


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} och {last}" if first else last
