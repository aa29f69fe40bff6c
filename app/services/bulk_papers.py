"""Use cases that hand out many events at once: coding summaries, and files of events."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.access import AccessKind, Person
from app.domain.encounter import Encounter
from app.domain.errors import AppError, Cancelled, NotFoundError
from app.domain.work_list import WorkListQuery, WorkListRow
from app.domain.work_list_report import BulkReport, Refused
from app.exchange.encounter_json import write_encounter
from app.exchange.work_list_csv import format_header, format_row
from app.services.access import access_event
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl
from app.services.reporting import summaries_pdf, summary_file_name, write_summaries, write_summary
from app.services.written_file import streamed_file

_AT_ONCE = 500
_GONE = "Händelsen finns inte längre i arbetslistan."


def print_events(
    app: AppContext,
    encounter_ids: Sequence[str],
    target: Path,
    person: Person,
    control: JobControl = NO_CONTROL,
) -> BulkReport:
    """Write coding summaries: one PDF with all if the target is named .pdf, else a file each.

    Every summary that is written is in the access log. One PDF is there whole or not at all; of
    a file each those that were written before a cancellation remain.

    Raises:
        AppError: the target cannot be written.

    """
    ids, refused = _present(app, encounter_ids)
    if target.suffix.lower() != ".pdf" or target.is_dir():
        return _print_each(app, ids, refused, target, person, control)
    report = BulkReport(f"utskrivna i {target.name}", len(ids) + len(refused), refused=refused)
    if not ids:
        return report
    try:
        files = write_summaries(app, ids, target, person, control)
    except Cancelled:
        return replace(report, was_cancelled=True)
    return replace(report, done=tuple(ids), files=tuple(files))


def print_pdf(
    app: AppContext,
    encounter_ids: Sequence[str],
    person: Person,
    control: JobControl = NO_CONTROL,
) -> tuple[bytes, BulkReport]:
    """Build one document of the summaries for the preview; empty where no event is left.

    Raises:
        Cancelled: the task was asked to stop; nothing is then in the access log.

    """
    ids, refused = _present(app, encounter_ids)
    content = summaries_pdf(app, ids, person, control) if ids else b""
    return content, BulkReport(
        "i förhandsgranskningen", len(ids) + len(refused), tuple(ids), refused
    )


def export_events(
    app: AppContext,
    encounter_ids: Sequence[str],
    path: Path,
    person: Person,
    control: JobControl = NO_CONTROL,
) -> BulkReport:
    """Write events to a file: rows of the list if it is named .csv, else events as JSON lines.

    JSON lines are what `kodklar review --file` reads; they carry neither name nor number of
    anybody, and the rows mask whoever is protected. Every event in the file is in the access
    log; a file whose writing is cancelled is not there.

    Raises:
        AppError: the file cannot be written; an earlier one of that name is then untouched.

    """
    ids, refused = _present(app, encounter_ids)
    report = BulkReport(f"exporterade till {path.name}", len(ids) + len(refused), refused=refused)
    if not ids:
        return report
    lines = _table(app, ids) if path.suffix.lower() == ".csv" else _json_lines(app, ids)
    try:
        with streamed_file(app, path) as file:
            for position, line in enumerate(lines):
                control.step(min(position, len(ids)), len(ids), f"Skriver rad {position + 1} …")
                file.write(line)
            _log(app, ids, person)
    except Cancelled:
        return replace(report, was_cancelled=True)
    return replace(report, done=tuple(ids), files=(path,))


def _print_each(
    app: AppContext,
    ids: Sequence[str],
    refused: tuple[Refused, ...],
    folder: Path,
    person: Person,
    control: JobControl,
) -> BulkReport:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AppError(f"Mappen {folder} kan inte skapas. Välj en annan mapp.") from error
    files: list[Path] = []
    was_cancelled = False
    for position, encounter_id in enumerate(ids):
        try:
            control.step(position, len(ids), f"Skriver sammanfattning {position + 1} …")
        except Cancelled:
            was_cancelled = True
            break
        path = folder / summary_file_name(encounter_id, {known.name for known in files})
        files.append(write_summary(app, encounter_id, path, person))
    return BulkReport(
        f"utskrivna i {folder.name}",
        len(ids) + len(refused),
        tuple(ids[: len(files)]),
        refused,
        files=tuple(files),
        was_cancelled=was_cancelled,
    )


def _present(
    app: AppContext, encounter_ids: Sequence[str]
) -> tuple[list[str], tuple[Refused, ...]]:
    ids = list(dict.fromkeys(encounter_ids))
    if not ids:
        raise AppError("Markera minst en händelse först.")
    known = {row.id for row in _rows(app, ids)}
    refused = tuple(Refused(each, _GONE) for each in ids if each not in known)
    return [each for each in ids if each in known], refused


def _rows(app: AppContext, ids: Sequence[str]) -> Iterator[WorkListRow]:
    for begin in range(0, len(ids), _AT_ONCE):
        some = tuple(ids[begin : begin + _AT_ONCE])
        with app.unit_of_work() as uow:
            yield from uow.encounters.page(WorkListQuery(ids=some), 0, len(some))


def _table(app: AppContext, ids: Sequence[str]) -> Iterator[bytes]:
    rows, now = {row.id: row for row in _rows(app, ids)}, app.now()
    yield format_header()
    for each in ids:
        yield format_row(rows[each], now)


def _json_lines(app: AppContext, ids: Sequence[str]) -> Iterator[bytes]:
    for each in ids:
        written = write_encounter(_stored(app, each))
        yield (json.dumps(written, ensure_ascii=False) + "\n").encode()


def _stored(app: AppContext, encounter_id: str) -> Encounter:
    with app.unit_of_work() as uow:
        stored = uow.encounters.get(encounter_id)
    if stored is None:
        raise NotFoundError(f"{_GONE} Markera de övriga och försök igen.")
    return stored


def _log(app: AppContext, ids: Sequence[str], person: Person) -> None:
    with app.unit_of_work() as uow:
        for each in ids:
            stored = uow.encounters.get(each)
            if stored is not None:
                uow.access_log.add(access_event(app, person, AccessKind.EXPORTED, stored))
        uow.commit()
