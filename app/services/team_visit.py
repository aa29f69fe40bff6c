"""Use cases of team visits: what the colleagues of a visit have signed, and who is left to sign."""

from __future__ import annotations

from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.visit_team import colleagues_left, is_team_visit, with_colleagues
from app.services.context import AppContext


def with_team_told(app: AppContext, encounter: Encounter) -> Encounter:
    """Return a team visit with the principal diagnoses that its colleagues signed, for the rules.

    Any other event comes back as it is, and so does a team visit while nothing can be read.
    """
    if not is_team_visit(encounter) or not encounter.patient.identity.text:
        return encounter
    try:
        return with_colleagues(encounter, _of_same_patient(app, encounter))
    except AppError:  # the review goes on without: that nothing can be read is told by saving
        return encounter


def team_left(app: AppContext, encounter: Encounter) -> tuple[str, ...] | None:
    """Name the colleagues of a team visit who have not signed; None where no colleague is known.

    Raises:
        StorageError: the database cannot be read.

    """
    if not is_team_visit(encounter) or not encounter.patient.identity.text:
        return None
    return colleagues_left(encounter, _of_same_patient(app, encounter))


def _of_same_patient(app: AppContext, encounter: Encounter) -> list[Encounter]:
    with app.unit_of_work() as uow:
        return uow.encounters.of_patient(encounter.patient.identity.text)
