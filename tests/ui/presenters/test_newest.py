"""Only the newest question counts, and who waits is called back once."""

from __future__ import annotations

from ui.presenters.newest import Newest


def test_an_older_question_is_no_longer_the_newest() -> None:
    newest = Newest()
    first, second = newest.ask(), newest.ask()
    assert (newest.is_newest(first), newest.is_newest(second)) == (False, True)
    newest.answer(first)
    assert not newest.is_settled
    newest.answer(second)
    assert newest.is_settled


def test_who_waits_is_called_back_once_and_at_once_when_all_is_settled() -> None:
    newest, called = Newest(), []
    newest.when_settled(lambda: called.append("at once"))
    newest.answer(newest.ask())
    question = newest.ask()
    newest.when_settled(lambda: called.append("later"))
    assert called == ["at once"]
    newest.answer(question)
    newest.call_back()
    newest.call_back()
    assert called == ["at once", "later"]


def test_what_is_forgotten_calls_nobody_back() -> None:
    newest, called = Newest(), []
    newest.ask()
    newest.when_settled(lambda: called.append("never"))
    newest.forget()
    newest.call_back()
    assert (newest.is_settled, called) == (True, [])
