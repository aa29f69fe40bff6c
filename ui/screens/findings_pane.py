"""The findings of the rules: what, why, where it is written."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.domain.encounter import Encounter
from app.domain.finding import SEVERITY_LABEL, Finding, RuleText, Severity
from ui.delegates.code_row import CodeRow
from ui.delegates.finding_row import FindingRowDelegate
from ui.models.code_list_model import CodeListModel, Entry
from ui.models.findings import FindingRow, finding_rows
from ui.screens.parts import button, code_list, pane, remark

_PLURAL = {Severity.ERROR: "fel", Severity.WARNING: "varningar", Severity.ADVICE: "råd"}


class FindingsPane(QWidget):
    """Lists findings, most severe first, and explains the chosen one."""

    pointed = Signal(object)  # Finding: go to its code
    override_asked = Signal(object)  # Finding
    override_withdrawn = Signal(object)  # Finding

    def __init__(self, rules: Mapping[str, RuleText], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self.rows: CodeListModel[FindingRow] = CodeListModel(self)
        self.list = code_list(self.rows, "Anmärkningar")
        self.list.setItemDelegate(FindingRowDelegate(self.list))
        self.summary = remark()
        self.explanation = QTextBrowser()
        self.dismiss = button("A&vfärda …", "Avfärda varningen med ett skäl (F7)")
        self._lay_out()

    def show_findings(self, encounter: Encounter, findings: list[Finding]) -> None:
        """Show what the rules said; the chosen finding stays chosen if it is still there."""
        kept = self.current
        rows = finding_rows(encounter, findings)
        self.rows.set_entries(
            [Entry(CodeRow(code=r.finding.rule_id, title=r.spoken), r) for r in rows]
        )
        keys = [row.finding.key for row in rows]
        position = keys.index(kept.finding.key) if kept and kept.finding.key in keys else 0
        if rows:
            self.list.setCurrentIndex(self.rows.index(position))
        self.summary.setText(_summary(rows))
        self._explain()

    @property
    def current(self) -> FindingRow | None:
        """The chosen finding, or None."""
        return self.rows.item(self.list.currentIndex().row())

    def next(self) -> None:
        """Choose the next finding, from the last to the first again, and point at its code."""
        count = self.rows.rowCount()
        if count == 0:
            return
        row = (self.list.currentIndex().row() + 1) % count if self.list.hasFocus() else 0
        self.list.setCurrentIndex(self.rows.index(row))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._point()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _lay_out(self) -> None:
        frame, inner = pane("Anmärkningar", aside=self.summary)
        inner.addWidget(self.list, 1)
        self.explanation.setAccessibleName("Förklaring")
        self.explanation.setMinimumHeight(3 * self.explanation.fontMetrics().lineSpacing())
        inner.addWidget(self.explanation, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.dismiss)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._explain())
        self.list.clicked.connect(lambda _index: self._point())
        self.list.activated.connect(lambda _index: self._point())
        self.dismiss.clicked.connect(self._dismiss)

    def _point(self) -> None:
        if self.current is not None:
            self.pointed.emit(self.current.finding)

    def _dismiss(self) -> None:
        row = self.current
        if row is not None:
            signal = self.override_withdrawn if row.override else self.override_asked
            signal.emit(row.finding)

    def _explain(self) -> None:
        row = self.current
        rule = self._rules.get(row.finding.rule_id) if row else None
        told = _told(row.finding, rule) if row and rule else ""
        self.explanation.setPlainText(told)
        self.explanation.setVisible(rule is not None)
        self.dismiss.setEnabled(row is not None and row.finding.severity is not Severity.ERROR)
        self.dismiss.setText("Ta &tillbaka" if row is not None and row.override else "A&vfärda …")
        self.dismiss.setVisible(row is not None)


def _summary(rows: list[FindingRow]) -> str:
    open_rows = [row.finding.severity for row in rows if row.override is None]
    if not open_rows:
        return "Inga anmärkningar" if not rows else "Alla är avfärdade"
    parts = []
    for severity in reversed(Severity):
        count = open_rows.count(severity)
        word = SEVERITY_LABEL[severity].lower() if count == 1 else _PLURAL[severity]
        parts += [f"{count} {word}"] if count else []
    return ", ".join(parts)


def _told(finding: Finding, rule: RuleText) -> str:
    """Write the side panel: what the region says of the finding goes first, for it decides."""
    parts = (finding.remark, rule.explanation, _source_text(rule))
    return "\n\n".join(part for part in parts if part)


def _source_text(rule: RuleText) -> str:
    remark = "" if rule.is_verified else " (ej verifierad)"
    return f"Källa: {rule.source}{remark}"
