"""What is chosen beside the text of a search: system, chapter, principal, retired codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from app.domain.codebook_ports import Codebooks
from app.domain.codes import SYSTEM_LABEL, CodeSystem
from app.domain.concept import Concept
from ui.presenters.search_presenter import SearchPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.parts import button, remark

SYSTEM_CHOICES: tuple[tuple[str, tuple[CodeSystem, ...]], ...] = (
    ("Alla", ()),
    *((SYSTEM_LABEL[system], (system,)) for system in CodeSystem),
)
_EVERY_CHAPTER = "Alla kap."
#: Characters of a chapter's title that there is room for where the row allows it.
_CHAPTER_CHARACTERS = 7


class SystemChoice(QWidget):
    """Buttons for the systems, side by side; one is down."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for position, (text, _systems) in enumerate(SYSTEM_CHOICES):
            tip = f"Sök i {text.lower() if not position else text} (Alt+{position + 1})"
            choice = button(text, tip, "link")
            choice.setCheckable(True)
            choice.setAccessibleName(f"Sök i {text}")
            choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._buttons.addButton(choice, position)
            row.addWidget(choice)
        self.show_choice(0)
        self._buttons.idClicked.connect(self.chosen)

    def show_choice(self, position: int) -> None:
        """Show which one is searched."""
        self._buttons.button(position).setChecked(True)


class SearchFilters(FlowRow):
    """A chapter and two boxes; what is chosen goes to the presenter at once."""

    left = Signal()  # the field is wanted again

    def __init__(self, presenter: SearchPresenter) -> None:
        self.chapter = QComboBox()
        self.principal = _box("Bara huvuddiagnos", "Bara koder som får vara huvuddiagnos")
        self.retired = _box("Visa utgångna", "Visa även koder som inte gäller den här dagen")
        #: The day whose codes are searched, to be laid out apart.
        self.day = remark()
        super().__init__((self.chapter, self.principal, self.retired))
        self._presenter = presenter
        self._books: Codebooks | None = None
        self._offered: object = None
        self._name_keys()
        self.chapter.setAccessibleName("Kapitel")
        self.chapter.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.chapter.setMinimumContentsLength(_CHAPTER_CHARACTERS)
        short = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.chapter.setSizeAdjustPolicy(short)
        self.chapter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chapter.activated.connect(self._choose_chapter)
        self.principal.toggled.connect(self._choose_boxes)
        self.retired.toggled.connect(self._choose_boxes)
        presenter.filters_changed.connect(self._show)
        presenter.section_changed.connect(self._show_section)

    def set_books(self, books: Codebooks | None, day: date | None) -> None:
        """Offer the chapters of these codebooks, and tell the day whose codes are searched."""
        self._books = books
        self.day.setText(f"gäller {day}" if day else "gäller i dag")
        self.day.setToolTip("Koder som gäller händelsens slutdag")
        self._offer_chapters()

    def pick_chapter(self) -> None:
        """Let a chapter be chosen with the keys."""
        if self.chapter.isEnabled():
            self.show()
            self.chapter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.chapter.showPopup()

    def _name_keys(self) -> None:
        for widget, keys in (
            (self.chapter, "Ctrl+Skift+K"),
            (self.principal, "Ctrl+Skift+H"),
            (self.retired, "Ctrl+Skift+G"),
        ):
            widget.setToolTip(f"{widget.toolTip() or 'Sök bara i ett kapitel'} ({keys})")

    def _offer_chapters(self) -> None:
        system = (*self._presenter.systems, CodeSystem.ICD10SE)[0]
        book = self._books.of(system) if self._books is not None else None
        if book is not self._offered or not self.chapter.count():
            self._offered = book
            self.chapter.clear()
            self.chapter.addItem(_EVERY_CHAPTER, "")
            for concept in book.children(None) if book is not None else ():
                code = chapter_code(concept)
                self.chapter.addItem(f"{code} {concept.title}", code)
        self.chapter.setCurrentIndex(max(0, self.chapter.findData(self._presenter.filters.chapter)))

    def _choose_chapter(self, row: int) -> None:
        chapter = str(self.chapter.itemData(row))
        self._presenter.set_filters(replace(self._presenter.filters, chapter=chapter))
        self.left.emit()

    def _choose_boxes(self) -> None:
        only, retired = self.principal.isChecked(), self.retired.isChecked()
        now = self._presenter.filters
        self._presenter.set_filters(replace(now, principal_only=only, show_retired=retired))

    def _show(self) -> None:
        filters = self._presenter.filters
        for box, is_on in (
            (self.principal, filters.principal_only),
            (self.retired, filters.show_retired),
        ):
            box.blockSignals(True)
            box.setChecked(is_on)
            box.blockSignals(False)
        self._offer_chapters()

    def _show_section(self, section: object) -> None:
        """Stop what a section lacks: it lies in one chapter, and knows no retired codes."""
        for widget in (self.chapter, self.retired):
            widget.setEnabled(section is None)


def chapter_code(concept: Concept) -> str:
    """Return a chapter as it is typed after `kap:`."""
    return concept.code.rpartition(":")[2].lstrip("0")


def _box(text: str, tip: str) -> QCheckBox:
    box = QCheckBox(text)
    box.setToolTip(tip)
    box.setAccessibleName(text)
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return box
