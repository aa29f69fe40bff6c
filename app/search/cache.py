"""Compiled searches kept in the data folder, so that the next start need not build them.

A cache can only save time: one that is missing, damaged, foreign or cannot be written is passed
over without a word. Files hold arrays of numbers and letters, never objects.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.search.compiled import SCHEMA, Compiled, UnfitArraysError, from_arrays, to_arrays

#: Name of the thread that writes, one for each edition built.
WRITER: Final = "search-cache"
_MADE_FOR: Final = "made_for"
_UNSAFE = re.compile(r"[^0-9A-Za-z._-]")
#: Half-written files this old were left by a program that was ended.
_ABANDONED_S: Final = 24 * 3600.0


class SearchCache:
    """The compiled searches of one data folder and one lexicon. Safe to share between threads."""

    def __init__(
        self, folder: Path, lexicon_checksum: str, editions: Callable[[], Iterable[Edition]]
    ) -> None:
        self._folder = folder
        self._lexicon = lexicon_checksum
        self._editions = editions

    def made_for(self, edition: Edition, products: str = "") -> str:
        """Give the checksum of all that the compiled search depends on."""
        parts = [
            SCHEMA,
            edition.id,
            edition.system.value,
            edition.version,
            edition.imported_at.isoformat() if edition.imported_at else "",
            [source.sha256 for source in edition.sources],
            self._lexicon,
            products if edition.system is CodeSystem.ATC else "",
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def read(self, edition: Edition, concepts: int, products: str = "") -> Compiled | None:
        """Give what was written for an edition of so many concepts, None if it is not usable.

        `products` is the checksum of the imported product names, empty for none. Only what is
        kept of editions of ATC depends on it.
        """
        if not edition.sources:
            return None
        made_for = self.made_for(edition, products)
        try:
            path = self._path(edition, products)
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                if arrays[_MADE_FOR].tobytes() != made_for.encode():
                    return None
                return from_arrays(arrays, concepts)
        except (OSError, EOFError, ValueError, KeyError, UnfitArraysError, zipfile.BadZipFile):
            return None

    def holds(self, edition: Edition, products: str = "") -> bool:
        """Whether there is a file of the edition, usable or not."""
        return self._path(edition, products).exists()

    def write_later(self, edition: Edition, compiled: Compiled, products: str = "") -> None:
        """Write in the background, then remove the files of editions that are no longer there."""
        if not edition.sources:
            return
        kept = frozenset(self._path(each, products).name for each in (*self._editions(), edition))
        work = (edition, compiled, products, kept)
        threading.Thread(target=self._write, args=work, name=WRITER).start()

    def _write(
        self, edition: Edition, compiled: Compiled, products: str, kept: frozenset[str]
    ) -> None:
        arrays = to_arrays(compiled)
        arrays[_MADE_FOR] = np.frombuffer(self.made_for(edition, products).encode(), np.uint8)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(".tmp", "search-", self._folder)
            half_written = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez(file, allow_pickle=False, **arrays)
                half_written.replace(self._path(edition, products))
            finally:
                half_written.unlink(missing_ok=True)
            self._tidy(kept)

    def _tidy(self, kept: frozenset[str]) -> None:
        for path in self._folder.glob("search-*.npz"):
            if path.name not in kept:
                path.unlink(missing_ok=True)
        for path in self._folder.glob("search-*.tmp"):
            if time.time() - path.stat().st_mtime > _ABANDONED_S:
                path.unlink(missing_ok=True)

    def _path(self, edition: Edition, products: str) -> Path:
        safe = _UNSAFE.sub("_", edition.id)
        made_for = self.made_for(edition, products)[:16]
        return self._folder / f"search-{safe}-{made_for}-{SCHEMA}.npz"
