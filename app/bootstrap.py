"""The composition root: the one place that knows every concrete class."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from app.domain.codebook_ports import CodebookReaders
from app.domain.errors import StorageError
from app.domain.local_term import TERMS_STAMP, LocalTerm, TermState
from app.domain.ports import SearchEngine, UnitOfWork
from app.domain.product import PRODUCTS, Product
from app.log import start_logging, stop_logging
from app.paths import database_url, program_root
from app.persistence.database import open_database
from app.persistence.library import SqlLibrary
from app.persistence.region_in_force import StoredRegion
from app.rules.registry import ALL_RULES, RULE_SET_VERSION
from app.services.context import AppContext, Storage

T = TypeVar("T")


def bootstrap(data_dir: Path, url: str | None = None) -> AppContext:
    """Open the workstation: database, codebooks, search and rules.

    Codebooks and indexes are loaded when first asked for, so that this is quick.

    Raises:
        StorageError: the data folder or the database cannot be used.

    """
    _make_folder(data_dir)
    database = open_database(url or database_url(data_dir))
    log = start_logging(data_dir)
    root = program_root()
    library = SqlLibrary(database.unit_of_work, root / "codebooks" / "starter")
    products = _StoredProducts(database.unit_of_work)
    terms = _StoredTerms(database.unit_of_work)

    # Neither is needed before the first screen, and their modules are a fifth of a start.
    def make_readers() -> CodebookReaders:
        from app.persistence.readers.file_readers import FileReaders  # noqa: PLC0415

        return FileReaders(root / "resources")

    def make_engine() -> SearchEngine:
        from app.search.engine import LibrarySearch  # noqa: PLC0415

        lexicon, cache = root / "codebooks" / "lexicon", data_dir / "cache"
        return LibrarySearch(library, lexicon, cache, products, terms=terms)

    def close() -> None:
        database.close()
        stop_logging(log)

    return AppContext(
        unit_of_work=database.unit_of_work,
        library=library,
        readers=_when_asked(make_readers),
        engine=_when_asked(make_engine),
        rules=ALL_RULES,
        rule_set=RULE_SET_VERSION,
        data_dir=data_dir,
        resources=root / "resources",
        codebooks=root / "codebooks",
        now=_now,
        new_id=_new_id,
        close=close,
        region=StoredRegion(database.unit_of_work),
        open_storage=_open_storage,
    )


def _open_storage(path: Path) -> Storage:
    _make_folder(path.parent)
    database = open_database(f"sqlite:///{path.as_posix()}")
    return Storage(database.unit_of_work, database.close)


class _StoredProducts:
    """The product names in the database, handed to the search, which knows no storage."""

    def __init__(self, unit_of_work: Callable[[], UnitOfWork]) -> None:
        self._unit_of_work = unit_of_work

    def checksum(self) -> str:
        """Tell which file the names came from; empty where none was imported."""
        with self._unit_of_work() as uow:
            latest = uow.products.imports().get(PRODUCTS)
        return latest.source.sha256 if latest else ""

    def all(self) -> Sequence[Product]:
        """Every product, in the order of the file."""
        with self._unit_of_work() as uow:
            return uow.products.all()


class _StoredTerms:
    """The approved terms of the workplace in the database, handed to the search."""

    def __init__(self, unit_of_work: Callable[[], UnitOfWork]) -> None:
        self._unit_of_work = unit_of_work

    def checksum(self) -> str:
        """Tell which change to the terms was the last; empty where there never were any."""
        with self._unit_of_work() as uow:
            return uow.facts.get(TERMS_STAMP) or ""

    def approved(self) -> Sequence[LocalTerm]:
        """Every approved term, oldest first."""
        with self._unit_of_work() as uow:
            return uow.local_terms.in_state(TermState.APPROVED)


class _WhenAsked:
    """Stands in for an object that is made, and its modules imported, with the first question."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: object = None

    def __getattr__(self, name: str) -> Any:
        """Give what the object itself has."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return getattr(self._made, name)


def _when_asked(make: Callable[[], T]) -> T:
    return cast("T", _WhenAsked(make))


def _now() -> datetime:
    """Wall-clock time of the desk, to the second."""
    return datetime.now().astimezone().replace(tzinfo=None, microsecond=0)


def _new_id() -> str:
    return uuid.uuid4().hex


def _make_folder(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"Datamappen {data_dir} kan inte skapas. Välj en annan med --data-dir."
        ) from error
