"""The small buttons over a code: back and forward, copy, favourite, search in its section."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.concept import Concept
from app.services.concept_details import ConceptDetails
from ui.presenters.concept_presenter import ConceptPresenter
from ui.presenters.favourites_presenter import FavouritesPresenter
from ui.screens.parts import on_key
from ui.theme import icon

_KEEP, _KEPT = "Lägg till bland favoriterna", "Ta bort från favoriterna"


class IconButton(QPushButton):
    """A flat button with an icon of the theme; its name is spoken and shown as the tip."""

    def __init__(self, picture: str, name: str, keys: str = "") -> None:
        super().__init__()
        self.setObjectName("link")
        self._picture = picture
        self._keys = keys
        self.describe(picture, name)

    def describe(self, picture: str, name: str) -> None:
        """Show another icon and say something else."""
        self._picture = picture
        self._paint()
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({self._keys})" if self._keys else name)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colour of a new theme and the size of a new font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._paint()

    def _paint(self) -> None:
        side = self.fontMetrics().height()
        self.setIconSize(QSize(side, side))
        self.setIcon(icon(self._picture, "accent"))


class ConceptBar(QWidget):
    """Acts on the code that a presenter tells about; the same beside search and in the browser."""

    section_asked = Signal(object)  # Concept: search below it
    told = Signal(str)

    def __init__(
        self,
        presenter: ConceptPresenter,
        favourites: FavouritesPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._favourites = favourites
        self._details: ConceptDetails | None = None
        self.back = IconButton("back", "Tillbaka till koden före", "Alt+←")
        self.forward = IconButton("forward", "Framåt igen", "Alt+→")
        self.copy = IconButton("copy", "Kopiera koden", "Ctrl+C i hierarkin, med Skift även titeln")
        self.favourite = IconButton("favourite-off", _KEEP, "Ctrl+Skift+D")
        self.section = IconButton("section", "Sök inom detta avsnitt", "Ctrl+Skift+F")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for each in (self.back, self.forward, self.copy, self.favourite, self.section):
            row.addWidget(each)
        self._connect()
        self._show(None)
        self._show_trail()

    def add(self, widget: QWidget) -> None:
        """Put one more button at the end."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def listen(self, screen: QWidget) -> None:
        """Take the keys for back, forward and the section anywhere on a screen."""
        on_key(screen, "Alt+Left", self._presenter.back)
        on_key(screen, "Alt+Right", self._presenter.forward)
        on_key(screen, "Ctrl+Shift+F", self._ask_section)

    def toggle_favourite(self) -> None:
        """Keep the code as a favourite, or keep it no longer."""
        concept = self._details.concept if self._details else None
        if concept is not None and not concept.is_structural:
            self._favourites.toggle(concept.system, concept.code)

    def _connect(self) -> None:
        self.back.clicked.connect(self._presenter.back)
        self.forward.clicked.connect(self._presenter.forward)
        self.copy.clicked.connect(self._copy)
        self.favourite.clicked.connect(self.toggle_favourite)
        self.section.clicked.connect(self._ask_section)
        self._presenter.described.connect(self._show)
        self._presenter.trail_changed.connect(self._show_trail)
        self._favourites.changed.connect(self._show_favourite)

    def _show(self, details: ConceptDetails | None) -> None:
        self._details = details
        concept = details.concept if details else None
        self.copy.setEnabled(concept is not None)
        self.section.setEnabled(concept is not None)
        self.favourite.setEnabled(concept is not None and not concept.is_structural)
        self._show_favourite()
        if concept is not None:
            self._favourites.read()

    def _show_trail(self) -> None:
        self.back.setEnabled(self._presenter.trail.can_go_back)
        self.forward.setEnabled(self._presenter.trail.can_go_forward)

    def _show_favourite(self) -> None:
        concept = self._details.concept if self._details else None
        kept = concept is not None and (concept.system, concept.code) in self._favourites.keys
        self.favourite.describe(*(("favourite", _KEPT) if kept else ("favourite-off", _KEEP)))

    def _copy(self) -> None:
        if self._details is not None:
            self.told.emit(copy_code(self._details.concept))

    def _ask_section(self) -> None:
        if self._details is not None:
            self.section_asked.emit(section_of(self._details))


def section_of(details: ConceptDetails) -> Concept:
    """Return what a search around a code stays below: the code, or what it stands right under."""
    if details.concept.is_leaf and details.ancestors:
        return details.ancestors[-1]
    return details.concept


def copy_code(concept: Concept) -> str:
    """Put a code on the clipboard and say so."""
    return _copied(concept.code)


def copy_code_and_title(concept: Concept) -> str:
    """Put a code with its title on the clipboard and say so."""
    return _copied(f"{concept.code} {concept.title}")


def _copied(text: str) -> str:
    QGuiApplication.clipboard().setText(text)
    return f"Kopierat: {text}"
