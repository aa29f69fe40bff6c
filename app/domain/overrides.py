"""When a warning that was set aside stands again: an override lapses, and never comes back.

It is an answer to a finding about certain codes. It lapses when one of them leaves the event, and
when the finding is no longer made; the same codes again, later, are a new question. Taking an
act back (undo) brings back the whole event as it was, overrides included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.domain.encounter import Encounter, Override
from app.domain.finding import Finding


def drop_lapsed(encounter: Encounter) -> Encounter:
    """Return the event without the overrides of codes that are not on it any more."""
    if not encounter.overrides:
        return encounter
    codes = _codes(encounter)
    return _with(
        encounter, [known for known in encounter.overrides if codes.issuperset(known.codes)]
    )


def drop_unfound(encounter: Encounter, findings: Iterable[Finding]) -> Encounter:
    """Return the event without the overrides of what the review of it no longer finds."""
    if not encounter.overrides:
        return encounter
    found = {finding.key for finding in findings}
    return _with(encounter, [known for known in encounter.overrides if known.key in found])


def _with(encounter: Encounter, overrides: list[Override]) -> Encounter:
    """Return the very same event where nothing lapsed."""
    if len(overrides) == len(encounter.overrides):
        return encounter
    return replace(encounter, overrides=tuple(overrides))


def _codes(encounter: Encounter) -> set[str]:
    codes = set(encounter.icd_codes())
    for diagnosis in encounter.diagnoses:
        codes.update(diagnosis.drugs)
    for procedure in encounter.procedures:
        codes.update((*procedure.codes, *procedure.drugs))
    return codes
