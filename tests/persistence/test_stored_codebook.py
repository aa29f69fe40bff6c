"""An edition read from storage answers as one that was built of concepts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark, Note, NoteKind
from app.persistence.unit_of_work import SqlUnitOfWork

ICD = CodeSystem.ICD10SE
EDITION = Edition("icd10se-2022", ICD, "ICD-10-SE", "2022")
CONCEPTS = [
    Concept(ICD, "04", "Endokrina sjukdomar", Level.CHAPTER, is_leaf=False),
    Concept(ICD, "E14", "Ospecificerad diabetes", Level.CATEGORY, "04", is_leaf=False),
    Concept(ICD, "E14.3", "Med ögonsjukdom", Level.SUBCATEGORY, "E14", Mark.DAGGER),
    Concept(
        ICD,
        "E14.2",
        "Med njursjukdom",
        Level.SUBCATEGORY,
        "E14",
        Mark.ASTERISK,
        may_be_principal=False,
        description="Njurar",
        partners=("N08.3", "N16"),
        valid_from=date(2022, 1, 1),
    ),
    Concept(ICD, "L1", "Ring", Level.CATEGORY, "L2"),
    Concept(ICD, "L2", "Ring", Level.CATEGORY, "L1"),
    Concept(ICD, "X1", "Utan överordnad", Level.CATEGORY, "X"),
]


@pytest.fixture
def stored(unit_of_work: Callable[[], SqlUnitOfWork]) -> Codebook:
    with unit_of_work() as uow:
        uow.editions.add(EDITION, CONCEPTS)
        uow.commit()
    with unit_of_work() as uow:
        return uow.editions.codebook(EDITION)


def test_concepts_come_back_in_file_order_one_by_one_and_together(stored: Codebook) -> None:
    concepts = stored.concepts()
    assert list(concepts) == CONCEPTS
    assert (len(concepts), concepts[-1], concepts[1:3]) == (7, CONCEPTS[-1], CONCEPTS[1:3])
    with pytest.raises(IndexError):
        concepts[7]


def test_every_question_has_the_answer_of_a_codebook_in_memory(stored: Codebook) -> None:
    memory = MemoryCodebook(EDITION, CONCEPTS)
    for code in [*(concept.code for concept in CONCEPTS), "finns inte", ""]:
        assert stored.concept(code) == memory.concept(code)
        assert stored.children(code) == memory.children(code)
        assert stored.ancestors(code) == memory.ancestors(code)
    assert stored.children(None) == memory.children(None)
    assert stored.edition is EDITION


def test_a_concept_is_made_once(stored: Codebook) -> None:
    assert stored.concept("E14") is stored.concepts()[1] is stored.children("04")[0]


def test_an_edition_that_is_not_stored_has_no_concepts(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    with unit_of_work() as uow:
        assert list(uow.editions.codebook(EDITION).concepts()) == []


def test_it_says_in_short_what_it_is(stored: Codebook) -> None:
    assert repr(stored) == "StoredCodebook('icd10se-2022', 7 concepts)"


def test_the_notes_that_rules_ask_about_stay_in_memory_and_the_others_in_storage(
    unit_of_work: Callable[[], SqlUnitOfWork],
) -> None:
    excludes = Note(NoteKind.EXCLUDES, "Med gallsten (K80.-)", ("K80",))
    coding = Note(NoteKind.CODING, "Tilläggskod (B95-B98) kan användas", ("B95-B98",))
    others = (Note(NoteKind.INCLUDES, "Abscess (K81.0)", ("K81.0",)), Note(NoteKind.CODING, "Ej"))
    concepts = [
        Concept(ICD, "K81", "Kolecystit", Level.CATEGORY, notes=(excludes, others[0], coding)),
        Concept(ICD, "K80", "Gallsten", Level.CATEGORY, notes=(others[1],)),
    ]
    with unit_of_work() as uow:
        uow.editions.add(EDITION, concepts)
        uow.commit()

    with unit_of_work() as uow:
        stored = uow.editions.codebook(EDITION)

    memory = MemoryCodebook(EDITION, concepts)
    for book in (stored, memory):
        assert tuple(book.review_notes("K81")) == (excludes, coding)
        assert tuple(book.review_notes("K80")) == tuple(book.review_notes("K99")) == ()
