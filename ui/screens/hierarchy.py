"""The tree of a codebook, as it stands beside the search and in the browser."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QTreeView, QWidget

from app.domain.codebook_ports import Codebook
from app.domain.concept import Concept
from ui.models.concept_tree import ConceptTreeModel
from ui.models.list_table_model import ITEM_ROLE
from ui.presenters.favourites_presenter import FavouritesPresenter
from ui.screens.concept_bar import copy_code, copy_code_and_title

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WITH_TITLE = QKeySequence("Ctrl+Shift+C")


class Hierarchy(QTreeView):
    """Shows one codebook; a code is chosen with Enter, copied with Ctrl+C."""

    walked = Signal(object)  # Concept: the one that is current now
    chosen = Signal(object)  # Concept: Enter or a double click
    chosen_principal = Signal(object)  # Concept: Ctrl+Enter
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.codes = ConceptTreeModel(self)
        self._favourites: FavouritesPresenter | None = None
        self.setModel(self.codes)
        self.setHeaderHidden(True)
        self.setAccessibleName("Hierarki")
        self.setUniformRowHeights(True)
        self.doubleClicked.connect(lambda _index: self._choose())
        self.selectionModel().currentChanged.connect(self._tell_current)

    @property
    def concept(self) -> Concept | None:
        """The code that is current."""
        concept = self.currentIndex().data(ITEM_ROLE)
        return concept if isinstance(concept, Concept) else None

    def follow(self, favourites: FavouritesPresenter) -> None:
        """Mark the favourites, now and whenever they change."""
        self._favourites = favourites
        favourites.changed.connect(self._mark_favourites)
        self._mark_favourites()

    def show_book(self, book: Codebook | None, day: date | None) -> None:
        """Show a codebook as of a day, folded up; none shows nothing."""
        self.codes.set_day(day)
        self.codes.set_codebook(book)
        self.collapseAll()
        self.setCurrentIndex(QModelIndex())
        self.scrollToTop()

    def reveal(self, code: str) -> bool:
        """Unfold the tree at a code and make it current; False where there is no such code."""
        index = self.codes.index_of(code)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QTreeView.ScrollHint.PositionAtCenter)
        return index.isValid()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Shift+C for the tree, whatever else it may mean in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and _copies_title(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter, copy with Ctrl+C; otherwise walk as any tree."""
        concept = self.concept
        if concept is not None and event.matches(QKeySequence.StandardKey.Copy):
            self.told.emit(copy_code(concept))
        elif concept is not None and _copies_title(event):
            self.told.emit(copy_code_and_title(concept))
        elif event.key() in _ENTER:
            is_principal = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._choose_principal() if is_principal else self._choose()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current code in sight when there is less room."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def _mark_favourites(self) -> None:
        if self._favourites is not None:
            self.codes.set_favourites(self._favourites.keys)
            self.viewport().update()

    def _choose(self) -> None:
        if self.concept is not None:
            self.chosen.emit(self.concept)

    def _choose_principal(self) -> None:
        if self.concept is not None:
            self.chosen_principal.emit(self.concept)

    def _tell_current(self) -> None:
        if self.concept is not None:
            self.walked.emit(self.concept)


def _copies_title(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and QKeySequence(event.keyCombination()) == _WITH_TITLE
