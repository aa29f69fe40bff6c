"""Use cases of coding: open an event, place a code, save, accept what the record proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.domain import coding_acts as acts
from app.domain.access import AccessKind, Claim, Person
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeRange, CodeSystem, is_external_cause
from app.domain.coding_acts import Place
from app.domain.concept import Concept, Mark
from app.domain.desk_memory import NO_STEPS, UndoSteps
from app.domain.encounter import Diagnosis, Encounter, Procedure, Status
from app.domain.errors import AppError, ClaimedByOtherError, NotAllowedError, NotFoundError
from app.domain.pairing import find_daggers
from app.domain.ports import UnitOfWork
from app.domain.record import CareRecord, Proposal, ProposalState
from app.services.access import access_event, refuse_left
from app.services.context import AppContext

#: How long a claim lasts without being renewed, in minutes.
LEASE_MINUTES = 30


@dataclass(frozen=True, slots=True)
class OpenedEvent:
    """An event on the desk. `holder` names somebody else who works on it: then read only."""

    encounter: Encounter
    record: CareRecord
    earlier: tuple[Encounter, ...] = ()
    holder: Claim | None = None
    #: The mother's event, on a newborn's.
    mother: Encounter | None = None
    #: What the person did before a restart, and can undo.
    steps: UndoSteps = field(default=NO_STEPS, repr=False)

    @property
    def is_editable(self) -> bool:
        """Whether codes may be changed."""
        return self.holder is None and self.encounter.status is not Status.SIGNED


def open_event(app: AppContext, encounter_id: str, person: Person) -> OpenedEvent:
    """Open an event: claim it if it can be coded, and write the access log.

    Raises:
        NotFoundError: no event has that id.
        NotAllowedError: the person has left the workplace.

    """
    with app.unit_of_work() as uow:
        refuse_left(uow, person, "kan inte öppna händelser")
        encounter = uow.encounters.get(encounter_id)
        if encounter is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte längre i arbetslistan.")
        record = uow.encounters.record(encounter_id)
        earlier = uow.encounters.of_patient(encounter.patient.identity.text)
        uow.access_log.add(access_event(app, person, AccessKind.OPENED, encounter))
        mother = uow.encounters.get(encounter.mother_id) if encounter.mother_id else None
        if mother is not None:
            uow.access_log.add(access_event(app, person, AccessKind.OPENED, mother))
        holder = _claim(uow, encounter, person)
        steps = uow.undo_memory.get(encounter_id, person.id, encounter.version)
        uow.commit()
    # In training the other events of the patient are what other trainees made of the exercise.
    others = () if app.is_training else tuple(e for e in earlier if e.id != encounter_id)
    said = replace(encounter, record_text=record.text)  # for rules that need the words
    return OpenedEvent(said, record, others, holder, mother, steps)


def renew_claim(app: AppContext, encounter_id: str, person: Person) -> None:
    """Prolong the claim while somebody works.

    Raises:
        ClaimedByOtherError: the claim had run out and somebody else has taken the event.
        NotAllowedError: the claim had run out, and the person has left since.

    """
    with app.unit_of_work() as uow:
        hold_event(uow, encounter_id, person)
        uow.commit()


def hold_event(uow: UnitOfWork, encounter_id: str, person: Person) -> None:
    """Claim an event for somebody who works here: every change of it begins so.

    Raises:
        ClaimedByOtherError: somebody else works on it.
        NotAllowedError: the person has left, in whatever window they still sit.

    """
    uow.claims.take(encounter_id, person, LEASE_MINUTES)
    refuse_left(uow, person, "kan inte arbeta med händelser")


def release_event(app: AppContext, encounter_id: str, person: Person) -> None:
    """Let the event go, so that somebody else can take it."""
    with app.unit_of_work() as uow:
        uow.claims.release(encounter_id, person.id)
        uow.commit()


def save_draft(
    app: AppContext,
    encounter: Encounter,
    save_id: str,
    person: Person,
    steps: UndoSteps | None = None,
) -> Encounter:
    """Store the coding as it stands and return the event with its new version.

    The save id makes a retry harmless. A waiting event that gets its first code becomes a
    draft. `steps` are kept with it, so that they can be undone after a restart.

    Raises:
        StaleSaveError: somebody saved in between.
        ClaimedByOtherError: somebody else has taken the event.
        NotAllowedError: the event is signed, or the person has left.

    """
    with app.unit_of_work() as uow:
        refuse_signed(uow, encounter)
        hold_event(uow, encounter.id, person)
        stored = uow.encounters.save(_as_draft(encounter), save_id)
        if steps is not None and stored.version <= encounter.version + 1:
            uow.undo_memory.put(encounter.id, person.id, stored.version, steps)
        uow.commit()
    return stored


def refuse_signed(uow: UnitOfWork, encounter: Encounter) -> None:
    """Stop a change to an event that is signed in storage, whatever the caller holds.

    Raises:
        NotAllowedError: the stored event is signed.

    """
    stored = uow.encounters.get(encounter.id)
    if stored is not None and stored.status is Status.SIGNED:
        raise NotAllowedError("Händelsen är signerad. Öppna den åter för att ändra koderna.")


def assign_code(
    encounter: Encounter,
    books: Codebooks,
    system: CodeSystem,
    code: str,
    selected: Place | None = None,
) -> Encounter:
    """Put a chosen code where it belongs: the meaning of Enter.

    An external cause goes under the selected (or last) diagnosis, an asterisk code beside a
    lone dagger, an additional KVÅ code under its procedure, a drug under the selected row;
    everything else becomes a row of its own.

    Raises:
        AppError: a drug has no diagnosis or procedure to belong to, or the row has it already, as
            it may have an external cause.

    """
    if system is CodeSystem.ATC:
        return _assign_drug(encounter, code, selected)
    if system is CodeSystem.KVA:
        return _assign_procedure(encounter, code, selected)
    if is_external_cause(code) and encounter.diagnoses:
        line = _diagnosis_row(encounter, selected)
        _refuse_twice(encounter.diagnoses[line].external_causes, code, encounter.diagnoses[line])
        return acts.add_cause(encounter, line, code)
    row = _dagger_row(encounter, books, code, selected)
    if row is not None:
        return acts.set_partner(encounter, row, code)
    return acts.add_secondary(encounter, code)


def accept_proposal(
    encounter: Encounter, books: Codebooks, proposal: Proposal, selected: Place | None = None
) -> Encounter:
    """Take a code over from the record; the first that may be principal diagnosis becomes it."""
    first = proposal.system is CodeSystem.ICD10SE and encounter.principal is None
    if first and _may_be_principal(books, proposal.code):
        return acts.set_principal(encounter, proposal.code)
    return assign_code(encounter, books, proposal.system, proposal.code, selected)


def mark_proposal(
    app: AppContext, encounter_id: str, proposal_id: str, state: ProposalState
) -> None:
    """Remember what the coder did with a proposal."""
    with app.unit_of_work() as uow:
        uow.encounters.set_proposal_state(encounter_id, proposal_id, state)
        uow.commit()


def _claim(uow: UnitOfWork, encounter: Encounter, person: Person) -> Claim | None:
    if encounter.status is Status.SIGNED:
        return None
    try:
        uow.claims.take(encounter.id, person, LEASE_MINUTES)
    except ClaimedByOtherError:
        return uow.claims.holder(encounter.id)
    return None


def _as_draft(encounter: Encounter) -> Encounter:
    has_codes = bool(encounter.diagnoses or encounter.procedures)
    if encounter.status is Status.READY and has_codes:
        return replace(encounter, status=Status.DRAFT)
    return encounter


def _assign_drug(encounter: Encounter, code: str, selected: Place | None) -> Encounter:
    if encounter.procedures and (_is_procedure(encounter, selected) or not encounter.diagnoses):
        row = _procedure_row(encounter, selected)
        _refuse_twice(encounter.procedures[row].drugs, code, encounter.procedures[row])
        return acts.add_procedure_drug(encounter, row, code)
    if not encounter.diagnoses:
        raise AppError("Välj först den diagnos eller åtgärd som läkemedlet hör till.")
    row = _diagnosis_row(encounter, selected)
    _refuse_twice(encounter.diagnoses[row].drugs, code, encounter.diagnoses[row])
    return acts.add_diagnosis_drug(encounter, row, code)


def _refuse_twice(there: Sequence[str], code: str, lead: Diagnosis | Procedure) -> None:
    """Refuse what the row has: a second Enter would lay the same line under it once more."""
    if code in there:
        raise AppError(f"{code} står redan under {lead.code}.")


def _assign_procedure(encounter: Encounter, code: str, selected: Place | None) -> Encounter:
    if not code.startswith("Z") or not encounter.procedures:
        return acts.add_procedure(encounter, code, encounter.admission_day)
    return acts.add_additional(encounter, _procedure_row(encounter, selected), code)


def _is_procedure(encounter: Encounter, selected: Place | None) -> bool:
    return bool(encounter.procedures) and selected is not None and not selected.in_diagnosis


def _procedure_row(encounter: Encounter, selected: Place | None) -> int:
    """Return the selected procedure, or the last: the row may be gone since it was selected."""
    last = len(encounter.procedures) - 1
    return selected.row if selected and not selected.in_diagnosis and selected.row < last else last


def _diagnosis_row(encounter: Encounter, selected: Place | None) -> int:
    last = len(encounter.diagnoses) - 1
    return selected.row if selected and selected.in_diagnosis and selected.row < last else last


def _dagger_row(
    encounter: Encounter, books: Codebooks, code: str, selected: Place | None
) -> int | None:
    """Find the diagnosis that an asterisk code pairs with; None makes it a row of its own."""
    concept = books.icd10se.concept(code)
    if concept is None or concept.mark is not Mark.ASTERISK:
        return None
    chosen = selected.row if selected is not None and selected.in_diagnosis else None
    lone = [
        row
        for row, diagnosis in enumerate(encounter.diagnoses)
        if diagnosis.partner is None and _may_lead(books, diagnosis.code)
    ]
    linked = [row for row in lone if _is_linked(books, encounter.diagnoses[row].code, concept)]
    if linked or concept.partners:
        return _chosen_or_last(chosen, linked)
    daggers = find_daggers(books.icd10se, code, ())
    named = [row for row in lone if encounter.diagnoses[row].code in daggers.named]
    if named:
        return _chosen_or_last(chosen, named)
    likely = [row for row in lone if encounter.diagnoses[row].code in daggers.span]
    return chosen if chosen in likely else None


def _chosen_or_last(chosen: int | None, rows: Sequence[int]) -> int | None:
    """Return the chosen row where it is one of these, else the last of them; None for none."""
    if chosen in rows:
        return chosen
    return rows[-1] if rows else None


def _may_lead(books: Codebooks, code: str) -> bool:
    concept = books.icd10se.concept(code)
    is_asterisk = concept is not None and concept.mark is Mark.ASTERISK
    return not is_asterisk and not is_external_cause(code)


def _may_be_principal(books: Codebooks, code: str) -> bool:
    concept = books.icd10se.concept(code)
    return _may_lead(books, code) and (concept is None or concept.may_be_principal)


def _is_linked(books: Codebooks, lead: str, asterisk: Concept) -> bool:
    concept = books.icd10se.concept(lead)
    back = concept.partners if concept is not None else ()
    return _is_named(lead, asterisk.partners) or _is_named(asterisk.code, back)


def _is_named(code: str, partners: tuple[str, ...]) -> bool:
    """Whether the texts of an edition (codes, or ranges of them) name a code."""
    for text in partners:
        try:
            if code in CodeRange.parse(text.rstrip("*†")):
                return True
        except ValueError:
            continue
    return False
