"""Which groups are problem groups, and what each means."""

from __future__ import annotations

import pytest

from app.domain.drg import DrgOutcome
from app.domain.drg_problem import MEANING, ProblemKind, problem_of

_K = ProblemKind


@pytest.mark.parametrize(
    ("drg", "rtc", "mdc", "kind"),
    [
        ("Z71N", "8", "99", _K.PRINCIPAL_INVALID),
        ("Z71O", "0", "99", _K.PRINCIPAL_INVALID),
        ("Z40N", "0", "99", _K.PRINCIPAL_UNSPECIFIC),
        ("Z50C", "7", "99", _K.RARE),
        ("Z60O", "7", "99", _K.RARE),
        ("Z70N", "1", "99", _K.NO_PRINCIPAL),
        ("Z74N", "B", "99", _K.PROCEDURE),
        ("Z78O", "0", "99", _K.COMBINATION),
        ("Z80O", "9", "99", _K.VISIT),
        ("Z99N", "0", "99", _K.OTHER),
        ("470", "1", "99", _K.NO_PRINCIPAL),
        ("470P", "8", "99", _K.PRINCIPAL_INVALID),
        ("470", "9", "99", _K.OTHER),
        ("468", "7", "99", _K.RARE),
        ("477O", "0", "99", _K.RARE),
    ],
)
def test_problem_groups_of_the_national_tables_are_known(
    drg: str, rtc: str, mdc: str, kind: ProblemKind
) -> None:
    found = problem_of(DrgOutcome(drg, "1", rtc), mdc)

    assert found is not None and found.kind is kind
    assert found.meaning == MEANING[kind]


@pytest.mark.parametrize(
    ("drg", "mdc"),
    [("F30C", "06"), ("998O", "99"), ("468", "08"), ("Z", "99"), ("", ""), ("862O", "23")],
)
def test_other_groups_are_none(drg: str, mdc: str) -> None:
    assert problem_of(DrgOutcome(drg, "1", "0"), mdc) is None


def test_every_kind_means_something_and_none_advises_a_heavier_group() -> None:
    assert MEANING.keys() == set(ProblemKind)
    for sentence in MEANING.values():
        assert sentence.endswith(".")
        assert "vikt" not in sentence.lower() and "ersättning" not in sentence.lower()
