"""Notes of TakeCare: text, proposals, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.errors import InputFileError
from app.domain.record import ProposalState
from app.exchange.takecare import read_takecare_medications, read_takecare_notes
from app.exchange.text_file import decode
from tests.exchange.takecare_messages import (
    PATIENT,
    as_exported,
    drug,
    keyword,
    medications_message,
    note,
    notes_message,
)

FILE = Path(f"CareDocumentationGet_{PATIENT}_0.xml")
NUMBER = "<Value><NumVal><Val>165</Val><Unit>cm</Unit></NumVal></Value>"


def only_event(*notes: str):
    (event,) = read_takecare_notes(notes_message(*notes), FILE).events
    return event


def test_keywords_become_headings_in_reading_order() -> None:
    content = keyword(
        "Anamnes",
        inner=keyword("Socialt", "Gift") + keyword("Tobak", "Nej", comment="slutade 2010"),
    ) + keyword("Bedömning", "Rad ett.\n\n \n\nRad två.")

    (document,) = only_event(note(1, "202408291206", content=content)).record.documents

    assert document.text.split("\n") == [
        "Anamnes",
        "  Socialt: Gift",
        "  Tobak:",
        "    Nej",
        "    slutade 2010",
        "Bedömning:",
        "  Rad ett.",
        "",
        "  Rad två.",
    ]
    assert document.time == datetime.fromisoformat("2024-08-29T12:06")
    assert document.author_role == "Läkare"


def test_a_number_keeps_its_unit() -> None:
    content = f"<Keyword><Name>Längd</Name>{NUMBER}</Keyword>"

    assert only_event(note(1, "202408291206", content=content)).record.text.endswith(
        "Längd: 165 cm"
    )


def test_coded_keywords_become_open_proposals_and_no_codes() -> None:
    content = keyword("Diagnos enl ICD-10", "I633 Cerebral infarkt", "text utan kod", "I633 Igen")
    content += keyword("Operations- åtgärdskod", "KEC01 Prostatektomi", "SA101 Anestesi")
    event = only_event(note(1, "202408291206", content=content))

    offered = [(p.system, p.code, p.text, p.state) for p in event.record.proposals]

    assert offered == [
        (CodeSystem.ICD10SE, "I63.3", "Cerebral infarkt", ProposalState.OPEN),
        (CodeSystem.KVA, "KEC01", "Prostatektomi", ProposalState.OPEN),
        (CodeSystem.KVA, "SA101", "Anestesi", ProposalState.OPEN),
    ]
    assert event.encounter.diagnoses == ()
    assert event.encounter.procedures == ()
    assert {p.document_id for p in event.record.proposals} == {event.record.documents[0].id}


def test_sex_and_birth_date_are_read_off_the_number() -> None:
    patient = only_event(note(1, "202408291206")).encounter.patient

    assert (patient.sex.value, f"{patient.birth_date}") == ("male", "1890-01-02")


def test_no_id_and_no_message_carries_the_number() -> None:
    reading = read_takecare_notes(
        notes_message(note(1, "202408291206"), note(2, "när som helst")), FILE
    )
    event = reading.events[0]
    shown = [event.encounter.id, event.record.documents[0].id, repr(event), repr(reading.rejected)]
    shown += [reading.rejected[0].file_name, reading.rejected[0].reason]

    assert not any(PATIENT in text or PATIENT[4:] in text for text in shown)


def test_a_note_without_time_is_set_aside_and_can_be_read_again() -> None:
    bad = note(2, "när som helst").replace("när som helst", "", 1)

    reading = read_takecare_notes(notes_message(note(1, "202408291206"), bad), FILE)

    (rejected,) = reading.rejected
    assert len(reading.events) == 1
    assert (rejected.place, rejected.file_name) == (
        "anteckning 2",
        "CareDocumentationGet_1890••••••••_0.xml",
    )
    assert "EventDateTime" in rejected.reason
    assert f"{PATIENT}-2" in rejected.content


def test_a_number_with_wrong_check_digit_is_kept_and_told() -> None:
    message = notes_message(note(1, "202408291206"), patient="189001029818")

    reading = read_takecare_notes(message, FILE)

    assert not reading.events[0].encounter.patient.identity.is_valid
    assert "inte giltigt" in reading.remarks[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<X2Message><CareDocumentation>", "avklippt"),
        ("<annat/>", "inget meddelande från TakeCare"),
        (notes_message(note(1, "202408291206"), patient=""), "PatientId"),
        (f"<X2Message>{'<Keyword>' * 80}{'</Keyword>' * 80}</X2Message>", "nivåer"),
        ('<!DOCTYPE X2Message SYSTEM "http://x/y.dtd"><X2Message/>', "entiteter"),
        (
            '<!DOCTYPE X [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><X2Message>&b;</X2Message>',
            "entiteter",
        ),
        (
            '<!DOCTYPE X [<!ENTITY f SYSTEM "file:///etc/passwd">]><X2Message>&f;</X2Message>',
            "entiteter",
        ),
    ],
)
def test_an_unsound_message_is_refused_with_a_remedy(text: str, told: str) -> None:
    with pytest.raises(InputFileError, match=told) as refused:
        read_takecare_notes(text, FILE)

    assert str(refused.value).startswith("Filen CareDocumentationGet_1890••••••••_0.xml ")
    assert PATIENT not in str(refused.value)


WHOLE = as_exported(
    notes_message(note(1, "202408291206"), note(2, "202409180839", title="Inskrivning"))
)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_file_cut_off_anywhere_is_refused_by_a_sentence(length: int) -> None:
    with pytest.raises(InputFileError, match=r"Filen .*(avklippt|tom)"):
        read_takecare_notes(decode(WHOLE[:length], FILE.name).text, FILE)


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_sentence(content: bytes) -> None:
    with suppress(InputFileError):
        read_takecare_notes(decode(content, FILE.name).text, FILE)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_and_value_of_a_keyword_is_kept(name: str, value: str) -> None:
    allowed = "".join(c for c in value if c.isprintable() and ord(c) < 0xD800).strip()
    heading = "".join(c for c in name if c.isprintable() and ord(c) < 0xD800).strip()
    content = keyword(heading, allowed)

    text = only_event(note(1, "202408291206", content=content)).record.text

    assert allowed in text
    assert heading in text


def test_each_drug_of_a_prescription_becomes_a_medication() -> None:
    message = medications_message(drug(1, start="20240918", end="20240927"), drug(2, atc=""))

    (read,) = read_takecare_medications(message, FILE).medications

    first = read.medications[0]
    assert read.patient_number == PATIENT
    assert [m.atc for m in read.medications] == ["B01AC06", ""]
    assert (first.name, first.substance) == ("Trombyl Tablett 75 mg", "Acetylsalicylsyra")
    assert (f"{first.start}", f"{first.end}") == ("2024-09-18", "2024-09-27")
    assert (first.reason, first.dosage) == ("förebyggande", "1 tablett på morgonen")
    assert PATIENT not in first.id


def test_a_prescription_without_id_is_set_aside() -> None:
    message = medications_message(drug(1), drug(2, document=""))

    reading = read_takecare_medications(message, FILE)

    assert len(reading.medications[0].medications) == 1
    assert [r.place for r in reading.rejected] == ["ordination 2"]
    assert PATIENT in reading.rejected[0].content


def test_a_medication_file_without_patient_is_refused() -> None:
    with pytest.raises(InputFileError, match="PatientID"):
        read_takecare_medications(medications_message(drug(1), patient=""), FILE)
