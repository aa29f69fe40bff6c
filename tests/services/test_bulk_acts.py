"""Acts on many events: each for itself, with a reason for what was refused."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.encounter import Assignee, Status
from app.domain.errors import AppError
from app.services import bulk_acts
from app.services.bulk_acts import assign_events, park_events, unpark_events
from app.services.coding import open_event, save_draft
from app.services.context import AppContext
from app.services.job_control import JobControl
from tests.services.workday import ANNA, BO, LEA, event, put


def stored(app: AppContext, encounter_id: str):
    with app.unit_of_work() as uow:
        return uow.encounters.get(encounter_id)


def test_events_are_assigned_to_somebody_and_taken_back(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))

    report = assign_events(app, ["e1", "e2"], BO, LEA)

    assert report.done == ("e1", "e2")
    assert report.sentences == "2 händelser tilldelade Bo Ek."
    assert stored(app, "e1").assigned == Assignee("bo", "Bo Ek")
    assign_events(app, ["e1"], None, LEA)
    assert stored(app, "e1").assigned is None


def test_what_was_signed_meanwhile_or_is_gone_is_refused_and_the_rest_is_done(
    app: AppContext,
) -> None:
    put(app, event("e1"), event("e2", status=Status.SIGNED))

    report = assign_events(app, ["e1", "e2", "e3"], BO, LEA)

    assert report.done == ("e1",)
    assert [(each.encounter_id, each.reason.split(".")[0]) for each in report.refused] == [
        ("e2", "Händelsen är signerad"),
        ("e3", "Händelsen finns inte längre i arbetslistan"),
    ]
    assert report.sentences.startswith("1 händelse tilldelade Bo Ek. 2 gick inte: ")


@pytest.mark.parametrize("act", ["assign", "park"])
def test_what_somebody_else_works_on_is_left_alone(app: AppContext, act: str) -> None:
    put(app, event("e1"), event("e2"))
    opened = open_event(app, "e1", BO)

    ids = ["e1", "e2"]
    report = (
        assign_events(app, ids, ANNA, ANNA)
        if act == "assign"
        else park_events(app, ids, "Väntar på epikris", ANNA)
    )

    assert report.done == ("e2",)
    assert "Bo Ek arbetar med händelsen" in report.refused[0].reason
    save_draft(app, opened.encounter, "s1", BO)  # Bo's event is still as he opened it


def test_an_own_claim_stays_and_a_borrowed_one_goes(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))
    open_event(app, "e1", ANNA)

    assign_events(app, ["e1", "e2"], BO, ANNA)

    with app.unit_of_work() as uow:
        holder = uow.claims.holder("e1")
        assert holder is not None and holder.person_id == ANNA.id
        assert uow.claims.holder("e2") is None


def test_a_new_assignment_tells_who_had_the_event(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))
    assign_events(app, ["e1"], ANNA, LEA)

    report = assign_events(app, ["e1", "e2"], BO, LEA)

    assert report.remarks == ("e1 var tilldelad Anna Lind.",)
    assert assign_events(app, ["e1"], BO, LEA).remarks == ()


def test_of_two_who_assign_at_once_one_is_told_that_the_other_did(
    app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(app, event("e1"))
    both = threading.Barrier(2)
    real = bulk_acts._store_assigned
    waited: set[int] = set()

    def together(*arguments: object) -> None:
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            both.wait(10)  # both have read the event before either of them writes
        real(*arguments)

    monkeypatch.setattr(bulk_acts, "_store_assigned", together)
    reports = {}

    def assign(to, by) -> None:
        reports[to.id] = assign_events(app, ["e1"], to, by)

    threads = [threading.Thread(target=assign, args=pair) for pair in ((ANNA, LEA), (BO, LEA))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    (winner,) = (name for name, report in reports.items() if report.done)
    (loser,) = (report for report in reports.values() if report.refused)
    kept = stored(app, "e1").assigned
    assert kept.person_id == winner
    assert kept.name in loser.refused[0].reason or "arbetar med" in loser.refused[0].reason


def test_parked_events_carry_their_reason_and_their_day(app: AppContext) -> None:
    put(app, event("e1"), event("e2", status=Status.SIGNED))
    day = app.now().date() + timedelta(days=7)

    report = park_events(app, ["e1", "e2"], " Väntar på PAD-svar ", ANNA, day)

    parked = stored(app, "e1")
    assert (parked.status, parked.status_reason) == (Status.PARKED, "Väntar på PAD-svar")
    assert parked.park_until == day
    assert [each.encounter_id for each in report.refused] == ["e2"]
    assert f"parkerade till {day}" in report.sentences


def test_parked_events_are_taken_up_again_and_wait_for_anybody(app: AppContext) -> None:
    put(app, event("e1"), event("e2"))
    park_events(app, ["e1"], "Väntar på PAD-svar", ANNA, app.now().date() + timedelta(days=7))

    report = unpark_events(app, ["e1", "e2"], BO)

    taken = stored(app, "e1")
    assert (taken.status, taken.status_reason, taken.park_until) == (Status.READY, "", None)
    assert report.sentences.startswith("1 händelse tas upp igen. 1 gick inte: ")
    assert report.refused[0].reason == "Händelsen är inte parkerad."
    with app.unit_of_work() as uow:
        assert uow.claims.holder("e1") is None


def test_parking_without_a_reason_or_until_today_does_nothing(app: AppContext) -> None:
    put(app, event("e1"))

    with pytest.raises(AppError, match="Ange varför"):
        park_events(app, ["e1"], " ", ANNA)
    with pytest.raises(AppError, match="efter i dag"):
        park_events(app, ["e1"], "Väntar", ANNA, app.now().date())

    assert stored(app, "e1").status is Status.READY


def test_cancelling_ends_between_two_events_and_tells_how_many_are_untouched(
    app: AppContext,
) -> None:
    put(app, *(event(f"e{n}") for n in range(4)))
    control = JobControl(lambda done, _total, _text: control.cancel() if done == 1 else None)

    report = assign_events(app, [f"e{n}" for n in range(4)], BO, LEA, control)

    assert report.done == ("e0", "e1")
    assert report.was_cancelled
    assert report.sentences.endswith("Avbrutet: 2 är orörda.")
    assert stored(app, "e2").assigned is None


def test_an_event_that_is_marked_twice_is_done_once(app: AppContext) -> None:
    put(app, event("e1"))

    assert assign_events(app, ["e1", "e1"], BO, LEA).asked == 1


def test_the_guess_and_the_codes_survive_an_assignment(app: AppContext) -> None:
    (before,) = put(app, event("e1"))

    assign_events(app, ["e1"], BO, LEA)

    after = stored(app, "e1")
    assert replace(after, assigned=None, version=before.version) == before
