"""A person whose data are protected in one event is masked in all of theirs, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from app.domain.coding_acts import set_principal
from app.domain.encounter import Encounter, Status
from app.domain.patient import Protection
from app.domain.work_list import SortKey, WorkListQuery
from app.persistence.database import Database, open_database

from .events import NUMBER, event, patient

CONFIDENTIAL, REGISTRATION = Protection.CONFIDENTIAL, Protection.PROTECTED_REGISTRATION
NAMED = WorkListQuery(text="tolvan")


def save(database: Database, encounter: Encounter) -> Encounter:
    with database.unit_of_work() as uow:
        saved = uow.encounters.save(encounter, f"save-{encounter.id}-{encounter.version}")
        uow.commit()
    return saved


def protected(event_id: str, protection: Protection = CONFIDENTIAL) -> Encounter:
    return event(event_id, patient=patient(protection=protection))


def shown(database: Database) -> dict[str, tuple[str, str]]:
    with database.unit_of_work() as uow:
        rows = uow.encounters.page(WorkListQuery(), 0, 10)
    return {row.id: (row.patient_number, row.patient_name) for row in rows}


def found(database: Database, query: WorkListQuery) -> int:
    with database.unit_of_work() as uow:
        return uow.encounters.count(query)


def read(database: Database, event_id: str) -> Encounter:
    with database.unit_of_work() as uow:
        stored = uow.encounters.get(event_id)
    assert stored is not None
    return stored


MASKED = ("1985••••-••••", "Sekretessmarkering")


def test_events_read_in_before_a_protection_are_masked_by_it(database: Database) -> None:
    save(database, event("before"))
    save(database, event("signed", status=Status.SIGNED))
    save(database, event("other", patient=patient("Tolvan Andersson", "191212121212")))
    assert found(database, NAMED) == 3

    save(database, protected("new"))

    rows = shown(database)
    assert rows["before"] == rows["signed"] == rows["new"] == MASKED
    assert rows["other"] == ("191212121212", "Tolvan Andersson")
    assert read(database, "before").patient.is_protected
    assert found(database, NAMED) == 1  # nobody protected is found by name, or by part of a number
    assert found(database, WorkListQuery(text=NUMBER[:8])) == 0
    assert found(database, WorkListQuery(text=NUMBER)) == 3


def test_an_event_read_in_later_without_protection_is_masked(database: Database) -> None:
    save(database, protected("known", REGISTRATION))

    saved = save(database, event("later"))

    assert saved.patient.protection is REGISTRATION
    assert shown(database)["later"] == ("1985••••-••••", "Skyddad folkbokföring")
    assert found(database, NAMED) == 0


def test_the_strictest_protection_holds_in_all_events(database: Database) -> None:
    save(database, protected("mild"))
    save(database, protected("strict", REGISTRATION))
    save(database, protected("mild again"))

    assert {name for _, name in shown(database).values()} == {"Skyddad folkbokföring"}


def test_who_has_an_event_on_the_desk_can_save_it_after_it_was_masked(database: Database) -> None:
    on_the_desk = save(database, event("open"))
    save(database, protected("new"))

    saved = save(database, set_principal(on_the_desk, "J18.9"))

    assert saved.patient.protection is CONFIDENTIAL
    assert (saved.principal and saved.principal.code, saved.version) == ("J18.9", 2)
    assert shown(database)["open"] == MASKED


def test_masked_events_are_sorted_as_they_are_shown(database: Database) -> None:
    save(database, event("before"))
    save(database, event("Å", patient=patient("Åke Ek", "191212121212")))
    save(database, protected("new"))

    with database.unit_of_work() as uow:
        rows = uow.encounters.page(WorkListQuery(sort=SortKey.PATIENT), 0, 10)

    assert [row.id for row in rows] == ["before", "new", "Å"]


def test_events_without_a_number_do_not_share_a_protection(database: Database) -> None:
    save(database, event("named", patient=patient("Okänd Ett", "")))
    save(database, event("hidden", patient=patient("Okänd Två", "", CONFIDENTIAL)))

    assert not read(database, "named").patient.is_protected


@pytest.mark.parametrize("known", [CONFIDENTIAL, REGISTRATION])
def test_events_stored_by_an_earlier_program_are_masked_when_it_is_brought_up_to_date(
    sqlite_url: str, known: Protection
) -> None:
    opened = open_database(sqlite_url)
    save(opened, event("before"))
    save(opened, event("elsewhere", patient=patient(number="191212121212")))
    save(opened, protected("new", known))
    with opened.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE encounter SET protection = 'none', patient_key = 'tolvan',"
                " filter_text = 'before tolvan' WHERE id = 'before'"
            )
        )
        connection.execute(text("UPDATE alembic_version SET version_num = '0018'"))
    opened.close()

    opened = open_database(sqlite_url)

    assert read(opened, "before").patient.protection is known
    assert not read(opened, "elsewhere").patient.is_protected
    assert found(opened, NAMED) == 1
    opened.close()
