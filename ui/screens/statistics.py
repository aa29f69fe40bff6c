"""Statistics: whose and when, figures, charts, findings and searches in vain."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtSvgWidgets import QSvgWidget
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.work_statistics import RuleTimes, SearchMiss, StatisticsQuery
from app.services.statistics_print import figures_in_words
from ui.models.list_table_model import Column, ListTableModel
from ui.presenters.statistics_presenter import StatisticsPresenter, periods
from ui.screens.list_tables import FittedColumns
from ui.screens.parts import WrappedLabel, button, label, on_escape, pane, table
from ui.screens.roomy import scrolling_both_ways

_MINE, _ALL = "Mina", "Allas"
_NONE = (
    "Inget är signerat under perioden. Välj en längre, eller Allas i stället för Mina. Siffrorna "
    "kommer när händelser signeras (F9)."
)
_COUNTING = "Räknar …"
#: Periods are offered from this one at first: this month.
_USUAL = 2
#: Characters across the screen from which four figures and two charts stand in a row.
_ROOMY = 130


class StatisticsScreen(QWidget):
    """One's own figures at first; those of all, or of a unit, when they are chosen."""

    help_name = "statistics"

    closed = Signal()

    def __init__(self, presenter: StatisticsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.presenter = presenter
        self.period, self.whose, self.unit = QComboBox(), QComboBox(), QComboBox()
        self.figures, self._plots = QGridLayout(), QGridLayout()
        self.said = WrappedLabel()
        self.rules: ListTableModel[RuleTimes] = ListTableModel(self._rule_columns(), self)
        self.misses: ListTableModel[SearchMiss] = ListTableModel(_MISS_COLUMNS, self)
        self.rule_table = table(self.rules, "Anmärkningar vid signering")
        self.miss_table = table(self.misses, "Sökningar utan träff")
        self._rule_fit = FittedColumns(self.rule_table)
        self._miss_fit = FittedColumns(self.miss_table)
        self._print = button("Skriv &ut …", "Siffror och diagram på papper eller som PDF")
        self._save = button("&Spara CSV …", "Spara siffrorna som en fil för Excel")
        self._close = button("S&täng", "Tillbaka (Esc)")
        self.charts: list[QSvgWidget] = []
        self._lay_out()
        for part in (self.rule_table, self.miss_table):
            part.hide()
        for act in (self._print, self._save):
            act.setEnabled(False)
        self.said.setText(_COUNTING)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Count again whenever the screen comes to the front."""
        super().showEvent(event)
        self.presenter.begin()
        self._ask()
        self.period.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place figures and charts anew."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the charts anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self.presenter.draw()

    @property
    def query(self) -> StatisticsQuery:
        """What is chosen."""
        _text, since, until = periods(self.presenter.today)[self.period.currentIndex()]
        is_mine = self.whose.currentText() == _MINE
        person = self.presenter.desk.person.id if is_mine else ""
        return StatisticsQuery(since, until, person, self.unit.currentData() or "")

    def _ask(self) -> None:
        unit = self.unit.currentData()
        scope = " · ".join(part for part in (self.whose.currentText(), unit) if part)
        self.presenter.ask(self.query, scope)

    def _lay_out(self) -> None:
        for text, _since, _until in periods(self.presenter.today):
            self.period.addItem(text)
        self.period.setCurrentIndex(_USUAL)
        self.whose.addItems([_MINE, _ALL])
        self.unit.addItem("Alla enheter", "")
        for widget, name in ((self.period, "Period"), (self.whose, "Vems"), (self.unit, "Enhet")):
            widget.setAccessibleName(name)
        frame, inner = pane("Statistik")
        chosen = QHBoxLayout()
        for widget in (self.period, self.whose, self.unit):
            chosen.addWidget(widget)
        chosen.addStretch(1)
        inner.addLayout(chosen)
        inner.addWidget(self.said)
        inner.addWidget(self._room(), 1)
        foot = QHBoxLayout()
        foot.addWidget(self._close)
        foot.addStretch(1)
        foot.addWidget(self._save)
        foot.addWidget(self._print)
        inner.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.addWidget(frame)

    def _room(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.figures.setHorizontalSpacing(24)
        column.addLayout(self.figures)
        column.addLayout(self._plots)
        tables = QHBoxLayout()
        for shown, stretch in ((self.rule_table, 3), (self.miss_table, 2)):
            shown.setMinimumHeight(8 * shown.verticalHeader().defaultSectionSize())
            tables.addWidget(shown, stretch)
        column.addLayout(tables, 1)
        return scrolling_both_ways(page)

    def _connect(self) -> None:
        for widget in (self.period, self.whose, self.unit):
            widget.activated.connect(lambda _index: self._ask())
        presenter = self.presenter
        presenter.changed.connect(self._show)
        presenter.drawn.connect(self._show_charts)
        presenter.units_read.connect(self._offer_units)
        presenter.progressed.connect(self.said.setText)
        self._print.clicked.connect(presenter.print_pdf)
        self._save.clicked.connect(self._ask_and_save)
        self._close.clicked.connect(self.closed)
        on_escape(self, self.closed.emit)

    def _offer_units(self, units: list[str]) -> None:
        chosen = self.unit.currentText()
        self.unit.clear()
        self.unit.addItem("Alla enheter", "")
        for name in units:
            self.unit.addItem(name, name)
        self.unit.setCurrentText(chosen)

    def _show(self) -> None:
        found = self.presenter.found
        if found is None:
            return
        self.said.setText("" if found.events else _NONE)
        self.said.setVisible(not found.events)
        self._arrange()
        self.rules.set_items(found.rules)
        self.misses.set_items(found.misses)
        self._rule_fit.fit_to(self._rule_columns(), found.rules, 1)
        self._miss_fit.fit_to(_MISS_COLUMNS, found.misses, 0)
        self.rule_table.setVisible(bool(found.rules))
        self.miss_table.setVisible(bool(found.misses))
        for act in (self._print, self._save):
            act.setEnabled(bool(found.events))

    def _show_charts(self, charts: list[bytes]) -> None:
        for old in self.charts:
            self._plots.removeWidget(old)
            old.deleteLater()
        self.charts = [QSvgWidget() for _chart in charts]
        for position, (widget, svg) in enumerate(zip(self.charts, charts, strict=True), start=1):
            widget.load(QByteArray(svg))
            widget.renderer().setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
            widget.setMinimumSize(_at_least(widget))
            widget.setAccessibleName(f"Diagram {position}; siffrorna finns som CSV")
        self._arrange()

    def _arrange(self) -> None:
        """Put figures and charts side by side as far as there is room."""
        is_roomy = self.width() > _ROOMY * self.fontMetrics().averageCharWidth()
        if self.presenter.found is not None:
            _fill(self.figures, figures_in_words(self.presenter.found), 4 if is_roomy else 2)
        per_row = 2 if is_roomy else 1
        for position, widget in enumerate(self.charts):
            self._plots.addWidget(widget, position // per_row, position % per_row)

    def _ask_and_save(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, "Spara siffrorna", "statistik.csv", "CSV (*.csv)"
        )
        if name:
            self.presenter.save(Path(name))

    def _rule_columns(self) -> tuple[Column[RuleTimes], ...]:
        def named(rule: RuleTimes) -> str:
            return self.presenter.names.get(rule.rule_id, "")

        return (
            Column("Regel", lambda rule: rule.rule_id),
            Column("Anmärkning", named, tooltip=named),
            Column("Antal", lambda rule: str(rule.hits), is_number=True),
            Column("Avfärdade", lambda rule: str(rule.overridden), is_number=True),
        )


_MISS_COLUMNS: tuple[Column[SearchMiss], ...] = (
    Column("Sökning utan träff", lambda miss: miss.text),
    Column("Antal", lambda miss: str(miss.times), is_number=True),
)


def _fill(grid: QGridLayout, figures: list[tuple[str, str]], per_row: int) -> None:
    """Show figures with their words above them, so many in a row."""
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
    for position, (text, figure) in enumerate(figures):
        row, column = divmod(position, per_row)
        grid.addWidget(label(text, "muted"), 2 * row, column)
        grid.addWidget(label(figure, "heading"), 2 * row + 1, column)


def _at_least(widget: QSvgWidget) -> QSize:
    size = widget.renderer().defaultSize()
    share = widget.fontMetrics().height() / 17
    return QSize(int(size.width() * share * 0.85), int(size.height() * share))
