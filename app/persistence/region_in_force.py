"""What the region has decided, kept in memory until somebody imports anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock

from app.domain.errors import StorageError
from app.domain.file_import import FileImport
from app.domain.ports import UnitOfWork
from app.domain.region import Region, build_region


class StoredRegion:
    """Implements `region.RegionSource` over the database. Safe to share between threads.

    Each question costs one small read, which tells whether a new file was imported, here or at
    another workstation. While storage does not answer, what was read last goes on applying.
    """

    def __init__(self, unit_of_work: Callable[[], UnitOfWork]) -> None:
        self._unit_of_work = unit_of_work
        self._lock = Lock()
        self._known: tuple[Mapping[str, FileImport], Region] | None = None

    def current(self) -> Region:
        """Return what is decided now.

        Raises:
            StorageError: storage cannot be asked and never was.

        """
        known = self._known
        try:
            return self._read(known)
        except StorageError:
            if known is None:
                raise
            return known[1]

    def _read(self, known: tuple[Mapping[str, FileImport], Region] | None) -> Region:
        with self._unit_of_work() as uow:
            # The imports first: a change in between is then seen by the next question.
            imports = uow.regional.imports()
            if known is not None and known[0] == imports:
                return known[1]
            region = build_region(imports, uow.regional.block_list(), uow.regional.rule_switches())
        with self._lock:
            self._known = (imports, region)
        return region
