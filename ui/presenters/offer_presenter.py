"""What is offered under the chosen codes: the code that asks for more, and which of several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.codebook_ports import Codebooks
from app.domain.coding_acts import Part, Place
from app.domain.completion import CAUSE_KINDS, CompletionKind, Offer
from app.domain.concept import Mark
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.services.completion_offers import find_offer, find_offers
from app.services.settings import read_settings, write_setting
from ui.desk import Desk
from ui.presenters.coding_presenter import CodingPresenter

_SETTING = "completion_offers"


class OfferPresenter(QObject):
    """Follows the codes on the desk; of several offers that of the chosen row goes first."""

    offered = Signal(object)  # Offer or None
    told = Signal(str)

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._coding = desk, coding
        self._is_wanted = bool(read_settings(desk.app.data_dir)[_SETTING])
        self._is_paused = False
        self._offers: list[Offer] = []
        coding.changed.connect(self._look)
        coding.left.connect(self._forget)

    @property
    def offer(self) -> Offer | None:
        """What is offered now: of the chosen row, or else the first of the event."""
        if not self._is_wanted or self._is_paused or not self._coding.is_editable:
            return None
        return self._pick(self._offers)

    def point(self) -> None:
        """Offer what the chosen row lacks."""
        self.offered.emit(self.offer)

    def pause(self) -> None:
        """Offer nothing while a completion is under way."""
        self._is_paused = True
        self.offered.emit(None)

    def resume(self) -> None:
        """Offer again."""
        self._is_paused = False
        self.offered.emit(self.offer)

    def toggle(self) -> None:
        """Offer completions, or do so no longer; the choice is kept."""
        self._is_wanted = not self._is_wanted
        try:
            write_setting(self._desk.app.data_dir, _SETTING, self._is_wanted)
        except AppError as error:
            self.told.emit(str(error))
        said = "visas" if self._is_wanted else "visas inte"
        self.told.emit(f"Förslag om komplettering {said}.")
        self.offered.emit(self.offer)

    def offer_to_take(self, encounter: Encounter, books: Codebooks) -> Offer | None:
        """Return what Ctrl+Shift+E means: what is offered, or what goes with the chosen code."""
        found = self._pick(find_offers(self._desk.app, encounter, books))
        return found or self._asked_for(encounter, books)

    def cause_offer(self, encounter: Encounter, books: Codebooks) -> Offer | None:
        """Return what Ctrl+E means: the cause of the chosen row, or the chosen cause."""
        app, place = self._desk.app, self._coding.selected
        offers = [o for o in find_offers(app, encounter, books) if o.kind in CAUSE_KINDS]
        if place is not None and place.part is Part.CAUSE and place.row < len(encounter.diagnoses):
            code = encounter.diagnoses[place.row].external_causes[place.index]
            return Offer(CompletionKind.CAUSE, place, code, "")
        if place is None or not place.in_diagnosis or place.row >= len(encounter.diagnoses):
            if offers or not encounter.diagnoses:
                return offers[0] if offers else None
            place = Place(Part.DIAGNOSIS, len(encounter.diagnoses) - 1)
        of_row = [offer for offer in offers if offer.place.row == place.row]
        return (
            of_row[0] if of_row else find_offer(app, encounter, books, CompletionKind.CAUSE, place)
        )

    def _asked_for(self, encounter: Encounter, books: Codebooks) -> Offer | None:
        place = self._coding.selected
        if place is None:
            return None
        if not place.in_diagnosis:
            kind = CompletionKind.SIDE
        else:
            concept = books.icd10se.concept(encounter.diagnoses[place.row].code)
            is_asterisk = concept is not None and concept.mark is Mark.ASTERISK
            kind = CompletionKind.DAGGER if is_asterisk else CompletionKind.ASTERISK
        return find_offer(self._desk.app, encounter, books, kind, place)

    def _pick(self, offers: Sequence[Offer]) -> Offer | None:
        place = self._coding.selected
        if place is not None:
            here = (place.row, place.in_diagnosis)
            for offer in offers:
                if (offer.place.row, offer.place.in_diagnosis) == here:
                    return offer
        return offers[0] if offers else None

    def _look(self, encounter: Encounter) -> None:
        books = self._coding.books
        self._offers = [] if books is None else find_offers(self._desk.app, encounter, books)
        self.offered.emit(self.offer)

    def _forget(self) -> None:
        self._offers = []
        self.offered.emit(None)
