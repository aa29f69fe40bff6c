"""Phrases judged by the codes of an event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.coverage import (
    Coverage,
    Mention,
    Phrase,
    PhraseState,
    category_of,
    coverage_from,
    event_codes,
)
from app.domain.encounter import Diagnosis, Procedure
from tests.services.workday import event

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC
CODED, UNCODED, NEGATED, HISTORICAL = PhraseState
TEXT = "Hypertoni. Ingen astma. Får Alvedon."
MENTIONS = (
    Mention(0, 9, ICD, "I10.9", "Essentiell hypertoni", others=("I15",)),
    Mention(17, 22, ICD, "J45.9", "Astma", NEGATED),
    Mention(28, 35, ATC, "N02BE01", "Paracetamol"),
)
CODES = ("I10.9", "I10", "I15.0", "J45.9", "N02BE51", "N02AB03", "NFB49", "AF024", "x", "")


def coverage(*codes: str) -> Coverage:
    return coverage_from([("a", TEXT, MENTIONS)], codes)


def states(found: Coverage) -> list[PhraseState]:
    return [phrase.state for phrase in found.phrases]


def test_nothing_is_coded_on_an_event_without_codes() -> None:
    assert states(coverage()) == [UNCODED, NEGATED, UNCODED]
    assert [phrase.text for phrase in coverage().phrases] == ["Hypertoni", "astma", "Alvedon"]


@pytest.mark.parametrize("code", ["I10.9", "i109", "I10", "I10.8", "I15.2"])
def test_the_code_its_category_and_what_the_lexicon_holds_besides_cover_a_phrase(
    code: str,
) -> None:
    assert states(coverage(code)) == [CODED, NEGATED, UNCODED]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("E10.2", [CODED, CODED, UNCODED]),
        ("E10.3A", [CODED, UNCODED, CODED]),
        ("E10.7", [CODED, CODED, CODED]),
        ("E10.9", [CODED, UNCODED, UNCODED]),
        ("E11.2", [UNCODED, CODED, UNCODED]),
    ],
)
def test_one_complication_of_diabetes_is_not_coded_by_another(
    code: str, expected: list[PhraseState]
) -> None:
    text = "Typ 1-diabetes, diabetesnefropati, diabetesretinopati"
    mentions = (
        Mention(0, 14, ICD, "E10.9", "Diabetes typ 1 utan komplikation"),
        Mention(16, 33, ICD, "E11.2", "Diabetes typ 2, njurar", others=("E10.2",)),
        Mention(35, 53, ICD, "E11.3", "Diabetes typ 2, ögon", others=("E10.3",)),
    )

    assert states(coverage_from([("a", text, mentions)], [code])) == expected


def test_a_drug_is_covered_by_its_chemical_group() -> None:
    assert states(coverage("N02BE51"))[2] is CODED
    assert states(coverage("N02AB03"))[2] is UNCODED


def test_a_code_on_what_is_denied_changes_nothing() -> None:
    assert states(coverage("J45.9")) == [UNCODED, NEGATED, UNCODED]


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("I10.9", "I10"),
        ("S72.00", "S72"),
        ("NFB49", "NFB"),
        ("AF024", "AF024"),
        ("N02BE01", "N02BE"),
        ("N02", "N02"),
        ("E10.2B", "E10"),
        ("", ""),
    ],
)
def test_codes_cover_each_other_by_their_category(code: str, category: str) -> None:
    assert category_of(code) == category


def test_the_meter_counts_each_thing_once_and_no_drugs() -> None:
    twice = coverage_from([("a", TEXT, MENTIONS), ("b", TEXT, MENTIONS)], ())

    assert twice.meter == (0, 1)
    assert twice.with_coded(["I10.9"]).meter == (1, 1)
    assert twice.count(UNCODED) == 4
    assert twice.count(UNCODED, ATC) == 2
    assert len(twice.of_document("b")) == 3
    assert Coverage().meter.share == 1.0


def test_every_code_of_an_event_counts() -> None:
    coded = replace(
        event("e"),
        diagnoses=(Diagnosis("E11.9", partner="G63.2", external_causes=("Y88.0",), drugs=("A1",)),),
        procedures=(Procedure("NFB49", additional=("ZXA00",), drugs=("B1",)),),
    )

    assert event_codes(coded) == {"E11.9", "G63.2", "Y88.0", "A1", "NFB49", "ZXA00", "B1"}


def test_the_words_of_a_patient_are_in_no_repr() -> None:
    phrase = coverage().phrases[0]

    assert isinstance(phrase, Phrase)
    assert "Hypertoni" not in repr(phrase).replace(phrase.title, "")


@given(
    first=st.lists(st.sampled_from(CODES), max_size=4),
    more=st.lists(st.sampled_from(CODES), max_size=4),
)
def test_adding_codes_only_makes_phrases_coded(first: list[str], more: list[str]) -> None:
    before, after = coverage(*first), coverage(*first).with_coded([*first, *more])

    for old, new in zip(before.phrases, after.phrases, strict=True):
        assert replace(new, state=old.state) == old
        assert new.state is old.state or (old.state, new.state) == (UNCODED, CODED)
    assert after.with_coded(first) == before
