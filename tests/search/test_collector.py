from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from app.search.collector import collector_paused


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Each test begins with nothing set aside, and leaves it as the suite had it."""
    was_aside = bool(gc.get_freeze_count())
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
