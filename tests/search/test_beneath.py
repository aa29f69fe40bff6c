"""A category that stands alone brings the codes that can be reported."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.codes import CodeSystem
from app.domain.search import MatchKind, SearchHit

Ask = Callable[..., list[SearchHit]]
ICD = CodeSystem.ICD10SE


def _told(hits: list[SearchHit]) -> list[tuple[str, MatchKind, str]]:
    return [(hit.code, hit.kind, hit.why) for hit in hits]


def test_codes_come_with_a_category_whose_title_alone_holds_the_word(ask: Ask) -> None:
    hits = ask("lårben", ICD)
    assert _told(hits[:2]) == [
        ("S72", MatchKind.WORDS, "ord: lårben"),
        ("S72.0", MatchKind.WORDS, "under S72"),
    ]
    assert [hit.code for hit in hits].count("S72.0") == 1


def test_a_category_with_codes_of_its_own_beside_it_brings_no_others(ask: Ask) -> None:
    assert all("under" not in hit.why for hit in ask("essentiell hypertoni", ICD))


def test_a_guess_brings_nothing(ask: Ask) -> None:
    hits = ask("lårbin", ICD)
    assert hits[0].code == "S72"
    assert hits[0].kind is MatchKind.FUZZY
    assert all(hit.code != "S72.0" for hit in hits)


def test_a_filter_brings_nothing_that_was_not_found(ask: Ask) -> None:
    assert [hit.code for hit in ask("kod:S7 lårben", ICD)] == ["S72"]
