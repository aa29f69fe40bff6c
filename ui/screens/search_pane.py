"""The middle of the coding screen: the search field, its hits, and the hierarchy."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept
from app.domain.search import SearchHit
from ui.models.code_list_model import CodeListModel
from ui.models.concept_tree import ConceptTreeModel
from ui.models.hits import hit_entries
from ui.models.list_table_model import ITEM_ROLE
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.search_presenter import SearchPresenter
from ui.screens.concept_pane import ConceptPane
from ui.screens.parts import code_list, is_history_key, label, pane

_CHOICES: tuple[tuple[str, tuple[CodeSystem, ...]], ...] = (
    ("Alla", ()),
    *((SYSTEM_LABEL[system], (system,)) for system in CodeSystem),
)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_F3: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchPane(QWidget):
    """Lets the coder type, choose and add without leaving the field."""

    chosen = Signal(object, str)  # CodeSystem, code: add as secondary
    chosen_principal = Signal(str)  # ICD code: set as principal

    def __init__(
        self,
        presenter: SearchPresenter,
        concepts: ConceptPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._concepts = concepts
        self._books: Codebooks | None = None
        self.field = QLineEdit()
        self.hits: CodeListModel[SearchHit] = CodeListModel(self)
        self.list = code_list(self.hits, "Träffar")
        self.tree_model = ConceptTreeModel(self)
        self.tree = _Hierarchy()
        self.about = ConceptPane(concepts)
        self._empty = label("", "muted")
        self._systems = QButtonGroup(self)
        self._lay_out()
        self._connect()

    def set_books(self, books: Codebooks | None) -> None:
        """Show the hierarchy of these codebooks."""
        self._books = books
        if books is not None:
            self.tree_model.set_codebook(books.icd10se)
        self.tree.collapseAll()
        self.tree.setCurrentIndex(QModelIndex())
        self.tree.scrollToTop()

    def focus_field(self) -> None:
        """Go to the field with its text chosen, so that typing replaces it."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def choose_systems(self, position: int) -> None:
        """Search all systems (0) or one of them (1–3)."""
        self._systems.button(position).setChecked(True)
        self._presenter.set_systems(_CHOICES[position][1])
        self.focus_field()

    def show_concept(self, system: CodeSystem, code: str) -> None:
        """Unfold the hierarchy at a code."""
        if self._books is None:
            return
        self.tree_model.set_codebook(self._books.of(system))
        index = self.tree_model.index_of(code)
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index, QTreeView.ScrollHint.PositionAtCenter)
        else:
            self._concepts.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and is_history_key(event):
            event.ignore()  # undo means the codes, not what was typed in the field
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.field and self._field_key(event):
                return True
            if watched is self.tree and self._tree_key(event):
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.field.setPlaceholderText("Sök diagnos, åtgärd eller läkemedel …")
        self.field.setAccessibleName("Sök kod")
        self.field.setClearButtonEnabled(True)
        self._empty.setWordWrap(True)
        self._empty.hide()
        found, inner = pane("Sök kod", aside=self._system_buttons())
        inner.addWidget(self.field)
        inner.addWidget(self._empty)
        inner.addWidget(self.list, 1)
        hierarchy, below = pane("Hierarki")
        self.tree.setModel(self.tree_model)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("Hierarki")
        self.tree.setUniformRowHeights(True)
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
        self.tree.installEventFilter(self)
        self._presenter.answered.connect(self._show)
        self._presenter.failed.connect(self._tell)
        self._systems.idClicked.connect(self.choose_systems)
        self.list.doubleClicked.connect(lambda _index: self._add())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.tree.doubleClicked.connect(lambda _index: self._add_from_tree())
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._describe())
        self.about.followed.connect(self.show_concept)

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        self.hits.set_entries(hit_entries(hits))
        nothing = bool(text.strip()) and not hits
        self._empty.setVisible(nothing)
        self._empty.setText(
            f"Inget hittades för ”{text.strip()[:60]}”. Pröva ett annat ord, en del av ordet "
            "eller början på koden."
        )
        first = self.hits.step(-1, 1)
        self.list.setCurrentIndex(self.hits.index(first))
        self.list.scrollToTop()
        self._follow()

    def _tell(self, sentence: str) -> None:
        self._empty.setText(sentence)
        self._empty.show()

    def _follow(self) -> None:
        hit = self._current()
        if hit is not None:
            self.show_concept(hit.system, hit.code)

    def _describe(self) -> None:
        concept = self.tree.currentIndex().data(ITEM_ROLE)
        if isinstance(concept, Concept):
            self._concepts.show(concept.system, concept.code)

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

    def _tree_key(self, event: QKeyEvent) -> bool:
        if event.key() not in _ENTER:
            return False
        self._add_from_tree(principal=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        return True

    def _step(self, steps: int) -> None:
        row = self.hits.step(self.list.currentIndex().row(), steps)
        if row >= 0:
            self.list.setCurrentIndex(self.hits.index(row))

    def _add(self) -> None:
        hit = self._current()
        if hit is not None:
            self.chosen.emit(hit.system, hit.code)
            self.field.selectAll()

    def _add_principal(self) -> None:
        hit = self._current()
        if hit is not None and hit.system is CodeSystem.ICD10SE:
            self.chosen_principal.emit(hit.code)
            self.field.selectAll()
        elif hit is not None:
            self._add()

    def _add_from_tree(self, *, principal: bool = False) -> None:
        concept = self.tree.currentIndex().data(ITEM_ROLE)
        if not isinstance(concept, Concept):
            return
        if principal and concept.system is CodeSystem.ICD10SE:
            self.chosen_principal.emit(concept.code)
        else:
            self.chosen.emit(concept.system, concept.code)


class _Hierarchy(QTreeView):
    """A tree that keeps its current code in sight when it gets less room."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())
