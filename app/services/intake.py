"""Use cases of intake: files become care events; what cannot be read is set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import CrossedError, InputFileError, StaleSaveError
from app.domain.intake import (
    FileReading,
    IntakeReport,
    PatientMeasurements,
    PatientMedications,
    QuarantineItem,
    Rejected,
)
from app.domain.ports import UnitOfWork
from app.exchange.demo_events import read_demo_events
from app.exchange.quarantined import piece_content, read_piece, rejected_file
from app.exchange.recognise import (
    KIND_LABEL,
    LAID_ON_EVENTS,
    READERS,
    FileKind,
    RecognisedFile,
    WrongKindError,
    recognise,
)
from app.exchange.text_file import shown_name
from app.services.context import AppContext
from app.services.incoming import lay_measurements, lay_medications, store_event
from app.services.intake_tally import Tally
from app.services.job_control import NO_CONTROL, JobControl

#: The fact that tells whether the demonstration events are in the database.
DEMO_FACT = "demo"
DEMO_LOADED, DEMO_REMOVED = "loaded", "removed"

#: How often a file is tried when somebody saves one of its events at the same moment.
_ATTEMPTS = 3
_PROGRESS_EVERY = 200
_ORDER = tuple(READERS)

Waiting = PatientMedications | PatientMeasurements


@dataclass(slots=True)
class _Run:
    """What one import has done so far."""

    tally: Tally = field(default_factory=Tally)
    files: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def report(self) -> IntakeReport:
        """Sum up."""
        return IntakeReport(
            files=tuple(self.files),
            kinds=tuple(self.kinds),
            added=len(self.tally.added),
            updated=len(self.tally.updated),
            unchanged=len(self.tally.unchanged),
            rejected=tuple(self.rejected),
            changed_after_signing=len(self.tally.changed_after_signing),
            encounter_ids=tuple(self.tally.ids),
            remarks=tuple(self.remarks),
        )


def import_events(
    app: AppContext, paths: Sequence[Path], control: JobControl = NO_CONTROL
) -> IntakeReport:
    """Import files, and folders with all that is below them, one transaction a file.

    Rows and notes that cannot be read go to the quarantine, and so does a whole file that is
    broken; the rest is imported. Reading the same file again changes nothing. Files of a kind
    that holds no care events are passed over with a remark. Cancelling keeps the files that
    are finished and nothing of the one under way.

    Raises:
        InputFileError: a single file was given and it is of the wrong kind or broken, or there
            is nothing to read. Nothing is imported then.

    """
    run = _Run()
    files = _recognised(app, paths, run, control)
    for done, (path, kind) in enumerate(files):
        told = f"Läser in {shown_name(path)} …"
        control.step(done, len(files), told)
        try:
            read = recognise(path)
            reading = READERS[kind](read.text, path)
        except InputFileError as error:
            if _is_single_file(paths):
                raise
            _set_aside(app, path, kind, error, run)
            continue
        run.files.append(shown_name(path))
        run.kinds.append(f"{KIND_LABEL[kind]} ({read.encoding_label})")
        _import_reading(app, read, reading, run, _steps(control, done, len(files), told))
    _drain_waiting(app, run)
    return run.report()


def list_quarantine(app: AppContext) -> list[QuarantineItem]:
    """Everything set aside, oldest first."""
    with app.unit_of_work() as uow:
        return uow.quarantine.all()


def dismiss_quarantine(app: AppContext, item_id: int) -> None:
    """Take an item away for good; one that is gone stays gone."""
    with app.unit_of_work() as uow:
        uow.quarantine.remove(item_id)
        uow.commit()


def retry_quarantine(app: AppContext, control: JobControl = NO_CONTROL) -> IntakeReport:
    """Read everything set aside once more; what succeeds becomes events and leaves the list.

    A row or note is read from what was kept of it, a whole file from where it lies. What fails
    again stays, with its first reason, and is in the report as rejected.
    """
    run = _Run()
    items = list_quarantine(app)
    for done, item in enumerate(items):
        control.step(done, len(items), f"Försöker med {item.rejected.file_name} igen …")
        _retry(app, item, run)
    return run.report()


def load_demo(app: AppContext) -> IntakeReport:
    """Put the demonstration events in the database; twice changes nothing.

    Raises:
        InputFileError: the files that came with the program are damaged.

    """
    events = read_demo_events(app.resources / "demo")
    run = _Run()
    with app.unit_of_work() as uow:
        for event in events:
            store_event(app, uow, event, run.tally)
        uow.facts.set(DEMO_FACT, DEMO_LOADED)
        uow.commit()
    return run.report()


def remove_demo(app: AppContext) -> int:
    """Start empty (Börja tomt): take the demonstration events away, signed ones included.

    Their persons are fictive, so that nothing that must be kept is lost; events from other
    sources are not touched. Returns how many went. They can be loaded again.
    """
    with app.unit_of_work() as uow:
        count = uow.encounters.remove_demo()
        uow.facts.set(DEMO_FACT, DEMO_REMOVED)
        uow.commit()
    return count


def demo_state(app: AppContext) -> str | None:
    """Tell whether the demonstration events are DEMO_LOADED or DEMO_REMOVED; None: never loaded."""
    with app.unit_of_work() as uow:
        return uow.facts.get(DEMO_FACT)


def _is_single_file(paths: Sequence[Path]) -> bool:
    return len(paths) == 1 and not paths[0].is_dir()


def _recognised(
    app: AppContext, paths: Sequence[Path], run: _Run, control: JobControl
) -> list[tuple[Path, FileKind]]:
    """Name the kind of each file; notes come before drugs, else the order of names."""
    found: list[tuple[Path, FileKind]] = []
    candidates = list(_files(paths))
    for done, path in enumerate(candidates):
        control.step(done, len(candidates), f"Tittar på {shown_name(path)} …")
        try:
            kind = recognise(path).kind
        except WrongKindError as error:
            if _is_single_file(paths):
                raise
            if path in paths or path.suffix.lower() != ".txt":
                run.remarks.append(str(error))
        except InputFileError as error:
            if _is_single_file(paths):
                raise
            _set_aside(app, path, FileKind.UNKNOWN, error, run)
        else:
            found.append((path, kind))
    _tell_unread([path for path, kind in found if kind is FileKind.TAKECARE_OTHER], run)
    readable = [(path, kind) for path, kind in found if kind in READERS]
    return sorted(readable, key=lambda pair: _ORDER.index(pair[1]))


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    """List files in the order given, those of a folder by name; hidden ones are left out."""
    seen: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (p for p in sorted(path.rglob("*")) if not p.name.startswith("."))
            seen.update(dict.fromkeys(p for p in below if p.is_file()))
        else:
            seen[path] = None
    if not seen:
        raise InputFileError(
            "Det finns inga filer att läsa in. Välj en fil, eller en mapp med filer."
        )
    return seen


def _tell_unread(paths: list[Path], run: _Run) -> None:
    if paths:
        more = f" och {len(paths) - 1} till" if len(paths) > 1 else ""
        run.remarks.append(
            f"{shown_name(paths[0])}{more} är förteckningar eller aktiviteter från TakeCare. "
            "De innehåller inga värden och läses inte in; resten av journalen är inläst."
        )


def _set_aside(
    app: AppContext, path: Path, kind: FileKind, error: InputFileError, run: _Run
) -> None:
    rejected = rejected_file(path, str(error))
    with app.unit_of_work() as uow:
        _quarantine(app, uow, kind, [rejected])
        uow.commit()
    run.rejected.append(rejected)


def _steps(control: JobControl, done: int, total: int, told: str) -> Callable[[int], None]:
    def step(number: int) -> None:
        if number % _PROGRESS_EVERY == 0:
            control.step(done, total, f"{told} {number} händelser")

    return step


def _import_reading(
    app: AppContext,
    read: RecognisedFile,
    reading: FileReading,
    run: _Run,
    step: Callable[[int], None],
) -> None:
    """Store one file in one transaction; once more if somebody saved an event meanwhile."""
    for attempt in range(1, _ATTEMPTS + 1):
        tally, waiting = Tally(), list[Waiting]()
        try:
            with app.unit_of_work() as uow:
                waiting = _store(app, uow, reading, tally, step)
                _quarantine(app, uow, read.kind, reading.rejected)
                _quarantine(app, uow, read.kind, [w.origin for w in waiting if w.origin])
                _clear_resolved(uow, read, reading)
                uow.commit()
            break
        except (StaleSaveError, CrossedError):
            if attempt == _ATTEMPTS:
                raise
    run.tally.add(tally)
    run.rejected += reading.rejected
    run.remarks += reading.remarks
    told = dict.fromkeys(w.origin.reason for w in waiting if w.origin)
    run.remarks += [f"{shown_name(read.path)}: {reason}" for reason in told]


def _store(
    app: AppContext,
    uow: UnitOfWork,
    reading: FileReading,
    tally: Tally,
    step: Callable[[int], None],
) -> list[Waiting]:
    """Store what was read; answers the drugs and values whose patient has no event yet."""
    for number, event in enumerate(reading.events):
        step(number)
        store_event(app, uow, event, tally)
    drugs = [each for each in reading.medications if not lay_medications(app, uow, each, tally)]
    values = [each for each in reading.measurements if not lay_measurements(app, uow, each, tally)]
    return [*drugs, *values]


def _quarantine(
    app: AppContext, uow: UnitOfWork, kind: FileKind, rejected: Iterable[Rejected]
) -> None:
    """Set pieces aside that are not there already."""
    present = {(item.kind, item.rejected) for item in uow.quarantine.all()}
    fresh = [piece for piece in rejected if (kind.value, piece) not in present]
    if fresh:
        uow.quarantine.add(kind.value, fresh, app.now())


def _clear_resolved(uow: UnitOfWork, read: RecognisedFile, reading: FileReading) -> None:
    """Take away what this file now tells rightly: the whole file, or a row of an event."""
    told = {event.encounter.id for event in reading.events}
    whole = piece_content(read.path)
    for item in uow.quarantine.all():
        piece = read_piece(item.rejected.content)
        is_row = item.kind == read.kind and piece is not None and piece.event_id in told
        if item.rejected.content == whole or is_row:
            uow.quarantine.remove(item.id)


def _drain_waiting(app: AppContext, run: _Run) -> None:
    """Lay drugs and values that came before the notes of their patient."""
    if not run.tally.added:
        return
    for item in list_quarantine(app):
        piece = read_piece(item.rejected.content)
        if item.kind in LAID_ON_EVENTS and piece and piece.text:
            _retry(app, item, _Run(tally=run.tally))


def _retry(app: AppContext, item: QuarantineItem, run: _Run) -> None:
    piece = read_piece(item.rejected.content)
    try:
        if piece and piece.text is None:
            _retry_file(app, piece.path, run)
            return
        reading = READERS[FileKind(item.kind)](piece.text or "", piece.path) if piece else None
    except (InputFileError, KeyError, ValueError):
        reading = None
    if reading is None or reading.rejected:
        run.rejected.append(item.rejected)
    else:
        _retry_piece(app, item, reading, run)


def _retry_file(app: AppContext, path: Path, run: _Run) -> None:
    read = recognise(path)
    reading = READERS[read.kind](read.text, path)
    run.files.append(shown_name(path))
    _import_reading(app, read, reading, run, lambda _: None)


def _retry_piece(app: AppContext, item: QuarantineItem, reading: FileReading, run: _Run) -> None:
    tally = Tally()
    with app.unit_of_work() as uow:
        if _store(app, uow, reading, tally, lambda _: None):
            return
        uow.quarantine.remove(item.id)
        uow.commit()
    run.tally.add(tally)
    run.files.append(item.rejected.file_name)
    run.remarks += reading.remarks
