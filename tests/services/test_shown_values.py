"""Which event a laboratory reply is shown on, and what becomes of it when it comes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.care_types import EncounterClass
from app.domain.encounter import Encounter, Unit
from app.domain.identity import IdentityNumber
from app.domain.intake import PatientMeasurements
from app.domain.patient import Patient
from app.domain.ports import UnitOfWork
from app.domain.record import Measurement
from app.services.context import AppContext
from app.services.incoming import lay_measurements
from app.services.intake import import_events, list_quarantine, retry_quarantine
from app.services.intake_tally import Tally
from app.services.shown_values import event_of_values
from tests.exchange.takecare_messages import PATIENT, as_exported, note, notes_message
from tests.exchange.takecare_values import (
    MEASUREMENTS_PATH,
    REPLY_PATH,
    analysis,
    measured,
    occasion,
    reply,
    written,
)
from tests.services.desk import desk, stored

INPATIENT = EncounterClass.INPATIENT


def event(name: str, start: str, end: str, unit: str = "A", **facts: Any) -> Encounter:
    first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
    patient = Patient(IdentityNumber(PATIENT))
    return Encounter(name, patient, unit=Unit(unit), start=first, end=last, **facts)


def values_at(moment: str, unit: str = "A", *values: Measurement) -> PatientMeasurements:
    return PatientMeasurements(PATIENT, "r1", datetime.fromisoformat(moment), unit, values)


STAY = event("stay", "2024-09-18", "2024-09-27", "B", encounter_class=INPATIENT)
VISIT = event("visit", "2024-09-20", "2024-09-20")
LATER = event("later", "2024-10-01", "2024-10-01")


@pytest.mark.parametrize(
    ("moment", "unit", "chosen"),
    [
        ("2024-09-20T10:00", "A", "visit"),
        ("2024-09-20T10:00", "B", "stay"),
        ("2024-09-20T10:00", "C", "stay"),
        ("2024-09-28T10:00", "A", "stay"),
        ("2024-09-29T10:00", "A", "later"),
        ("2020-01-01T10:00", "B", "stay"),
        ("2026-01-01T10:00", "B", "later"),
    ],
)
def test_values_belong_to_the_event_under_way_and_else_to_the_nearest(
    moment: str, unit: str, chosen: str
) -> None:
    assert event_of_values([VISIT, LATER, STAY], values_at(moment, unit)).id == chosen


@pytest.fixture
def app(unit_of_work: Callable[[], UnitOfWork], tmp_path: Path) -> AppContext:
    return desk(unit_of_work, tmp_path)


def put(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_bytes(as_exported(text))
    return folder / name


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inkorg"
    folder.mkdir()
    return folder


def shown(app: AppContext) -> list[tuple[str, str]]:
    with app.unit_of_work() as uow:
        records = [uow.encounters.record(event_id) for event_id in stored(app)]
    return [(v.name, v.value) for record in records for v in record.measurements]


def test_a_reply_that_comes_again_is_replaced_as_a_whole(app: AppContext, inbox: Path) -> None:
    put(inbox, "a.xml", notes_message(note(1, "202409180800")))
    put(inbox, REPLY_PATH.name, written(reply(analysis(), analysis("P-Na", "140"))))
    import_events(app, [inbox])

    report = import_events(app, [put(inbox, REPLY_PATH.name, written(reply(analysis(value="70"))))])

    assert shown(app) == [("P-CRP", "70")]
    assert (report.added, report.updated) == (0, 1)


def test_a_cancelled_occasion_takes_its_values_away(app: AppContext, inbox: Path) -> None:
    put(inbox, "a.xml", notes_message(note(1, "202409180800")))
    put(inbox, MEASUREMENTS_PATH.name, written(occasion(measured())))
    import_events(app, [inbox])
    assert shown(app) == [("Vikt", "72")]

    cancelled = written(occasion(isCancelled=True))
    import_events(app, [put(inbox, MEASUREMENTS_PATH.name, cancelled)])

    assert shown(app) == []


def test_values_without_an_event_wait_and_come_with_the_notes(app: AppContext, inbox: Path) -> None:
    report = import_events(app, [put(inbox, REPLY_PATH.name, written(reply()))])
    (waiting,) = list_quarantine(app)
    assert "ännu ingen vårdhändelse" in waiting.rejected.reason
    assert PATIENT not in report.remarks[0]

    import_events(app, [put(inbox, "a.xml", notes_message(note(1, "202409180800")))])

    assert shown(app) == [("P-CRP", "63")]
    assert list_quarantine(app) == []


def test_a_row_that_cannot_be_read_waits_with_its_place_and_the_rest_is_shown(
    app: AppContext, inbox: Path
) -> None:
    put(inbox, "a.xml", notes_message(note(1, "202409180800")))
    put(inbox, REPLY_PATH.name, written(reply(analysis(), analysis(value=""))))

    report = import_events(app, [inbox])

    assert [(r.file_name, r.place) for r in report.rejected] == [
        ("ChemistryReply_1890••••••••_1.json", "svar 53, prov 1, analys 2")
    ]
    assert retry_quarantine(app).rejected == report.rejected
    assert shown(app) == [("P-CRP", "63")]


def test_values_measured_during_an_event_that_comes_later_are_shown_on_it_too(
    app: AppContext, inbox: Path
) -> None:
    import_events(app, [put(inbox, "a.xml", notes_message(note(1, "202401010800")))])
    import_events(app, [put(inbox, REPLY_PATH.name, written(reply()))])

    import_events(app, [put(inbox, "b.xml", notes_message(note(2, "202409180800")))])

    assert shown(app) == [("P-CRP", "63")] * 2


def test_nothing_is_laid_while_the_patient_is_unknown(app: AppContext) -> None:
    with app.unit_of_work() as uow:
        assert lay_measurements(app, uow, values_at("2024-09-20T10:00"), Tally()) is False
