"""When a question is overdue, what an answer makes of its event, and what it would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.access import Person, Role
from app.domain.clinician_query import (
    ANSWERED_REASON,
    ASKED_REASON,
    LATE_REASON,
    About,
    AskedNote,
    AskedState,
    ClinicianQuery,
    ProposedCode,
    QueryState,
    Standing,
    Who,
    default_due,
    is_for,
    reason_on_answer,
    status_on_answer,
)
from app.domain.codes import CodeSystem
from app.domain.coding_acts import add_secondary, set_principal
from app.domain.encounter import Status
from app.domain.query_difference import (
    ProposalKind,
    answer_parts,
    changed_since,
    find_worded_row,
)
from app.domain.record import CareRecord, RecordDocument
from tests.services.workday import event

QUERY = ClinicianQuery(
    id="q",
    encounter_id="e1",
    asked_by=Who("k", "Kim"),
    asked_to=Who("lo", "Lo"),
    unit="Medicin",
    question="Vad?",
    about=About(),
    asked_at=datetime.fromisoformat("2026-03-01T08:00"),
    due=date(2026, 3, 9),
)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_proposed_day_is_a_working_day_a_week_or_a_little_more_ahead(today: date) -> None:
    due = default_due(today)

    assert timedelta(days=7) <= due - today <= timedelta(days=9)
    assert due.weekday() < 5


def test_a_question_is_overdue_from_the_day_after_until_it_is_answered() -> None:
    answered = replace(QUERY, state=QueryState.ANSWERED)

    assert not QUERY.is_overdue(QUERY.due)
    assert QUERY.days_overdue(QUERY.due + timedelta(days=2)) == 2
    assert answered.days_overdue(date(2030, 1, 1)) == 0


def test_a_person_sees_own_questions_and_those_that_their_unit_is_to_answer() -> None:
    to_unit = replace(QUERY, asked_to=Who())

    lo = Person("lo", "Lo", Role.CODER, ("Kirurgi",))
    mio, elsewhere = (Person("mio", "Mio", Role.CLINICIAN, (u,)) for u in ("Medicin", "Kirurgi"))
    of_all_units, coder = replace(mio, units=()), Person("kim", "Kim", Role.CODER)
    assert is_for(QUERY, lo, Standing.HERE)
    assert not is_for(QUERY, mio, Standing.HERE)
    assert is_for(QUERY, mio, Standing.GONE)
    assert is_for(to_unit, mio, Standing.HERE)
    assert is_for(to_unit, of_all_units, Standing.HERE)
    assert not is_for(to_unit, elsewhere, Standing.HERE)
    assert not is_for(to_unit, coder, Standing.HERE)
    assert not is_for(QUERY, coder, Standing.GONE)


def test_the_event_goes_back_to_what_it_was_or_to_what_it_has_become() -> None:
    open_event = event(end=None)
    coded = set_principal(event(), "I10.9")

    assert status_on_answer(event(), Status.DRAFT) is Status.READY
    assert status_on_answer(coded, Status.READY) is Status.DRAFT
    assert status_on_answer(event(), Status.REOPENED) is Status.REOPENED
    assert status_on_answer(open_event, Status.OPEN) is Status.OPEN
    assert status_on_answer(event(), Status.OPEN) is Status.READY


def test_the_mark_says_where_the_answer_found_the_event() -> None:
    parked = event(status=Status.PARKED, status_reason="Väntar på PAD-svar")

    assert reason_on_answer(event(status=Status.SIGNED)) == LATE_REASON
    assert reason_on_answer(replace(parked, status_reason=ASKED_REASON)) == ANSWERED_REASON
    once = replace(parked, status_reason=reason_on_answer(parked))
    assert once.status_reason == "Väntar på PAD-svar · svar har kommit"
    assert reason_on_answer(once) == once.status_reason


def test_what_changed_is_told_by_codes_and_notes() -> None:
    asked = AskedState(("I10.9", "E11.9"), (AskedNote("a", "A", "före"), AskedNote("b", "B", "b")))
    now = CareRecord(
        documents=(RecordDocument("a", "A", text="efter"), RecordDocument("c", "C", text="c"))
    )

    since = changed_since(asked, set_principal(event(), "I10.9"), now)

    assert (since.added, since.removed) == ((), ("E11.9",))
    assert (since.new_notes, since.gone_notes) == (("C",), ("B",))
    assert [(c.before, c.after) for c in since.changed_notes] == [("före", "efter")]
    assert not since.is_empty and since.has_other_notes
    assert changed_since(AskedState(), event(), CareRecord()).is_empty


def test_only_what_would_change_something_can_be_taken_over() -> None:
    proposed = tuple(ProposedCode(CodeSystem.ICD10SE, code) for code in ("I10.9", "E11.9"))
    answered = replace(QUERY, proposed=proposed, diagnosis_text="Högt tryck")
    coded = set_principal(event(), "I10.9", "Högt tryck")

    kinds = [(part.kind, part.can_be_taken) for part in answer_parts(answered, coded)]

    assert kinds == [
        (ProposalKind.THERE, False),
        (ProposalKind.ADD, True),
        (ProposalKind.SAME_TEXT, False),
    ]
    assert answer_parts(answered, event())[-1].can_be_taken


@pytest.mark.parametrize(
    ("known", "answered", "replaced"),
    [
        ("S72.0", "S72.00", "S72.0"),
        ("I48.9", "I48.2", "I48.9"),
        ("I48.2", "I48.9", ""),
        ("S72.00", "S72.0", ""),
        ("I47.9", "I48.2", ""),
    ],
)
def test_a_finer_code_stands_instead_of_the_coarse_one(
    known: str, answered: str, replaced: str
) -> None:
    query = replace(QUERY, proposed=(ProposedCode(CodeSystem.ICD10SE, answered),))

    (part,) = answer_parts(query, set_principal(event(), known))

    assert part.can_be_taken
    assert (part.kind, part.replaces) == (
        ProposalKind.FINER if replaced else ProposalKind.ADD,
        replaced,
    )


def test_words_belong_to_the_diagnosis_that_the_answer_names_or_else_to_the_principal() -> None:
    proposed = (ProposedCode(CodeSystem.KVA, "AA001"), ProposedCode(CodeSystem.ICD10SE, "I48.0"))
    answered = replace(QUERY, proposed=proposed, diagnosis_text="Flimmer")
    palpitations = set_principal(event(), "R00.2", "Klappar")
    both = add_secondary(palpitations, "I48.0", "Flimmer")

    words = answer_parts(answered, both)[-1]

    assert (words.kind, words.before) == (ProposalKind.SAME_TEXT, "Flimmer")
    assert find_worded_row(both, words.words_of) == 1
    assert find_worded_row(palpitations, words.words_of) == 0
    assert find_worded_row(event(), "I48.0") is None
