"""The work list: the newest filter wins, pages belong to what is shown."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest

from app.domain.access import Person, Role
from app.domain.codebook_ports import EDITIONS_STAMP
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.errors import StorageError
from app.domain.period import Period
from app.services import work_list
from app.services.code_search import search_codes
from app.services.context import AppContext
from tests.ui.answers import let_every_answer_come
from ui.desk import Desk
from ui.jobs import Jobs
from ui.presenters.work_list_presenter import WorkListPresenter


@pytest.fixture
def presenter(desk: Desk) -> WorkListPresenter:
    return WorkListPresenter(desk)


def test_the_list_comes_with_its_first_page_counts_and_units(presenter, qtbot) -> None:
    heard: dict[str, object] = {}
    presenter.counts_read.connect(lambda counts: heard.update(counts=counts))
    presenter.units_read.connect(lambda units: heard.update(units=units))

    with qtbot.waitSignal(presenter.answered) as answered:
        presenter.refresh()

    count, rows = answered.args
    assert count == len(rows) == 12
    assert sum(heard["counts"].values()) == 12
    assert "Ortopedavdelning 1" in heard["units"]


def test_the_newest_filter_wins_and_the_ones_between_are_never_asked(
    presenter, qtbot, monkeypatch
) -> None:
    gate, asked, real = threading.Event(), [], work_list.work_count

    def slow(app: AppContext, query) -> int:
        asked.append(query.text)
        if query.text == "m":
            gate.wait(5)
        return real(app, query)

    monkeypatch.setattr(work_list, "work_count", slow)
    answers: list[int] = []
    presenter.answered.connect(lambda count, _rows: answers.append(count))
    for text in ("m", "mo", "mob", "mobe", "moberg"):
        presenter.set_text(text)
    entered: list[int] = []
    presenter.when_settled(lambda: entered.extend(answers))
    gate.set()

    qtbot.waitUntil(lambda: bool(answers))

    assert asked == ["m", "moberg"]
    assert answers == [1]
    assert entered == [1]


def test_typing_does_not_count_everything_again(presenter, qtbot, monkeypatch) -> None:
    counted: list[bool] = []
    monkeypatch.setattr(work_list, "status_counts", lambda _app: counted.append(True) or {})

    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("moberg")

    assert counted == []


def test_a_page_of_an_older_question_is_dropped(presenter, jobs: Jobs, qtbot) -> None:
    with qtbot.waitSignal(presenter.answered):
        presenter.refresh()
    pages: list[int] = []
    presenter.page_read.connect(lambda number, _rows: pages.append(number))

    presenter.read_page(1)
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("moberg")
        presenter._show(presenter.query, _answer())
    let_every_answer_come(jobs, qtbot)

    assert pages == []


def test_a_coder_sees_the_own_units_and_the_lead_sees_all(app: AppContext, jobs: Jobs) -> None:
    coder = Person("p1", "Kim", Role.CODER, ("Akutmottagningen",))
    lead = replace(coder, role=Role.LEAD)

    assert WorkListPresenter(Desk(app, jobs, coder)).query.units == ("Akutmottagningen",)
    assert WorkListPresenter(Desk(app, jobs, lead)).query.units == ()


def test_a_failure_is_told_and_the_list_can_be_read_again(presenter, qtbot, monkeypatch) -> None:
    def broken(*_args: object) -> int:
        raise StorageError("Databasen svarar inte.")

    with monkeypatch.context() as patch:
        patch.setattr(work_list, "work_count", broken)
        with qtbot.waitSignal(presenter.failed) as failed:
            presenter.refresh()
    assert failed.args == ["Databasen svarar inte."]

    with qtbot.waitSignal(presenter.answered):
        presenter.refresh()


def test_the_list_is_read_again_while_it_is_watched_only(presenter, qtbot) -> None:
    with qtbot.waitSignal(presenter.answered):
        presenter.watch(on=True)
    assert presenter._timer.isActive()

    presenter.watch(on=False)

    assert not presenter._timer.isActive()


def _answer():
    from ui.presenters.work_list_presenter import _Answer

    return _Answer(0, [], None, None)


def test_what_another_workstation_did_with_editions_is_taken_over(presenter, qtbot, desk) -> None:
    app = desk.app
    assert app.library.for_day(None).atc.edition.is_starter
    concept = Concept(CodeSystem.ATC, "A01AA01", "Natriumfluorid", Level.ITEM)
    edition = Edition("atc-2020", CodeSystem.ATC, "ATC", "2020", Period(date(2020, 1, 1)))
    with app.unit_of_work() as uow:  # as the other one does it: this library hears nothing
        uow.editions.add(edition, [concept])
        uow.facts.set(EDITIONS_STAMP, "another")
        uow.commit()

    with qtbot.waitSignal(presenter.answered):
        presenter.refresh()

    qtbot.waitUntil(lambda: app.library.for_day(None).atc.edition.id == "atc-2020")
    (hit,) = search_codes(app, "natriumfluorid", [CodeSystem.ATC])
    assert hit.code == "A01AA01"
