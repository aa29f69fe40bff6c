"""Two workstations that change editions at the same moment, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from app.bootstrap import bootstrap
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level
from app.domain.period import Period
from app.domain.ports import UnitOfWork
from app.persistence.database import Database
from app.services import editions as services
from app.services.context import AppContext
from app.services.editions import activate_edition

#: Long enough for the other to finish, had nothing held it up; nothing is asserted of it.
_HEAD_START_S = 0.5


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Iterator[AppContext]:
    opened = bootstrap(tmp_path / "data", f"sqlite:///{tmp_path / 'unused.sqlite'}")
    yield replace(opened, unit_of_work=database.unit_of_work)
    opened.close()


def keep(unit_of_work: Callable[[], UnitOfWork], version: str) -> Edition:
    edition = Edition(
        f"atc-{version}",
        CodeSystem.ATC,
        "ATC",
        version,
        Period(date(2022, 1, 1)),
        state=EditionState.IMPORTED,
    )
    with unit_of_work() as uow:
        uow.editions.add(edition, [Concept(CodeSystem.ATC, "A", "Titel", Level.HEADING)])
        uow.commit()
    return edition


def test_of_two_editions_taken_into_use_at_once_only_one_stays_so(
    app: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = keep(app.unit_of_work, "2022a"), keep(app.unit_of_work, "2022b")
    other = Thread(target=activate_edition, args=(app, second.id))
    retire_rivals = services.retire_rivals

    def retire_while_the_other_acts(uow: UnitOfWork, edition: Edition) -> Edition | None:
        retired = retire_rivals(uow, edition)
        if edition.id == first.id:
            other.start()
            other.join(_HEAD_START_S)
        return retired

    monkeypatch.setattr(services, "retire_rivals", retire_while_the_other_acts)

    activate_edition(app, first.id)
    other.join()

    with app.unit_of_work() as uow:
        states = {edition.id: edition.state for edition in uow.editions.all()}
    assert states == {first.id: EditionState.RETIRED, second.id: EditionState.ACTIVE}
