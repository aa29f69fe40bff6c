"""The search box: one question under way, the newest text wins, Enter waits for its answer."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from app.domain.codes import CodeSystem
from app.domain.errors import StorageError
from app.domain.search import MatchKind, SearchHit
from ui.desk import Desk
from ui.presenters import search_presenter
from ui.presenters.search_presenter import SearchPresenter

Answer = tuple[str, list[str]]


class Engine:
    """Answers each text with a hit of the same name; holds back what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[CodeSystem, ...], date | None]] = []
        self.gate = threading.Event()
        self.slow = ""
        self.error: Exception | None = None

    def __call__(self, _app, text, systems, _limit, day) -> list[SearchHit]:
        self.asked.append((text, systems, day))
        if text == self.slow:
            self.gate.wait(5)
        if self.error is not None:
            raise self.error
        return [SearchHit(CodeSystem.ICD10SE, text, text, MatchKind.WORDS, "")]


@pytest.fixture
def engine(monkeypatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(search_presenter, "search_codes", engine)
    return engine


@pytest.fixture
def presenter(desk: Desk, engine: Engine) -> SearchPresenter:
    return SearchPresenter(desk)


@pytest.fixture
def answers(presenter: SearchPresenter) -> list[Answer]:
    heard: list[Answer] = []
    presenter.answered.connect(lambda text, hits: heard.append((text, [h.code for h in hits])))
    return heard


def test_a_slow_first_answer_is_passed_over(presenter, engine, answers, qtbot) -> None:
    engine.slow = "a"
    for text in ("a", "ab", "abc", "abcd"):
        presenter.set_text(text)
    engine.gate.set()

    qtbot.waitUntil(lambda: answers == [("abcd", ["abcd"])])

    assert [asked[0] for asked in engine.asked] == ["a", "abcd"]


def test_enter_waits_for_the_answer_to_what_was_typed(presenter, engine, answers, qtbot) -> None:
    engine.slow, entered = "a", []
    presenter.set_text("a")
    presenter.set_text("ab")

    presenter.when_settled(lambda: entered.append(answers[-1]))

    assert entered == []
    engine.gate.set()
    qtbot.waitUntil(lambda: entered == [("ab", ["ab"])])


def test_typing_on_after_enter_takes_the_enter_back(presenter, engine, answers, qtbot) -> None:
    engine.slow, entered = "a", []
    presenter.set_text("a")
    presenter.when_settled(lambda: entered.append(True))

    presenter.set_text("ab")
    engine.gate.set()

    qtbot.waitUntil(lambda: bool(answers))
    assert entered == []


def test_an_emptied_field_is_answered_at_once_with_nothing(presenter, answers) -> None:
    presenter.set_text("   ")

    assert answers == [("   ", [])]


def test_systems_and_day_are_part_of_the_question(presenter, engine, answers, qtbot) -> None:
    day = date(2025, 10, 9)
    presenter.set_text("hjärta")
    presenter.set_systems((CodeSystem.KVA,))
    presenter.set_day(day)

    qtbot.waitUntil(lambda: bool(answers))
    assert engine.asked[-1] == ("hjärta", (CodeSystem.KVA,), day)
    assert presenter.systems == (CodeSystem.KVA,)


def test_a_failure_is_told_and_the_next_question_is_asked(presenter, engine, qtbot) -> None:
    engine.error = StorageError("Databasen svarar inte.")
    with qtbot.waitSignal(presenter.failed) as failed:
        presenter.set_text("a")
    assert failed.args == ["Databasen svarar inte."]
    engine.error = None

    with qtbot.waitSignal(presenter.answered) as answered:
        presenter.set_text("ab")

    assert answered.args[0] == "ab"
