"""Use case: the problem group of an event, as a fact that the review is handed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.drg_problem import ProblemGroup, problem_of
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.drg_choice import Fit, fitting_tables

if TYPE_CHECKING:
    from app.services.drg import EventGrouping, EventOutcome


def with_problem_group(app: AppContext, encounter: Encounter) -> Encounter:
    """Return the event with the problem group that its coding falls in, or with none.

    Nothing is said where no tables fit the event, or where it cannot be grouped yet.
    """
    return in_group(encounter, find_problem_group(app, encounter))


def find_problem_group(app: AppContext, encounter: Encounter) -> ProblemGroup | None:
    """Return the problem group of an event by the tables that fit it, or None."""
    if not encounter.is_closed:
        return None
    try:
        fit = fitting_tables(app, encounter)
        if fit.tables is None:
            return None
        # The grouper is a good part of a start, and not needed without tables.
        from app.services.drg import outcome_by  # noqa: PLC0415

        found = outcome_by(app, encounter, fit.tables)
    except AppError:  # the review goes on without: what is wrong is told where groups are shown
        return None
    return problem_by(fit, found)


def problem_by(fit: Fit, found: EventOutcome) -> ProblemGroup | None:
    """Return the problem group that an event falls in by the set for it, or None."""
    told = ""
    if fit.tables is not None and fit.is_nearest:
        told = f"Tabellerna {fit.tables.label} gäller en annan tid."
    return problem_of(found.outcome, found.listed_mdc, found.text, told)


def problem_in(app: AppContext, grouping: EventGrouping) -> ProblemGroup | None:
    """Return the problem group that a grouping ended in, or None.

    Raises:
        NotFoundError: the tables have been removed meanwhile.

    """
    from app.services.drg_tables import grouper_of  # noqa: PLC0415 - as above

    told = grouping.explanation
    listed = grouper_of(app, grouping.tables).mdc_of(told.outcome.drg)
    return problem_of(told.outcome, listed, told.text)


def in_group(encounter: Encounter, group: ProblemGroup | None) -> Encounter:
    """Return the event with a problem group, or with none."""
    return (
        encounter if group == encounter.problem_group else replace(encounter, problem_group=group)
    )
