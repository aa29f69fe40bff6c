"""Who is at the desk, and who may read what they did."""

from __future__ import annotations

import pytest

from app.domain.access import Person, Role
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.services.access import add_person, get_person, list_people, read_access_log
from app.services.coding import open_event
from app.services.context import AppContext
from tests.services.workday import ANNA, BO, LEA, event, put


def test_a_new_person_is_kept_with_role_and_units(app: AppContext) -> None:
    person = add_person(app, "  Åsa   Berg ", Role.CLINICIAN, ("Medicin",))

    assert (person.name, person.role, person.units) == ("Åsa Berg", Role.CLINICIAN, ("Medicin",))
    assert get_person(app, person.id) == person


def test_people_come_in_swedish_order(app: AppContext) -> None:
    for name in ("Östen", "Åke", "Zara", "Anna", "Ärla"):
        add_person(app, name, Role.CODER)

    assert [person.name for person in list_people(app)] == ["Anna", "Zara", "Åke", "Ärla", "Östen"]


@pytest.mark.parametrize("name", ["", "   ", "anna lind", "ANNA  LIND"])
def test_a_name_is_needed_and_is_not_shared(app: AppContext, name: str) -> None:
    add_person(app, "Anna Lind", Role.CODER)

    with pytest.raises(AppError):
        add_person(app, name, Role.CODER)

    assert len(list_people(app)) == 1


def test_a_person_who_is_gone_is_told(app: AppContext) -> None:
    with pytest.raises(NotFoundError):
        get_person(app, "ingen")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEAD])
def test_only_the_lead_reads_the_access_log(app: AppContext, role: Role) -> None:
    with pytest.raises(NotAllowedError, match="kodningsansvarig"):
        read_access_log(app, Person("x", "X", role))


def test_the_log_comes_newest_first_and_for_one_event_if_asked(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))
    open_event(app, "e1", ANNA)
    open_event(app, "e2", BO)
    open_event(app, "e1", BO)

    lines = read_access_log(app, LEA)

    assert [(line.encounter_id, line.person_name) for line in lines] == [
        ("e1", "Bo Ek"),
        ("e2", "Bo Ek"),
        ("e1", "Anna Lind"),
    ]
    assert len(read_access_log(app, LEA, encounter_id="e1")) == 2
    assert len(read_access_log(app, LEA, limit=1)) == 1
