"""The form of the DRG what-if: the codes with boxes to tick, and the facts of the contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.care_types import CareSetting
from app.domain.drg_change import MOST_DAYS, MOST_DAYS_OF_AGE, DischargeTo, DrgChange
from app.domain.encounter import Encounter
from app.domain.patient import SEX_LABEL, Sex
from ui.screens.parts import WrappedLabel, button, label, on_key, remark, side_by_side

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
        self.age, self.stay = QLineEdit(), QLineEdit()
        self._years, self._days = remark(), remark()
        self.sex, self.discharge = QComboBox(), QComboBox()
        self.put_first = button("Sätt &först", "Pröva den valda diagnosen som huvuddiagnos")
        self._lay_out()
        self.reset()
        self.codes.itemChanged.connect(lambda _item: self._emit())
        self.codes.currentItemChanged.connect(lambda *_: self._note_choice())
        for field in (self.age, self.stay):
            field.textEdited.connect(lambda _text: self._emit())
        for choice in (self.sex, self.discharge):
            choice.currentIndexChanged.connect(lambda _index: self._emit())
        self.put_first.clicked.connect(self._put_first)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self.codes, keys, self._put_first)

    def change(self) -> DrgChange:
        """Return what is told otherwise than on the event."""
        as_it_is = _facts_of(self._encounter)
        change = DrgChange(self._out(_DIAGNOSIS), self._out(_PROCEDURE), self._first)
        age, stay = _number(self.age), _number(self.stay)
        if age is not None and age != as_it_is[0]:
            change = replace(change, age_days=age)
        if stay is not None and stay != as_it_is[1]:
            change = replace(change, stay_days=stay)
        sex = Sex(self.sex.currentData())
        if sex is not self._encounter.patient.sex:
            change = replace(change, sex=sex)
        discharge = self.discharge.currentData()
        return replace(change, discharge=DischargeTo(discharge) if discharge else None)

    def reset(self) -> None:
        """Tell the event as it is."""
        self._first = None
        age, stay = _facts_of(self._encounter)
        for choice in (self.sex, self.discharge):
            choice.blockSignals(True)
        self.age.setText("" if age is None else str(age))
        self.stay.setText("" if stay is None else str(stay))
        self.age.setEnabled(age is not None)
        self.stay.setEnabled(stay is not None)
        self.sex.setCurrentIndex(self.sex.findData(self._encounter.patient.sex))
        self.discharge.setCurrentIndex(0)
        for choice in (self.sex, self.discharge):
            choice.blockSignals(False)
        self._fill(frozenset(), frozenset())
        self.codes.setCurrentRow(0)
        self._emit()

    def _emit(self) -> None:
        age, stay = _number(self.age), _number(self.stay)
        years = "" if age is None else f"dagar ({int(age / _DAYS_A_YEAR)} år)"
        days = {None: "", 0: "dagar: öppenvård", 1: "dag"}.get(stay, "dagar")
        self._years.setText(years or _wanted(self.age, MOST_DAYS_OF_AGE))
        self._days.setText(days or _wanted(self.stay, MOST_DAYS))
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
        self.codes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.codes.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.codes.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.age.setValidator(QIntValidator(0, MOST_DAYS_OF_AGE, self))
        self.stay.setValidator(QIntValidator(0, MOST_DAYS, self))
        for sex in Sex:
            self.sex.addItem(SEX_LABEL[sex], sex)
        for text, value in _DISCHARGES:
            self.discharge.addItem(text, value)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        for text, widget, beside in (
            ("Å&lder", self.age, self._years),
            ("Kö&n", self.sex, None),
            ("Vår&dtid", self.stay, self._days),
            ("&Utskriven till", self.discharge, None),
        ):
            name = label(text)
            name.setBuddy(widget)
            widget.setAccessibleName(text.replace("&", "") + (" i dagar" if beside else ""))
            form.addRow(name, side_by_side(widget, beside) if beside is not None else widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        hint = WrappedLabel()
        hint.setText(_HOW)
        how = QHBoxLayout()
        how.addWidget(hint, 1)
        how.addWidget(self.put_first)
        layout.addLayout(how)
        layout.addWidget(self.codes, 1)
        layout.addLayout(form)


def _number(field: QLineEdit) -> int | None:
    """Return what a field holds, None while it holds no number that can be meant."""
    return int(field.text()) if field.isEnabled() and field.hasAcceptableInput() else None


def _wanted(field: QLineEdit, most: int) -> str:
    """Say what a field takes that holds no number that can be meant; it is left as it is."""
    return f"skriv 0–{most}" if field.isEnabled() else "okänt på händelsen"


def _facts_of(encounter: Encounter) -> tuple[int | None, int | None]:
    """Age in days at admission and days of stay, None where they are not known."""
    day = encounter.admission_day
    age = encounter.patient.age_days(day) if day is not None else None
    if encounter.setting is CareSetting.OUTPATIENT:
        return age, 0
    if day is None or encounter.end is None:
        return age, None
    return age, (encounter.end.date() - day).days + 1
