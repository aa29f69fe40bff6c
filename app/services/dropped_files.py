"""What files and folders that somebody drops on the program hold: told by name and header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from app.domain.concept import RecognisedCodebook
from app.domain.errors import CodebookFileError, InputFileError
from app.domain.kodserver import COMBINATIONS, KodserverTable
from app.exchange.csv_events import looks_like_events
from app.exchange.drg_recognise import holds_definition_tables
from app.exchange.recognise import FileKind, WrongKindError, recognise
from app.services.context import AppContext
from app.services.job_control import NO_CONTROL, JobControl

#: An edition lies in its folder, editions beside each other in one above, years above these.
_DEEPEST = 3
#: Enough of a text for its header.
_HEAD = 4096
#: Files that a sentence names; the rest are counted.
_NAMED = 4
_TABLE_SUFFIXES = frozenset({".csv", ".txt"})
_TABLES = frozenset(table.value for table in KodserverTable)
_FIRST_WORD = re.compile("[A-ZÅÄÖ]+")
_STARTER = "Övningskodverket följer med programmet och behöver inte läsas in."
_WHAT_CAN_BE_DROPPED = (
    "Släpp kodverk med utgivarens filnamn, vårdhändelser (TakeCare eller CSV), listan över "
    "läkemedelsnamn, lokala sökord, Kodservers tabeller, regionens listor eller DRG-tabeller. "
    "Andra listor läses in med Kodverk → Egna listor."
)


class ListKind(StrEnum):
    """Kinds of lists beside the codebooks; the value is what the screen calls them."""

    PRODUCTS = "Läkemedelsnamn"
    KODSERVER = "Kodservertabell"
    COMBINATIONS = "Kombinationer av taxa, besökstyp och yrkeskategori"
    REGIONAL = "Regionens lista"
    TERMS = "Lokala sökord"


@dataclass(frozen=True, slots=True)
class DroppedList:
    """A file that fills a table of its own."""

    path: Path
    kind: ListKind
    #: Which Kodserver table it is.
    table: KodserverTable | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped, told apart."""

    codebooks: tuple[RecognisedCodebook, ...] = ()
    lists: tuple[DroppedList, ...] = ()
    #: Files and folders with definition tables of NordDRG, a set each.
    drg_tables: tuple[Path, ...] = ()
    #: Files with care events, and folders that hold nothing else the program knows.
    events: tuple[Path, ...] = ()
    #: Publishers' lists of changes, to be looked at; only where nothing else is to be read.
    changes: tuple[Path, ...] = ()
    #: Names of files beside codebooks and lists that are neither.
    unused: tuple[str, ...] = ()
    #: Whole Swedish sentences about what cannot be taken, with file and remedy.
    refusals: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sorting:
    """The heaps that the files are laid in."""

    codebooks: list[RecognisedCodebook] = field(default_factory=list)
    lists: list[DroppedList] = field(default_factory=list)
    drg_tables: list[Path] = field(default_factory=list)
    events: list[Path] = field(default_factory=list)
    changes: list[Path] = field(default_factory=list)
    #: What cannot be taken, with the reason where there is one to give.
    refused: dict[Path, str] = field(default_factory=dict)

    @property
    def holds_codes(self) -> bool:
        """Whether there is a codebook, a list or a set of definition tables."""
        return bool(self.codebooks or self.lists or self.drg_tables)

    def add(self, other: _Sorting) -> None:
        """Take another sorting's heaps."""
        self.codebooks += other.codebooks
        self.lists += other.lists
        self.drg_tables += other.drg_tables
        self.events += other.events
        self.changes += other.changes
        self.refused |= other.refused


def what_is(app: AppContext, paths: Sequence[Path], control: JobControl = NO_CONTROL) -> Dropped:
    """Tell files and folders apart: codebooks, lists, care events, or nothing that is known.

    Nothing is kept, and nothing is guessed: a file counts as what its name and its header say.
    Folders are searched three levels down. Care events beside anything else are refused, since
    they are read in on their own.

    Raises:
        Cancelled: the user cancelled.

    """
    total, unused = _Sorting(), []
    for folder in (path for path in paths if path.is_dir()):
        found = _of_folder(app, folder, control)
        if found.holds_codes:
            unused += [file.name for file in found.refused]
            found.refused.clear()
        total.add(found)
    files = [path for path in paths if not path.is_dir()]
    if files:
        total.add(_of_group(app, files, files, control))
    return _told(total, unused)


def _of_folder(app: AppContext, folder: Path, control: JobControl) -> _Sorting:
    if holds_definition_tables(folder):
        return _Sorting(drg_tables=[folder])
    found = _Sorting()
    for place in _with_subfolders(folder, _DEEPEST):
        if holds_definition_tables(place):
            found.drg_tables.append(place)
            continue
        files = [file for file in _visible(place) if file.is_file()]
        if files:
            found.add(_of_group(app, [place], files, control))
    if not found.holds_codes and found.events:
        return _Sorting(events=[folder])
    if not (found.holds_codes or found.changes or any(found.refused.values())):
        text = f"Mappen {folder.name} innehåller inget som programmet känner igen."
        return _Sorting(refused={folder: f"{text} {_WHAT_CAN_BE_DROPPED}"})
    return found


def _of_group(
    app: AppContext, given: Sequence[Path], files: Sequence[Path], control: JobControl
) -> _Sorting:
    """Sort files that lie, or were dropped, together: an edition can be several of them."""
    found = _Sorting()
    for codebook in _codebooks(app, given):
        if codebook.is_starter:
            found.refused[codebook.files[0]] = _STARTER
        else:
            found.codebooks.append(codebook)
    used = {file for codebook in found.codebooks for file in codebook.files}
    for file in files:
        if file not in used:
            control.step(0, 0, f"Undersöker {file.name} …")
            _sort_one(app, file, found)
    return found


def _codebooks(app: AppContext, given: Sequence[Path]) -> list[RecognisedCodebook]:
    """Find the codebooks; one path that cannot be opened does not hide the others."""
    try:
        return list(app.readers.recognise(given))
    except CodebookFileError:
        if len(given) == 1:
            return []
    return [book for path in given for book in _codebooks(app, [path])]


def _sort_one(app: AppContext, file: Path, found: _Sorting) -> None:
    try:
        a_list = _find_list(app, file)
        if a_list is not None:
            found.lists.append(a_list)
        elif holds_definition_tables(file):
            found.drg_tables.append(file)
        elif app.readers.recognise_changes([file]):
            found.changes.append(file)
        elif _holds_events(file):
            found.events.append(file)
        else:
            app.readers.recognise([file])  # says why, where it knows what the file is
            found.refused.setdefault(file, "")
    except InputFileError as error:
        found.refused[file] = str(error)


def _find_list(app: AppContext, file: Path) -> DroppedList | None:
    """Return the list that a file is.

    Raises:
        CodebookFileError: it is named for a table of Kodserver, but not written as one.

    """
    kind = _kind_at_once(app, file)
    if kind is not None:
        return DroppedList(file, kind)
    if file.suffix.lower() not in _TABLE_SUFFIXES:
        return None
    name = _FIRST_WORD.match(file.stem.upper())
    table = name.group() if name else ""
    if table == COMBINATIONS:
        app.readers.lists.combinations(file)
        return DroppedList(file, ListKind.COMBINATIONS)
    if table in _TABLES:
        app.readers.lists.kodserver_table(file, KodserverTable(table))
        return DroppedList(file, ListKind.KODSERVER, KodserverTable(table))
    if _is_known(lambda: app.readers.lists.recognise_regional(file)):
        return DroppedList(file, ListKind.REGIONAL)
    return None


def _kind_at_once(app: AppContext, file: Path) -> ListKind | None:
    if app.readers.recognise_products([file]):
        return ListKind.PRODUCTS
    if app.readers.lists.is_regional_layer(file):
        return ListKind.REGIONAL
    return ListKind.TERMS if app.readers.lists.is_term_list(file) else None


def _is_known(recognise_it: Callable[[], object]) -> bool:
    try:
        recognise_it()
    except CodebookFileError:
        return False
    return True


def _holds_events(file: Path) -> bool:
    try:
        found = recognise(file)
    except WrongKindError:
        return False
    return found.kind is not FileKind.CSV_EVENTS or looks_like_events(found.text[:_HEAD])


def _told(total: _Sorting, unused: list[str]) -> Dropped:
    refusals = [text for text in total.refused.values() if text]
    unknown = [path.name for path, text in total.refused.items() if not text]
    if unknown:
        what = "Filen" if len(unknown) == 1 else "Filerna"
        text = f"{what} {_names(unknown)} känns inte igen."
        refusals.append(f"{text} {_WHAT_CAN_BE_DROPPED}")
    events = tuple(total.events)
    if events and total.holds_codes:
        names = _names([path.name for path in events])
        refusals.append(
            f"{names} är vårdhändelser. Släpp dem var för sig, utan kodverk och listor."
        )
        events = ()
    drg_tables = tuple(total.drg_tables)
    if drg_tables and (total.codebooks or total.lists):
        names = _names([path.name for path in drg_tables])
        refusals.append(f"{names} är DRG-tabeller. Släpp dem för sig.")
        drg_tables = ()
    changes = total.changes
    if total.codebooks:
        unused, changes = unused + [path.name for path in changes], []
    elif changes and (total.lists or events):
        names = _names([path.name for path in changes])
        refusals.append(f"{names} är utgivarens ändringar i ett kodverk. Släpp den filen för sig.")
        changes = []
    return Dropped(
        tuple(total.codebooks),
        tuple(total.lists),
        drg_tables,
        events,
        tuple(changes),
        tuple(unused),
        tuple(refusals),
    )


def _names(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" och {rest} till" if rest > 0 else "")


def _with_subfolders(folder: Path, levels: int) -> Iterator[Path]:
    yield folder
    if levels:
        for below in _visible(folder):
            if below.is_dir():
                yield from _with_subfolders(below, levels - 1)


def _visible(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError:  # a folder that may not be opened holds nothing for us
        return []
