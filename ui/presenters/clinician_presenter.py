"""What the clinician's column does: offers for the visit on the desk, codes for what is typed.

The visit lies on the same desk as a coder's event: opening, saving, review and signing are those
of the coding presenter, and nothing is stored here.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.codes import CodeSystem
from app.domain.coding_acts import assigned_codes
from app.domain.completion import CAUSE_KINDS
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.domain.own_codes import OwnCodes
from app.domain.record import ProposalState
from app.domain.row_changes import put_first
from app.domain.visit_chronic import category
from app.domain.visit_missing import Mend, Missing, most_important
from app.domain.visit_offers import NO_OFFERS, CodeOffer, TeamPrincipal, VisitOffers
from app.services.clinician import read_offers
from app.services.clinician_codes import choose_code, with_team
from app.services.coding import OpenedEvent
from app.services.completion_offers import find_offers
from app.services.declined_conditions import decline_for_good
from app.services.own_codes import read_own_codes
from app.services.review import open_findings
from ui.desk import Desk
from ui.jobs import Lane
from ui.presenters.clinician_search import ClinicianSearch
from ui.presenters.coding_presenter import CodingPresenter
from ui.presenters.completion_presenter import CompletionPresenter
from ui.presenters.newest import Newest

_NO_DIAGNOSIS = "Besöket har ingen diagnos än. Skriv den i egna ord, och ta koden med Retur."
_UNCHOSEN = "Det som står i fältet har ingen kod än. Ta en kod med Retur, eller töm fältet med Esc."
_DECLINED = "{code} är avböjd vid det här besöket."
_DECLINED_FOR_GOOD = "{code} erbjuds dig inte mer för patienten, om den inte kodas på nytt."


class ClinicianPresenter(QObject):
    """Follows the visit on the desk; answers to older questions are dropped."""

    offered = Signal(object)  # VisitOffers: without what the visit carries already
    missing_changed = Signal()
    override_asked = Signal(object)  # Finding
    code_wanted = Signal()  # only another code mends what is missing
    told = Signal(str)

    def __init__(self, desk: Desk, coding: CodingPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self.coding = desk, coding
        self.completion = CompletionPresenter(desk, coding, self)
        self.completion.told.connect(self.told)
        #: What is typed, and the codes that are found for it.
        self.search = ClinicianSearch(desk, lambda: coding.encounter, self)
        self.search.failed.connect(self._tell)
        self._opened = Newest()
        self._read = NO_OFFERS
        self._is_team_declined = self._is_held_back = False
        #: Chronic conditions that are not wanted at this visit.
        self._declined: set[str] = set()
        self.missing: Missing | None = None
        self._is_judged = False
        coding.opened.connect(self.begin)
        coding.changed.connect(self._note_change)
        coding.answers.offered.connect(lambda _offers: self._judge())
        coding.left.connect(self._forget)

    # -- what is offered ------------------------------------------------------------------

    @property
    def offers(self) -> VisitOffers:
        """What is offered now: what the visit carries already is left out."""
        encounter = self.coding.encounter
        if encounter is None:
            return NO_OFFERS
        taken = {(each.system, each.code) for each in assigned_codes(encounter)}

        def left(offers: tuple[CodeOffer, ...]) -> tuple[CodeOffer, ...]:
            return tuple(offer for offer in offers if offer.key not in taken)

        read = self._read
        coded = {category(code) for system, code in taken if system is CodeSystem.ICD10SE}
        unwanted = coded | self._declined
        chronic = tuple(each for each in read.chronic if category(each.code) not in unwanted)
        return VisitOffers(left(read.noted), chronic, left(read.procedures), self.team)

    @property
    def team(self) -> TeamPrincipal | None:
        """The team's principal diagnosis, as long as it waits in the place of one."""
        encounter = self.coding.encounter
        is_free = encounter is not None and encounter.principal is None
        waits = is_free and self.coding.is_editable and not self._is_team_declined
        return self._read.team if waits else None

    @property
    def lacks_diagnosis(self) -> bool:
        """Whether no diagnosis stands on the visit, and none waits there."""
        encounter = self.coding.encounter
        return encounter is not None and not encounter.diagnoses and self.team is None

    @property
    def is_ready(self) -> bool:
        """Whether everything that is known of the visit on the desk is offered."""
        return self.coding.encounter is not None and self._opened.is_settled

    @property
    def is_judged(self) -> bool:
        """Whether `missing` is about the codes as they are now."""
        return self._is_judged

    def begin(self, event: OpenedEvent) -> None:
        """Find what to offer at a visit that lies on the desk."""
        self._forget()
        books, app, person = self.coding.books, self._desk.app, self._desk.person
        if books is None:
            return
        question = self._opened.ask()
        self._desk.jobs.run(
            lambda _control: (
                read_offers(app, event, books, person),
                read_own_codes(app, person, event.encounter),
            ),
            owner=self,
            on_done=lambda both: self._show_offers(question, *both),
            on_error=self._tell,
        )

    def decline_team(self) -> None:
        """Let the team's principal diagnosis be; another is chosen."""
        self._is_team_declined = True
        self.offered.emit(self.offers)
        self._judge()

    def decline(self, offer: CodeOffer) -> bool:
        """Let a known chronic condition be at this visit; tell whether it was one."""
        if not offer.source or not self.coding.is_editable:
            return False
        self._declined.add(category(offer.code))
        self.offered.emit(self.offers)
        self.told.emit(_DECLINED.format(code=offer.code))
        return True

    def decline_for_good(self, offer: CodeOffer) -> None:
        """Let a known chronic condition be here, and at the visits to come."""
        if not self.decline(offer):
            return
        app, person = self._desk.app, self._desk.person
        self._desk.jobs.run(
            lambda _control: decline_for_good(app, person, offer),
            owner=self,
            on_done=lambda _none: self.told.emit(_DECLINED_FOR_GOOD.format(code=offer.code)),
            on_error=self._tell,
            lane=Lane.WRITE,
        )

    def choose(self, offer: CodeOffer, typed: str = "") -> bool:
        """Put a code on the visit, with what was typed as its text."""
        books, team = self.coding.books, self.team
        if books is None:
            return False
        done = self.coding.act(lambda e: choose_code(e, books, offer, typed, team))
        if done and offer.key in {noted.key for noted in self._read.noted}:
            self._mark_noted(offer)
        return done

    def make_principal(self, row: int) -> None:
        """Make a diagnosis of the visit the principal one; the one that was becomes secondary."""
        self.coding.act(lambda e: put_first(e, row))

    # -- before signing -------------------------------------------------------------------

    def mend(self) -> None:
        """Do what mends the most important missing thing."""
        missing = self.missing
        if missing is None or not self._is_judged:
            return
        if missing.correction is not None:
            self.coding.answers.take(missing.correction)
        elif missing.offer is not None:
            self.coding.selected = missing.offer.place
            is_cause = missing.offer.kind in CAUSE_KINDS
            (self.completion.begin_cause if is_cause else self.completion.begin_offer)()
        elif missing.mend is Mend.OVERRIDE:
            self.override()
        else:
            self.code_wanted.emit()

    def override(self) -> None:
        """Ask for the reason why a warning is right as it is."""
        if self.missing is not None and self.missing.finding is not None:
            self.override_asked.emit(self.missing.finding)

    def sign(self) -> None:
        """Sign the visit, the team's diagnosis put on it first; or point at what is missing."""
        if self.coding.encounter is None or self.search.when_taken(self.sign):
            return
        if self.search.text.strip():
            self.told.emit(_UNCHOSEN)
            self.code_wanted.emit()
            return
        if self.lacks_diagnosis and self.coding.is_editable:
            self.told.emit(_NO_DIAGNOSIS)
            self.code_wanted.emit()
            return
        team = self.team
        if team is not None:
            self.coding.act(lambda e: with_team(e, team))
        self.coding.when_reviewed(self._sign_or_point)

    def _sign_or_point(self) -> None:
        encounter = self.coding.encounter
        if encounter is None:
            return
        findings = open_findings(encounter, self.coding.findings)
        missing = most_important(findings, {}, ())
        if missing is not None and missing.is_blocking and self.coding.is_editable:
            self._is_held_back = True
            self.told.emit(f"Det går inte att signera än: {missing.sentence}")
            self.code_wanted.emit()
        else:
            self.coding.sign()

    # -- behind ---------------------------------------------------------------------------

    def _note_change(self, _encounter: Encounter) -> None:
        self._is_judged = False
        self.offered.emit(self.offers)

    def _judge(self) -> None:
        """Choose the most important thing, once findings and corrections are those of the codes."""
        encounter, books = self.coding.encounter, self.coding.books
        if encounter is None or books is None or not self.coding.is_reviewed:
            return
        findings = open_findings(encounter, self.coding.findings)
        offers = find_offers(self._desk.app, encounter, books)
        self.missing = most_important(findings, self.coding.answers.offers, offers)
        self._is_judged = True
        if self._is_held_back and (self.missing is None or not self.missing.is_blocking):
            self._is_held_back = False
            self.told.emit("")  # what held the visit back is mended
        self.missing_changed.emit()

    def _show_offers(self, question: int, read: VisitOffers, own: OwnCodes) -> None:
        if self._opened.is_newest(question):
            self._opened.answer(question)
            self._read = read
            self.offered.emit(self.offers)
            self._judge()
            self.search.begin(own)

    def _mark_noted(self, offer: CodeOffer) -> None:
        """Note in the record's list that its code was taken over."""
        event = self.coding.desk_event
        proposals = event.record.proposals if event is not None else ()
        for proposal in proposals:
            if (proposal.system, proposal.code) == offer.key:
                self.coding.proposals.mark(proposal, ProposalState.ACCEPTED)
                return

    def _forget(self) -> None:
        self.search.forget()
        self._opened.forget()
        self._read = NO_OFFERS
        self._declined.clear()
        self._is_team_declined = self._is_judged = self._is_held_back = False
        self.missing = None
        self.offered.emit(NO_OFFERS)
        self.missing_changed.emit()

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.told.emit(str(error))
