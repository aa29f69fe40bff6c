"""What the name of a codebook file or its folder tells about the edition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import RecognisedCodebook

#: A year as the authorities write it, alone or inside a name such as `atc-sv-2020.tsv`.
_YEAR = re.compile(r"(?<!\d)(19[9]\d|20\d\d)(?!\d)")


def guess_year(files: Iterable[Path]) -> str | None:
    """Return the year that the file names give, else the folder's or archive's name, else None.

    Files that name different years give none: the user then has to say which it is.
    """
    paths = [path.absolute() for path in files]
    for names in (
        [path.name for path in paths],
        [path.parent.name for path in paths],
        [above.name for path in paths for above in path.parents if above.suffix.lower() == ".zip"],
    ):
        years = {year for name in names for year in _YEAR.findall(name)}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


def first_day(year: str | None) -> date | None:
    """Return 1 January of a year, when Swedish classifications change."""
    return None if year is None else date(int(year), 1, 1)


def named_by_year(system: CodeSystem, files: Sequence[Path], reader: str) -> RecognisedCodebook:
    """Return files as the edition of the year that they are named for, if they name one."""
    year = guess_year(files)
    return RecognisedCodebook(
        system,
        SYSTEM_LABEL[system],
        tuple(files),
        reader=reader,
        version=year,
        valid_from=first_day(year),
    )


def by_folder(files: Iterable[Path], names: Iterable[str]) -> list[dict[str, Path]]:
    """Gather the files that bear one of the names, a dictionary for each folder."""
    wanted = set(names)
    folders: dict[Path, dict[str, Path]] = {}
    for path in files:
        name = path.name.lower()
        if name in wanted:
            folders.setdefault(path.parent, {})[name] = path
    return list(folders.values())
