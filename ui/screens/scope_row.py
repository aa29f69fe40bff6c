"""Where a search looks: in the whole codebook, or below one code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.domain.concept import Concept
from ui.presenters.search_presenter import SearchPresenter
from ui.screens.parts import button


class ScopeRow(QWidget):
    """Two choices: everything, or the section that was chosen last."""

    changed = Signal()

    def __init__(
        self, presenter: SearchPresenter, everywhere: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._section: Concept | None = None
        self.whole = _choice(everywhere, "Sök inte bara i ett avsnitt")
        self.inside = _choice("", "")
        choices = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for choice in (self.whole, self.inside):
            choices.addButton(choice)
            row.addWidget(choice)
        row.addStretch(1)
        self.whole.clicked.connect(self.search_everything)
        self.inside.clicked.connect(self._search_inside)
        presenter.section_changed.connect(self._show)
        self.whole.setChecked(True)

    def offer(self, section: Concept | None) -> None:
        """Name the section that can be chosen; while one is searched it stays."""
        if self._presenter.section is None:
            self._name(section)

    def search_below(self, section: Concept) -> None:
        """Search below a code from now on."""
        self._name(section)
        self._search_inside()

    def search_everything(self) -> None:
        """Search the whole codebook again."""
        self._presenter.set_section(None)
        self.changed.emit()

    @property
    def section(self) -> str:
        """The code that the search stays below, or nothing."""
        return self._presenter.section[1] if self._presenter.section else ""

    def _search_inside(self) -> None:
        if self._section is not None:
            self._presenter.set_section((self._section.system, self._section.code))
            self.changed.emit()

    def _name(self, section: Concept | None) -> None:
        self._section = section
        self.inside.setVisible(section is not None)
        if section is not None:
            self.inside.setText(f"Inom {section.code}")
            self.inside.setToolTip(f"Sök inom {section.code} {section.title}")
            self.inside.setAccessibleName(f"Sök inom {section.code} {section.title}")

    def _show(self, section: object) -> None:
        (self.whole if section is None else self.inside).setChecked(True)


def _choice(text: str, tip: str) -> QPushButton:
    widget = button(text, tip, "link")
    widget.setCheckable(True)
    return widget
