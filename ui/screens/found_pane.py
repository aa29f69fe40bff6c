"""The search of the coding screen: the field, what is chosen beside it, and its hits."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.search import FilterKind, MatchKind, SearchHit, Suggestions
from app.domain.usable_code import is_bare_category
from ui.models.code_list_model import Entry
from ui.models.hits import hit_entries, own_entries, refusal
from ui.models.offers import (
    Offer,
    OfferKind,
    everywhere_entries,
    propose_entries,
    suggestion_entries,
    with_tries,
)
from ui.presenters.favourites_presenter import CodeKey, FavouritesPresenter
from ui.presenters.own_codes_presenter import OwnCodesPresenter
from ui.presenters.search_presenter import SearchPresenter, nothing_found, nothing_within
from ui.presenters.trail import How
from ui.screens.chip_row import ChipRow
from ui.screens.hit_field import HitField
from ui.screens.parts import WrappedLabel, button, on_key, pane, side_by_side
from ui.screens.scope_row import ScopeRow
from ui.screens.search_filters import SYSTEM_CHOICES, SearchFilters, SystemChoice

_SYNTAX = 'kap:9 · kod:I2* · "exakt fras" · -ord'
_SYNTAX_TIP = (
    "kap:9 bara kapitel 9 · kod:I2* eller kod:I20-I25 bara de koderna · "
    '"exakt fras" orden intill varandra · -ord utan ordet'
)
_NO_OWN = "Inga favoriter ännu. Ctrl+Skift+D gör den valda koden till favorit."
_SEARCH_FIRST = "Sök något först. Ctrl+I söker sedan vidare bland träffarna."
#: Heights in lines of text, from which there is room for the filters and for the help.
_FILTERS_FROM, _HELP_FROM = 13, 19
#: Width of the title with its margins, in the same measure.
_TITLE = 7


class FoundPane(QWidget):
    """Finds a code by what is typed, and lets it be chosen without leaving the field."""

    chosen = Signal(object, str)  # CodeSystem, code: Enter
    chosen_principal = Signal(str)  # ICD code: Ctrl+Enter
    looked_at = Signal(object, object)  # SearchHit, How
    propose_asked = Signal(str)  # a word that is missing, as it was typed
    told = Signal(str)

    def __init__(
        self,
        presenter: SearchPresenter,
        favourites: FavouritesPresenter,
        own: OwnCodesPresenter,
    ) -> None:
        super().__init__()
        self._presenter, self._favourites, self._own = presenter, favourites, own
        self._hits: list[SearchHit] = []
        #: What can be tried instead, and the text that it was asked for.
        self._tries: tuple[str, list[Entry[SearchHit]]] = ("", [])
        #: What was typed before an offer took its place, and that offer.
        self._typed: tuple[str, str] | None = None
        self._refused: CodeKey | None = None
        self._how = How.WALK
        self.field = HitField("Sök kod", "Sök diagnos, åtgärd eller läkemedel …")
        self.systems = SystemChoice()
        self.scope = ScopeRow(presenter, "Överallt")
        self.filters = SearchFilters(presenter)
        self.help = button("?", "Visa eller dölj vad man kan skriva bland orden", "link")
        self.syntax = ChipRow("Dölj sökhjälpen", "muted")
        self.within = ChipRow("Sök överallt igen (Backsteg i tomt fält)")
        self.typed = ChipRow("Tillbaka till det du skrev (Esc)")
        self.empty = WrappedLabel()
        self._lay_out()
        self._connect()

    def set_books(self, books: Codebooks | None, day: date | None) -> None:
        """Offer chapters and own codes by these codebooks, as of a day."""
        self._own.set_books(books, day)
        self.filters.set_books(books, day)

    def choose_systems(self, position: int) -> None:
        """Search all systems (0) or one of them (1–3)."""
        self.systems.show_choice(position)
        self._presenter.set_section(None)
        self._presenter.set_systems(SYSTEM_CHOICES[position][1])
        self.field.focus_all()

    def search_on(self) -> None:
        """Search inside what is found now; the field is ready for further words."""
        if not self._presenter.search_on():
            self.told.emit(_SEARCH_FIRST)
            return
        self.field.clear()
        self.field.setFocus()

    def begin_anew(self) -> None:
        """Empty the field for another event; what was told went with the one before."""
        self._refused = None
        self.field.clear()

    def listen(self, screen: QWidget) -> None:
        """Take the keys of the search anywhere on a screen."""
        for position in range(len(SYSTEM_CHOICES)):
            on_key(screen, f"Alt+{position + 1}", partial(self.choose_systems, position))
        on_key(screen, "Ctrl+Shift+H", self.filters.principal.toggle)
        on_key(screen, "Ctrl+Shift+G", self.filters.retired.toggle)
        on_key(screen, "Ctrl+Shift+K", self.filters.pick_chapter)
        on_key(screen, "Ctrl+I", lambda: self._presenter.when_settled(self.search_on))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list its room: in a low pane filters and help give way."""
        super().resizeEvent(event)
        self._make_room()

    def _lay_out(self) -> None:
        self.field.setToolTip(_SYNTAX_TIP)
        self.syntax.text.setToolTip(_SYNTAX_TIP)
        self.scope.hide()
        self.empty.hide()
        self.help.setAccessibleName("Sökhjälp")
        self.help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame, inner = pane("Sök kod", aside=side_by_side(self.filters.day, self.systems))
        line = side_by_side(self.field, self.help)
        for part in (line, self.syntax, self.filters, self.scope, self.within, self.typed):
            inner.addWidget(part)
        inner.addWidget(self.empty)
        inner.addWidget(self.field.list, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)

    def _connect(self) -> None:
        presenter, field = self._presenter, self.field
        field.textChanged.connect(presenter.set_text)
        field.textChanged.connect(self._forget_typed)
        field.entered.connect(lambda: presenter.when_settled(self._add))
        field.entered_principal.connect(lambda: presenter.when_settled(self._add_principal))
        field.left.connect(self._go_back)
        field.list.clicked.connect(self._click)
        field.list.doubleClicked.connect(self._double_click)
        field.list.selectionModel().currentChanged.connect(self._look)
        presenter.answered.connect(self._show)
        presenter.suggested.connect(self._show_tries)
        presenter.failed.connect(self._tell)
        presenter.within_changed.connect(self._show_within)
        presenter.filters_changed.connect(self._make_room)
        presenter.section_changed.connect(lambda section: self.scope.setVisible(bool(section)))
        self.systems.chosen.connect(self.choose_systems)
        self.scope.changed.connect(field.focus_all)
        self.filters.left.connect(field.focus_all)
        self.help.clicked.connect(self._toggle_help)
        self.syntax.closed.connect(self._toggle_help)
        self.within.closed.connect(self._go_back)
        self.typed.closed.connect(self._go_back)
        self._favourites.changed.connect(self._mark)
        self._own.changed.connect(self._take_own)
        self._own.failed.connect(self.told)

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        self._hits = hits
        self._withdraw()
        self._show_within()
        if not text.strip() and self._presenter.within is None:
            self._show_own()
            return
        self.field.list.setAccessibleName("Träffar")
        self.empty.setText(self._nothing(text))
        self.empty.setVisible(not hits)
        self._how = How.TYPED
        self.field.show_answer(text, self._rows(text))
        self._look()
        self._how = How.WALK

    def _nothing(self, text: str) -> str:
        within = self._presenter.within
        if within is not None:
            return nothing_within(text, within)
        return nothing_found(text, self._presenter.answer, self.scope.section)

    def _rows(self, text: str) -> list[Entry[SearchHit]]:
        presenter, kept = self._presenter, self._favourites.keys
        rows = hit_entries(self._hits, kept, of_one_system=len(presenter.systems) == 1)
        if not self._hits and presenter.within is not None:
            rows += everywhere_entries(text)
        lacks = all(hit.kind is MatchKind.FUZZY for hit in self._hits)
        return with_tries(rows, self._tries[1]) if lacks and self._tries[0] == text else rows

    def _show_tries(self, text: str, found: Suggestions) -> None:
        self._tries = (text, suggestion_entries(found) + propose_entries(text))
        self.field.refresh(self._rows(text))

    def _show_own(self) -> None:
        """List own codes; none is chosen, so that Enter in an empty field adds nothing."""
        self.field.show_unchosen(self._own_rows())

    def _own_rows(self) -> list[Entry[SearchHit]]:
        rows = own_entries(self._own.groups(self._presenter.systems))
        self.field.list.setAccessibleName("Dina och patientens koder")
        self.empty.setText(_NO_OWN)
        has_none = not rows and not self._favourites.keys
        self.empty.setVisible(has_none and self._favourites.is_read)
        return rows

    def _mark(self) -> None:
        """Show what is a favourite now; the choice stays where it is."""
        if self.field.text().strip() or self._presenter.within is not None:
            self.field.refresh(self._rows(self.field.text()))

    def _take_own(self) -> None:
        self._presenter.set_own(self._own.codes)
        if not self.field.text().strip() and self._presenter.within is None:
            self.field.refresh(self._own_rows())

    def _show_within(self) -> None:
        within = self._presenter.within
        self.field.takes_escape = within is not None or self._typed is not None
        self.within.say(within.sentence if within is not None else "")

    def _make_room(self) -> None:
        lines = self.height() / max(1, self.fontMetrics().height())
        is_set = self._presenter.filters.are_set
        self.filters.setVisible(lines >= _FILTERS_FROM or is_set)
        wide = self.systems.sizeHint().width() + self.filters.day.sizeHint().width()
        self.filters.day.setVisible(self.width() >= wide + _TITLE * self.fontMetrics().height())
        is_wanted = self._presenter.is_help_wanted
        self.syntax.say(_SYNTAX if is_wanted and lines >= _HELP_FROM else "")
        self.syntax.text.setToolTip(_SYNTAX_TIP)

    def _toggle_help(self) -> None:
        self._presenter.want_help(not self._presenter.is_help_wanted)
        self._make_room()

    def _tell(self, sentence: str) -> None:
        self.empty.setText(sentence)
        self.empty.show()

    def _look(self, *_index: QModelIndex) -> None:
        hit = self.field.hit
        if hit is not None:
            self.looked_at.emit(hit, self._how)

    def _click(self) -> None:
        offer = self.field.offer
        if isinstance(offer, Offer):
            self._take(offer)

    def _double_click(self) -> None:
        if self.field.hit is not None:
            self._add()

    def _add(self) -> None:
        offer = self.field.offer
        if isinstance(offer, Offer):
            self._take(offer)
            return
        hit = self._to_add()
        if hit is not None:
            self.chosen.emit(hit.system, hit.code)
            self.field.start_anew()

    def _add_principal(self) -> None:
        hit = self._to_add()
        if hit is not None and hit.system is CodeSystem.ICD10SE:
            self.chosen_principal.emit(hit.code)
            self.field.start_anew()
        elif hit is not None or self.field.offer is not None:
            self._add()

    def _to_add(self) -> SearchHit | None:
        hit = self.field.hit
        if hit is None:
            return None
        key, sentence = (hit.system, hit.code), refusal(hit)
        was_told, self._refused = key == self._refused, key
        if sentence and was_told and hit.successors:
            self._search_instead(hit.successors[0])
        elif sentence:
            self.told.emit(sentence)
        elif is_bare_category(hit.system, hit.code, is_leaf=hit.is_leaf):
            self._go_below(hit)
        elif not was_told and hit.is_unsure and not self.field.has_walked:
            self.told.emit(f"{hit.code} är en gissning: {hit.title}. Retur igen lägger till den.")
        else:
            self._withdraw()
            return hit
        return None

    def _withdraw(self) -> None:
        """Let no sentence say what Enter will do when it does so no more."""
        if self._refused is not None:
            self._refused = None
            self.told.emit("")

    def _go_below(self, category: SearchHit) -> None:
        """Choose the best hit under a category instead, for a category cannot be reported."""
        told = f"{category.code} är bara en kategori."
        if self.field.go_to(lambda hit: hit.code.startswith(category.code)):
            below = self.field.hit
            told += f" Retur igen lägger till {below.code}." if below else ""
        else:
            told += f" Skriv {category.code}. i sökfältet, så visas koderna under den."
        self.told.emit(told)

    def _take(self, offer: Offer) -> None:
        if offer.kind is OfferKind.SEARCH:
            self._search_instead(offer.text)
        elif offer.kind is OfferKind.EVERYWHERE:
            self._presenter.set_section(None)
            self.field.setFocus()
        elif offer.without is FilterKind.SYSTEMS:
            self.choose_systems(0)
        elif offer.without is not None:
            self._presenter.set_filters(self._presenter.filters.without(offer.without))
            self.field.setFocus()
        else:
            self.propose_asked.emit(offer.text)

    def _search_instead(self, text: str) -> None:
        """Search another text; what was typed can be gone back to."""
        before = self._typed[0] if self._typed is not None else self.field.text()
        self._typed = (before, text)
        self.field.setText(text)
        self.field.setFocus()
        self.typed.say(f"Du skrev: {before.strip()[:60]}")
        self.field.takes_escape = True

    def _forget_typed(self, text: str) -> None:
        if self._typed is not None and text != self._typed[1]:
            self._typed = None
            self.typed.say("")
            self._show_within()

    def _go_back(self) -> None:
        """Take one step back: to what was typed, or out of the answer that is searched in."""
        if self._typed is not None:
            self.field.setText(self._typed[0])
        elif self._presenter.within is not None:
            self.field.setText(self._presenter.leave())
        self.field.setFocus()
