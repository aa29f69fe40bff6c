"""The area about a code: only what belongs to the newest code is told."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.errors import AppError, NotFoundError, StorageError
from app.services.concept_details import ConceptDetails
from ui.desk import Desk
from ui.presenters import concept_presenter
from ui.presenters.concept_presenter import ConceptPresenter

ICD = CodeSystem.ICD10SE
DAY = date(2026, 5, 1)


class Service:
    """Describes every code; holds back what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[date | None, str]] = []
        self.gate = threading.Event()
        self.slow = ""
        self.error: AppError | None = None

    def __call__(self, _app, day, system, code) -> ConceptDetails:
        self.asked.append((day, code))
        if code == self.slow:
            self.gate.wait(5)
        if self.error is not None:
            raise self.error
        return ConceptDetails(Concept(system, code, "Titel", Level.CATEGORY))


@pytest.fixture
def service(monkeypatch) -> Service:
    service = Service()
    monkeypatch.setattr(concept_presenter, "describe_concept", service)
    return service


@pytest.fixture
def presenter(desk: Desk, service: Service) -> ConceptPresenter:
    return ConceptPresenter(desk)


@pytest.fixture
def told(presenter: ConceptPresenter) -> list[str | None]:
    heard: list[str | None] = []
    presenter.described.connect(lambda d: heard.append(d.concept.code if d else None))
    presenter.failed.connect(heard.append)
    return heard


def test_a_slow_first_code_is_passed_over(presenter, service, told, qtbot) -> None:
    service.slow = "A00"
    for code in ("A00", "A01", "A02", "A03"):
        presenter.show(ICD, code)
    service.gate.set()

    qtbot.waitUntil(lambda: told == ["A03"])

    assert [code for _day, code in service.asked] == ["A00", "A03"]


def test_a_slow_failure_is_passed_over_too(presenter, service, told, qtbot) -> None:
    service.slow, service.error = "A00", StorageError("Databasen svarar inte.")
    presenter.show(ICD, "A00")
    presenter.clear()
    service.gate.set()

    qtbot.waitUntil(lambda: bool(told))

    assert told == [None]


def test_the_same_code_is_asked_for_once(presenter, service, told, qtbot) -> None:
    presenter.show(ICD, "A00")
    qtbot.waitUntil(lambda: told == ["A00"])

    presenter.show(ICD, "A00")

    assert len(service.asked) == 1


def test_another_day_asks_for_the_present_code_again(presenter, service, told, qtbot) -> None:
    presenter.show(ICD, "A00")
    qtbot.waitUntil(lambda: len(told) == 1)

    presenter.set_day(DAY)

    qtbot.waitUntil(lambda: len(told) == 2)
    assert service.asked == [(None, "A00"), (DAY, "A00")]


def test_an_unknown_code_tells_nothing(presenter, service, told, qtbot) -> None:
    service.error = NotFoundError("Koden finns inte.")

    presenter.show(ICD, "Z99.9")

    qtbot.waitUntil(lambda: told == [None])


def test_a_failure_is_told_and_the_same_code_may_be_tried_again(
    presenter, service, told, qtbot
) -> None:
    service.error = StorageError("Databasen svarar inte.")
    presenter.show(ICD, "A00")
    qtbot.waitUntil(lambda: told == ["Databasen svarar inte."])
    service.error = None

    presenter.show(ICD, "A00")

    qtbot.waitUntil(lambda: told == ["Databasen svarar inte.", "A00"])
