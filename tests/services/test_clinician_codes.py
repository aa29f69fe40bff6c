"""The three best codes for a free diagnosis text, and what choosing one does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bootstrap import bootstrap
from app.domain.codes import CodeSystem
from app.domain.coding_acts import set_principal
from app.domain.encounter import Diagnosis, DiagnosisRole, Encounter
from app.domain.own_codes import OwnCode, OwnCodes, OwnReason, UsedCode
from app.domain.visit_offers import MOST_CODES, CodeOffer, TeamPrincipal
from app.services.clinician_codes import best_codes, choose_code
from app.services.context import AppContext
from tests.services.workday import event

ICD, KVA = CodeSystem.ICD10SE, CodeSystem.KVA
TEAM = TeamPrincipal(Diagnosis("F33.1", DiagnosisRole.PRINCIPAL, text="Depression"), "Läkare")


def found(app: AppContext, text: str, encounter: Encounter | None = None) -> list[str]:
    return [offer.code for offer in best_codes(app, text, encounter or event())]


def chosen(
    app: AppContext,
    encounter: Encounter,
    code: str,
    typed: str = "",
    team: TeamPrincipal | None = None,
) -> Encounter:
    system = KVA if code[:2].isalpha() else ICD
    books = app.library.for_day(encounter.day)
    return choose_code(encounter, books, CodeOffer(system, code, "", ""), typed, team)


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """One workstation for all: nothing is stored here, and its index is built once."""
    folder = tmp_path_factory.mktemp("clinician-codes")
    shutil.copy(sqlite_template, folder / "kodklar.sqlite")
    opened = bootstrap(folder, f"sqlite:///{folder / 'kodklar.sqlite'}")
    _APP[:] = [opened]
    yield opened
    opened.close()


#: Hypothesis calls a test many times, and asks for it outside the fixtures.
_APP: list[AppContext] = []


def test_the_code_of_a_procedure_is_found_and_goes_on_as_one(app: AppContext) -> None:
    (offer,) = best_codes(app, " dn001 ", event())
    books = app.library.for_day(event().day)

    coded = choose_code(event(), books, offer, "dn001")

    assert (offer.system, offer.code) == (KVA, "DN001")
    assert [row.code for row in coded.procedures] == ["DN001"]
    assert found(app, "QQ999") == []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hypertoni", "I10.9"),
        ("diabetes typ 2", "E11.9"),
        ("sår på fingret", "S61.0"),
        ("I10", "I10.9"),
        ("s610", "S61.0"),
        ("Essentiell hypertoni, välinställd", "I10.9"),
        ("diabetes typ 2 årskontroll", "E11.9"),
        ("grå starr höger öga", "H26.9"),
        ("karpaltunnelsyndrom bilateralt", "G56.0"),
        ("vaccination mot influensa", "Z25.1"),
        ("magont sedan tre dagar", "R10.4"),
    ],
)
def test_the_best_code_can_be_reported_and_comes_first(
    app: AppContext, typed: str, first: str
) -> None:
    offers = best_codes(app, typed, event())

    assert offers[0].code == first
    assert not offers[0].is_guess
    assert all(offer.why for offer in offers)


def test_what_is_found_for_a_part_of_the_text_says_so(app: AppContext) -> None:
    (first, *_rest) = best_codes(app, "diabetes typ 2 årskontroll", event())

    assert first.why.startswith("för ”diabetes typ 2”")


def test_one_word_of_several_and_a_misspelling_are_guesses(app: AppContext) -> None:
    for typed in ("magont efter skidresan", "hypertnoi", "tillstånd efter stroke"):
        offers = best_codes(app, typed, event())
        assert offers
        assert all(offer.is_guess for offer in offers)


def test_of_two_conditions_the_first_is_answered_and_the_other_stays(app: AppContext) -> None:
    offers = best_codes(app, "cystit och hypertoni", event())

    assert offers[0].code == "N30.9"
    assert not offers[0].is_guess
    assert {(offer.text, offer.rest) for offer in offers} == {("cystit", "hypertoni")}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bröstsmärta och ej hjärtinfarkt", "R07.4"),
        ("bröstsmärta, ej hjärtinfarkt", "R07.4"),
        ("distal radiusfraktur vä", "S52.5"),
        ("hypertnoi, sepsis", "I10.9"),
        ("muskuloskeletal bröstsmärta", "R07.4"),
    ],
)
def test_what_is_denied_or_only_says_how_is_not_what_is_answered(
    app: AppContext, typed: str, first: str
) -> None:
    offers = best_codes(app, typed, event())

    assert offers[0].code == first
    assert not any(offer.rest for offer in offers)


def test_nothing_typed_or_nothing_found_gives_nothing(app: AppContext) -> None:
    assert found(app, "  ") == found(app, "xyzqw") == []


def test_the_first_diagnosis_is_one_that_may_be_principal(app: AppContext) -> None:
    """Z37 is reserved for additional use; it is found once there is a principal diagnosis."""
    first = found(app, "utfall av förlossning")
    later = found(app, "utfall av förlossning", set_principal(event(), "O80.9"))

    assert not any(code.startswith("Z37") for code in first)
    assert any(code.startswith("Z37") for code in later)


def test_own_codes_go_first(app: AppContext) -> None:
    own = OwnCodes((OwnCode(OwnReason.FAVOURITE, UsedCode(ICD, "I15.9")),))

    offers = best_codes(app, "hypertoni", event(), own)

    assert offers[0].code == "I15.9"
    assert offers[0].why.startswith("favorit")


@pytest.mark.usefixtures("app")
@settings(max_examples=25, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_gives_three_codes_at_most_each_once(text: str) -> None:
    offers = best_codes(_APP[0], text, event())

    codes = [offer.code for offer in offers]
    assert len(codes) == len(set(codes)) <= MOST_CODES


def test_the_first_code_becomes_principal_with_what_was_typed(app: AppContext) -> None:
    after = chosen(app, event(), "I10.9", "  högt   blodtryck ")

    assert after.diagnoses == (Diagnosis("I10.9", DiagnosisRole.PRINCIPAL, text="högt blodtryck"),)


def test_the_next_becomes_secondary_and_a_typed_code_is_no_text(app: AppContext) -> None:
    after = chosen(app, set_principal(event(), "I10.9"), "E11.9", "e119")

    assert [(row.code, row.role, row.text) for row in after.diagnoses] == [
        ("I10.9", DiagnosisRole.PRINCIPAL, ""),
        ("E11.9", DiagnosisRole.SECONDARY, ""),
    ]


def test_the_same_code_again_only_gets_the_text(app: AppContext) -> None:
    before = set_principal(event(), "I10.9", "förr")

    after = chosen(app, before, "I10.9", "nu")

    assert [row.text for row in after.diagnoses] == ["nu"]
    assert chosen(app, before, "I10.9") == before


def test_a_procedure_is_put_on_once(app: AppContext) -> None:
    after = chosen(app, event(), "AF015", "något")

    assert [row.code for row in after.procedures] == ["AF015"]
    assert chosen(app, after, "AF015") == after
    assert after.diagnoses == ()


def test_the_teams_diagnosis_goes_on_first_and_stays_principal(app: AppContext) -> None:
    after = chosen(app, event(), "F41.9", "ångest", TEAM)

    assert [(row.code, row.is_principal, row.text) for row in after.diagnoses] == [
        ("F33.1", True, "Depression"),
        ("F41.9", False, "ångest"),
    ]
    assert chosen(app, set_principal(event(), "I10.9"), "F41.9", "", TEAM).principal is not None
    kept = chosen(app, set_principal(event(), "I10.9"), "F41.9", "", TEAM)
    assert [row.code for row in kept.diagnoses] == ["I10.9", "F41.9"]


def test_an_asterisk_code_is_no_principal_diagnosis(app: AppContext) -> None:
    after = chosen(app, event(), "H36.0", "ögonbotten")

    assert after.principal is None
    assert [row.code for row in after.diagnoses] == ["H36.0"]
