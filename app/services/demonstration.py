"""Use cases around the demonstration events that a new workstation starts with."""

from __future__ import annotations

from dataclasses import replace

from app.domain.encounter import Encounter
from app.domain.errors import NotFoundError
from app.exchange.demo_events import read_demo_key
from app.services.context import AppContext
from app.services.intake import DEMO_LOADED, demo_state, load_demo

_FOLDER = "demo"


def has_demo(app: AppContext) -> bool:
    """Tell whether the demonstration events are in the work list."""
    return demo_state(app) == DEMO_LOADED


def load_demo_once(app: AppContext) -> bool:
    """Load the demonstration events into a database that has neither had them nor any others.

    Returns whether they were loaded now.
    """
    if demo_state(app) is not None:
        return False
    with app.unit_of_work() as uow:
        if uow.encounters.count_by_status():
            return False
    load_demo(app)
    return True


def demo_key(app: AppContext, encounter_id: str) -> Encounter:
    """Return a demonstration event coded as its key says.

    Raises:
        NotFoundError: no demonstration event has that id.

    """
    key = read_demo_key(app.resources / _FOLDER, encounter_id)
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
    if encounter is None:
        raise NotFoundError(f"Demonstrationshändelsen {encounter_id} finns inte i arbetslistan.")
    return replace(encounter, diagnoses=key.diagnoses, procedures=key.procedures)
