"""The trainer's desk: exercises and the class, in two tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.training_class import ClassTable
from ui.action_spec import Where
from ui.presenters.training_presenter import TrainingPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.parts import WrappedLabel, button, on_escape, pane
from ui.screens.roomy import Tabs, scrolling
from ui.screens.training_class import ClassPage
from ui.screens.training_list import ExerciseList

_OPENING = "Utbildningen förbereds. Första gången läggs övningarna in; det tar några sekunder."


class TrainingScreen(QWidget):
    """What a trainer begins at. Nothing of the real work list is here."""

    place = Where.TRAINING
    help_name = "training"

    closed = Signal()
    edit_asked = Signal()
    import_asked = Signal()
    export_asked = Signal()
    handout_asked = Signal(object)  # list[str]
    key_asked = Signal(object)  # list[str]

    def __init__(self, presenter: TrainingPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.exercises, self.klass = ExerciseList(presenter), ClassPage(presenter)
        self.tabs = Tabs()
        self._edit = button("&Redigera …", "Facit, mål och alternativ som text (F2)")
        self._lay_out()
        self._edit.setVisible(presenter.may_judge)
        presenter.class_read.connect(self._name_trainees)
        on_escape(self, self.closed.emit)

    def showEvent(self, event: QShowEvent) -> None:
        """Read everything again whenever it comes to the front."""
        super().showEvent(event)
        self.presenter.refresh()
        self.focus_list()

    @property
    def shows_class(self) -> bool:
        """Whether the class is in front."""
        return self.tabs.currentWidget() is self.klass

    def focus_list(self) -> None:
        """Go to the list of what is in front."""
        (self.klass.table if self.shows_class else self.exercises.table).setFocus()

    def focus_filter(self) -> None:
        """Go to the filter of the exercises."""
        self.tabs.setCurrentWidget(self.exercises)
        self.exercises.filter.setFocus()
        self.exercises.filter.selectAll()

    def print_shown(self) -> None:
        """Print the class where it is in front, else the handouts of the marked exercises."""
        if self.shows_class:
            self.klass.print_asked.emit()
        else:
            self.handout_asked.emit(self.exercises.selected_ids())

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Utbildning")
        self.tabs.addTab(self.exercises, "Övningar")
        self.tabs.addTab(self.klass, "Klassen")
        row = []
        for text, tip, signal in (
            ("&Läs in …", "Läs in övningsfiler (Ctrl+O)", self.import_asked),
            ("&Spara som fil …", "Spara de markerade övningarna", self.export_asked),
        ):
            act = button(text, tip)
            act.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            row.append(act)
        handout = button("&Utdelningsblad …", "Händelse utan facit, på papper (Ctrl+P)")
        key = button("&Facit …", "Facit med regler, på papper (Ctrl+Skift+P)")
        acts = FlowRow((*row, self._edit, handout, key))
        self._edit.clicked.connect(self.edit_asked)
        handout.clicked.connect(self.print_shown)
        key.clicked.connect(lambda: self.key_asked.emit(self.exercises.selected_ids()))
        layout_of_list = self.exercises.layout()
        if isinstance(layout_of_list, QVBoxLayout):
            layout_of_list.addWidget(acts)
        frame, inner = pane("")
        inner.addWidget(self.tabs, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(scrolling(frame))

    def _name_trainees(self, shown: ClassTable) -> None:
        self.exercises.offer_trainees([row.trainee for row in shown.rows])


class TrainingDoor(QWidget):
    """What stands in a trainer's place until the training database is open."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.told = WrappedLabel()
        self.told.setText(_OPENING)
        self._again = button("Öppna &utbildningen", "Gå till övningarna", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addWidget(self.told)
        row = QHBoxLayout()
        row.addWidget(self._again)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)
        self._again.clicked.connect(self.entered)

    def showEvent(self, event: QShowEvent) -> None:
        """Go in by itself."""
        super().showEvent(event)
        self._again.setFocus()
        self.entered.emit()
