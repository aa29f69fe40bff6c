"""Questions to clinicians are kept whole, answered once, and listed in their orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.domain.clinician_query import (
    About,
    AskedNote,
    AskedState,
    ClinicianQuery,
    ProposedCode,
    QueryState,
    Who,
)
from app.domain.codes import CodeSystem
from app.domain.encounter import Status
from app.persistence.database import Database
from tests.persistence.events import event

ASKED = ClinicianQuery(
    id="q1",
    encounter_id="e1",
    asked_by=Who("kim", "Kim Kodare"),
    asked_to=Who("lo", "Lo Läkare"),
    unit="Ögonkliniken",
    question="Vilken sida avses?\nÖgat nämns utan sida.",
    about=About("HD002", ("H36.0",), "Koden får inte stå först.", "öga", "n1"),
    asked_at=datetime.fromisoformat("2026-03-01T08:30"),
    due=date(2026, 3, 9),
    event_day=date(2026, 2, 28),
    asked_state=AskedState(
        ("E11.3", "H36.0"), (AskedNote("n1", "Epikris", "öga åäö"),), Status.DRAFT
    ),
)
ANSWERED = replace(
    ASKED,
    state=QueryState.ANSWERED,
    answer="Höger.",
    diagnosis_text="diabetesretinopati höger",
    proposed=(ProposedCode(CodeSystem.ICD10SE, "H36.0", "Retinopati"),),
    answered_by=Who("lo", "Lo Läkare"),
    answered_at=datetime.fromisoformat("2026-03-02T10:00"),
    is_late=True,
    is_settled=False,
)


def add(database: Database, *queries: ClinicianQuery) -> None:
    with database.unit_of_work() as uow:
        for query in queries:
            uow.clinician_queries.add(query)
        uow.commit()


def test_a_question_is_kept_whole(database: Database) -> None:
    add(database, ASKED)

    with database.unit_of_work() as uow:
        stored = uow.clinician_queries.get("q1")

    assert stored == replace(ASKED, version=1)


def test_an_answer_is_kept_whole_and_a_second_one_changes_nothing(database: Database) -> None:
    add(database, ASKED)
    with database.unit_of_work() as uow, database.unit_of_work() as other:
        read, also_read = uow.clinician_queries.get("q1"), other.clinician_queries.get("q1")
    assert read is not None and also_read is not None

    with database.unit_of_work() as uow:
        is_first = uow.clinician_queries.change(replace(ANSWERED, version=read.version))
        uow.commit()
    with database.unit_of_work() as uow:
        second = replace(ANSWERED, answer="Vänster.", version=also_read.version)
        is_second = uow.clinician_queries.change(second)
        uow.commit()
        stored = uow.clinician_queries.get("q1")

    assert (is_first, is_second) == (True, False)
    assert stored == replace(ANSWERED, version=2)


def test_two_answers_at_the_same_moment_leave_the_one_that_was_first(database: Database) -> None:
    add(database, ASKED)
    with database.unit_of_work() as one:
        slow = one.clinician_queries.get("q1")
        assert slow is not None
        with database.unit_of_work() as other:
            quick = other.clinician_queries.get("q1")
            assert quick is not None
            assert other.clinician_queries.change(replace(ANSWERED, version=quick.version))
            other.commit()

        was_kept = one.clinician_queries.change(
            replace(ANSWERED, answer="Vänster.", version=slow.version)
        )
        now = one.clinician_queries.get("q1")

    assert was_kept is False
    assert now is not None and now.answer == "Höger."


def test_lists_come_by_last_day_or_by_when_they_were_asked(database: Database) -> None:
    later = replace(ASKED, id="q0", due=date(2026, 4, 1))
    newer = replace(ASKED, id="q2", asked_at=datetime.fromisoformat("2026-03-01T09:00"))
    add(database, later, newer, ASKED, replace(ANSWERED, id="q3", encounter_id="e2"))

    with database.unit_of_work() as uow:
        waiting = [query.id for query in uow.clinician_queries.in_state(QueryState.WAITING)]
        of_event = [query.id for query in uow.clinician_queries.of_encounter("e1")]
        unsettled = [query.id for query in uow.clinician_queries.unsettled()]
        mine = [query.id for query in uow.clinician_queries.asked_by("kim")]

    assert waiting == ["q1", "q2", "q0"]
    assert of_event == ["q0", "q1", "q2"]
    assert unsettled == ["q3"]
    assert mine[0] == "q2"


def test_questions_follow_an_event_into_the_one_it_became_part_of(database: Database) -> None:
    add(database, ASKED, replace(ASKED, id="q2", encounter_id="e2"))

    with database.unit_of_work() as uow:
        uow.clinician_queries.move("e1", "e2")
        uow.commit()

    with database.unit_of_work() as uow:
        assert [query.id for query in uow.clinician_queries.of_encounter("e2")] == ["q1", "q2"]
        assert uow.clinician_queries.of_encounter("e1") == []


def test_questions_about_demonstration_events_go_with_them(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.encounters.save(event("e1", source="demo"), "s1")
        uow.encounters.save(event("e2"), "s2")
        uow.commit()
    add(database, ASKED, replace(ASKED, id="q2", encounter_id="e2"))

    with database.unit_of_work() as uow:
        uow.encounters.remove_demo()
        uow.commit()

    with database.unit_of_work() as uow:
        assert [q.id for q in uow.clinician_queries.in_state(QueryState.WAITING)] == ["q2"]


def test_nothing_that_was_written_is_in_a_repr() -> None:
    shown = repr(ANSWERED)

    for secret in ("sida", "öga", "Höger", "diabetesretinopati"):
        assert secret not in shown
