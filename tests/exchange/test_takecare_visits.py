"""Which notes of a TakeCare record are one care event."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.domain.care_types import EncounterClass, EncounterType
from app.domain.encounter import Status
from app.domain.intake import IncomingEvent
from app.exchange.takecare import read_takecare_notes
from tests.exchange.takecare_messages import CLINIC, WARD, keyword, note, notes_message

FILE = Path("export.xml")
IN, OUT = "Inskrivningsanteckning", "Utskrivningsanteckning"


def events_of(*notes: str) -> tuple[IncomingEvent, ...]:
    return read_takecare_notes(notes_message(*notes), FILE).events


def spans(events: tuple[IncomingEvent, ...]) -> list[tuple[str, str, int]]:
    """Start, end and number of notes of each event."""
    return [
        (
            f"{event.encounter.start:%m%d %H%M}",
            f"{event.encounter.end:%m%d %H%M}" if event.encounter.end else "open",
            len(event.record.documents),
        )
        for event in events
    ]


def stay_note(number: int, moment: str, vardtid: str, title: str = OUT) -> str:
    content = keyword("Vårdtid", vardtid) + keyword("Utskriven till", "Eget boende")
    return note(number, moment, title=title, unit=WARD, content=content)


def test_patient_unit_and_day_are_one_visit_ended_2359() -> None:
    events = events_of(
        note(1, "202408291057"),
        note(2, "202408291206"),
        note(3, "202408300800"),
        note(4, "202408291100", unit=WARD),
    )

    assert spans(events) == [
        ("0829 1057", "0829 2359", 2),
        ("0829 1100", "0829 2359", 1),
        ("0830 0800", "0830 2359", 1),
    ]
    assert {e.encounter.encounter_class for e in events} == {EncounterClass.OUTPATIENT}
    assert len({e.encounter.id for e in events}) == 3


def test_admission_and_discharge_bracket_a_stay() -> None:
    events = events_of(
        note(1, "202409180839", title=f"{IN} SSK", unit=WARD),
        note(2, "202409180700", unit=WARD),
        note(3, "202409201200", title="Daganteckning", unit=WARD),
        note(4, "202409201300", unit=CLINIC),
        note(5, "202409271104", title="Utskrivning-omvårdnad", unit=WARD),
        note(6, "202409271623", title=OUT, unit=WARD),
        note(7, "202409281000", unit=WARD),
    )

    assert spans(events) == [
        ("0918 0839", "0927 1623", 5),
        ("0920 1300", "0920 2359", 1),
        ("0928 1000", "0928 2359", 1),
    ]
    assert events[0].encounter.encounter_type is EncounterType.INPATIENT
    assert events[0].encounter.status is Status.READY


def test_an_operation_note_of_another_unit_belongs_to_the_stay_around_it() -> None:
    events = events_of(
        note(1, "202409180839", title=IN, unit=WARD),
        note(2, "202409191000", title="Operationsberättelse", unit="99"),
        note(3, "202410191000", title="Operationsberättelse", unit="99"),
        note(4, "202409271623", title=OUT, unit=WARD),
    )

    assert spans(events) == [("0918 0839", "0927 1623", 3), ("1019 1000", "1019 2359", 1)]


def test_a_discharge_alone_takes_its_beginning_from_vardtid() -> None:
    events = events_of(
        note(1, "202409191000", unit=WARD),
        stay_note(2, "202409271104", "20240918-20240927"),
    )

    assert spans(events) == [("0918 0000", "0927 1104", 2)]
    assert events[0].encounter.discharge_mode == "Eget boende"


def test_a_summary_written_later_does_not_prolong_the_stay() -> None:
    events = events_of(
        note(1, "202409180839", title=IN, unit=WARD),
        stay_note(2, "202410041104", "2024-09-18 – 2024-09-27"),
    )

    assert spans(events) == [("0918 0839", "0927 2359", 2)]


def test_a_discharge_alone_begins_with_the_notes_before_it_and_tells_so() -> None:
    reading = read_takecare_notes(
        notes_message(
            note(1, "202211011005", unit=WARD),
            note(2, "202211121005", unit=WARD),
            note(3, "202211131013", title="Daganteckning", unit=WARD),
            note(4, "202211191014", title=OUT, unit=WARD),
        ),
        FILE,
    )

    assert spans(reading.events) == [("1101 1005", "1101 2359", 1), ("1112 1005", "1119 1014", 3)]
    assert "uppskattad" in reading.remarks[0]


def test_a_stay_without_discharge_is_open() -> None:
    events = events_of(
        note(1, "202409180839", title=IN, unit=WARD),
        note(2, "202409200839", title="Daganteckning", unit=WARD),
        note(3, "202412010839", unit=WARD),
    )

    assert events[0].encounter.end is None
    assert events[0].encounter.status is Status.OPEN
    assert [n for *_, n in spans(events)] == [2, 1]


def test_a_new_admission_begins_the_next_stay() -> None:
    events = events_of(
        note(1, "202409180839", title=IN, unit=WARD),
        note(2, "202409181000", title=IN, unit=WARD),
        note(3, "202409200839", title=OUT, unit=WARD),
        note(4, "202409201800", title=IN, unit=WARD),
        note(5, "202409250839", title=OUT, unit=WARD),
    )

    assert spans(events) == [("0918 0839", "0920 0839", 3), ("0920 1800", "0925 0839", 2)]


def test_a_discharge_long_after_an_unfinished_stay_is_another_stay() -> None:
    events = events_of(
        note(1, "202401180839", title=IN, unit=WARD),
        note(2, "202409200839", title=OUT, unit=WARD),
    )

    assert spans(events) == [("0118 0839", "open", 1), ("0920 0839", "0920 0839", 1)]


def test_a_discharge_whose_vardtid_begins_later_does_not_end_the_open_stay() -> None:
    events = events_of(
        note(1, "202409010839", title=IN, unit=WARD),
        stay_note(2, "202409270839", "20240918-20240927"),
    )

    assert spans(events) == [("0901 0839", "open", 1), ("0918 0000", "0927 0839", 1)]


def test_two_stays_that_begin_on_the_same_day_have_different_ids() -> None:
    events = events_of(
        note(1, "202409180839", title=IN, unit=WARD),
        note(2, "202409181000", title=OUT, unit=WARD),
        note(3, "202409181400", title=IN, unit=WARD),
        note(4, "202409200900", title=OUT, unit=WARD),
    )

    assert spans(events) == [("0918 0839", "0918 1000", 2), ("0918 1400", "0920 0900", 2)]
    assert len({e.encounter.id for e in events}) == 2


def test_a_telephone_contact_is_a_contact_without_visit() -> None:
    (event,) = events_of(note(1, "202409180839", title="Telefonkontakt utan besök"))

    assert event.encounter.encounter_type is EncounterType.CONTACT_WITHOUT_VISIT


NEW_YEAR = datetime.fromisoformat("2024-01-01")
moments = st.integers(0, 60 * 24).map(lambda h: NEW_YEAR + timedelta(hours=h))
titles = st.sampled_from([IN, OUT, "Daganteckning", "Operationsberättelse", "Besök"])
random_notes = st.lists(st.tuples(moments, titles, st.sampled_from([WARD, CLINIC])), max_size=12)


@given(random_notes)
def test_every_note_is_in_exactly_one_event_whatever_the_order(
    told: list[tuple[datetime, str, str]],
) -> None:
    notes = [
        note(number, f"{moment:%Y%m%d%H%M}", title=title, unit=unit)
        for number, (moment, title, unit) in enumerate(told)
    ]

    events = events_of(*notes)

    held = Counter(doc.id for event in events for doc in event.record.documents)
    assert len(held) == len(told)
    assert set(held.values()) <= {1}
    assert len({event.encounter.id for event in events}) == len(events)
    assert all(event.record.documents for event in events)
    assert events == events_of(*reversed(notes))
