from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import func, select

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level, Mark, Note, NoteKind, SourceFile
from app.domain.errors import Cancelled, StorageError
from app.domain.period import Period
from app.persistence.database import Database
from app.persistence.orm_codebooks import ConceptNoteRow
from app.persistence.unit_of_work import SqlUnitOfWork

Units = Callable[[], SqlUnitOfWork]

EDITION = Edition(
    "icd10se-2022",
    CodeSystem.ICD10SE,
    "ICD-10-SE",
    "2022",
    Period(date(2022, 1, 1), None),
    sources=(SourceFile("block.txt", "ab" * 32), SourceFile("digit3.txt", "cd" * 32)),
    counts={"chapter": 1, "category": 1},
    imported_at=datetime(2022, 1, 3, 8, 15),  # noqa: DTZ001 - wall clock of care
    imported_by="Anna Öberg",
)
CONCEPTS = [
    Concept(CodeSystem.ICD10SE, "01", "Infektioner", Level.CHAPTER, is_leaf=False),
    Concept(
        CodeSystem.ICD10SE,
        "D63.0",
        "Anemi vid tumör",
        Level.SUBCATEGORY,
        "01",
        Mark.ASTERISK,
        may_be_principal=False,
        description="En beskrivning\nmed två rader",
        partners=("C00–D48", "N18.5"),
        valid_from=date(2011, 1, 1),
    ),
    Concept(CodeSystem.ICD10SE, "A00", "Kolera", Level.CATEGORY, "01", Mark.DAGGER),
]


def add(unit_of_work: Units, edition: Edition, concepts: Iterable[Concept]) -> None:
    with unit_of_work() as uow:
        uow.editions.add(edition, concepts)
        uow.commit()


def test_an_edition_comes_back_as_it_was_written(unit_of_work: Units) -> None:
    add(unit_of_work, EDITION, CONCEPTS)

    with unit_of_work() as uow:
        assert uow.editions.all() == [EDITION]
        assert uow.editions.all()[0].counts == EDITION.counts


def test_concepts_come_back_with_all_their_facts_in_file_order(unit_of_work: Units) -> None:
    add(unit_of_work, EDITION, CONCEPTS)

    with unit_of_work() as uow:
        assert uow.editions.concepts(EDITION.id) == CONCEPTS


def test_editions_come_by_system_and_newest_first(unit_of_work: Units) -> None:
    older = replace(EDITION, id="icd10se-2021", valid=Period(date(2021, 1, 1)))
    kva = replace(EDITION, id="kva-2021", system=CodeSystem.KVA)
    for edition in (older, kva, EDITION):
        add(unit_of_work, edition, [])

    with unit_of_work() as uow:
        ids = [edition.id for edition in uow.editions.all()]

    assert ids == ["icd10se-2022", "icd10se-2021", "kva-2021"]


def test_an_unknown_edition_has_no_concepts(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        assert uow.editions.concepts("finns inte") == []


def test_more_concepts_than_one_batch_holds_keep_their_order(unit_of_work: Units) -> None:
    many = [replace(CONCEPTS[0], code=str(n), title=f"Titel {n}") for n in range(4_321, 0, -1)]
    add(unit_of_work, EDITION, many)

    with unit_of_work() as uow:
        assert uow.editions.concepts(EDITION.id) == many


def test_nothing_is_saved_without_commit(unit_of_work: Units) -> None:
    with unit_of_work() as uow:
        uow.editions.add(EDITION, CONCEPTS)

    with unit_of_work() as uow:
        assert uow.editions.all() == []
        assert uow.editions.concepts(EDITION.id) == []


def test_a_break_in_the_middle_leaves_nothing(unit_of_work: Units) -> None:
    def broken() -> Iterator[Concept]:
        for n in range(5_000):
            yield replace(CONCEPTS[0], code=str(n))
        raise Cancelled

    with pytest.raises(Cancelled):
        add(unit_of_work, EDITION, broken())

    with unit_of_work() as uow:
        assert uow.editions.all() == []
        assert uow.editions.concepts(EDITION.id) == []


def test_an_edition_is_removed_with_its_concepts_and_no_others(unit_of_work: Units) -> None:
    other = replace(EDITION, id="icd10se-2021")
    for edition in (EDITION, other):
        add(unit_of_work, edition, CONCEPTS)

    with unit_of_work() as uow:
        uow.editions.remove(EDITION.id)
        uow.editions.remove("finns inte")
        uow.commit()

    with unit_of_work() as uow:
        assert [edition.id for edition in uow.editions.all()] == [other.id]
        assert uow.editions.concepts(EDITION.id) == []
        assert uow.editions.concepts(other.id) == CONCEPTS


def test_an_edition_is_written_once(unit_of_work: Units) -> None:
    add(unit_of_work, EDITION, CONCEPTS)

    with pytest.raises(StorageError):
        add(unit_of_work, EDITION, CONCEPTS)

    with unit_of_work() as uow:
        assert uow.editions.concepts(EDITION.id) == CONCEPTS


NOTES = (
    Note(NoteKind.LATIN, "Cholera"),
    Note(NoteKind.EXCLUDES, "Salmonella (A02.-)\n\nSmittbärare (Z22.1)", ("A02", "Z22.1")),
    Note(NoteKind.EXAMPLE, "Cholera asiatica\u00a0* †"),
)


def with_notes(concepts: Iterable[Concept]) -> list[Concept]:
    return [replace(c, notes=NOTES) if c.code == "A00" else c for c in concepts]


def count_notes(database: Database) -> int:
    with database.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(ConceptNoteRow)) or 0


def test_the_notes_of_a_code_come_back_in_file_order(unit_of_work: Units) -> None:
    add(unit_of_work, EDITION, with_notes(CONCEPTS))

    with unit_of_work() as uow:
        assert uow.editions.notes(EDITION.id, "A00") == NOTES
        assert uow.editions.notes(EDITION.id, "D63.0") == ()
        assert uow.editions.notes("finns inte", "A00") == ()


def test_an_edition_that_was_imported_without_notes_has_none(
    unit_of_work: Units, database: Database
) -> None:
    add(unit_of_work, EDITION, CONCEPTS)

    assert count_notes(database) == 0
    with unit_of_work() as uow:
        assert uow.editions.notes(EDITION.id, "A00") == ()


def test_the_notes_of_every_batch_are_kept(unit_of_work: Units, database: Database) -> None:
    many = [replace(CONCEPTS[0], code=str(n), notes=NOTES[:2]) for n in range(4_321)]
    add(unit_of_work, EDITION, many)

    assert count_notes(database) == 2 * 4_321
    with unit_of_work() as uow:
        assert uow.editions.notes(EDITION.id, "4320") == NOTES[:2]


def test_notes_go_with_their_edition_and_no_others(unit_of_work: Units, database: Database) -> None:
    other = replace(EDITION, id="icd10se-2021")
    for edition in (EDITION, other):
        add(unit_of_work, edition, with_notes(CONCEPTS))

    with unit_of_work() as uow:
        uow.editions.remove(EDITION.id)
        uow.commit()

    assert count_notes(database) == len(NOTES)
    with unit_of_work() as uow:
        assert uow.editions.notes(other.id, "A00") == NOTES


def test_notes_are_not_saved_without_commit(unit_of_work: Units, database: Database) -> None:
    with unit_of_work() as uow:
        uow.editions.add(EDITION, with_notes(CONCEPTS))

    assert count_notes(database) == 0
