"""Definition tables from files, told apart by what they hold: JSON, dBase, TSV and workbooks.

A file may be packed with gzip; a package may be a folder or a zip, self-extracting ones too.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TypeVar

from app.domain.collector import collector_at_rest
from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.domain.period import ALWAYS
from app.exchange.dbf_file import MOST_ROWS, open_dbf
from app.exchange.drg_json import read_json_tables
from app.exchange.drg_rows import KNOWN_TABLES, make_tables
from app.exchange.drg_versions import Row, SourceTable, family_of, told_by
from app.exchange.drg_workbook import read_workbook_tables
from app.exchange.workbook_rows import WORKBOOK_MEMBER

#: How gzip begins, and a zip or a program that unpacks itself.
_GZIP, _ZIPS = b"\x1f\x8b", (b"PK\x03\x04", b"MZ")
#: No file of definition tables is larger than this when unpacked, nor all tables of a package.
MOST_BYTES = 128 * 1024 * 1024
#: A zip may lie in a zip, and that in another.
_MOST_DEEP = 3
#: The table that every set has.
_RULES = frozenset({"drglogic", "drg_logic"})
_TABLE_SUFFIXES = (".dbf", ".tsv")
#: Where in a folder tables are looked for; it may be a person's whole folder of documents.
_DEPTHS = ("*", "*/*", "*/*/*")
_WHOLE_SUFFIXES = (".xlsx", ".xlsm", ".json", ".gz", ".zip", ".exe")
#: What a packed file with more than one table is not.
_NEVER_WHOLE = (".tsv", ".csv", ".txt", ".dbf")
_AGAIN = "Hämta den på nytt och läs in den igen."
#: So many of other files are named.
_NAMED = 5
#: What macOS puts into every zip beside the files.
_HIDDEN = (".", "__MACOSX")

#: How to read each file, by its path inside a folder or a zip.
_Files = Mapping[PurePosixPath, Callable[[], bytes]]
_Place = TypeVar("_Place")


def read_definition_tables(path: Path) -> DefinitionTables:
    """Read a set of definition tables from a file, a zip or a folder.

    Raises:
        InputFileError: it is none, or it is broken; the text names file, row and remedy.

    """
    with collector_at_rest():
        if path.is_dir():
            return _with_unnamed(_read_package(_folder(path), path.name))
        return _with_unnamed(_read_content(_read(path), path.name))


def _read_content(content: bytes, name: str, deep: int = 0) -> DefinitionTables:
    if content.startswith(_GZIP):
        content = _unzip(content, name)
    if not content.strip():
        raise InputFileError(f"{name} är tom. {_AGAIN}")
    if name.lower().endswith(_TABLE_SUFFIXES):
        raise InputFileError(
            f"{name} är en enda tabell. Välj mappen eller zip-filen där alla tabeller ligger."
        )
    if zipfile.is_zipfile(BytesIO(content)):
        if deep == _MOST_DEEP:
            raise InputFileError(
                f"{name} är en zip-fil i en zip-fil {deep} gånger om. Packa upp den och läs in "
                "mappen."
            )
        return _read_zip(content, name, deep)
    if content.startswith(_ZIPS):
        raise _broken_zip(name)
    return read_json_tables(content, name)


def _read_zip(content: bytes, name: str, deep: int) -> DefinitionTables:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if WORKBOOK_MEMBER in package.namelist():
                return read_workbook_tables(package, name)
            members = [each for each in package.infolist() if not each.is_dir()]
            inner = {
                PurePosixPath(member.filename.replace("\\", "/")): partial(
                    _member, package, member, name
                )
                for member in members
            }
            if len(inner) < len(members):
                raise InputFileError(f"{name} har två filer med samma namn. {_AGAIN}")
            return _read_package(inner, name, deep + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise _broken_zip(name) from error


def _broken_zip(name: str) -> InputFileError:
    return InputFileError(f"{name} är en trasig, avkortad eller låst zip-fil. {_AGAIN}")


def _folder(folder: Path) -> _Files:
    """Find the files that may hold tables, in the folder and in those a little below it."""
    try:
        found = [
            file
            for depth in _DEPTHS
            for file in sorted(folder.glob(depth))
            if file.suffix.lower() in (*_TABLE_SUFFIXES, *_WHOLE_SUFFIXES) and file.is_file()
        ]
    except OSError as error:
        raise InputFileError(
            f"Mappen {folder.name} kan inte öppnas. Kontrollera att du får läsa den."
        ) from error
    return {
        PurePosixPath(file.relative_to(folder).as_posix()): partial(_read, file) for file in found
    }


def _read_package(files: _Files, source: str, deep: int = 0) -> DefinitionTables:
    """Read the one set that a package holds: a file a table in one folder, or one whole file."""
    seen = {path: read for path, read in files.items() if not _is_hidden(path)}
    parted = _parted(seen, source)
    whole = list(filter(_is_whole, seen))
    found = _nearest(parted, [len(folder.parts) for folder, _suffix in parted])
    if (PurePosixPath(), ".dbf") not in parted and (PurePosixPath(), ".tsv") not in parted:
        telling = [path for path in whole if told_by(str(path))[0]]  # any file may name a year
        _refuse_many_versions([folder for folder, _suffix in parted], telling, source, deep)
    if len(found) > 1:
        folders = {str(folder) for folder, _suffix in found}
        kinds = [f"*{suffix}" for _folder, suffix in found]
        raise _several(source, sorted(folders) if len(folders) > 1 else kinds)
    if found:
        read = _read_tables(parted[found[0]], found[0][1], _telling(source, found[0][0]))
        others = [str(each / f"*{kind}") for each, kind in parted if (each, kind) != found[0]]
        return _with_unread(read, source, others + list(map(str, whole)))
    nearest = _nearest(whole, [len(path.parts) for path in whole])
    if len(nearest) > 1:
        raise _several(source, [path.name for path in nearest])
    if not nearest:
        raise InputFileError(
            f"I {source} finns inga definitionstabeller. Välj mappen eller zip-filen där "
            "drglogic.dbf eller drg_logic.tsv ligger, en arbetsbok eller en JSON-fil."
        )
    name = nearest[0].name
    if not all(told_by(name)) and any(told_by(source)):
        name = f"{name} i {source}"
    return _read_content(seen[nearest[0]](), name, deep)


def _is_whole(path: PurePosixPath) -> bool:
    """Whether a file may hold a whole set; a single table or cases that are packed do not."""
    inner = path.with_suffix("").suffix.lower() if path.suffix.lower() == ".gz" else ""
    return path.suffix.lower() in _WHOLE_SUFFIXES and inner not in _NEVER_WHOLE


def _telling(source: str, folder: PurePosixPath) -> str:
    """Choose the name that tells more of country and year: of what was given, or of its folder."""
    return max((source, str(folder)), key=lambda name: sum(map(bool, told_by(name))))


def _refuse_many_versions(
    folders: list[PurePosixPath], files: list[PurePosixPath], source: str, deep: int
) -> None:
    """See that the names of folders and files do not tell of several countries or years.

    Raises:
        InputFileError: they do; one would be read, and nobody had said which.

    """
    named: dict[tuple[str, str], PurePosixPath] = {}
    for place in (*sorted(folders), *sorted(files)):
        named.setdefault(told_by(str(place)), place)
    named.pop(("", ""), None)
    if len(named) > 1:
        listed = _listed(list(map(str, named.values())))
        act = "Packa upp den och läs in" if deep else "Läs in"
        raise InputFileError(
            f"{source} innehåller definitionstabeller för flera länder eller år. {act} en "
            f"uppsättning i taget, genom att ange dess mapp eller fil: {listed}."
        )


def _listed(names: list[str]) -> str:
    more = f" och {len(names) - _NAMED} till" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _nearest(places: Collection[_Place], depths: Collection[int]) -> list[_Place]:
    least = min(depths, default=0)
    return [place for place, depth in zip(places, depths, strict=True) if depth == least]


def _with_unread(read: DefinitionTables, source: str, others: list[str]) -> DefinitionTables:
    """Tell of other tables in the package: whoever put them there may think they were read."""
    if not others:
        return read
    told = f"I {source} ligger också {_listed(sorted(others))}, som inte lästes."
    return replace(read, remarks=(f"{told} Läs in det för sig om det behövs.", *read.remarks))


def _with_unnamed(read: DefinitionTables) -> DefinitionTables:
    """Tell where neither tables nor names say the country or the year: any event would fit."""
    missing = [] if read.country else ["land"]
    missing += ["år"] if read.valid == ALWAYS else []
    if not missing:
        return read
    told = (
        f"Varken tabellerna eller namnet på fil och mapp säger vilket {' och '.join(missing)} de "
        "gäller. Ta bort uppsättningen, ge filen eller mappen ett namn som SWE_2014 och läs in den "
        "igen."
    )
    return replace(read, remarks=(*read.remarks, told))


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(_HIDDEN) for part in path.parts)


def _parted(
    files: _Files, source: str
) -> dict[tuple[PurePosixPath, str], dict[str, Callable[[], bytes]]]:
    """Give the tables of each folder and kind that has rules among them, by their names."""
    found: dict[tuple[PurePosixPath, str], dict[str, Callable[[], bytes]]] = defaultdict(dict)
    for path, read in files.items():
        if path.suffix.lower() not in _TABLE_SUFFIXES:
            continue
        tables, name = found[path.parent, path.suffix.lower()], path.stem.strip().lower()
        if name in tables and name in KNOWN_TABLES:
            raise InputFileError(
                f"{source} har två filer som heter {name}{path.suffix.lower()} så när som på stora "
                "och små bokstäver. Ta bort den ena, och läs in igen."
            )
        tables[name] = read
    return {place: tables for place, tables in found.items() if _RULES & tables.keys()}


def _several(source: str, names: list[str]) -> InputFileError:
    return InputFileError(
        f"{source} innehåller flera uppsättningar definitionstabeller ({_listed(sorted(names))}). "
        "Läs in en i taget."
    )


def _read_tables(
    files: Mapping[str, Callable[[], bytes]], suffix: str, source: str
) -> DefinitionTables:
    table_of = _dbf_table if suffix == ".dbf" else _tsv_table
    tables: dict[str, SourceTable] = {}
    size = 0
    for name in filter(KNOWN_TABLES.__contains__, files):
        content = files[name]()
        size += len(content)
        if size > MOST_BYTES:
            raise _too_large(source)
        tables[name] = table_of(content, f"{name}{suffix}")
    layout = TableLayout.NORDIC_DBF
    if suffix != ".dbf":
        layout = family_of(tables.values(), layout)  # a folder may have any year in its name
    return make_tables(tables, layout, source)


def _dbf_table(content: bytes, name: str) -> SourceTable:
    return SourceTable(name, list(open_dbf(content, name).rows()))


def _tsv_table(content: bytes, name: str) -> SourceTable:
    if content.count(b"\n") > MOST_ROWS:
        raise InputFileError(f"{name} har fler rader än definitionstabeller kan ha. {_AGAIN}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputFileError(
            f"{name}, rad {line}: filen är inte i UTF-8. Spara den i UTF-8 och läs in igen."
        ) from error
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    lines = map(_cells, plain.split("\n"))
    header = next(lines)
    named = list(filter(str.strip, header))
    if len(set(named)) < len(named):
        raise InputFileError(
            f"{name}, rad 1: två kolumner har samma namn. Rätta rubriken och läs in igen."
        )
    return SourceTable(name, list(_as_rows(header, lines, name)), 2)


def _cells(line: str) -> list[str]:
    return line.split("\t") if line else []


def _as_rows(header: list[str], lines: Iterator[list[str]], name: str) -> Iterator[Row]:
    blank = [""] * len(header)
    for number, line in enumerate(lines, 2):
        if line and len(line) != len(header):
            raise InputFileError(
                f"{name}, rad {number}: raden har {len(line)} kolumner, men rubriken har "
                f"{len(header)}. Rätta raden och läs in igen."
            )
        yield dict(zip(header, line or blank, strict=True))


def _read(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise InputFileError(f"{path.name} är ingen vanlig fil. Välj en fil eller en mapp.")
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputFileError(
            f"{path.name} kan inte läsas. Kontrollera att filen finns och att du får öppna den."
        ) from error


def _unzip(content: bytes, name: str) -> bytes:
    """Unpack gzip, at most as much as definition tables can be."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
            plain = packed.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputFileError(f"{name} är en trasig gzip-fil. {_AGAIN}") from error
    if len(plain) > MOST_BYTES:
        raise _too_large(name)
    return plain


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    if member.file_size > MOST_BYTES:
        raise _too_large(name)
    return package.read(member)


def _too_large(name: str) -> InputFileError:
    return InputFileError(
        f"{name} är för stor för att vara definitionstabeller. Kontrollera att det är rätt fil."
    )
