"""Somebody leaves: the names stay, the work that waited for them does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.access import Person, Role
from app.domain.clinician_query import Standing
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.second_review import ReviewState, Sample
from app.services.access import (
    add_person,
    get_person,
    join,
    list_people,
    people_here,
    read_access_log,
)
from app.services.bulk_acts import assign_events, park_events
from app.services.clinician_queries import (
    answer,
    open_query,
    queries_to,
    redirect,
    unanswered_by_unit,
)
from app.services.coding import open_event, release_event, renew_claim, save_draft
from app.services.context import AppContext
from app.services.events import merge_events, split_event
from app.services.job_control import JobControl
from app.services.leaving import change_person, come_back, leave, people_and_work
from app.services.query_recipients import list_recipients
from app.services.second_review import draw_sample, next_review
from app.services.signing import list_versions, park_event, sign_event
from tests.services.asked import LO, MIO, UNIT, ask_about, asked, get, people
from tests.services.workday import ANNA, BO, LEA, coded, event, put


@pytest.fixture(autouse=True)
def workplace(app: AppContext) -> None:
    people(app, LEA, ANNA, BO, LO, MIO)


def test_who_has_left_is_offered_nothing_and_keeps_the_name(app: AppContext) -> None:
    (stored,) = put(app, event("e1"))
    sign_event(app, coded(stored), ANNA, "s1")

    left = leave(app, ANNA.id, LEA)

    assert left.person.left_on == app.now().date()
    assert ANNA.id not in [person.id for person in people_here(app)]
    assert ANNA.id in [person.id for person in list_people(app)]
    assert [version.signer_name for version in list_versions(app, "e1")] == [ANNA.name]
    assert read_access_log(app, LEA)[0].person_name == ANNA.name
    with pytest.raises(NotAllowedError, match=r"Anna Lind har slutat .* kan inte öppna"):
        open_event(app, "e1", ANNA)
    with pytest.raises(AppError, match="Anna Lind har arbetat här och slutat"):
        add_person(app, "anna lind", Role.CODER)


def test_a_window_that_stood_open_changes_nothing_for_who_has_left(app: AppContext) -> None:
    put(app, event("e1"), event("e2"), event("e3"))
    opened = open_event(app, "e3", ANNA).encounter
    query = asked(app, event("e4"))
    with app.unit_of_work() as uow:  # as when the lease has run out
        uow.claims.release("e3", ANNA.id)
        uow.commit()
    for gone in (ANNA, LO):
        leave(app, gone.id, LEA)

    acts: tuple[Callable[[], object], ...] = (
        lambda: save_draft(app, coded(opened), "s", ANNA),
        lambda: park_event(app, opened, "Väntar", ANNA, "s"),
        lambda: sign_event(app, coded(opened), ANNA, "s"),
        lambda: renew_claim(app, "e3", ANNA),
        lambda: merge_events(app, ["e1", "e2"], ANNA),
        lambda: split_event(app, "e4", ["n1"], ANNA),
        lambda: answer(app, query.id, LO, "En bursit."),
    )
    for act in acts:
        with pytest.raises(NotAllowedError, match=r"har slutat .* kan inte .* Byt person"):
            act()
    report = park_events(app, ["e1"], "Väntar", ANNA)

    assert report.done == () and "har slutat" in report.refused[0].reason
    assert get(app, "e3") == replace(opened, record_text="")
    with app.unit_of_work() as uow:
        assert uow.claims.holder("e3") is None


def test_unsigned_events_become_nobodys_and_what_others_hold_open_is_told(app: AppContext) -> None:
    put(app, event("e1"), event("e2"), event("e3"))
    assign_events(app, ["e1", "e2", "e3"], ANNA, LEA)
    open_event(app, "e2", BO)
    sign_event(app, coded(get(app, "e3")), BO, "s3")
    waiting = {row.person.id: row.waiting.sentence for row in people_and_work(app)}
    assert waiting == dict.fromkeys(("lea", "bo", "lo", "mio"), "") | {
        "anna": "2 tilldelade händelser"
    }

    left = leave(app, ANNA.id, LEA)

    assert "Tilldelningen av 1 osignerad händelse är borttagen." in left.sentences
    assert "1 händelse som någon annan har öppen står kvar på Anna Lind." in left.sentences
    kept = [get(app, each).assigned for each in ("e1", "e2", "e3")]
    assert [assigned.person_id if assigned else "" for assigned in kept] == ["", "anna", "anna"]
    release_event(app, "e2", BO)
    again = leave(app, ANNA.id, LEA)
    assert again.given_back.done == ("e2",) and again.person == left.person
    with pytest.raises(NotAllowedError, match=r"har slutat .* tilldelas"):
        assign_events(app, ["e1"], ANNA, LEA)


def test_what_was_not_come_to_is_told_and_given_back_the_next_time(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))
    assign_events(app, ["e1", "e2"], ANNA, LEA)

    stopped = JobControl()
    stopped.cancel()
    first = leave(app, ANNA.id, LEA, control=stopped)
    again = leave(app, ANNA.id, LEA)

    assert "2 händelser hann inte lämnas tillbaka. Välj Slutar igen." in first.sentences
    assert again.given_back.done == ("e1", "e2")


def test_an_open_question_stands_as_gone_and_is_put_to_another(app: AppContext) -> None:
    query = asked(app, event())

    left = leave(app, LO.id, LEA)

    (waiting,) = unanswered_by_unit(app)[UNIT]
    assert waiting.standing is Standing.GONE and waiting.query.asked_to.name == LO.name
    assert "1 obesvarad fråga väntar" in left.sentences
    assert LO.id not in [each.who.id for each in list_recipients(app, UNIT)]
    with pytest.raises(NotFoundError, match=f"{LO.name} har slutat. Välj en annan behandlare"):
        ask_about(app, get(app), save_id="second")
    assert redirect(app, query.id, MIO.id).asked_to.id == MIO.id
    assert [each.id for each in queries_to(app, MIO)] == [query.id]
    assert open_query(app, query.id, MIO).standing is Standing.HERE


def test_a_review_that_was_begun_waits_for_another_reviewer(app: AppContext) -> None:
    (stored,) = put(app, event("e1"))
    sign_event(app, coded(stored), ANNA, "s1")
    sample = draw_sample(app, LEA, Sample("", "Allt", percent=100)).sample
    taken = next_review(app, BO, sample.id)
    assert taken is not None and taken.state is ReviewState.TAKEN

    left = leave(app, BO.id, LEA)

    assert left.reviews == 1
    with pytest.raises(NotAllowedError, match=r"Bo Ek har slutat .* granska"):
        next_review(app, BO, sample.id)
    other = next_review(app, LEA, sample.id)
    assert other is not None and other.reviewer_id == LEA.id


def test_neither_the_last_lead_nor_oneself_nor_who_has_an_event_open_leaves(
    app: AppContext,
) -> None:
    put(app, event("e1"))
    with pytest.raises(NotAllowedError, match="enda kodningsansvariga"):
        leave(app, LEA.id, LEA)
    with pytest.raises(NotAllowedError, match="enda kodningsansvariga"):
        change_person(app, LEA.id, LEA, Role.CODER)
    bo = change_person(app, BO.id, LEA, Role.LEAD, ("Medicin",))
    with pytest.raises(NotAllowedError, match="Du sitter själv"):
        leave(app, LEA.id, LEA)
    open_event(app, "e1", ANNA)
    with pytest.raises(NotAllowedError, match="Anna Lind har en händelse öppen"):
        leave(app, ANNA.id, LEA)
    with pytest.raises(AppError, match="inte kommit"):
        leave(app, BO.id, LEA, app.now().date() + timedelta(days=1))
    with pytest.raises(NotAllowedError, match="Bara kodningsansvarig"):
        leave(app, BO.id, ANNA)

    yesterday = app.now().date() - timedelta(days=1)
    leave(app, LEA.id, bo, yesterday)

    assert get_person(app, LEA.id).left_on == yesterday
    assert [p for p in people_here(app) if p.role is Role.LEAD] == [bo]


def test_who_comes_back_works_as_before(app: AppContext) -> None:
    put(app, event("e1"))
    leave(app, ANNA.id, LEA)
    with pytest.raises(NotAllowedError, match="Bara kodningsansvarig"):
        come_back(app, ANNA.id, BO)

    assert come_back(app, ANNA.id, LEA) == ANNA

    assert open_event(app, "e1", ANNA).is_editable


def test_the_first_lead_sits_down_alone_and_the_next_is_named_by_a_lead(app: AppContext) -> None:
    with pytest.raises(NotAllowedError, match="finns redan en kodningsansvarig"):
        join(app, "Ny Ledare", Role.LEAD)
    assert join(app, "Ny Kodare", Role.CODER).role is Role.CODER

    change_person(app, LEA.id, Person("x", "X", Role.LEAD), Role.LEAD, ("Medicin",))

    assert get_person(app, LEA.id).units == ("Medicin",)
