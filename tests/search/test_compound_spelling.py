"""Compounds that no title holds are corrected by their parts."""

from __future__ import annotations

import pytest

from app.search.compound_spelling import CompoundCorrector

PARTS = ["appendicit", "blöj", "diabetes", "eksem", "fraktur", "höft", "reflux", "urin", "väg"]


@pytest.fixture(scope="module")
def corrector() -> CompoundCorrector:
    return CompoundCorrector(PARTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("diabetesapendicit", "diabetesappendicit"),
        ("diabtesappendicit", "diabetesappendicit"),
        ("diabtesapendicit", "diabetesappendicit"),
        ("hötffraktur", "höftfraktur"),
        ("höftfarktur", "höftfraktur"),
        ("höfftraktur", "höftfraktur"),
        ("urinvägsreflx", "urinvägsreflux"),
        ("blojeksem", "blöjeksem"),
        ("urinvagsreflux", "urinvägsreflux"),
    ],
    ids=[
        "last part", "first part", "both parts", "swapped in the first", "swapped in the last",
        "at the seam", "behind two whole parts", "no dots", "no dots and a link",
    ],
)  # fmt: skip
def test_one_part_or_both_are_corrected(
    corrector: CompoundCorrector, typed: str, meant: str
) -> None:
    assert corrector.corrections(typed, is_begun=False)[0].word == meant


def test_missing_dots_cost_less_than_a_slip(corrector: CompoundCorrector) -> None:
    dots = corrector.corrections("blojeksem", is_begun=False)[0]
    slip = corrector.corrections("blöjeksme", is_begun=False)[0]
    assert dots.distance < slip.distance


def test_the_last_part_may_be_unfinished_while_typing(corrector: CompoundCorrector) -> None:
    assert not corrector.corrections("hötffrak", is_begun=False)
    assert corrector.corrections("hötffrak", is_begun=True)[0].word == "höftfrak"


@pytest.mark.parametrize("typed", ["höftfraktur", "höft", "xqzwkkqwxz", "h0ftfraktur", "ö" * 60])
def test_nothing_is_made_of_what_is_right_short_or_strange(
    corrector: CompoundCorrector, typed: str
) -> None:
    assert typed not in [c.word for c in corrector.corrections(typed, is_begun=True)]


def test_no_parts_make_no_compounds() -> None:
    assert CompoundCorrector([]).corrections("höftfraktur", is_begun=False) == []
