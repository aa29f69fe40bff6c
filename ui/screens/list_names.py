"""The form that says what a local list is called, and from when it applies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from app.domain.local_list import LocalList
from ui.presenters.mapping_presenter import ListNames
from ui.screens.parts import label, typed_line

#: What Norwegian lists are called, offered beside the labels already in use.
_LABELS = ("ICD-10 Norge", "Prosedyrekoder Norge")
_LEAST_CHARACTERS = 14


class ListNamesForm(QWidget):
    """Name, codebook, version and first day."""

    typed = Signal(object)  # ListNames

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.system_label = QComboBox(), QComboBox()
        self.version, self.valid_from = QLineEdit(), QLineEdit()
        self._lay_out()
        self._connect()

    def offer(self, known: Sequence[LocalList]) -> None:
        """Offer the names and labels of the lists that there are."""
        labels = dict.fromkeys((*(each.system_label for each in known), *_LABELS))
        names = sorted({each.name for each in known}, key=str.casefold)
        for field, offered in ((self.name, names), (self.system_label, list(labels))):
            field.blockSignals(True)
            field.clear()
            field.addItems(offered)
            field.blockSignals(False)

    def show_names(self, names: ListNames) -> None:
        """Show the names without telling that they were typed."""
        texts = (names.name, names.system_label, names.version, names.valid_from)
        for field, text in zip(self._fields(), texts, strict=True):
            field.blockSignals(True)
            if isinstance(field, QComboBox):
                field.setCurrentText(text)
            else:
                field.setText(text)
            field.blockSignals(False)

    def _fields(self) -> tuple[QComboBox | QLineEdit, ...]:
        return (self.name, self.system_label, self.version, self.valid_from)

    def _tell(self) -> None:
        texts = (
            field.currentText() if isinstance(field, QComboBox) else field.text()
            for field in self._fields()
        )
        self.typed.emit(ListNames(*texts))

    def _lay_out(self) -> None:
        titles = ("Listans &namn", "K&odverk", "Ver&sion", "Gäller &från")
        hints = ("till exempel Norska diagnoser", "till exempel ICD-10 Norge", "2024", "2024-01-01")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, (title, hint, field) in enumerate(
            zip(titles, hints, self._fields(), strict=True)
        ):
            name = label(title, "muted")
            name.setBuddy(field)
            grid.addWidget(name, 0, place)
            grid.addWidget(field, 1, place)
            grid.setColumnStretch(place, 2 if isinstance(field, QComboBox) else 1)
            field.setAccessibleName(title.replace("&", ""))
            line = typed_line(field) if isinstance(field, QComboBox) else field
            line.setPlaceholderText(hint)
            line.setAccessibleName(title.replace("&", ""))
            if isinstance(field, QComboBox):
                field.setMinimumContentsLength(_LEAST_CHARACTERS)

    def _connect(self) -> None:
        for field in (self.name, self.system_label):
            field.editTextChanged.connect(lambda _text: self._tell())
        for line in (self.version, self.valid_from):
            line.textChanged.connect(lambda _text: self._tell())
