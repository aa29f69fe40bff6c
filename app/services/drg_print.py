"""The group of an event on paper. Apart from the panel: ReportLab is slow to import."""

from __future__ import annotations

from pathlib import Path

from app.domain.access import AccessKind, Person
from app.domain.drg_told import ToldGroup
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.training import WATERMARK
from app.reports.drg_report import PrintedGroup, build_drg_explanation
from app.services.access import access_event
from app.services.context import AppContext
from app.services.drg import EventGrouping, group_event
from app.services.drg_desk import desk_group, otherwise, stored_event, told_group
from app.services.written_file import whole_file


def fitting_pdf(app: AppContext, encounter: Encounter, person: Person) -> bytes:
    """Build the explanation of an event by the tables that the panel groups it by; logged.

    Raises:
        AppError: no tables fit the event, or it lacks what grouping rests on.

    """
    group = desk_group(app, encounter)
    if group.grouping is None or group.told is None:
        raise AppError(group.sentence)
    content = build_drg_explanation(_printed(app, encounter, group.grouping, group.told))
    _log(app, encounter, person)
    return content


def write_explanation(
    app: AppContext, encounter_id: str, path: Path, person: Person, set_id: str = ""
) -> Path:
    """Write the explanation of a stored event to a file, whole or not at all; logged as a print.

    Raises:
        NotFoundError: there is no such event, or there are no tables.
        GroupingInputError: the event lacks a birth date or its times.
        AppError: the file cannot be written; an earlier file of that name is then untouched.

    """
    encounter = stored_event(app, encounter_id)
    with whole_file(app, path, _built(app, encounter, set_id)):
        _log(app, encounter, person)
    return path


def _built(app: AppContext, encounter: Encounter, set_id: str) -> bytes:
    grouping = group_event(app, encounter, set_id)
    return build_drg_explanation(
        _printed(app, encounter, grouping, told_group(app, encounter, grouping))
    )


def _printed(
    app: AppContext, encounter: Encounter, grouping: EventGrouping, told: ToldGroup
) -> PrintedGroup:
    return PrintedGroup(
        encounter=encounter,
        told=told,
        tables=grouping.tables.label,
        remarks=grouping.remarks,
        otherwise=tuple(otherwise(app, grouping)),
        printed_at=app.now().astimezone().replace(tzinfo=None),
        watermark=WATERMARK if app.is_training else "",
    )


def _log(app: AppContext, encounter: Encounter, person: Person) -> None:
    with app.unit_of_work() as uow:
        uow.access_log.add(access_event(app, person, AccessKind.PRINTED, encounter))
        uow.commit()
