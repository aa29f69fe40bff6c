from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from app.domain.access import Person
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Status, Unit
from app.domain.patient import Protection
from app.domain.work_list import SortKey, WorkListQuery
from app.persistence import event_letters, event_words, work_list
from app.persistence.swedish_order import swedish_key
from app.persistence.unit_of_work import SqlUnitOfWork

from .events import coded, event, moment, patient

Units = Callable[[], SqlUnitOfWork]
Store = Callable[..., None]


@pytest.fixture
def store(unit_of_work: Units) -> Store:
    def save_all(*encounters: Encounter) -> None:
        with unit_of_work() as uow:
            for encounter in encounters:
                uow.encounters.save(encounter, f"save-{encounter.id}")
            uow.commit()

    return save_all


@pytest.fixture
def ids(unit_of_work: Units) -> Callable[..., list[str]]:
    def find(offset: int = 0, limit: int = 100, **query: object) -> list[str]:
        with unit_of_work() as uow:
            asked = WorkListQuery(**query)
            rows = uow.encounters.page(asked, offset, limit)
            if not offset and limit == 100:
                assert uow.encounters.count(asked) == len(rows)
            return [row.id for row in rows]

    return find


def ended(day: int) -> datetime:
    return moment(f"2026-03-{day:02}T12:00")


def test_closed_unclassified_events_come_first_oldest_first(store: Store, ids: Units) -> None:
    store(
        event("signerad", status=Status.SIGNED, end=ended(1)),
        event("pågående", status=Status.OPEN, end=None),
        event("ej avslutad", status=Status.READY, end=None, start=moment("2026-01-01T00:00")),
        event("parkerad", status=Status.PARKED, end=ended(1)),
        event("åter", status=Status.REOPENED, end=ended(3)),
        event("påbörjad", status=Status.DRAFT, end=ended(2)),
        event("nyare", end=ended(5)),
        event("äldre", end=ended(4)),
    )

    expected = ["äldre", "nyare", "påbörjad", "åter", "parkerad", "ej avslutad", "pågående"]
    assert ids() == [*expected, "signerad"]
    assert ids(descending=True) == ["signerad", *reversed(expected)]


def test_a_page_is_a_slice_of_the_list(store: Store, ids: Units) -> None:
    store(*(event(f"e{day}", end=ended(day)) for day in range(1, 8)))

    assert ids(offset=2, limit=3) == ["e3", "e4", "e5"]
    assert ids(offset=6, limit=3) == ["e7"]
    assert ids(offset=9, limit=3) == []


def test_a_row_shows_what_the_list_needs(store: Store, unit_of_work: Units) -> None:
    store(replace(coded("e1"), status=Status.PARKED, status_reason="Väntar", record_changed=True))
    with unit_of_work() as uow:
        uow.claims.take("e1", Person("anna", "Anna Ek"), 30)

        (row,) = uow.encounters.page(WorkListQuery(), 0, 10)
    assert (row.id, row.status, row.unit) == ("e1", Status.PARKED, "Ögonkliniken")
    assert (row.start, row.end) == (event().start, event().end)
    assert (row.patient_number, row.patient_name) == ("198501012384", "Tolvan Tolvansson")
    assert (row.principal, row.claimed_by, row.status_reason) == ("E11.3", "Anna Ek", "Väntar")
    assert row.record_changed
    assert row.encounter_class is EncounterClass.INPATIENT
    assert row.encounter_type is EncounterType.INPATIENT


def test_units_and_names_sort_as_swedish_does(
    store: Store, ids: Units, unit_of_work: Units
) -> None:
    names = ["Zäta", "Ögon", "alfa", "Ärr", "Åskväder", "Évian", "Beta"]
    store(*(event(n, unit=Unit(n, n), patient=patient(n)) for n in names))

    expected = ["alfa", "Beta", "Évian", "Zäta", "Åskväder", "Ärr", "Ögon"]
    assert ids(sort=SortKey.UNIT) == expected
    assert ids(sort=SortKey.PATIENT) == expected
    assert ids(sort=SortKey.UNIT, descending=True) == expected[::-1]
    with unit_of_work() as uow:
        assert uow.encounters.units() == expected


def test_classes_and_types_sort_as_swedish_does(store: Store, ids: Units) -> None:
    store(*(event(c.value, encounter_class=c) for c in EncounterClass))
    by_class = sorted((c.value for c in EncounterClass), key=swedish_key)
    assert ids(sort=SortKey.CLASS) == by_class

    store(*(event(t.name, encounter_type=t, unit=Unit("t")) for t in EncounterType))
    by_type = sorted(EncounterType, key=lambda t: swedish_key(t.value))
    assert ids(sort=SortKey.TYPE, units=("t",)) == [t.name for t in by_type]


def test_statuses_sort_along_the_life_of_an_event(store: Store, ids: Units) -> None:
    store(*(event(status.value, status=status) for status in reversed(Status)))

    assert ids(sort=SortKey.STATUS) == [status.value for status in Status]


@pytest.mark.parametrize("sort", [SortKey.START, SortKey.END])
def test_events_without_a_time_come_last(store: Store, ids: Units, sort: SortKey) -> None:
    store(
        event("utan", start=None, end=None),
        event("sen", start=ended(3), end=ended(4)),
        event("tidig", start=ended(1), end=ended(2)),
    )

    assert ids(sort=sort) == ["tidig", "sen", "utan"]
    assert ids(sort=sort, descending=True) == ["utan", "sen", "tidig"]


def test_claimed_events_sort_by_the_name_of_their_holder(
    store: Store, ids: Units, unit_of_work: Units
) -> None:
    store(event("a"), event("b"), event("c"), event("d"))
    with unit_of_work() as uow:
        uow.claims.take("c", Person("1", "Östen"), 30)
        uow.claims.take("b", Person("2", "Bo"), 30)
        uow.claims.take("a", Person("3", "Adam"), 0)
        uow.commit()

    assert ids(sort=SortKey.CLAIMED) == ["b", "c", "a", "d"]
    assert ids(sort=SortKey.CLAIMED, descending=True) == ["d", "a", "c", "b"]
    assert ids(sort=SortKey.CLAIMED, offset=1, limit=2) == ["c", "a"]
    assert ids(sort=SortKey.CLAIMED, offset=3, limit=2) == ["d"]
    assert ids(sort=SortKey.CLAIMED, descending=True, offset=1, limit=2) == ["a", "c"]


def test_the_list_is_restricted_by_status_unit_class_and_holder(
    store: Store, ids: Units, unit_of_work: Units
) -> None:
    store(
        event("e1", status=Status.DRAFT, unit=Unit("1", "Öron")),
        event("e2", status=Status.SIGNED, encounter_class=EncounterClass.EMERGENCY),
        event("e3", end=None),
    )
    with unit_of_work() as uow:
        uow.claims.take("e2", Person("anna", "Anna Ek"), 30)
        uow.claims.take("e1", Person("bo", "Bo Ask"), 0)
        uow.commit()

    assert ids(statuses=(Status.DRAFT, Status.SIGNED)) == ["e1", "e2"]
    assert ids(statuses=(Status.READY,)) == ["e3"]
    assert ids(units=("Öron",)) == ["e1"]
    assert ids(units=("öron",)) == []
    assert ids(classes=(EncounterClass.EMERGENCY,)) == ["e2"]
    assert ids(claimed_by="anna") == ["e2"]
    assert ids(claimed_by="Anna Ek") == ["e2"]
    assert ids(claimed_by="bo") == []
    assert ids(statuses=(Status.DRAFT,), units=("Ögonkliniken",)) == []


@pytest.mark.parametrize(
    "text",
    [
        "ÖGON",
        "tolvan",
        "19850101-2384",
        "850101-2384",
        "850101",
        "850101-23",
        "e11.3",
        "E113",
        "ÄPPLE",
        "ögon tol",
    ],
)
def test_an_event_is_found_by_what_it_says(store: Store, ids: Units, text: str) -> None:
    store(coded("äpple-1"), event("annan", unit=Unit("x"), patient=patient("Bo", "199010102391")))

    assert ids(text=text) == ["äpple-1"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "tolvan beta", "'"])
def test_signs_of_the_query_language_are_plain_text(store: Store, ids: Units, text: str) -> None:
    store(coded("e1"))

    assert ids(text=text) == []


def protected(event_id: str, protection: Protection) -> Encounter:
    return event(event_id, patient=patient("Hemlig Hansson", protection=protection))


@pytest.mark.parametrize("protection", [Protection.CONFIDENTIAL, Protection.PROTECTED_REGISTRATION])
def test_a_protected_person_is_neither_shown_nor_found_by_name(
    store: Store, ids: Units, unit_of_work: Units, protection: Protection
) -> None:
    store(protected("e1", protection))

    with unit_of_work() as uow:
        (row,) = uow.encounters.page(WorkListQuery(), 0, 10)
    assert (row.patient_number, row.patient_name) == (
        "1985••••-••••",
        protected("e1", protection).patient.shown_name,
    )
    assert ids(text="Hemlig") == ids(text="hansson") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("198501012384", ["e1"]),
        ("19850101-2384", ["e1"]),
        ("850101-2384", ["e1"]),
        ("850101-238", []),
        ("850101", []),
        ("2384", []),
    ],
)
def test_a_protected_person_is_found_by_the_whole_number_alone(
    store: Store, ids: Units, text: str, found: list[str]
) -> None:
    store(protected("e1", Protection.CONFIDENTIAL))

    assert ids(text=text) == found


def test_the_events_of_one_person_stand_in_the_order_of_the_list(store: Store, ids: Units) -> None:
    store(event("e1", status=Status.SIGNED), event("e2"), event("e3", status=Status.DRAFT))

    whole = ids()

    assert ids(text="19850101-2384") == whole
    assert ids(text="19850101-2384", descending=True) == whole[::-1] != whole


def test_a_protected_name_does_not_show_in_the_order(store: Store, ids: Units) -> None:
    store(
        event("e1", patient=patient("Aa", "191212121212", Protection.CONFIDENTIAL)),
        event("e2", patient=patient("Örn", "191212121212", Protection.CONFIDENTIAL)),
        event("e3", patient=patient("Bo")),
        event("e4", patient=patient("Ture")),
    )

    assert ids(sort=SortKey.PATIENT) == ["e3", "e1", "e2", "e4"]


def test_the_statuses_are_counted(store: Store, unit_of_work: Units) -> None:
    store(event("e1"), event("e2"), event("e3", status=Status.SIGNED))

    with unit_of_work() as uow:
        assert uow.encounters.count_by_status() == {"ready": 2, "signed": 1}


def test_a_code_changed_is_a_code_found(store: Store, ids: Units, unit_of_work: Units) -> None:
    store(coded("e1"))
    with unit_of_work() as uow:
        read = uow.encounters.get("e1")
        assert read is not None
        new = (Diagnosis("I10.9", DiagnosisRole.PRINCIPAL),)
        uow.encounters.save(replace(read, diagnoses=new), "s2")
        uow.commit()

    assert ids(text="i109") == ["e1"]
    assert ids(text="e113") == []


def test_names_of_any_length_are_stored(store: Store, ids: Units) -> None:
    long = "".join(chr(0x4E00 + number % 20_000) for number in range(0, 60_000, 7))
    store(event("e1", unit=Unit(long, long), patient=patient(long)))

    assert ids() == ["e1"]


def test_a_signed_event_with_a_changed_record_waits_among_the_unsigned(
    store: Store, ids: Units
) -> None:
    store(
        event("e1", status=Status.SIGNED),
        event("e2", status=Status.SIGNED, record_changed=True),
        event("e3", status=Status.READY),
    )

    assert ids(statuses=(Status.READY,), include_changed=True) == ["e3", "e2"]
    assert ids(statuses=(Status.READY,)) == ["e3"]
    assert set(ids(statuses=(Status.SIGNED,))) == {"e1", "e2"}


#: Words of every kind; those with signs mean something to an index of words.
WORDS = (
    *("ö", "öst", "ÖST", "åsa", "sa ö", "an", "hans hans", "9901", "19850101-23", "1985+01", "1-2"),
    *(
        "e1",
        "e1 AND",
        "OR",
        "not-e1",
        '"',
        '""',
        'öst"',
        "öst*",
        "^öst",
        "text:öst",
        "(öst)",
        "a\\",
    ),
    *("öst " * 60, "ö" * 400, "NEAR(öst åsa)", "i10.9", "i10.9 öst", "%", "st\u00f6", "o\u0308st"),
)


def find_by_every_way(ids: Units, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each word finds; the same where its events are few, many, or nearly all there are."""
    found = {word: ids(text=word) for word in WORDS}
    monkeypatch.setattr(work_list, "_FEW_BY_WORDS", -1)
    assert {word: ids(text=word) for word in WORDS} == found
    for each in (event_words, event_letters):
        monkeypatch.setattr(each, "_MANY_OF_SAMPLE", -1)
    assert {word: ids(text=word) for word in WORDS} == found
    return found


def test_words_find_the_same_however_many_events_have_them(
    store: Store, ids: Units, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = patient("Åsa Öst", "191212121212", Protection.CONFIDENTIAL)
    events = [
        event("e1", patient=patient("Åsa Öst"), unit=Unit("1", 'Hansa "öst"*')),
        event(
            "e2", patient=patient("Hans Hansson", "199010102391"), unit=Unit("2", "Not-E1 (öst)")
        ),
        event("e3", patient=hidden, unit=Unit("3", "a\\b%"), diagnoses=coded().diagnoses),
        event("e4", patient=patient("Ost Asa"), unit=Unit("1", "Öst AND NEAR text:öst ^öst")),
    ]
    store(*events)

    found = find_by_every_way(ids, monkeypatch)

    assert found["öst"] == found["ÖST"] == ["e1", "e2", "e4"]
    assert found["åsa"] == ["e1"]
    assert found["1985+01"] == ["e1", "e4"]
    assert (found["öst*"], found["(öst)"], found["text:öst"]) == ([], ["e2"], ["e4"])
    assert found['öst"'] == ["e1"] and found["a\\"] == ["e3"] and found["%"] == ["e3"]
    assert found["o\u0308st"] == found["ö" * 400] == []


def test_words_follow_an_event_that_is_changed_hidden_or_removed(
    store: Store, ids: Units, unit_of_work: Units
) -> None:
    store(event("e1"), event("e2"), event("e3"))
    with unit_of_work() as uow:
        for event_id, person in (
            ("e1", patient("Måns Öman")),
            ("e2", patient("Tolvan", "191212121212", Protection.CONFIDENTIAL)),
        ):
            read = uow.encounters.get(event_id)
            assert read is not None
            uow.encounters.save(replace(read, patient=person), f"again-{event_id}")
        uow.encounters.remove("e3")
        uow.commit()
    with unit_of_work() as uow:
        read = uow.encounters.get("e1")
        assert read is not None
        uow.encounters.save(replace(read, patient=patient("Vera Bo")), "not kept")

    assert (ids(text="tolvan"), ids(text="öman"), ids(text="vera")) == ([], ["e1"], [])
    assert ids(text="ögonkliniken") == ["e1", "e2"]
