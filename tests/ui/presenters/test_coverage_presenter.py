"""What of a record has a code: the newest event wins, codes change states alone."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.domain.codes import CodeSystem
from app.domain.coverage import Coverage, Phrase, PhraseState
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.record import CareRecord, RecordDocument
from app.services.context import AppContext
from app.services.job_control import JobControl
from ui.desk import Desk
from ui.presenters import coverage_presenter
from ui.presenters.coverage_presenter import CoveragePresenter

EVENT = Encounter("e1", Patient(IdentityNumber("")))


def record(name: str) -> CareRecord:
    return CareRecord((RecordDocument(name, text="pneumoni"),))


class Readings:
    """Stands in for the reading: waits until it may answer, and notes what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_go = threading.Event()
        self.error: Exception | None = None

    def __call__(
        self, _app: AppContext, _encounter: Encounter, record: CareRecord, control: JobControl
    ) -> Coverage:
        name = record.documents[0].id
        self.asked.append(name)
        self.may_go.wait(30)
        control.step(0, 1, "")
        if self.error is not None:
            raise self.error
        state = PhraseState.UNCODED
        return Coverage((Phrase(name, 0, 8, CodeSystem.ICD10SE, "J18.9", "P", state, "pneumoni"),))


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    stand_in = Readings()
    monkeypatch.setattr(coverage_presenter, "coverage_of", stand_in)
    return stand_in


@pytest.fixture
def shown() -> list[Coverage]:
    return []


@pytest.fixture
def presenter(desk: Desk, readings: Readings, shown: list[Coverage]) -> CoveragePresenter:
    made = CoveragePresenter(desk)
    made.changed.connect(shown.append)
    return made


def test_only_the_record_asked_for_last_is_shown(
    presenter: CoveragePresenter, readings: Readings, shown: list[Coverage], qtbot: QtBot
) -> None:
    presenter.ask(EVENT, record("first"))
    presenter.ask(EVENT, record("second"))
    assert not presenter.is_settled
    readings.may_go.set()

    qtbot.waitUntil(lambda: presenter.is_settled)

    assert [phrase.document_id for each in shown for phrase in each.phrases] == ["second"]


def test_codes_are_followed_without_another_reading(
    presenter: CoveragePresenter, readings: Readings, shown: list[Coverage], qtbot: QtBot
) -> None:
    readings.may_go.set()
    presenter.ask(EVENT, record("d"))
    presenter.show_codes(frozenset({"J18.9"}))
    qtbot.waitUntil(lambda: presenter.is_settled)
    presenter.show_codes(frozenset())
    presenter.show_codes(frozenset())

    states = [each.phrases[0].state for each in shown]
    assert states == [PhraseState.CODED, PhraseState.UNCODED]
    assert readings.asked == ["d"]


def test_nothing_comes_of_an_event_that_was_left(
    presenter: CoveragePresenter, readings: Readings, shown: list[Coverage], qtbot: QtBot
) -> None:
    presenter.ask(EVENT, record("left"))
    qtbot.waitUntil(lambda: readings.asked == ["left"])

    presenter.forget()
    readings.may_go.set()
    presenter.ask(EVENT, record("next"))
    qtbot.waitUntil(lambda: bool(shown))

    assert [each.phrases[0].document_id for each in shown] == ["next"]


def test_a_record_without_notes_is_not_read(
    presenter: CoveragePresenter, readings: Readings
) -> None:
    presenter.ask(EVENT, replace(record("d"), documents=()))

    assert presenter.is_settled
    assert readings.asked == []


def test_a_foreseen_failure_is_told(
    presenter: CoveragePresenter, readings: Readings, qtbot: QtBot
) -> None:
    readings.error = AppError("Kodverken kan inte läsas.")
    readings.may_go.set()

    with qtbot.waitSignal(presenter.failed) as told:
        presenter.ask(EVENT, record("d"))

    assert told.args == ["Kodverken kan inte läsas."]
    assert presenter.is_settled
