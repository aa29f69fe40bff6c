"""How quickly the window answers a coder, with the full codebooks loaded.

    .venv/bin/python benchmarks/ui_speed.py [--runs 15] [--data ../shared/data]

Imports ICD-10-SE 2022, KVÅ 2021 and ATC 2020, loads the demonstration events and prints
medians in milliseconds: open an event, add a code, a key in the search field, another theme.
"Painted" means that the pixels of the screen have been drawn, off screen.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from app.bootstrap import bootstrap  # noqa: E402
from app.domain.access import Role  # noqa: E402
from app.services import access  # noqa: E402
from app.services.codebooks import import_codebook  # noqa: E402
from app.services.context import AppContext  # noqa: E402
from app.services.demonstration import load_demo_once  # noqa: E402
from ui.jobs import Jobs  # noqa: E402
from ui.main import start_qt  # noqa: E402
from ui.main_window import MainWindow  # noqa: E402

FOLDERS = ("icd10se/2022", "kva/2021", "atc")
EVENTS = ("demo-hip-fracture", "demo-asterisk-pair", "demo-sepsis", "demo-poisoning")
CODES = ("I10.9", "E11.9", "J18.9", "S72.00", "W01.09", "D62.9", "NFB19", "ZXA05", "DR029")
WORDS = ("lunginflammation", "brostcancer", "hjartinfarkt", "fraktur handled", "S72.0", "sepsis")


def main() -> None:
    arguments = read_arguments()
    with tempfile.TemporaryDirectory(prefix="kodklar-bench-") as folder:
        app = bootstrap(Path(folder), f"sqlite:///{Path(folder, 'kodklar.sqlite')}")
        for source in FOLDERS:
            import_codebook(app, [arguments.data / source])
        load_demo_once(app)
        app.engine.prepare(date(2025, 11, 1))
        Bench(app, arguments.runs).run()
        app.close()


def read_arguments() -> argparse.Namespace:
    named = os.environ.get("KODKLAR_SHARED_DATA")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument(
        "--data", type=Path, default=Path(named or REPOSITORY.parent / "shared" / "data")
    )
    return parser.parse_args()


class Bench:
    """A window, and a hand on its keys."""

    def __init__(self, app: AppContext, runs: int) -> None:
        self.app, self.runs = app, runs
        self.qt, self.jobs = start_qt(app), Jobs()
        self.window = MainWindow(app, self.jobs)
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        self.window.sit_down(access.add_person(app, "Bench", Role.CODER))
        coding = self.window.coding
        assert coding is not None
        self.coding = coding

    def run(self) -> None:
        self.open_events()
        self.add_codes()
        self.type_words()
        self.change_theme()
        self.jobs.shut_down()
        self.window.deleteLater()

    def open_events(self) -> None:
        presenter, times, whole = self.coding.presenter, [], []
        for run in range(self.runs * 2):
            opened: list[object] = []
            reviewed: list[object] = []
            links = (
                presenter.opened.connect(opened.append),
                presenter.reviewed.connect(reviewed.append),
            )
            begun = time.perf_counter()
            presenter.open(EVENTS[run % len(EVENTS)])
            self.until(lambda o=opened: bool(o))
            self.window.grab()
            times.append(time.perf_counter() - begun)
            self.until(lambda r=reviewed: bool(r))
            self.window.grab()
            whole.append(time.perf_counter() - begun)
            for link in links:
                presenter.disconnect(link)
            self.until(lambda: self.window.stack.currentWidget() is self.coding)
        report("open an event, painted", times[2:])
        report("open an event, findings painted", whole[2:])

    def add_codes(self) -> None:
        presenter, times = self.coding.presenter, []
        presenter.open(EVENTS[0])
        self.until(lambda: presenter.encounter is not None and presenter.encounter.id == EVENTS[0])
        for run in range(self.runs * 2):
            code = CODES[run % len(CODES)]
            self.search(code)
            reviewed: list[object] = []
            link = presenter.reviewed.connect(reviewed.append)
            begun = time.perf_counter()
            QTest.keyClick(self.coding.search.field, Qt.Key.Key_Return)
            self.until(lambda r=reviewed: bool(r))
            self.window.grab()
            times.append(time.perf_counter() - begun)
            presenter.disconnect(link)
            if run % len(CODES) == len(CODES) - 1:
                for _ in CODES:
                    presenter.undo()
        report("add a code, findings painted", times)

    def type_words(self) -> None:
        search, times = self.coding.search, []
        for word in WORDS:
            search.focus_field()
            for letter in word:
                begun = time.perf_counter()
                self.press_and_wait(letter)
                search.grab()
                times.append(time.perf_counter() - begun)
        report("key in the search field, hits painted", times)

    def change_theme(self) -> None:
        times = []
        for _ in range(self.runs):
            begun = time.perf_counter()
            self.window.view.toggle_theme()
            self.window.grab()
            times.append(time.perf_counter() - begun)
        report("another theme, painted", times)

    def search(self, text: str) -> None:
        search = self.coding.search
        search.field.clear()
        self.qt.processEvents()
        search.field.setText(text)
        self.until(
            lambda: any(e.item is not None and e.item.code == text for e in search.hits.entries)
        )

    def press_and_wait(self, letter: str) -> None:
        answers: list[str] = []
        presenter = self.coding.search_presenter
        link = presenter.answered.connect(lambda text, _hits: answers.append(text))
        QTest.keyClick(self.coding.search.field, letter)
        self.until(lambda: bool(answers))
        presenter.disconnect(link)

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + 30
        while not condition():
            if time.monotonic() > end:
                sys.exit("the window did not answer")
            self.qt.processEvents()
        self.qt.processEvents()


def report(name: str, seconds: list[float]) -> None:
    """Print the median and the 95th percentile in milliseconds."""
    high = quantiles(seconds, n=20)[-1]
    print(f"{name:40} median {1000 * median(seconds):6.1f} ms   p95 {1000 * high:6.1f} ms")


if __name__ == "__main__":
    assert QApplication.instance() is None
    main()
