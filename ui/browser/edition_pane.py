"""The left of the browser: which edition, a search in it, and its tree."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept
from app.domain.search import SearchHit
from ui.models.hits import hit_entries
from ui.presenters.browser_presenter import BrowserPresenter, Shelf, edition_text, edition_tip
from ui.presenters.search_presenter import nothing_found
from ui.presenters.trail import How
from ui.screens.hierarchy import Hierarchy
from ui.screens.hit_field import HitField
from ui.screens.parts import WrappedLabel, button, pane
from ui.screens.scope_row import ScopeRow

_SYSTEMS = tuple(CodeSystem)
_PLAIN = "Utgåvan är inte i bruk: bara koder och ord i titlar söks."


class EditionPane(QWidget):
    """Lets somebody find a code in one edition by words or by its place."""

    chosen = Signal(object)  # Concept: Enter
    chosen_principal = Signal(object)  # Concept: Ctrl+Enter
    told = Signal(str)

    def __init__(self, presenter: BrowserPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._systems = QButtonGroup(self)
        self.editions = QComboBox()
        self.field = HitField("Sök i kodverket", "Sök ord eller kod …")
        self.scope = ScopeRow(presenter.search, "Hela kodverket")
        self.list = self.field.list
        self.tree = Hierarchy()
        self._empty = WrappedLabel()
        self._plain = WrappedLabel()
        self._lay_out()
        self._connect()

    def focus_field(self) -> None:
        """Go to the field with its text chosen, so that typing replaces it."""
        self.field.focus_all()

    def choose_system(self, position: int) -> None:
        """Show one of the systems (0–2)."""
        self._systems.button(position).setChecked(True)
        self._presenter.choose_system(_SYSTEMS[position])

    def search_below(self, section: Concept) -> None:
        """Search below a code from now on."""
        self.scope.search_below(section)
        self.focus_field()

    def _lay_out(self) -> None:
        self.editions.setAccessibleName("Utgåva")
        self.editions.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        frame, inner = pane("Kodverk", aside=self._system_buttons())
        inner.addWidget(self.editions)
        inner.addWidget(self.field)
        inner.addWidget(self.scope)
        inner.addWidget(self._plain)
        inner.addWidget(self._empty)
        room = QSplitter(Qt.Orientation.Vertical)
        room.addWidget(self.list)
        room.addWidget(self.tree)
        room.setSizes([2, 3])
        room.setChildrenCollapsible(False)
        inner.addWidget(room, 1)
        for widget in (self._empty, self._plain, self.list):
            widget.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def _system_buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for position, system in enumerate(_SYSTEMS):
            choice = button(SYSTEM_LABEL[system], f"Ctrl+{position + 2}", "link")
            choice.setCheckable(True)
            self._systems.addButton(choice, position)
            row.addWidget(choice)
        return holder

    def _connect(self) -> None:
        search, concepts = self._presenter.search, self._presenter.concepts
        self._presenter.shelved.connect(self._show_shelf)
        self._systems.idClicked.connect(self.choose_system)
        self.editions.activated.connect(self._choose_edition)
        self.field.textChanged.connect(search.set_text)
        self.field.entered.connect(lambda: search.when_settled(self._choose))
        self.field.entered_principal.connect(lambda: search.when_settled(self._choose_principal))
        search.answered.connect(self._show_hits)
        search.failed.connect(self._tell)
        self.scope.changed.connect(self.focus_field)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow(How.WALK))
        self.list.doubleClicked.connect(lambda _index: self._choose())
        self.tree.walked.connect(lambda c: concepts.show(c.system, c.code, How.WALK))
        self.tree.chosen.connect(self.chosen)
        self.tree.chosen_principal.connect(self.chosen_principal)
        self.tree.told.connect(self.told)
        concepts.revealed.connect(self._reveal)

    def _show_shelf(self, shelf: Shelf) -> None:
        edition = shelf.book.edition
        self._systems.button(_SYSTEMS.index(edition.system)).setChecked(True)
        self.editions.clear()
        for each in shelf.editions:
            self.editions.addItem(edition_text(each), each)
        at = [each.id for each in shelf.editions].index(edition.id)
        self.editions.setCurrentIndex(at)
        self.editions.setToolTip(edition_tip(edition))
        if self.tree.codes.book is not shelf.book:
            self.tree.show_book(shelf.book, shelf.day)

    def _reveal(self, system: CodeSystem, code: str) -> None:
        book = self.tree.codes.book
        if book is not None and book.edition.system is system:
            self.tree.reveal(code)

    def _choose_edition(self, row: int) -> None:
        self._presenter.choose_edition(self.editions.itemData(row))

    def _show_hits(self, text: str, hits: list[SearchHit]) -> None:
        answer, is_asked = self._presenter.search.answer, bool(text.strip())
        self._plain.setText(_PLAIN)
        self._plain.setVisible(is_asked and answer.is_plain)
        self._empty.setText(nothing_found(text, answer, self.scope.section))
        self._empty.setVisible(is_asked and not hits)
        self.list.setVisible(bool(hits))
        self.field.show_answer(text, hit_entries(hits, of_one_system=True))
        self._follow(How.TYPED)

    def _tell(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self._empty.show()

    def _follow(self, how: How) -> None:
        hit = self.field.hit
        if hit is not None:
            self._presenter.concepts.show(hit.system, hit.code, how)
            self.tree.reveal(hit.code)

    def _choose(self) -> None:
        if self.tree.concept is not None:
            self.chosen.emit(self.tree.concept)

    def _choose_principal(self) -> None:
        if self.tree.concept is not None:
            self.chosen_principal.emit(self.tree.concept)
