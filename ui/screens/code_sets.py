"""The templates of a person and those that all share: looked at, renamed, removed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSortFilterProxyModel, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.code_set import CodeSet, SetScope
from app.domain.list_words import format_count
from app.services.code_set_checks import CheckedSet
from ui.models.list_table_model import ITEM_ROLE, Column, ListTableModel
from ui.presenters.code_set_presenter import CodeSetPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.parts import WrappedLabel, button, label, on_escape, pane, table

_EMPTY = (
    "Inga kodmallar ännu. Koda en händelse och spara dess koder med Ctrl+Skift+M, eller lägg till "
    "exempelmallarna och ändra dem efter hand."
)
_SCOPE_LABEL = {SetScope.PERSONAL: "Bara jag", SetScope.SHARED: "Alla"}


def format_items(code_set: CodeSet) -> str:
    """Return the codes of a template on a line, those that hang on another in brackets."""
    return " ".join(f"({item.code})" if item.under else item.code for item in code_set.items)


def _review(each: CheckedSet) -> str:
    day = each.code_set.review_on
    if day is None:
        return ""
    return f"{day}, försenad" if each.is_review_due else str(day)


def _look(each: CheckedSet) -> str:
    return format_count(len(each.remarks), "kod", "koder") if each.remarks else ""


_COLUMNS: tuple[Column[CheckedSet], ...] = (
    Column("Namn", lambda each: each.code_set.name),
    Column("Används av", lambda each: _SCOPE_LABEL[each.code_set.scope]),
    Column("Ändrad", lambda each: each.code_set.changed_at.strftime("%Y-%m-%d")),
    Column("Granskas", _review, icon=lambda each: "warning" if each.is_review_due else ""),
    Column(
        "Att se över",
        _look,
        tooltip=lambda each: each.sentences,
        icon=lambda each: "warning" if each.remarks else "",
    ),
    Column("Koder", lambda each: format_items(each.code_set)),
)


class CodeSetsScreen(QWidget):
    """A table of templates; F2 renames, F3 is for the review, Del removes, Esc goes back."""

    closed = Signal()
    rename_asked = Signal(object)  # CodeSet
    remove_asked = Signal(object)  # CodeSet
    review_asked = Signal(object)  # CodeSet
    help_name = "code_sets"

    def __init__(self, presenter: CodeSetPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self._model: ListTableModel[CheckedSet] = ListTableModel(_COLUMNS, self)
        self._shown = QSortFilterProxyModel(self)
        self.table = table(self._shown, "Kodmallar")
        self.filter = QLineEdit()
        self._empty, self.remarks = WrappedLabel(), WrappedLabel("offer")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._review = button("G&ranskning …", "Granskad, eller granskas en annan dag (F3)")
        self._examples = button("Lägg till e&xempel", "Lägg till mallar att börja med, för alla")
        self._rename = button("Byt &namn …", "Ge kodmallen ett annat namn (F2)")
        self._remove = button("Ta &bort …", "Ta bort kodmallen (Del)")
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> CodeSet | None:
        """The chosen template."""
        item = self.table.currentIndex().data(ITEM_ROLE)
        return item.code_set if isinstance(item, CheckedSet) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take F2 and Del in the table."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            signal = {
                Qt.Key.Key_F2: self.rename_asked,
                Qt.Key.Key_F3: self.review_asked,
                Qt.Key.Key_Delete: self.remove_asked,
            }.get(Qt.Key(event.key()))
            if signal is not None and self.current is not None:
                signal.emit(self.current)
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._shown.setSourceModel(self._model)
        self._shown.setFilterKeyColumn(-1)
        self._shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.filter.setPlaceholderText("Filtrera på namn eller kod …")
        self.filter.setAccessibleName("Filtrera kodmallar")
        self.filter.setClearButtonEnabled(True)
        frame, inner = pane("")
        inner.addWidget(label("Kodmallar", "heading"))
        inner.addWidget(self.filter)
        inner.addWidget(self._empty)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.remarks)
        inner.addStretch(0)
        acts = (self._examples, self._remove, self._review, self._rename)
        inner.addWidget(FlowRow((self._close, *acts)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.presenter.changed.connect(self._show)
        self.filter.textChanged.connect(self._filter)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(lambda _index: self._ask(self.rename_asked))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._note_choice())
        self._rename.clicked.connect(lambda: self._ask(self.rename_asked))
        self._remove.clicked.connect(lambda: self._ask(self.remove_asked))
        self._review.clicked.connect(lambda: self._ask(self.review_asked))
        self._examples.clicked.connect(self.presenter.add_examples)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)

    def _show(self) -> None:
        chosen, row = self.current, self.table.currentIndex().row()
        self._model.set_items(self.presenter.checked)
        has_rows = bool(self.presenter.code_sets)
        self._empty.setText("" if has_rows else _EMPTY)
        self._empty.setVisible(not has_rows)
        self.filter.setVisible(has_rows)
        self.table.setVisible(has_rows)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        self.table.resizeColumnsToContents()
        header.setStretchLastSection(True)
        if not has_rows and self.isVisible():
            self._examples.setFocus()
        self._choose(chosen, row)

    def _choose(self, chosen: CodeSet | None, near: int) -> None:
        """Choose the template again, else the row where it stood."""
        indexes = [self._shown.index(row, 0) for row in range(self._shown.rowCount())]
        same = (
            i for i in indexes if chosen is not None and i.data(ITEM_ROLE).code_set.id == chosen.id
        )
        fallback = indexes[min(max(near, 0), len(indexes) - 1)] if indexes else None
        index = next(same, fallback)
        if index is not None:
            self.table.setCurrentIndex(index)
        self._note_choice()

    def _filter(self, text: str) -> None:
        self._shown.setFilterFixedString(text)
        self._choose(self.current, 0)

    def _note_choice(self) -> None:
        current = self.current
        for each in (self._rename, self._review, self._remove):
            each.setEnabled(current is not None)
        told = self.presenter.remarks(current) if current is not None else ""
        self.remarks.setText(told)
        self.remarks.setVisible(bool(told))

    def _ask(self, signal: SignalInstance) -> None:
        if self.current is not None:
            signal.emit(self.current)
