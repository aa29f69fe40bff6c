"""Saving as typed: one at a time, retried under the same id, refused when somebody was before."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.domain.access import Person
from app.domain.coding_acts import add_secondary
from app.domain.encounter import Encounter, Status
from app.domain.errors import ClaimedByOtherError, StaleSaveError
from app.services.coding import open_event, save_draft
from app.services.context import AppContext
from tests.ui.storage import AWAY, Storage, watched
from ui.desk import Desk
from ui.jobs import Jobs
from ui.presenters import autosave
from ui.presenters.autosave import Autosave

EVENT = "demo-hip-fracture"


@dataclass
class Ear:
    """Hears what the autosave tells."""

    saved: list[Encounter] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    refused: list[Exception] = field(default_factory=list)


@dataclass
class Desktop:
    app: AppContext
    storage: Storage
    person: Person
    saver: Autosave
    ear: Ear
    encounter: Encounter

    def types(self, *codes: str) -> Encounter:
        for code in codes:
            self.encounter = add_secondary(self.encounter, code)
            self.saver.note(self.encounter)
        return self.encounter

    @property
    def stored(self) -> list[str]:
        with self.app.unit_of_work() as uow:
            encounter = uow.encounters.get(EVENT)
        assert encounter is not None
        return [diagnosis.code for diagnosis in encounter.diagnoses]


@pytest.fixture
def desktop(app: AppContext, jobs: Jobs, person: Person, monkeypatch) -> Desktop:
    monkeypatch.setattr(autosave, "PAUSE_MS", 5)
    monkeypatch.setattr(autosave, "RETRY_MS", 20)
    context, storage = watched(app)
    saver, ear = Autosave(Desk(context, jobs, person)), Ear()
    saver.saved.connect(ear.saved.append)
    saver.waiting.connect(ear.waiting.append)
    saver.refused.connect(ear.refused.append)
    encounter = open_event(app, EVENT, person).encounter
    saver.begin(encounter)
    return Desktop(app, storage, person, saver, ear, encounter)


def test_a_burst_of_acts_is_one_save(desktop: Desktop, qtbot) -> None:
    desktop.types("I10.9", "E11.9", "J18.9")

    qtbot.waitUntil(lambda: desktop.saver.is_idle)

    assert len(desktop.storage.save_ids) == 1
    assert desktop.stored == ["I10.9", "E11.9", "J18.9"]
    assert desktop.ear.saved[0].status is Status.DRAFT


def test_saves_follow_each_other_each_on_top_of_the_last(desktop: Desktop, qtbot) -> None:
    for code in ("I10.9", "E11.9", "J18.9"):
        desktop.types(code)
        qtbot.waitUntil(lambda: desktop.saver.is_idle)

    assert len(set(desktop.storage.save_ids)) == 3
    versions = [stored.version for stored in desktop.ear.saved]
    assert versions == [versions[0], versions[0] + 1, versions[0] + 2]
    assert desktop.ear.refused == []


def test_what_is_typed_during_a_save_is_saved_after_it(desktop: Desktop, qtbot) -> None:
    desktop.types("I10.9")
    desktop.saver.flush(lambda: None)
    desktop.types("E11.9")

    qtbot.waitUntil(lambda: desktop.saver.is_idle)

    assert desktop.stored == ["I10.9", "E11.9"]
    assert len(desktop.storage.save_ids) == 2


def test_a_save_that_fails_is_tried_again_under_the_same_id(desktop: Desktop, qtbot) -> None:
    desktop.storage.is_away = True
    desktop.types("I10.9")
    qtbot.waitUntil(lambda: len(desktop.ear.waiting) >= 3)
    assert not desktop.saver.is_idle
    desktop.storage.is_away = False

    qtbot.waitUntil(lambda: desktop.saver.is_idle)

    assert set(desktop.ear.waiting) == {AWAY}
    assert len(set(desktop.storage.save_ids)) == 1
    assert len(desktop.storage.save_ids) >= 4
    assert desktop.stored == ["I10.9"]


def test_a_save_whose_answer_was_lost_is_stored_once(desktop: Desktop, qtbot) -> None:
    desktop.storage.answers_lost = 1
    version = desktop.encounter.version
    desktop.types("I10.9")

    qtbot.waitUntil(lambda: desktop.saver.is_idle)

    assert len(desktop.ear.waiting) == 1
    assert desktop.saver.version == version + 1
    assert desktop.ear.refused == []


def test_what_is_typed_while_storage_is_away_is_stored_too(desktop: Desktop, qtbot) -> None:
    desktop.storage.is_away = True
    desktop.types("I10.9")
    qtbot.waitUntil(lambda: bool(desktop.ear.waiting))
    desktop.types("E11.9")
    desktop.storage.is_away = False

    qtbot.waitUntil(lambda: desktop.saver.is_idle)

    assert desktop.stored == ["I10.9", "E11.9"]


def test_a_stale_save_is_refused_and_not_tried_again(desktop: Desktop, qtbot) -> None:
    theirs = add_secondary(desktop.encounter, "A00.9")
    save_draft(desktop.app, theirs, "their-save", desktop.person)
    desktop.types("I10.9")

    qtbot.waitUntil(lambda: bool(desktop.ear.refused))
    qtbot.wait(80)

    assert [type(error) for error in desktop.ear.refused] == [StaleSaveError]
    assert len(desktop.storage.save_ids) == 1
    assert desktop.stored == ["A00.9"]


def test_an_event_taken_by_another_is_refused(desktop: Desktop, colleague: Person, qtbot) -> None:
    with desktop.app.unit_of_work() as uow:
        uow.claims.release(EVENT, desktop.person.id)
        uow.claims.take(EVENT, colleague, 30)
        uow.commit()

    desktop.types("I10.9")

    qtbot.waitUntil(lambda: bool(desktop.ear.refused))
    assert isinstance(desktop.ear.refused[0], ClaimedByOtherError)
    assert desktop.stored == []


def test_what_was_refused_is_never_left_in_silence(desktop: Desktop, qtbot) -> None:
    save_draft(desktop.app, add_secondary(desktop.encounter, "A00.9"), "theirs", desktop.person)
    desktop.types("I10.9")
    qtbot.waitUntil(lambda: bool(desktop.ear.refused))
    left: list[bool] = []

    desktop.saver.flush(lambda: left.append(True))

    assert len(desktop.ear.refused) == 2
    assert left == []
    desktop.saver.begin(open_event(desktop.app, EVENT, desktop.person).encounter)
    desktop.saver.flush(lambda: left.append(True))
    assert left == [True]


def test_flush_stores_at_once_and_calls_back_when_all_is_stored(desktop: Desktop, qtbot) -> None:
    desktop.types("I10.9")
    stored: list[list[str]] = []

    desktop.saver.flush(lambda: stored.append(desktop.stored))

    qtbot.waitUntil(lambda: stored == [["I10.9"]])


def test_flush_with_nothing_to_store_calls_back_at_once(desktop: Desktop) -> None:
    called: list[bool] = []

    desktop.saver.flush(lambda: called.append(True))

    assert called == [True]


def test_leaving_tries_a_waiting_save_at_once(desktop: Desktop, qtbot) -> None:
    desktop.storage.is_away = True
    desktop.types("I10.9")
    qtbot.waitUntil(lambda: bool(desktop.ear.waiting))
    desktop.storage.is_away = False
    left: list[bool] = []

    desktop.saver.flush(lambda: left.append(True))

    qtbot.waitUntil(lambda: left == [True])
    assert desktop.stored == ["I10.9"]


def test_an_unforeseen_error_reaches_the_crash_report_and_the_work_is_kept(
    desktop: Desktop, qtbot, monkeypatch
) -> None:
    def broken(*_args: object) -> Encounter:
        raise ZeroDivisionError

    monkeypatch.setattr(autosave, "save_draft", broken)
    with qtbot.capture_exceptions() as caught:
        desktop.types("I10.9")
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    assert not desktop.saver.is_idle
    monkeypatch.undo()

    desktop.saver.flush(lambda: None)

    qtbot.waitUntil(lambda: desktop.saver.is_idle)
    assert desktop.stored == ["I10.9"]
