"""Signed events grouped again by other tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.drg_tables import DefinitionTables
from app.domain.errors import Cancelled, NotFoundError
from app.services.coding import open_event
from app.services.context import AppContext
from app.services.drg_regroup import regroup_signed
from app.services.drg_tables import remove_tables
from app.services.job_control import JobControl
from app.services.signing import reopen_event, sign_event
from tests.services.small_drg import PATIENT, SWEDISH, keep
from tests.services.workday import ANNA, coded, put, stay


def sign(app: AppContext, encounter_id: str) -> None:
    put(app, coded(stay(encounter_id, patient=PATIENT)))
    sign_event(app, open_event(app, encounter_id, ANNA).encounter, ANNA, f"s-{encounter_id}")


def other_tables() -> DefinitionTables:
    rows = [
        row._replace(drg="NY") if row.drg == "REST" else row
        for row in SWEDISH.rules
        if row.drg != "MAN"
    ]
    return replace(SWEDISH, version="Andra", rules=tuple(rows))


def test_what_keeps_its_group_and_what_gets_another_is_told(app: AppContext) -> None:
    first = keep(app)
    sign(app, "e1")
    other = keep(app, other_tables(), at="2026-02-01T08:00")

    (same,) = regroup_signed(app, first.id)
    (changed,) = regroup_signed(app, other.id)

    assert not same.is_other and same.reason == ""
    assert changed.old is not None and changed.old.drg == "REST" and changed.new.drg == "NY"
    assert changed.reason.startswith("Med Andra (SE) uppfylls regeln 900: ")


def test_without_a_name_the_tables_that_fit_now_are_used(app: AppContext) -> None:
    sign(app, "e1")
    keep(app)

    (found,) = regroup_signed(app)

    assert found.is_other and found.old is None and found.new.drg == "REST"
    assert found.reason == "Händelsen hade ingen grupp när den signerades."


def test_removed_tables_are_told_of(app: AppContext) -> None:
    first = keep(app)
    sign(app, "e1")
    other = keep(app, other_tables(), at="2026-02-01T08:00")
    remove_tables(app, first.id)

    (found,) = regroup_signed(app, other.id)

    assert "borttagna" in found.reason


def test_only_events_that_are_signed_now_and_since_then_are_looked_at(app: AppContext) -> None:
    tables = keep(app)
    sign(app, "e1")
    sign(app, "e2")
    reopen_event(app, "e2", "Fel kod", ANNA, "r1")

    assert [each.encounter_id for each in regroup_signed(app, tables.id)] == ["e1"]
    assert list(regroup_signed(app, tables.id, since=date(2100, 1, 1))) == []


def test_it_can_be_cancelled_and_unknown_tables_are_refused(app: AppContext) -> None:
    tables = keep(app)
    sign(app, "e1")
    control = JobControl()
    control.cancel()

    with pytest.raises(Cancelled):
        list(regroup_signed(app, tables.id, control=control))
    with pytest.raises(NotFoundError):
        list(regroup_signed(app, "finns inte"))
