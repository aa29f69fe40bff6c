"""DRG what-if: the event told otherwise, its findings first and then its group, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.services.drg_what_if import DrgWhatIf, Grouped
from ui.presenters.drg_what_if_presenter import DrgWhatIfPresenter
from ui.screens.drg_event_form import DrgEventForm
from ui.screens.parts import WrappedLabel, button, label, on_escape, pane, remark
from ui.screens.roomy import TurningSplitter, scrolling
from ui.screens.what_if import FindingList

#: Characters of width below which the two sides stand below each other.
_NARROW = 90
_ABOUT = (
    "Inget av det här sparas. Journalen avgör vad som kodas, och anmärkningarna går före gruppen."
)


class DrgWhatIfScreen(QWidget):
    """The form to the left; to the right findings that fall and rise, the two groups, and why."""

    closed = Signal()
    help_name = "drg_what_if"

    def __init__(self, presenter: DrgWhatIfPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        presenter.setParent(self)
        self.form = DrgEventForm(presenter.encounter, presenter.title)
        self.falls, self.rises = FindingList("Försvinner"), FindingList("Tillkommer")
        self.now, self.then = _Card("Nu"), _Card("Då")
        self.reason = WrappedLabel("fact")
        self._stays = remark()
        self._reset = button("Åte&rställ", "Berätta händelsen som den är")
        self._close = button("S&täng", "Tillbaka; inget har ändrats (Esc)", "primary")
        self._lay_out()
        self.form.changed.connect(presenter.try_it)
        presenter.compared.connect(self.show_outcome)
        self._reset.clicked.connect(self.form.reset)
        self._close.clicked.connect(self._leave)
        on_escape(self, self._leave)

    def begin(self) -> None:
        """Compare the event with itself, and be ready for the keys."""
        self.presenter.try_it(self.form.change())
        self.form.codes.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_outcome(self, outcome: DrgWhatIf) -> None:
        """Show findings and groups of both tellings."""
        self.falls.show_findings(outcome.findings.falls)
        self.rises.show_findings(outcome.findings.rises)
        count = len(outcome.findings.stays)
        number = {0: "Inga anmärkningar", 1: "1 anmärkning"}.get(count, f"{count} anmärkningar")
        self._stays.setText(f"{number} står kvar")
        self.now.show_group(outcome.now)
        self.then.show_group(outcome.then)
        untouched = self.presenter.change.is_empty
        why = "Händelsen som den är kodad nu. Ändra något till vänster." if untouched else ""
        self.reason.setText(why or "\n".join(outcome.reasons))

    def _lay_out(self) -> None:
        left, inner_left = pane("Händelsen")
        inner_left.addWidget(self.form, 1)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        found, inner_found = pane("Anmärkningar", aside=self._stays)
        inner_found.addWidget(_side_by_side(self.falls, self.rises), 1)
        groups, inner_groups = pane("DRG")
        inner_groups.addWidget(_side_by_side(self.now, self.then))
        inner_groups.addWidget(label("Varför", "paneTitle"))
        inner_groups.addWidget(self.reason)
        inner_groups.addStretch(1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.addWidget(found)
        both.addWidget(groups)
        both.setChildrenCollapsible(False)
        column.addWidget(both)
        split = TurningSplitter(Qt.Orientation.Horizontal, _NARROW)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([520, 760])
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        about = WrappedLabel()
        about.setText(_ABOUT)
        row = QHBoxLayout()
        row.addWidget(self._reset)
        row.addStretch(1)
        row.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(label("Vad händer med gruppen om …", "heading"))
        layout.addWidget(about)
        layout.addWidget(scrolling(split), 1)
        layout.addLayout(row)

    def _leave(self) -> None:
        self.presenter.stop()
        self.closed.emit()


class _Card(QFrame):
    """One of the two groups."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self.group, self.about = WrappedLabel("fact"), WrappedLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(title, "paneTitle"))
        layout.addWidget(self.group)
        layout.addWidget(self.about)
        layout.addStretch(1)

    def show_group(self, side: Grouped) -> None:
        """Show a group, or why there is none."""
        told = side.told
        text = f"{told.drg} {told.text}".strip() if told is not None else ""
        self.group.setText(text or "Ingen DRG")
        self.group.setAccessibleName(f"{self._title}: {self.group.text()}")
        parts = [side.sentence]
        if told is not None:
            parts.append(f"Huvudgrupp (MDC) {told.mdc}." if told.mdc else "")
            parts.append(f"Regel {told.rule}." if told.rule else "")
            parts.append(told.problem.meaning if told.problem else told.trouble)
        self.about.setText(" ".join(filter(None, (*parts, *side.remarks))))


def _side_by_side(one: QWidget, other: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    row.addWidget(one, 1)
    row.addWidget(other, 1)
    return holder
