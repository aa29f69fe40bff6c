"""The middle of the coding screen: the search field, its hits, and the hierarchy."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept
from app.domain.search import SearchHit
from app.services.concept_details import ConceptDetails
from ui.models.code_list_model import CodeListModel
from ui.models.hits import favourite_entries, hit_entries
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.favourites_presenter import CodeKey, FavouritesPresenter
from ui.presenters.search_presenter import SearchPresenter, nothing_found
from ui.presenters.trail import How
from ui.screens.concept_bar import ConceptBar, IconButton, section_of
from ui.screens.concept_pane import ConceptPane
from ui.screens.hierarchy import Hierarchy
from ui.screens.parts import code_list, is_history_key, label, pane
from ui.screens.scope_row import ScopeRow

_CHOICES: tuple[tuple[str, tuple[CodeSystem, ...]], ...] = (
    ("Alla", ()),
    *((SYSTEM_LABEL[system], (system,)) for system in CodeSystem),
)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_F3: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NO_FAVOURITES = "Inga favoriter ännu. Ctrl+Skift+D gör den valda koden till favorit."


class SearchPane(QWidget):
    """Lets the coder type, choose and add without leaving the field."""

    chosen = Signal(object, str)  # CodeSystem, code: add as secondary
    chosen_principal = Signal(str)  # ICD code: set as principal
    browse_asked = Signal()  # the current code, in the browser
    told = Signal(str)

    def __init__(
        self,
        presenter: SearchPresenter,
        concepts: ConceptPresenter,
        favourites: FavouritesPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._concepts = concepts
        self._favourites = favourites
        self._hits: list[SearchHit] = []
        #: Why a favourite in the list cannot be added, by its code.
        self._remarks: dict[CodeKey, str] = {}
        self._books: Codebooks | None = None
        self._how = How.WALK
        self.field = QLineEdit()
        self.hits: CodeListModel[SearchHit] = CodeListModel(self)
        self.list = code_list(self.hits, "Träffar")
        self.tree = Hierarchy()
        self.bar = ConceptBar(concepts, favourites)
        self.browse = IconButton("book", "Öppna i bläddraren", "Ctrl+B")
        self.scope = ScopeRow(presenter, "Överallt")
        self.about = ConceptPane(concepts)
        self._empty = label("", "muted")
        self._systems = QButtonGroup(self)
        self._lay_out()
        self._connect()

    def set_books(self, books: Codebooks | None, day: date | None) -> None:
        """Show the hierarchy of these codebooks, as of a day."""
        self._books = books
        self.tree.show_book(books.icd10se if books is not None else None, day)
        self._concepts.forget()

    def focus_field(self) -> None:
        """Go to the field with its text chosen, so that typing replaces it."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def choose_systems(self, position: int) -> None:
        """Search all systems (0) or one of them (1–3)."""
        self._systems.button(position).setChecked(True)
        self._presenter.set_section(None)
        self._presenter.set_systems(_CHOICES[position][1])
        self.focus_field()

    @property
    def pointed(self) -> CodeKey | None:
        """The code that the hierarchy, when it has the focus, or else the list points at."""
        if self.tree.hasFocus():
            concept = self.tree.concept
            return (concept.system, concept.code) if concept is not None else None
        hit = self._current()
        return (hit.system, hit.code) if hit is not None else None

    def show_concept(self, system: CodeSystem, code: str, how: How = How.JUMP) -> None:
        """Unfold the hierarchy at a code and tell about it."""
        if self._books is None:
            return
        if self._books.of(system).concept(code) is not None:
            self._concepts.show(system, code, how)
            self._reveal(system, code)
        else:
            self._concepts.clear()

    def search_below(self, section: Concept) -> None:
        """Search below a code from now on; the field is ready for the words."""
        self.scope.search_below(section)
        self.focus_field()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and is_history_key(event):
            event.ignore()  # undo means the codes, not what was typed in the field
            return True
        is_key = watched is self.field and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and self._field_key(event):
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText("Sök diagnos, åtgärd eller läkemedel …")
        self.field.setAccessibleName("Sök kod")
        self.field.setClearButtonEnabled(True)
        self._empty.setWordWrap(True)
        self._empty.hide()
        self.scope.hide()
        found, inner = pane("Sök kod", aside=self._system_buttons())
        inner.addWidget(self.field)
        inner.addWidget(self.scope)
        inner.addWidget(self._empty)
        inner.addWidget(self.list, 1)
        self.bar.add(self.browse)
        hierarchy, below = pane("Hierarki", aside=self.bar)
        below.addWidget(self.tree, 2)
        below.addWidget(self.about, 3)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(found)
        splitter.addWidget(hierarchy)
        splitter.setSizes([1, 1])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _system_buttons(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for position, (text, _systems) in enumerate(_CHOICES):
            choice = QPushButton(text)
            choice.setObjectName("link")
            choice.setCheckable(True)
            choice.setToolTip(f"Ctrl+{position + 1}")
            choice.setAccessibleName(f"Sök i {text}")
            choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._systems.addButton(choice, position)
            row.addWidget(choice)
        self._systems.button(0).setChecked(True)
        return holder

    def _connect(self) -> None:
        self.field.textChanged.connect(self._presenter.set_text)
        self.field.installEventFilter(self)
        self._presenter.answered.connect(self._show)
        self._presenter.failed.connect(self._tell)
        self._favourites.changed.connect(self._mark)
        self.tree.follow(self._favourites)
        self._systems.idClicked.connect(self.choose_systems)
        self.list.doubleClicked.connect(lambda _index: self._add())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.tree.chosen.connect(lambda concept: self.chosen.emit(concept.system, concept.code))
        self.tree.chosen_principal.connect(self._add_principal_from_tree)
        self.tree.walked.connect(self._walk)
        self.about.followed.connect(self.show_concept)
        self._concepts.revealed.connect(self._reveal)
        self._concepts.described.connect(self._offer_section)
        self._presenter.section_changed.connect(
            lambda section: self.scope.setVisible(bool(section))
        )
        self.scope.changed.connect(self.focus_field)
        self.bar.section_asked.connect(self.search_below)
        self.bar.listen(self)
        self.browse.clicked.connect(self.browse_asked)
        for teller in (self.bar, self.tree):
            teller.told.connect(self.told)

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        self._hits, self._remarks = hits, {}
        if not text.strip():
            self._show_favourites()
            return
        self.list.setAccessibleName("Träffar")
        self.hits.set_entries(hit_entries(hits, self._favourites.keys))
        nothing = not hits
        self._empty.setVisible(nothing)
        self._empty.setText(nothing_found(text, self._presenter.answer, self.scope.section))
        first = self.hits.step(-1, 1)
        self._how = How.TYPED
        self.list.setCurrentIndex(self.hits.index(first))
        self.list.scrollToTop()
        self._follow()
        self._how = How.WALK

    def _show_favourites(self) -> None:
        """List the favourites; none is chosen, so that Enter in an empty field adds nothing."""
        self._list_favourites()
        self.list.setAccessibleName("Favoriter")
        self.list.setCurrentIndex(QModelIndex())
        self.list.scrollToTop()

    def _list_favourites(self) -> None:
        found = self._favourites.concepts(self._presenter.systems)
        self._remarks = {(f.favourite.system, f.favourite.code): f.remark for f in found}
        self.hits.set_entries(favourite_entries(found))
        self._empty.setVisible(not self._favourites.keys and self._favourites.is_read)
        self._empty.setText(_NO_FAVOURITES)

    def _mark(self) -> None:
        """Show what is a favourite now; the choice stays where it is."""
        row = self.list.currentIndex().row()
        if self.field.text().strip():
            self.hits.set_entries(hit_entries(self._hits, self._favourites.keys))
            return
        self._list_favourites()
        if row >= 0:
            near = min(row, len(self.hits.entries) - 1)
            self.list.setCurrentIndex(self.hits.index(near if near > 0 else -1))

    def _tell(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self._empty.show()

    def _follow(self) -> None:
        hit = self._current()
        if hit is not None:
            self.show_concept(hit.system, hit.code, self._how)

    def _walk(self, concept: Concept) -> None:
        self._concepts.show(concept.system, concept.code, How.WALK)

    def _reveal(self, system: CodeSystem, code: str) -> None:
        if self._books is not None:
            self.tree.codes.set_codebook(self._books.of(system))
            self.tree.reveal(code)

    def _offer_section(self, details: ConceptDetails | None) -> None:
        self.scope.offer(section_of(details) if details else None)

    def _current(self) -> SearchHit | None:
        return self.hits.item(self.list.currentIndex().row())

    def _field_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
            return True
        if key in _ENTER:
            principal = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            # Enter right after typing waits for the answer to what was typed.
            self._presenter.when_settled(self._add_principal if principal else self._add)
            return True
        return False

    def _step(self, steps: int) -> None:
        row = self.hits.step(self.list.currentIndex().row(), steps)
        if row >= 0:
            self.list.setCurrentIndex(self.hits.index(row))

    def _to_add(self) -> SearchHit | None:
        hit = self._current()
        remark = self._remarks.get((hit.system, hit.code), "") if hit is not None else ""
        if remark:
            self.told.emit(remark)
            return None
        return hit

    def _add(self) -> None:
        hit = self._to_add()
        if hit is not None:
            self.chosen.emit(hit.system, hit.code)
            self.field.selectAll()

    def _add_principal(self) -> None:
        hit = self._to_add()
        if hit is not None and hit.system is CodeSystem.ICD10SE:
            self.chosen_principal.emit(hit.code)
            self.field.selectAll()
        elif hit is not None:
            self._add()

    def _add_principal_from_tree(self, concept: Concept) -> None:
        if concept.system is CodeSystem.ICD10SE:
            self.chosen_principal.emit(concept.code)
        else:
            self.chosen.emit(concept.system, concept.code)
