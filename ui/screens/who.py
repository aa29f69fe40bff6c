"""The first screen: who sits at the desk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.access import ROLE_LABEL, Person, Role
from app.domain.permissions import has_lead
from ui.delegates.code_row import CodeRow
from ui.models.code_list_model import CodeListModel, Entry
from ui.screens.parts import WrappedLabel, button, code_list, label, on_key, pane
from ui.screens.roomy import scrolling

#: What each desk is for, in a line.
DESK_LINES = {
    Role.CODER: "Kodar avslutade händelser: arbetslista, journal, koder och granskning.",
    Role.CLINICIAN: "Klassificerar egna besök på två minuter och svarar på kodarnas frågor.",
    Role.TRAINER: "Håller övningar med facit, poäng och klass, aldrig på riktiga händelser.",
    Role.LEAD: "Kodarens skrivbord, och dessutom urval, statistik, regler och åtkomstlogg.",
}
_LEAD_IS_NAMED = "Ges av den som redan är kodningsansvarig, under Arkiv → Personer."


class WhoScreen(QWidget):
    """Lets a known person be chosen or a new one be added."""

    chosen = Signal(object)  # Person
    added = Signal(str, object, object)  # name, Role, tuple of units

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.people: CodeListModel[Person] = CodeListModel(self)
        self.list = code_list(self.people, "Personer")
        self.name = QLineEdit()
        self.roles = {role: QRadioButton(ROLE_LABEL[role]) for role in Role}
        self._choices, self._lines = QButtonGroup(self), dict[Role, WrappedLabel]()
        self.units = QLineEdit()
        self._message = label("", "muted")
        self._known, self._new = self._known_pane(), self._new_pane()
        self._lay_out()

    def show_people(self, people: list[Person], last: str = "", units: Sequence[str] = ()) -> None:
        """Offer the known people, the last one chosen first; units are offered as one types."""
        completer = QCompleter(list(units), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.units.setCompleter(completer)
        self._begin_form()
        # The name comes first: who types its first letters must not be given somebody else's.
        entries = [Entry(CodeRow(code=p.name, aside=ROLE_LABEL[p.role]), p) for p in people]
        self.people.set_entries(entries)
        self._offer_lead(is_taken=has_lead(people))
        ids = [person.id for person in people]
        self._known.setVisible(bool(people))
        if people:
            self.list.setCurrentIndex(self.people.index(ids.index(last) if last in ids else 0))
            self.list.setFocus()
        else:
            self.name.setFocus()

    def _begin_form(self) -> None:
        """Forget what was written for the person before."""
        for field in (self.name, self.units):
            field.clear()
        self.tell("")

    def _offer_lead(self, *, is_taken: bool) -> None:
        """Let somebody begin as the lead only while nobody is."""
        choice = self.roles[Role.LEAD]
        choice.setEnabled(not is_taken)
        if is_taken and choice.isChecked():
            self.roles[Role.CODER].setChecked(True)
        line = _LEAD_IS_NAMED if is_taken else DESK_LINES[Role.LEAD]
        self._lines[Role.LEAD].setText(line)
        choice.setAccessibleDescription(line)

    def tell(self, sentence: str) -> None:
        """Say why a name was not accepted."""
        self._message.setText(sentence)

    def _known_pane(self) -> QWidget:
        frame, inner = pane("Välj vem du är")
        inner.addWidget(self.list, 1)
        choose = button("&Fortsätt", "Fortsätt som den valda personen (Retur)", "primary")
        inner.addWidget(choose, 0, Qt.AlignmentFlag.AlignRight)
        choose.clicked.connect(self._choose)
        self.list.activated.connect(lambda _index: self._choose())
        return frame

    def _new_pane(self) -> QWidget:
        frame, inner = pane("Ny person")
        self.name.setAccessibleName("Namn")
        self.name.setPlaceholderText("För- och efternamn")
        self.units.setAccessibleName("Enheter")
        self.units.setPlaceholderText("Alla enheter, eller namn åtskilda med komma")
        form = QFormLayout()
        form.addRow("&Namn", self.name)
        form.addRow("Enhe&ter", self.units)
        inner.addLayout(form)
        inner.addWidget(label("Vilket skrivbord vill du sitta vid?", "paneTitle"))
        for role, choice in self.roles.items():
            self._add_desk(inner, role, choice)
            for key in ("Return", "Enter"):
                on_key(choice, key, self._add)
        self.roles[Role.CODER].setChecked(True)
        self._message.setWordWrap(True)
        inner.addWidget(self._message)
        inner.addStretch(1)
        add = button("&Lägg till", "Lägg till personen och fortsätt (Retur)", "primary")
        inner.addWidget(add, 0, Qt.AlignmentFlag.AlignRight)
        add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)
        self.units.returnPressed.connect(self._add)
        return frame

    def _add_desk(self, inner: QVBoxLayout, role: Role, choice: QRadioButton) -> None:
        """Add a desk that can be chosen, with what it is for below its name."""
        choice.setAccessibleName(ROLE_LABEL[role])
        choice.setAccessibleDescription(DESK_LINES[role])
        self._choices.addButton(choice)
        line = self._lines[role] = WrappedLabel()
        line.setText(DESK_LINES[role])
        line.setBuddy(choice)
        line.setIndent(24)
        together = QVBoxLayout()
        together.setSpacing(0)
        together.addWidget(choice)
        together.addWidget(line)
        inner.addLayout(together)

    @property
    def role(self) -> Role:
        """The desk that is chosen for a new person."""
        return next(role for role, choice in self.roles.items() if choice.isChecked())

    def _lay_out(self) -> None:
        intro = label("Signaturer, pågående arbete och åtkomstlogg bär ditt namn.", "muted")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._known)
        row.addWidget(self._new)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(label("Vem sitter vid Kodklar?", "heading"))
        column.addWidget(intro)
        column.addSpacing(8)
        column.addLayout(row)
        column.addStretch(2)
        holder = QWidget()
        outer = QHBoxLayout(holder)
        outer.addStretch(1)
        outer.addLayout(column, 3)
        outer.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(holder))

    def _choose(self) -> None:
        person = self.people.item(self.list.currentIndex().row())
        if person is not None:
            self.chosen.emit(person)

    def _add(self) -> None:
        units = tuple(part.strip() for part in self.units.text().split(",") if part.strip())
        self.added.emit(self.name.text(), self.role, units)
