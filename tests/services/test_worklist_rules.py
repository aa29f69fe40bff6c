"""The lists of a person: standard, own and shared ones, and how many events each holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.access import Person, Role
from app.domain.encounter import Status, Unit
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.work_list_rule import ListState, WorkListRule
from app.services.bulk_acts import assign_events, park_events
from app.services.context import AppContext
from app.services.worklist_rules import (
    count_lists,
    get_list,
    last_list,
    lists_of,
    missing_units,
    note_list,
    reads_always_next,
    remove_list,
    save_list,
    set_always_next,
)
from tests.services.workday import ANNA, BO, LEA, event, put

RULE = WorkListRule(units=("Medicin",), least_age=3, text="höft")


def names(app: AppContext, person: Person) -> list[str]:
    return [each.name for each in lists_of(app, person) if not each.is_standard]


def test_an_own_list_is_seen_by_its_owner_and_a_shared_one_by_all(app: AppContext) -> None:
    own = save_list(app, ANNA, "Mina höfter", RULE, ANNA.id)
    save_list(app, BO, "Allas", WorkListRule(), "")

    assert names(app, ANNA) == ["Allas", "Mina höfter"]
    assert names(app, BO) == ["Allas"]
    assert get_list(app, ANNA, " mina HÖFTER ") == own
    assert own.rule == RULE
    with pytest.raises(NotFoundError, match="Alla utom signerade"):
        get_list(app, BO, "Mina höfter")


def test_the_same_name_replaces_the_rule_and_keeps_the_list(app: AppContext) -> None:
    first = save_list(app, ANNA, "A", RULE, ANNA.id)
    again = save_list(app, ANNA, "a", WorkListRule(), ANNA.id)

    assert again.id == first.id
    assert get_list(app, ANNA, "A").rule == WorkListRule()


def test_a_shared_list_is_changed_by_who_shared_it_and_by_the_lead_alone(app: AppContext) -> None:
    shared = save_list(app, ANNA, "Allas", RULE, "")

    with pytest.raises(NotAllowedError):
        save_list(app, BO, "Allas", WorkListRule(), "")
    with pytest.raises(NotAllowedError):
        remove_list(app, BO, shared.id)
    assert save_list(app, LEA, "Allas", WorkListRule(), "").saved_by == ANNA.id
    remove_list(app, ANNA, shared.id)
    remove_list(app, ANNA, shared.id)
    assert names(app, ANNA) == []


def test_a_standard_list_can_be_neither_replaced_nor_removed(app: AppContext) -> None:
    with pytest.raises(AppError, match="följer med programmet"):
        save_list(app, ANNA, "försenade", RULE, ANNA.id)
    with pytest.raises(NotAllowedError):
        remove_list(app, LEA, "standard-overdue")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_name_has_one_to_sixty_characters(app: AppContext, name: str) -> None:
    with pytest.raises(AppError, match="namn"):
        save_list(app, ANNA, name, RULE, ANNA.id)


def test_limits_that_let_nothing_through_are_refused(app: AppContext) -> None:
    with pytest.raises(AppError, match="ålder"):
        save_list(app, ANNA, "A", WorkListRule(least_age=9, most_age=3), ANNA.id)
    with pytest.raises(AppError, match="dagar kvar"):
        save_list(app, ANNA, "A", WorkListRule(least_left=9, most_left=3), ANNA.id)


def test_the_counts_follow_what_happens(app: AppContext) -> None:
    now = datetime.fromisoformat("2026-11-22T10:00")
    app = replace(app, now=lambda: now)
    ago = {"old": 100, "soon": 85, "new": 1, "parked": 2}
    events = [event(key, end=now - timedelta(days=days)) for key, days in ago.items()]
    put(app, *events, event("signed", status=Status.SIGNED))
    park_events(app, ["parked"], "Väntar", ANNA, now.date() + timedelta(days=1))
    assign_events(app, ["new"], ANNA, LEA)

    counts = {key.removeprefix("standard-"): n for key, n in count_lists(app, ANNA).items()}

    expected = {"unsigned": 4, "waiting": 3, "mine": 1, "soon": 1, "overdue": 1, "returned": 0}
    assert counts == expected
    tomorrow = replace(app, now=lambda: now + timedelta(days=1))
    assert count_lists(tomorrow, ANNA)["standard-returned"] == 1
    assert count_lists(tomorrow, ANNA)["standard-waiting"] == 4


def test_the_standard_lists_keep_to_the_units_of_a_person_but_not_of_the_lead(
    app: AppContext,
) -> None:
    put(app, event("a", unit=Unit("A", "A")), event("b", unit=Unit("B", "B")))
    coder = Person("c", "C", units=("A",))

    assert count_lists(app, coder)["standard-unsigned"] == 1
    assert count_lists(app, replace(coder, role=Role.LEAD))["standard-unsigned"] == 2


def test_a_unit_that_is_gone_is_told_and_the_list_holds_nothing(app: AppContext) -> None:
    put(app, event("a", unit=Unit("A", "A")))
    rule = WorkListRule(units=("A", "Nedlagd"), state=ListState.ALL)
    kept = save_list(app, ANNA, "Två enheter", rule, ANNA.id)

    assert missing_units(app, rule) == ("Nedlagd",)
    assert missing_units(app, WorkListRule()) == ()
    assert count_lists(app, ANNA)[kept.id] == 1


def test_always_next_belongs_to_the_person(app: AppContext) -> None:
    assert not reads_always_next(app, ANNA)

    set_always_next(app, ANNA, on=True)

    assert reads_always_next(app, ANNA)
    assert not reads_always_next(app, BO)
    set_always_next(app, ANNA, on=False)
    assert not reads_always_next(app, ANNA)


def test_the_list_of_last_time_is_the_persons_own_and_may_be_gone(app: AppContext) -> None:
    own = save_list(app, ANNA, "Mina höfter", RULE, ANNA.id)
    note_list(app, ANNA, own)

    assert last_list(app, ANNA) == own
    assert last_list(app, BO) is None
    remove_list(app, ANNA, own.id)
    assert last_list(app, ANNA) is None
