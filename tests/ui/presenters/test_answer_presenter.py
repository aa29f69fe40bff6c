"""What can be done about the findings on the desk: worked out behind, never of an older state."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.domain.access import Person
from app.domain.codes import CodeSystem
from app.domain.encounter import Encounter
from app.domain.errors import StorageError
from app.services.context import AppContext
from app.services.corrections import corrections_of
from app.services.what_if import Variant
from tests.ui.answers import let_every_answer_come
from ui.desk import Desk
from ui.jobs import Jobs
from ui.presenters import answer_presenter, what_if_presenter
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.what_if_presenter import WhatIfPresenter

EVENT, OTHER = "demo-hip-fracture", "demo-asterisk-pair"
ICD = CodeSystem.ICD10SE


def settled(presenter: CodingPresenter) -> bool:
    return presenter.is_reviewed and presenter.answers.is_settled


@pytest.fixture
def opened(app: AppContext, jobs: Jobs, person: Person, qtbot) -> Iterator[CodingPresenter]:
    presenter = CodingPresenter(Desk(app, jobs, person))
    presenter.open(EVENT)
    qtbot.waitUntil(lambda: presenter.encounter is not None and settled(presenter))
    yield presenter
    presenter.leave()
    qtbot.waitUntil(lambda: presenter.encounter is None)


def codes(presenter: CodingPresenter) -> list[str]:
    assert presenter.encounter is not None
    return [line.code for line in presenter.encounter.diagnoses]


def test_offers_of_an_older_state_are_neither_shown_nor_taken(
    opened, jobs, qtbot, monkeypatch
) -> None:
    first_may_go, shown = threading.Event(), []

    def slow_first(app: AppContext, encounter: Encounter, findings):
        if len(encounter.diagnoses) == 1:
            first_may_go.wait(5)
        return corrections_of(app, encounter, findings)

    monkeypatch.setattr(answer_presenter, "corrections_of", slow_first)
    opened.assign(ICD, "I48.2")
    qtbot.waitUntil(lambda: opened.is_reviewed)
    opened.assign(ICD, "D62.9")
    opened.answers.offered.connect(lambda offers: shown.append(len(offers.get(("HD001", ()), ()))))
    qtbot.waitUntil(lambda: settled(opened))
    first_may_go.set()
    let_every_answer_come(jobs, qtbot)

    assert shown == [2]
    (old, *_others) = opened.answers.offers["HD001", ()]
    opened.assign(ICD, "E11.9")
    assert not opened.answers.take(old)
    assert codes(opened) == ["I48.2", "D62.9", "E11.9"]


def test_what_is_asked_for_too_early_comes_when_the_offers_do(opened, qtbot) -> None:
    called: list[int] = []
    opened.assign(ICD, "I48.2")

    opened.answers.when_settled(lambda: called.append(len(opened.answers.offers)))

    assert called == []
    qtbot.waitUntil(lambda: called == [1])


def test_nothing_is_on_offer_when_nothing_lies_on_the_desk(opened, qtbot) -> None:
    opened.assign(ICD, "I48.2")
    qtbot.waitUntil(lambda: settled(opened))
    shown: list[int] = []
    opened.answers.offered.connect(lambda offers: shown.append(len(offers)))

    opened.leave()
    qtbot.waitUntil(lambda: opened.encounter is None)

    assert not opened.answers.offers
    assert shown[-1] == 0


def test_a_failure_is_told_and_leaves_nothing_on_offer(opened, qtbot, monkeypatch) -> None:
    def fail(*_args: object) -> None:
        raise StorageError("Databasen svarar inte.")

    monkeypatch.setattr(answer_presenter, "corrections_of", fail)

    with qtbot.waitSignal(opened.told) as told:
        opened.assign(ICD, "I48.2")

    assert told.args == ["Databasen svarar inte."]
    assert opened.answers.is_settled and not opened.answers.offers


def test_an_override_names_the_editions_on_the_desk(opened, qtbot) -> None:
    opened.make_principal("I48.2")
    opened.assign(ICD, "S72.00")
    qtbot.waitUntil(lambda: settled(opened))
    warning = next(f for f in opened.findings if f.rule_id == "YO001")

    assert opened.answers.override(warning, "Uppgift saknas", opened.books)

    (kept,) = opened.encounter.overrides
    assert kept.editions == tuple(opened.books.of(system).edition.label for system in CodeSystem)
    assert opened.answers.withdraw_override(warning)
    assert opened.encounter.overrides == ()


def test_an_event_that_was_only_opened_keeps_its_overrides(opened, qtbot) -> None:
    """What the rules no longer find lapses with the next act, not by looking."""
    opened.make_principal("I48.2")
    opened.assign(ICD, "S72.00")
    qtbot.waitUntil(lambda: settled(opened))
    warning = next(f for f in opened.findings if f.rule_id == "YO001")
    opened.answers.override(warning, "Uppgift saknas", opened.books)
    opened.open(OTHER)
    qtbot.waitUntil(lambda: opened.encounter is not None and opened.encounter.id == OTHER)
    opened.open(EVENT)
    qtbot.waitUntil(lambda: opened.encounter is not None and opened.encounter.id == EVENT)
    qtbot.waitUntil(lambda: settled(opened))

    assert [o.rule_id for o in opened.encounter.overrides] == ["YO001"]


def test_a_variant_of_another_event_is_not_taken(opened, app, jobs, person, qtbot) -> None:
    opened.make_principal("I48.2")
    opened.assign(ICD, "D62.9")
    qtbot.waitUntil(lambda: settled(opened))
    trying = WhatIfPresenter(Desk(app, jobs, person), opened)
    with qtbot.waitSignal(trying.tried) as tried:
        trying.begin()
    (variants,) = tried.args
    opened.open(OTHER)
    qtbot.waitUntil(lambda: opened.encounter is not None and opened.encounter.id == OTHER)

    assert not trying.take(variants[0])


def test_an_answer_that_nobody_waits_for_does_not_come(
    opened, app, jobs, person, qtbot, monkeypatch
) -> None:
    """Not even one that was ready, and on its way to the window, when it was told not to come."""
    is_worked_out, came = threading.Event(), []

    def work_out(*_asked: object) -> tuple[Variant, ...]:
        is_worked_out.set()
        return ()

    monkeypatch.setattr(what_if_presenter, "find_variants", work_out)
    trying = WhatIfPresenter(Desk(app, jobs, person), opened)
    trying.tried.connect(came.append)

    trying.begin()
    assert is_worked_out.wait(5)
    trying.stop()
    let_every_answer_come(jobs, qtbot)

    assert came == []


def test_the_answer_after_one_that_nobody_waited_for_comes(
    opened, app, jobs, person, qtbot
) -> None:
    trying = WhatIfPresenter(Desk(app, jobs, person), opened)
    opened.make_principal("I48.2")
    qtbot.waitUntil(lambda: settled(opened))
    trying.begin()
    trying.stop()

    with qtbot.waitSignal(trying.tried) as tried:
        trying.begin()

    assert tried.args[0]
