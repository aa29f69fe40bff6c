"""One row of fields in which the lead says what a sample is drawn from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from app.domain.access import Person
from app.domain.second_review import SAMPLE_LABEL, Sample, SampleKind
from ui.screens.parts import button

#: In percent.
_SHARES, _USUAL = (1, 2, 5, 10, 15, 20, 25, 50, 75, 100), 10
_EVERYBODY, _EVERYWHERE = "Alla personer", "Alla enheter"


class SampleForm(QWidget):
    """Shown to the lead alone."""

    drawn = Signal(object)  # Sample

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.rule = QLineEdit(), QLineEdit()
        self.kind, self.person, self.unit = QComboBox(), QComboBox(), QComboBox()
        self.percent = QComboBox()
        self._draw = button("&Dra urvalet", "Dra händelser ur det som är signerat")
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._follow_kind)
        self._draw.clicked.connect(lambda: self.drawn.emit(self.sample))
        self.name.returnPressed.connect(self._draw.click)

    def offer(self, people: Sequence[Person], units: Sequence[str]) -> None:
        """Offer these persons and units, and keep what is chosen.

        What somebody signed is reviewed after they have left too; they come last.
        """
        here_first = sorted(people, key=lambda each: each.has_left)
        for combo, first, rest in (
            (self.person, _EVERYBODY, [(_named(each), each.id) for each in here_first]),
            (self.unit, _EVERYWHERE, [(name, name) for name in units]),
        ):
            chosen = combo.currentData()
            combo.clear()
            combo.addItem(first, "")
            for text, data in rest:
                combo.addItem(text, data)
            combo.setCurrentIndex(max(combo.findData(chosen), 0))

    @property
    def sample(self) -> Sample:
        """What the fields say."""
        return Sample(
            "",
            self.name.text().strip(),
            SampleKind(self.kind.currentData()),
            int(self.percent.currentData()),
            self.rule.text().strip().upper(),
            self.person.currentData() or "",
            self.unit.currentData() or "",
        )

    def _lay_out(self) -> None:
        for kind in SampleKind:
            self.kind.addItem(SAMPLE_LABEL[kind], kind)
        for share in _SHARES:
            self.percent.addItem(f"{share} %", share)
        self.percent.setCurrentIndex(_SHARES.index(_USUAL))
        self.name.setPlaceholderText("Till exempel Vecka 12")
        self.rule.setPlaceholderText("Till exempel HD001")
        form = QFormLayout(self)
        form.setContentsMargins(0, 8, 0, 0)
        for text, widget in (
            ("&Namn", self.name),
            ("V&ilka", self.kind),
            ("Ande&l", self.percent),
            ("&Regel", self.rule),
            ("Pers&on", self.person),
            ("Enhet", self.unit),
        ):
            widget.setAccessibleName(text.replace("&", ""))
            form.addRow(text, widget)
        form.addRow("", self._draw)
        self._form = form
        self._follow_kind()

    def _follow_kind(self) -> None:
        kind = self.kind.currentData()
        self._form.setRowVisible(self.percent, kind == SampleKind.SHARE)
        self._form.setRowVisible(self.rule, kind == SampleKind.RULE)


def _named(person: Person) -> str:
    return f"{person.name} (har slutat)" if person.has_left else person.name
