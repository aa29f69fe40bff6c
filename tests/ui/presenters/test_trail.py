"""Back and forward: jumps are kept, a walk and a typed word leave one place each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.presenters.trail import How, Trail


def walked(*steps: tuple[str, How]) -> Trail[str]:
    trail: Trail[str] = Trail()
    for place, how in steps:
        trail.go(place, how)
    return trail


def test_one_goes_back_and_forward_over_jumps() -> None:
    trail = walked(("A", How.JUMP), ("B", How.JUMP), ("C", How.JUMP))

    assert (trail.back(), trail.back(), trail.back()) == ("B", "A", "A")
    assert not trail.can_go_back
    assert (trail.forward(), trail.forward(), trail.forward()) == ("B", "C", "C")
    assert not trail.can_go_forward


def test_a_walk_leaves_its_last_place_only() -> None:
    trail = walked(("A", How.JUMP), ("B", How.WALK), ("C", How.WALK), ("D", How.JUMP))

    assert (trail.back(), trail.back()) == ("C", "A")


def test_what_is_typed_leaves_the_last_hit_and_the_walk_after_it_begins_anew() -> None:
    trail = walked(("A", How.TYPED), ("B", How.TYPED), ("C", How.WALK))

    assert trail.back() == "B"
    assert not trail.can_go_back


def test_going_somewhere_else_forgets_what_lay_ahead() -> None:
    trail = walked(("A", How.JUMP), ("B", How.JUMP))
    trail.back()

    trail.go("C")

    assert not trail.can_go_forward
    assert trail.back() == "A"


def test_the_same_place_again_and_an_empty_trail_change_nothing() -> None:
    empty: Trail[str] = Trail()
    assert (empty.current, empty.back(), empty.forward()) == (None, None, None)

    trail = walked(("A", How.JUMP), ("A", How.WALK))
    assert not trail.can_go_back
    trail.clear()
    assert trail.current is None


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(list(How))), max_size=300))
def test_the_place_where_one_stands_is_the_one_gone_to_last(steps: list[tuple[str, How]]) -> None:
    trail = walked(*steps)

    assert trail.current == (steps[-1][0] if steps else None)
    while trail.can_go_back:
        trail.back()
    while trail.can_go_forward:
        trail.forward()
    assert trail.current == (steps[-1][0] if steps else None)
