"""Under the hierarchy: what the classification says about the code that is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby
from math import ceil
from operator import attrgetter
from urllib.parse import quote

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Mark, Note, NoteKind
from app.services.concept_details import ConceptDetails, Partner
from ui.presenters.concept_presenter import ConceptPresenter
from ui.screens.parts import ElidedLabel

#: Lines that are always shown, and lines after which the text is scrolled.
_FEWEST, _MOST = 3, 14
_KINDS = list(NoteKind)
_PARTNERS = {Mark.ASTERISK: "Etiologi (†)", Mark.DAGGER: "Manifestation (*)"}
_RESERVED = "Får inte vara huvuddiagnos"


class ConceptPane(QWidget):
    """Shows the notes of a code, with its links; is gone when there is nothing to say."""

    followed = Signal(object, str)  # CodeSystem, code

    def __init__(self, presenter: ConceptPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = ElidedLabel("muted")
        self.text = _FittingBrowser()
        self.text.setAccessibleName("Om koden")
        self.text.setOpenLinks(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.anchorClicked.connect(self._follow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.path)
        layout.addWidget(self.text, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        presenter.described.connect(self.show_details)
        presenter.failed.connect(self._tell)
        self.hide()

    def show_details(self, details: ConceptDetails | None) -> None:
        """Show what there is to say about a code."""
        if details is None or not details.has_more:
            self.hide()
            return
        self.path.setText(path_line(details.ancestors))
        self.path.setToolTip("\n".join(f"{c.code}  {c.title}" for c in details.ancestors))
        self.path.setVisible(bool(details.ancestors))
        self.text.setHtml(concept_html(details))
        self._come_up()

    def _tell(self, sentence: str) -> None:
        self.path.hide()
        self.text.setPlainText(sentence)
        self._come_up()

    def _come_up(self) -> None:
        self.text.fit()
        self.show()

    def _follow(self, url: QUrl) -> None:
        self.followed.emit(CodeSystem(url.scheme()), url.path())


class _FittingBrowser(QTextBrowser):
    """A text that is as high as its lines, within limits."""

    def fit(self) -> None:
        """Take the height of the present text."""
        lines, border = self.fontMetrics().lineSpacing(), self.height() - self.viewport().height()
        # The width without a scroll bar: a text that has its full height needs none.
        self.document().setTextWidth(self.width() - border)
        wanted = ceil(self.document().size().height()) + border
        self.document().setTextWidth(self.viewport().width())
        self.setMinimumHeight(min(wanted, _FEWEST * lines))
        self.setMaximumHeight(min(wanted, _MOST * lines))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for the room that the text may take."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self.fit()


def path_line(ancestors: tuple[Concept, ...]) -> str:
    """Return where a code stands, in a line: the codes above it, the nearest with its title."""
    codes = [concept.code for concept in ancestors]
    codes[-1:] = [f"{c.code} {c.title}" for c in ancestors[-1:]]
    return " › ".join(codes)


def concept_html(details: ConceptDetails) -> str:
    """Return the text about a code, without colours; its links are `system:code`."""
    concept = details.concept
    head = f"<b>{escape(concept.marked_code)} {escape(concept.title)}</b>"
    parts = (head, *_reserved(details), *_partners(details), *_notes(details))
    return "".join(f"<p style='margin-top:0; margin-bottom:4px'>{part}</p>" for part in parts)


def _reserved(details: ConceptDetails) -> Iterator[str]:
    by = details.reserved_by
    if by is None:
        return
    if by == details.concept:
        yield f"<b>{_RESERVED}</b>"
    else:
        yield f"<b>{_RESERVED}</b>, som allt under {_anchor(by, by.code)} {escape(by.title)}"


def _partners(details: ConceptDetails) -> Iterator[str]:
    if details.partners:
        heading = _PARTNERS.get(details.concept.mark, "Hör ihop med")
        lines = (_partner(partner, details.links) for partner in details.partners)
        yield "<br>".join((f"<b>{heading}</b>", *lines))


def _partner(partner: Partner, links: Mapping[str, Concept]) -> str:
    title = f" {escape(partner.concept.title)}" if partner.concept else ""
    return f"{_linked(partner.text, links)}{title}"


def _notes(details: ConceptDetails) -> Iterator[str]:
    by_kind = sorted(details.notes, key=_rank)
    for kind, notes in groupby(by_kind, key=attrgetter("kind")):
        texts = [_linked(note.text.strip(), details.links) for note in notes]
        # The heading about the principal diagnosis already stands at the top.
        heading = () if kind is NoteKind.NOT_PRINCIPAL else (f"<b>{escape(kind.value)}</b>",)
        yield "<br>".join((*heading, *texts))


def _rank(note: Note) -> int:
    return -1 if note.kind is NoteKind.NOT_PRINCIPAL else _KINDS.index(note.kind)


def _linked(text: str, links: Mapping[str, Concept]) -> str:
    """Return the text as HTML, every code that leads somewhere as a link."""
    if not links:
        return _escaped(text)
    longest_first = sorted(links, key=len, reverse=True)
    mention = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w|\.\d)")
    pieces = mention.split(text)
    return "".join(
        _anchor(links[piece], piece) if at % 2 else _escaped(piece)
        for at, piece in enumerate(pieces)
    )


def _anchor(target: Concept, text: str) -> str:
    href = f"{target.system.value}:{quote(target.code, safe='')}"
    return f'<a href="{href}">{escape(text)}</a>'


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")
