"""Sparing the garbage collector while many objects are made that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause it: what is built here stays and holds no cycles, yet each pass would visit it all.

    Other threads are not collected meanwhile either, for less than a second. Two builds at the
    same time may end the pause early, which costs time and nothing else.

    What there is after the first pause of a program is set aside for good: a full collection
    would visit the codes of all editions, and stop every thread for 20 to 90 ms. Set aside once
    only, so that what is built anew after an import can be let go of.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():
                gc.freeze()
            gc.enable()
