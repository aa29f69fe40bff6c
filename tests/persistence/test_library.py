from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from app.domain.codebook_ports import EDITIONS_STAMP
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level
from app.domain.errors import CodebookFileError
from app.domain.period import Period
from app.persistence.library import SqlLibrary
from app.persistence.unit_of_work import SqlUnitOfWork

from .readers.made_files import starter_folder

Units = Callable[[], SqlUnitOfWork]
TODAY = date(2024, 5, 1)


@pytest.fixture
def library(unit_of_work: Units, tmp_path: Path) -> SqlLibrary:
    return SqlLibrary(unit_of_work, starter_folder(tmp_path / "starter"), today=lambda: TODAY)


def add(unit_of_work: Units, system: CodeSystem, year: int) -> None:
    edition = Edition(f"{system}-{year}", system, "Namn", str(year), Period(date(year, 1, 1)))
    concept = Concept(system, "A00", f"Titel {year}", Level.CATEGORY)
    with unit_of_work() as uow:
        uow.editions.add(edition, [concept])
        uow.commit()


def test_without_imported_editions_the_starter_answers_for_every_day(library: SqlLibrary) -> None:
    books = library.for_day(date(1999, 1, 1))

    assert books.icd10se.edition.is_starter
    assert books.icd10se.concept("J17") is not None
    assert books.kva.concept("NFB49") is not None
    assert books.atc.concept("C07AB02") is not None
    assert books.outside == ()


def test_the_edition_of_the_day_answers(unit_of_work: Units, library: SqlLibrary) -> None:
    add(unit_of_work, CodeSystem.ICD10SE, 2021)
    add(unit_of_work, CodeSystem.ICD10SE, 2022)

    assert library.for_day(date(2021, 12, 31)).icd10se.edition.id == "icd10se-2021"
    assert library.for_day(date(2022, 1, 1)).icd10se.edition.id == "icd10se-2022"
    assert library.for_day(date(2022, 1, 1)).icd10se.concepts()[0].title == "Titel 2022"


def test_no_day_given_means_today(unit_of_work: Units, library: SqlLibrary) -> None:
    add(unit_of_work, CodeSystem.ICD10SE, TODAY.year)
    add(unit_of_work, CodeSystem.ICD10SE, TODAY.year + 1)

    assert library.for_day(None).icd10se.edition.version == str(TODAY.year)


def test_a_day_outside_every_edition_gets_the_nearest_and_its_system_is_named(
    unit_of_work: Units, library: SqlLibrary
) -> None:
    add(unit_of_work, CodeSystem.ICD10SE, 2021)
    add(unit_of_work, CodeSystem.KVA, 2019)

    books = library.for_day(date(2020, 6, 1))

    assert books.outside == (CodeSystem.ICD10SE,)
    assert books.icd10se.edition.id == "icd10se-2021"
    assert books.atc.edition.is_starter


def test_editions_are_listed_with_the_starter_last(
    unit_of_work: Units, library: SqlLibrary
) -> None:
    add(unit_of_work, CodeSystem.KVA, 2021)

    assert [edition.id for edition in library.editions()] == [
        "kva-2021",
        "icd10se-starter",
        "kva-starter",
        "atc-starter",
    ]


def test_an_edition_is_found_by_id(unit_of_work: Units, library: SqlLibrary) -> None:
    add(unit_of_work, CodeSystem.KVA, 2021)

    found = library.codebook("kva-2021")

    assert found is not None and found.concept("A00") is not None
    assert library.codebook("finns inte") is None


def test_an_edition_is_loaded_once_and_shared_by_days(
    unit_of_work: Units, library: SqlLibrary
) -> None:
    add(unit_of_work, CodeSystem.ICD10SE, 2021)

    first, second = (library.for_day(date(2021, 5, day)) for day in (1, 2))

    assert first.icd10se is second.icd10se
    assert library.for_day(date(2021, 5, 1)) is first


def test_a_reload_shows_what_was_imported_since(unit_of_work: Units, library: SqlLibrary) -> None:
    assert library.for_day(None).icd10se.edition.is_starter
    add(unit_of_work, CodeSystem.ICD10SE, 2021)
    before = library.for_day(None)

    library.reload()

    assert before.icd10se.edition.is_starter
    assert library.for_day(None).icd10se.edition.id == "icd10se-2021"


def test_many_threads_asking_at_once_get_the_same_codebook(
    unit_of_work: Units, library: SqlLibrary
) -> None:
    add(unit_of_work, CodeSystem.ICD10SE, 2021)
    together = Barrier(6)

    def ask(day: int) -> int:
        together.wait(timeout=10)
        return id(library.for_day(date(2021, 5, 1 + day % 2)).icd10se)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(6)))) == 1


def test_a_missing_starter_is_told_with_a_remedy(unit_of_work: Units, tmp_path: Path) -> None:
    library = SqlLibrary(unit_of_work, tmp_path / "borta")

    with pytest.raises(CodebookFileError, match="Installera om"):
        library.for_day(date(2022, 1, 1))


@pytest.mark.parametrize("state", [EditionState.IMPORTED, EditionState.RETIRED])
def test_an_edition_out_of_use_answers_for_no_day_but_can_be_opened(
    unit_of_work: Units, library: SqlLibrary, state: EditionState
) -> None:
    add(unit_of_work, CodeSystem.ATC, 2021)
    add(unit_of_work, CodeSystem.ATC, 2022)
    with unit_of_work() as uow:
        uow.editions.set_state("atc-2022", state)
        uow.commit()

    assert library.for_day(date(2022, 6, 1)).atc.edition.id == "atc-2021"
    assert [e.state for e in library.editions() if e.id == "atc-2022"] == [state]
    book = library.codebook("atc-2022")
    assert book is not None and book.concepts()[0].title == "Titel 2022"


def test_what_another_library_changed_is_read_when_asked_to_look(
    unit_of_work: Units, library: SqlLibrary
) -> None:
    assert not library.refresh(), "nothing has been read yet"
    assert library.for_day(None).atc.edition.is_starter
    add(unit_of_work, CodeSystem.ATC, TODAY.year)
    with unit_of_work() as uow:
        uow.facts.set(EDITIONS_STAMP, "another")
        uow.commit()
    assert library.for_day(None).atc.edition.is_starter

    assert library.refresh()
    assert library.for_day(None).atc.edition.id == f"atc-{TODAY.year}"
    assert not library.refresh()


def test_an_edition_without_concepts_was_removed_elsewhere(
    unit_of_work: Units, library: SqlLibrary
) -> None:
    add(unit_of_work, CodeSystem.ATC, TODAY.year)
    library.editions()
    with unit_of_work() as uow:
        uow.editions.remove(f"atc-{TODAY.year}")
        uow.commit()

    with pytest.raises(CodebookFileError, match="har tagits bort"):
        library.for_day(None)

    assert library.for_day(None).atc.edition.is_starter
