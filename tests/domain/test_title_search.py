from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codebook import MemoryCodebook
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Edition, Level
from app.domain.search import MatchKind
from app.domain.title_search import concepts_below, search_titles

ICD = CodeSystem.ICD10SE


def icd(code: str, title: str, parent: str | None) -> Concept:
    return Concept(ICD, code, title, Level.CATEGORY, parent)


CONCEPTS = (
    icd("19", "Skador", None),
    icd("S72", "Fraktur på lårben", "19"),
    icd("S72.0", "Kollumfraktur (öppen)", "S72"),
    icd("S72.1", "Pertrokantär fraktur", "S72"),
    icd("20", "Yttre orsaker", None),
)
BOOK = MemoryCodebook(Edition("x", ICD, "ICD", "1"), CONCEPTS)


def found(text: str) -> list[tuple[str, MatchKind]]:
    return [(hit.code, hit.kind) for hit in search_titles(CONCEPTS, text)]


def test_what_stands_below_comes_in_order_with_the_code_first() -> None:
    assert [c.code for c in concepts_below(BOOK, "S72")] == ["S72", "S72.0", "S72.1"]
    assert [c.code for c in concepts_below(BOOK, "")] == ["19", "S72", "S72.0", "S72.1", "20"]
    assert list(concepts_below(BOOK, "Z99")) == []


def test_the_words_are_marked_where_they_first_stand() -> None:
    def marked(text: str) -> list[tuple[tuple[int, int], ...]]:
        return [hit.marked for hit in search_titles(CONCEPTS, text)]

    assert marked("lårben Fraktur") == [((0, 7), (11, 17))]
    assert marked("kollum fraktur") == [((0, 6), (6, 13))]
    assert marked("kollumf fraktur") == [((0, 7),)]
    assert marked("s720") == [()]


def test_codes_come_before_words_and_whole_words_before_parts() -> None:
    assert found("s720") == [("S72.0", MatchKind.EXACT_CODE)]
    assert found("S72") == [
        ("S72", MatchKind.EXACT_CODE),
        ("S72.0", MatchKind.CODE_PREFIX),
        ("S72.1", MatchKind.CODE_PREFIX),
    ]
    assert found("fraktur") == [
        ("S72", MatchKind.WORDS),
        ("S72.1", MatchKind.WORDS),
        ("S72.0", MatchKind.PREFIX),
    ]
    assert found("öppen  KOLLUM") == [("S72.0", MatchKind.PREFIX)]
    assert found("  ") == []


@given(st.text(max_size=20))
def test_any_text_is_answered_and_every_hit_says_why(text: str) -> None:
    assert all(hit.why for hit in search_titles(CONCEPTS, text))
