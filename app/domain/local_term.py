"""Terms that a workplace adds to the search: proposed by one, approved by another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.access import Person, Role
from app.domain.codes import CodeSystem
from app.domain.concept import SourceFile
from app.domain.errors import AppError, NotAllowedError
from app.domain.identity import IdentityKind, read_identity

SHORTEST_TERM, LONGEST_TERM, LONGEST_NOTE = 2, 80, 200
#: The fact that changes with every term; other workstations see by it that there is more to find.
TERMS_STAMP = "local_terms"
#: Between the targets of a term, best first.
BETWEEN = "|"


class LocalTermKind(StrEnum):
    """What sort of word a term is; the lexicon of the program has these and two more."""

    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"
    LATIN = "latin"
    LAY = "lay"
    BRAND = "brand"


LOCAL_KIND_LABEL = {
    LocalTermKind.SYNONYM: "Synonym",
    LocalTermKind.ABBREVIATION: "Förkortning",
    LocalTermKind.LATIN: "Latin",
    LocalTermKind.LAY: "Vardagsord",
    LocalTermKind.BRAND: "Produkt",
}


class TermState(StrEnum):
    """How far a term has come; only an approved one is searched."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    RETIRED = "retired"


STATE_LABEL = {
    TermState.PROPOSED: "Föreslaget",
    TermState.APPROVED: "Godkänt",
    TermState.DECLINED: "Avböjt",
    TermState.RETIRED: "Ur bruk",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, and when."""

    person_id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TermText:
    """What a term says: how it is typed and what it stands for.

    Targets are codes as their system writes them, or words in small letters; never both. Codes
    belong to one system; `system` None means that words are looked for in every system.
    """

    term: str
    targets: tuple[str, ...]
    system: CodeSystem | None
    kind: LocalTermKind = LocalTermKind.SYNONYM
    note: str = ""

    @property
    def points_at_codes(self) -> bool:
        """Whether the targets are codes."""
        return self.system is not None and all(target[:1].isupper() for target in self.targets)

    @property
    def target(self) -> str:
        """The targets as they are written in a file."""
        return BETWEEN.join(self.targets)

    @property
    def key(self) -> tuple[str, str, str]:
        """What two rows share that say the same, whatever their kind and note."""
        return (self.term.casefold(), self.target, self.system.value if self.system else "*")

    def __str__(self) -> str:
        return f"{self.term} → {', '.join(self.targets)}"


@dataclass(frozen=True, slots=True)
class LocalTerm:
    """One row of the local list. Every act gives a new one."""

    id: str
    text: TermText
    proposed: Signature
    state: TermState = TermState.PROPOSED
    #: Who approved, declined or retired it last; None while nobody has.
    judged: Signature | None = None
    #: Why it was declined or taken out of use.
    reason: str = ""
    #: The file that it was read from; None for a term of this workplace.
    source: SourceFile | None = None
    #: A colleague at the workplace that the file comes from has approved it.
    approved_elsewhere: bool = False

    @property
    def is_live(self) -> bool:
        """Whether it is searched, or waits to be."""
        return self.state in (TermState.PROPOSED, TermState.APPROVED)

    @property
    def is_self_approved(self) -> bool:
        """Whether whoever brought it here approved it: only where nobody else works."""
        if self.state is not TermState.APPROVED or self.judged is None or self.approved_elsewhere:
            return False
        return self.judged.person_id == self.proposed.person_id


def clean_term(text: str) -> str:
    """Return a term with single blanks.

    Raises:
        AppError: it is too short or long, has no letter, or may be about a patient.

    """
    term = " ".join(text.split())
    if not SHORTEST_TERM <= len(term) <= LONGEST_TERM:
        raise AppError(
            f"Sökordet har {len(term)} tecken, men ska ha {SHORTEST_TERM}–{LONGEST_TERM}. "
            "Skriv det som det skrivs i sökfältet."
        )
    if not any(character.isalpha() for character in term) or not term.isprintable():
        raise AppError("Sökordet ska ha bokstäver. Skriv det som det skrivs i sökfältet.")
    refuse_identity(term, "Sökordet")
    return term


def clean_note(text: str) -> str:
    """Return a note on one line.

    Raises:
        AppError: it is too long, or may be about a patient.

    """
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise AppError(
            f"Anteckningen har {len(note)} tecken, men får ha {LONGEST_NOTE}. Korta den."
        )
    refuse_identity(note, "Anteckningen")
    return note


#: Six or eight digits, a sign or none, and four characters: every shape of identity number.
_LIKE_IDENTITY = re.compile(
    r"(?<![0-9])([0-9]{8}|[0-9]{6})[ ]?([-+]?)[ ]?([0-9]{4}|[0-9A-Za-z]{3}[0-9])(?!\w)"
)


def refuse_identity(text: str, what: str) -> None:
    """Let no text pass that holds something written like an identity number.

    Raises:
        AppError: it does; the number is not repeated.

    """
    found = (read_identity("".join(match.groups())) for match in _LIKE_IDENTITY.finditer(text))
    if any(identity.kind is not IdentityKind.UNKNOWN for identity in found):
        raise AppError(
            f"{what} ser ut att innehålla ett personnummer. Sökord delas med andra: "
            "skriv inget som pekar ut en patient."
        )


def approve(term: LocalTerm, person: Person, at: datetime, *, is_alone: bool) -> LocalTerm:
    """Return the term approved.

    Whoever brought a term here may not approve it, unless a colleague elsewhere has, or nobody
    else works in this database and the person is the coding lead.

    Raises:
        NotAllowedError: the person may not, or the term is not proposed.

    """
    _refuse_unless(term, TermState.PROPOSED, "godkännas")
    is_own = term.proposed.person_id == person.id and not term.approved_elsewhere
    if is_own and not (is_alone and person.role is Role.LEAD):
        alone = (
            "Är du ensam i programmet får bara den som är kodningsansvarig godkänna egna förslag."
            if is_alone
            else "Be en kollega öppna Kodverk → Lokala sökord."
        )
        raise NotAllowedError(
            f"Du har själv lagt in ”{term.text.term}”, så en kollega måste godkänna det. {alone}"
        )
    return _judged(term, TermState.APPROVED, person, at, "")


def decline(term: LocalTerm, person: Person, at: datetime, reason: str) -> LocalTerm:
    """Return the term declined, or taken back by whoever proposed it.

    Raises:
        AppError: there is no reason, or it may be about a patient.
        NotAllowedError: the term is not proposed.

    """
    _refuse_unless(term, TermState.PROPOSED, "avböjas")
    return _judged(term, TermState.DECLINED, person, at, _clean_reason(reason))


def retire(term: LocalTerm, person: Person, at: datetime, reason: str) -> LocalTerm:
    """Return an approved term taken out of use.

    Raises:
        AppError: there is no reason, or it may be about a patient.
        NotAllowedError: the term is not approved.

    """
    _refuse_unless(term, TermState.APPROVED, "tas ur bruk")
    return _judged(term, TermState.RETIRED, person, at, _clean_reason(reason))


def _judged(
    term: LocalTerm, state: TermState, person: Person, at: datetime, reason: str
) -> LocalTerm:
    signature = Signature(person.id, person.name, at)
    return LocalTerm(
        term.id,
        term.text,
        term.proposed,
        state,
        signature,
        reason,
        term.source,
        term.approved_elsewhere,
    )


def _clean_reason(text: str) -> str:
    reason = " ".join(text.split())
    if not reason:
        raise AppError("Skriv ett skäl, så att den som föreslog sökordet förstår varför.")
    return clean_note(reason)


def _refuse_unless(term: LocalTerm, state: TermState, act: str) -> None:
    if term.state is not state:
        raise NotAllowedError(
            f"”{term.text.term}” är {STATE_LABEL[term.state].lower()} och kan inte {act}. "
            "Läs listan på nytt: någon annan kan ha hunnit före."
        )


def format_state(term: LocalTerm) -> str:
    """Write how far a term has come, and what is worth knowing about it."""
    label = STATE_LABEL[term.state]
    if term.state is TermState.PROPOSED:
        return f"{label}, godkänt på annan klinik" if term.approved_elsewhere else label
    if term.is_self_approved:
        return f"{label} av den som föreslog"
    return label
