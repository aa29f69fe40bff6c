"""The form of the DRG what-if: the codes with boxes to tick, and the facts of the contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.care_types import CareSetting
from app.domain.drg_change import DischargeTo, DrgChange
from app.domain.encounter import Encounter
from app.domain.patient import SEX_LABEL, Sex
from ui.screens.parts import WrappedLabel, button, on_key

_MOST_DAYS_OF_AGE, _MOST_DAYS = 45_654, 3_650
_DAYS_A_YEAR = 365.25
_ROW, _KIND = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_DIAGNOSIS, _PROCEDURE = "diagnosis", "procedure"
_DISCHARGES = (
    ("Som på händelsen", None),
    ("Hem eller annat", DischargeTo.HOME),
    ("Avliden", DischargeTo.DEAD),
    ("Annat sjukhus", DischargeTo.OTHER_HOSPITAL),
)
_HOW = "Mellanslag kryssar av och på, Ctrl+Retur sätter diagnosen först."


class DrgEventForm(QWidget):
    """Emits what is told otherwise whenever something is changed."""

    changed = Signal(object)  # DrgChange

    def __init__(self, encounter: Encounter, title: Callable[[str], str]) -> None:
        super().__init__()
        self._encounter, self._title = encounter, title
        self._first: int | None = None
        self.codes = QListWidget()
        self.age, self.stay = QSpinBox(), QSpinBox()
        self.years = WrappedLabel()
        self.sex, self.discharge = QComboBox(), QComboBox()
        self.put_first = button("Sätt &först", "Pröva den valda diagnosen som huvuddiagnos")
        self._lay_out()
        self.reset()
        self.codes.itemChanged.connect(lambda _item: self._emit())
        self.codes.currentItemChanged.connect(lambda *_: self._note_choice())
        for spin in (self.age, self.stay):
            spin.valueChanged.connect(lambda _value: self._emit())
        for choice in (self.sex, self.discharge):
            choice.currentIndexChanged.connect(lambda _index: self._emit())
        self.put_first.clicked.connect(self._put_first)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self.codes, keys, self._put_first)

    def change(self) -> DrgChange:
        """Return what is told otherwise than on the event."""
        as_it_is = _facts_of(self._encounter)
        change = DrgChange(self._out(_DIAGNOSIS), self._out(_PROCEDURE), self._first)
        if self.age.isEnabled() and self.age.value() != as_it_is[0]:
            change = replace(change, age_days=self.age.value())
        if self.stay.isEnabled() and self.stay.value() != as_it_is[1]:
            change = replace(change, stay_days=self.stay.value())
        if self.sex.currentData() is not self._encounter.patient.sex:
            change = replace(change, sex=self.sex.currentData())
        return replace(change, discharge=self.discharge.currentData())

    def reset(self) -> None:
        """Tell the event as it is."""
        self._first = None
        age, stay = _facts_of(self._encounter)
        for widget in (self.age, self.stay, self.sex, self.discharge):
            widget.blockSignals(True)
        self.age.setValue(age or 0)
        self.stay.setValue(stay or 0)
        self.age.setEnabled(age is not None)
        self.stay.setEnabled(stay is not None)
        self.sex.setCurrentIndex(self.sex.findData(self._encounter.patient.sex))
        self.discharge.setCurrentIndex(0)
        for widget in (self.age, self.stay, self.sex, self.discharge):
            widget.blockSignals(False)
        self._fill(frozenset(), frozenset())
        self.codes.setCurrentRow(0)
        self._emit()

    def _emit(self) -> None:
        self.years.setText(f"Det är {int(self.age.value() / _DAYS_A_YEAR)} år.")
        self.changed.emit(self.change())

    def _put_first(self) -> None:
        item = self.codes.currentItem()
        if item is None or item.data(_KIND) != _DIAGNOSIS:
            return
        self._first = item.data(_ROW)
        row = self.codes.currentRow()
        self._fill(self._out(_DIAGNOSIS) - {self._first}, self._out(_PROCEDURE))
        self.codes.setCurrentRow(row)
        self._emit()

    def _note_choice(self) -> None:
        item = self.codes.currentItem()
        self.put_first.setEnabled(item is not None and item.data(_KIND) == _DIAGNOSIS)

    def _fill(self, diagnoses_out: frozenset[int], procedures_out: frozenset[int]) -> None:
        self.codes.blockSignals(True)
        self.codes.clear()
        for at, line in enumerate(self._encounter.diagnoses):
            is_first = at == self._first if self._first is not None else line.is_principal
            partner = f" med {line.partner}" if line.partner else ""
            text = f"{line.code}{partner} {line.text or self._title(line.code)}".strip()
            told = f"{'Huvuddiagnos' if is_first else 'Bidiagnos'}: {text}"
            self._add(told, _DIAGNOSIS, at, is_out=at in diagnoses_out)
        for at, row in enumerate(self._encounter.procedures):
            text = f"Åtgärd: {row.code} {self._title(row.code)}".strip()
            self._add(text, _PROCEDURE, at, is_out=at in procedures_out)
        self.codes.blockSignals(False)

    def _add(self, text: str, kind: str, at: int, *, is_out: bool) -> None:
        item = QListWidgetItem(text)
        item.setToolTip(text)
        item.setData(_KIND, kind)
        item.setData(_ROW, at)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if is_out else Qt.CheckState.Checked)
        self.codes.addItem(item)

    def _out(self, kind: str) -> frozenset[int]:
        items = (self.codes.item(row) for row in range(self.codes.count()))
        return frozenset(
            item.data(_ROW)
            for item in items
            if item.data(_KIND) == kind and item.checkState() is Qt.CheckState.Unchecked
        )

    def _lay_out(self) -> None:
        self.codes.setAccessibleName("Koder som räknas")
        self.codes.setWordWrap(True)
        self.age.setRange(0, _MOST_DAYS_OF_AGE)
        self.age.setSuffix(" dagar")
        self.stay.setRange(0, _MOST_DAYS)
        self.stay.setSuffix(" dagar")
        self.stay.setSpecialValueText("Öppenvård, ingen vårdtid")
        for sex in Sex:
            self.sex.addItem(SEX_LABEL[sex], sex)
        for text, value in _DISCHARGES:
            self.discharge.addItem(text, value)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        for text, widget in (
            ("Å&lder", self.age),
            ("", self.years),
            ("&Kön", self.sex),
            ("&Vårdtid", self.stay),
            ("&Utskriven till", self.discharge),
        ):
            widget.setAccessibleName(text.replace("&", "") or "Ålder i år")
            form.addRow(text, widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        hint = WrappedLabel()
        hint.setText(_HOW)
        layout.addWidget(hint)
        layout.addWidget(self.codes, 1)
        layout.addWidget(self.put_first)
        layout.addLayout(form)


def _facts_of(encounter: Encounter) -> tuple[int | None, int | None]:
    """Age in days at admission and days of stay, None where they are not known."""
    day = encounter.admission_day
    age = encounter.patient.age_days(day) if day is not None else None
    if encounter.setting is CareSetting.OUTPATIENT:
        return age, 0
    if day is None or encounter.end is None:
        return age, None
    return age, (encounter.end.date() - day).days + 1
