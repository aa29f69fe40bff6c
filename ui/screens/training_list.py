"""The exercises of the trainer's desk: filter, list, preview, and what can be done with one."""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.domain.patient import SEX_LABEL
from app.domain.training import Difficulty, Exercise, Mode
from app.domain.training_ports import ExerciseQuery, ExerciseRow
from ui.models.list_table_model import Column
from ui.models.training import EXERCISE_COLUMNS, ExercisesModel
from ui.presenters.training_presenter import Asked, TrainingPresenter
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, label, remark, table, typed_line

_ALL_TOPICS, _ALL_LEVELS, _NO_LIMIT = "Alla ämnen", "Alla svårigheter", "Ingen gräns"
_MINUTES = (_NO_LIMIT, "10 min", "15 min", "20 min", "30 min", "45 min", "60 min")
#: Characters of the list below which its goals are seen beside it alone.
_WIDE = 95
#: Characters of it below which its topics are seen there alone too: names are read whole.
_NARROW = 70
_SHORT = (EXERCISE_COLUMNS[0], EXERCISE_COLUMNS[1], EXERCISE_COLUMNS[2])
_SHORTEST = (EXERCISE_COLUMNS[0], EXERCISE_COLUMNS[2])
_EMPTY = "Ingen övning stämmer med filtret. Ändra det, eller läs in övningar med Ctrl+O."


class ExerciseList(QWidget):
    """Chooses an exercise and who does it how."""

    asked = Signal(object)  # Asked
    told = Signal(str)

    def __init__(self, presenter: TrainingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.filter, self.topic, self.level = QLineEdit(), QComboBox(), QComboBox()
        self.model = ExercisesModel(self)
        self.table = table(self.model, "Övningar")
        self.preview = QTextBrowser()
        self.trainee, self.minutes = QComboBox(), QComboBox()
        self._count, self._empty = remark(), WrappedLabel()
        self._fitted = FittedColumns(self.table)
        self._columns: tuple[Column[ExerciseRow], ...] = EXERCISE_COLUMNS
        self._show = button("V&isa", "Visa för klassen, med facit steg för steg (F5)")
        self._practise = button("Öva", "Koda, och se sedan facit (Retur eller F6)", "primary")
        self._test = button("Pr&ov", "Koda utan hjälp, på tid (F7)")
        self._lay_out()
        self._connect()

    @property
    def current(self) -> ExerciseRow | None:
        """The chosen exercise."""
        return self.model.item(self.table.currentIndex().row())

    def selected_ids(self) -> list[str]:
        """Return the exercises that are marked, in the order of the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [item.id for row in rows if (item := self.model.item(row)) is not None]

    def begin(self, mode: Mode) -> None:
        """Ask for the chosen exercise to be done."""
        row, name = self.current, self.trainee.currentText().strip()
        if row is None:
            self.told.emit("Välj en övning i listan först.")
            return
        minutes = self._read_minutes() if mode is Mode.TEST else None
        if minutes == 0:
            self.told.emit("Skriv provtiden i minuter, till exempel 20, eller välj Ingen gräns.")
            return
        self.asked.emit(Asked(row.id, name, mode, minutes))

    def offer_trainees(self, names: list[str]) -> None:
        """Offer the names of the class; what is typed stays."""
        typed = self.trainee.currentText()
        self.trainee.clear()
        self.trainee.addItems(names)
        self.trainee.setEditText(typed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the columns that there is no room for."""
        super().resizeEvent(event)
        characters = self.width() * 3 // 5 // self.fontMetrics().averageCharWidth()
        columns: tuple[Column[ExerciseRow], ...] = EXERCISE_COLUMNS
        if characters <= _WIDE:
            columns = _SHORT if characters > _NARROW else _SHORTEST
        if columns != self._columns:
            rows, row = self.model.items, self.table.currentIndex().row()
            self._columns = columns
            self.model.set_columns(columns)
            self.model.set_items(rows)
            self._fit()
            self.table.selectRow(row)

    def _fit(self) -> None:
        self._fitted.fit_to(self._columns, self.model.items, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow down in the filter goes to the list."""
        if (
            watched is self.filter
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return)
        ):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText("Sök på namn, ämne eller mål …")
        self.filter.setAccessibleName("Sök övning")
        self.filter.setClearButtonEnabled(True)
        self.topic.setAccessibleName("Ämne")
        self.topic.setMinimumContentsLength(10)
        self.topic.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.level.setAccessibleName("Svårighet")
        self.level.addItems([_ALL_LEVELS, *(each.value for each in Difficulty)])
        self.topic.addItem(_ALL_TOPICS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.preview.setAccessibleName("Övningen")
        top = QHBoxLayout()
        top.addWidget(self.filter, 1)
        for widget in (self.topic, self.level, self._count):
            top.addWidget(widget)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addLayout(top)
        layout.addWidget(split, 1)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        typed_line(self.trainee).setPlaceholderText("Namn")
        self.trainee.setAccessibleName("Deltagare")
        self.trainee.setMinimumContentsLength(14)
        self.trainee.setEditText(self._presenter.desk.person.name)
        typed_line(self.minutes)
        self.minutes.addItems(list(_MINUTES))
        self.minutes.setAccessibleName("Provtid i minuter")
        self.minutes.setMinimumContentsLength(12)
        foot = QHBoxLayout()
        foot.addWidget(label("Deltagare", "muted"))
        foot.addWidget(self.trainee, 1)
        foot.addWidget(self._show)
        foot.addWidget(self._practise)
        foot.addWidget(label("Provtid", "muted"))
        foot.addWidget(self.minutes)
        foot.addWidget(self._test)
        return foot

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.listed.connect(self._show_list)
        presenter.more.connect(self.model.append)
        presenter.topics_read.connect(self._show_topics)
        presenter.exercise_read.connect(self._show_exercise)
        self.model.more_wanted.connect(presenter.fetch_more)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._follow())
        self.filter.textChanged.connect(lambda _text: self._search())
        self.filter.installEventFilter(self)
        self.topic.activated.connect(lambda _row: self._search())
        self.level.activated.connect(lambda _row: self._search())
        self.table.activated.connect(lambda _index: self.begin(Mode.PRACTISE))
        for act, mode in (
            (self._show, Mode.DEMONSTRATE), (self._practise, Mode.PRACTISE), (self._test, Mode.TEST)
        ):  # fmt: skip
            act.clicked.connect(lambda _checked=False, mode=mode: self.begin(mode))

    def _search(self) -> None:
        topic = self.topic.currentText() if self.topic.currentIndex() > 0 else ""
        level = self.level.currentText() if self.level.currentIndex() > 0 else ""
        self._presenter.search(
            ExerciseQuery(self.filter.text().strip(), topic, Difficulty(level) if level else None)
        )

    def _show_list(self, rows: list[ExerciseRow], total: int) -> None:
        chosen = self.current
        self.model.begin(rows, total)
        self._fit()
        self._count.setText("1 övning" if total == 1 else f"{total} övningar")
        self._empty.setText("" if rows else _EMPTY)
        self._empty.setVisible(not rows)
        ids = [row.id for row in rows]
        if rows:
            self.table.selectRow(ids.index(chosen.id) if chosen and chosen.id in ids else 0)
        else:
            self.preview.clear()

    def _show_topics(self, topics: list[str]) -> None:
        chosen = self.topic.currentText()
        self.topic.clear()
        self.topic.addItems([_ALL_TOPICS, *topics])
        self.topic.setCurrentIndex(max(0, self.topic.findText(chosen)))

    def _follow(self) -> None:
        if self.current is not None:
            self._presenter.read_exercise(self.current.id)

    def _show_exercise(self, exercise: Exercise) -> None:
        self.preview.setHtml(exercise_html(exercise))

    def _read_minutes(self) -> int | None:
        """Return the minutes, None for no limit and 0 for what is no number."""
        text = self.minutes.currentText().strip()
        if not text or text == _NO_LIMIT:
            return None
        number = re.match(r"\d{1,3}(?=\D|$)", text)
        return int(number[0]) if number else 0


def exercise_html(exercise: Exercise) -> str:
    """Return event, goals and record of an exercise without its key."""
    event = exercise.event
    goals = "".join(f"<li>{escape(goal)}</li>" for goal in exercise.goals)
    times = " – ".join(f"{at:%Y-%m-%d %H:%M}" for at in (event.start, event.end) if at is not None)
    day = event.admission_day or event.day
    years = event.patient.age_years(day) if day else None
    age = "" if years is None else f", {years} år"
    who = f"{event.patient.shown_name}, {SEX_LABEL[event.patient.sex].lower()}{age}"
    facts = " · ".join((event.unit.label, event.encounter_type.value, times, who))
    notes = "".join(
        f"<p><b>{escape(note.title)}</b> {escape(note.author_role)}<br>"
        f"{escape(note.text.strip()).replace(chr(10), '<br>')}</p>"
        for note in exercise.record.documents
    )
    author = f"<p>Av {escape(exercise.author)}.</p>" if exercise.author else ""
    return (
        f"<h3>{escape(exercise.title)}</h3><p>{escape(exercise.difficulty.value.capitalize())} · "
        f"{escape(', '.join(exercise.topics))}</p><p><b>Mål</b></p><ul>{goals}</ul>"
        f"<p>{escape(facts)}</p>{notes}{author}"
    )
