"""What is chosen beside the words in the rule browser: topic, severity, weight, region, day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from app.domain.finding import SEVERITY_LABEL, Severity
from app.domain.rule_page import RulePage
from app.domain.rule_search import IN_FORCE_LABEL, READING_LABEL, InForce, Reading, RuleFilter
from ui.screens.flow_row import FlowRow

_DAY_CHARACTERS = 15
_NO_DAY = "Skriv dagen som 2026-01-31, eller töm fältet."


class RuleFilters(FlowRow):
    """Choices that narrow the list; tells its owner when one of them changes."""

    changed = Signal()

    def __init__(self) -> None:
        self.topic = _choice("Ämne", "Alla ämnen")
        self.severity = _choice("Grad", "Alla grader")
        self.standing = _choice("Ställning", "Alla källor")
        self.reading = _choice("Grund", "Läst eller ej")
        self.in_force = _choice("Regionen", "Av och på")
        self.day = QLineEdit()
        self._choices = (self.topic, self.severity, self.standing, self.reading, self.in_force)
        super().__init__((*self._choices, self.day))
        self.refusal = ""
        for severity in reversed(Severity):
            self.severity.addItem(SEVERITY_LABEL[severity], severity.key)
        for reading in Reading:
            self.reading.addItem(READING_LABEL[reading], reading.value)
        for state in InForce:
            self.in_force.addItem(IN_FORCE_LABEL[state], state.value)
        self.day.setPlaceholderText("Gäller den …")
        self.day.setAccessibleName("Gäller den (dag)")
        self.day.setToolTip("Visa bara regler som gäller den dagen, skriven som 2026-01-31")
        self.day.setClearButtonEnabled(True)
        for choice in self._choices:
            choice.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.day.textChanged.connect(lambda _text: self.changed.emit())

    def offer(self, pages: Iterable[RulePage]) -> None:
        """Offer the topics and weights that the rules have; what is chosen stays chosen."""
        known = list(pages)
        _offer(self.topic, dict.fromkeys(page.topic for page in known))
        _offer(self.standing, dict.fromkeys(page.standing for page in known))

    def asked(self, text: str) -> RuleFilter:
        """Return what is asked for; a day that cannot be read is passed over, and told."""
        severity, reading = self.severity.currentData(), self.reading.currentData()
        state = self.in_force.currentData()
        return RuleFilter(
            text,
            str(self.topic.currentData()),
            next((s for s in Severity if s.key == severity), None),
            str(self.standing.currentData()),
            Reading(reading) if reading else None,
            InForce(state) if state else None,
            self._day(),
        )

    def clear(self) -> None:
        """Ask for everything."""
        for choice in self._choices:
            choice.setCurrentIndex(0)
        self.day.clear()

    def _day(self) -> date | None:
        typed = self.day.text().strip()
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            self.refusal = _NO_DAY
            return None
        self.refusal = ""
        return day

    def changeEvent(self, event: QEvent) -> None:
        """Give the day the room that it needs at every size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.day.setFixedWidth(self.fontMetrics().averageCharWidth() * _DAY_CHARACTERS)


def _choice(name: str, every: str) -> QComboBox:
    choice = QComboBox()
    choice.setAccessibleName(name)
    choice.setToolTip(name)
    choice.addItem(every, "")
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return choice


def _offer(choice: QComboBox, names: Iterable[str]) -> None:
    kept, known = choice.currentData(), list(names)
    if [choice.itemData(n) for n in range(1, choice.count())] == known:
        return
    was = choice.blockSignals(True)
    while choice.count() > 1:
        choice.removeItem(1)
    for name in known:
        choice.addItem(name[:1].upper() + name[1:], name)
    choice.setCurrentIndex(max(0, choice.findData(kept)))
    choice.blockSignals(was)
