"""The one handle that every use case takes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.codebook_ports import CodebookLibrary, CodebookReaders
from app.domain.errors import StorageError
from app.domain.ports import SearchEngine, UnitOfWork
from app.domain.region import RegionSource, Undecided
from app.rules.base import Rule


@dataclass(frozen=True, slots=True)
class Storage:
    """A database that is open beside that of the workstation."""

    unit_of_work: Callable[[], UnitOfWork]
    close: Callable[[], None]


def _open_none(path: Path) -> Storage:
    raise StorageError(f"Databasen {path.name} kan inte öppnas här. Starta om programmet.")


@dataclass(frozen=True, slots=True)
class AppContext:
    """An opened workstation. Safe to share between threads; close it once, last."""

    unit_of_work: Callable[[], UnitOfWork]
    library: CodebookLibrary
    #: The formats that a codebook can be imported from.
    readers: CodebookReaders
    engine: SearchEngine
    rules: Sequence[Rule]
    #: Version of the rule book, shown on the summary.
    rule_set: str
    data_dir: Path
    #: Read-only files shipped with the program.
    resources: Path
    codebooks: Path
    #: The clock and the id maker are handed in, so that tests can hold them still.
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    close: Callable[[], None]
    #: What the region has decided that the review obeys.
    region: RegionSource = field(default_factory=Undecided)
    #: Opens a database file of its own, made where it is missing.
    open_storage: Callable[[Path], Storage] = _open_none
    #: The training database: fictive persons alone, and "ÖVNING" across every print.
    is_training: bool = False
