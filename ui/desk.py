"""What every screen is handed: the opened workstation, the lanes, and who sits at the desk."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.access import Person
from app.services.context import AppContext
from ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at an opened workstation."""

    app: AppContext
    jobs: Jobs
    person: Person
