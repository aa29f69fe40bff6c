"""A request to end, as a service or a closing terminal makes it, cleans up as Ctrl+C does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Windows has no SIGHUP.
_ASKED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def interrupted_when_asked_to_end() -> Iterator[None]:
    """Turn requests to end into KeyboardInterrupt; those that are let be, by nohup, stay so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = {asked: signal.getsignal(asked) for asked in _ASKED}
    mine = [asked for asked, how in heard.items() if how is signal.SIG_DFL]
    for asked in mine:
        signal.signal(asked, _interrupt)
    try:
        yield
    finally:
        for asked in mine:
            signal.signal(asked, heard[asked])


def _interrupt(asked: int, _frame: FrameType | None) -> None:
    signal.signal(asked, signal.SIG_IGN)  # the next one would stop the cleaning up
    raise KeyboardInterrupt
