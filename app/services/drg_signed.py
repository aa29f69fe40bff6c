"""Use case: the group that is stored with a signature. It never hinders one."""

from __future__ import annotations

import logging

from app.domain.drg_ports import DrgTableSet
from app.domain.drg_told import PRODUCT_TYPE
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.version import SignedGroup
from app.services.context import AppContext
from app.services.drg_choice import fitting_tables

log = logging.getLogger(__name__)
_UNFORESEEN = "Grupperingen gick inte att göra. Pröva att gruppera om händelsen."


def signed_group(app: AppContext, encounter: Encounter) -> SignedGroup | None:
    """Group a coding that is being signed; None without tables that fit.

    Nothing is raised: what stands in the way of grouping is stored as a sentence.
    """
    try:
        fit = fitting_tables(app, encounter)
        if fit.tables is None:
            return None
        return group_for_signing(app, encounter, fit.tables, is_nearest=fit.is_nearest)
    except AppError as error:
        return SignedGroup(error=str(error))
    except Exception as error:  # noqa: BLE001 - a signature is worth more than its group
        log.warning("grouping at signing failed: %s", type(error).__name__)
        return SignedGroup(error=_UNFORESEEN)


def group_for_signing(
    app: AppContext, encounter: Encounter, tables: DrgTableSet, *, is_nearest: bool = False
) -> SignedGroup:
    """Group a coding by a certain set; what it lacks is told in the answer.

    Raises:
        NotFoundError: the set has been removed.

    """
    # The grouper is a good part of a start, and not needed without tables.
    from app.services.drg import outcome_by  # noqa: PLC0415

    where = {
        "tables_id": tables.id,
        "tables_country": tables.country,
        "tables_version": tables.version,
    }
    try:
        found = outcome_by(app, encounter, tables)
    except AppError as error:
        return SignedGroup(error=str(error), is_nearest=is_nearest, **where)
    outcome = found.outcome
    return SignedGroup(
        drg=outcome.drg,
        text=found.text,
        product=PRODUCT_TYPE if outcome.drg else "",
        rule=outcome.rule,
        return_code=outcome.rtc,
        mdc=outcome.mdc,
        is_nearest=is_nearest,
        **where,
    )
