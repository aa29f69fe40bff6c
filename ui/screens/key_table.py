"""The keys of every command: search, press a new one, give the usual ones back, print a card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QKeySequenceEdit, QLineEdit, QVBoxLayout, QWidget

from ui.actions import ACTIONS
from ui.key_bindings import bound, plain, spoken
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.keys_presenter import KeysPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, on_escape, pane, table
from ui.screens.roomy import keep_rows, scrolling

_HOW = (
    "Välj ett kommando, gå till fältet med Retur och tryck den nya tangenten. Den gäller genast, "
    "och bara för dig."
)
_PORTABLE = QKeySequence.SequenceFormat.PortableText


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One command, the keys that it has and those that it usually has."""

    name: str
    text: str
    menu: str
    where: str
    keys: str
    usual: str

    @property
    def is_own(self) -> bool:
        """Whether the person has chosen it."""
        return self.keys != self.usual


KEY_COLUMNS: tuple[Column[KeyRow], ...] = (
    Column("Kommando", lambda row: row.text),
    Column("Meny", lambda row: row.menu),
    Column("Var", lambda row: row.where),
    Column("Tangent", lambda row: spoken(row.keys) or "–"),
    Column("Eget val", lambda row: f"i stället för {spoken(row.usual) or 'ingen'}" * row.is_own),
)


class KeyTableScreen(QWidget):
    """A table of commands; the chosen one is given new keys below it."""

    help_name = "key_table"

    print_asked = Signal()
    closed = Signal()

    def __init__(self, presenter: KeysPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._presenter = presenter
        self.rows: ListTableModel[KeyRow] = ListTableModel(KEY_COLUMNS, self)
        self.table = table(self.rows, "Kommandon och tangenter")
        self._columns = FittedColumns(self.table)
        self.filter, self.pressed = QLineEdit(), QKeySequenceEdit()
        self.message = WrappedLabel()
        self._chosen = WrappedLabel("fact")
        self._none = button("&Ingen tangent", "Ta bort kommandots tangent")
        self._restore = button("Åte&rställ", "Ge kommandot sin vanliga tangent")
        self._restore_all = button("Återställ a&lla", "Ge alla kommandon sina vanliga tangenter")
        self._print = button("Skriv &ut …", "Ett kort med alla tangenter, att ha bredvid sig")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> KeyRow | None:
        """The command that is given keys."""
        return self.rows.item(self.table.currentIndex().row())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter in the filter go on to the new key, and Down to the commands."""
        is_press = watched is self.filter and event.type() == QEvent.Type.KeyPress
        target = self._onward(event.key()) if is_press and isinstance(event, QKeyEvent) else None
        if target is not None:
            target.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _onward(self, key: int) -> QWidget | None:
        if key == Qt.Key.Key_Down:
            return self.table
        return self.pressed if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) else None

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("Filtrera på kommando eller tangent …")
        self.filter.setAccessibleName("Filtrera kommandona")
        self.filter.setClearButtonEnabled(True)
        self.pressed.setMaximumSequenceLength(1)
        self.pressed.setAccessibleName("Ny tangent för det valda kommandot")
        frame, inner = pane("Egna tangenter")
        inner.addWidget(self.filter)
        inner.addWidget(self.table, 1)
        inner.addWidget(self._chosen)
        inner.addWidget(FlowRow((self.pressed, self._none, self._restore)))
        inner.addWidget(self.message)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self._restore_all)
        foot.addWidget(self._print)
        inner.addLayout(foot)
        keep_rows(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(scrolling(frame))
        self.message.setText(_HOW)

    def _connect(self) -> None:
        self._presenter.changed.connect(self._show)
        self.filter.textChanged.connect(self._show)
        self.filter.installEventFilter(self)
        self.table.selectionModel().currentRowChanged.connect(self._show_current)
        self.table.activated.connect(lambda _index: self.pressed.setFocus())
        self.pressed.keySequenceChanged.connect(self._take)
        self._none.clicked.connect(lambda: self._bind(""))
        self._restore.clicked.connect(self._give_back)
        self._restore_all.clicked.connect(self._give_all_back)
        self._print.clicked.connect(self.print_asked)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)

    def _show(self) -> None:
        kept = self.current
        words = self.filter.text().casefold().split()
        rows = [row for row in key_table(self._presenter.own) if _fits(row, words)]
        self.rows.set_items(rows)
        self._columns.fit_to(KEY_COLUMNS, rows, 4)
        names = [row.name for row in rows]
        if rows:
            self.table.selectRow(names.index(kept.name) if kept and kept.name in names else 0)
        self._show_current()

    def _show_current(self) -> None:
        row = self.current
        self._chosen.setText(f"Ny tangent för ”{row.text}”:" if row else "")
        for part in (self.pressed, self._none):
            part.setEnabled(row is not None)
        self._restore.setEnabled(row is not None and row.is_own)
        self._restore_all.setEnabled(bool(self._presenter.own))

    def _take(self, sequence: QKeySequence) -> None:
        if not sequence.isEmpty():
            self.pressed.clear()
            self._bind(sequence.toString(_PORTABLE))

    def _bind(self, keys: str) -> None:
        row = self.current
        if row is None:
            return
        objection = self._presenter.bind(row.name, keys)
        now = f"har tangenten {spoken(keys)}" if keys else "har ingen tangent"
        self.message.setText(objection or f"”{row.text}” {now} från nu.")
        if not objection:
            self.table.setFocus()

    def _give_back(self) -> None:
        row = self.current
        if row is not None:
            objection = self._presenter.restore(row.name)
            self.message.setText(objection or f"”{row.text}” har sin vanliga tangent igen.")

    def _give_all_back(self) -> None:
        self._presenter.restore_all()
        self.message.setText("Alla kommandon har sina vanliga tangenter igen.")


def key_table(own: dict[str, str]) -> list[KeyRow]:
    """Return every command with the keys that a person has for it, in the order of the menus."""
    return [
        KeyRow(now.name, plain(now), now.menu.replace("&", ""), str(now.where), now.shortcut, was)
        for now, was in zip(bound(own), (spec.shortcut for spec in ACTIONS), strict=True)
    ]


def _fits(row: KeyRow, words: list[str]) -> bool:
    text = " ".join((row.text, row.menu, row.where, spoken(row.keys))).casefold()
    return all(word in text for word in words)
