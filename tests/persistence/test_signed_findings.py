"""What rules said at signing is counted by month, and goes when its version goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import text

from app.domain.encounter import Override
from app.domain.finding import Finding, Severity
from app.domain.rule_statistics import OTHER_REASON, OVERRIDE_REASONS, RuleCount
from app.persistence.database import Database
from app.persistence.schema import SCRIPTS
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import coded, moment, signed_version

Units = Callable[[], SqlUnitOfWork]

MARCH, APRIL = moment("2026-03-31T23:59"), moment("2026-04-01T00:00")
STOOD = Finding("TK001", Severity.ADVICE, ("E11.3",), "Se över.")
ASIDE = Finding("YO001", Severity.WARNING, ("S52.5",), "Yttre orsak saknas.")


def sign(uow: SqlUnitOfWork, name: str, at: object = MARCH, reason: str = "") -> None:
    override = Override(ASIDE.rule_id, ASIDE.codes, reason or OVERRIDE_REASONS[0], "anna")
    saved = uow.encounters.save(replace(coded(), id=name, overrides=(override,)), f"save {name}")
    version = signed_version(saved)
    uow.versions.add(replace(version, signed_at=at, findings=(STOOD,), overridden=(ASIDE,)))


def test_findings_are_counted_by_rule_and_month(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        sign(uow, "a")
        sign(uow, "b", reason="Patienten Karin Ek minns inte.")
        sign(uow, "c", APRIL)
        uow.commit()

    with unit_of_work() as uow:
        counts = uow.rule_counts.by_month()
    assert counts == [
        RuleCount("2026-03", "TK001", Severity.ADVICE, 2, 0),
        RuleCount(
            "2026-03",
            "YO001",
            Severity.WARNING,
            0,
            2,
            ((OTHER_REASON, 1), (OVERRIDE_REASONS[0], 1)),
        ),
        RuleCount("2026-04", "TK001", Severity.ADVICE, 1, 0),
        RuleCount("2026-04", "YO001", Severity.WARNING, 0, 1, ((OVERRIDE_REASONS[0], 1),)),
    ]


def test_only_the_months_that_are_asked_for_are_counted(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        sign(uow, "a")
        sign(uow, "c", APRIL + timedelta(days=40))
        uow.commit()

    with unit_of_work() as uow:
        assert {count.month for count in uow.rule_counts.by_month("2026-04")} == {"2026-05"}
        assert {c.month for c in uow.rule_counts.by_month("2026-03", "2026-03")} == {"2026-03"}
        assert uow.rule_counts.by_month("2026-04", "2026-04") == []


def test_the_words_of_a_free_reason_are_not_among_the_statistics(database: Database) -> None:
    with database.unit_of_work() as uow:
        sign(uow, "a", reason="Karin Ek minns inte.")
        uow.commit()

    with database.engine.connect() as connection:
        rows = [str(row) for row in connection.execute(text("SELECT * FROM signed_finding"))]
    assert rows
    assert not any("Karin" in row for row in rows)


def test_nothing_is_counted_of_a_version_that_was_not_kept(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        sign(uow, "a")

    with unit_of_work() as uow:
        assert uow.rule_counts.by_month() == []


def test_the_demonstration_takes_its_counts_along(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        saved = uow.encounters.save(replace(coded(), source="demo"), "s")
        uow.versions.add(replace(signed_version(saved), overridden=(ASIDE,)))
        uow.commit()

    with unit_of_work() as uow:
        uow.encounters.remove_demo()
        uow.commit()

    with unit_of_work() as uow:
        assert uow.rule_counts.by_month() == []


def test_versions_from_before_there_were_counts_are_counted_by_the_upgrade(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        sign(uow, "a")
        uow.commit()
    upgrade = ScriptDirectory(str(SCRIPTS)).get_revision("0007").module
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM signed_finding"))

        with Operations.context(MigrationContext.configure(connection)):
            upgrade.count_earlier_signatures()

    with database.unit_of_work() as uow:
        counts = uow.rule_counts.by_month()
    assert [(c.month, c.rule_id, c.stood, c.overridden) for c in counts] == [
        ("2026-03", "TK001", 1, 0),
        ("2026-03", "YO001", 0, 1),
    ]
