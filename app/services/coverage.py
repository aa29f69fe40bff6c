"""Which phrases of an event's record have a code: read locally, and nothing is coded by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.domain.access import AccessKind, Person
from app.domain.coverage import Coverage, Mention, coverage_from, event_codes
from app.domain.encounter import Encounter
from app.domain.errors import InputFileError, NotFoundError
from app.domain.record import CareRecord
from app.services.access import access_event
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: A text file of more bytes than this is no note.
LONGEST_FILE = 10_000_000


def coverage_of(
    app: AppContext, encounter: Encounter, record: CareRecord, control: JobControl = NO_CONTROL
) -> Coverage:
    """Read the notes of an event by the editions of its day, and judge them by its codes.

    To be asked outside the GUI thread; after that `Coverage.with_coded` follows the codes. It can
    be cancelled between two notes.

    Raises:
        Cancelled: the task was asked to stop.

    """
    documents, found = record.documents, list[tuple[str, str, Sequence[Mention]]]()
    for done, document in enumerate(documents):
        control.step(done, len(documents), "Läser journalen …")
        mentions = app.engine.phrases(document.text, encounter.day)
        found.append((document.id, document.text, mentions))
    return coverage_from(found, event_codes(encounter))


def open_coverage(
    app: AppContext, person: Person, encounter_id: str, control: JobControl = NO_CONTROL
) -> tuple[CareRecord, Coverage]:
    """Read a stored event's notes, and write the access log. The event is not claimed.

    Raises:
        NotFoundError: no event has that id.

    """
    with app.unit_of_work() as uow:
        encounter = uow.encounters.get(encounter_id)
        if encounter is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
        record = uow.encounters.record(encounter_id)
        uow.access_log.add(access_event(app, person, AccessKind.OPENED, encounter))
        uow.commit()
    return record, coverage_of(app, encounter, record, control)


def coverage_of_file(app: AppContext, path: Path, day: date | None = None) -> Coverage:
    """Read a text file as a note of an event without codes; the document is named by the file.

    Raises:
        InputFileError: the file cannot be read, is too long, or is not UTF-8.

    """
    text = _read_text(path)
    return coverage_from([(path.name, text, app.engine.phrases(text, day))], ())


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise InputFileError(
                f"Filen {path.name} är större än 10 MB. Dela den i anteckningar och pröva igen."
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputFileError(
            f"Filen {path.name} kan inte läsas. Kontrollera namnet och att du får läsa den."
        ) from error
    except UnicodeDecodeError as error:
        raise InputFileError(
            f"Filen {path.name} är inte skriven i UTF-8. Spara om den och pröva igen."
        ) from error
