"""A strip that says the one most important thing that a visit lacks, with the key that mends it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from app.domain.finding import SEVERITY_LABEL
from app.domain.visit_missing import Mend, Missing
from ui.models.findings import SEVERITY_ICON
from ui.screens.parts import WrappedLabel, button
from ui.theme import icon

_READY = "Inget saknas. Ctrl+Retur signerar."
_WRITE = "Skriv diagnosen i egna ord, och ta koden med Retur."
_TEAM = "Teamets huvuddiagnos ligger på plats. Ctrl+Retur lägger på den och signerar."
_LOOKING = "Granskar …"
_SIGNED = "Besöket är signerat. Ctrl+H öppnar kodarens vy, där det kan öppnas åter."
_HELD = "{name} arbetar med besöket, så det kan bara läsas. Esc stänger det."
_CODE = "Välj en annan kod, eller öppna kodarens vy (Ctrl+H)."
_OVERRIDE = "Välj en annan kod, eller avfärda varningen med ett skäl (F7)."
#: What no other code would mend, as two reasons for one contact.
_OVERRIDE_FACT = "Stämmer det ändå, avfärda varningen med ett skäl (F7)."
_COMPLETE = "Ctrl+. frågar efter det."
#: What the button says; nothing where only another code helps.
_MEND = "Rä&tta"
_ACT = {Mend.OVERRIDE: "Avfä&rda …", Mend.CODE: ""}


class MissingStrip(QFrame):
    """One sentence; its button, to be laid out apart, shows where something can be done at once."""

    mended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("missing")
        self.icon, self._picture = QLabel(), ""
        self.text = WrappedLabel("fact")
        self.text.setAccessibleName("Det som saknas")
        self.act = button(_MEND, "Gör det som föreslås (Ctrl+.)")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.icon)
        row.addWidget(self.text, 1)
        self.act.clicked.connect(self.mended)
        self.say_nothing()

    @property
    def sentence(self) -> str:
        """What is said."""
        return self.text.text()

    def show_team(self) -> None:
        """Say that the team's diagnosis waits in its place."""
        self._say(_TEAM, "principal")

    def show_empty(self) -> None:
        """Say that there is no diagnosis yet."""
        self._say(_WRITE, "advice")

    def show_missing(self, missing: Missing | None) -> None:
        """Say what is missing, or that nothing is."""
        if missing is None:
            self._say(_READY, "signed")
        else:
            word = SEVERITY_LABEL[missing.severity] if missing.is_blocking else "Saknas"
            how = missing.correction.sentence if missing.correction is not None else _how(missing)
            picture, act = SEVERITY_ICON[missing.severity], _ACT.get(missing.mend, _MEND)
            self._say(f"{word}: {missing.sentence} {how}", picture, act)

    def show_looking(self) -> None:
        """Say that the codes are being reviewed; what was said before is gone."""
        self._say(_LOOKING, "")

    def show_signed(self) -> None:
        """Say that the visit is signed."""
        self._say(_SIGNED, "signed")

    def show_held(self, name: str) -> None:
        """Say that somebody else works on the visit."""
        self._say(_HELD.format(name=name), "lock")

    def say_nothing(self) -> None:
        """Say nothing: no visit lies here."""
        self._say("", "")

    def _say(self, sentence: str, picture: str, act: str = "") -> None:
        self._picture = picture
        self._paint_icon()
        self.icon.setVisible(bool(picture))
        self.text.setText(sentence)
        self.act.setText(act)
        self.act.setAccessibleName(act.replace("&", ""))
        self.act.setVisible(bool(act))
        self.setVisible(bool(sentence))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the colours of another theme and the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._paint_icon()

    def _paint_icon(self) -> None:
        size = self.fontMetrics().height()
        self.icon.setPixmap(icon(self._picture).pixmap(QSize(size, size)))


def _how(missing: Missing) -> str:
    if missing.mend is Mend.COMPLETE:
        return _COMPLETE
    if missing.mend is Mend.CODE:
        return _CODE
    is_of_codes = missing.finding is not None and bool(missing.finding.codes)
    return _OVERRIDE if is_of_codes else _OVERRIDE_FACT
