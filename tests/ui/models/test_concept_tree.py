"""The hierarchy: lazy, and sound by Qt's own tester on the starter edition."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.services.context import AppContext
from ui.models.concept_tree import ConceptTreeModel
from ui.models.list_table_model import ITEM_ROLE

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Watched:
    """A codebook that notes which children were asked for."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self.asked: list[str | None] = []

    def children(self, code: str | None) -> list[Concept]:
        self.asked.append(code)
        return list(self._book.children(code))

    def concept(self, code: str) -> Concept | None:
        return self._book.concept(code)

    def ancestors(self, code: str) -> list[Concept]:
        return list(self._book.ancestors(code))


@pytest.mark.parametrize("system", list(CodeSystem))
def test_the_tree_of_the_starter_edition_is_sound(app: AppContext, qapp, system) -> None:
    model = ConceptTreeModel()
    tester = QAbstractItemModelTester(model, FATAL)

    model.set_codebook(app.library.for_day(None).of(system))

    top = model.rowCount()
    assert top > 0
    opened = 0
    for row in range(top):
        index = model.index(row, 0)
        while model.rowCount(index):
            index = model.index(0, 0, index)
            assert model.parent(index).isValid()
            opened += 1
    assert opened > 0
    del tester


def test_nothing_is_asked_for_before_it_is_opened(app: AppContext, qapp) -> None:
    model, book = ConceptTreeModel(), Watched(app.library.for_day(None).icd10se)

    model.set_codebook(book)
    first = model.index(0, 0)

    assert book.asked == [None]
    assert model.hasChildren(first)
    assert book.asked == [None]
    model.rowCount(first)
    assert len(book.asked) == 2


def test_a_code_is_found_with_its_ancestors_opened_on_the_way(app: AppContext, qapp) -> None:
    model = ConceptTreeModel()
    book = app.library.for_day(None).icd10se
    model.set_codebook(book)

    index = model.index_of("S72.00")

    above: list[str] = []
    step: QModelIndex = index
    while step.isValid():
        above.append(step.data(ITEM_ROLE).code)
        step = model.parent(step)
    assert above == ["S72.00", *(concept.code for concept in book.ancestors("S72.00"))]
    assert not model.index_of("ZZ9.9").isValid()
    assert "Lårbenshalsbrott" in index.data()


def test_another_codebook_takes_the_place_of_the_first(app: AppContext, qapp) -> None:
    model, books = ConceptTreeModel(), app.library.for_day(None)
    model.set_codebook(books.icd10se)
    before = model.rowCount()

    model.set_codebook(books.atc)

    assert model.index_of("B03XA02").isValid()
    assert model.rowCount() != before


class Shelf:
    """Two codes without anything below them, one of them retired."""

    codes = (
        Concept(CodeSystem.ATC, "A01AA01", "Natriumfluorid", Level.ITEM),
        Concept(CodeSystem.ATC, "A01AA02", "Förr", Level.ITEM, valid_to=date(2019, 12, 31)),
    )

    def children(self, code: str | None) -> tuple[Concept, ...]:
        return () if code else self.codes


@pytest.mark.parametrize(
    ("day", "text", "is_marked"),
    [
        (date(2020, 1, 1), "A01AA02  (utgången 2019-12-31) Förr", True),
        (date(2019, 12, 31), "A01AA02  Förr", False),
        (None, "A01AA02  Förr", False),
    ],
)
def test_a_code_that_is_out_of_use_on_the_day_says_so(qapp, day, text, is_marked) -> None:
    model = ConceptTreeModel()
    model.set_day(day)
    model.set_codebook(Shelf())

    in_use, ended = model.index(0, 0), model.index(1, 0)

    assert in_use.data() == "A01AA01  Natriumfluorid"
    assert ended.data() == text
    assert (ended.data(Qt.ItemDataRole.DecorationRole) is not None) is is_marked


def test_a_favourite_that_is_out_of_use_says_both(qapp) -> None:
    model = ConceptTreeModel()
    model.set_day(date(2020, 1, 1))
    model.set_codebook(Shelf())
    model.set_favourites({(CodeSystem.ATC, "A01AA02")})

    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)

    assert "utgången 2019-12-31" in spoken
    assert spoken.endswith("favorit")
