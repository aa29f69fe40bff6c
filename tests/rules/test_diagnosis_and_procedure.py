"""Diagnoses and procedures that belong together, beyond the examples of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Procedure
from app.rules.examples import example
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES


def numbers(codes: tuple[str, ...], acts: tuple[Procedure, ...], books: Codebooks) -> set[int]:
    event = replace(example(*codes), procedures=acts)
    return {n for finding in judge(ALL_RULES, event, books) for n in finding.catalogue}


DAY = date(2022, 3, 14)


@pytest.mark.parametrize(("drug", "is_session"), [("L01AA01", True), ("J01CA04", False)])
def test_an_infusion_of_cytostatics_is_a_session_and_another_is_not(
    drug: str, is_session: bool, official: Codebooks
) -> None:
    infusion = Procedure("DT016", DAY, drugs=(drug,))

    assert (87 in numbers(("C50.9",), (infusion,), official)) is is_session


def test_a_failed_extraction_before_a_caesarean_is_no_second_way_of_birth(
    official: Codebooks,
) -> None:
    acts = (Procedure("MAE20", DAY), Procedure("MCA10", DAY))

    assert 95 not in numbers(("O82.0", "Z37.0"), acts, official)
    assert 95 in numbers(("O82.0", "Z37.0"), acts[:1], official)


def test_anaesthesia_as_an_additional_code_counts_as_an_operation(official: Codebooks) -> None:
    assert 121 in numbers(("Z03.9",), (Procedure("AF063", DAY, ("ZXH60",)),), official)
    assert 121 not in numbers(("Z03.9",), (Procedure("AF063", DAY),), official)
