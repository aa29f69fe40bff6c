"""Use case: make the groups of signed events again by other tables; what is stored stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from app.domain.drg_ports import DrgTableSet
from app.domain.drg_regroup import Regrouped
from app.domain.version import SignedGroup, SignedVersion
from app.services.context import AppContext
from app.services.drg_choice import choose, table_choices
from app.services.drg_signed import group_for_signing
from app.services.drg_tables import choose_tables
from app.services.drg_what_if import grouped
from app.services.job_control import NO_CONTROL, JobControl

_NO_TABLES = "Inga definitionstabeller gäller händelsens dag."
_REMOVED = "Tabellerna som gruppen gjordes med är borttagna, så skälet går inte att visa."
_SAME_TABLES = "Tabellerna är desamma, men programmet grupperar nu på ett annat sätt."
_NEVER = "Händelsen hade ingen grupp när den signerades."


def regroup_signed(
    app: AppContext,
    set_id: str = "",
    since: date | None = None,
    control: JobControl = NO_CONTROL,
) -> Iterator[Regrouped]:
    """Yield the group of each signed event by the named tables, or by those that fit it now.

    In order of their ids, the same events too; nothing is stored, and memory does not grow.

    Raises:
        NotFoundError: there are no tables of that id.
        Cancelled: the user cancelled.

    """
    named = choose_tables(app, set_id) if set_id else None
    choices = table_choices(app)
    start = datetime.combine(since, time.min) if since is not None else None
    with app.unit_of_work() as uow:
        total = uow.signed_events.count(start)
        for done, version in enumerate(uow.signed_events.latest(start)):
            control.step(done, total, f"Grupperar om {done + 1} av {total} …")
            event = version.encounter
            fit = choose(choices, event.country or "SE", event.day)
            yield _regrouped(app, version, named or fit.tables, choices.sets)


def _regrouped(
    app: AppContext,
    version: SignedVersion,
    tables: DrgTableSet | None,
    sets: tuple[DrgTableSet, ...],
) -> Regrouped:
    if tables is None:
        new = SignedGroup(error=_NO_TABLES)
    else:
        new = group_for_signing(app, version.encounter, tables)
    same = Regrouped(version.encounter_id, version.number, version.signed_at, version.group, new)
    if not same.is_other or tables is None:
        return same
    return Regrouped(
        same.encounter_id,
        same.number,
        same.signed_at,
        same.old,
        new,
        _reason(app, version, tables, sets),
    )


def _reason(
    app: AppContext, version: SignedVersion, tables: DrgTableSet, sets: tuple[DrgTableSet, ...]
) -> str:
    """Say what the new tables ask that the old did not, as far as the old ones are still here."""
    old = version.group
    if old is None or not old.drg:
        return _NEVER
    before = next((each for each in sets if each.id == old.tables_id), None)
    if before is None:
        return _REMOVED
    now, then = (grouped(app, version.encounter, each) for each in (before, tables))
    if now.told is None or then.told is None:
        return then.sentence or now.sentence
    if before.id == tables.id:
        return _SAME_TABLES
    words = "; ".join(line.spoken.rstrip(".") for line in then.told.conditions)
    return f"Med {tables.label} uppfylls regeln {then.told.rule}: {words}." if words else ""
