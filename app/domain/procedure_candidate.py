"""Sentences of KVÅ that could be rules, and what an administrator has decided of each.

Read from the descriptions of an edition ("Tilläggskod …", "Avser ej …", "Utesluter …",
"exklusive …"), quoted as they stand. Nothing is enforced before somebody has read and accepted
it (catalogue 162).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.code_mentions import find_code_mentions
from app.domain.codebook_ports import Codebook
from app.domain.codes import has_kva_shape
from app.domain.concept import Concept
from app.domain.procedure_hints import split_sentences

_APART = re.compile(r"\b(avser ej|avser inte|exklusive|utesluter)\b", re.IGNORECASE)
_ADD_ON = re.compile(r"tilläggskod", re.IGNORECASE)
#: A sentence that begins so is about the code itself, where that is an additional code.
_IS_ADD_ON = re.compile(r"^\W*(generell )?tilläggskod(?! [A-Z]{2,3}\d)", re.IGNORECASE)
_ONLY_ADD_ON = re.compile(r"endast som tilläggskod", re.IGNORECASE)
#: Chapter Z of both KKÅ and KMÅ is "Tilläggskoder".
_ADDITIONAL = "Z"
_SHORT = 8
#: A table of decisions is read again when this fact changes.
CANDIDATES_STAMP = "procedure_candidates"


class CandidateKind(StrEnum):
    """What a sentence would ask of an event."""

    #: The code does not stand beside the codes that the sentence names.
    APART = "apart"
    #: The code stands only as an addition to another procedure.
    ONLY_ADDED = "only_added"
    #: The code is followed by one of the add-on codes that the sentence names.
    WITH_ADDED = "with_added"


CANDIDATE_LABEL = {
    CandidateKind.APART: "inte tillsammans med",
    CandidateKind.ONLY_ADDED: "bara som tillägg",
    CandidateKind.WITH_ADDED: "med tilläggskod",
}


@dataclass(frozen=True, slots=True)
class ProcedureCandidate:
    """A sentence beside a code, and what it would mean as a rule."""

    code: str
    kind: CandidateKind
    #: The sentence as it is written in the edition.
    quote: str
    #: The KVÅ codes that it names besides its own.
    others: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The code and a digest of the sentence: a new wording is a new candidate."""
        digest = hashlib.sha256(self.quote.encode("utf-8")).hexdigest()
        return f"{self.code}-{digest[:_SHORT]}"

    @property
    def can_be_enforced(self) -> bool:
        """Whether the sentence names what a rule would have to look for."""
        return self.kind is CandidateKind.ONLY_ADDED or bool(self.others)


@dataclass(frozen=True, slots=True)
class CandidateDecision:
    """That somebody has read a candidate, and made it a rule or put it aside."""

    candidate: ProcedureCandidate
    is_accepted: bool
    reason: str = field(repr=False)
    person_id: str
    person: str = field(repr=False)
    at: datetime


class CandidateDecisions(Protocol):
    """The decisions of the workplace."""

    def all(self) -> Sequence[CandidateDecision]:
        """Every decision, in the order of the codes."""
        ...

    def save(self, decision: CandidateDecision) -> None:
        """Add a decision, or replace that on the same candidate."""
        ...


def find_candidates(book: Codebook) -> Iterator[ProcedureCandidate]:
    """Yield what the descriptions of an edition of KVÅ could be rules about, in file order."""
    for concept in book.concepts():
        if concept.description and has_kva_shape(concept.code):
            yield from _candidates_of(concept)


def accepted_by_code(
    decisions: Iterable[CandidateDecision],
) -> dict[str, tuple[ProcedureCandidate, ...]]:
    """Return what has been accepted, by the code that it is about."""
    found: dict[str, list[ProcedureCandidate]] = {}
    for decision in decisions:
        if decision.is_accepted:
            found.setdefault(decision.candidate.code, []).append(decision.candidate)
    return {code: tuple(rows) for code, rows in found.items()}


def _candidates_of(concept: Concept) -> Iterator[ProcedureCandidate]:
    for sentence in dict.fromkeys(split_sentences(concept.description)):
        kind = _kind_of(concept.code, sentence)
        if kind is not None:
            yield ProcedureCandidate(concept.code, kind, sentence, _others(concept, sentence))


def _kind_of(code: str, sentence: str) -> CandidateKind | None:
    if _APART.search(sentence):
        return CandidateKind.APART
    is_additional = code.startswith(_ADDITIONAL) and _IS_ADD_ON.search(sentence)
    if is_additional or _ONLY_ADD_ON.search(sentence):
        return CandidateKind.ONLY_ADDED
    return CandidateKind.WITH_ADDED if _ADD_ON.search(sentence) else None


def _others(concept: Concept, sentence: str) -> tuple[str, ...]:
    """Return the procedures named after the word that decides; a range is left to its ends."""
    decides = _APART.search(sentence)
    said = sentence[decides.start() :] if decides else sentence
    named = (end for mention in find_code_mentions(said) for end in (mention.first, mention.last))
    return tuple(dict.fromkeys(c for c in named if c != concept.code and has_kva_shape(c)))
