"""Which codebook files are, and what the edition that they hold is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.domain.concept import Edition, EditionState, RecognisedCodebook, SourceFile
from app.domain.errors import AppError, CodebookFileError
from app.domain.period import Period
from app.domain.plain_text import plain_id
from app.services.context import AppContext

_YEAR = re.compile(r"(?:19|20)\d\d")
#: A year that stands by itself in the name of a folder.
_YEAR_IN_NAME = re.compile(r"(?<![0-9A-Za-z_])(?:19|20)\d\d(?![0-9A-Za-z_])")
#: As long as the database keeps it.
_LONGEST_VERSION = 40


def recognise_one(app: AppContext, paths: Sequence[Path]) -> RecognisedCodebook:
    """Return the only official codebook among files and folders.

    Raises:
        CodebookFileError: there is none, there are several, or it is the practice edition.

    """
    names = ", ".join(path.name or str(path) for path in paths)
    found = app.readers.recognise(paths)
    if not found:
        raise CodebookFileError(_nothing_known(names, _folders_with_codebooks(app, paths)))
    if all(codebook.is_starter for codebook in found):
        raise CodebookFileError("Övningskodverket följer med programmet och behöver inte läsas in.")
    if len(found) > 1:
        labels = ", ".join(f"{c.name} {c.version or ''}".strip() for c in found)
        raise CodebookFileError(f"{names} innehåller flera kodverk ({labels}). Läs in ett i taget.")
    return found[0]


def new_edition(
    recognised: RecognisedCodebook,
    sources: tuple[SourceFile, ...],
    *,
    version: str | None,
    valid_from: date | None,
) -> Edition:
    """Name the edition that the files hold, in the state IMPORTED, nothing counted yet.

    What the person says goes before what the files tell; an edition named for a year is valid
    from 1 January.

    Raises:
        AppError: version or first day is not known, or the version cannot be kept.

    """
    known_version = _checked_version(recognised, (version or recognised.version or "").strip())
    named = recognised.valid_from
    is_as_named = known_version == recognised.version and named is not None
    first_day = valid_from or (named if is_as_named else _first_day(known_version) or named)
    if first_day is None:
        text = f"Det framgår inte från vilken dag {recognised.name} {known_version} gäller."
        option = "På kommandoraden till exempel --valid-from 2022-01-01."
        raise AppError(f"{text} Ange den dagen.", on_terminal=option)
    last_day = recognised.valid_to
    if last_day is not None and last_day < first_day:
        last_day = None
    return Edition(
        id=f"{recognised.system.value}-{plain_id(known_version)}",
        system=recognised.system,
        name=recognised.name,
        version=known_version,
        valid=Period(first_day, last_day),
        sources=sources,
        state=EditionState.IMPORTED,
    )


def named_versions(recognised: RecognisedCodebook) -> tuple[str, ...]:
    """Return every version that the names of the files, and of the folder, speak of."""
    folders = dict.fromkeys(path.absolute().parent.name for path in recognised.files)
    years = [year for name in folders for year in _YEAR_IN_NAME.findall(name)]
    return tuple(dict.fromkeys(filter(None, (recognised.version, *years))))


def refuse_other_year(
    stored: Edition, recognised: RecognisedCodebook, version: str | None, valid_from: date | None
) -> None:
    """Refuse files that are stored under another version than the one asked for.

    Raises:
        AppError: last year's files were chosen as this year's, as far as can be told.

    """
    start = stored.valid.start
    years = {name for name in (version, *named_versions(recognised)) if name and _is_year(name)}
    if version is not None and plain_id(version) != plain_id(stored.version):
        wanted = f"bli {version}"
    elif valid_from is not None and valid_from != start:
        wanted = f"gälla från {valid_from}"
    elif years and start is not None and str(start.year) not in years:
        wanted = f"bli {min(years)}"
    else:
        return
    text = f"Filerna är redan inlästa som {stored.label}, men skulle nu {wanted}."
    remedy = (
        "Kontrollera att det är rätt års filer. Har utgivaren inte ändrat något gäller "
        f"{stored.label} vidare, och inget behöver läsas in."
    )
    raise AppError(f"{text} {remedy}")


def _folders_with_codebooks(app: AppContext, paths: Sequence[Path]) -> list[str]:
    """Name the folders right below those given that hold official codebooks."""
    folders = [
        each for path in paths if path.is_dir() for each in sorted(path.iterdir()) if each.is_dir()
    ]
    return [folder.name for folder in folders if _holds_codebook(app, folder)]


def _holds_codebook(app: AppContext, folder: Path) -> bool:
    try:
        return any(not codebook.is_starter for codebook in app.readers.recognise([folder]))
    except (CodebookFileError, OSError):
        return False  # not to be named as one that can be read in


def _nothing_known(names: str, folders: Sequence[str]) -> str:
    if not folders:
        text = f"{names} innehåller inget kodverk som programmet känner igen."
        return f"{text} Välj mappen där filerna ligger, med de namn som utgivaren gav dem."
    if len(folders) == 1:
        return f"{names} innehåller inget kodverk, men mappen {folders[0]} i den. Välj den mappen."
    *first, last = folders
    listed = f"{', '.join(first)} och {last}"
    text = f"{names} innehåller inget kodverk, men mapparna {listed} i den."
    return f"{text} Välj en av dem i taget."


def _checked_version(recognised: RecognisedCodebook, version: str) -> str:
    option = "På kommandoraden till exempel --version 2022."
    if not version:
        text = f"Varken filerna eller mappen säger vilken utgåva av {recognised.name} det är."
        raise AppError(f"{text} Ange vilken.", on_terminal=option)
    if len(version) > _LONGEST_VERSION or not plain_id(version) or not version.isprintable():
        text = f"Versionen ska ha bokstäver eller siffror och vara högst {_LONGEST_VERSION} tecken."
        raise AppError(f"{text} Ange en sådan.", on_terminal=option)
    return version


def _first_day(version: str) -> date | None:
    return date(int(version), 1, 1) if _is_year(version) else None


def _is_year(version: str) -> bool:
    return _YEAR.fullmatch(version) is not None
