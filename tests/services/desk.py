"""An application context over a real SQLite file, for tests of intake and of whole events."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unittest.mock import Mock

from app.domain.access import Person
from app.domain.encounter import Encounter
from app.domain.ports import UnitOfWork
from app.domain.work_list import WorkListQuery
from app.services.context import AppContext

REPOSITORY = Path(__file__).resolve().parents[2]
NOW = datetime.fromisoformat("2026-11-21T10:00")
CODER, OTHER = Person("p1", "Karin Kodare"), Person("p2", "Olle Annan")


def desk(unit_of_work: Callable[[], UnitOfWork], folder: Path) -> AppContext:
    """A workstation without codebooks: nothing here may ask for one."""
    numbers = itertools.count(1)
    return AppContext(
        unit_of_work=unit_of_work,
        library=Mock(spec=[]),
        engine=Mock(spec=[]),
        readers=Mock(spec=[]),
        rules=(),
        rule_set="test",
        data_dir=folder,
        resources=REPOSITORY / "resources",
        codebooks=REPOSITORY / "codebooks",
        now=lambda: NOW,
        new_id=lambda: f"id-{next(numbers)}",
        close=lambda: None,
    )


def stored(app: AppContext) -> dict[str, Encounter]:
    """Every event in the database, by id."""
    with app.unit_of_work() as uow:
        rows = uow.encounters.page(WorkListQuery(), 0, 1000)
        events = [uow.encounters.get(row.id) for row in rows]
    return {event.id: event for event in events if event}


def snapshot(app: AppContext) -> dict[str, object]:
    """Everything that intake may change, to be compared before and after."""
    events = stored(app)
    with app.unit_of_work() as uow:
        records = {event_id: uow.encounters.record(event_id) for event_id in events}
        quarantine = uow.quarantine.all()
    return {"events": events, "records": records, "quarantine": quarantine}
