"""What is refused, and what is asked, before a file that was read becomes an edition."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, EditionState, Level
from app.domain.edition_checks import (
    CHAPTER_TOLERANCE,
    LEVEL_TOLERANCE,
    ask_about_days,
    ask_about_same_content,
    ask_about_sizes,
    ask_about_year,
    edition_before,
    find_shape_fault,
    used_before,
    warn_of_age,
)
from app.domain.period import Period

ICD, KVA, ATC = CodeSystem.ICD10SE, CodeSystem.KVA, CodeSystem.ATC


def concept(system: CodeSystem, code: str, level: Level, title: str = "Titel") -> Concept:
    return Concept(system, code, title, level)


def edition(year: int, **facts: object) -> Edition:
    period = Period(date(year, 1, 1))
    return replace(Edition(f"icd10se-{year}", ICD, "ICD-10-SE", str(year), period), **facts)


@pytest.mark.parametrize(
    ("system", "code", "level"),
    [
        (ICD, "01", Level.CHAPTER),
        (ICD, "A00-B99", Level.BLOCK),
        (ICD, "I10", Level.CATEGORY),
        (ICD, "I10.9", Level.SUBCATEGORY),
        (ICD, "A18.4C", Level.EXTENSION),
        (ICD, "V31.00", Level.EXTENSION),
        (KVA, "KMÅ:AA9", Level.HEADING),
        (KVA, "KKÅ:NFB", Level.HEADING),
        (KVA, "NFB49", Level.ITEM),
        (KVA, "AA001", Level.ITEM),
        (ATC, "C", Level.HEADING),
        (ATC, "C07AB", Level.HEADING),
        (ATC, "C07AB02", Level.ITEM),
    ],
)
def test_codes_of_the_systems_own_form_are_let_in(
    system: CodeSystem, code: str, level: Level
) -> None:
    assert find_shape_fault(system, [concept(system, code, level)]) is None


@pytest.mark.parametrize(
    ("system", "found", "words"),
    [
        (ICD, concept(ICD, "I109", Level.SUBCATEGORY), "”I109” har inte den form som fyrställiga"),
        (ICD, concept(ICD, "I10.9", Level.CATEGORY), "som kategorier i ICD-10-SE har"),
        (ICD, concept(ICD, "N02BE01", Level.ITEM), "koder att rapportera i ICD-10-SE"),
        (KVA, concept(KVA, "NFB", Level.HEADING), "som rubriker i KVÅ"),
        (ATC, concept(ATC, "C07AB0", Level.ITEM), "i ATC har"),
        (ATC, concept(ICD, "C07AB02", Level.ITEM), "i ATC har"),
        (ICD, concept(ICD, "I10", Level.CATEGORY, title=" "), "Koden I10 saknar titel"),
    ],
)
def test_a_code_of_another_form_or_without_title_is_a_fault(
    system: CodeSystem, found: Concept, words: str
) -> None:
    fault = find_shape_fault(system, [found])

    assert fault is not None
    assert words in fault.text
    assert fault.code == found.code


def test_an_edition_is_measured_against_the_newest_that_began_no_later() -> None:
    others = [edition(2021), edition(2020), edition(2023)]
    starter = Edition("icd10se-starter", ICD, "Övningskodverk", "1", is_starter=True)
    foreign = replace(edition(2022), id="kva-2022", system=KVA)

    assert edition_before([*others, starter, foreign], edition(2022)) == others[0]
    assert edition_before([edition(2023), starter, foreign], edition(2022)) is None


def test_a_correction_is_measured_against_what_it_corrects() -> None:
    corrected = replace(edition(2022), id="icd10se-2022-rattad")

    assert edition_before([edition(2021), edition(2022)], corrected) == edition(2022)


def test_an_edition_in_use_is_a_better_measure_than_a_newer_that_never_was() -> None:
    tried = edition(2022, state=EditionState.IMPORTED)
    retired = edition(2021, state=EditionState.RETIRED)

    assert edition_before([tried, edition(2020)], edition(2023)) == edition(2020)
    assert edition_before([tried, retired], edition(2023)) == retired
    assert edition_before([tried], edition(2023)) == tried
    assert edition_before([retired, edition(2020)], edition(2023)) == retired


def test_what_was_in_use_before_began_on_an_earlier_day() -> None:
    tried = edition(2021, state=EditionState.IMPORTED)
    corrected = replace(edition(2022), id="icd10se-2022-rattad")

    assert used_before([edition(2020), tried, edition(2022)], corrected) == edition(2020)
    assert used_before([edition(2022), tried], corrected) is None


def test_a_year_like_the_others_asks_nothing() -> None:
    before = edition(2021, counts={"category": 2056, "extension": 23_966})
    after = edition(2022, counts={"category": 2056, "extension": 23_985})

    assert ask_about_sizes(after, before) == []


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (1_200, "1\u00a0200 kategorier, 42 % färre än ICD-10-SE 2021 (2\u00a0056)"),
        (1_940, "1\u00a0940 kategorier, 5,6 % färre än"),
        (2_700, "2\u00a0700 kategorier, 31 % fler än"),
        (2, "Filerna har 2 kategorier, mot 2\u00a0056 i ICD-10-SE 2021. Ska"),
        (0, "0 kategorier, mot 2\u00a0056 i ICD-10-SE 2021"),
        (205_600, "205\u00a0600 kategorier, mot 2\u00a0056 i ICD-10-SE 2021"),
    ],
)
def test_a_level_that_shrank_or_grew_beyond_measure_is_asked_about(after: int, words: str) -> None:
    (question,) = ask_about_sizes(
        edition(2022, counts={"category": after}), edition(2021, counts={"category": 2056})
    )

    assert words in question
    assert question.endswith("Ska filerna läsas in ändå?")


def test_a_level_that_was_not_there_is_asked_about() -> None:
    (question,) = ask_about_sizes(
        edition(2022, counts={"category": 50, "block": 40}), edition(2021, counts={"category": 50})
    )

    assert "40 avsnitt, mot inga i ICD-10-SE 2021." in question


def test_small_numbers_are_not_measured_in_shares() -> None:
    before = edition(2021, counts={"block": 12}, chapter_counts={"04": 12})
    after = edition(2022, counts={"block": 4}, chapter_counts={"04": 4})

    assert ask_about_sizes(after, before) == []


def test_a_chapter_that_is_gone_is_asked_about_however_small() -> None:
    before = edition(2021, chapter_counts={"03": 3, "05": 200, "07": 0})
    after = edition(2022, chapter_counts={"05": 200})

    (question,) = ask_about_sizes(after, before)

    assert question.startswith("Kapitel 03 i ICD-10-SE 2021, med 3 koder, saknas helt i filerna.")


def test_many_lost_chapters_are_one_question() -> None:
    before = edition(2021, chapter_counts={f"{n:02}": 100 for n in range(1, 10)})

    (question,) = ask_about_sizes(edition(2022), before)

    assert "Kapitel 01, 02, 03, 04, 05 och 4 till i ICD-10-SE 2021, med 900 koder" in question


def test_a_chapter_that_shrank_is_asked_about_with_both_numbers() -> None:
    before = edition(2021, chapter_counts={"03": 1_254, "05": 200})
    after = edition(2022, chapter_counts={"03": 700, "05": 199})

    (question,) = ask_about_sizes(after, before)

    assert "Kapitel 03 (1\u00a0254 → 700) har ovanligt många eller få koder" in question


@given(st.integers(0, 50_000), st.integers(0, 50_000))
def test_the_tolerance_is_even_handed(before: int, after: int) -> None:
    for tolerance in (LEVEL_TOLERANCE, CHAPTER_TOLERANCE):
        assert not tolerance.is_exceeded(before, before)
        if tolerance.is_exceeded(before, after):
            further = after - 1 if after < before else after + 1
            assert tolerance.is_exceeded(before, max(further, 0))


@pytest.mark.parametrize(
    ("named", "version", "start", "asks"),
    [
        ("2022", "2022", date(2022, 1, 1), False),
        ("2022", "2022 rättad", date(2022, 3, 1), False),
        (None, "2022", date(2022, 1, 1), False),
        ("2021", "2022", date(2022, 1, 1), True),
        ("2021", "ny", date(2022, 1, 1), True),
        ("2021", "2021", date(2022, 1, 1), True),
        (None, "2021", date(2022, 1, 1), True),
        (None, "ny", date(2022, 1, 1), False),
    ],
)
def test_a_year_that_name_version_and_day_do_not_share_is_asked_about(
    named: str | None, version: str, start: date, asks: bool
) -> None:
    found = replace(edition(2022), version=version, valid=Period(start))

    questions = ask_about_year(named, found)

    assert bool(questions) is asks
    assert all("2021" in question and question.endswith("?") for question in questions)


def test_codes_that_begin_after_the_edition_are_asked_about() -> None:
    old = replace(concept(ICD, "A00", Level.CATEGORY), valid_from=date(1997, 1, 1))
    new = replace(concept(ICD, "A01", Level.CATEGORY), valid_from=date(2025, 1, 1))
    newer = replace(concept(ICD, "U07", Level.CATEGORY), valid_from=date(2026, 1, 1))

    assert ask_about_days(edition(2026), [old, new, newer]) == []
    (question,) = ask_about_days(edition(2024), [old, new, newer])
    assert "2 koder gäller enligt filen först efter 2024-01-01" in question
    assert "senast U07 från 2026-01-01" in question


def test_the_same_content_under_another_version_is_asked_about() -> None:
    before = edition(2021, content_sha256="ab")

    (question,) = ask_about_same_content(edition(2022, content_sha256="ab"), [before])

    assert "detsamma, kod för kod, som i ICD-10-SE 2021" in question
    assert not ask_about_same_content(edition(2022, content_sha256="cd"), [before])
    assert not ask_about_same_content(edition(2022), [edition(2021)])
    assert not ask_about_same_content(before, [before])


def test_an_edition_older_than_one_in_use_is_warned_of() -> None:
    later = [edition(2023), edition(2022), edition(2024, state=EditionState.RETIRED)]

    (warning,) = warn_of_age(edition(2021), later)

    assert warning.startswith("ICD-10-SE 2021 är äldre än ICD-10-SE 2022")
    assert "före 2022-01-01" in warning
    assert warn_of_age(edition(2023), later) == ()


def test_of_two_measures_the_one_imported_last_is_taken() -> None:
    first = edition(2021, imported_at=datetime(2021, 1, 1))  # noqa: DTZ001 - wall clock
    second = replace(first, id="b", imported_at=datetime(2021, 2, 1))  # noqa: DTZ001

    assert edition_before([second, first], edition(2022)) == second
