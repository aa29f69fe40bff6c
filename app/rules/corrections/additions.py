"""Corrections that add the condition which a code is an addition to."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import add_diagnosis
from app.rules.case import Case
from app.rules.corrections.apart import drop_first_named
from app.rules.corrections.offers import known_among, named, offer

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
_SUBCATEGORY = 5


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


def _added(case: Case, codes: tuple[str, ...]) -> Iterator[Correction]:
    for code in known_among(case, codes):
        yield offer(f"Lägg till {named(case, code)}.", add_diagnosis(case.encounter, code))
