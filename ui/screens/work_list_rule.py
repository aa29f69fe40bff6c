"""A list of the work list as a form: what it holds, in which order, and who sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.access import Person
from app.domain.care_types import EncounterClass, EncounterType
from app.domain.complexity import COMPLEXITY_LABEL, Complexity
from app.domain.work_list_rule import (
    ORDER_LABEL,
    STATE_LABEL,
    WHOSE_LABEL,
    ListOrder,
    ListState,
    Whose,
    WorkListName,
    WorkListRule,
)
from ui.action_spec import Where
from ui.screens.parts import WrappedLabel, button, label, on_escape, on_key, pane, side_by_side
from ui.screens.roomy import scrolling

E = TypeVar("E", bound=Enum)
_FEWEST, _MOST = -9_999, 9_999
_ROWS = 7
#: Characters across below which the parts stand below each other.
_ROOMY = 110
_ABOUT = (
    "Det som lämnas tomt begränsar inte listan. Dagar kvar räknas till sista dagen att rapportera, "
    "tre månader efter utskrivningen; minus betyder försenad."
)


class CheckedList(QListWidget):
    """Things with boxes: Space ticks; none ticked means all."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMinimumHeight(_ROWS * (self.fontMetrics().height() + 8))

    def show_values(self, offered: Mapping[str, str], ticked: Sequence[str]) -> None:
        """Offer values with what they are called; those ticked that are not offered come too."""
        self.clear()
        gone = {value: f"{value} (inga händelser)" for value in ticked if value not in offered}
        for value, text in {**offered, **gone}.items():
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            is_on = value in ticked
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.addItem(item)
        if self.count():
            self.setCurrentRow(0)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The values that are ticked, in their order."""
        items = (self.item(row) for row in range(self.count()))
        checked = Qt.CheckState.Checked
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is checked
        )


class WorkListRuleScreen(QWidget):
    """Fields for every restriction of a rule."""

    place = Where.EVERYWHERE
    closed = Signal()
    saved = Signal(str, object, str)  # name, WorkListRule, owner id
    help_name = "work_list"

    def __init__(self, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._person = person
        self.name, self.text = QLineEdit(), QLineEdit()
        self.shared = QCheckBox("&Delas av alla")
        self.state, self.whose, self.order = (
            _choice("Status", STATE_LABEL),
            _choice("Tilldelad", WHOSE_LABEL),
            _choice("Ordning", ORDER_LABEL),
        )
        self.units = CheckedList("Enheter")
        self.classes, self.types = CheckedList("Klasser"), CheckedList("Typer")
        self.sizes = {size: QCheckBox(text) for size, text in COMPLEXITY_LABEL.items()}
        self.ages = _number("Dagar sedan slut, minst"), _number("Dagar sedan slut, högst")
        self.left = _number("Dagar kvar, minst"), _number("Dagar kvar, högst")
        self._save = button("&Spara", "Spara listan (Ctrl+Retur)", "primary")
        self._close = button("Av&bryt", "Tillbaka utan att spara (Esc)")
        self._lay_out()
        self._connect()

    def show_list(self, named: WorkListName, units: Sequence[str]) -> None:
        """Show a list to be changed, with the units that have events."""
        rule = named.rule
        self.name.setText(named.name)
        self.text.setText(rule.text)
        self.shared.setChecked(not named.owner_id)
        for box, value in (
            (self.state, rule.state),
            (self.whose, rule.whose),
            (self.order, rule.order),
        ):
            box.setCurrentIndex(box.findData(value.value))
        self.units.show_values({unit: unit for unit in units}, rule.units)
        self.classes.show_values(_texts(EncounterClass), [each.value for each in rule.classes])
        self.types.show_values(_texts(EncounterType), [each.value for each in rule.types])
        for size, tick in self.sizes.items():
            tick.setChecked(size in rule.complexities)
        limits = (rule.least_age, rule.most_age, rule.least_left, rule.most_left)
        for line, limit in zip((*self.ages, *self.left), limits, strict=True):
            line.setText("" if limit is None else str(limit))
        self.name.setFocus()

    @property
    def rule(self) -> WorkListRule:
        """What the fields say."""
        return WorkListRule(
            units=self.units.ticked,
            classes=tuple(EncounterClass(value) for value in self.classes.ticked),
            types=tuple(EncounterType(value) for value in self.types.ticked),
            complexities=tuple(size for size in Complexity if self.sizes[size].isChecked()),
            state=ListState(self.state.currentData()),
            whose=Whose(self.whose.currentData()),
            least_age=_read(self.ages[0]),
            most_age=_read(self.ages[1]),
            least_left=_read(self.left[0]),
            most_left=_read(self.left[1]),
            text=" ".join(self.text.text().split()),
            order=ListOrder(self.order.currentData()),
        )

    def save(self) -> None:
        """Hand over what the fields say."""
        owner = "" if self.shared.isChecked() else self._person.id
        self.saved.emit(self.name.text(), self.rule, owner)

    def _lay_out(self) -> None:
        self.text.setPlaceholderText("Ord som ska finnas: enhet, namn, nummer eller huvuddiagnos")
        self.name.setMaxLength(60)
        frame, outer = pane("Lista")
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        about = WrappedLabel()
        about.setText(_ABOUT)
        column.addWidget(about)
        fields, lists = self._fields(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._turning = (fields, lists)
        column.addLayout(fields)
        for title, view in (
            ("Enhete&r", self.units),
            ("K&lasser", self.classes),
            ("&Typer", self.types),
        ):
            part = QVBoxLayout()
            name = label(title, "muted")
            name.setBuddy(view)
            part.addWidget(name)
            part.addWidget(view, 1)
            lists.addLayout(part, 1)
        column.addLayout(lists, 1)
        outer.addWidget(scrolling(inner), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.shared)
        foot.addStretch(1)
        foot.addWidget(self._close)
        foot.addWidget(self._save)
        outer.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _fields(self) -> QBoxLayout:
        rows: tuple[tuple[str, QWidget, QWidget], ...] = (
            ("Na&mn", self.name, self.name),
            ("Stat&us", self.state, self.state),
            ("T&illdelad", self.whose, self.whose),
            ("Ord&ning", self.order, self.order),
            ("Dagar sedan slut", self.ages[0], side_by_side(*self.ages)),
            ("Dagar kvar", self.left[0], side_by_side(*self.left)),
            ("Om&fattning", self.sizes[Complexity.FEW], side_by_side(*self.sizes.values())),
            ("&Ord", self.text, self.text),
        )
        halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        for half in (rows[:4], rows[4:]):
            grid = QGridLayout()
            for place, (title, buddy, widget) in enumerate(half):
                name = label(title, "muted")
                name.setBuddy(buddy)
                buddy.setAccessibleName(buddy.accessibleName() or title.replace("&", ""))
                grid.addWidget(name, place, 0)
                grid.addWidget(widget, place, 1)
            grid.setColumnStretch(1, 1)
            halves.addLayout(grid, 1)
        return halves

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put below each other what has no room side by side."""
        super().resizeEvent(event)
        is_roomy = self.width() >= _ROOMY * self.fontMetrics().averageCharWidth()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for part in self._turning:
            part.setDirection(across if is_roomy else down)

    def _connect(self) -> None:
        self._save.clicked.connect(self.save)
        self._close.clicked.connect(self.closed)
        self.name.returnPressed.connect(self.save)
        on_escape(self, self.closed.emit)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, keys, self.save)


def _texts(kind: type[E]) -> dict[str, str]:
    return {str(each.value): str(each.value) for each in kind}


def _choice(name: str, labels: Mapping[E, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, text in labels.items():
        box.addItem(text, value.value)
    return box


def _number(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setPlaceholderText(name.rsplit(" ", 1)[-1])
    line.setValidator(QIntValidator(_FEWEST, _MOST, line))
    return line


def _read(line: QLineEdit) -> int | None:
    text = line.text().strip().replace("\N{MINUS SIGN}", "-")
    return int(text) if text.lstrip("-").isdigit() else None
