"""The tour: five steps through the desk on the demonstration data, left whenever one likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.access import Role
from app.services.demonstration import has_demo
from ui.action_spec import Where
from ui.screens.tour_card import TourCard, TourFrame
from ui.screens.tour_steps import EVENT, HOME, TOUR_EVENT, TourStep, steps_of

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_ACTS = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)
_DESK_OF = {Where.CLINICIAN: Role.CLINICIAN, Where.TRAINING: Role.TRAINER}
_HOME_OF = {
    Role.CODER: "show_coder_desk",
    Role.CLINICIAN: "show_clinician_desk",
    Role.TRAINER: "show_trainer_desk",
    Role.LEAD: "show_coder_desk",
}


class TourCommands(QObject):
    """Offers the tour to who is new, and takes anyone through it again from the help menu."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.card, self.frame = TourCard(window), TourFrame(window)
        self._steps: tuple[TourStep, ...] = ()
        self._role, self._at = Role.CODER, 0
        self._keeps_focus = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._follow)
        self.card.went_on.connect(self._go_on)
        self.card.went_back.connect(lambda: self._show(self._at - 1))
        self.card.left.connect(self.leave)
        window.stack.currentChanged.connect(lambda _index: self._leave_with_the_person())

    @property
    def step(self) -> TourStep | None:
        """The step that is shown; None outside a tour, and while it is only offered."""
        return self._steps[self._at] if self._steps else None

    @property
    def target(self) -> QWidget | None:
        """The widget that the step speaks of, or what is on screen around it."""
        step, front = self.step, self._window.stack.currentWidget()
        found = self._find(step.at) if step is not None else None
        while found is not None and found is not front and not found.isVisible():
            found = found.parentWidget()
        return found

    def offer(self) -> None:
        """Ask somebody who is new whether they want the tour."""
        self._begin()
        self.card.show_offer(
            "Vill du se hur det går till?",
            "Rundturen tar två minuter och visar ditt skrivbord i fem steg, på påhittade "
            "händelser. Den finns också i menyn Hjälp.",
        )
        self._soon.start()

    def start_tour(self) -> None:
        """Take the tour of the desk in front, on the demonstration data."""
        window, desk = self._window, self._window.desk
        if desk is None:
            return
        place = getattr(window.stack.currentWidget(), "place", Where.EVERYWHERE)
        own = desk.person.role
        self._role = _DESK_OF.get(place, Role.CODER if own is Role.CLINICIAN else own)
        window.jobs.run(
            lambda _control: has_demo(window.home),
            owner=self,
            on_done=self._start_on,
            on_error=window.tell_error,
        )

    def leave(self) -> None:
        """End the tour where one is; everything else stays as it is."""
        qt = QApplication.instance()
        if qt is not None:
            qt.removeEventFilter(self)
        self._steps = ()
        self._keeps_focus = False
        had_focus = self.card.isAncestorOf(self._window.focusWidget() or self._window)
        self.card.hide()
        self.frame.hide()
        current, coding = self._window.stack.currentWidget(), self._window.coding
        if had_focus and coding is not None and current is coding:
            coding.search.focus_field()  # where whoever codes begins
        elif had_focus and current is not None:
            (current.focusWidget() or current).setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._has_keys():
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
                return True
        if event.type() in _ACTS:
            self._keeps_focus = False
        elif event.type() in _MOVES and isinstance(watched, QWidget) and self._is_ours(watched):
            self._soon.start()
        return False

    def _has_keys(self) -> bool:
        """Whether Escape is meant for the tour: somebody who works on has other use for it.

        The offer goes by itself once there is work, so until then Escape declines it.
        """
        is_offer = not self._steps and not self._is_at_work()
        return is_offer or self.card.isAncestorOf(self._window.focusWidget() or self._window)

    def _is_ours(self, moved: QWidget) -> bool:
        return moved not in (self.card, self.frame) and not self.card.isAncestorOf(moved)

    def _start_on(self, is_demo: bool) -> None:
        if not is_demo and self._role is not Role.TRAINER:
            self._window.alert.tell(
                "Rundturen går på de påhittade händelserna, och de är inte inlästa här. Läs in dem "
                "och välj Hjälp → Rundtur igen.",
                "Läs &in dem",
                "Lägg till de tolv påhittade händelserna",
                self._window.files.load_demo,
            )
            return
        self._begin()
        self._steps = steps_of(self._role)
        self._show(0)

    def _begin(self) -> None:
        qt = QApplication.instance()
        if qt is not None:
            qt.installEventFilter(self)

    def _go_on(self) -> None:
        if not self._steps:
            self.leave()
            self.start_tour()
        elif self._at + 1 < len(self._steps):
            self._show(self._at + 1)
        else:
            self.leave()
            self._window.tell("Rundturen är slut. Hjälp → Rundtur visar den igen, F1 hjälper här.")

    def _show(self, at: int) -> None:
        self._at = at
        step = self._steps[at]
        self._go(step.go)
        self.card.show_step(step.heading, step.text, at + 1, len(self._steps))
        self.card.onward.setFocus(Qt.FocusReason.OtherFocusReason)
        self._keeps_focus = True
        self._soon.start()

    def _go(self, to: str) -> None:
        window = self._window
        coding = window.coding
        if coding is None or not to:
            return
        if to == EVENT:
            self._open(TOUR_EVENT[self._role])
        else:
            window.actions_by_name[_HOME_OF[self._role] if to == HOME else to].trigger()

    def _open(self, encounter_id: str) -> None:
        coding = self._window.coding
        present = coding.presenter.encounter if coding is not None else None
        if present is None or present.id != encounter_id:
            self._window.events.open_event(encounter_id)

    def _follow(self) -> None:
        """Put frame and card where the widget is now; keep the keys with the card."""
        if self.card.isHidden():
            return
        if not self._steps and self._is_at_work():
            self.leave()
            return
        if self._keeps_focus:
            self._bring_into_sight()
        self.frame.surround(self.target)
        self.card.place(self.frame)
        if self._keeps_focus and not self.card.isAncestorOf(
            self._window.focusWidget() or self.card
        ):
            self.card.onward.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_into_sight(self) -> None:
        """Unfold and scroll to what the step speaks of, until the person does something else."""
        step, coding = self.step, self._window.coding
        found = self._find(step.at) if step is not None else None
        if found is None or coding is None or not coding.isAncestorOf(found):
            return
        coding.columns.bring(found)
        head = found.mapTo(coding.columns, QPoint())
        coding.room.ensureWidgetVisible(found, 0, 0)
        coding.room.ensureVisible(head.x(), head.y(), 0, 0)  # of what is too high, its head

    def _is_at_work(self) -> bool:
        """Whether the person went on without an answer: the offer must not lie over the work."""
        window, coding = self._window, self._window.coding
        has_event = coding is not None and coding.presenter.encounter is not None
        return has_event or window.stack.currentWidget() is coding or window.reason.isVisible()

    def _find(self, path: str) -> QWidget | None:
        found: object = self._window
        for name in path.split("."):
            is_front = name == "screen"
            found = self._window.stack.currentWidget() if is_front else getattr(found, name, None)
        return found if isinstance(found, QWidget) else None

    def _leave_with_the_person(self) -> None:
        if self._window.stack.currentWidget() is self._window.who:
            self.leave()
