"""`kodklar cause` and `kodklar complete`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Kodklar

DAY = ("--date", "2022-03-18")


def test_words_give_mechanisms_with_the_reason(kodklar: Kodklar) -> None:
    answer = kodklar("cause", "hundbett", "--json", *DAY)

    assert answer.status == 0
    assert answer.objects[0]["code"] == "W54"
    assert "hundbett" in answer.objects[0]["why"]


def test_a_diagnosis_gives_its_usual_mechanisms(kodklar: Kodklar) -> None:
    answer = kodklar("cause", "--for", "t509", "--json", *DAY)

    assert [each["code"] for each in answer.objects] == ["X44", "X64", "X85", "Y14"]


def test_a_cause_is_built_and_spelled_out(kodklar: Kodklar) -> None:
    answer = kodklar("cause", "W01", "--place", "0", "--activity", "9", *DAY)

    assert answer.status == 0
    assert answer.out.startswith("W01.09  ")
    assert answer.out.strip().endswith(" — bostad — ospecificerad aktivitet")


def test_what_is_missing_is_listed(kodklar: Kodklar) -> None:
    answer = kodklar("cause", "w01", *DAY)
    (built,) = kodklar("cause", "W01.0", "--json", *DAY).objects

    assert answer.out.startswith("W01 är inte fullständig: ")
    assert "--place" in answer.out
    assert built["code"] is None
    assert built["activities"]["9"] == "ospecificerad aktivitet"
    assert "W01.09" in built["codes"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("W01", "--activity", "5"), "Femte tecknet 5 finns inte för W01: välj 0, 1,"),
        (("W01", "--place", "X"), "Fjärde tecknet X finns inte för W01: välj 0,"),
        (("V98.99",), "Orsaken V98.99 finns inte"),
        ((), "Skriv vad som hände"),
    ],
)
def test_what_cannot_be_built_is_told_in_words(
    kodklar: Kodklar, typed: tuple[str, ...], said: str
) -> None:
    answer = kodklar("cause", *typed, *DAY)

    assert answer.status == 2
    assert said in answer.err


def test_a_code_is_completed_step_by_step(kodklar: Kodklar) -> None:
    first = kodklar("complete", "O82.1", *DAY)
    (second,) = kodklar("complete", "O82.1", "--answer", "Z37.0", "--json", *DAY).objects
    (done,) = kodklar(
        "complete", "O82.1", "--answer", "Z370", "--answer", "mca10", "--json", *DAY
    ).objects

    assert "saknar utfallet" in first.out
    assert "Vad blev utfallet?" in first.out
    assert second["step"]["options"][0]["code"] == "MCA10"
    assert second["step"]["may_be_passed"] is True
    assert done["step"] is None
    assert [each["code"] for each in done["diagnoses"]] == ["O82.1", "Z37.0"]
    assert [each["code"] for each in done["procedures"]] == ["MCA10"]


def test_the_rows_that_came_of_it_are_printed_with_what_they_are(kodklar: Kodklar) -> None:
    answer = kodklar("complete", "H36.0", "--with", "E11.3", "--answer", "E11.3", *DAY)

    rows = [line.split() for line in answer.out.splitlines()[2:]]
    assert rows == [["diagnos", "E11.3"], ["†/*", "H36.0"]]


def test_a_code_that_lacks_nothing_says_so(kodklar: Kodklar) -> None:
    assert kodklar("complete", "I10.9", *DAY).out == "I10.9 saknar inget.\n"


def test_a_kind_can_be_asked_for(kodklar: Kodklar) -> None:
    (asked,) = kodklar("complete", "C50.9", "--kind", "asterisk", "--json", *DAY).objects

    assert asked["kind"] == "asterisk"
    assert asked["step"]["options"][0]["code"] == "D63.0"


def test_an_unknown_code_is_an_error_in_words(kodklar: Kodklar) -> None:
    answer = kodklar("complete", "Q99X", *DAY)

    assert answer.status == 2
    assert "Koden Q99X finns inte" in answer.err
