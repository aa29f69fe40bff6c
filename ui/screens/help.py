"""The help: what one can do on a screen, and the user's guide, which can be searched."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from app.services.guide import GuidePage, find_pages, guide_folder, read_guide
from app.services.screen_help import help_of
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.screens import pages
from ui.screens.parts import WrappedLabel, button, code_list, label, on_escape, pane
from ui.screens.roomy import TurningSplitter, at_least, scrolling

_NOTHING = "Inget i handledningen innehåller alla de orden. Pröva ett annat ord, eller färre."
_NARROW = 110


class GuideText(QTextBrowser):
    """Shows a page; pictures of the guide are never wider than the page."""

    resized = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setOpenLinks(False)
        self.setAccessibleName("Hjälpsidans text")
        # Else a bar that comes with a long page takes width from its pictures.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that pictures may need another width."""
        super().resizeEvent(event)
        self.resized.emit()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Return a picture of the guide at a width that fits; nothing else is fetched."""
        path = self._folder / (name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_file():
            return None
        picture = QImage(str(path))
        widest = max(
            200, self.viewport().width() - 2 * round(self.document().documentMargin()) - 12
        )
        mode = Qt.TransformationMode.SmoothTransformation
        return picture.scaledToWidth(widest, mode) if picture.width() > widest else picture


class HelpScreen(QWidget):
    """Pages to the left, the one that is read to the right; typing searches the guide."""

    help_name = "help"
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._pages = read_guide()
        self._screen = ""
        self._width = 0
        self.rows: CodeListModel[GuidePage] = CodeListModel(self)
        self.list = code_list(self.rows, "Handledningens sidor")
        self.field, self.text = QLineEdit(), GuideText(guide_folder())
        self._heading, self._said = label("", "heading"), WrappedLabel()
        self._close = button("S&täng", "Tillbaka (Esc)")
        self._lay_out()
        self._connect()

    def show_screen_help(self, screen: str) -> None:
        """Show the help of a screen: what one can do there, then what the guide says of it."""
        self.field.clear()
        self._list(self._pages)
        named = help_of(screen).guide
        at = next((n for n, page in enumerate(self._pages) if page.heading == named), -1)
        self.list.setCurrentIndex(self.rows.index(at))
        self._screen = screen
        self._heading.setText(help_of(screen).heading)
        self._write()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Go to the search field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _fit(self) -> None:
        """Fit the pictures to the new width."""
        if self.text.viewport().width() != self._width:
            self._write()

    def _list(self, found: tuple[GuidePage, ...]) -> None:
        rows = [
            Entry(CodeRow(code="", title=page.heading, indent=page.level - 1, is_offer=True), page)
            for page in found
        ]
        self.rows.set_entries(rows)
        self._said.setText("" if found else _NOTHING)
        self._said.setVisible(not found)

    def _search(self, words: str) -> None:
        found = find_pages(self._pages, words)
        self._list(found)
        if words.strip() and found:
            self.list.setCurrentIndex(self.rows.index(0))

    def _choose(self) -> None:
        page = self.rows.item(self.list.currentIndex().row())
        if page is not None:
            self._screen = ""
            self._heading.setText(page.heading)
            self._write()

    def _follow(self, link: QUrl) -> None:
        """Go to the page that a link names; files beside the guide are not opened."""
        name = link.fragment() if not link.path() else ""
        at = next((n for n, page in enumerate(self._pages) if page.anchor == name), -1)
        if at >= 0:
            self.field.clear()
            self.list.setCurrentIndex(self.rows.index(at))
            self._choose()

    def _write(self) -> None:
        self._width = self.text.viewport().width()
        page = self.rows.item(self.list.currentIndex().row())
        self.text.document().setMarkdown(page.text if page is not None else "")
        if self._screen:
            cursor = QTextCursor(self.text.document())
            cursor.insertHtml(pages.help_page(self._screen)[1] + "<br>")
        self._mark()
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _mark(self) -> None:
        """Show the first of the words that are searched for."""
        words = self.field.text().split()
        if words:
            self.text.find(words[0])

    def _lay_out(self) -> None:
        self.field.setPlaceholderText("Sök i handledningen …")
        self.field.setAccessibleName("Sök i handledningen")
        self.field.setClearButtonEnabled(True)
        for tall in (self.list, self.text):
            at_least(tall, 2)
        left, inner = pane("Handledning")
        for part in (self.field, self._said):
            inner.addWidget(part)
        inner.addWidget(self.list, 1)
        right, reading = pane("")
        reading.addWidget(self._heading)
        reading.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.addWidget(self._close)
        row.addStretch(1)
        reading.addLayout(row)
        sides = TurningSplitter(Qt.Orientation.Horizontal, _NARROW)
        for side, stretch in ((left, 2), (right, 5)):
            sides.addWidget(side)
            sides.setStretchFactor(sides.count() - 1, stretch)
        sides.setSizes([300, 800])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(scrolling(sides))

    def _connect(self) -> None:
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self.list.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._choose())
        self.text.anchorClicked.connect(self._follow)
        self._close.clicked.connect(self.closed)
        self.text.resized.connect(self._fit)
        on_escape(self, self._step_back)

    def _step_back(self) -> None:
        if self.field.text():
            self.field.clear()
        else:
            self.closed.emit()
