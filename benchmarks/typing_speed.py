"""How quickly the hits are painted after a key, and how long one turn of the event loop takes.

    .venv/bin/python benchmarks/typing_speed.py [--runs 3] [--data ../shared/data]

Imports ICD-10-SE 2022, KVÅ 2021 and ATC 2020, opens a demonstration event and types words letter
by letter. "Painted" is the first time after the answer that the list has been drawn, off screen.
A turn is one call of the event loop; its time is that of the thread that the window lives in, so
that other programs on the machine do not count.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from ui_speed import EVENTS, FOLDERS, Bench, read_arguments, report

from app.bootstrap import bootstrap
from app.services.codebooks import import_codebook
from app.services.demonstration import load_demo_once

WORDS = (
    "lunginflammation", "brostcancer", "hjartinfarkt", "fraktur handled", "S72.0", "sepsis",
    "diabetes med njurkomplikation", "fall i samma plan", "xyzq",
)  # fmt: skip
#: Turns after the answer in which the rest of the rows and the hierarchy follow.
_TURNS_AFTER = 6


class Painted(QObject):
    """Notes when a widget was drawn last."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return super().eventFilter(watched, event)


class Typist:
    """Types into the search field and times what follows."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._search = bench, bench.coding.search
        self._painted = Painted()
        self._search.list.viewport().installEventFilter(self._painted)
        self._answers: list[str] = []
        bench.coding.search_presenter.answered.connect(lambda text, _: self._answers.append(text))
        self.painted: list[float] = []
        self.turns: list[float] = []

    def type(self, word: str) -> None:
        """Type a word over what stands in the field."""
        self._search.focus_field()
        for letter in word:
            self._answers.clear()
            begun, worst = time.perf_counter(), 0.0
            worst = self._turn(worst, lambda key=letter: QTest.keyClick(self._search.field, key))
            left = _TURNS_AFTER
            while left:
                worst = self._turn(worst, self._bench.qt.processEvents)
                if self._answers:
                    left -= 1
                    if self._painted.at > begun and len(self.painted) <= len(self.turns):
                        self.painted.append(self._painted.at - begun)
                else:
                    time.sleep(0.0002)
            self.turns.append(worst)
            del self.painted[len(self.turns) :]
            self.painted += self.painted[-1:] * (len(self.turns) - len(self.painted))

    @staticmethod
    def _turn(worst: float, act: Callable[[], object]) -> float:
        begun = time.thread_time()
        act()
        return max(worst, time.thread_time() - begun)


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        app = bootstrap(Path(folder), f"sqlite:///{Path(folder, 'kodklar.sqlite')}")
        for source in FOLDERS:
            import_codebook(app, [arguments.data / source])
        load_demo_once(app)
        app.engine.prepare(date(2025, 11, 1))
        bench = Bench(app, arguments.runs)
        presenter = bench.coding.presenter
        presenter.open(EVENTS[0])
        bench.until(lambda: presenter.is_reviewed)
        typist = Typist(bench)
        for run in range(arguments.runs + 1):
            if run == 1:  # the first run warms up
                typist.painted.clear()
                typist.turns.clear()
            for word in WORDS:
                typist.type(word)
        report("key in the search field, list painted", typist.painted)
        report("longest turn of the event loop", typist.turns)
        print(f"{'longest of all':40} {1000 * max(typist.turns):13.1f} ms")
        bench.jobs.shut_down()
        bench.window.deleteLater()
        app.close()


if __name__ == "__main__":
    main()
