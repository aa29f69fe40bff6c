"""Codes of earlier contacts by today's editions: what can be taken over, and what is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter, Procedure
from app.services.context import AppContext
from app.services.earlier_contacts import earlier_codes, take_over_all
from tests.services.workday import event

PRINCIPAL = DiagnosisRole.PRINCIPAL


@pytest.fixture
def books(app: AppContext) -> Codebooks:
    """The starter editions."""
    return app.library.for_day(None)


def earlier(*diagnoses: Diagnosis, procedures: tuple[Procedure, ...] = ()) -> Encounter:
    return replace(event(), id="earlier", diagnoses=diagnoses, procedures=procedures)


FRACTURE = Diagnosis("S72.0", PRINCIPAL, external_causes=("W01.0",), text="Höger höft")


def test_the_principal_comes_first_with_its_title_and_dependants_below(books: Codebooks) -> None:
    contact = earlier(Diagnosis("I10.9"), FRACTURE)

    codes = earlier_codes(contact, books, event().day)

    assert [(c.code, c.is_principal, c.is_dependent) for c in codes][:2] == [
        ("S72.0", True, False), ("W01.0", False, True),
    ]  # fmt: skip
    assert codes[-1].code == "I10.9"
    assert codes[-1].title == books.icd10se.concept("I10.9").title


def test_a_code_that_the_edition_lacks_is_listed_and_not_valid(books: Codebooks) -> None:
    (code,) = earlier_codes(earlier(Diagnosis("Q99.9X")), books, event().day)

    assert (code.code, code.title, code.is_valid) == ("Q99.9X", "", False)


def test_all_valid_codes_are_taken_over_with_what_hangs_on_them(books: Codebooks) -> None:
    contact = earlier(FRACTURE, Diagnosis("I10.9"), procedures=(Procedure("NFB09"),))

    taken = take_over_all(event(), contact, books, event().day)

    assert taken.encounter.principal == replace(FRACTURE, text="")
    assert [d.code for d in taken.encounter.diagnoses] == ["S72.0", "I10.9"]
    (procedure,) = taken.encounter.procedures
    assert (procedure.code, procedure.date) == ("NFB09", event().admission_day)
    assert taken.sentence == "4 koder togs över."


def test_what_is_not_valid_or_there_already_is_told(books: Codebooks) -> None:
    contact = earlier(Diagnosis("I10.9"), Diagnosis("Q99.9X", drugs=("N02BE01",)))
    present = replace(event(), diagnoses=(Diagnosis("I10.9", PRINCIPAL),))

    taken = take_over_all(present, contact, books, event().day)

    assert taken.encounter == present
    assert taken.left == ("Q99.9X", "N02BE01")
    assert taken.sentence == (
        "Inga koder togs över. Gäller inte på händelsens dag: Q99.9X, N02BE01. Fanns redan: I10.9."
    )


def test_the_event_keeps_its_own_principal_diagnosis(books: Codebooks) -> None:
    present = replace(event(), diagnoses=(Diagnosis("J18.9", PRINCIPAL),))

    taken = take_over_all(present, earlier(FRACTURE), books, event().day)

    assert taken.encounter.principal == present.principal
    assert [d.code for d in taken.encounter.secondaries] == ["S72.0"]


def test_a_code_that_may_not_lead_becomes_a_secondary_diagnosis(books: Codebooks) -> None:
    taken = take_over_all(event(), earlier(Diagnosis("B95.6", PRINCIPAL)), books, event().day)

    assert taken.encounter.principal is None
    assert [d.code for d in taken.encounter.diagnoses] == ["B95.6"]
