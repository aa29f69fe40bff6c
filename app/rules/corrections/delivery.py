"""Corrections of deliveries: way and outcome belong together, on the mother's event."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet
from app.domain.correction import Correction
from app.domain.finding import Finding
from app.domain.row_changes import add_diagnosis, exchange_icd, put_first
from app.rules.case import Case
from app.rules.corrections.apart import drop_first_named
from app.rules.corrections.offers import known_among, named, offer
from app.rules.obstetrics_newborn import is_child

_DELIVERY = CodeSet.parse("O80-O84")
_OUTCOMES = tuple(f"Z37.{n}" for n in range(10))
#: The ways that most children are born come first.
_WAYS = ("O80.9", "O80.0", "O81.4", "O82.1", "O82.0", "O82.9", "O83.9", "O84.9", "O84.0")
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


def _born(case: Case, finding: Finding) -> Iterator[Correction]:
    """Write where the child was born in the place of the mother's code."""
    if finding.code in case.principal_codes:
        for code in known_among(case, _BORN):
            after = exchange_icd(case.encounter, finding.code, code)
            yield offer(f"Byt {finding.code} mot {named(case, code)}.", after)
