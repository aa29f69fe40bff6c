"""How long a node of the hierarchy takes to open, over every node of an edition.

    python benchmarks/tree_speed.py FOLDER_OR_FILE [...]

Reads each codebook into a throwaway data folder, then opens every concept that has something
below it in a tree model with a view on it, as the browser does, and prints the slowest, the
95th percentile and the median in milliseconds. Twice: the model alone, and the view with its
layout and painting. Beside the clock on the wall stands what the program itself worked, which
is the fairer figure on a machine that does other things meanwhile.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import quantiles
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication

from app.bootstrap import bootstrap
from app.domain.codebook_ports import Codebook
from app.services.codebooks import import_codebook
from app.services.context import AppContext
from ui.models.concept_tree import ConceptTreeModel
from ui.screens.hierarchy import Hierarchy

#: What a node may take, in milliseconds (issue 3).
LIMIT_MS = 20
_START = date(2020, 1, 1)
_OF = 20


class Times:
    """How long each node took, in milliseconds: by the clock, and of the program's own work.

    What Python's collector of garbage did meanwhile is its own figure: it may come at any
    moment, whatever the program does, and has nothing to do with the node.
    """

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.work: list[float] = []
        self.collected: list[float] = []
        self._begun = (0.0, 0.0)
        self._since = self._pause = 0.0
        gc.callbacks.append(self._note)

    def begin(self) -> None:
        """Start to measure a node."""
        self._pause = 0.0
        self._begun = (perf_counter(), thread_time())

    def end(self) -> None:
        """Note what the node took."""
        wall, work = self._begun
        self.wall.append((perf_counter() - wall) * 1000)
        self.work.append((thread_time() - work - self._pause) * 1000)
        self.collected.append(self._pause * 1000)

    def _note(self, phase: str, _info: object) -> None:
        if phase == "start":
            self._since = thread_time()
        else:
            self._pause += thread_time() - self._since


def main(paths: list[Path]) -> None:
    """Read the codebooks and print the figures of each."""
    qt = QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        app = bootstrap(Path(folder))
        for path in paths:
            for book in _read(app, path):
                _tell(f"{book.edition.label}, modell", _open_in_model(book))
                _tell(f"{book.edition.label}, vy", _open_in_view(qt, book))
        app.close()


def _read(app: AppContext, path: Path) -> Iterator[Codebook]:
    found = app.readers.recognise([path])
    for recognised in found:
        report = import_codebook(
            app,
            list(recognised.files),
            version=recognised.version or "prov",
            valid_from=recognised.valid_from or _START,
        )
        book = app.library.codebook(report.edition.id)
        if book is not None:
            book.children(None)  # as the browser does in its job, before the tree is shown
            yield book


def _open_in_model(book: Codebook) -> Times:
    """Return the times to list what stands below each node, the top of the tree first."""
    model = ConceptTreeModel()
    model.set_codebook(book)
    times = Times()
    waiting = [QModelIndex()]
    while waiting:
        index = waiting.pop()
        times.begin()
        rows = model.rowCount(index)
        below = [model.index(row, 0, index) for row in range(rows)]
        times.end()
        waiting.extend(child for child in below if model.hasChildren(child))
    return times


def _open_in_view(qt: QApplication, book: Codebook) -> Times:
    """Return the times from the click on a node to its codes on screen, then fold it again."""
    view = Hierarchy()
    view.resize(460, 700)
    view.show_book(book)
    view.show()
    qt.processEvents()
    times = Times()
    for concept in book.concepts():
        if concept.is_leaf:
            continue
        index = view.codes.index_of(concept.code)
        view.scrollTo(index)
        qt.processEvents()
        times.begin()
        view.expand(index)
        view.viewport().repaint()
        times.end()
        view.collapseAll()
    return times


def _tell(name: str, times: Times) -> None:
    gc.callbacks.clear()
    print(f"{name}: {len(times.wall)} noder")
    for what, each in (
        ("klockan", times.wall),
        ("arbete", times.work),
        ("skräpsamling", times.collected),
    ):
        cuts = quantiles(each, n=_OF)
        over = sum(1 for one in each if one > LIMIT_MS)
        print(
            f"  {what}: längst {max(each):.1f} ms, {over} över {LIMIT_MS} ms, 95 % inom "
            f"{cuts[-1]:.2f} ms, hälften inom {cuts[_OF // 2 - 1]:.2f} ms"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", type=Path, nargs="+", help="a codebook, or a folder of some")
    main(parser.parse_args().path)
