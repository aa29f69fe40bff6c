"""What the region has decided, kept in memory until somebody imports anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock

from app.domain.errors import StorageError
from app.domain.file_import import FileImport
from app.domain.kodserver import COMBINATIONS
from app.domain.ports import UnitOfWork
from app.domain.procedure_candidate import CANDIDATES_STAMP, accepted_by_code
from app.domain.region import Region, build_region
from app.domain.review_tables import ReviewTables

#: What changes whenever something is imported or decided.
_Stamps = tuple[Mapping[str, FileImport], FileImport | None, str | None]


class StoredRegion:
    """Implements `region.RegionSource` over the database. Safe to share between threads.

    Each question costs one small read, which tells whether a new file was imported, here or at
    another workstation. While storage does not answer, what was read last goes on applying.
    """

    def __init__(self, unit_of_work: Callable[[], UnitOfWork]) -> None:
        self._unit_of_work = unit_of_work
        self._lock = Lock()
        self._known: tuple[_Stamps, Region] | None = None

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

    def _read(self, known: tuple[_Stamps, Region] | None) -> Region:
        with self._unit_of_work() as uow:
            # The stamps first: a change in between is then seen by the next question.
            stamps = _stamps(uow)
            if known is not None and known[0] == stamps:
                return known[1]
            region = build_region(stamps[0], uow.regional.layer(), uow.regional.workplace())
            region = replace(region, tables=_tables(uow))
        with self._lock:
            self._known = (stamps, region)
        return region


def _stamps(uow: UnitOfWork) -> _Stamps:
    combinations = uow.kodserver.imports().get(COMBINATIONS)
    return uow.regional.imports(), combinations, uow.facts.get(CANDIDATES_STAMP)


def _tables(uow: UnitOfWork) -> ReviewTables:
    combinations = tuple(uow.kodserver.combinations())
    return ReviewTables(combinations, accepted_by_code(uow.candidates.all()))
