"""Sparing the garbage collector while many objects are made that stay, none of them in a cycle."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Whether something was set aside. The collector could be asked, but counts it all to answer:
#: some 20 ms each time, with every thread standing still.
_something_aside = threading.Event()


def set_aside() -> None:
    """Leave what there is out of all collections for good."""
    gc.freeze()
    _something_aside.set()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause it: what is built here stays and holds no cycles, yet each pass would visit it all.

    Other threads are not collected meanwhile either, for less than a second. Two builds at the
    same time may end the pause early, which costs time and nothing else.

    What there is after the first pause of a program is set aside for good: a full collection
    would visit the codes of all editions, and stop every thread for 20 to 90 ms. Set aside once
    only, so that what is built anew after an import can be let go of.
    """
    with _switched_off() as was_enabled:
        yield
        if was_enabled and not _something_aside.is_set():
            set_aside()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let it not visit, again and again, the rows that are being made.

    When they are made they count as old at once, so that it does not visit them all the next time
    that anything is made. Where a program has set objects aside for good, those stay so.
    """
    with _switched_off() as was_enabled:
        yield
        if was_enabled and not _something_aside.is_set():
            gc.freeze()
            gc.unfreeze()


@contextmanager
def _switched_off() -> Iterator[bool]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield was_enabled
    finally:
        if was_enabled:
            gc.enable()
