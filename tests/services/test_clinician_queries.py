"""A question parks its event, its answer brings it back, and no answer is ever lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.access import AccessKind, Person, Role
from app.domain.clinician_query import (
    ANSWERED_REASON,
    ASKED_REASON,
    LATE_REASON,
    QueryState,
    Standing,
    default_due,
)
from app.domain.coding_acts import add_secondary
from app.domain.encounter import Encounter, Status
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.query_difference import ProposalKind
from app.domain.record import CareRecord, RecordDocument
from app.domain.work_list import WorkListQuery
from app.services.answer_settling import settle_answers
from app.services.clinician_queries import (
    answer,
    ask,
    note_answers,
    open_query,
    queries_by,
    queries_of,
    queries_to,
    redirect,
    unanswered_by_unit,
    withdraw,
)
from app.services.coding import open_event, release_event, save_draft
from app.services.context import AppContext
from app.services.events import merge_events, split_event
from app.services.query_recipients import list_recipients
from app.services.signing import park_event, sign_event, unpark_event
from tests.services.asked import (
    ABOUT,
    LO,
    MIO,
    NOTE,
    OSA,
    RECORD,
    UNIT,
    ask_about,
    asked,
    get,
    people,
)
from tests.services.workday import ANNA, BO, coded, event, put


@pytest.fixture(autouse=True)
def clinicians(app: AppContext) -> None:
    people(app, LO, MIO, OSA, ANNA, BO)


def test_asking_parks_the_event_for_that_reason(app: AppContext) -> None:
    query = asked(app, coded(event()))

    parked = get(app)
    assert (parked.status, parked.status_reason) == (Status.PARKED, ASKED_REASON)
    assert parked.park_until == query.due + timedelta(days=1)
    assert query.state is QueryState.WAITING and query.unit == UNIT
    assert query.asked_state.codes == ("I10.9",)
    with app.unit_of_work() as uow:
        assert uow.claims.holder("e1") is None


def test_a_question_sent_twice_is_put_once(app: AppContext) -> None:
    (stored,) = put(app, event())

    first = ask_about(app, stored, save_id="same")
    second = ask_about(app, stored, save_id="same")

    assert replace(first, version=1) == second
    assert len(queries_of(app, "e1")) == 1


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_an_empty_question_is_refused_and_nothing_is_parked(app: AppContext, text: str) -> None:
    with pytest.raises(AppError, match="Skriv en fråga"):
        asked(app, event(), text=text)

    assert get(app).status is Status.READY


def test_a_last_day_that_has_passed_is_refused(app: AppContext) -> None:
    (stored,) = put(app, event())
    today = app.now().date()

    with pytest.raises(AppError, match="passerat"):
        ask(app, stored, ANNA, LO.id, "Vad?", today - timedelta(days=1), ABOUT, "s")
    ask(app, stored, ANNA, LO.id, "Vad?", today, ABOUT, "s")


def test_the_proposed_last_day_is_a_week_ahead_and_never_in_a_weekend(app: AppContext) -> None:
    monday = app.now().date() - timedelta(days=app.now().weekday())

    days = [default_due(monday + timedelta(days=n)) for n in range(7)]

    assert [(day - monday).days for day in days] == [7, 8, 9, 10, 11, 14, 14]


def test_the_clinicians_of_the_unit_come_first_then_all_of_them_then_others(
    app: AppContext,
) -> None:
    found = [(each.who.name, each.standing) for each in list_recipients(app, UNIT)]

    assert found == [
        ("Lo Läkare", Standing.HERE),
        ("Mio Medicin", Standing.HERE),
        ("", Standing.HERE),
        ("Osa Öga", Standing.ELSEWHERE),
    ]


def test_somebody_who_has_left_cannot_be_asked(app: AppContext) -> None:
    with pytest.raises(NotFoundError, match="Välj en annan behandlare"):
        asked(app, event(), to="borta")

    assert get(app).status is Status.READY


def test_a_question_to_somebody_who_left_is_listed_so_and_seen_by_the_unit(
    app: AppContext,
) -> None:
    query = asked(app, event())
    people(app, replace(LO, units=("Ögonkliniken",)))

    (listed,) = unanswered_by_unit(app)[UNIT]

    assert listed.standing is Standing.ELSEWHERE
    assert [q.id for q in queries_to(app, MIO)] == [query.id]
    assert queries_to(app, OSA) == []
    assert redirect(app, query.id, MIO.id).asked_to.name == "Mio Medicin"
    (listed,) = unanswered_by_unit(app)[UNIT]
    assert listed.standing is Standing.HERE


def test_a_question_to_the_unit_is_seen_by_all_of_it_and_one_to_a_person_by_that_person(
    app: AppContext,
) -> None:
    to_unit = asked(app, event("e1"), to="")
    to_lo = asked(app, event("e2"), to=LO.id)
    everywhere = Person("x", "Utan Enhet", Role.CLINICIAN)

    assert {q.id for q in queries_to(app, LO)} == {to_unit.id, to_lo.id}
    assert [q.id for q in queries_to(app, MIO)] == [to_unit.id]
    assert [q.id for q in queries_to(app, everywhere)] == [to_unit.id]
    assert queries_to(app, OSA) == []
    assert {q.id for q in queries_by(app, ANNA)} == {to_unit.id, to_lo.id}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (event(), Status.READY),
        (replace(coded(event()), status=Status.DRAFT), Status.DRAFT),
        (replace(coded(event()), status=Status.REOPENED), Status.REOPENED),
        (event(end=None, status=Status.OPEN), Status.OPEN),
    ],
)
def test_the_answer_brings_the_event_back_as_it_was(
    app: AppContext, before: Encounter, after: Status
) -> None:
    query = asked(app, before)

    done = answer(app, query.id, LO, "Det var en böld.")

    back = get(app)
    assert (back.status, back.status_reason, back.park_until) == (after, ANSWERED_REASON, None)
    assert (done.state, done.answered_by.name) == (QueryState.ANSWERED, "Lo Läkare")
    assert done.is_settled and not done.is_late


def test_an_event_with_an_answer_comes_first_in_the_list(app: AppContext) -> None:
    early = datetime.fromisoformat("2025-01-03T12:00")
    put(app, event("e0", start=early, end=early))
    query = asked(app, coded(event()))
    answer(app, query.id, LO, "Ja.")

    with app.unit_of_work() as uow:
        rows = uow.encounters.page(WorkListQuery(), 0, 10)
        waiting = uow.encounters.page(WorkListQuery(statuses=(Status.DRAFT,)), 0, 10)

    assert [row.id for row in rows] == ["e1", "e0"]
    assert [(row.id, row.status_reason) for row in waiting] == [("e1", ANSWERED_REASON)]


def test_an_empty_answer_is_refused(app: AppContext) -> None:
    query = asked(app, event())

    with pytest.raises(AppError, match="Skriv ett svar"):
        answer(app, query.id, LO, " \n ")

    assert get(app).status is Status.PARKED


def test_the_second_of_two_answers_is_told_who_was_first(app: AppContext) -> None:
    query = asked(app, event(), to="")
    answer(app, query.id, LO, "Höger.")

    with pytest.raises(NotAllowedError, match="Lo Läkare svarade"):
        answer(app, query.id, MIO, "Vänster.")

    assert queries_of(app, "e1")[0].answer == "Höger."


def test_an_event_with_two_questions_comes_back_with_the_last_answer(app: AppContext) -> None:
    first = asked(app, coded(event()))
    second = ask_about(app, get(app), to=MIO.id)

    answer(app, first.id, LO, "Ja.")
    assert get(app).status is Status.PARKED
    answer(app, second.id, MIO, "Nej.")

    assert (get(app).status, get(app).status_reason) == (Status.DRAFT, ANSWERED_REASON)
    assert all(query.is_settled for query in queries_of(app, "e1"))


def test_an_event_parked_for_something_else_since_stays_parked_and_says_so(
    app: AppContext,
) -> None:
    query = asked(app, event())
    taken = unpark_event(app, get(app), ANNA, "s1")
    park_event(app, taken, "Väntar på PAD-svar", ANNA, "s2")

    answer(app, query.id, LO, "Ja.")

    now = get(app)
    assert now.status is Status.PARKED
    assert now.status_reason == "Väntar på PAD-svar · svar har kommit"


def test_an_answer_after_signing_is_kept_and_the_event_is_marked(app: AppContext) -> None:
    query = asked(app, coded(event()))
    taken = unpark_event(app, get(app), ANNA, "s1")
    sign_event(app, taken, ANNA, "s2")

    late = answer(app, query.id, LO, "Det var något annat.")

    now = get(app)
    assert now.status is Status.SIGNED and now.record_changed
    assert now.status_reason == LATE_REASON
    assert late.is_late and late.answer == "Det var något annat."
    note_answers(app, "e1")
    noted = get(app)
    assert (noted.status, noted.status_reason) == (Status.SIGNED, "")
    assert not noted.record_changed


def test_an_answer_while_the_coder_has_the_event_disturbs_no_save_and_is_told_after(
    app: AppContext,
) -> None:
    query = asked(app, event())
    opened = open_event(app, "e1", BO)

    stored = answer(app, query.id, LO, "Ja.")

    assert stored.state is QueryState.ANSWERED and not stored.is_settled
    save_draft(app, add_secondary(opened.encounter, "I10.9"), "s1", BO)
    assert settle_answers(app, ANNA) == []
    release_event(app, "e1", BO)
    assert settle_answers(app, ANNA) == ["e1"]
    assert get(app).status_reason == ANSWERED_REASON
    assert [d.code for d in get(app).diagnoses] == ["I10.9"]


def test_the_coder_who_has_the_event_can_settle_the_answer(app: AppContext) -> None:
    query = asked(app, event())
    open_event(app, "e1", BO)
    answer(app, query.id, LO, "Ja.")

    assert settle_answers(app, BO, "e1") == ["e1"]


def test_a_merge_takes_the_question_along(app: AppContext) -> None:
    put(app, event("e0"))
    query = asked(app, event("e1"))

    merged = merge_events(app, ["e0", "e1"], ANNA)
    answer(app, query.id, LO, "Ja.")

    assert merged.id == "e0"
    assert [q.id for q in queries_of(app, "e0")] == [query.id]
    assert get(app, "e0").status_reason == ANSWERED_REASON


def test_a_split_leaves_the_question_with_its_event_and_the_note_is_told_as_gone(
    app: AppContext,
) -> None:
    other = RecordDocument("n0", "Inskrivning", text="Inkommer.")
    (stored,) = put(app, event(), record=CareRecord(documents=(other, NOTE)))
    query = ask_about(app, stored)

    split_event(app, "e1", ["n1"], ANNA)
    opened = open_query(app, query.id, LO)

    assert opened.encounter is not None and opened.encounter.id == "e1"
    assert opened.since.gone_notes == ("Mottagning",)


def test_an_event_that_was_taken_away_is_told_and_the_answer_kept(app: AppContext) -> None:
    query = asked(app, event())
    with app.unit_of_work() as uow:
        uow.encounters.remove("e1")
        uow.commit()

    assert open_query(app, query.id, LO).encounter is None
    stored = answer(app, query.id, LO, "Ja.")

    assert stored.answer == "Ja." and stored.is_settled


def test_reading_a_question_is_in_the_access_log(app: AppContext) -> None:
    query = asked(app, event())

    open_query(app, query.id, LO)

    with app.unit_of_work() as uow:
        (line,) = uow.access_log.latest(5, "e1")
    assert (line.person_name, line.kind) == ("Lo Läkare", AccessKind.OPENED)


def test_what_changed_since_the_question_is_shown(app: AppContext) -> None:
    query = asked(app, coded(event()))
    with app.unit_of_work() as uow:
        uow.encounters.put_record(
            "e1",
            replace(
                RECORD,
                documents=(
                    replace(NOTE, text="Oklar svullnad på höger underben."),
                    RecordDocument("n2", "Epikris", text="Trombos."),
                ),
            ),
        )
        uow.encounters.save(add_secondary(get(app), "I80.2"), "s9")
        uow.commit()

    since = open_query(app, query.id, LO).since

    assert since.added == ("I80.2",) and since.removed == ()
    assert since.new_notes == ("Epikris",) and since.gone_notes == ()
    assert [c.after for c in since.changed_notes] == ["Oklar svullnad på höger underben."]


def test_codes_that_the_answer_names_are_laid_beside_the_coding(app: AppContext) -> None:
    query = asked(app, coded(event()))

    answer(
        app,
        query.id,
        LO,
        "Hon har J18.9, inte Q99.99; I10.9 stämmer.",
        codes=["e119"],
        diagnosis_text="Pneumoni  UNS",
    )
    parts = open_query(app, query.id, ANNA).parts

    assert [(p.kind, p.code.code if p.code else p.text) for p in parts] == [
        (ProposalKind.ADD, "E11.9"),
        (ProposalKind.ADD, "J18.9"),
        (ProposalKind.THERE, "I10.9"),
        (ProposalKind.TEXT, "Pneumoni UNS"),
    ]


def test_a_proposed_code_that_is_not_in_use_is_told(app: AppContext) -> None:
    query = asked(app, event())

    with pytest.raises(AppError, match=r"Q99\.99 gäller inte"):
        answer(app, query.id, LO, "Ja.", codes=["Q99.99"])

    assert queries_of(app, "e1")[0].state is QueryState.WAITING


def test_a_coder_of_all_units_answers_nothing_that_a_clinician_was_asked(app: AppContext) -> None:
    everywhere = Person("kim", "Kim Kodare", Role.CODER)
    people(app, everywhere)
    query = asked(app, event(), to="")

    assert queries_to(app, everywhere) == []
    with pytest.raises(NotAllowedError, match="Bara en kliniker"):
        answer(app, query.id, everywhere, "Höger.")
    people(app, replace(everywhere, role=Role.CLINICIAN))  # since the window was opened
    assert answer(app, query.id, everywhere, "Höger.").state is QueryState.ANSWERED


def test_a_question_taken_back_needs_no_answer(app: AppContext) -> None:
    query = asked(app, event())

    withdraw(app, query.id)

    assert queries_to(app, LO) == []
    with pytest.raises(NotAllowedError, match="tillbakatagen"):
        answer(app, query.id, LO, "Ja.")


def test_noted_answers_are_no_longer_new(app: AppContext) -> None:
    query = asked(app, event())
    answer(app, query.id, LO, "Ja.")

    assert note_answers(app, "e1") == 1
    assert note_answers(app, "e1") == 0
    assert queries_of(app, "e1")[0].state is QueryState.NOTED


def test_the_unanswered_are_listed_by_unit_the_first_to_answer_first(app: AppContext) -> None:
    today = app.now().date()
    late = asked(app, event("e1"), due=today + timedelta(days=9))
    soon = asked(app, event("e2"), due=today + timedelta(days=2))
    asked(app, replace(event("e3"), unit=replace(event().unit, name="Ögonkliniken")), to=OSA.id)

    listed = unanswered_by_unit(app)

    assert list(listed) == [UNIT, "Ögonkliniken"]
    assert [each.query.id for each in listed[UNIT]] == [soon.id, late.id]
    assert soon.days_overdue(today + timedelta(days=5)) == 3
    assert not soon.is_overdue(soon.due)
