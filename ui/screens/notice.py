"""A strip above the screens that tells something lasting and offers what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.screens.parts import button, label


class Notice(QFrame):
    """One sentence with up to two buttons; `look` is `banner` or `alert`."""

    def __init__(self, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(look)
        self._text = label("")
        self._text.setWordWrap(True)
        self._act = button("", "")
        self._close = button("Dölj", "Dölj raden", "link")
        self._then: Callable[[], None] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(self._close)
        self._act.clicked.connect(self._run)
        self._close.clicked.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def tell(
        self, sentence: str, act: str = "", tip: str = "", then: Callable[[], None] | None = None
    ) -> None:
        """Show a sentence, and a button if there is something to do."""
        self._text.setText(sentence)
        self._act.setText(act)
        self._act.setToolTip(tip)
        self._act.setAccessibleName(act.replace("&", ""))
        self._act.setVisible(bool(act))
        self._then = then
        self.show()

    def run(self) -> None:
        """Do what the button offers."""
        self._run()

    def _run(self) -> None:
        self.hide()
        if self._then is not None:
            self._then()
