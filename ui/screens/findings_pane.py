"""The findings of the rules: what, why, where it is written, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.codes_behind import codes_behind
from app.domain.correction import Correction
from app.domain.encounter import Encounter
from app.domain.finding import SEVERITY_LABEL, Finding, Severity
from app.domain.rule_page import RulePage
from app.services.corrections import Key
from ui.delegates.code_row import CodeRow
from ui.delegates.finding_row import FindingRowDelegate
from ui.models.code_list_model import CodeListModel, Entry
from ui.models.findings import FindingRow, finding_rows
from ui.screens.finding_page import Because, finding_html
from ui.screens.parts import WrappedLabel, button, code_list, pane, remark
from ui.screens.pick_list import PickList

_PLURAL = {Severity.ERROR: "fel", Severity.WARNING: "varningar", Severity.ADVICE: "råd"}
_NOTHING_OFFERED = (
    "Ingen av anmärkningarna har en färdig rättelse. Rätta koden själv, eller lägg till det som "
    "saknas med Ctrl+E (yttre orsak) eller Ctrl+Skift+E."
)
_LAPSED = "Koderna är ändrade: skälet till att {rule} avfärdades gäller inte längre."
_DISMISS, _WITHDRAW = "Avfär&da …", "Ta ti&llbaka"
_DISMISS_TIP = "Avfärda varningen med ett skäl (F7), eller låt en avfärdad stå igen"
#: Lines of the explanation, and of the list: a finding with its head and two lines.
_LINES, _WHOLE = 2, 4


class FindingsPane(QWidget):
    """Lists findings, most severe first, explains the chosen one and offers its corrections."""

    pointed = Signal(object)  # Finding: go to its code
    override_asked = Signal(object)  # Finding
    override_withdrawn = Signal(object)  # Finding
    correct_asked = Signal()
    corrected = Signal(object)  # Correction
    emptied = Signal()  # the keys stood in the list, and nothing is left of it
    told = Signal(str)  # a Swedish sentence for the status bar

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: Mapping[str, RulePage] = {}
        self._offers: Mapping[Key, Sequence[Correction]] = {}
        self._encounter: Encounter | None = None
        self._findings: list[Finding] = []
        self._books: Codebooks | None = None
        self._lapsed: set[str] = set()
        self._picking: Sequence[Correction] = ()
        self._back: QWidget | None = None
        self.rows: CodeListModel[FindingRow] = CodeListModel(self)
        self.list = code_list(self.rows, "Anmärkningar")
        self.list.setItemDelegate(FindingRowDelegate(self.list))
        self.list.least_lines = _WHOLE
        self.summary = remark()
        self.explanation = QTextBrowser()
        self.picks = PickList("Rättelser")
        self.offer = WrappedLabel("offer")
        self.correct_button = button("R&ätta", "Gör det som föreslås (Ctrl+.)")
        self.dismiss = button(_DISMISS, _DISMISS_TIP)
        self._lay_out()

    def show_pages(self, pages: Mapping[str, RulePage]) -> None:
        """Take the pages of the rules, by id, with what the region has decided."""
        self._pages = pages
        self._explain()

    def show_findings(
        self, encounter: Encounter, findings: list[Finding], books: Codebooks | None = None
    ) -> None:
        """Show what the rules said; the chosen finding stays so, or what comes in its place."""
        kept, near = self.current, self.list.currentIndex().row()
        is_other = self._encounter is None or self._encounter.id != encounter.id
        before = [] if is_other else [entry.item for entry in self.rows.entries if entry.item]
        self._encounter, self._books = encounter, books
        self._findings = findings
        rows = self._fill()
        self._lapsed = set() if is_other else self._lapsed
        self._tell_lapsed(before, rows)
        near = 0 if is_other else near
        keys = [row.finding.key for row in rows]
        key = kept.finding.key if kept is not None else None
        position = keys.index(key) if key in keys else near
        if rows:
            self.list.setCurrentIndex(self.rows.index(max(0, min(position, len(rows) - 1))))
        self.summary.setText(_summary(rows))
        self._stop_picking()
        self._explain()
        if not rows and self.list.hasFocus():
            self.emptied.emit()

    def show_offers(self, offers: Mapping[Key, Sequence[Correction]]) -> None:
        """Show what can be done about the findings that are shown."""
        self._offers = offers
        self._fill()
        self._show_offer()

    @property
    def current(self) -> FindingRow | None:
        """The chosen finding, or None."""
        return self.rows.item(self.list.currentIndex().row())

    def next(self) -> None:
        """Choose the next finding, from the last to the first again, and point at its code."""
        count = self.rows.rowCount()
        if count == 0:
            return
        row = (self.list.currentIndex().row() + 1) % count if self.list.hasFocus() else 0
        self.list.setCurrentIndex(self.rows.index(row))
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._point()

    def correct(self) -> None:
        """Do what is offered for the chosen finding, or for the first open one with an offer."""
        row = self._correctable()
        if row is None:
            self.told.emit(_NOTHING_OFFERED)
            return
        self.list.setCurrentIndex(self.rows.index(row))
        offers = self._current_offers()
        if len(offers) == 1:
            self.corrected.emit(offers[0])
            return
        if not self.picks.isVisible():
            self._back = self.window().focusWidget()
        self._picking = offers
        self.explanation.hide()
        self.picks.offer([correction.sentence for correction in offers])

    def changeEvent(self, event: QEvent) -> None:
        """Write the panel anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._leave_room()
            self._explain()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the chosen finding in sight when the list gets less room."""
        if watched is self.list and event.type() == QEvent.Type.Resize:
            self.list.scrollTo(self.list.currentIndex())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.scheduleDelayedItemsLayout()

    def _lay_out(self) -> None:
        frame, inner = pane("Anmärkningar", aside=self.summary)
        inner.addWidget(self.list, 1)
        self.explanation.setAccessibleName("Förklaring")
        self._leave_room()
        inner.addWidget(self.explanation, 1)
        inner.addWidget(self.picks, 1)
        inner.addWidget(self.offer)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.correct_button)
        row.addWidget(self.dismiss)
        inner.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.list.installEventFilter(self)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._turn())
        self.list.clicked.connect(lambda _index: self._point())
        self.list.activated.connect(lambda _index: self._point())
        self.dismiss.clicked.connect(self._dismiss)
        self.correct_button.clicked.connect(self.correct_asked)
        self.picks.picked.connect(self._pick)
        self.picks.left.connect(self._stop_picking)

    def _fill(self) -> list[FindingRow]:
        """Show the findings as rows; those that can be corrected say so."""
        if self._encounter is None:
            return []
        rows = finding_rows(self._encounter, self._findings, self._offers)
        self.rows.set_entries(
            [Entry(CodeRow(code=r.finding.rule_id, title=r.spoken), r) for r in rows]
        )
        return rows

    def _tell_lapsed(self, before: Sequence[FindingRow], now: Sequence[FindingRow]) -> None:
        """Say that a rule speaks again, of other codes than those it was answered for."""
        answered = {row.finding.key: row.finding.rule_id for row in before if row.override}
        keys = {row.finding.key for row in now}
        self._lapsed |= {rule for key, rule in answered.items() if key not in keys}
        self._lapsed -= {row.finding.rule_id for row in now if row.override}
        again = next((row for row in now if row.finding.rule_id in self._lapsed), None)
        if again is not None:
            self._lapsed.discard(again.finding.rule_id)
            self.told.emit(_LAPSED.format(rule=again.finding.rule_id))

    def _leave_room(self) -> None:
        """Leave room for some lines of the explanation, whatever the size of the text."""
        self.explanation.setMinimumHeight(_LINES * self.explanation.fontMetrics().lineSpacing())

    def _turn(self) -> None:
        self._stop_picking()
        self._explain()

    def _point(self) -> None:
        if self.current is not None:
            self.pointed.emit(self.current.finding)

    def _dismiss(self) -> None:
        row = self.current
        if row is not None:
            signal = self.override_withdrawn if row.override else self.override_asked
            signal.emit(row.finding)

    def _correctable(self) -> int | None:
        """Return the chosen row if it can be corrected, else the first open one that can."""
        rows = [entry.item for entry in self.rows.entries if entry.item is not None]
        able = [n for n, row in enumerate(rows) if row.finding.key in self._offers]
        chosen = self.list.currentIndex().row()
        if chosen in able:
            return chosen
        return next((row for row in able if rows[row].override is None), None)

    def _current_offers(self) -> Sequence[Correction]:
        return self._offers.get(self.current.finding.key, ()) if self.current else ()

    def _pick(self, position: int) -> None:
        correction = self._picking[position]
        self._stop_picking()
        self.corrected.emit(correction)

    def _stop_picking(self) -> None:
        had_focus, self._picking = self.picks.hasFocus(), ()
        self.picks.hide()
        self.explanation.setVisible(self.current is not None)
        if had_focus and self._back is not None:
            self._back.setFocus(Qt.FocusReason.PopupFocusReason)

    def _explain(self) -> None:
        row = self.current
        text = self._page(row) if row else ""
        if text != self.explanation.property("shown"):
            self.explanation.setProperty("shown", text)
            self.explanation.setHtml(text)
        self.explanation.setVisible(row is not None and not self._picking)
        self.dismiss.setEnabled(row is not None and row.finding.severity is not Severity.ERROR)
        word = _WITHDRAW if row is not None and row.override else _DISMISS
        self.dismiss.setText(word)
        self.dismiss.setAccessibleName(word.replace("&", ""))
        self.dismiss.setVisible(row is not None)
        self._show_offer()

    def _page(self, row: FindingRow) -> str:
        because = []
        if self._encounter is not None and self._books is not None:
            for behind in codes_behind(self._encounter, row.finding):
                concept = self._books.of(behind.system).concept(behind.code)
                because.append(Because(behind, concept.title if concept else ""))
        page = self._pages.get(row.finding.rule_id)
        return finding_html(row.finding, row.override, because, page)

    def _show_offer(self) -> None:
        offers = self._current_offers()
        self.offer.setText(_offered(offers))
        self.offer.setVisible(bool(offers))
        self.correct_button.setVisible(bool(offers))
        self.correct_button.setText("R&ätta" if len(offers) == 1 else "R&ätta …")


def _offered(offers: Sequence[Correction]) -> str:
    if len(offers) == 1:
        return f"Ctrl+. : {offers[0].sentence}"
    return f"Ctrl+. : Välj bland {len(offers)} rättelser." if offers else ""


def _summary(rows: list[FindingRow]) -> str:
    open_rows = [row.finding.severity for row in rows if row.override is None]
    if not open_rows:
        return "Inga anmärkningar" if not rows else "Alla är avfärdade"
    parts = []
    for severity in reversed(Severity):
        count = open_rows.count(severity)
        word = SEVERITY_LABEL[severity].lower() if count == 1 else _PLURAL[severity]
        parts += [f"{count} {word}"] if count else []
    return ", ".join(parts)
