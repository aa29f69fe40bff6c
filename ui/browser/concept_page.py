"""The right of the browser: where a code stands, its name in large, and all that is said of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from app.services.concept_details import ConceptDetails
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.favourites_presenter import FavouritesPresenter
from ui.screens.concept_bar import ConceptBar
from ui.screens.concept_text import crumbs_html, page_html, place_of
from ui.screens.parts import WrappedLabel, button, pane

#: From the edge to the letters of the text below, where its frame and margin are.
_MARGIN = 6
_NOTHING = "Utgåvan säger inte mer om koden."


class ConceptPage(QWidget):
    """Shows one code; every code that is named leads there."""

    followed = Signal(object, str)  # CodeSystem, code
    add_asked = Signal()
    print_asked = Signal()

    def __init__(
        self,
        presenter: ConceptPresenter,
        favourites: FavouritesPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.bar = ConceptBar(presenter, favourites)
        self.print = button("Skriv &ut …", "Skriv ut koden med allt under den (Ctrl+P)")
        self.add = button("&Lägg till", "", "primary")
        self.crumbs = QLabel()
        self.heading = WrappedLabel("heading")
        self.text = QTextBrowser()
        self._shown: ConceptDetails | None = None
        self._lay_out()
        presenter.described.connect(self.show_details)
        presenter.failed.connect(self.tell)

    def show_details(self, details: ConceptDetails | None) -> None:
        """Show what there is to say about a code."""
        for act in (self.print, self.add):
            act.setEnabled(details is not None)
        if details is None:
            return
        self._shown, concept = details, details.concept
        self.crumbs.clear()  # the same text would keep the colours that it has
        self.crumbs.setText(crumbs_html(details.ancestors))
        self.crumbs.setVisible(bool(details.ancestors))
        self.heading.setText(f"{concept.marked_code}  {concept.title}")
        self.text.setHtml(page_html(details) or f"<p>{_NOTHING}</p>")

    def tell(self, sentence: str) -> None:
        """Show a sentence in place of a code."""
        self._shown = None
        self.crumbs.hide()
        self.heading.setText("")
        self.text.setPlainText(sentence)
        for act in (self.print, self.add):
            act.setEnabled(False)

    def offer_adding(self, event: str) -> None:
        """Show the button that adds to an event, named in its tip; empty hides it."""
        self.add.setVisible(bool(event))
        self.add.setToolTip(event)

    def changeEvent(self, event: QEvent) -> None:
        """Write the text anew in another theme: links keep the colour they were written in."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._shown is not None:
            self.show_details(self._shown)

    def _lay_out(self) -> None:
        self.crumbs.setObjectName("muted")
        self.crumbs.setTextFormat(Qt.TextFormat.RichText)
        self.crumbs.setWordWrap(True)
        self.crumbs.setAccessibleName("Kodens plats")
        self.crumbs.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.crumbs.linkActivated.connect(lambda link: self._follow(QUrl(link)))
        for above in (self.crumbs, self.heading):
            above.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAccessibleName("Om koden")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        self.add.hide()
        for act in (self.print, self.add):
            act.setEnabled(False)
        self.add.clicked.connect(self.add_asked)
        self.print.clicked.connect(self.print_asked)
        frame, inner = pane("")
        row = QHBoxLayout()
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(self.print)
        row.addWidget(self.add)
        inner.addLayout(row)
        inner.addWidget(self.crumbs)
        inner.addWidget(self.heading)
        inner.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def _follow(self, url: QUrl) -> None:
        self.followed.emit(*place_of(url))
