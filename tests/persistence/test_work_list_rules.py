"""Rules on both databases: what a list lets through, how it is kept, what the record adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.access import Person
from app.domain.care_types import EncounterType
from app.domain.complexity import Complexity
from app.domain.encounter import Assignee, Encounter, Status, Unit
from app.domain.record import CareRecord, RecordDocument
from app.domain.work_list import SortKey, WorkListQuery
from app.domain.work_list_rule import ListOrder, ListState, Whose, WorkListName, WorkListRule
from app.persistence import work_list
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import event, moment

Units = Callable[[], SqlUnitOfWork]
ANNA = Person("anna", "Anna")
TODAY = date(2026, 11, 22)
NOON = moment("2026-11-22T12:00")


def ago(key: str, days: int, **changes: object) -> Encounter:
    """A visit that ended so many days before today."""
    end = NOON - timedelta(days=days)
    return event(key, **({"start": end, "end": end} | changes))


def store(units: Units, *events: Encounter) -> None:
    with units() as uow:
        for each in events:
            uow.encounters.save(each, f"save-{each.id}")
        uow.commit()


@pytest.fixture
def found(unit_of_work: Units) -> Callable[[WorkListRule], list[str]]:
    def ids(rule: WorkListRule) -> list[str]:
        query = rule.query(ANNA, TODAY)
        with unit_of_work() as uow:
            rows = uow.encounters.page(query, 0, 100)
            assert uow.encounters.count(query) == len(rows)
            assert uow.encounters.ids(query, 100) == [row.id for row in rows]
            return [row.id for row in rows]

    return ids


def test_days_since_the_end_and_days_left_are_bounds_with_both_ends(unit_of_work, found) -> None:
    store(unit_of_work, *(ago(f"d{n}", n) for n in (0, 3, 7, 78, 91, 92, 93)))
    store(unit_of_work, ago("open", 1, end=None, status=Status.DRAFT))

    assert found(WorkListRule(least_age=3, most_age=7)) == ["d7", "d3"]
    assert found(WorkListRule(most_left=-1)) == ["d93"]  # 21 August is reported by 21 November
    assert found(WorkListRule(least_left=0, most_left=14)) == ["d92", "d91", "d78"]
    assert "open" not in found(WorkListRule(least_age=0))
    assert "open" in found(WorkListRule())


def test_a_parked_event_waits_again_from_its_day_on(unit_of_work, found) -> None:
    parked = {"status": Status.PARKED}
    store(
        unit_of_work,
        ago("due", 3, park_until=TODAY, **parked),
        ago("later", 2, park_until=TODAY + timedelta(days=1), **parked),
        ago("endless", 1, **parked),
        ago("ready", 0),
    )

    assert found(WorkListRule()) == ["ready", "due"]
    assert found(WorkListRule(state=ListState.RETURNED)) == ["due"]
    assert found(WorkListRule(state=ListState.PARKED)) == ["due", "later", "endless"]


def test_type_person_and_unit_narrow_a_list_and_an_unknown_unit_empties_it(
    unit_of_work, found
) -> None:
    mine, other = Assignee("anna", "Anna"), Assignee("bo", "Bo")
    store(
        unit_of_work,
        ago("a", 1, encounter_type=EncounterType.NEWBORN, assigned=mine),
        ago("b", 2, assigned=other, unit=Unit("2", "Två")),
        ago("c", 3),
    )

    assert found(WorkListRule(types=(EncounterType.NEWBORN,))) == ["a"]
    assert found(WorkListRule(whose=Whose.MINE)) == ["a"]
    assert found(WorkListRule(whose=Whose.NOBODY)) == ["c"]
    assert found(WorkListRule(units=("Två", "Nedlagd"))) == ["b"]
    assert found(WorkListRule(units=("Nedlagd",))) == []


@pytest.mark.parametrize("few", [0, 5_000], ids=["by an index", "as found"])
def test_every_order_is_the_same_however_it_is_reached(
    unit_of_work: Units, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_list, "_FEW", few)
    statuses = list(Status)
    store(
        unit_of_work,
        *(
            ago(
                f"e{n}",
                n % 5,
                status=statuses[n % len(statuses)],
                unit=Unit(f"{n % 3}", f"{n % 3}"),
                encounter_type=list(EncounterType)[n % 4],
                start=NOON - timedelta(days=n % 5 + 3 * (n % 4)),
            )
            for n in range(24)
        ),
    )
    waiting = WorkListRule(state=ListState.UNSIGNED).query(ANNA, TODAY)

    with unit_of_work() as uow:
        whole = {row.id: row for row in uow.encounters.page(waiting, 0, 99)}
        for key in SortKey:
            up = [r.id for r in uow.encounters.page(replace(waiting, sort=key), 0, 99)]
            turned = replace(waiting, sort=key, descending=True)
            assert [r.id for r in uow.encounters.page(turned, 0, 99)] == up[::-1]
            assert set(up) == set(whole)
            assert [r.id for r in uow.encounters.page(replace(waiting, sort=key), 5, 4)] == up[5:9]
        by_status = [
            whole[r.id].status
            for r in uow.encounters.page(replace(waiting, sort=SortKey.STATUS), 0, 99)
        ]
    assert by_status == sorted(by_status, key=statuses.index)


def test_the_record_makes_an_event_more_complex_and_no_new_version(unit_of_work, found) -> None:
    store(unit_of_work, event("e1"), event("e2"))
    notes = CareRecord((RecordDocument("d", "Epikris", None, "", "x" * 12_000),))
    with unit_of_work() as uow:
        before = uow.encounters.get("e1")
        uow.encounters.put_record("e1", notes)
        again = uow.encounters.save(replace(before, status_reason="ändrad"), "s2")
        uow.commit()

    assert again.version == before.version + 1
    with unit_of_work() as uow:
        rows = {row.id: row.complexity for row in uow.encounters.page(WorkListQuery(), 0, 9)}
    assert rows == {"e1": Complexity.MIDDLE, "e2": Complexity.MIDDLE}
    with unit_of_work() as uow:
        uow.encounters.save(replace(again, start=moment("2026-02-01T08:00")), "s3")
        uow.commit()
    assert found(WorkListRule(complexities=(Complexity.MANY,))) == ["e1"]  # a longer stay too


def test_lists_are_kept_changed_and_removed_in_swedish_order(unit_of_work: Units) -> None:
    rule = WorkListRule(units=("A",), least_left=-3, text="höft", order=ListOrder.HARDEST)
    with unit_of_work() as uow:
        for key, name, owner in (("1", "Övrigt", "anna"), ("2", "Akut", ""), ("3", "Bos", "bo")):
            uow.work_list_rules.save(WorkListName(key, name, rule, owner, "anna"))
        uow.commit()

    with unit_of_work() as uow:
        assert [each.name for each in uow.work_list_rules.visible_to("anna")] == ["Akut", "Övrigt"]
        assert uow.work_list_rules.visible_to("anna")[1].rule == rule
        uow.work_list_rules.remove("1")
        uow.work_list_rules.remove("1")
        assert [each.id for each in uow.work_list_rules.visible_to("bo")] == ["2", "3"]
