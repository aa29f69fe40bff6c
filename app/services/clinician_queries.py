"""Use cases of questions to clinicians: put one, answer it, list those that wait.

Asking parks the event; the last answer brings it back as it was. An answer is stored before
anything is said of it on the event: whatever happens to the event, no answer is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.access import AccessKind, Person
from app.domain.clinician_query import (
    ASKED_REASON,
    LATE_REASON,
    About,
    AskedNote,
    AskedState,
    ClinicianQuery,
    ProposedCode,
    QueryState,
    Standing,
    UnansweredQuery,
    Who,
    is_for,
    may_answer,
)
from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter, Status
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.ports import UnitOfWork
from app.domain.query_difference import (
    NO_CHANGE,
    AnswerPart,
    SinceAsked,
    answer_parts,
    changed_since,
)
from app.domain.record import NO_RECORD, CareRecord
from app.services.access import access_event, refuse_left
from app.services.answer_settling import find_event, settle_answers
from app.services.coding import hold_event, refuse_signed
from app.services.context import AppContext
from app.services.proposed_codes import read_proposed
from app.services.query_recipients import find_recipient, people_by_id, standing_of

LONGEST_TEXT = 4_000
_NO_CLINICIAN = (
    "Frågan är ställd till behandlare. Bara en kliniker, eller den som frågan är ställd till, kan "
    "svara på den."
)
_NO_QUERY = "Frågan finns inte längre. Hämta listan på nytt."


@dataclass(frozen=True, slots=True)
class OpenedQuery:
    """A question with the event as it is now. `encounter` is None where the event is gone."""

    query: ClinicianQuery
    encounter: Encounter | None
    record: CareRecord
    since: SinceAsked = NO_CHANGE
    parts: tuple[AnswerPart, ...] = ()
    standing: Standing = Standing.HERE


def ask(
    app: AppContext,
    encounter: Encounter,
    person: Person,
    to: str,
    text: str,
    due: date,
    about: About,
    save_id: str,
) -> ClinicianQuery:
    """Put a question and park the event; `to` is a person's id, or empty for the whole unit.

    A retry with the same save id changes nothing and returns the question.

    Raises:
        AppError: the text is empty or too long, or the last day has passed.
        NotFoundError: the recipient is no longer here.
        StaleSaveError, ClaimedByOtherError, NotAllowedError: as for a draft.

    """
    clean = _checked(app, text, due)
    with app.unit_of_work() as uow:
        known = uow.clinician_queries.get(save_id)
        if known is not None:
            return known
        recipient = find_recipient(uow, to)
        refuse_signed(uow, encounter)
        query = ClinicianQuery(
            id=save_id,
            encounter_id=encounter.id,
            asked_by=Who(person.id, person.name),
            asked_to=recipient,
            unit=encounter.unit.label,
            question=clean,
            about=about,
            asked_at=app.now(),
            due=due,
            event_day=encounter.day,
            asked_state=_asked_state(uow, encounter),
        )
        parked = replace(
            encounter,
            status=Status.PARKED,
            status_reason=ASKED_REASON,
            park_until=due + timedelta(days=1),  # an unanswered one is taken up again
        )
        hold_event(uow, encounter.id, person)
        uow.encounters.save(parked, save_id)
        uow.claims.release(encounter.id, person.id)
        uow.clinician_queries.add(query)
        uow.commit()
    return query


def answer(
    app: AppContext,
    query_id: str,
    person: Person,
    text: str,
    *,
    codes: Sequence[str] = (),
    diagnosis_text: str = "",
) -> ClinicianQuery:
    """Store the answer, and bring the event back to the coder once its last answer is there.

    Codes that the text names count as proposed too. The first answer stands: a second one at
    the same time is refused with the name of who was first.

    Raises:
        AppError: the answer is empty or too long, or a proposed code is not in use.
        NotAllowedError: the question is answered already, or was taken back; or the person has
            left, or is neither a clinician nor the one who was asked.
        NotFoundError: there is no such question.

    """
    clean, words = _clean(text), " ".join(diagnosis_text.split())
    if not (clean or words or codes):
        raise AppError("Skriv ett svar innan du svarar. Vet du inte, skriv det.")
    if len(clean) > LONGEST_TEXT:
        raise AppError(f"Svaret är för långt. Korta det till högst {LONGEST_TEXT} tecken.")
    with app.unit_of_work() as uow:
        query = _get(uow, query_id)
    _refuse_closed(query)
    proposed = read_proposed(app, query.event_day, clean, codes)
    _keep_answer(app, query, person, clean, words, proposed)
    settle_answers(app, person, query.encounter_id)
    with app.unit_of_work() as uow:
        return _get(uow, query_id)


def queries_to(app: AppContext, person: Person) -> list[ClinicianQuery]:
    """Return what waits for somebody's answer: put to them, their unit, or left behind there.

    The first to answer comes first.
    """
    with app.unit_of_work() as uow:
        waiting, people = uow.clinician_queries.in_state(QueryState.WAITING), people_by_id(uow)
    return [q for q in waiting if is_for(q, person, standing_of(q, people))]


def queries_by(app: AppContext, person: Person) -> list[ClinicianQuery]:
    """Return what somebody asked, newest first."""
    with app.unit_of_work() as uow:
        return uow.clinician_queries.asked_by(person.id)


def unanswered_by_unit(app: AppContext) -> dict[str, list[UnansweredQuery]]:
    """Return every waiting question by unit; within a unit the first to answer comes first."""
    with app.unit_of_work() as uow:
        waiting, people = uow.clinician_queries.in_state(QueryState.WAITING), people_by_id(uow)
    found: dict[str, list[UnansweredQuery]] = {}
    for query in waiting:
        found.setdefault(query.unit, []).append(UnansweredQuery(query, standing_of(query, people)))
    return dict(sorted(found.items()))


def queries_of(app: AppContext, encounter_id: str) -> list[ClinicianQuery]:
    """Return the questions about an event, oldest first."""
    with app.unit_of_work() as uow:
        return uow.clinician_queries.of_encounter(encounter_id)


def open_query(app: AppContext, query_id: str, person: Person) -> OpenedQuery:
    """Return a question with its event, its record and what changed; the access log is written.

    Raises:
        NotFoundError: there is no such question.

    """
    with app.unit_of_work() as uow:
        query, people = _get(uow, query_id), people_by_id(uow)
        standing = standing_of(query, people)
        encounter = find_event(uow, query.encounter_id)
        if encounter is None:
            return OpenedQuery(query, None, NO_RECORD, standing=standing)
        record = uow.encounters.record(encounter.id)
        uow.access_log.add(access_event(app, person, AccessKind.OPENED, encounter))
        uow.commit()
    since = changed_since(query.asked_state, encounter, record)
    return OpenedQuery(query, encounter, record, since, answer_parts(query, encounter), standing)


def redirect(app: AppContext, query_id: str, to: str) -> ClinicianQuery:
    """Put a waiting question to somebody else; `to` is empty for the whole unit.

    Raises:
        NotFoundError: the question or the new recipient is gone.
        NotAllowedError: it has been answered or taken back.

    """
    with app.unit_of_work() as uow:
        query = _get(uow, query_id)
        _refuse_closed(query)
        return _change(uow, replace(query, asked_to=find_recipient(uow, to)))


def withdraw(app: AppContext, query_id: str) -> ClinicianQuery:
    """Take a waiting question back; the event stays parked until the coder takes it up.

    Raises:
        NotFoundError: there is no such question.
        NotAllowedError: it has been answered or taken back.

    """
    with app.unit_of_work() as uow:
        query = _get(uow, query_id)
        _refuse_closed(query)
        return _change(uow, replace(query, state=QueryState.WITHDRAWN))


def note_answers(app: AppContext, encounter_id: str) -> int:
    """Say that the answers about an event have been dealt with; return how many they were.

    A signed event loses the mark of an answer that came late; that its record was changed stays
    said if it was.
    """
    with app.unit_of_work() as uow:
        found = uow.clinician_queries.of_encounter(encounter_id)
        answered = [query for query in found if query.state is QueryState.ANSWERED]
        for query in answered:
            uow.clinician_queries.change(replace(query, state=QueryState.NOTED, is_settled=True))
        encounter = uow.encounters.get(encounter_id)
        if answered and encounter is not None and encounter.status_reason == LATE_REASON:
            record = uow.encounters.record(encounter_id)
            since = changed_since(answered[-1].asked_state, encounter, record)
            noted = replace(encounter, status_reason="", record_changed=since.has_other_notes)
            uow.encounters.save(noted, app.new_id())
        uow.commit()
    return len(answered)


def _keep_answer(
    app: AppContext,
    query: ClinicianQuery,
    person: Person,
    text: str,
    words: str,
    proposed: tuple[ProposedCode, ...],
) -> None:
    answered = replace(
        query,
        state=QueryState.ANSWERED,
        answer=text,
        diagnosis_text=words,
        proposed=proposed,
        answered_by=Who(person.id, person.name),
        answered_at=app.now(),
    )
    with app.unit_of_work() as uow:
        refuse_left(uow, person, "kan inte besvara frågor")
        _refuse_another_role(uow, query, person)
        _change(uow, answered)


def _refuse_another_role(uow: UnitOfWork, query: ClinicianQuery, person: Person) -> None:
    """Stop whoever is no clinician; the stored role counts, since the window may be older."""
    if not may_answer(query, people_by_id(uow).get(person.id, person)):
        raise NotAllowedError(_NO_CLINICIAN, on_terminal="Välj en kliniker med --person.")


def _change(uow: UnitOfWork, query: ClinicianQuery) -> ClinicianQuery:
    """Store a changed question, unless somebody else was first; then say who."""
    if not uow.clinician_queries.change(query):
        _refuse_closed(_get(uow, query.id))
        raise NotAllowedError("Frågan ändrades av någon annan just nu. Läs den på nytt.")
    uow.commit()
    return replace(query, version=query.version + 1)


def _asked_state(uow: UnitOfWork, encounter: Encounter) -> AskedState:
    notes = uow.encounters.record(encounter.id).documents
    earlier = uow.clinician_queries.of_encounter(encounter.id)
    before = encounter.status
    if before is Status.PARKED and earlier:
        before = earlier[-1].asked_state.status
    codes = dict.fromkeys(assigned.code for assigned in assigned_codes(encounter))
    kept = tuple(AskedNote(note.id, note.title, note.text) for note in notes)
    return AskedState(tuple(codes), kept, before)


def _checked(app: AppContext, text: str, due: date) -> str:
    clean = _clean(text)
    if not clean:
        raise AppError("Skriv en fråga, eller välj en av mallarna.")
    if len(clean) > LONGEST_TEXT:
        raise AppError(f"Frågan är för lång. Korta den till högst {LONGEST_TEXT} tecken.")
    if due < app.now().date():
        raise AppError("Svarsdagen har redan passerat. Välj i dag eller en senare dag.")
    return clean


def _clean(text: str) -> str:
    lines = (line.rstrip() for line in text.replace("\u2029", "\n").strip().splitlines())
    return "\n".join(lines)


def _get(uow: UnitOfWork, query_id: str) -> ClinicianQuery:
    query = uow.clinician_queries.get(query_id)
    if query is None:
        raise NotFoundError(_NO_QUERY)
    return query


def _refuse_closed(query: ClinicianQuery) -> None:
    if query.state is QueryState.WITHDRAWN:
        raise NotAllowedError("Frågan är tillbakatagen och behöver inget svar.")
    if query.state is not QueryState.WAITING:
        at = f" {query.answered_at:%Y-%m-%d %H:%M}" if query.answered_at else ""
        raise NotAllowedError(
            f"{query.answered_by.name} svarade på frågan{at}. Läs det svaret; det som du skrivit "
            "har inte sparats."
        )
