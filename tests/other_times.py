"""Hunts tests that count on the day of the run, or on the order of what chance has named.

Given to pytest as a plugin, `KODKLAR_TEST_NOW=2027-12-31T23:58 pytest -p tests.other_times`; the
clock of the program then begins there, and the ids it gives fall instead of being drawn by lot, so
that what is sorted by them comes in the order opposite to that in which it was made.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from datetime import datetime, tzinfo

import pytest

_CLOCKS = ("app.bootstrap", "app.persistence.library", "app.search.engine", "app.domain.identity")
_BEGUN = datetime.now().astimezone().replace(tzinfo=None)
_MOVED = datetime.fromisoformat(os.environ.get("KODKLAR_TEST_NOW", _BEGUN.isoformat())) - _BEGUN
_IDS = itertools.count(16**8 - 1, -1)


class _OtherDay(datetime):
    """The time of the wall, so far away as was asked for."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + _MOVED


@pytest.fixture(autouse=True, scope="session")
def other_times() -> Iterator[None]:
    """Move every clock of the program, from before the first data folder is made."""
    with pytest.MonkeyPatch.context() as patch:
        for module in _CLOCKS:
            patch.setattr(f"{module}.datetime", _OtherDay)
        patch.setattr("app.bootstrap._new_id", lambda: f"{next(_IDS):08x}{0:024x}")
        yield
