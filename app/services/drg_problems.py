"""Use case: the problem group of an event, as a fact that the review is handed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.drg_problem import ProblemGroup, problem_of
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.services.context import AppContext
from app.services.drg_choice import fitting_tables

if TYPE_CHECKING:
    from app.services.drg import EventGrouping


def with_problem_group(app: AppContext, encounter: Encounter) -> Encounter:
    """Return the event with the problem group that its coding falls in, or with none.

    Nothing is said where no tables fit the event, or where it cannot be grouped yet.
    """
    found = find_problem_group(app, encounter)
    return encounter if found == encounter.problem_group else _with(encounter, found)


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
    told = f"Tabellerna {fit.tables.label} gäller en annan tid." if fit.is_nearest else ""
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


def _with(encounter: Encounter, group: ProblemGroup | None) -> Encounter:
    return replace(encounter, problem_group=group)
