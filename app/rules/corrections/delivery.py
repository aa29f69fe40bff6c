"""Corrections of deliveries: way and outcome belong together, on the mother's event."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet, CodeSystem
from app.domain.coding_acts import add_procedure
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import add_diagnosis, exchange_icd, put_first
from app.rules.case import Case
from app.rules.corrections.apart import drop_first_named
from app.rules.corrections.offers import MOST_LISTED, known_among, named, offer
from app.rules.obstetrics_newborn import is_child

_DELIVERY = CodeSet.parse("O80-O84")
_OUTCOMES = tuple(f"Z37.{n}" for n in range(10))
#: The ways that most children are born come first.
_WAYS = ("O80.9", "O80.0", "O81.4", "O82.1", "O82.0", "O82.9", "O83.9", "O84.9", "O84.0")
_SINGLE = CodeSet.parse("O80-O83")
#: Caesarean sections and instrumental deliveries, with the beginnings of their procedures.
_BY_WAY = ((CodeSet.parse("O82"), ("MCA",)), (CodeSet.parse("O81"), ("MAE", "MAF")))
#: What was begun with vacuum or forceps, and ended otherwise.
_ATTEMPTS = ("MAE20", "MAF20")
_BORN = tuple(f"Z38.{n}" for n in range(9))


def add_other_half(case: Case, finding: Finding) -> Iterator[Correction]:
    """Add the half that is missing; on the child's event take the code off."""
    if is_child(case):
        yield from _born(case, finding)
        yield from drop_first_named(case, finding)
    elif finding.code in _DELIVERY:
        for code in known_among(case, _OUTCOMES):
            yield offer(f"Lägg till {named(case, code)}.", add_diagnosis(case.encounter, code))
    else:
        for code in known_among(case, _WAYS):
            added = add_diagnosis(case.encounter, code)
            first = put_first(added, len(added.diagnoses) - 1)
            yield offer(f"Lägg till {named(case, code)} som huvuddiagnos.", first)


def add_liveborn(case: Case, _finding: Finding) -> Iterator[Correction]:
    """Say where the child was born, first of all its codes."""
    for code in known_among(case, _BORN):
        added = add_diagnosis(case.encounter, code)
        first = put_first(added, len(added.diagnoses) - 1)
        yield offer(f"Lägg till {named(case, code)} som huvuddiagnos.", first)


def match_way_and_procedure(case: Case, finding: Finding) -> Iterator[Correction]:
    """Pick the procedure of a way of birth, or the way that a procedure tells."""
    code = finding.code
    for ways, starts in _BY_WAY:
        if code in case.icd_codes and code in ways:
            numbers = (f"{start}{n:02}" for start in starts for n in range(100))
            done = (act for act in numbers if act not in _ATTEMPTS)
            day = case.encounter.admission_day
            for act in known_among(case, done, CodeSystem.KVA, MOST_LISTED):
                after = add_procedure(case.encounter, act, day)
                yield offer(f"Lägg till {named(case, act)}.", after)
        elif code.startswith(starts):
            yield from _told_way(case, ways)


def _told_way(case: Case, ways: CodeSet) -> Iterator[Correction]:
    """Write the way in the place of another one, or first."""
    other = next(case.codes_in(_SINGLE), "")
    category = ways.ranges[0].first
    for way in known_among(case, (f"{category}.{n}" for n in range(10))):
        if other:
            after = exchange_icd(case.encounter, other, way)
            yield offer(f"Byt {other} mot {named(case, way)}.", after)
        else:
            added = add_diagnosis(case.encounter, way)
            first = put_first(added, len(added.diagnoses) - 1)
            yield offer(f"Lägg till {named(case, way)} som huvuddiagnos.", first)


def _born(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write where the child was born in the place of the mother's code."""
    if finding.code in case.principal_codes:
        for code in known_among(case, _BORN):
            after = exchange_icd(case.encounter, finding.code, code)
            yield offer(f"Byt {finding.code} mot {named(case, code)}.", after)
