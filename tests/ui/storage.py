"""A storage that can be away for a while, as when the disk is full or the network is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.errors import StorageError
from app.domain.ports import UnitOfWork
from app.services.context import AppContext

AWAY = "Databasen svarar inte."


class Storage:
    """Hands out units of work; while `is_away`, commits fail. Notes the ids of all saves."""

    def __init__(self, app: AppContext) -> None:
        self._real = app.unit_of_work
        self.is_away = False
        #: The next commits are carried out, but their answer is lost on the way.
        self.answers_lost = 0
        self.save_ids: list[str] = []

    def unit_of_work(self) -> UnitOfWork:
        return _Watched(self, self._real())


class _Watched:
    def __init__(self, storage: Storage, uow: UnitOfWork) -> None:
        self._storage, self._uow = storage, uow

    def __enter__(self) -> _Watched:
        self._uow.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._uow.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        if name == "encounters":
            return _WatchedEncounters(self._storage, self._uow.encounters)
        return getattr(self._uow, name)

    def commit(self) -> None:
        if self._storage.is_away:
            raise StorageError(AWAY)
        self._uow.commit()
        if self._storage.answers_lost:
            self._storage.answers_lost -= 1
            raise StorageError(AWAY)


class _WatchedEncounters:
    def __init__(self, storage: Storage, encounters: Any) -> None:
        self._storage, self._encounters = storage, encounters

    def __getattr__(self, name: str) -> Any:
        return getattr(self._encounters, name)

    def save(self, encounter: Any, save_id: str) -> Any:
        self._storage.save_ids.append(save_id)
        return self._encounters.save(encounter, save_id)


def watched(app: AppContext) -> tuple[AppContext, Storage]:
    """The same workstation over a storage that can be sent away."""
    storage = Storage(app)
    return replace(app, unit_of_work=storage.unit_of_work), storage
