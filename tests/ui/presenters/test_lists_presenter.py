"""One shelf and one list at a time: an answer to an older question is never shown."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import StorageError
from app.services.context import AppContext
from tests.ui.answers import let_every_answer_come
from ui.jobs import Jobs
from ui.models.list_rows import ListRow, list_row
from ui.presenters.lists_presenter import ListsPresenter
from ui.presenters.shelf import ListEntry, Shelf


class Lists:
    """A shelf of two lists; reading waits where it is told to."""

    def __init__(self) -> None:
        self.slow = ""
        self.gate = threading.Event()
        self.error: StorageError | None = None

    def entries(self, _app: AppContext) -> tuple[ListEntry, ...]:
        if self.slow == "shelf":
            self.gate.wait(5)
        if self.error is not None:
            raise self.error
        return tuple(ListEntry(key, key, 1, "1 inläst", "Inläst.", ("Kod",)) for key in "ab")

    def rows(self, _app: AppContext, key: str) -> tuple[ListRow, ...]:
        if self.slow == key:
            self.gate.wait(5)
        return (list_row((key,)), list_row((key * 2,)))

    def shelf(self) -> Shelf:
        return Shelf("prov", "Prov", "", "", "", self.entries, self.rows, None)


@pytest.fixture
def lists() -> Lists:
    return Lists()


@pytest.fixture
def presenter(app: AppContext, jobs: Jobs) -> ListsPresenter:
    return ListsPresenter(app, jobs)


def shown(presenter: ListsPresenter) -> list[tuple[tuple[str, ...], int]]:
    answers: list[tuple[tuple[str, ...], int]] = []
    presenter.rows_shown.connect(
        lambda rows, total: answers.append((tuple(row.cells[0] for row in rows), total))
    )
    return answers


def test_a_slow_list_is_not_shown_under_the_name_of_another(
    presenter: ListsPresenter, lists: Lists, jobs: Jobs, qtbot
) -> None:
    with qtbot.waitSignal(presenter.entries_read) as read:
        presenter.open(lists.shelf())
    first, second = read.args[0]
    answers, lists.slow = shown(presenter), "a"

    presenter.choose(first)
    with qtbot.waitSignal(presenter.rows_shown):
        presenter.choose(second)
    lists.gate.set()
    let_every_answer_come(jobs, qtbot)

    assert answers == [(("b", "bb"), 2)]


def test_a_shelf_that_is_read_again_arrives_though_a_list_is_chosen_meanwhile(
    presenter: ListsPresenter, lists: Lists, qtbot
) -> None:
    with qtbot.waitSignal(presenter.entries_read) as read:
        presenter.open(lists.shelf())
    lists.slow = "shelf"
    presenter.refresh()
    with qtbot.waitSignal(presenter.rows_shown):
        presenter.choose(read.args[0][1])

    with qtbot.waitSignal(presenter.entries_read):
        lists.gate.set()


def test_a_filter_says_how_many_rows_there_are_in_all(
    presenter: ListsPresenter, lists: Lists, qtbot
) -> None:
    with qtbot.waitSignal(presenter.entries_read) as read:
        presenter.open(lists.shelf())
    with qtbot.waitSignal(presenter.rows_shown):
        presenter.choose(read.args[0][0])
    answers = shown(presenter)

    presenter.filter("aa", None)

    assert answers == [(("aa",), 2)]


def test_what_fails_is_told(presenter: ListsPresenter, lists: Lists, qtbot) -> None:
    lists.error = StorageError("Databasen svarar inte. Försök igen.")

    with qtbot.waitSignal(presenter.failed) as told:
        presenter.open(lists.shelf())

    assert told.args[0] is lists.error
