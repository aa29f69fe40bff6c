"""A list that is read and written in the background."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject

from app.domain.errors import AppError
from tests.ui.answers import let_every_answer_come
from ui.jobs import Jobs
from ui.presenters.listing import Listing


def test_an_answer_that_was_overtaken_is_not_shown(jobs: Jobs, qtbot) -> None:
    first_may_answer, begun, shown = threading.Event(), threading.Event(), list[str]()
    answers = iter(("old", "new"))

    def read() -> str:
        answer = next(answers)
        if answer == "old":
            begun.set()
            assert first_may_answer.wait(5)
        return answer

    owner = QObject()
    listing = Listing(jobs, owner, read, shown.append, lambda _error: None)
    listing.refresh()
    assert begun.wait(5)
    listing.refresh()
    qtbot.waitUntil(lambda: shown == ["new"])
    first_may_answer.set()
    let_every_answer_come(jobs, qtbot)

    assert shown == ["new"]


def test_an_act_reads_the_list_again_whether_it_was_done_or_refused(jobs: Jobs, qtbot) -> None:
    stored, shown, told = ["a"], list[list[str]](), list[str]()
    owner = QObject()
    listing = Listing(
        jobs, owner, lambda: list(stored), shown.append, lambda error: told.append(str(error))
    )

    def refuse() -> None:
        stored.append("a colleague's")
        raise AppError("Någon annan hann före.")

    listing.write(lambda: stored.append("b"), lambda _none: told.append("Klart."))
    qtbot.waitUntil(lambda: shown == [["a", "b"]])
    listing.write(refuse, lambda _none: told.append("Klart."))
    qtbot.waitUntil(lambda: len(shown) == 2)

    assert shown[-1] == ["a", "b", "a colleague's"]
    assert told == ["Klart.", "Någon annan hann före."]
