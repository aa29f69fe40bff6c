"""The visits that wait for a clinician: those of today and yesterday, or all of them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QListView, QVBoxLayout, QWidget

from app.domain.visit_ports import VisitRow
from app.services.clinician import MOST_VISITS
from ui.models.clinician import visit_entries
from ui.models.code_list_model import CodeListModel
from ui.presenters.clinician_list_presenter import ClinicianListPresenter
from ui.screens.flow_row import FlowRow
from ui.screens.parts import WrappedLabel, button, code_list, pane, remark

_NONE = (
    "Inget besök väntar på klassificering på dina enheter. "
    "Kodarens arbetslista (Ctrl+Alt+1) visar alla enheters händelser."
)
_OLDER = "Inget från i dag eller i går väntar. Här är alla äldre."
_CUT = "Här är de {most} senaste av dem som väntar."
_OTHERS = "Inget besök hos det valda yrket väntar. Välj Alla yrken för att se de andra."
#: Letters that a row of a visit needs, with its time.
_NAME_LETTERS = 32
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ClinicianList(QWidget):
    """A short list; Enter opens a visit."""

    opened = Signal(str)  # encounter id

    def __init__(self, presenter: ClinicianListPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.presenter = presenter
        presenter.setParent(self)
        self.rows: CodeListModel[VisitRow] = CodeListModel(self)
        self.list: QListView = code_list(self.rows, "Besök som väntar på klassificering")
        self._count = remark()
        #: Said above the list, or in its place.
        self._said = WrappedLabel()
        self._more = button("Visa &fler", "Ta med alla som väntar, även äldre än från i går")
        self._more.setCheckable(True)
        self._professions = QComboBox()
        self._professions.setAccessibleName("Yrke vars besök visas")
        self._takes_focus = False
        self._lay_out()
        self._connect()

    def minimumSizeHint(self) -> QSize:
        """Room for a name at any size of the text, as long as the visit has two thirds."""
        hint, character = super().minimumSizeHint(), self.fontMetrics().averageCharWidth()
        wanted = min(_NAME_LETTERS * character, self.window().width() // 3)
        return QSize(max(hint.width(), wanted), hint.height())

    @property
    def current(self) -> VisitRow | None:
        """The chosen visit."""
        return self.rows.item(self.list.currentIndex().row())

    @property
    def remark(self) -> str:
        """What is said above the list, or in the place of an empty one."""
        return self._said.text()

    def take_focus(self) -> None:
        """Go to the list, once it is read: the next visit is chosen there."""
        self._takes_focus = True
        self.presenter.refresh()

    def after(self, encounter_id: str) -> VisitRow | None:
        """Return the visit below one; the chosen one where that is not the same."""
        chosen = self.current
        if chosen is None or chosen.id != encounter_id:
            return chosen
        visits = self.presenter.shown
        at = next(row for row, visit in enumerate(visits) if visit.id == encounter_id)
        return visits[at + 1] if at + 1 < len(visits) else None

    def mark_open(self, encounter_id: str) -> None:
        """Choose the row of the visit that lies on the desk, and leave the focus to it."""
        self._takes_focus = False
        row = next((r for r, e in enumerate(self.rows.entries) if _is(e.item, encounter_id)), -1)
        if row >= 0:
            self.list.setCurrentIndex(self.rows.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen visit."""
        if event.key() in _ENTER and self.list.hasFocus():
            self._open(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        frame, inner = pane("Mina besök", aside=self._count)
        inner.addWidget(self._said)
        inner.addWidget(self.list, 1)
        inner.addStretch(0)
        inner.addWidget(FlowRow((self._professions, self._more)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def _connect(self) -> None:
        self.presenter.listed.connect(self._show)
        self.list.clicked.connect(self._open)
        self._more.clicked.connect(self._toggle_all)
        self._professions.activated.connect(self._choose_profession)

    def _choose_profession(self, at: int) -> None:
        self.presenter.choose_profession(self._professions.itemData(at))

    def _show_professions(self) -> None:
        """Offer a choice where visits of several professions wait."""
        chosen, found = self.presenter.profession, self.presenter.professions
        self._professions.clear()
        self._professions.addItem("Alla yrken", "")
        for each in found:
            self._professions.addItem(each, each)
        self._professions.setCurrentIndex(self._professions.findData(chosen))
        self._professions.setVisible(len(found) > 1 or bool(chosen))

    def _toggle_all(self) -> None:
        self._takes_focus = True
        self.presenter.toggle_all()

    def _show(self, visits: list[VisitRow]) -> None:
        kept, near = self.current, max(0, self.list.currentIndex().row())
        today = self.presenter.today
        self.rows.set_entries(visit_entries(visits, today))
        same = (r for r, e in enumerate(self.rows.entries) if kept and _is(e.item, kept.id))
        row = next(same, -1)
        if row < 0:
            row = near if self.rows.can_be_chosen(near) else self.rows.step(near, 1)
        if row < 0:
            row = self.rows.step(near, -1)
        self.list.setCurrentIndex(self.rows.index(row) if row >= 0 else QModelIndex())
        self._show_professions()
        self._say(len(visits))
        if self._takes_focus:
            self._takes_focus = False
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, count: int) -> None:
        self._count.setText("1 väntar" if count == 1 else f"{count} väntar" if count else "")
        said = self._words(count)
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self._more.setVisible(bool(self.presenter.visits) and not self.presenter.are_older)
        self._more.setChecked(self.presenter.shows_all)
        self._more.setText("Visa &färre" if self.presenter.shows_all else "Visa &fler")
        self._more.setAccessibleName(self._more.text().replace("&", ""))

    def _words(self, count: int) -> str:
        presenter = self.presenter
        if not count:
            return _OTHERS if presenter.visits else _NONE
        older = _OLDER if presenter.are_older else ""
        cut = _CUT.format(most=MOST_VISITS) if len(presenter.visits) == MOST_VISITS else ""
        return " ".join(filter(None, (older, cut)))

    def _open(self, index: QModelIndex) -> None:
        visit = self.rows.item(index.row())
        if visit is not None:
            self.opened.emit(visit.id)


def _is(visit: VisitRow | None, encounter_id: str) -> bool:
    return visit is not None and visit.id == encounter_id
