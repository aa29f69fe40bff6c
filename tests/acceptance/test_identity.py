"""Identity numbers, on the tax agency's test numbers and the published validity cases.

`validity-cases.json` lists 190905271474 twice: valid in every official form, and not valid
when a blank stands where the separator should. That is a difference of writing, not of
number, and `read_identity` follows it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.identity import IdentityKind, read_identity

pytestmark = pytest.mark.acceptance


def numbers_in(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def validity_cases(path: Path) -> Iterator[tuple[str, bool]]:
    for forms in json.loads(path.read_text(encoding="utf-8")).values():
        for cases in forms.values():
            yield from ((str(number), True) for number in cases["valid"])
            yield from ((str(number), False) for number in cases["invalid"])


def test_every_test_personnummer_is_valid(shared_data: Path) -> None:
    numbers = numbers_in(shared_data / "identity" / "test-personnummer.txt")

    read = [read_identity(number) for number in numbers]

    assert len(read) > 8000
    assert all(one.is_valid and one.kind is IdentityKind.PERSONNUMMER for one in read)
    assert [one.text for one in read] == numbers
    assert all(f"{one.birth_date:%Y%m%d}" == one.text[:8] for one in read)


def test_every_test_samordningsnummer_is_valid(shared_data: Path) -> None:
    numbers = numbers_in(shared_data / "identity" / "test-samordningsnummer.txt")

    read = [read_identity(number) for number in numbers]

    assert len(read) > 400
    assert all(one.is_valid and one.kind is IdentityKind.SAMORDNINGSNUMMER for one in read)
    dated = [one for one in read if one.birth_date]
    assert len(dated) > 400
    assert all(one.birth_date.day == int(one.text[6:8]) - 60 for one in dated if one.birth_date)


def test_the_published_cases_are_judged_as_published(shared_data: Path) -> None:
    cases = list(validity_cases(shared_data / "identity" / "validity-cases.json"))

    judged = [(text, read_identity(text).is_valid) for text, _ in cases]

    assert len(cases) > 60
    assert judged == cases


def test_coordination_cases_have_their_kind(shared_data: Path) -> None:
    path = shared_data / "identity" / "validity-cases.json"
    forms = json.loads(path.read_text(encoding="utf-8"))["con"]["string"]["valid"]

    assert forms
    assert {read_identity(text).kind for text in forms} == {IdentityKind.SAMORDNINGSNUMMER}
