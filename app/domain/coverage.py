"""Which phrases of a record could be codes, and which of those the event already covers.

A phrase is read out of a note by the search engine; whether it is coded depends on the codes of
the event alone, so that adding a code needs no second reading. Nothing is coded by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from app.domain.codes import CodeSystem, format_code, has_atc_shape
from app.domain.encounter import Encounter


class PhraseState(StrEnum):
    """What a note says of a phrase, and whether the event has a code for it."""

    CODED = "coded"
    UNCODED = "uncoded"
    #: Denied, ruled out, or only asked about.
    NEGATED = "negated"
    #: Over, or somebody else's: earlier disease that is not treated now, and heredity.
    HISTORICAL = "historical"


PHRASE_STATE_LABEL = {
    PhraseState.CODED: "Kodad",
    PhraseState.UNCODED: "Ej kodad",
    PhraseState.NEGATED: "Negerad",
    PhraseState.HISTORICAL: "Historisk",
}
#: What is said of the patient now, and therefore answers to the codes of the event.
CODABLE = frozenset({PhraseState.CODED, PhraseState.UNCODED})
#: The systems that the meter counts: drugs of a note are seldom codes of the event.
METERED = (CodeSystem.ICD10SE, CodeSystem.KVA)
#: How much of a code is its category: three characters, and of a drug the chemical group.
_CATEGORY_LENGTH, _GROUP_LENGTH = 3, 5
#: Diabetes by its type; the fourth character says which complication, 7 several of them.
_DIABETES = frozenset({"E10", "E11", "E12", "E13", "E14"})
_COMPLICATIONS, _SEVERAL = frozenset("01234567"), "7"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of one text that name a code. Offsets are characters of that text.

    `state` is UNCODED until the codes of an event are known. `others` are further codes that the
    words may stand for, in the order of the lexicon.
    """

    start: int
    end: int
    system: CodeSystem
    code: str
    title: str
    state: PhraseState = PhraseState.UNCODED
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention in a document of the record, with its words. Patient data: not in its `repr`."""

    document_id: str
    start: int
    end: int
    system: CodeSystem
    code: str
    title: str
    state: PhraseState
    text: str = field(repr=False)
    #: Further codes that the words may stand for: each of them covers the phrase.
    others: tuple[str, ...] = ()

    @property
    def is_codable(self) -> bool:
        """Whether it is said of the patient now."""
        return self.state in CODABLE

    @property
    def category(self) -> str:
        """What the code shares with the codes that cover it."""
        return thing_of(self.code)


class Meter(NamedTuple):
    """How many of the different things that a record says have a code; each is counted once."""

    coded: int
    codable: int

    @property
    def share(self) -> float:
        """From 0 to 1; 1 where the record says nothing that could be coded."""
        return self.coded / self.codable if self.codable else 1.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The phrases of a record, by document in its order and then by place; none overlap."""

    phrases: tuple[Phrase, ...] = ()

    def count(self, state: PhraseState, system: CodeSystem | None = None) -> int:
        """Tell how many phrases have a state, of one system or of all."""
        return sum(
            phrase.state is state and system in (None, phrase.system) for phrase in self.phrases
        )

    def of_document(self, document_id: str) -> tuple[Phrase, ...]:
        """Return the phrases of one document, in order."""
        return tuple(phrase for phrase in self.phrases if phrase.document_id == document_id)

    def with_coded(self, codes: Collection[str]) -> Coverage:
        """Return the same phrases judged by other codes: only CODED and UNCODED change.

        The same code covers a phrase, or one of the same category, or one that the words may
        stand for as well; in ATC one of the same chemical group. Of diabetes each complication
        is a thing of its own: eyes are not coded because kidneys are.
        """
        covered = {thing for code in codes for thing in _covered_by(code)}
        return Coverage(tuple(_judged(phrase, covered) for phrase in self.phrases))

    @property
    def meter(self) -> Meter:
        """Count the different diagnoses and procedures that are said now, and those coded."""
        states: dict[tuple[CodeSystem, str], set[PhraseState]] = {}
        for phrase in self.phrases:
            if phrase.is_codable and phrase.system in METERED:
                states.setdefault((phrase.system, phrase.category), set()).add(phrase.state)
        counts = Counter(PhraseState.CODED in found for found in states.values())
        return Meter(counts[True], counts.total())


#: A record of which nothing is read.
NO_COVERAGE = Coverage()


def coverage_from(
    mentions: Iterable[tuple[str, str, Sequence[Mention]]], codes: Collection[str]
) -> Coverage:
    """Judge what was read of documents by the codes of an event.

    Each document is given as its id, its text and the mentions found in that text.
    """
    phrases = (
        Phrase(
            document_id,
            each.start,
            each.end,
            each.system,
            each.code,
            each.title,
            each.state,
            text[each.start : each.end],
            each.others,
        )
        for document_id, text, found in mentions
        for each in found
    )
    return Coverage(tuple(phrases)).with_coded(codes)


def event_codes(encounter: Encounter) -> frozenset[str]:
    """Give every code of an event, of all three systems: what its phrases are judged by."""
    codes = set(encounter.icd_codes())
    for diagnosis in encounter.diagnoses:
        codes.update(diagnosis.drugs)
    for procedure in encounter.procedures:
        codes.update(procedure.codes, procedure.drugs)
    return frozenset(codes)


@lru_cache(4096)
def category_of(code: str) -> str:
    """Give what codes that cover each other share: `I10.9` gives `I10`, `N02BE01` `N02BE`.

    Procedures of KKÅ share three letters; the three characters of KMÅ (`AF0`) hold too much, so
    that there the whole code is asked for.
    """
    bare = format_code(CodeSystem.KVA, code).replace(".", "")
    if len(bare) >= _GROUP_LENGTH and has_atc_shape(bare):
        return bare[:_GROUP_LENGTH]
    return bare if bare[:2].isalpha() and bare[2:].isdigit() else bare[:_CATEGORY_LENGTH]


@lru_cache(4096)
def thing_of(code: str) -> str:
    """Give what a phrase says, as it is counted and covered: its category, or a complication."""
    category = category_of(code)
    fourth = format_code(CodeSystem.ICD10SE, code).replace(".", "")[_CATEGORY_LENGTH:][:1]
    return category + fourth if category in _DIABETES and fourth in _COMPLICATIONS else category


def _covered_by(code: str) -> Iterator[str]:
    """Give the things that a code covers: diabetes is said by any code of it."""
    category, thing = category_of(code), thing_of(code)
    yield from (category, thing)
    if thing == category + _SEVERAL and category in _DIABETES:
        yield from (category + each for each in _COMPLICATIONS)


def _judged(phrase: Phrase, covered: Collection[str]) -> Phrase:
    if not phrase.is_codable:
        return phrase
    meant = (phrase.code, *phrase.others)
    is_coded = any(thing_of(code) in covered for code in meant)
    state = PhraseState.CODED if is_coded else PhraseState.UNCODED
    return phrase if state is phrase.state else replace(phrase, state=state)
