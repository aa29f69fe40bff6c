"""Use cases for codebook editions: import them, list them, compare them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.domain.codebook import (
    EditionDifference,
    compare_codebooks,
    count_levels,
    find_tree_fault,
)
from app.domain.concept import Concept, Edition, RecognisedCodebook, SourceFile
from app.domain.errors import AppError, CodebookFileError, NotFoundError
from app.domain.period import Period
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: Concepts between two reports of progress.
_STEP = 1_000
_YEAR = re.compile(r"(?:19|20)\d\d")
#: What an edition's id may be made of; everything else becomes a hyphen.
_NOT_IN_ID = re.compile(r"[^a-z0-9.]+")
_PLAIN_LETTERS = str.maketrans("åäöé", "aaoe")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import led to."""

    edition: Edition
    #: Number of concepts per level, as in `Level`.
    counts: dict[str, int]
    #: Whole Swedish sentences.
    warnings: tuple[str, ...] = ()
    #: The same files were imported before; nothing was changed, `edition` is the earlier one.
    already_imported: bool = False


def import_codebook(
    app: AppContext,
    paths: Sequence[Path],
    *,
    version: str | None = None,
    valid_from: date | None = None,
    imported_by: str = "",
    control: JobControl = NO_CONTROL,
) -> ImportReport:
    """Import one codebook from its files, or from the folder that they lie in.

    All or nothing: whatever goes wrong, and when the user cancels, the database is as before.
    Version and first day are told by the names of files or folder where they are not given; an
    edition named for a year is valid from 1 January. The same files again change nothing.

    Raises:
        CodebookFileError: no known format, several codebooks at once, or a file that cannot be
            used; with file, line and remedy.
        AppError: version or first day is not known, or the version is taken by other files.
        Cancelled: the user cancelled.
        StorageError: the database cannot take it.

    """
    control.step(0, 0, "Undersöker filerna …")
    recognised = _recognise_one(app, paths)
    sources = tuple(_fingerprint(path) for path in recognised.files)
    known = _imported(app)
    earlier = _of_files(known, sources)
    if earlier is not None:
        return _report_again(earlier)
    edition = _new_edition(recognised, sources, version=version, valid_from=valid_from)
    _refuse_taken(edition, known)
    concepts = _read(app, recognised, control)
    edition = replace(
        edition, counts=count_levels(concepts), imported_at=app.now(), imported_by=imported_by
    )
    _store(app, edition, concepts, control)
    return ImportReport(
        edition,
        dict(edition.counts),
        (*_warnings(paths, recognised), *app.readers.remarks(recognised)),
    )


def list_editions(app: AppContext) -> Sequence[Edition]:
    """Return every edition, official ones first, newest first within a system."""
    return app.library.editions()


def compare_editions(app: AppContext, a: str, b: str) -> EditionDifference:
    """Find what changed from edition `a` to edition `b`, both given by id.

    Raises:
        NotFoundError: no edition has that id.
        AppError: the editions are of different code systems.

    """
    before, after = (app.library.codebook(edition_id) for edition_id in (a, b))
    if before is None or after is None:
        missing = a if before is None else b
        known = ", ".join(edition.id for edition in list_editions(app))
        raise NotFoundError(f"Det finns ingen utgåva {missing}. Välj någon av {known}.")
    if before.edition.system is not after.edition.system:
        names = f"{before.edition.label} och {after.edition.label}"
        raise AppError(f"{names} är olika kodverk. Välj två utgåvor av samma kodverk.")
    return compare_codebooks(before, after)


def _recognise_one(app: AppContext, paths: Sequence[Path]) -> RecognisedCodebook:
    names = ", ".join(path.name or str(path) for path in paths)
    found = app.readers.recognise(paths)
    if not found:
        text = f"{names} innehåller inget kodverk som programmet känner igen."
        remedy = "Välj mappen där filerna ligger, med de namn som utgivaren gav dem."
        raise CodebookFileError(f"{text} {remedy}")
    if all(codebook.is_starter for codebook in found):
        raise CodebookFileError("Övningskodverket följer med programmet och behöver inte läsas in.")
    if len(found) > 1:
        labels = ", ".join(f"{c.name} {c.version or ''}".strip() for c in found)
        raise CodebookFileError(f"{names} innehåller flera kodverk ({labels}). Läs in ett i taget.")
    return found[0]


def _fingerprint(path: Path) -> SourceFile:
    try:
        with path.open("rb") as file:
            return SourceFile(path.name, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError as error:
        text = f"Filen {path.name} kan inte läsas. Kontrollera att du får öppna den."
        raise CodebookFileError(text) from error


def _imported(app: AppContext) -> list[Edition]:
    with app.unit_of_work() as uow:
        return uow.editions.all()


def _of_files(known: Sequence[Edition], sources: Sequence[SourceFile]) -> Edition | None:
    wanted = {source.sha256 for source in sources}
    return next((e for e in known if {s.sha256 for s in e.sources} == wanted), None)


def _report_again(edition: Edition) -> ImportReport:
    text = f"Samma filer är redan inlästa som {edition.label}. Inget ändrades."
    return ImportReport(edition, dict(edition.counts), (text,), already_imported=True)


def _new_edition(
    recognised: RecognisedCodebook,
    sources: tuple[SourceFile, ...],
    *,
    version: str | None,
    valid_from: date | None,
) -> Edition:
    known_version = (version or recognised.version or "").strip()
    if not known_version:
        text = f"Varken filerna eller mappen säger vilken utgåva av {recognised.name} det är."
        raise AppError(f"{text} Ange den med --version, till exempel --version 2022.")
    first_day = valid_from or _first_day(known_version) or recognised.valid_from
    if first_day is None:
        text = f"Det framgår inte från vilken dag {recognised.name} {known_version} gäller."
        raise AppError(f"{text} Ange dagen med --valid-from, till exempel --valid-from 2022-01-01.")
    return Edition(
        id=f"{recognised.system.value}-{_as_id(known_version)}",
        system=recognised.system,
        name=recognised.name,
        version=known_version,
        valid=Period(first_day),
        sources=sources,
    )


def _as_id(version: str) -> str:
    plain = version.lower().translate(_PLAIN_LETTERS)
    return _NOT_IN_ID.sub("-", plain).strip("-")


def _first_day(version: str) -> date | None:
    return date(int(version), 1, 1) if _YEAR.fullmatch(version) else None


def _refuse_taken(edition: Edition, known: Sequence[Edition]) -> None:
    if any(edition.id == other.id for other in known):
        text = f"{edition.label} är redan inläst från andra filer."
        remedy = "Ange en annan version med --version, eller kontrollera att filerna är de rätta."
        raise AppError(f"{text} {remedy}")


def _read(
    app: AppContext, recognised: RecognisedCodebook, control: JobControl
) -> tuple[Concept, ...]:
    def steps() -> Iterator[Concept]:
        for count, concept in enumerate(app.readers.read(recognised)):
            if count % _STEP == 0:
                control.step(count, 0, f"Läser {recognised.name} …")
            yield concept

    concepts = tuple(steps())
    if not concepts:
        text = f"Filerna till {recognised.name} innehåller inga koder."
        raise CodebookFileError(f"{text} Hämta dem på nytt från utgivaren.")
    fault = find_tree_fault(concepts)
    if fault is not None:
        raise CodebookFileError(f"{fault.text} Hämta filerna på nytt från utgivaren.")
    return concepts


def _store(
    app: AppContext, edition: Edition, concepts: Sequence[Concept], control: JobControl
) -> None:
    def steps() -> Iterator[Concept]:
        for done, concept in enumerate(concepts):
            if done % _STEP == 0:
                control.step(done, len(concepts), f"Sparar {edition.label} …")
            yield concept

    with app.unit_of_work() as uow:
        uow.editions.add(edition, steps())
        control.step(len(concepts), len(concepts), f"Sparar {edition.label} …")
        uow.commit()
    app.library.reload()


def _warnings(paths: Sequence[Path], recognised: RecognisedCodebook) -> tuple[str, ...]:
    given = [file for path in paths for file in (path.iterdir() if path.is_dir() else [path])]
    unused = {file.name for file in given if file.is_file() and file not in recognised.files}
    return (f"Filer som inte användes: {', '.join(sorted(unused))}.",) if unused else ()
