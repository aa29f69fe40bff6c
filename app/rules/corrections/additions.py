"""Corrections that add the condition which a code is an addition to."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import add_diagnosis
from app.rules.case import Case
from app.rules.corrections.apart import drop_first_named
from app.rules.corrections.offers import MOST, MOST_LISTED, known_among, named, offer
from app.rules.needed_codes import NEEDED

_MULTIPLE = CodeSet.parse("O84")
_METASTASES = CodeSet.parse("C77-C79")
_UNKNOWN_PRIMARY = ("C80.0", "C80.9")
#: What each kind of multiple delivery takes for each child.
_EACH_CHILD = {
    "O84.0": ("O80.9", "O80.0", "O80.1", "O80.8"),
    "O84.1": ("O81.4", "O81.5", "O81.0", "O81.1", "O81.2", "O81.3"),
    "O84.2": ("O82.9", "O82.0", "O82.1", "O82.2", "O82.8"),
}
_ANY_CHILD = ("O80.9", "O81.4", "O81.5", "O82.0", "O82.1", "O82.9", "O83.9")
_CATEGORY, _SUBCATEGORY = 3, 5


def add_way_or_drop(case: Case, finding: Finding) -> Iterator[Correction]:
    """Add how each child of a multiple delivery was born; take other additions away."""
    if finding.code in _MULTIPLE:
        ways = _EACH_CHILD.get(finding.code[:_SUBCATEGORY], _ANY_CHILD)
        yield from _added(case, ways)
    else:
        yield from drop_first_named(case, finding)


def add_unknown_primary(case: Case, finding: Finding) -> Iterator[Correction]:
    """Say of a metastasis that its primary is not known; for other codes nothing is known."""
    if finding.code in _METASTASES:
        yield from _added(case, _UNKNOWN_PRIMARY)


def add_code_of_pregnancy(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick the code of chapter 15 that the table names for the disease."""
    for _code, line in NEEDED["OB003"].about((finding.code,)):
        yield from _added(case, tuple(_spelled_out(line.others)), MOST_LISTED)


def add_weakness(case: Case, _finding: Finding) -> Iterator[Correction]:
    """Add the code that weakness after intensive care is told by."""
    yield from _added(case, ("G83.8",))


def add_aftercare(case: Case, _finding: Finding) -> Iterator[Correction]:
    """Add the code of planned removal."""
    yield from _added(case, ("Z47.0",))


def _spelled_out(codes: CodeSet) -> Iterator[str]:
    """Yield the whole codes that ranges name, those of a category one by one."""
    for span in codes.ranges:
        if len(span.first) > _CATEGORY:
            yield span.first
            continue
        for number in range(int(span.first[1:]), int(span.last[1:_CATEGORY]) + 1):
            yield from (f"{span.first[0]}{number:02}.{end}" for end in range(10))


def _added(case: Case, codes: tuple[str, ...], most: int = MOST) -> Iterator[Correction]:
    for code in known_among(case, codes, most=most):
        yield offer(f"Lägg till {named(case, code)}.", add_diagnosis(case.encounter, code))
