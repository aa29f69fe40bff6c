"""What a local term may say, and who may judge it."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.errors import AppError, NotAllowedError
from app.domain.local_term import (
    LocalTerm,
    Signature,
    TermState,
    TermText,
    approve,
    clean_note,
    clean_term,
    decline,
    refuse_identity,
    retire,
)

NOON = datetime.fromisoformat("2026-11-22T12:00")
ANNA, BO = Person("anna", "Anna"), Person("bo", "Bo")
LEAD = Person("anna", "Anna", Role.LEAD)
TEXT = TermText("pumpfel", ("I50.9",), CodeSystem.ICD10SE)
PROPOSED = LocalTerm("1", TEXT, Signature("anna", "Anna", NOON))
APPROVED = approve(PROPOSED, BO, NOON, is_alone=False)
ELSEWHERE = LocalTerm("1", TEXT, Signature("anna", "Anna", NOON), approved_elsewhere=True)


@given(st.text(max_size=120))
def test_a_term_that_passes_is_short_printable_and_passes_again(text: str) -> None:
    try:
        term = clean_term(text)
    except AppError:
        return
    assert 2 <= len(term) <= 80
    assert term.isprintable() and "\t" not in term
    assert clean_term(term) == term


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 - days of birth
    st.integers(0, 9999),
    st.sampled_from(["%Y%m%d", "%y%m%d"]),
    st.sampled_from(["", "-", "+", " ", " - "]),
    st.sampled_from(["", "pat ", "x"]),
)
def test_nothing_written_like_an_identity_number_passes(
    born: datetime, last: int, form: str, sign: str, before: str
) -> None:
    with pytest.raises(AppError) as caught:
        refuse_identity(f"{before}{born.strftime(form)}{sign}{last:04} hjärta", "Sökordet")
    assert f"{last:04}" not in str(caught.value)


@pytest.mark.parametrize("text", ["vitamin b12", "covid 2019-2020", "hla-b27", "dos 100000"])
def test_other_digits_are_no_identity_numbers(text: str) -> None:
    assert clean_term(text) == text


def test_a_note_is_one_line_and_not_too_long() -> None:
    assert clean_note(" två\n rader ") == "två rader"
    with pytest.raises(AppError, match="har 201 tecken, men får ha 200"):
        clean_note("x" * 201)


def test_a_colleague_approves_and_it_says_who() -> None:
    assert (APPROVED.state, APPROVED.judged) == (TermState.APPROVED, Signature("bo", "Bo", NOON))
    assert not APPROVED.is_self_approved


@pytest.mark.parametrize(("person", "is_alone"), [(ANNA, False), (ANNA, True), (LEAD, False)])
def test_whoever_proposed_a_term_does_not_approve_it(person: Person, is_alone: bool) -> None:
    with pytest.raises(NotAllowedError, match="Du har själv lagt in ”pumpfel”"):
        approve(PROPOSED, person, NOON, is_alone=is_alone)


def test_the_lead_alone_approves_and_it_stays_visible() -> None:
    assert approve(PROPOSED, LEAD, NOON, is_alone=True).is_self_approved


def test_what_a_colleague_elsewhere_approved_needs_one_act_here_by_anybody() -> None:
    done = approve(ELSEWHERE, ANNA, NOON, is_alone=False)

    assert done.state is TermState.APPROVED
    assert not done.is_self_approved


def test_only_what_waits_is_judged_and_only_what_is_used_is_retired() -> None:
    declined = decline(PROPOSED, ANNA, NOON, " Fel\n kod ")
    assert (declined.state, declined.reason) == (TermState.DECLINED, "Fel kod")
    retired = retire(APPROVED, BO, NOON, "Ersatt")
    assert retired.state is TermState.RETIRED
    for refused in (
        lambda: approve(declined, BO, NOON, is_alone=False),
        lambda: decline(APPROVED, BO, NOON, "x"),
        lambda: retire(PROPOSED, BO, NOON, "x"),
    ):
        with pytest.raises(NotAllowedError, match="någon annan kan ha hunnit före"):
            refused()


def test_the_same_words_for_the_same_code_are_the_same_term() -> None:
    other = TermText("Pumpfel", ("I50.9",), CodeSystem.ICD10SE, note="x")

    assert other.key == TEXT.key
    assert TermText("pumpfel", ("I50",), CodeSystem.ICD10SE).key != TEXT.key
    assert (str(TEXT), TEXT.points_at_codes) == ("pumpfel → I50.9", True)
    assert not TermText("pumpfel", ("hjärtsvikt",), None).points_at_codes
