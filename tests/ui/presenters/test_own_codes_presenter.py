"""Own codes on the coding screen: read once an event, kept fresh, forgotten with the event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.codes import CodeSystem
from app.domain.coding_acts import set_principal
from app.domain.encounter import Encounter
from app.domain.errors import StorageError
from app.domain.own_codes import OwnReason
from app.domain.ports import UnitOfWork
from app.services.favourites import toggle_favourite
from tests.services.workday import event, put
from tests.ui.storage import AWAY
from ui.desk import Desk
from ui.presenters.favourites_presenter import FavouritesPresenter
from ui.presenters.own_codes_presenter import OwnCodesPresenter

ICD = CodeSystem.ICD10SE


@pytest.fixture
def favourites(desk: Desk) -> FavouritesPresenter:
    return FavouritesPresenter(desk)


@pytest.fixture
def presenter(desk: Desk, favourites: FavouritesPresenter) -> OwnCodesPresenter:
    return OwnCodesPresenter(desk, favourites)


@pytest.fixture
def now(desk: Desk) -> Encounter:
    """An event of a patient who had N39.0 before."""
    before, now = event("förr"), event("nu")
    earlier = {"start": before.start and before.start.replace(year=2024), "end": None}
    put(desk.app, set_principal(replace(before, **earlier), "N39.0"), now)
    return now


def codes(presenter: OwnCodesPresenter, reason: OwnReason) -> list[str]:
    return [own.used.code for own in presenter.codes.codes if own.reason is reason]


def test_an_opened_event_brings_the_patients_codes_and_the_favourites(
    desk: Desk, presenter: OwnCodesPresenter, now: Encounter, qtbot
) -> None:
    toggle_favourite(desk.app, desk.person, ICD, "I10.9")

    with qtbot.waitSignal(presenter.changed):
        presenter.read(now)

    assert codes(presenter, OwnReason.PATIENT) == ["N39.0"]
    assert codes(presenter, OwnReason.FAVOURITE) == ["I10.9"]


def test_a_toggled_favourite_counts_at_once_without_reading_again(
    presenter: OwnCodesPresenter, favourites: FavouritesPresenter, now: Encounter, qtbot
) -> None:
    with qtbot.waitSignal(favourites.changed):
        favourites.read()
    with qtbot.waitSignal(presenter.changed):
        presenter.read(now)

    with qtbot.waitSignal(presenter.changed):
        favourites.toggle(ICD, "I10.9")
    assert codes(presenter, OwnReason.FAVOURITE) == ["I10.9"]
    with qtbot.waitSignal(presenter.changed):
        favourites.toggle(ICD, "I10.9")

    assert codes(presenter, OwnReason.FAVOURITE) == []
    assert codes(presenter, OwnReason.PATIENT) == ["N39.0"]


def test_nothing_of_a_patient_outlives_the_event_on_the_desk(
    desk: Desk, presenter: OwnCodesPresenter, now: Encounter, qtbot
) -> None:
    with qtbot.waitSignal(presenter.changed):
        presenter.read(now)

    with qtbot.waitSignal(presenter.changed):
        presenter.forget()

    assert presenter.codes.codes == ()
    books = desk.app.library.for_day(now.day)
    presenter.set_books(books, now.day)
    assert presenter.groups() == ()


def test_the_answer_for_an_event_that_has_left_the_desk_is_passed_over(
    desk: Desk, favourites: FavouritesPresenter, now: Encounter
) -> None:
    by_hand = JobsByHand()
    presenter = OwnCodesPresenter(replace(desk, jobs=by_hand), favourites)
    presenter.read(now)
    presenter.read(now)  # it was signed meanwhile, and is read again
    stale, fresh = by_hand.waiting

    fresh()
    assert codes(presenter, OwnReason.PATIENT) == ["N39.0"]
    presenter.forget()
    stale()
    fresh()

    assert presenter.codes.codes == ()


def test_before_anything_is_typed_there_are_groups_with_titles(
    desk: Desk, presenter: OwnCodesPresenter, now: Encounter, qtbot
) -> None:
    with qtbot.waitSignal(presenter.changed):
        presenter.read(now)
    assert presenter.groups() == ()  # no codebooks yet

    presenter.set_books(desk.app.library.for_day(now.day), now.day)

    (group,) = presenter.groups()
    (row,) = group.rows
    assert group.label == "Patientens tidigare koder"
    assert row.concept is not None
    assert row.note == "2024-03-03, Medicinmottagningen"
    assert presenter.groups((CodeSystem.ATC,)) == ()


def test_storage_that_is_away_is_told_and_the_search_goes_on_without(
    desk: Desk, favourites: FavouritesPresenter, now: Encounter, qtbot
) -> None:
    def away() -> UnitOfWork:
        raise StorageError(AWAY)

    lost = replace(desk, app=replace(desk.app, unit_of_work=away))
    presenter = OwnCodesPresenter(lost, favourites)

    with qtbot.waitSignal(presenter.failed) as failed:
        presenter.read(now)

    assert failed.args == [AWAY]
    assert presenter.codes.codes == ()


class JobsByHand:
    """Lanes whose work is done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def run(self, work: Any, *, on_done: Any, **_others: Any) -> None:
        self.waiting.append(lambda: on_done(work(None)))
