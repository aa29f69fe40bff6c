"""Say what goes on during an installation, calmly, on a terminal and in a log."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

STATUS_WIDTH = 79


class Progress:
    """Says what goes on: a line a step, and on a terminal one line that is written over."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._status = ""
        self._on_terminal = sys.stdout is not None and sys.stdout.isatty()

    def step(self, text: str) -> None:
        """Say something that stays on the screen."""
        self._status = ""
        print(("\r" if self._on_terminal else "") + self._timed(text), flush=True)

    def status(self, text: str) -> None:
        """Say something that the next saying replaces, where the screen can do that."""
        if not self._on_terminal:
            self.step("  " + text)
            return
        self._status = f"  {text}"[: STATUS_WIDTH - 10]
        self._repaint()

    @contextlib.contextmanager
    def clock(self) -> Iterator[None]:
        """Let the seconds of the status line go while the block runs."""
        done = threading.Event()

        def tick() -> None:
            while not done.wait(1):
                self._repaint()

        thread = threading.Thread(target=tick, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _repaint(self) -> None:
        if self._status:
            print("\r" + self._timed(self._status), end="", flush=True)

    def _timed(self, text: str) -> str:
        line = f"[{time.monotonic() - self._started:4.0f} s] {text}"
        return line.ljust(STATUS_WIDTH) if self._on_terminal else line
