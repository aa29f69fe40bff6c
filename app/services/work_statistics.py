"""Use cases of statistics: the figures of a period, as a file too; texts that found nothing."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.domain.access import Person, Role
from app.domain.errors import AppError
from app.domain.work_statistics import StatisticsQuery, WorkStatistics, add_up
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.written_file import write_whole

#: Rules and texts that are listed.
_MOST = 20
#: Of a text that found nothing: shorter ones are not finished, longer ones no question.
_SHORTEST, _LONGEST = 3, 60
#: What may be a number of a person is never kept.
_NUMBERS = re.compile(r"\d{4,}|\d{6}[-+ ]?\d{2,}")


def work_statistics(
    app: AppContext, reader: Person, query: StatisticsQuery, control: JobControl = NO_CONTROL
) -> WorkStatistics:
    """Add up the signatures of a period.

    A person's figures are shown to that person alone; everybody may see those of all together,
    and of a unit.

    Raises:
        AppError: the period ends before it begins, or the figures are somebody else's.
        Cancelled: it was asked to stop.

    """
    if query.until < query.since:
        raise AppError("Perioden slutar innan den börjar. Ändra dagarna.")
    if query.person_id not in ("", reader.id):
        raise AppError("Var och en ser bara sina egna siffror. Välj alla, eller en enhet.")
    with app.unit_of_work() as uow:
        control.step(0, 4, "Räknar signaturer …")
        hours = uow.signed_facts.hours(query)
        control.step(1, 4, "Räknar väntetider …")
        waiting = uow.signed_facts.waiting(query)
        control.step(2, 4, "Räknar anmärkningar …")
        rules = uow.signed_facts.rules(_to_end_of_month(app, query), _MOST)
        control.step(3, 4, "Räknar sökningar …")
        may_read = bool(query.person_id) or reader.role is Role.LEAD
        misses = uow.search_misses.most(replace(query, unit=""), _MOST) if may_read else []
    return add_up(query, hours, waiting, rules, misses)


def note_search_miss(app: AppContext, person: Person, text: str) -> bool:
    """Count a text that found nothing; what could tell of a patient is not kept.

    Returns whether it was counted.
    """
    clean = " ".join(text.casefold().split())
    if not _SHORTEST <= len(clean) <= _LONGEST or _NUMBERS.search(clean):
        return False
    with app.unit_of_work() as uow:
        uow.search_misses.note(clean, person.id, app.now())
        uow.commit()
    return True


def statistics_csv(found: WorkStatistics) -> str:
    """Write the figures as CSV that Excel in Swedish opens: semicolons, decimal comma, a BOM."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    write(("tabell", "rad", "antal", "andel eller medel"))
    for day, events in found.days:
        write(("signerade per dag", day.isoformat(), events, ""))
    for hour, events in enumerate(found.hours):
        write(("signerade per timme", f"{hour:02}", events, ""))
    for text, events in found.waiting:
        write(("väntetid i dagar", text, events, ""))
    for month in found.months:
        write(("månad", month.month, month.events, _comma(month.codes_per_event)))
    for rule in found.rules:
        write(("regel", rule.rule_id, rule.hits, ""))
        write(("avfärdad regel", rule.rule_id, rule.overridden, ""))
    for miss in found.misses:
        write(("sökning utan träff", miss.text, miss.times, ""))
    return "\ufeff" + out.getvalue()


def write_statistics(app: AppContext, found: WorkStatistics, path: Path) -> Path:
    """Write the CSV to a file, whole or not at all.

    Raises:
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    return write_whole(app, path, statistics_csv(found).encode("utf-8"))


def _to_end_of_month(app: AppContext, query: StatisticsQuery) -> StatisticsQuery:
    """Let a period that lasts until now last the month out: nothing is signed after now."""
    if query.until < app.now().date():
        return query
    after = query.until.replace(day=28) + timedelta(days=4)
    return replace(query, until=after - timedelta(days=after.day))


def _comma(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")
