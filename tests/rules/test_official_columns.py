"""The rules that the edition drives, on a small file in the official form of sixteen columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Edition
from app.domain.finding import Finding
from app.domain.period import Period
from app.persistence.readers.file_readers import FileReaders
from app.rules.examples import example
from app.rules.examples import row as diagnosis
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES
from tests.data_makers.icd10se_official import (
    BLOCK,
    CATEGORY,
    CHAPTER,
    ETIOLOGY,
    MANIFESTATION,
    NATIONAL,
    SUBCATEGORY,
    row,
    write_official_file,
)

#: Code, title, and what the columns beside it say; a code of a category makes the category.
_CODES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("A06.6", "Hjärnabscess", {"mark": ETIOLOGY, "partners": "G07*"}),
    ("A06.5", "Lungabscess", {"mark": ETIOLOGY, "partners": "J99.8*, J17.3*"}),
    ("B96.2", "Escherichia coli", {}),
    ("C18.7", "Tumör", {}),
    ("D63.0", "Anemi", {"mark": MANIFESTATION, "partners": "C00–D48†"}),
    ("G07.9", "Abscess", {"mark": MANIFESTATION}),
    ("I10.9", "Högt blodtryck", {"category_excludes": "Hjärnans kärl (I60-I69)"}),
    ("I63.9", "Stroke", {}),
    ("J15.9", "Pneumoni", {"excludes": "Infektioner (A00-B99), resistens (U82-U85)"}),
    ("K80.2", "Gallsten", {}),
    ("K81.9", "Kolecystit", {"excludes": "med <b>gallsten</b> (K80.-)"}),
    ("N18.5", "Njursvikt", {}),
    ("N39.0", "Infektion", {"coding": "Tilläggskod (B95-B98) kan användas för smittämnet"}),
    ("N39.0A", "Infektion, närmare angiven", {}),
    ("N40.9", "Tillstånd", {"coding": "Kan användas som tilläggskod till I10.9"}),
)


def _rows() -> Iterable[list[str]]:
    yield row("01", valid_from="1997-01-01", title="Alla (A00-Z99)", level=CHAPTER)
    yield row("A00-Z99", valid_from="1997-01-01", parent="01", title="Alla", level=BLOCK)
    seen: set[str] = set()
    for code, title, cells in _CODES:
        excluded = cells.get("category_excludes", "")
        own = {name: text for name, text in cells.items() if name != "category_excludes"}
        if code[:3] not in seen:
            seen.add(code[:3])
            frame = {"valid_from": "1997-01-01", "parent": "A00-Z99", "level": CATEGORY}
            yield row(code[:3], title=title, excludes=excluded, **frame)
        level, parent = (NATIONAL, code[:5]) if len(code) > 5 else (SUBCATEGORY, code[:3])
        yield row(code, title=title, valid_from="1997-01-01", parent=parent, level=level, **own)


@pytest.fixture(scope="module")
def sixteen(tmp_path_factory: pytest.TempPathFactory) -> MemoryCodebook:
    path = write_official_file(tmp_path_factory.mktemp("icd") / "icd-10-se.tsv", _rows())
    readers = FileReaders(Path(__file__).resolve().parents[2] / "resources")
    (found,) = readers.recognise([path])
    edition = Edition("icd-16", CodeSystem.ICD10SE, "ICD-10-SE", "2026", Period())
    return MemoryCodebook(edition, readers.read(found))


@pytest.fixture
def books(sixteen: MemoryCodebook, official: Codebooks) -> Codebooks:
    return replace(official, icd10se=sixteen)


def _found(books: Codebooks, *codes: str) -> list[Finding]:
    return list(judge(ALL_RULES, example(*codes), books))


def _numbers(books: Codebooks, *codes: str) -> set[int]:
    return {number for finding in _found(books, *codes) for number in finding.catalogue}


def test_an_excluded_code_beside_its_code_is_told_once_with_the_sentence(books: Codebooks) -> None:
    for codes in (("K80.2", "K81.9"), ("K81.9", "K80.2")):
        (finding,) = _found(books, *codes)
        assert (finding.rule_id, finding.catalogue) == ("BD011", (124,))
        assert "”med gallsten (K80.-)”" in finding.message
    assert _numbers(books, "K80.2", "N18.5") == set()


def test_what_is_excluded_at_the_category_but_often_right_is_passed_over(books: Codebooks) -> None:
    assert _numbers(books, "I63.9", "I10.9") == set()
    assert _numbers(books, "J15.9", "B96.2") == set()


def test_an_additional_code_that_may_be_used_is_offered_with_the_sentence(books: Codebooks) -> None:
    found = [finding for finding in _found(books, "N39.0A") if 125 in finding.catalogue]

    assert [finding.rule_id for finding in found] == ["BD013"]
    assert "B95-B98" in found[0].message
    assert 125 not in _numbers(books, "N39.0A", "B96.2")
    assert 125 not in _numbers(books, "N40.9")


def test_finer_codes_are_offered_where_the_edition_has_them(books: Codebooks) -> None:
    assert 10 in _numbers(books, "N39.0")
    assert 10 not in _numbers(books, "N39.0A")


def test_the_links_of_an_asterisk_decide_which_dagger_goes_with_it(books: Codebooks) -> None:
    assert _numbers(books, "C18.7", "D63.0") == set()
    assert {36, 37, 89} <= _numbers(books, "N18.5", "D63.0")
    (finding,) = _found(books, "A06.5", "D63.0")
    assert (finding.rule_id, finding.catalogue) == ("AD003", (37, 89))
    assert "C00–D48†" in finding.message


def test_a_dagger_with_one_link_wants_its_asterisk_and_one_with_two_does_not(
    books: Codebooks,
) -> None:
    assert _numbers(books, "A06.6") == {38}
    assert _numbers(books, "A06.6", "G07.9") == set()
    assert 38 not in _numbers(books, "A06.5")
    pair = example(diagnosis("A06.6", partner="G07.9"))
    assert list(judge(ALL_RULES, pair, books)) == []
