"""Use cases: how an event would be grouped and judged if it were told otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.drg_change import DrgChange, changed, with_principal, without_code
from app.domain.drg_explanation import Explanation
from app.domain.drg_ports import DrgTableSet
from app.domain.drg_told import ToldGroup
from app.domain.drg_words import asked_for
from app.domain.encounter import Encounter
from app.domain.errors import AppError, NotFoundError
from app.grouper.features import derive
from app.grouper.requirements import is_met, requirements
from app.services.context import AppContext
from app.services.drg import EventGrouping, group_by
from app.services.drg_desk import told_group
from app.services.drg_tables import grouper_of
from app.services.what_if import WhatIf, compare

_AS_IT_IS = DrgChange()
_NO_DAY = "Händelsen har ingen dag för inskrivningen, så åldern då går inte att ändra."
_SAME = "Samma grupp."
_SAME_BY_OTHER = "Samma grupp, men genom en annan regel."


@dataclass(frozen=True, slots=True)
class Grouped:
    """One side: the group in words, or the sentence that says why there is none."""

    told: ToldGroup | None = None
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    grouping: EventGrouping | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class DrgWhatIf:
    """An event as it is beside the same event told otherwise."""

    encounter: Encounter = field(repr=False)
    now: Grouped
    then: Grouped
    #: What made the difference, as Swedish sentences.
    reasons: tuple[str, ...]
    #: What the rules say of it, which goes before any group.
    findings: WhatIf


def drg_what_if(
    app: AppContext,
    encounter: Encounter,
    change: DrgChange,
    tables: DrgTableSet,
    principal: str = "",
) -> DrgWhatIf:
    """Group and review an event as it is and as a change tells it; nothing is stored.

    `principal` is a diagnosis that is put first, and added where the event lacks it.

    Raises:
        StorageError: the region's decisions cannot be read, and never were.

    """
    other = changed(encounter, change)
    if principal:
        other = with_principal(other, principal)
    now, then = grouped(app, encounter, tables), grouped(app, other, tables)
    return DrgWhatIf(
        other,
        now,
        then,
        reasons_for(app, now, then),
        compare(app, encounter, other),
    )


def explain_changed(
    app: AppContext,
    encounter_id: str,
    tables: DrgTableSet,
    left_out: list[str],
    principal: str,
    change: DrgChange = _AS_IT_IS,
) -> DrgWhatIf:
    """Compare a stored event with itself told otherwise: without some codes, or as `change` says.

    Raises:
        NotFoundError: no event has that id.
        AppError: a code that is to be left out is not on the event, or it has no day on which
            somebody could have another age.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        record = uow.encounters.record(encounter_id)
    if encounter is None:
        raise NotFoundError(
            f"Vårdhändelsen {encounter_id} finns inte i arbetslistan. Uppdatera listan."
        )
    encounter = replace(encounter, record_text=record.text)
    if change.age_days is not None and encounter.admission_day is None:
        raise AppError(_NO_DAY)
    for code in left_out:
        change = without_code(encounter, code, change)
    return drg_what_if(app, encounter, change, tables, principal)


def grouped(app: AppContext, encounter: Encounter, tables: DrgTableSet) -> Grouped:
    """Group an event in words; what it lacks is told and not raised."""
    try:
        grouping = group_by(app, encounter, tables)
    except AppError as error:
        return Grouped(sentence=str(error))
    told = told_group(app, encounter, grouping)
    return Grouped(told, "", grouping.remarks, grouping)


def reasons_for(app: AppContext, now: Grouped, then: Grouped) -> tuple[str, ...]:
    """Say what made the group another: what the old rule lacks, and what the new one found."""
    if now.grouping is None or then.grouping is None:
        return ()
    before, after = now.grouping.explanation, then.grouping.explanation
    if before.outcome.drg == after.outcome.drg:
        same = before.outcome.rule == after.outcome.rule
        return (_SAME,) if same else (_SAME_BY_OTHER,)
    lost = _unmet(app, before, then.grouping)
    won = _unmet(app, after, now.grouping)
    sentences = []
    if lost:
        sentences.append(f"Regeln för {_named(before)} uppfylls inte längre. Den kräver: {lost}.")
    if won:
        sentences.append(f"Regeln för {_named(after)} uppfylls nu. Den kräver: {won}.")
    return tuple(sentences)


def _named(told: Explanation) -> str:
    return told.outcome.drg or "den sista gruppen"


def _unmet(app: AppContext, told: Explanation, by: EventGrouping) -> str:
    """Say what of the rule that won on one side is not met on the other."""
    grouper = grouper_of(app, by.tables)
    row = next((row for row in grouper.rules if row.ord == told.outcome.rule), None)
    if row is None:
        return ""
    found, texts = derive(by.case, grouper.features), grouper.tables.texts
    words = [
        asked_for(asked.column, asked.cell, texts)
        for asked in requirements(row)
        if not is_met(asked, row, by.case, found)
    ]
    return "; ".join(f"{each[:1].lower()}{each[1:]}" for each in words)
