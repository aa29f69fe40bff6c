"""Earlier contacts of the patient: their codes by today's editions, taken over with a key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.encounter import Encounter
from app.services.coding import OpenedEvent
from app.services.earlier_contacts import EarlierCode, earlier_codes
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry, in_columns
from ui.screens.parts import WrappedLabel, code_list

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HINT = (
    "Retur tar över koden, Ctrl+Retur som huvuddiagnos. Skift+Retur tar över alla koder från "
    "kontakten som gäller på händelsens dag."
)
_NONE = "Inga andra händelser."
_PROTECTED_UNIT = "enhet visas inte (skyddade personuppgifter)"


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A code of an earlier contact."""

    contact: Encounter
    code: EarlierCode


class EarlierPane(QWidget):
    """Lists the patient's other contacts, the newest first, with all their codes."""

    code_chosen = Signal(object, str)  # CodeSystem, code: add it
    principal_chosen = Signal(str)  # ICD code: set as principal
    contact_chosen = Signal(object)  # Encounter: take over all its codes
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: CodeListModel[EarlierRow] = CodeListModel(self)
        self.list = code_list(self.model, "Tidigare vårdkontakter")
        self._hint = WrappedLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(lambda _index: self._take())

    def show_event(self, opened: OpenedEvent, books: Codebooks) -> None:
        """Show the contacts beside an event; titles are those of its own editions."""
        entries = list(_entries(opened, books))
        self.model.set_entries(in_columns(entries) or [Entry(CodeRow(title=_NONE))])
        first = self.model.step(-1, 1)
        self._hint.setText(_HINT if first >= 0 else "")
        if first >= 0:
            self.list.setCurrentIndex(self.model.index(first))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Enter take over a code, with Ctrl as principal, with Shift the whole contact."""
        is_press = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_press and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            self._enter(event.modifiers())
            return True
        return super().eventFilter(watched, event)

    @property
    def _row(self) -> EarlierRow | None:
        return self.model.item(self.list.currentIndex().row())

    def _enter(self, modifiers: Qt.KeyboardModifier) -> None:
        if self._row is None:
            return
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.contact_chosen.emit(self._row.contact)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self._take_as_principal(self._row.code)
        else:
            self._take()

    def _take(self) -> None:
        if self._row is not None and self._is_valid(self._row.code):
            self.code_chosen.emit(self._row.code.system, self._row.code.code)

    def _take_as_principal(self, code: EarlierCode) -> None:
        if code.system is not CodeSystem.ICD10SE:
            self.told.emit(f"{code.code} är ingen diagnos och kan inte bli huvuddiagnos.")
        elif self._is_valid(code):
            self.principal_chosen.emit(code.code)

    def _is_valid(self, code: EarlierCode) -> bool:
        if not code.is_valid:
            self.told.emit(
                f"{code.code} gäller inte på händelsens dag. Sök den kod som gäller i stället."
            )
        return code.is_valid


def _entries(opened: OpenedEvent, books: Codebooks) -> Iterator[Entry[EarlierRow]]:
    day = opened.encounter.day
    ordered = sorted(opened.earlier, key=lambda e: e.day or date.min, reverse=True)
    for contact in (*((opened.mother,) if opened.mother else ()), *ordered):
        whose = "Moderns händelse " if contact is opened.mother else ""
        yield Entry(CodeRow(title=whose + _heading(contact, opened.encounter)))
        for code in earlier_codes(contact, books, day):
            yield Entry(_code_row(code), EarlierRow(contact, code))


def _heading(contact: Encounter, on_desk: Encounter) -> str:
    day = contact.day.isoformat() if contact.day else "utan datum"
    if contact.day and on_desk.day and contact.day > on_desk.day:
        day = f"{day} (senare)"
    is_protected = contact.patient.is_protected or on_desk.patient.is_protected
    unit = _PROTECTED_UNIT if is_protected else contact.unit.label
    has_codes = contact.diagnoses or contact.procedures
    principal = f"huvuddiagnos {contact.principal.code}" if contact.principal else ""
    principal = principal or ("ingen huvuddiagnos" if has_codes else "inga koder")
    return " · ".join(part for part in (day, unit, principal) if part)


def _code_row(code: EarlierCode) -> CodeRow:
    return CodeRow(
        code=code.code,
        title=code.title or "Koden finns inte i händelsens utgåva",
        aside=SYSTEM_LABEL[code.system] if code.is_valid else "gäller inte",
        icon="principal" if code.is_principal else "",
        unseen="huvuddiagnos" if code.is_principal else "",
        indent=1 if code.is_dependent else 0,
        title_colour="text" if code.is_valid else "muted",
    )
