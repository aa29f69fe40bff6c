"""What is built of a codebook's own words, shared by all searches of this process.

A process may open several workstations with a database each, as practising does and every test:
the codebooks that ship with the program are the same in all of them, and their words are read
once. What a workplace adds of its own is laid beside them, and is never shared.
"""

from __future__ import annotations

import threading
from collections.abc import MutableMapping
from typing import Final
from weakref import WeakKeyDictionary, WeakValueDictionary

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.search.compiled import Compiled
from app.search.readings import Reader


class Shipped:
    """The words of one edition without those of the workplace. Safe to share between threads."""

    def __init__(self, compiled: Compiled, system: CodeSystem) -> None:
        self.compiled = compiled
        self._system = system
        self._lock = threading.Lock()
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader:
        """The word index with its readings, built by whoever asks first."""
        with self._lock:
            if self._reader is None:
                self._reader = Reader(self.compiled, self._system)
            return self._reader


class Shared:
    """What searches have built of one codebook, as long as one of them uses it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_rest: WeakValueDictionary[str, Shipped] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._by_rest)

    def find(self, made_for: str) -> Shipped | None:
        """Give what was built with a checksum of all else; None where nobody uses such."""
        with self._lock:
            return self._by_rest.get(made_for)

    def share(self, made_for: str, built: Shipped) -> Shipped:
        """Let other searches use what was built; what one of them has shared before goes first."""
        with self._lock:
            return self._by_rest.setdefault(made_for, built)


_OF_CODEBOOK: Final[MutableMapping[Codebook, Shared]] = WeakKeyDictionary()
_LOCK: Final = threading.Lock()


def shared_of(codebook: Codebook) -> Shared:
    """Give what is shared of this very codebook, not of one that is only like it."""
    with _LOCK:
        return _OF_CODEBOOK.setdefault(codebook, Shared())
