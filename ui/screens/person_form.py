"""A row of fields in which the lead says who somebody is: name, role and units."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.access import ROLE_LABEL, Person, Role
from ui.screens.parts import WrappedLabel, button, label, on_escape


class PersonForm(QWidget):
    """Asks about one person; Enter keeps it, Escape takes the form away."""

    saved = Signal(object, str, object, object)  # Person or None, name, Role, tuple of units
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.role, self.units = QLineEdit(), QComboBox(), QLineEdit()
        self._person: Person | None = None
        self._is_keeping = False
        self._title, self._fault = label("", "paneTitle"), WrappedLabel("fact")
        self._save = button("&Spara", "Spara (Retur)", "primary")
        self._cancel = button("Av&bryt", "Låt bli (Esc)")
        self._lay_out()
        self._save.clicked.connect(self._ask)
        self._cancel.clicked.connect(self.closed)
        for field in (self.name, self.units):
            field.returnPressed.connect(self._ask)
        on_escape(self, self.closed.emit)
        self.hide()

    def ask(self, person: Person | None, units: Sequence[str]) -> None:
        """Ask about a new person, or about one that is to be changed."""
        completer = QCompleter(list(units), self.units)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.units.setCompleter(completer)
        self._person = person
        self._title.setText(f"Ändra {person.name}" if person else "Ny person")
        self.name.setText(person.name if person else "")
        self.name.setEnabled(person is None)
        self.role.setCurrentIndex(self.role.findData(person.role if person else Role.CODER))
        self.units.setText(", ".join(person.units) if person else "")
        self.tell("")
        self.show()
        (self.role if person else self.name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def tell(self, sentence: str) -> None:
        """Say why it was not kept; another try may be made."""
        self._is_keeping = False
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def _ask(self) -> None:
        """Ask to keep what is written; Enter pressed twice asks once."""
        if self._is_keeping:
            return
        self._is_keeping = True
        units = tuple(part.strip() for part in self.units.text().split(",") if part.strip())
        role = Role(self.role.currentData())
        self.saved.emit(self._person, self.name.text(), role, units)

    def _lay_out(self) -> None:
        for role in Role:
            self.role.addItem(ROLE_LABEL[role], role)
        self.name.setPlaceholderText("För- och efternamn")
        self.units.setPlaceholderText("Alla enheter, eller namn åtskilda med komma")
        form = QFormLayout()
        for text, widget in (
            ("&Namn", self.name),
            ("Skrivb&ord", self.role),
            ("Enhe&ter", self.units),
        ):
            widget.setAccessibleName(text.replace("&", ""))
            form.addRow(text, widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._title)
        column.addLayout(form)
        column.addWidget(self._fault)
        column.addLayout(buttons)
