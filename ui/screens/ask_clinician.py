"""The form that puts a question to a clinician; it stands where the search otherwise is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.clinician_query import About, ClinicianQuery, Recipient, Standing, Who
from app.services.query_recipients import CHOOSE_ANOTHER
from app.services.query_templates import QueryTemplate, fitting
from ui.presenters.ask_presenter import AskPresenter, Written
from ui.screens.ask_clinician_text import preview_html
from ui.screens.escape_first import EscapeFirst
from ui.screens.flow_row import FlowRow
from ui.screens.parts import Choice, WrappedLabel, button, label, on_key, pane
from ui.screens.roomy import at_least, scrolling

_HOW = "Händelsen parkeras tills svaret kommer. Fråga öppet: skriv inte vilket svar du väntar dig."
_ELSEWHERE = "{name} hör inte till {unit}. Frågan når ändå fram, men välj hellre enheten."
_NOBODY = "Ingen behandlare är upplagd på enheten. Frågan väntar tills någon där öppnar Frågor."
#: Lines below which the words of the question alone have room.
_LEAST_LINES = 27
#: Characters of width below which the choices stand below their names.
_LEAST_CHARACTERS = 50
_OWN_WORDS = "Egna ord"


class AskPanel(QWidget):
    """Whom, about what, which words, until when; Ctrl+Enter sends, Esc leaves it."""

    closed = Signal()
    help_name = "clinician_questions"

    def __init__(self, presenter: AskPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        self.to, self.about, self.template = Choice(), Choice(), Choice()
        self.due, self.text, self.preview = QLineEdit(), QPlainTextEdit(), QTextBrowser()
        self.fault, self.advice = WrappedLabel("fact"), WrappedLabel("offer")
        self._hindrance = QFrame()
        self._send = button("Ski&cka och parkera", "Ställ frågan (Ctrl+Retur)", "primary")
        self._cancel = button("Av&bryt", "Tillbaka utan att fråga (Esc)")
        self._recipients: Sequence[Recipient] = ()
        self._templates: tuple[QueryTemplate, ...] = ()
        self._matters: tuple[About, ...] = ()
        self._filled = ""
        self._grid = QGridLayout()
        named = (
            ("T&ill", self.to), ("&Om", self.about), ("&Mall", self.template),
            ("Svar senas&t", self.due),
        )  # fmt: skip
        self._rows = [(_named(title, field), field) for title, field in named]
        #: What gives way in a low window.
        self._patient: tuple[QWidget, ...] = ()
        self._lay_out()
        self._connect()

    def begin(self, matters: Sequence[About]) -> None:
        """Begin a question about the first of these matters; the others can be chosen."""
        self._matters = (*matters, About())
        self._filled = ""
        self.due.clear()
        self.text.clear()
        self._tell("")
        self.presenter.begin()

    def note(self, sentence: str) -> None:
        """Show what was told while the form is open; whoever left is no longer offered."""
        if self.isVisible():
            self._tell(sentence)
        if sentence.endswith(CHOOSE_ANOTHER):
            self.presenter.begin()

    @property
    def written(self) -> Written:
        """The question as it stands."""
        text = self.text.toPlainText()
        return Written(self._recipient.who.id, text, self.due.text().strip(), self._about)

    @property
    def _recipient(self) -> Recipient:
        row = self.to.currentIndex()
        return self._recipients[row] if 0 <= row < len(self._recipients) else Recipient(Who())

    @property
    def _about(self) -> About:
        row = self.about.currentIndex()
        return self._matters[row] if 0 <= row < len(self._matters) else About()

    def _open(self, recipients: Sequence[Recipient], templates: tuple[QueryTemplate, ...]) -> None:
        self._recipients, self._templates = recipients, templates
        self.due.setText(self.due.text() or self.presenter.due.isoformat())
        self.to.clear()
        self.to.addItems([self._name(each) for each in recipients])
        self.about.clear()
        self.about.addItems([_matter(each) for each in self._matters])
        self.about.setEnabled(len(self._matters) > 1)
        self._offer_templates()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, recipient: Recipient) -> str:
        if not recipient.who.id:
            return f"Alla behandlare, {self.presenter.unit}"
        away = "" if recipient.standing is Standing.HERE else " (annan enhet)"
        return f"{recipient.who.name}{away}"

    def _offer_templates(self) -> None:
        self.template.clear()
        for template in fitting(self._templates, self._about):
            self.template.addItem(template.title, template.id)
        self.template.addItem(_OWN_WORDS, "")
        self._fill()

    def _fill(self) -> None:
        """Put the words of the template in the field, unless somebody has written there."""
        if self.text.toPlainText() not in ("", self._filled):
            self._show_preview()
            return
        chosen = self.template.currentData()
        template = next((each for each in self._templates if each.id == chosen), None)
        self._filled = template.fill(self._about, self.presenter.event_day) if template else ""
        self.text.setPlainText(self._filled)

    def _show_preview(self) -> None:
        written, unit, name = self.written, self.presenter.unit, self._recipient.who.name
        self.preview.setHtml(preview_html(self._as_query(written)))
        if self._recipient.standing is not Standing.HERE:
            self._advise(_ELSEWHERE.format(name=name, unit=unit))
        else:
            has_own = any(r.who.id and r.standing is Standing.HERE for r in self._recipients)
            self._advise("" if has_own or self._recipient.who.id else _NOBODY)

    def _as_query(self, written: Written) -> ClinicianQuery:
        desk = self.presenter.desk
        return ClinicianQuery(
            id="",
            encounter_id="",
            asked_by=Who(desk.person.id, desk.person.name),
            asked_to=self._recipient.who,
            unit=self.presenter.unit,
            question=written.text.strip(),
            about=written.about,
            asked_at=desk.app.now(),
            due=written.day or self.presenter.due,
        )

    def _advise(self, sentence: str) -> None:
        self.advice.setText(sentence)
        self.advice.setVisible(bool(sentence))

    def _tell(self, sentence: str) -> None:
        self.fault.setText(sentence)
        self._hindrance.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        self._name_fields()
        frame, inner = pane("Fråga till behandlare")
        how = WrappedLabel()
        how.setText(_HOW)
        inner.addWidget(how)
        seen = label("Så ser behandlaren frågan", "muted")
        self._patient = (how, seen, self.preview)
        inner.addWidget(self._hindrance)
        self._grid.setColumnStretch(1, 1)
        self._grid.setVerticalSpacing(4)
        self._arrange(is_narrow=False)
        inner.addLayout(self._grid)
        inner.addWidget(self.advice)
        question = label("&Fråga", "muted")
        question.setBuddy(self.text)
        inner.addWidget(question)
        inner.addWidget(self.text, 3)
        inner.addWidget(seen)
        inner.addWidget(self.preview, 2)
        inner.addWidget(FlowRow((self._cancel, self._send)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(frame))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what a low window has no room for."""
        super().resizeEvent(event)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Leave out what larger text has no room for."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._make_room()

    def _make_room(self) -> None:
        characters = self.width() // self.fontMetrics().averageCharWidth()
        self._arrange(is_narrow=characters < _LEAST_CHARACTERS)
        is_high = self.height() >= _LEAST_LINES * self.fontMetrics().lineSpacing()
        for widget in self._patient:
            widget.setVisible(is_high)

    def _arrange(self, *, is_narrow: bool) -> None:
        """Put the choices below their names where they would be cut off beside them."""
        for place, (name, field) in enumerate(self._rows):
            is_above = is_narrow and field is not self.due
            for widget in (name, field):
                self._grid.removeWidget(widget)
            self._grid.addWidget(name, 2 * place, 0, 1, 2 if is_above else 1)
            if is_above:
                self._grid.addWidget(field, 2 * place + 1, 0, 1, 2)
            else:
                self._grid.addWidget(field, 2 * place, 1)

    def _name_fields(self) -> None:
        names = (
            (self.to, "Till vem"),
            (self.about, "Vad frågan gäller"),
            (self.template, "Mall"),
            (self.due, "Svar senast"),
            (self.text, "Fråga"),
            (self.preview, "Förhandsvisning"),
            (self.fault, "Vad som hindrar"),
            (self.advice, "Om mottagaren"),
        )
        for field, name in names:
            field.setAccessibleName(name)
        self.due.setMaxLength(10)
        self.due.setPlaceholderText("ÅÅÅÅ-MM-DD")
        self.text.setTabChangesFocus(True)
        self._hindrance.setObjectName("alert")
        QVBoxLayout(self._hindrance).addWidget(self.fault)
        at_least(self.text, 4)
        at_least(self.preview, 5)

    def _connect(self) -> None:
        self.presenter.opened.connect(self._open)
        self.presenter.refused.connect(self._tell)
        self.about.activated.connect(lambda _row: self._offer_templates())
        self.template.currentIndexChanged.connect(lambda row: self._fill() if row >= 0 else None)
        self.to.currentIndexChanged.connect(lambda _row: self._show_preview())
        self.due.textChanged.connect(lambda _text: self._show_preview())
        self.due.textChanged.connect(lambda _text: self._tell(""))
        self.text.textChanged.connect(self._show_preview)
        self.text.textChanged.connect(lambda: self._tell(""))
        self._send.clicked.connect(lambda: self.presenter.send(self.written))
        self._cancel.clicked.connect(self.closed)
        EscapeFirst(self, self.closed.emit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self._send.click)


def _named(title: str, field: QWidget) -> QLabel:
    name = label(title, "muted")
    name.setBuddy(field)
    return name


def _matter(about: About) -> str:
    if about.phrase:
        return f"Journalen: ”{' '.join(about.phrase.split())}”"
    if about.rule_id:
        return f"Anmärkning {about.rule_id}: {about.message}"
    return "Händelsen i stort"
