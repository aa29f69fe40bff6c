"""Use cases for local lists: look at a file, import it with its columns mapped, look codes up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.codes import SYSTEM_LABEL
from app.domain.concept import SourceFile
from app.domain.errors import AppError, NotFoundError
from app.domain.list_words import format_count
from app.domain.local_list import ColumnMapping, ListPreview, LocalCode, LocalList, MappingTrial
from app.domain.plain_text import plain_id
from app.domain.ports import UnitOfWork
from app.services.context import AppContext
from app.services.file_fingerprint import fingerprint
from app.services.job_control import NO_CONTROL, JobControl
from app.services.list_imports import stepwise

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class LocalListReport:
    """What an import led to."""

    local_list: LocalList
    #: Encoding and separator in words.
    written_as: str = ""
    #: Whole Swedish sentences.
    warnings: tuple[str, ...] = ()
    #: The same file was imported before in the same way; nothing was changed.
    already_imported: bool = False


def format_list_report(report: LocalListReport) -> tuple[str, ...]:
    """Tell what an import led to: what was read, then every warning."""
    if report.already_imported:
        return report.warnings
    done = report.local_list
    codes = format_count(done.rows, "kod inläst", "koder inlästa")
    return (f"{done.label}: {codes} ({report.written_as}).", *report.warnings)


def preview_local_list(app: AppContext, path: Path, separator: str = "") -> ListPreview:
    """Look at a file: encoding, separator, header, first 20 rows, and a guess at its columns.

    The separator is guessed too where none is given.

    Raises:
        CodebookFileError: it cannot be read, or has only one column; with file and remedy.

    """
    return app.readers.lists.preview(path, separator)


def try_mapping(app: AppContext, path: Path, mapping: ColumnMapping) -> MappingTrial:
    """Tell how every row of a file would be read with a mapping; nothing is stored.

    Raises:
        CodebookFileError: it cannot be read at all, or the mapping cannot be used.

    """
    return app.readers.lists.try_mapping(path, mapping)


def already_imported(app: AppContext, path: Path, mapping: ColumnMapping) -> LocalList | None:
    """Return the list that this very file was read into with this mapping, or None.

    Raises:
        CodebookFileError: the file cannot be read.

    """
    return _same(list_local_lists(app), fingerprint(path), mapping)


def why_not_named(known: Sequence[LocalList], name: str, system_label: str, version: str) -> str:
    """Return why a list may not be imported under these names, as a sentence; empty if it may."""
    try:
        _free_id(_checked_names(name, system_label, version), "", known)
    except AppError as error:
        return str(error)
    return ""


def remembered_mapping(known: Sequence[LocalList], name: str, columns: int) -> LocalList | None:
    """Return the newest list of that name whose columns a file with so many could have too."""
    wanted = " ".join(name.split()).casefold()
    for each in known:
        places = (each.mapping.code, each.mapping.text, each.mapping.valid_from or 0)
        if each.name.casefold() == wanted and max(places) < columns:
            return each
    return None


def import_local_list(  # noqa: PLR0913 - what a form asks for, each by its name
    app: AppContext,
    path: Path,
    mapping: ColumnMapping,
    *,
    name: str,
    system_label: str,
    version: str,
    valid_from: date,
    imported_by: str = "",
    control: JobControl = NO_CONTROL,
) -> LocalListReport:
    """Import a list as an edition of its own kind, its columns as the mapping says.

    All or nothing; the same file with the same mapping again changes nothing and is told.

    Raises:
        CodebookFileError: the file cannot be used; with file, row and remedy.
        AppError: a name is missing, or name and version are taken by another file.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    control.step(0, 0, f"Undersöker {path.name} …")
    source = fingerprint(path)
    names = _checked_names(name, system_label, version)
    known = list_local_lists(app)
    earlier = _same(known, source, mapping)
    if earlier is not None:
        text = f"Samma fil är redan inläst som {earlier.label}. Inget ändrades."
        return LocalListReport(earlier, warnings=(text,), already_imported=True)
    list_id = _free_id(names, source.sha256, known)
    file = app.readers.lists.local_list(path, mapping)
    codes = tuple(stepwise(file.rows, 0, f"Läser {path.name} …", control))
    local_list = LocalList(
        list_id, *names, valid_from, source, mapping, len(codes), app.now(), imported_by
    )
    _store(app, local_list, codes, control)
    return LocalListReport(local_list, file.written_as)


def list_local_lists(app: AppContext) -> list[LocalList]:
    """Return every local list, in Swedish order of names, newest version first."""
    with app.unit_of_work() as uow:
        return uow.local_lists.all()


def list_local_codes(
    app: AppContext, list_id: str, text: str = "", *, offset: int = 0, limit: int = 200
) -> Sequence[LocalCode]:
    """Return codes in the order of the file: all, or those that a text is found in.

    Raises:
        NotFoundError: there is no such list.

    """
    with app.unit_of_work() as uow:
        _get(uow, list_id)
        return uow.local_lists.page(list_id, text, offset, limit)


def find_local_code(
    app: AppContext, list_id: str, code: str, day: date | None = None
) -> LocalCode | None:
    """Return the code as it applies on a day (None = the newest), or None.

    Raises:
        NotFoundError: there is no such list.

    """
    with app.unit_of_work() as uow:
        local_list = _get(uow, list_id)
        found = uow.local_lists.find(list_id, code)
    if day is None:
        return found[0] if found else None
    return next((c for c in found if (c.valid_from or local_list.valid_from) <= day), None)


def remove_local_list(app: AppContext, list_id: str) -> None:
    """Take a list away with its codes.

    Raises:
        NotFoundError: there is no such list.

    """
    with app.unit_of_work() as uow:
        _get(uow, list_id)
        uow.local_lists.remove(list_id)
        uow.commit()


def _get(uow: UnitOfWork, list_id: str) -> LocalList:
    known = uow.local_lists.all()
    found = next((each for each in known if each.id == list_id), None)
    if found is None:
        remedy = f"Välj någon av {', '.join(e.id for e in known)}." if known else "Läs in en först."
        raise NotFoundError(f"Det finns ingen lokal lista {list_id}. {remedy}")
    return found


def _checked_names(name: str, system_label: str, version: str) -> tuple[str, str, str]:
    names = tuple(" ".join(text.split()) for text in (name, system_label, version))
    for text, what in zip(names, ("namn", "kodverk", "version"), strict=True):
        if not text:
            raise AppError(f"Listans {what} saknas. Fyll i det.")
        if len(text) > _LONGEST_NAME:
            raise AppError(f"Listans {what} är för långt. Skriv högst {_LONGEST_NAME} tecken.")
    if names[1].casefold() in {label.casefold() for label in SYSTEM_LABEL.values()}:
        text = f"{names[1]} är ett kodverk som läses in under Kodverk."
        raise AppError(f"{text} Ge den lokala listan ett annat, till exempel ICD-10 Norge.")
    return names[0], names[1], names[2]


def _same(
    known: Sequence[LocalList], source: SourceFile, mapping: ColumnMapping
) -> LocalList | None:
    return next(
        (e for e in known if e.source.sha256 == source.sha256 and e.mapping == mapping), None
    )


def _free_id(names: tuple[str, str, str], sha256: str, known: Sequence[LocalList]) -> str:
    name, _label, version = names
    list_id = f"lokal-{plain_id(f'{name}-{version}') or sha256[:8]}"
    if any(each.id == list_id for each in known):
        text = f"{name} {version} är redan inläst, från en annan fil eller med andra kolumner."
        raise AppError(f"{text} Ange en annan version, eller ta bort den listan först.")
    return list_id


def _store(
    app: AppContext, local_list: LocalList, codes: Sequence[LocalCode], control: JobControl
) -> None:
    saving = f"Sparar {local_list.label} …"
    with app.unit_of_work() as uow:
        uow.local_lists.add(local_list, stepwise(codes, len(codes), saving, control))
        control.step(len(codes), len(codes), saving)
        uow.commit()
