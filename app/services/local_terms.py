"""Use cases for terms that the workplace adds to the search: propose, judge, list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.access import Person
from app.domain.errors import AppError, NotFoundError
from app.domain.local_term import (
    TERMS_STAMP,
    LocalTerm,
    Signature,
    TermState,
    TermText,
    approve,
    decline,
    retire,
)
from app.domain.permissions import Act, hindrance
from app.domain.ports import UnitOfWork
from app.domain.usable_code import find_usable
from app.services.context import AppContext
from app.services.permissions import refuse_in, refuse_reading
from app.services.term_checks import (
    WrittenTerm,
    read_targets,
    read_term,
    refuse_known,
    refuse_proposed,
)


@dataclass(frozen=True, slots=True)
class ApprovedTerms:
    """What came of approving: those that are searched now, and why others are not."""

    approved: tuple[LocalTerm, ...]
    refused: tuple[tuple[LocalTerm, str], ...]


def propose_term(app: AppContext, person: Person, written: WrittenTerm) -> LocalTerm:
    """Propose a term; it is not searched until a colleague approves it.

    A term that was declined or taken out of use may be proposed anew.

    Raises:
        AppError: it cannot be searched, may be about a patient, leads nowhere, or leads there
            already; with the reason.
        StorageError: the database cannot take it.

    """
    text = read_term(app, written)
    with app.unit_of_work() as uow:
        refuse_proposed(text, uow.local_terms.all())
    refuse_known(app, text)
    with app.unit_of_work() as uow:
        note_term_change(app, uow)
        refuse_proposed(text, uow.local_terms.all())
        term = LocalTerm(app.new_id(), text, Signature(person.id, person.name, app.now()))
        uow.local_terms.save((term,))
        uow.commit()
    return term


def list_terms(app: AppContext, state: TermState | None = None) -> list[LocalTerm]:
    """Return the terms, all or those of one state, in Swedish order."""
    with app.unit_of_work() as uow:
        terms = uow.local_terms.all()
    return [term for term in terms if state is None or term.state is state]


def describe_targets(app: AppContext, terms: Iterable[LocalTerm]) -> dict[str, str]:
    """Tell by id what terms lead to: codes with their titles, as they stand today, or words."""
    today = app.now().date()
    books = app.library.for_day(today)

    def shown(text: TermText, target: str) -> str:
        if not text.points_at_codes or text.system is None:
            return f"”{target}”"
        concept = find_usable(books, text.system, target, today)
        return f"{target} {concept.title}" if concept else f"{target} (gäller inte i dag)"

    return {
        term.id: ", ".join(shown(term.text, target) for target in term.text.targets)
        for term in terms
    }


def approve_terms(app: AppContext, person: Person, ids: Sequence[str]) -> ApprovedTerms:
    """Approve proposed terms in one act; they are searched from the next question on.

    What cannot be approved is left as it is, with the reason: the person proposed it, its code is
    no longer in use, somebody else has judged it.

    Raises:
        NotFoundError: no term has one of the ids.
        NotAllowedError: terms are for another role to judge.
        StorageError: the database cannot take it.

    """
    wanted = tuple(dict.fromkeys(ids))
    with app.unit_of_work() as uow:
        refuse_reading(uow, person, Act.JUDGE_TERMS)
        terms = [_get(uow, each) for each in wanted]
    faults = {term.id: _fault_of(app, term) for term in terms}
    approved: list[LocalTerm] = []
    refused: list[tuple[LocalTerm, str]] = []
    with app.unit_of_work() as uow:
        note_term_change(app, uow)
        refuse_in(uow, person, Act.JUDGE_TERMS)
        is_alone = _is_alone(uow, person)
        for term in (_get(uow, each) for each in wanted):
            try:
                done = approve(term, person, app.now(), is_alone=is_alone)
            except AppError as error:
                refused.append((term, str(error)))
                continue
            if faults[term.id]:
                refused.append((term, faults[term.id]))
            else:
                approved.append(done)
        uow.local_terms.save(approved)
        uow.commit()
    app.engine.reload()
    return ApprovedTerms(tuple(approved), tuple(refused))


def decline_term(app: AppContext, person: Person, term_id: str, reason: str) -> LocalTerm:
    """Decline a proposed term with a reason; whoever proposed it takes it back so.

    Raises:
        AppError: there is no reason.
        NotFoundError: no term has that id.
        NotAllowedError: the term is not proposed any more, or is for another role to judge.
        StorageError: the database cannot take it.

    """

    def judged(uow: UnitOfWork, term: LocalTerm) -> LocalTerm:
        if term.proposed.person_id != person.id:
            refuse_in(uow, person, Act.JUDGE_TERMS)
        return decline(term, person, app.now(), reason)

    return _judge(app, term_id, judged)


def retire_term(app: AppContext, person: Person, term_id: str, reason: str) -> LocalTerm:
    """Take an approved term out of use with a reason; it is not searched any more.

    Raises:
        AppError: there is no reason.
        NotFoundError: no term has that id.
        NotAllowedError: the term is not approved, or is for another role to judge.
        StorageError: the database cannot take it.

    """

    def judged(uow: UnitOfWork, term: LocalTerm) -> LocalTerm:
        refuse_in(uow, person, Act.JUDGE_TERMS)
        return retire(term, person, app.now(), reason)

    return _judge(app, term_id, judged)


def note_term_change(app: AppContext, uow: UnitOfWork) -> None:
    """Let the search of every workstation see that the terms have changed, once committed.

    Until then nobody else gets past it, so that two do not judge, or propose, the same.
    """
    uow.facts.set(TERMS_STAMP, app.new_id())


def find_term(terms: Iterable[LocalTerm], wanted: str) -> LocalTerm:
    """Return the term that an id, its beginning, or a word means.

    Raises:
        NotFoundError: none, or several.

    """
    text = " ".join(wanted.split())
    listed = list(terms)
    found = [each for each in listed if each.text.term.casefold() == text.casefold()]
    found = found or [each for each in listed if text and each.id.startswith(text)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFoundError(f"Det finns inget sådant sökord: {text[:40]}. Se kodklar term list.")
    ids = ", ".join(f"{each.id[:8]} ({', '.join(each.text.targets)})" for each in found)
    raise NotFoundError(f"”{text[:40]}” är flera sökord. Ange ett av dem med dess id: {ids}.")


def _is_alone(uow: UnitOfWork, person: Person) -> bool:
    """Whether nobody else who works here may judge terms."""
    people = uow.people.all()
    others = (p for p in people if p.id != person.id and not p.has_left)
    return all(hindrance(Act.JUDGE_TERMS, other, people) for other in others)


def _judge(
    app: AppContext, term_id: str, judged: Callable[[UnitOfWork, LocalTerm], LocalTerm]
) -> LocalTerm:
    with app.unit_of_work() as uow:
        note_term_change(app, uow)
        term = judged(uow, _get(uow, term_id))
        uow.local_terms.save((term,))
        uow.commit()
    app.engine.reload()
    return term


def _fault_of(app: AppContext, term: LocalTerm) -> str:
    """Tell why a term leads nowhere today; empty where it leads somewhere."""
    try:
        read_targets(app, term.text.system, term.text.target)
    except AppError as error:
        return f"”{term.text.term}”: {error}"
    return ""


def _get(uow: UnitOfWork, term_id: str) -> LocalTerm:
    term = uow.local_terms.get(term_id)
    if term is None:
        raise NotFoundError("Sökordet finns inte längre. Läs listan på nytt.")
    return term
