"""Letting the garbage collector rest while very many rows are made, none of them in a cycle."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let it not visit, again and again, the rows that are being made.

    When they are made they count as old at once, so that it does not visit them all the next time
    that anything is made. Where a program has set objects aside for good, those stay so.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
