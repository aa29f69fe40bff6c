from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from app.domain.access import Person
from app.domain.errors import ClaimedByOtherError, NotFoundError
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import event

Units = Callable[[], SqlUnitOfWork]

ANNA, BO = Person("anna", "Anna Ek"), Person("bo", "Bo Ask")


@pytest.fixture(autouse=True)
def stored_event(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.encounters.save(event("e1"), "s1")
        uow.commit()


def take(unit_of_work: Units, person: Person, minutes: int) -> None:
    with unit_of_work() as uow:
        uow.claims.take("e1", person, minutes)
        uow.commit()


def test_a_claim_names_its_holder_until_half_an_hour_from_now(unit_of_work: Units) -> None:
    take(unit_of_work, ANNA, 30)

    with unit_of_work() as uow:
        held = uow.claims.holder("e1")
        assert (uow.claims.is_holding("anna"), uow.claims.is_holding("bo")) == (True, False)
    assert held is not None
    assert (held.person_id, held.person_name) == ("anna", "Anna Ek")
    # The database's clock is this machine's; a minute off would be a wrong zone or unit.
    assert abs(held.until - datetime.now(UTC) - timedelta(minutes=30)) < timedelta(minutes=1)


def test_a_claimed_event_is_refused_to_others_by_name(unit_of_work: Units) -> None:
    take(unit_of_work, ANNA, 30)

    with unit_of_work() as uow, pytest.raises(ClaimedByOtherError, match="Anna Ek arbetar"):
        uow.claims.take("e1", BO, 30)

    with unit_of_work() as uow:
        held = uow.claims.holder("e1")
    assert held is not None and held.person_id == "anna"


def test_taking_again_renews(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        first = uow.claims.take("e1", ANNA, 10)
        second = uow.claims.take("e1", ANNA, 30)

    assert second.until - first.until >= timedelta(minutes=20)


def test_a_lease_that_ran_out_on_the_databases_clock_is_free(unit_of_work: Units) -> None:
    take(unit_of_work, ANNA, 0)

    with unit_of_work() as uow:
        assert uow.claims.holder("e1") is None
        assert not uow.claims.is_holding("anna")
    take(unit_of_work, BO, 30)
    with unit_of_work() as uow, pytest.raises(ClaimedByOtherError):
        uow.claims.take("e1", ANNA, 30)


def test_a_released_event_is_free(unit_of_work: Units) -> None:
    take(unit_of_work, ANNA, 30)

    with unit_of_work() as uow:
        uow.claims.release("e1", "anna")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.claims.holder("e1") is None


def test_nobody_releases_the_claim_of_another(unit_of_work: Units) -> None:
    take(unit_of_work, ANNA, 30)

    with unit_of_work() as uow:
        uow.claims.release("e1", "bo")
        uow.commit()

    with unit_of_work() as uow:
        assert uow.claims.holder("e1") is not None


def test_an_event_that_is_gone_cannot_be_claimed(unit_of_work: Units) -> None:
    with unit_of_work() as uow, pytest.raises(NotFoundError):
        uow.claims.take("finns inte", ANNA, 30)


def test_of_two_who_take_one_event_at_once_exactly_one_wins(unit_of_work: Units) -> None:
    for _ in range(10):
        start, outcomes = Barrier(2), []

        def race(person: Person, start: Barrier = start, outcomes: list[str] = outcomes) -> None:
            start.wait()
            try:
                take(unit_of_work, person, 30)
                outcomes.append(person.id)
            except ClaimedByOtherError:
                outcomes.append("refused")

        threads = [Thread(target=race, args=(person,)) for person in (ANNA, BO)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)

        winner = next(outcome for outcome in outcomes if outcome != "refused")
        assert sorted(outcomes) == sorted([winner, "refused"])
        with unit_of_work() as uow:
            held = uow.claims.holder("e1")
            assert held is not None and held.person_id == winner
            uow.claims.release("e1", winner)
            uow.commit()
