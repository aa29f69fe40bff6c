"""Hints are sentences of the edition: nothing is concluded, nothing is left out of order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Note, NoteKind
from app.domain.procedure_hints import (
    HintKind,
    ProcedureHint,
    find_hints,
    says_nothing_but,
    split_sentences,
)

KVA = CodeSystem.KVA


def item(code: str, parent: str | None, description: str = "") -> Concept:
    return Concept(KVA, code, f"Titel {code}", Level.ITEM, parent, description=description)


def heading(code: str, title: str, parent: str | None = None, description: str = "") -> Concept:
    return Concept(KVA, code, title, Level.HEADING, parent, is_leaf=False, description=description)


CONCEPTS = (
    heading("KMÅ:D", "Behandling"),
    heading("KMÅ:DT", "Läkemedel", "KMÅ:D", "ATC-kod kan läggas till."),
    item("DT016", "KMÅ:DT", "Ges t.ex. i arm. Läkemedel anges med ATC-kod."),
    item("DL001", "KMÅ:D", "Används tillsammans med LCA30 för att precisera."),
    item("LCA30", "KMÅ:D", "Planeras tillsammans med patienten."),
    item("DA006", "KMÅ:D", "Under tvång används även koden ZV229. Se även DT016."),
    item("DV001", "KMÅ:D", "Inte tillsammans med DV002. Robot anges med ZV229."),
    item("DV002", "KMÅ:D", "Kan kombineras med varaktighetskod ZV200-ZV219"),
    heading("KMÅ:Z", "Tilläggskoder"),
    item("ZV205", "KMÅ:Z", "Tidsåtgång."),
    item("ZV229", "KMÅ:Z"),
)
BOOK = MemoryCodebook(Edition("kva-x", KVA, "KVÅ", "2026"), CONCEPTS)


def hints(code: str) -> list[tuple[HintKind, str, str]]:
    concept = BOOK.concept(code)
    assert concept is not None
    notes = (Note(NoteKind.DESCRIPTION, concept.description),)
    return [(h.kind, h.text, h.said_by.code) for h in find_hints(BOOK, concept, notes)]


def test_drugs_are_told_beside_the_code_and_by_the_heading_above() -> None:
    assert hints("DT016") == [
        (HintKind.DRUG, "Läkemedel anges med ATC-kod.", "DT016"),
        (HintKind.DRUG, "ATC-kod kan läggas till.", "KMÅ:DT"),
    ]


def test_a_code_that_is_used_together_with_another_is_told_at_both() -> None:
    told = "Används tillsammans med LCA30 för att precisera."

    assert hints("DL001") == [(HintKind.ADD_ON, told, "DL001")]
    assert hints("LCA30") == [(HintKind.ADD_ON, told, "DL001")]


def test_see_also_and_not_together_are_no_hints_but_a_named_add_on_code_is() -> None:
    assert hints("DA006") == [(HintKind.ADD_ON, "Under tvång används även koden ZV229.", "DA006")]
    assert hints("DV001") == [(HintKind.ADD_ON, "Robot anges med ZV229.", "DV001")]


def test_an_add_on_code_says_under_which_heading_it_stands_and_where_it_is_named() -> None:
    assert hints("ZV205") == [
        (HintKind.ADD_ON, "Tilläggskoder", "KMÅ:Z"),
        (HintKind.ADD_ON, "Kan kombineras med varaktighetskod ZV200-ZV219", "DV002"),
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert split_sentences("Anges t.ex. med en kod. Nästa; även här.\nSist") == [
        "Anges t.ex. med en kod.",
        "Nästa; även här.",
        "Sist",
    ]


@pytest.mark.parametrize(
    ("text", "nothing_but"), [("Ange sida.", True), ("Ange sida. Vid gikt.", False), ("", True)]
)
def test_a_text_that_is_all_hints_need_not_be_shown_again(text: str, nothing_but: bool) -> None:
    hint = ProcedureHint(HintKind.ADD_ON, "Ange sida.", CONCEPTS[0])

    assert says_nothing_but(text, [hint]) is nothing_but


@given(st.text(alphabet="ABZaeå .;!\n0123ATC", max_size=80))
def test_every_hint_is_a_piece_of_what_is_written(text: str) -> None:
    concept = item("DV100", None, text)
    book = MemoryCodebook(BOOK.edition, (concept,))

    for hint in find_hints(book, concept, (Note(NoteKind.DESCRIPTION, text),)):
        assert hint.text in text
