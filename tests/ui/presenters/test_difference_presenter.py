"""The choice among changes: filtered outside the GUI thread, the newest filter wins."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.edition_difference import (
    CodeDifference,
    DifferenceKind,
    EditionDifference,
    Touched,
    TouchKind,
)
from app.domain.period import Period
from ui.jobs import Jobs
from ui.models.differences import chapter_rows, kind_rows
from ui.presenters.difference_presenter import DifferencePresenter

ICD = CodeSystem.ICD10SE
BEFORE = Edition("a", ICD, "ICD-10-SE", "2021", Period(date(2021, 1, 1)))
AFTER = Edition("b", ICD, "ICD-10-SE", "2022", Period(date(2022, 1, 1)))
NEW, RETITLED = DifferenceKind.NEW, DifferenceKind.RETITLED
EVENT = Touched(TouchKind.EVENT, "A02", "e1, påbörjad, 2022-03-01", "e1")


def change(kind: DifferenceKind, code: str, title: str, chapter: str = "01") -> CodeDifference:
    concept = Concept(ICD, code, title, Level.CATEGORY)
    before = None if kind is NEW else concept
    return CodeDifference(kind, code, chapter, before, concept, "Förr", title)


DIFFERENCE = EditionDifference(
    BEFORE,
    AFTER,
    (
        change(NEW, "A01", "Tyfoid"),
        change(RETITLED, "A02", "Salmonella"),
        change(RETITLED, "B01", "Vattkoppor", "02"),
    ),
    {"01": "Infektioner", "02": "Andra", "03": "Utan ändring"},
)


@pytest.fixture
def presenter(jobs: Jobs, qtbot) -> DifferencePresenter:
    made = DifferencePresenter(jobs)
    with qtbot.waitSignal(made.chosen):
        made.show(DIFFERENCE, {"A02": (EVENT,)})
    return made


def codes(presenter: DifferencePresenter) -> list[str]:
    return [row.change.code for row in presenter.rows]


def test_a_comparison_is_shown_whole_with_what_it_touches(presenter: DifferencePresenter) -> None:
    assert codes(presenter) == ["A01", "A02", "B01"]
    assert [list(row.touched) for row in presenter.rows] == [[], [EVENT], []]


def test_what_is_forgotten_is_not_shown_by_an_answer_that_was_under_way(
    presenter: DifferencePresenter, qtbot
) -> None:
    presenter.set_kind(RETITLED)
    presenter.forget()
    assert codes(presenter) == []

    presenter.set_kind(NEW)
    with qtbot.waitSignal(presenter.chosen):
        presenter.show(DIFFERENCE, {})

    assert codes(presenter) == ["A01"]


def test_kind_chapter_text_and_use_narrow_it_together(
    presenter: DifferencePresenter, qtbot
) -> None:
    presenter.set_kind(RETITLED)
    qtbot.waitUntil(lambda: codes(presenter) == ["A02", "B01"])
    presenter.set_chapter("01")
    qtbot.waitUntil(lambda: codes(presenter) == ["A02"])
    presenter.set_text("vatt")
    qtbot.waitUntil(lambda: codes(presenter) == [])
    presenter.set_text("")
    presenter.set_kind(None)
    presenter.set_only_touched(on=True)
    qtbot.waitUntil(lambda: codes(presenter) == ["A02"])


def test_the_newest_filter_wins_however_fast_they_come(
    presenter: DifferencePresenter, qtbot
) -> None:
    for text in ("s", "sa", "sal", "tyf"):
        presenter.set_text(text)

    qtbot.waitUntil(lambda: codes(presenter) == ["A01"])
    assert presenter.filter.text == "tyf"


def test_the_counts_follow_text_and_use_but_offer_every_kind_and_chapter(
    presenter: DifferencePresenter, qtbot
) -> None:
    presenter.set_kind(NEW)
    qtbot.waitUntil(lambda: codes(presenter) == ["A01"])

    kinds = [(row.name, row.count) for row in kind_rows(presenter.counted, presenter.filter)]
    titles = DIFFERENCE.chapter_titles
    chapters = chapter_rows(presenter.counted, presenter.filter, titles)

    assert kinds == [("Alla ändringar", 3), ("Ny", 1), ("Ändrad titel", 2)]
    assert [(row.name, row.count) for row in chapters] == [
        ("Alla kapitel", 1),
        ("01 Infektioner", 1),
    ]


def test_a_chosen_row_stays_when_nothing_is_left_of_it(
    presenter: DifferencePresenter, qtbot
) -> None:
    presenter.set_chapter("02")
    presenter.set_kind(NEW)
    qtbot.waitUntil(lambda: codes(presenter) == [])

    kinds = kind_rows(presenter.counted, presenter.filter)
    chapters = chapter_rows(presenter.counted, presenter.filter, DIFFERENCE.chapter_titles)

    assert ("Ny", 0) in [(row.name, row.count) for row in kinds]
    assert ("02 Andra", 0) in [(row.name, row.count) for row in chapters]


def test_another_comparison_forgets_a_chapter_that_it_lacks(
    presenter: DifferencePresenter, qtbot
) -> None:
    presenter.set_chapter("02")
    qtbot.waitUntil(lambda: codes(presenter) == ["B01"])
    smaller = EditionDifference(BEFORE, AFTER, DIFFERENCE.changes[:2], {"01": "Infektioner"})

    presenter.show(smaller, {})

    qtbot.waitUntil(lambda: codes(presenter) == ["A01", "A02"])
    assert presenter.filter.chapter == ""
