from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest

from app.domain import collector
from app.domain.collector import collector_at_rest, collector_paused, set_aside


@pytest.fixture(autouse=True)
def nothing_aside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins with nothing set aside, and leaves it as the suite had it."""
    was_aside = bool(gc.get_freeze_count())
    monkeypatch.setattr(collector, "_something_aside", threading.Event())
    gc.unfreeze()
    yield
    gc.unfreeze()
    if was_aside:
        gc.freeze()


def test_nothing_is_collected_inside_a_pause() -> None:
    with collector_paused(), collector_paused():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_a_pause_inside_a_pause_ends_with_the_outer_one() -> None:
    with collector_paused():
        with collector_paused():
            pass

        assert not gc.isenabled()
        assert not gc.get_freeze_count()


def test_what_was_built_first_is_visited_no_more() -> None:
    with collector_paused():
        built = [[number] for number in range(10)]

    assert gc.get_freeze_count() > len(built)
    assert not any(each is built for each in gc.get_objects())


def test_what_is_built_later_can_be_let_go_of() -> None:
    with collector_paused():
        pass
    with collector_paused():
        later = [[number] for number in range(10)]

    assert any(each is later for each in gc.get_objects())


def test_a_failing_build_leaves_the_collector_at_work() -> None:
    with pytest.raises(ZeroDivisionError), collector_paused():
        _ = 1 // 0

    assert gc.isenabled()


def test_rows_made_at_rest_are_old_and_visited_in_the_end() -> None:
    with collector_at_rest():
        rows = [[number] for number in range(10)]

    assert not gc.get_freeze_count()
    assert any(each is rows for each in gc.get_objects(generation=2))


def test_what_was_set_aside_stays_so_when_rows_are_made() -> None:
    known = [[number] for number in range(10)]
    set_aside()

    with collector_at_rest():
        pass

    assert not any(each is known for each in gc.get_objects())


def test_what_is_aside_is_not_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def count() -> int:
        raise AssertionError("it walks through all that is aside")

    with monkeypatch.context() as watched:
        watched.setattr(gc, "get_freeze_count", count)
        with collector_paused(), collector_at_rest():
            pass
