"""The coverage meter: how much of what the record says has a code, in words and as a slim bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.coverage import METERED, Coverage, Phrase, PhraseState
from ui.screens.parts import ElidedLabel
from ui.theme import colour

_READING = "Läser journalen efter fraser som kan kodas …"
_NO_NOTES = "Ingen journaltext att läsa fraser i."
_NO_PHRASES = "Inga fraser i journalen kan bli koder."


class CoverageMeter(QWidget):
    """Tells how many of the different things that the record says have a code."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ElidedLabel("fact")
        self._bar = _SlimBar()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.words)
        layout.addWidget(self._bar)
        self.show_empty()

    def show_reading(self) -> None:
        """Say that the record is being read."""
        self._show(_READING, None)

    def show_empty(self) -> None:
        """Say that there is nothing to read."""
        self._show(_NO_NOTES, None)

    def show_failure(self, sentence: str) -> None:
        """Say why nothing is underlined."""
        self._show(sentence, None)

    def show_coverage(self, coverage: Coverage) -> None:
        """Show the count."""
        if coverage_words(coverage):
            self._show(coverage_words(coverage), coverage.meter.share)
        else:
            self._show(_NO_PHRASES, None)

    def _show(self, words: str, share: float | None) -> None:
        self.words.setText(words)
        self._bar.show_share(share)
        self.setAccessibleName(words)


_PHRASES = {True: "fras kodad", False: "fraser kodade"}


def coverage_words(coverage: Coverage) -> str:
    """Write the count as "7 av 9 fraser kodade · 3 negerade · 2 tidigare"; empty for none.

    What is said several times in one state is counted once.
    """
    coded, codable = coverage.meter
    negated, past = (
        len({(p.system, p.category) for p in coverage.phrases if _counts(p, state)})
        for state in (PhraseState.NEGATED, PhraseState.HISTORICAL)
    )
    parts = [
        f"{coded} av {codable} {_PHRASES[codable == 1]}" if codable else "",
        f"{negated} {'negerad' if negated == 1 else 'negerade'}" if negated else "",
        f"{past} {'tidigare' if codable or negated else 'tidigare tillstånd'}" if past else "",
    ]
    return " · ".join(part for part in parts if part)


def _counts(phrase: Phrase, state: PhraseState) -> bool:
    return phrase.state is state and phrase.system in METERED


class _SlimBar(QWidget):
    """A slim bar, filled by a share; empty where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float | None) -> None:
        """Fill the bar by a share from 0 to 1; None leaves it empty."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        """Slim, and a little thicker with larger text."""
        return QSize(60, max(4, self.fontMetrics().height() // 3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a track, and what is filled of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(colour("field_line"))
        painter.setBrush(colour("surface"))
        painter.drawRoundedRect(whole, whole.height() / 2, whole.height() / 2)
        if self._share:
            filled = QRectF(whole)
            filled.setWidth(max(whole.height(), whole.width() * self._share))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("success" if self._share >= 1 else "accent"))
            painter.drawRoundedRect(filled, whole.height() / 2, whole.height() / 2)
        painter.end()
