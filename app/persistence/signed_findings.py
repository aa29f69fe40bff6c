"""The findings that signed versions carried: written with the version, counted by month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.domain.finding import Finding, Severity
from app.domain.rule_statistics import RuleCount, add_reasons, counted_reason
from app.domain.version import SignedVersion
from app.persistence.orm_rules import SignedFindingRow as F
from app.persistence.storage_errors import storage_errors


class SqlRuleCounts:
    """Implements `rule_statistics.RuleCounts`. The question runs on an index alone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @storage_errors()
    def by_month(self, first: str = "", last: str = "") -> list[RuleCount]:
        """Return the counts from one month to another, both included; empty leaves an end open."""
        key = (F.month, F.rule_id, F.severity)
        asked = select(*key, F.is_overridden, F.reason, func.count().label("times"))
        asked = asked.group_by(*key, F.is_overridden, F.reason).order_by(*key)
        if first:
            asked = asked.where(F.month >= first)
        if last:
            asked = asked.where(F.month <= last)
        rows = self._session.execute(asked)
        return [
            _count(month, rule_id, Severity(severity), list(group))
            for (month, rule_id, severity), group in groupby(rows, key=lambda row: tuple(row[:3]))
        ]


def add_findings(session: Session, version: SignedVersion) -> None:
    """Write a row for each finding of a version that was just added."""
    rows = list(_rows(version))
    if rows:
        session.connection().execute(insert(F), rows)


def _count(month: str, rule_id: str, severity: Severity, rows: list[Any]) -> RuleCount:
    aside = [row for row in rows if row.is_overridden]
    return RuleCount(
        month,
        rule_id,
        severity,
        stood=sum(row.times for row in rows if not row.is_overridden),
        overridden=sum(row.times for row in aside),
        reasons=add_reasons((row.reason, row.times) for row in aside if row.reason),
    )


def _rows(version: SignedVersion) -> Iterator[dict[str, Any]]:
    reasons = {override.key: override.reason for override in version.encounter.overrides}
    told: list[tuple[Finding, bool]] = [(finding, False) for finding in version.findings]
    told += [(finding, True) for finding in version.overridden]
    for position, (finding, is_overridden) in enumerate(told):
        reason = counted_reason(reasons.get(finding.key, "")) if is_overridden else ""
        yield {
            "encounter_id": version.encounter_id,
            "number": version.number,
            "position": position,
            "month": f"{version.signed_at:%Y-%m}",
            "rule_id": finding.rule_id,
            "severity": int(finding.severity),
            "codes": " ".join(finding.codes),
            "is_overridden": is_overridden,
            "reason": reason,
        }
