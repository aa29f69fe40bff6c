"""The search box: one question under way, the newest text wins, Enter waits for its answer."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from app.domain.codes import CodeSystem
from app.domain.errors import StorageError
from app.domain.own_codes import OwnCodes
from app.domain.search import FilterKind, MatchKind, SearchHit, SearchQuery, Suggestions
from app.services.settings import read_settings
from ui.desk import Desk
from ui.presenters import search_question
from ui.presenters.search_presenter import SearchPresenter, nothing_within
from ui.presenters.search_question import ChosenFilters

Answer = tuple[str, list[str]]
ICD = CodeSystem.ICD10SE
#: The codes of the whole answer to a text.
KEYS = {
    "hjärta": frozenset({(ICD, "hjärta"), (ICD, "svikt")}),
    "svikt": frozenset({(ICD, "svikt")}),
}


class Engine:
    """Answers each text with a hit of the same name; holds back what it is told to."""

    def __init__(self) -> None:
        self.queries: list[SearchQuery] = []
        self.kind = MatchKind.WORDS
        self.unknown: set[str] = set()
        self.tried: list[str] = []
        self.tried_among: frozenset[tuple[CodeSystem, str]] | None = None
        self.gate = threading.Event()
        self.slow = ""
        self.error: Exception | None = None

    def __call__(self, _app, query: SearchQuery, _own: OwnCodes) -> list[SearchHit]:
        text = query.text
        self.queries.append(query)
        if text == self.slow:
            self.gate.wait(5)
        if self.error is not None:
            raise self.error
        found = [SearchHit(CodeSystem.ICD10SE, text, text, self.kind, "")]
        return [] if text in self.unknown else found

    def suggest(self, _app, text, *_rest, **filters) -> Suggestions:
        self.tried.append(text)
        self.tried_among = filters["among"]
        return Suggestions(spellings=(f"{text}!",))

    @property
    def asked(self) -> list[tuple[str, tuple[CodeSystem, ...], date | None]]:
        return [(query.text, query.systems, query.day) for query in self.queries]


@pytest.fixture
def engine(monkeypatch) -> Engine:
    engine = Engine()
    monkeypatch.setattr(search_question, "search_at_desk", engine)
    monkeypatch.setattr(search_question, "keys_of_all_hits", lambda _app, query: KEYS[query.text])
    monkeypatch.setattr(search_question, "suggest_codes", engine.suggest)
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


def test_an_emptied_field_does_not_wait_for_an_answer_that_is_under_way(
    presenter, engine, answers, qtbot
) -> None:
    engine.slow, entered = "a", []
    presenter.set_text("a")

    presenter.set_text("")
    presenter.when_settled(lambda: entered.append(True))

    assert answers == [("", [])]
    assert entered == [True]
    engine.gate.set()
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("b")
    assert [text for text, _hits in answers] == ["", "b"]


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


def test_what_is_chosen_beside_the_text_is_part_of_the_question(
    presenter, engine, answers, qtbot
) -> None:
    presenter.set_text("hjärta")
    presenter.set_filters(ChosenFilters("9", principal_only=True, show_retired=True))

    qtbot.waitUntil(lambda: bool(answers) and bool(engine.queries[-1].chapter))
    query = engine.queries[-1]
    assert (query.chapter, query.principal_only, query.show_retired) == ("9", True, True)
    assert presenter.filters.are_set


def test_another_event_asks_for_its_patient_and_without_the_filters_of_the_last(
    presenter, engine, app, qtbot
) -> None:
    presenter.set_filters(ChosenFilters("9", principal_only=True))
    with app.unit_of_work() as uow:
        event = uow.encounters.get("demo-hip-fracture")
    presenter.set_event(event)

    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("hjärta")

    query = engine.queries[-1]
    assert (query.day, query.chapter, query.principal_only) == (event.day, "", False)
    assert query.setting is not None
    assert query.setting.sex is event.patient.sex


def test_a_chapter_is_let_go_with_its_system_and_the_boxes_stay(presenter) -> None:
    presenter.set_filters(ChosenFilters("9", show_retired=True))

    presenter.set_systems((CodeSystem.KVA,))

    assert presenter.filters == ChosenFilters(show_retired=True)


def test_it_is_searched_on_inside_all_that_was_found_and_left_again(
    presenter, engine, answers, qtbot
) -> None:
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("hjärta")

    assert presenter.search_on()
    qtbot.waitUntil(lambda: answers[-1] == ("", ["hjärta"]))  # the same hits, before any word
    assert presenter.within is not None
    assert (presenter.within.count, presenter.within.texts) == (2, ("hjärta",))
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("svikt")
    assert engine.queries[-1].among == KEYS["hjärta"]

    assert presenter.leave() == "hjärta"
    qtbot.waitUntil(lambda: answers[-1] == ("hjärta", ["hjärta"]))
    assert presenter.within is None
    assert engine.queries[-1].among is None


def test_an_answer_is_narrowed_step_by_step_and_left_step_by_step(
    presenter, engine, answers, qtbot
) -> None:
    for text in ("hjärta", "svikt"):
        with qtbot.waitSignal(presenter.answered):
            presenter.set_text(text)
        with qtbot.waitSignal(presenter.answered):
            presenter.search_on()

    assert presenter.within.texts == ("hjärta", "svikt")
    assert presenter.within.count == 1
    presenter.leave()
    assert presenter.within.texts == ("hjärta",)
    assert "bland träffarna på ”hjärta”" in nothing_within("x", presenter.within)


def test_without_an_answer_there_is_nothing_to_search_in(presenter, engine, qtbot) -> None:
    assert not presenter.search_on()
    engine.unknown = {"xyz"}
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("xyz")

    assert not presenter.search_on()
    assert presenter.within is None


def test_another_day_and_a_section_search_everything_again(presenter, qtbot) -> None:
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("hjärta")
    presenter.search_on()

    with qtbot.waitSignal(presenter.within_changed):
        presenter.set_day(date(2025, 10, 9))

    assert presenter.within is None


@pytest.mark.parametrize("kind", [MatchKind.FUZZY, None])
def test_what_to_try_is_asked_where_nothing_is_found_or_guesses_alone(
    presenter, engine, qtbot, kind
) -> None:
    engine.kind, engine.unknown = kind or MatchKind.WORDS, set() if kind else {"hjarta"}

    with qtbot.waitSignal(presenter.suggested) as suggested:
        presenter.set_text("hjarta")

    assert suggested.args == ["hjarta", Suggestions(spellings=("hjarta!",))]


def test_what_to_try_inside_an_answer_is_asked_for_inside_it(presenter, engine, qtbot) -> None:
    engine.unknown = {"x"}
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("hjärta")
    presenter.search_on()

    with qtbot.waitSignal(presenter.suggested):
        presenter.set_text("x")

    assert engine.tried_among == KEYS["hjärta"]


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        (FilterKind.CHAPTER, ChosenFilters(principal_only=True)),
        (FilterKind.PRINCIPAL, ChosenFilters("9")),
        (FilterKind.VALIDITY, ChosenFilters("9", principal_only=True, show_retired=True)),
        (FilterKind.AMONG, ChosenFilters("9", principal_only=True)),
    ],
)
def test_one_filter_is_let_go_and_the_others_stay(kind, left) -> None:
    assert ChosenFilters("9", principal_only=True).without(kind) == left


def test_what_to_try_is_not_asked_where_there_are_hits_nor_for_a_text_that_went_by(
    presenter, engine, qtbot
) -> None:
    engine.unknown = {"x", "xyz"}
    for text in ("x", "hjärta", "xyz"):
        with qtbot.waitSignal(presenter.answered):
            presenter.set_text(text)

    with qtbot.waitSignal(presenter.suggested):
        pass
    assert engine.tried == ["xyz"]


def test_own_codes_are_part_of_the_question_from_when_they_are_known(
    presenter, answers, qtbot
) -> None:
    with qtbot.waitSignal(presenter.answered):
        presenter.set_text("hjärta")

    with qtbot.waitSignal(presenter.answered):
        presenter.set_own(OwnCodes())

    assert answers[-1] == ("hjärta", ["hjärta"])


def test_whether_the_help_is_wanted_is_kept_for_the_next_start(presenter, desk: Desk) -> None:
    assert presenter.is_help_wanted

    presenter.want_help(False)

    assert read_settings(desk.app.data_dir)["search_help"] is False
    assert not SearchPresenter(desk).is_help_wanted
