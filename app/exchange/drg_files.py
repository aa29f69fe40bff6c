"""Definition tables from files, told apart by what they hold: JSON, dBase, TSV and workbooks.

A file may be packed with gzip; a package may be a folder or a zip, self-extracting ones too.
"""

from __future__ import annotations

import csv
import gzip
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path, PurePosixPath

from app.domain.collector_rest import collector_at_rest
from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.errors import InputFileError
from app.exchange.dbf_file import open_dbf
from app.exchange.drg_json import read_json_tables
from app.exchange.drg_rows import KNOWN_TABLES, make_tables
from app.exchange.drg_versions import Row, SourceTable
from app.exchange.drg_workbook import read_workbook_tables
from app.exchange.workbook_rows import WORKBOOK_MEMBER

_GZIP = b"\x1f\x8b"
#: No file of definition tables is larger than this when unpacked.
MOST_BYTES = 256 * 1024 * 1024
#: The table that every set has.
_RULES = frozenset({"drglogic", "drg_logic"})
_TABLE_SUFFIXES = (".dbf", ".tsv")
#: Where in a folder tables are looked for; it may be a person's whole folder of documents.
_DEPTHS = ("*", "*/*", "*/*/*")
_WHOLE_SUFFIXES = (".xlsx", ".xlsm", ".json", ".gz", ".zip", ".exe")
_AGAIN = "Hämta den på nytt och läs in den igen."
#: What macOS puts into every zip beside the files.
_HIDDEN = (".", "__MACOSX")

#: How to read each file, by its path inside a folder or a zip.
_Files = Mapping[PurePosixPath, Callable[[], bytes]]


def read_definition_tables(path: Path) -> DefinitionTables:
    """Read a set of definition tables from a file, a zip or a folder.

    Raises:
        InputFileError: it is none, or it is broken; the text names file, row and remedy.

    """
    with collector_at_rest():
        if path.is_dir():
            return _read_package(_folder(path), path.name)
        return _read_content(_read(path), path.name)


def _read_content(content: bytes, name: str) -> DefinitionTables:
    if content.startswith(_GZIP):
        content = _unzip(content, name)
    if zipfile.is_zipfile(BytesIO(content)):
        return _read_zip(content, name)
    return read_json_tables(content, name)


def _read_zip(content: bytes, name: str) -> DefinitionTables:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if WORKBOOK_MEMBER in package.namelist():
                return read_workbook_tables(package, name)
            inner = {
                PurePosixPath(member.filename.replace("\\", "/")): partial(
                    _member, package, member, name
                )
                for member in package.infolist()
                if not member.is_dir()
            }
            return _read_package(inner, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise InputFileError(f"{name} är en trasig eller låst zip-fil. {_AGAIN}") from error


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


def _read_package(files: _Files, source: str) -> DefinitionTables:
    """Read the one set that a package holds: a file a table in one folder, or one whole file."""
    seen = {path: read for path, read in files.items() if not _is_hidden(path)}
    parted = _parted(seen)
    nearest = min((len(folder.parts) for folder, _suffix in parted), default=0)
    found = [place for place in parted if len(place[0].parts) == nearest]
    if len({folder for folder, _suffix in found}) > 1:
        raise _several(source, [str(folder) for folder, _suffix in found])
    if found:
        return _read_tables(parted[found[0]], found[0][1], source)
    whole = [path for path in seen if path.suffix.lower() in _WHOLE_SUFFIXES]
    nearest = min((len(path.parts) for path in whole), default=0)
    whole = [path for path in whole if len(path.parts) == nearest]
    if len(whole) > 1:
        raise _several(source, [path.name for path in whole])
    if not whole:
        raise InputFileError(
            f"I {source} finns inga definitionstabeller. Välj mappen eller zip-filen där "
            "drglogic.dbf eller drg_logic.tsv ligger, en arbetsbok eller en JSON-fil."
        )
    return _read_content(seen[whole[0]](), whole[0].name)


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith(_HIDDEN) for part in path.parts)


def _parted(files: _Files) -> dict[tuple[PurePosixPath, str], dict[str, Callable[[], bytes]]]:
    """Give the tables of each folder and kind that has rules among them, by their names."""
    found: dict[tuple[PurePosixPath, str], dict[str, Callable[[], bytes]]] = defaultdict(dict)
    for path, read in files.items():
        if path.suffix.lower() in _TABLE_SUFFIXES:
            found[path.parent, path.suffix.lower()][path.stem.strip().lower()] = read
    return {place: tables for place, tables in found.items() if _RULES & tables.keys()}


def _several(source: str, names: list[str]) -> InputFileError:
    listed = ", ".join(sorted(names)[:5])
    return InputFileError(
        f"{source} innehåller flera uppsättningar definitionstabeller ({listed}). Läs in en i "
        "taget."
    )


def _read_tables(
    files: Mapping[str, Callable[[], bytes]], suffix: str, source: str
) -> DefinitionTables:
    table_of = _dbf_table if suffix == ".dbf" else _tsv_table
    tables = {
        name: table_of(read(), f"{name}{suffix}")
        for name, read in files.items()
        if name in KNOWN_TABLES
    }
    return make_tables(tables, TableLayout.NORDIC_DBF, source)


def _dbf_table(content: bytes, name: str) -> SourceTable:
    return SourceTable(name, list(open_dbf(content, name).rows()))


def _tsv_table(content: bytes, name: str) -> SourceTable:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputFileError(
            f"{name}, rad {line}: filen är inte i UTF-8. Spara den i UTF-8 och läs in igen."
        ) from error
    lines = csv.reader(StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(lines, [])
    return SourceTable(name, list(_as_rows(header, lines, name)), 2)


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
        if path.stat().st_size > MOST_BYTES:
            raise InputFileError(f"{path.name} är för stor för att vara definitionstabeller.")
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
        raise InputFileError(f"{name} är för stor för att vara definitionstabeller.")
    return plain


def _member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    if member.file_size > MOST_BYTES:
        raise InputFileError(f"{name} är för stor för att vara definitionstabeller.")
    return package.read(member)
