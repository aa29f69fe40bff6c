"""What is counted of signatures: a row with each version, added up by the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func, insert, select
from sqlalchemy.orm import Session

from app.domain.version import SignedVersion
from app.domain.work_statistics import (
    LONGEST_WAIT,
    RuleTimes,
    SearchMiss,
    SignedHour,
    StatisticsQuery,
)
from app.persistence.orm_rules import SignedFindingRow as F
from app.persistence.orm_statistics import SearchMissRow as M
from app.persistence.orm_statistics import SignedFactRow as S
from app.persistence.storage_errors import storage_errors

_UNKNOWN = -1


class SqlSignedFacts:
    """Implements `work_statistics.SignedFacts`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def hours(self, query: StatisticsQuery) -> list[SignedHour]:
        """Return the hours in which anything was signed, in order."""
        sums = (func.sum(S.diagnoses), func.sum(S.procedures), func.sum(S.drugs))
        asked = (
            select(S.day, S.hour, func.count(), *sums)
            .where(*_counted(query))
            .group_by(S.day, S.hour)
            .order_by(S.day, S.hour)
        )
        return [
            SignedHour(date.fromisoformat(day), hour, events, *map(int, codes))
            for day, hour, events, *codes in self._session.execute(asked)
        ]

    @storage_errors()
    def waiting(self, query: StatisticsQuery) -> Mapping[int, int]:
        """Return how many events waited so many whole days; the last number stands for more."""
        asked = select(S.waited, func.count()).where(*_counted(query), S.waited > _UNKNOWN)
        rows = self._session.execute(asked.group_by(S.waited))
        return {row[0]: row[1] for row in rows}

    @storage_errors()
    def rules(self, query: StatisticsQuery, most: int) -> list[RuleTimes]:
        """Return the rules that spoke, most hits first."""
        aside = func.sum(cast(F.is_overridden, Integer))
        asked = (
            select(F.rule_id, func.count(), aside)
            .where(*_within_months(query))
            .group_by(F.rule_id)
            .order_by(func.count().desc(), F.rule_id)
            .limit(most)
        )
        if query.person_id or query.unit or not query.is_whole_months:
            signed = (S.encounter_id == F.encounter_id) & (S.number == F.number)
            asked = asked.join(S, signed).where(*_counted(query))
        rows = self._session.execute(asked)
        return [RuleTimes(rule, hits, int(over)) for rule, hits, over in rows]


class SqlSearchMisses:
    """Implements `work_statistics.SearchMisses`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def note(self, text: str, person_id: str, at: datetime) -> None:
        """Count a text once more."""
        key = (f"{at:%Y-%m}", person_id, text)
        row = self._session.get(M, key, populate_existing=True)
        if row is None:
            self._session.add(M(month=key[0], person_id=key[1], text=key[2], times=1))
        else:
            row.times += 1
        self._session.flush()

    @storage_errors()
    def most(self, query: StatisticsQuery, most: int) -> list[SearchMiss]:
        """Return the texts of the months that the period touches, most frequent first."""
        times = func.sum(M.times)
        asked = (
            select(M.text, times)
            .where(M.month >= f"{query.since:%Y-%m}", M.month <= f"{query.until:%Y-%m}")
            .group_by(M.text)
            .order_by(times.desc(), M.text)
            .limit(most)
        )
        if query.person_id:
            asked = asked.where(M.person_id == query.person_id)
        return [SearchMiss(text, int(count)) for text, count in self._session.execute(asked)]


def add_fact(session: Session, version: SignedVersion) -> None:
    """Write the row of a version that was just added."""
    session.connection().execute(insert(S), [_row(version)])


def _row(version: SignedVersion) -> dict[str, Any]:
    event, at = version.encounter, version.signed_at
    drugs = [row.drugs for row in event.diagnoses] + [row.drugs for row in event.procedures]
    return {
        "encounter_id": version.encounter_id,
        "number": version.number,
        "signer_id": version.signer_id,
        "unit": event.unit.label,
        "day": f"{at:%Y-%m-%d}",
        "hour": at.hour,
        "diagnoses": sum(1 for _code in event.icd_codes()),
        "procedures": sum(len(row.codes) for row in event.procedures),
        "drugs": sum(map(len, drugs)),
        "waited": waited_days(event.end, at),
    }


def waited_days(end: datetime | None, signed_at: datetime) -> int:
    """Return whole days of the calendar, which a change of the clock does not move."""
    if end is None:
        return _UNKNOWN
    return min(max(0, (signed_at.date() - end.date()).days), LONGEST_WAIT)


def _counted(query: StatisticsQuery) -> list[ColumnElement[bool]]:
    conditions = [S.day >= query.since.isoformat(), S.day <= query.until.isoformat()]
    if query.person_id:
        conditions.append(S.signer_id == query.person_id)
    if query.unit:
        conditions.append(S.unit == query.unit)
    return conditions


def _within_months(query: StatisticsQuery) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Let the index of findings narrow them down before they are joined."""
    return F.month >= f"{query.since:%Y-%m}", F.month <= f"{query.until:%Y-%m}"
