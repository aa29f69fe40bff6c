"""The demonstration events, and the keys to them."""

from __future__ import annotations

import pytest

from app.domain.errors import NotFoundError
from app.domain.work_list import WorkListQuery
from app.services.context import AppContext
from app.services.demonstration import demo_key, has_demo, load_demo_once
from app.services.intake import remove_demo
from app.services.review import review
from app.services.signing import sign_event, signing_state
from app.services.work_list import work_count, work_page
from tests.services.workday import ANNA, event, put

EVERYTHING = WorkListQuery()


def test_a_new_database_gets_twelve_events_once(app: AppContext) -> None:
    assert not has_demo(app)

    assert load_demo_once(app)

    assert has_demo(app)
    assert work_count(app, EVERYTHING) == 12
    assert not load_demo_once(app)


def test_a_database_with_real_events_gets_none(app: AppContext) -> None:
    put(app, event())

    assert not load_demo_once(app)
    assert work_count(app, EVERYTHING) == 1


def test_they_do_not_come_back_once_they_are_taken_away(app: AppContext) -> None:
    load_demo_once(app)
    remove_demo(app)

    assert not load_demo_once(app)
    assert not has_demo(app)
    assert work_count(app, EVERYTHING) == 0


def test_every_key_can_be_signed_as_it_stands(app: AppContext) -> None:
    load_demo_once(app)
    keys = [demo_key(app, row.id) for row in work_page(app, EVERYTHING, 0, 20)]

    objections = {key.id: signing_state(key, review(app, key)) for key in keys}

    assert {key: state for key, state in objections.items() if not state.is_free} == {}


def test_a_key_leaves_the_event_itself_uncoded(app: AppContext) -> None:
    load_demo_once(app)
    key = demo_key(app, "demo-hip-fracture")

    assert key.principal is not None
    with app.unit_of_work() as uow:
        stored = uow.encounters.get(key.id)
    assert stored is not None and stored.diagnoses == ()
    assert sign_event(app, key, ANNA, "s1").encounter.diagnoses == key.diagnoses


@pytest.mark.parametrize("missing", ["demo-finns-inte", "demo-sepsis"])
def test_a_key_to_nothing_is_told(app: AppContext, missing: str) -> None:
    with pytest.raises(NotFoundError):
        demo_key(app, missing)
