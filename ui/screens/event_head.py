"""The head of the coding screen: whose event it is, where, when, and where it stands."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.encounter import STATUS_LABEL, Encounter
from app.domain.patient import SEX_LABEL
from app.services.coding import OpenedEvent
from ui.screens.parts import ElidedLabel, label, remark


class EventHead(QFrame):
    """Who, where and when: two lines, so that long names and large text have room."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("head")
        self._patient = ElidedLabel("paneTitle")
        self._protected = label("Skyddade personuppgifter", "protected")
        self._place = ElidedLabel("fact")
        self._status = remark("badge")
        self._editions = remark()
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self._patient, 1)
        above.addWidget(self._protected)
        above.addWidget(self._status)
        below.addWidget(self._place, 1)
        below.addWidget(self._editions)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 6, 12, 6)
        lines.setSpacing(2)
        for line in (above, below):
            line.setSpacing(16)
            lines.addLayout(line)

    def show_event(self, event: OpenedEvent, books: Codebooks) -> None:
        """Show the facts of an event."""
        encounter = event.encounter
        self._patient.setText(_patient_line(encounter))
        self._protected.setVisible(encounter.patient.is_protected)
        kind = encounter.encounter_type.value
        parts = (encounter.unit.label, kind, _time_line(encounter), *_legal(encounter))
        self._place.setText(" · ".join(part for part in parts if part))
        self.show_editions(books)
        self.show_status(event, encounter)

    def show_editions(self, books: Codebooks) -> None:
        """Show which editions the event is judged by."""
        self._editions.setText(_editions_line(books))

    def show_status(self, event: OpenedEvent, encounter: Encounter) -> None:
        """Show where the event stands, as it changes under the hands."""
        self._status.setText(_status_line(event, encounter))


def _patient_line(encounter: Encounter) -> str:
    patient, day = encounter.patient, encounter.admission_day or encounter.day
    years = patient.age_years(day) if day else None
    age = "" if years is None else f"{years} år"
    number, doubt = patient.shown_number, ""
    if number and not patient.identity.is_valid:
        doubt = "⚠ Numret är inte giltigt"
    parts = (patient.shown_name, number, doubt, SEX_LABEL[patient.sex], age)
    return "  ".join(part for part in parts if part)


def _time_line(encounter: Encounter) -> str:
    form = "%Y-%m-%d %H:%M"
    start = encounter.start.strftime(form) if encounter.start else "okänd start"
    if encounter.end is None:
        return f"{start} – pågår"
    same_day = encounter.start is not None and encounter.start.date() == encounter.end.date()
    return f"{start} – {encounter.end.strftime('%H:%M' if same_day else form)}"


def _editions_line(books: Codebooks) -> str:
    editions = [books.of(system).edition for system in CodeSystem]
    if all(edition.is_starter for edition in editions):
        return f"Övningskodverk {editions[0].version}"
    return " · ".join(edition.label for edition in editions)


def _legal(encounter: Encounter) -> tuple[str, ...]:
    left = f"utskriven till {encounter.discharge_mode}" if encounter.discharge_mode else ""
    return (encounter.contact_form, encounter.legal_form, left)


def _status_line(event: OpenedEvent, encounter: Encounter) -> str:
    if event.holder is not None:
        return f"Läses bara: {event.holder.person_name} arbetar med händelsen"
    text = STATUS_LABEL[encounter.status]
    reason = encounter.status_reason
    return f"{text}: {reason}" if reason else text
