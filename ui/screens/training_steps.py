"""The key of an exercise a step at a time, under the screen it is about."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import islice

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.domain.training_marks import RuleQuote
from app.services.training_steps import KeyStep
from ui.screens.parts import button, label

#: Lines of text, and the part of the window that is the most for them.
_LINES, _SHARE = 9, 4


class StepsPane(QFrame):
    """Shows the steps that have been revealed, the newest in sight."""

    next_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keySteps")
        self._steps: Sequence[KeyStep] = ()
        self.shown = 0
        self.text = QTextBrowser()
        self.text.setAccessibleName("Facit steg för steg")
        self.heading = label("Facit", "paneTitle")
        self._next = button("Nästa s&teg", "Visa nästa steg av facit (F12)", "primary")
        self._hide = button("Dö&lj facit", "Dölj facit; nästa F12 börjar om")
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self._hide)
        head.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 8)
        column.addLayout(head)
        column.addWidget(self.text)
        self._larger = QTimer(self)
        self._larger.setSingleShot(True)
        self._larger.timeout.connect(self._make_room)
        self.text.installEventFilter(self)
        self._next.clicked.connect(self.next_asked)
        self._hide.clicked.connect(self.begin_again)
        self.hide()

    def set_steps(self, steps: Sequence[KeyStep]) -> None:
        """Take the steps of another exercise; none is shown."""
        self._steps = steps
        self.begin_again()

    def begin_again(self) -> None:
        """Show nothing, until it is asked for."""
        self.shown = 0
        self.hide()

    def reveal(self) -> bool:
        """Show one more step; False when all of them are shown."""
        if self.shown >= len(self._steps):
            return False
        self.shown += 1
        self.heading.setText(f"Facit, steg {self.shown} av {len(self._steps)}")
        told = (f"<a name='s{n}'></a>{_step_html(s)}" for n, s in enumerate(self._steps, start=1))
        self.text.setHtml("".join(islice(told, self.shown)))
        self.show()
        self._make_room()
        self._next.setEnabled(self.shown < len(self._steps))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.FontChange:
            self._larger.start()  # the text has its lines in the new size first
        return False

    def _make_room(self) -> None:
        """Give the text lines of its present size, and bring the newest step in sight."""
        lines = _LINES * self.text.fontMetrics().lineSpacing()
        self.text.setFixedHeight(min(lines, self.window().height() // _SHARE))
        self.text.scrollToAnchor(f"s{self.shown}")


def quotes_html(quotes: Sequence[RuleQuote]) -> str:
    """Return rules in words, with their sources."""
    return "".join(
        f"<p><b>{escape(quote.rule_id)}</b> {escape(quote.message)} {escape(quote.explanation)}"
        f"<br><i>Källa: {escape(quote.source)}</i></p>"
        for quote in quotes
    )


def _step_html(step: KeyStep) -> str:
    first, *others = step.codes
    told = f"<p><b>{escape(step.heading)}: {escape(' '.join(first))}</b>"
    if others:
        also = ", ".join(escape(" ".join(each)) for each in others)
        told += f"<br>Duger lika bra: {also}"
    why = f"<br>{escape(step.why)}" if step.why else ""
    return f"{told}{why}</p>{quotes_html(step.quotes)}"
