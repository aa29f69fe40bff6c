"""What happens to the event on the desk: acts at once, review and storage behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from app.domain.access import Person
from app.domain.codebook_ports import EDITIONS_STAMP
from app.domain.codes import CodeSystem
from app.domain.coding_acts import Part, Place, add_secondary
from app.domain.concept import Concept, Edition, Level
from app.domain.encounter import Encounter, Status
from app.domain.errors import StaleSaveError
from app.domain.finding import Finding
from app.domain.period import Period
from app.services.coding import open_event, release_event, save_draft
from app.services.context import AppContext
from tests.ui.answers import let_every_answer_come
from tests.ui.storage import Storage, watched
from ui.desk import Desk
from ui.jobs import Jobs
from ui.presenters import review_presenter
from ui.presenters.coding_presenter import CodingPresenter

EVENT, OTHER = "demo-hip-fracture", "demo-asterisk-pair"
ICD = CodeSystem.ICD10SE


@pytest.fixture
def storage(app: AppContext) -> tuple[AppContext, Storage]:
    return watched(app)


@pytest.fixture
def presenter(storage: tuple[AppContext, Storage], jobs: Jobs, person: Person) -> CodingPresenter:
    return CodingPresenter(Desk(storage[0], jobs, person))


@pytest.fixture
def opened(presenter: CodingPresenter, qtbot) -> Iterator[CodingPresenter]:
    with qtbot.waitSignal(presenter.reviewed):
        presenter.open(EVENT)
    yield presenter
    presenter.leave()
    qtbot.waitUntil(lambda: presenter.encounter is None)


@pytest.fixture
def stored(app: AppContext) -> Callable[[], Encounter]:
    def read(encounter_id: str = EVENT) -> Encounter:
        with app.unit_of_work() as uow:
            encounter = uow.encounters.get(encounter_id)
        assert encounter is not None
        return encounter

    return read


def codes(encounter: Encounter | None) -> list[str]:
    return [d.code for d in encounter.diagnoses] if encounter is not None else []


def test_an_act_is_seen_at_once_and_reviewed_and_stored_behind(opened, stored, qtbot) -> None:
    seen: list[Encounter] = []
    opened.changed.connect(seen.append)

    assert opened.assign(ICD, "I48.2")

    assert codes(seen[-1]) == ["I48.2"]
    qtbot.waitUntil(lambda: opened.is_reviewed)
    qtbot.waitUntil(lambda: codes(stored()) == ["I48.2"])


def test_only_the_newest_review_is_shown(opened, jobs, qtbot, monkeypatch) -> None:
    first_may_go, shown = threading.Event(), []
    real = review_presenter.review

    def slow_first(app: AppContext, encounter: Encounter) -> list[Finding]:
        if codes(encounter) == ["I48.2"]:
            first_may_go.wait(5)
        return real(app, encounter)

    monkeypatch.setattr(review_presenter, "review", slow_first)
    opened.reviewed.connect(lambda _findings: shown.append(codes(opened.encounter)))
    opened.assign(ICD, "I48.2")
    opened.make_principal("S72.00")
    qtbot.waitUntil(lambda: opened.is_reviewed)
    newest = opened.findings
    first_may_go.set()
    let_every_answer_come(jobs, qtbot)

    assert shown == [["S72.00", "I48.2"]]
    assert opened.findings is newest


def test_signing_waits_for_the_review_of_the_newest_codes(opened, qtbot) -> None:
    asked: list[bool] = []
    opened.assign(ICD, "I48.2")

    opened.when_reviewed(lambda: asked.append(opened.is_reviewed))

    assert asked == []
    qtbot.waitUntil(lambda: asked == [True])


def test_undo_and_redo_go_as_far_as_the_acts(opened, qtbot) -> None:
    for code in ("I48.2", "D62.9", "E11.9"):
        opened.assign(ICD, code)

    for _ in range(5):
        opened.undo()
    assert codes(opened.encounter) == []
    for _ in range(5):
        opened.redo()
    assert codes(opened.encounter) == ["I48.2", "D62.9", "E11.9"]


def test_an_act_that_changes_nothing_is_no_step_of_history(opened) -> None:
    opened.assign(ICD, "I48.2")

    assert not opened.act(lambda encounter: encounter)
    assert opened.move(Place(Part.DIAGNOSIS, 0), -1) == Place(Part.DIAGNOSIS, 0)

    opened.undo()
    assert codes(opened.encounter) == []


def test_leaving_stores_before_it_lets_go(opened, app, colleague, stored, qtbot) -> None:
    left: list[list[str]] = []
    opened.assign(ICD, "I48.2")

    opened.leave(lambda: left.append(codes(stored())))

    qtbot.waitUntil(lambda: left == [["I48.2"]])
    assert open_event(app, EVENT, colleague).holder is None


def test_what_is_half_typed_is_gathered_before_leaving(opened, stored, qtbot) -> None:
    opened.gathering.connect(lambda: opened.assign(ICD, "I48.2"))
    left: list[bool] = []

    opened.leave(lambda: left.append(True))

    qtbot.waitUntil(lambda: left == [True])
    assert codes(stored()) == ["I48.2"]


def test_the_event_asked_for_last_is_the_one_on_the_desk(presenter, app, colleague, qtbot) -> None:
    presenter.open(EVENT)
    presenter.open(OTHER)

    qtbot.waitUntil(lambda: presenter.encounter is not None)
    qtbot.waitUntil(lambda: presenter.is_reviewed)
    assert presenter.encounter.id == OTHER
    qtbot.waitUntil(lambda: open_event(app, EVENT, colleague).holder is None)
    presenter.leave()
    qtbot.waitUntil(lambda: presenter.encounter is None)


def test_an_event_that_is_gone_leaves_an_empty_desk_and_a_sentence(presenter, qtbot) -> None:
    told: list[str] = []
    presenter.told.connect(told.append)

    with qtbot.waitSignal(presenter.emptied):
        presenter.open("finns-inte")

    assert "finns inte längre" in told[0]


def test_an_event_that_another_holds_is_read_only(
    presenter, app: AppContext, colleague: Person, qtbot
) -> None:
    open_event(app, EVENT, colleague)
    told: list[str] = []
    presenter.told.connect(told.append)
    with qtbot.waitSignal(presenter.reviewed):
        presenter.open(EVENT)

    assert not presenter.is_editable
    assert not presenter.assign(ICD, "I48.2")
    assert told == ["Robin Annan arbetar med händelsen. Den kan bara läsas så länge."]
    assert open_event(app, EVENT, colleague).holder is None
    presenter.leave()


def test_a_stale_save_asks_and_what_is_stored_can_be_shown(
    opened, app: AppContext, person: Person, qtbot
) -> None:
    theirs = add_secondary(opened.encounter, "A00.9")
    save_draft(app, theirs, "their-save", person)
    told: list[str] = []
    opened.told.connect(told.append)
    with qtbot.waitSignal(opened.refused) as refused:
        opened.assign(ICD, "I48.2")
    assert isinstance(refused.args[0], StaleSaveError)

    with qtbot.waitSignal(opened.opened):
        opened.read_again()

    assert codes(opened.encounter) == ["A00.9"]
    assert told
    assert "I48.2" in told[-1] or "A00.9" in told[-1]


def test_parking_stores_status_and_reason_and_empties_the_desk(opened, stored, qtbot) -> None:
    opened.assign(ICD, "I48.2")

    with qtbot.waitSignal(opened.emptied):
        opened.park("Väntar på PAD-svar")

    assert opened.encounter is None
    assert (stored().status, stored().status_reason) == (Status.PARKED, "Väntar på PAD-svar")


def test_signing_that_is_blocked_is_told_and_leaves_the_event_open(opened, qtbot) -> None:
    with qtbot.waitSignal(opened.told) as told:
        opened.sign()

    assert told.args[0]
    assert opened.is_editable
    assert opened.encounter.status is not Status.SIGNED


def test_signing_while_storage_is_away_is_told_and_can_be_tried_again(
    opened, storage: tuple[AppContext, Storage], qtbot
) -> None:
    opened.make_principal("I48.2")
    with qtbot.waitSignal(opened.saved):
        opened.flush(lambda: None)
    storage[1].is_away = True
    with qtbot.waitSignal(opened.told):
        opened.sign()
    storage[1].is_away = False
    assert opened.is_editable

    with qtbot.waitSignal(opened.signed):
        opened.sign()
    qtbot.waitUntil(lambda: opened.encounter.status is Status.SIGNED)


def test_a_signed_event_is_locked_until_it_is_opened_again(opened, stored, qtbot) -> None:
    opened.make_principal("I48.2")
    with qtbot.waitSignal(opened.signed):
        opened.sign()
    qtbot.waitUntil(lambda: opened.encounter.status is Status.SIGNED)
    assert not opened.assign(ICD, "D62.9")

    opened.reopen("Felaktig kod")

    qtbot.waitUntil(lambda: opened.is_editable)
    assert opened.assign(ICD, "D62.9")
    assert stored().status is Status.REOPENED


def test_codes_cannot_be_changed_while_the_event_is_being_signed(opened, qtbot) -> None:
    opened.make_principal("I48.2")
    with qtbot.waitSignal(opened.saved):
        opened.flush(lambda: None)
    told: list[str] = []
    opened.told.connect(told.append)

    opened.sign()
    assert not opened.assign(ICD, "D62.9")

    assert "signeras" in told[-1]
    qtbot.waitUntil(lambda: opened.encounter.status is Status.SIGNED)


def test_an_event_that_was_left_while_it_was_signed_does_not_disturb_the_next(
    opened, jobs, qtbot
) -> None:
    opened.make_principal("I48.2")
    with qtbot.waitSignal(opened.saved):
        opened.flush(lambda: None)

    opened.sign()
    opened.open(OTHER)
    qtbot.waitUntil(lambda: opened.encounter is not None and opened.encounter.id == OTHER)
    assert opened.assign(ICD, "E11.9")
    let_every_answer_come(jobs, qtbot)

    assert codes(opened.encounter) == ["E11.9"]


def test_a_claim_that_was_lost_while_the_event_lay_there_is_told(
    opened, app: AppContext, person: Person, colleague: Person, qtbot
) -> None:
    release_event(app, EVENT, person)
    open_event(app, EVENT, colleague)

    with qtbot.waitSignal(opened.refused) as refused:
        opened._claim.renew()

    assert "Robin Annan" in str(refused.args[0])


def test_an_event_is_opened_with_the_editions_that_another_workstation_took_into_use(
    opened, app: AppContext, qtbot
) -> None:
    assert opened.books.atc.edition.is_starter
    concept = Concept(CodeSystem.ATC, "A01AA01", "Natriumfluorid", Level.ITEM)
    edition = Edition("atc-2020", CodeSystem.ATC, "ATC", "2020", Period(date(2020, 1, 1)))
    with app.unit_of_work() as uow:  # as the other one does it: this library hears nothing
        uow.editions.add(edition, [concept])
        uow.facts.set(EDITIONS_STAMP, "another")
        uow.commit()

    with qtbot.waitSignal(opened.opened):
        opened.open(OTHER)

    assert opened.books.atc.edition.id == "atc-2020"


def test_the_event_on_the_desk_is_judged_by_the_edition_that_was_taken_into_use(
    opened, app: AppContext, qtbot
) -> None:
    before = opened.encounter
    concept = Concept(CodeSystem.ICD10SE, "I10.9", "Högt blodtryck", Level.SUBCATEGORY)
    edition = Edition(
        "icd10se-2020", CodeSystem.ICD10SE, "ICD-10-SE", "2020", Period(date(2020, 1, 1))
    )
    with app.unit_of_work() as uow:
        uow.editions.add(edition, [concept])
        uow.commit()
    app.library.reload()

    with qtbot.waitSignals([opened.rejudged, opened.reviewed]):
        opened.judge_again()

    assert opened.books.icd10se.edition.id == "icd10se-2020"
    assert opened.encounter == before


def test_an_empty_desk_has_nothing_to_judge(presenter, qtbot) -> None:
    with qtbot.assertNotEmitted(presenter.rejudged, wait=50):
        presenter.judge_again()
