"""Under the hierarchy: what the classification says about the code that is looked at."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from app.services.concept_details import ConceptDetails
from ui.presenters.concept_presenter import ConceptPresenter
from ui.screens.concept_text import concept_html, path_line, place_of
from ui.screens.parts import ElidedLabel

#: Lines that are always shown, and lines after which the text is scrolled.
_FEWEST, _MOST = 2, 14


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
        self._shown: ConceptDetails | None = None
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
        self._shown = details
        self.text.setHtml(concept_html(details))
        self._come_up()

    def changeEvent(self, event: QEvent) -> None:
        """Write the text anew in another theme: links keep the colour they were written in."""
        super().changeEvent(event)
        is_shown = self._shown is not None and self.isVisible()
        if event.type() == QEvent.Type.PaletteChange and is_shown:
            self.show_details(self._shown)

    def _tell(self, sentence: str) -> None:
        self._shown = None
        self.path.hide()
        self.text.setPlainText(sentence)
        self._come_up()

    def _come_up(self) -> None:
        self.text.fit()
        self.show()

    def _follow(self, url: QUrl) -> None:
        self.followed.emit(*place_of(url))


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
