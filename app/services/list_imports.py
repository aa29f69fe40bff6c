"""How a file becomes the whole content of a table: read, check, compare, replace, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from app.domain.file_import import FileImport, FileImportReport
from app.domain.list_ports import ListFile
from app.domain.ports import UnitOfWork
from app.services.context import AppContext
from app.services.file_fingerprint import fingerprint
from app.services.job_control import NO_CONTROL, JobControl

T = TypeVar("T")

#: Rows between two reports of progress.
_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Target(Generic[T]):
    """A table that is filled whole from a file."""

    #: The name that its import is remembered by, and what messages call it.
    name: str
    label: str
    read: Callable[[Path], ListFile[T]]
    imports: Callable[[UnitOfWork], Mapping[str, FileImport]]
    stored: Callable[[UnitOfWork], Sequence[T]]
    replace: Callable[[UnitOfWork, FileImport, Iterable[T]], None]


def import_file(
    app: AppContext,
    path: Path,
    target: Target[T],
    *,
    imported_by: str = "",
    refuse: Callable[[UnitOfWork], None] = lambda _uow: None,
    warn: Callable[[Sequence[T]], tuple[str, ...]] | None = None,
    control: JobControl = NO_CONTROL,
) -> FileImportReport:
    """Let a file be the whole content of a table.

    All or nothing: whatever goes wrong, and when the user cancels, the table is as before. The
    same file again changes nothing. `refuse` may stop it where it is written; `warn` may say more
    about rows that are good as rows.

    Raises:
        CodebookFileError: the file cannot be used; with file, row and remedy.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    control.step(0, 0, f"Undersöker {path.name} …")
    source = fingerprint(path)
    with app.unit_of_work() as uow:
        earlier = target.imports(uow).get(target.name)
        before = set(target.stored(uow))
    if earlier is not None and earlier.source.sha256 == source.sha256:
        text = f"{target.label} är redan inläst från samma fil. Inget ändrades."
        return FileImportReport(earlier, warnings=(text,), already_imported=True)
    file = target.read(path)
    rows = tuple(stepwise(file.rows, 0, f"Läser {path.name} …", control))
    latest = FileImport(target.name, source, len(rows), app.now(), imported_by)
    with app.unit_of_work() as uow:
        refuse(uow)
        saving = f"Sparar {target.label} …"
        target.replace(uow, latest, stepwise(rows, len(rows), saving, control))
        control.step(len(rows), len(rows), saving)
        uow.commit()
    return FileImportReport(
        latest,
        file.written_as,
        added=len(set(rows) - before),
        gone=len(before - set(rows)),
        warnings=(*unread_columns(file.unknown_columns), *(warn(rows) if warn else ())),
    )


def stepwise(items: Iterable[T], total: int, text: str, control: JobControl) -> Iterator[T]:
    """Pass items on, reporting progress and stopping when asked to."""
    for done, item in enumerate(items):
        if done % _STEP == 0:
            control.step(done, total, text)
        yield item


def unread_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Say which columns of a file were passed over."""
    if not names:
        return ()
    columns = "Kolumnen" if len(names) == 1 else "Kolumnerna"
    return (f"{columns} {', '.join(names)} används inte av programmet och lästes inte in.",)
