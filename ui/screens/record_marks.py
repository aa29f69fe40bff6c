"""How phrases, and what was searched for, are marked in the record.

Each state has a line of its own, so that it is told without colour: coded a solid line and a
tick, not coded thick dots, negated a dashed line through struck words, historical fine dots
under quiet words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit

from app.domain.codes import SYSTEM_LABEL
from app.domain.coverage import PHRASE_STATE_LABEL, Phrase, PhraseState
from ui.theme import colour

_HINT = {
    PhraseState.CODED: "Händelsen har en kod för detta.",
    PhraseState.UNCODED: "Klicka, eller tryck Retur på frasen, för att gå till koden.",
    PhraseState.NEGATED: "Journalen säger att det inte är så. Retur går ändå till koden.",
    PhraseState.HISTORICAL: "Tidigare, eller någon annans. Retur går ändå till koden.",
}
#: Colour tokens of the states; a test computes their contrast.
STATE_TOKEN = {
    PhraseState.CODED: "success",
    PhraseState.UNCODED: "accent",
    PhraseState.NEGATED: "muted",
    PhraseState.HISTORICAL: "muted",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A phrase where it stands in the text."""

    phrase: Phrase
    start: int
    end: int


def phrase_selections(
    document: QTextDocument, placed: Iterable[Placed]
) -> list[QTextEdit.ExtraSelection]:
    """Return what quietens the words of negated and historical phrases; the rest has but a line."""
    looks = {state: _look(state) for state in (PhraseState.NEGATED, PhraseState.HISTORICAL)}
    return [
        _selection(document, p.start, p.end, looks[p.phrase.state])
        for p in placed
        if p.phrase.state in looks
    ]


def hit_selections(
    document: QTextDocument, hits: Iterable[tuple[int, int]], current: tuple[int, int] | None
) -> list[QTextEdit.ExtraSelection]:
    """Return what marks the places that were found, the current one in another way."""
    look, chosen = QTextCharFormat(), QTextCharFormat()
    look.setBackground(colour("warning_surface"))
    look.setForeground(colour("text"))
    chosen.setBackground(colour("accent"))
    chosen.setForeground(colour("on_accent"))
    marked = [_selection(document, *hit, look) for hit in hits if hit != current]
    return [*marked, *([_selection(document, *current, chosen)] if current else [])]


def tooltip_of(phrase: Phrase) -> str:
    """Tell the state of a phrase, its code and title, and what one can do."""
    state = PHRASE_STATE_LABEL[phrase.state]
    system = SYSTEM_LABEL[phrase.system]
    return f"{state}: {phrase.code} {phrase.title} ({system}). {_HINT[phrase.state]}"


def about(phrase: Phrase) -> str:
    """Tell the same shorter, for the line below the text."""
    state = PHRASE_STATE_LABEL[phrase.state].lower()
    return f"{phrase.code} {phrase.title} · {state} · Retur: till koden"


def paint_line(painter: QPainter, state: PhraseState, rect: QRectF) -> None:
    """Paint the line under a piece of a phrase."""
    pen = QPen(colour(STATE_TOKEN[state]), LINE_WIDTH[state])
    if dashes := LINE_DASHES[state]:
        pen.setDashPattern(dashes)
        pen.setCapStyle(_CAP[state])
    painter.setPen(pen)
    inset = pen.widthF() / 2
    painter.drawLine(
        QPointF(rect.left() + inset, rect.bottom()), QPointF(rect.right() - inset, rect.bottom())
    )


def paint_frame(painter: QPainter, rect: QRectF) -> None:
    """Paint a thin frame around words that were found."""
    painter.setPen(QPen(colour("warning"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(-1, 0, 1, 1), 2, 2)


def paint_tick(painter: QPainter, at: QPointF, size: float) -> None:
    """Paint a tick whose lower left corner is a place in the text."""
    pen = QPen(colour("success"), max(1.5, size / 5))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    knee = QPointF(at.x() + size * 0.35, at.y())
    painter.drawPolyline(
        [QPointF(at.x(), at.y() - size * 0.4), knee, QPointF(at.x() + size, at.y() - size)]
    )


LINE_WIDTH = {
    PhraseState.CODED: 1.6,
    PhraseState.UNCODED: 2.4,
    PhraseState.NEGATED: 1.2,
    PhraseState.HISTORICAL: 1.2,
}
#: In widths of the line.
LINE_DASHES: dict[PhraseState, list[float]] = {
    PhraseState.CODED: [],
    PhraseState.UNCODED: [0.1, 1.9],
    PhraseState.NEGATED: [4.0, 3.0],
    PhraseState.HISTORICAL: [1.0, 2.5],
}
_CAP = {
    PhraseState.UNCODED: Qt.PenCapStyle.RoundCap,
    PhraseState.NEGATED: Qt.PenCapStyle.FlatCap,
    PhraseState.HISTORICAL: Qt.PenCapStyle.FlatCap,
}


def _look(state: PhraseState) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setForeground(colour(STATE_TOKEN[state]))
    look.setFontStrikeOut(state is PhraseState.NEGATED)
    return look


def _selection(
    document: QTextDocument, start: int, end: int, look: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    selection = QTextEdit.ExtraSelection()
    cursor = QTextCursor(document)
    last = max(0, document.characterCount() - 1)
    cursor.setPosition(min(start, last))
    cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
    # Stubs and runtime agree that both are plain attributes of the selection.
    selection.cursor, selection.format = cursor, look
    return selection
