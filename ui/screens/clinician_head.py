"""What the visit was, at the top of the clinician's column: who, what, why and when."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QGridLayout

from app.domain.encounter import Encounter
from app.domain.patient import SEX_LABEL
from app.domain.visit_facts import visit_facts
from app.domain.visit_team import team_told
from app.services.coding import OpenedEvent
from ui.screens.parts import ElidedLabel, label


class VisitHead(QFrame):
    """Four lines at most: the patient, the visit, why where it is known, and the rest of a team."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("head")
        self.patient = ElidedLabel("paneTitle")
        self.visit = ElidedLabel("fact")
        self.reason = ElidedLabel("fact")
        self.team = ElidedLabel("fact")
        self._protected = label("Skyddade personuppgifter", "protected")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 6, 12, 6)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.patient, 0, 0)
        grid.addWidget(self._protected, 0, 1)
        grid.addWidget(self.visit, 1, 0, 1, 2)
        grid.addWidget(self.reason, 2, 0, 1, 2)
        grid.addWidget(self.team, 3, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_event(self, event: OpenedEvent) -> None:
        """Show the facts of a visit."""
        encounter = event.encounter
        facts = visit_facts(encounter, event.record)
        self.patient.setText(_patient(encounter))
        self._protected.setVisible(encounter.patient.is_protected)
        parts = (facts.line, encounter.unit.label)
        self.visit.setText(" · ".join(part for part in parts if part))
        self.reason.setText(f"Orsak: {facts.reason}" if facts.reason else "")
        self.reason.setVisible(bool(facts.reason))
        team = team_told(encounter, event.earlier)
        self.team.setText(f"Teamet: {team}" if team else "")
        self.team.setVisible(bool(team))


def _patient(encounter: Encounter) -> str:
    patient, day = encounter.patient, encounter.admission_day or encounter.day
    years = patient.age_years(day) if day else None
    days = patient.age_days(day) if day else None
    age = "" if years is None else f"{years} år"
    if years == 0 and days is not None:
        age = "1 dag" if days == 1 else f"{days} dagar"
    parts = (patient.shown_name, patient.shown_number, SEX_LABEL[patient.sex], age)
    return "  ".join(part for part in parts if part)
