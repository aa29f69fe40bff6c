"""Sentences of KVÅ are read as candidates, quoted as they stand, and never as rules."""

from __future__ import annotations

from datetime import datetime

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.period import Period
from app.domain.procedure_candidate import (
    CandidateDecision,
    CandidateKind,
    ProcedureCandidate,
    accepted_by_code,
    find_candidates,
)

KVA = CodeSystem.KVA


def found(code: str, description: str) -> list[ProcedureCandidate]:
    concept = Concept(KVA, code, "Titel", Level.ITEM, description=description)
    book = MemoryCodebook(Edition("kva", KVA, "KVÅ", "2021", Period()), [concept])
    return list(find_candidates(book))


@pytest.mark.parametrize(
    ("code", "sentence", "kind", "others"),
    [
        ("DT036", "Avser ej DT037 Oxytocin", CandidateKind.APART, ("DT037",)),
        ("AU124", "Utesluter XU042 Plan och AU125 Plan", CandidateKind.APART, ("XU042", "AU125")),
        ("AK043", "Exklusive bladderscan", CandidateKind.APART, ()),
        ("ZV400", "Tilläggskod till åtgärd i palliativt syfte", CandidateKind.ONLY_ADDED, ()),
        ("ZV229", "Generell tilläggskod", CandidateKind.ONLY_ADDED, ()),
        ("AV032", "Tilläggskod ZV046 kan anges", CandidateKind.WITH_ADDED, ("ZV046",)),
        ("DK022", "Tilläggskod för anestesiform kan anges", CandidateKind.WITH_ADDED, ()),
        ("ZSZ00", "Används endast som tilläggskod", CandidateKind.ONLY_ADDED, ()),
        ("DV009", "Typ av isotop anges med tilläggskod", CandidateKind.WITH_ADDED, ()),
    ],
)
def test_a_sentence_is_read_for_what_it_would_ask(
    code: str, sentence: str, kind: CandidateKind, others: tuple[str, ...]
) -> None:
    assert found(code, sentence) == [ProcedureCandidate(code, kind, sentence, others)]


def test_only_the_sentences_that_say_something_are_candidates() -> None:
    candidates = found("AF063", "Klinisk undersökning. Avser ej AF064 Annan. Kan upprepas.")

    assert [candidate.quote for candidate in candidates] == ["Avser ej AF064 Annan."]
    assert found("AF063", "Klinisk undersökning av hjärtat") == []


def test_a_sentence_without_codes_to_look_for_cannot_be_enforced() -> None:
    assert not found("AK043", "Exklusive bladderscan")[0].can_be_enforced
    assert found("ZV400", "Tilläggskod till åtgärd")[0].can_be_enforced


def test_another_wording_is_another_candidate() -> None:
    one, other = found("DT036", "Avser ej DT037")[0], found("DT036", "Avser inte DT037")[0]

    assert one.id.startswith("DT036-") and one.id != other.id
    assert one.id == found("DT036", "Avser ej DT037")[0].id


def test_only_what_is_accepted_reaches_the_rules() -> None:
    one, other = found("DT036", "Avser ej DT037")[0], found("DT036", "Utesluter DT016")[0]
    at = datetime.fromisoformat("2026-03-14T10:00")
    decisions = [
        CandidateDecision(one, is_accepted=True, reason="läst", person_id="a", person="A", at=at),
        CandidateDecision(other, is_accepted=False, reason="", person_id="a", person="A", at=at),
    ]

    assert accepted_by_code(decisions) == {"DT036": (one,)}
