"""The composition root: the one place that knows every concrete class."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from threading import Lock

from app.domain.codebook_ports import CodebookLibrary
from app.domain.codes import CodeSystem
from app.domain.errors import StorageError
from app.domain.ports import SearchEngine, UnitOfWork
from app.domain.product import PRODUCTS, Product
from app.domain.search import SearchHit, SearchQuery
from app.log import start_logging, stop_logging
from app.paths import database_url, program_root
from app.persistence.database import open_database
from app.persistence.library import SqlLibrary
from app.persistence.readers import FileReaders
from app.rules.registry import ALL_RULES, RULE_SET_VERSION
from app.services.context import AppContext


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

    def close() -> None:
        database.close()
        stop_logging(log)

    return AppContext(
        unit_of_work=database.unit_of_work,
        library=library,
        readers=FileReaders(root / "resources"),
        engine=_SearchWhenAsked(
            library, root / "codebooks" / "lexicon", data_dir / "cache", products
        ),
        rules=ALL_RULES,
        rule_set=RULE_SET_VERSION,
        data_dir=data_dir,
        resources=root / "resources",
        codebooks=root / "codebooks",
        now=_now,
        new_id=_new_id,
        close=close,
    )


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


class _SearchWhenAsked:
    """The search, imported with the first question: numpy is a tenth of a second of the start."""

    def __init__(
        self,
        library: CodebookLibrary,
        lexicon_dir: Path,
        cache_dir: Path,
        products: _StoredProducts,
    ) -> None:
        self._library = library
        self._lexicon_dir = lexicon_dir
        self._cache_dir = cache_dir
        self._products = products
        self._lock = Lock()
        self._engine: SearchEngine | None = None

    def search(self, query: SearchQuery) -> list[SearchHit]:
        """Answer as `LibrarySearch` does."""
        return self._asked().search(query)

    def prepare(self, day: date | None = None) -> None:
        """Build the indexes for a day now."""
        self._asked().prepare(day)

    def reload(self) -> None:
        """Forget what has changed; nothing is built before the first question."""
        with self._lock:
            engine = self._engine
        if engine is not None:
            engine.reload()

    def synonyms_of(self, system: CodeSystem, code: str) -> Sequence[str]:
        """Return the terms of the lexicon that point at exactly that code."""
        return self._asked().synonyms_of(system, code)

    def _asked(self) -> SearchEngine:
        with self._lock:
            if self._engine is None:
                from app.search.engine import LibrarySearch  # noqa: PLC0415 - see above

                self._engine = LibrarySearch(
                    self._library, self._lexicon_dir, self._cache_dir, self._products
                )
            return self._engine


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
