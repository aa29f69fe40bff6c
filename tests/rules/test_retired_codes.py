"""A code that was out of use on the event's day is objected to, with the day that says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.codebook import MemoryCodebook
from app.domain.codebook_ports import Codebooks
from app.domain.codes import CodeSystem
from app.domain.concept import Concept, Level
from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.rules.examples import example, row
from app.rules.registry import ALL_RULES

LAST_DAY = date(2019, 12, 31)
ADDED = {
    CodeSystem.ICD10SE: Concept(
        CodeSystem.ICD10SE, "I84.9", "Hemorrojder", Level.SUBCATEGORY, valid_to=LAST_DAY
    ),
    CodeSystem.KVA: Concept(
        CodeSystem.KVA, "JEA90", "Utgången åtgärd", Level.ITEM, valid_to=LAST_DAY
    ),
    CodeSystem.ATC: Concept(
        CodeSystem.ATC, "N02BE90", "Utgången substans", Level.ITEM, valid_to=LAST_DAY
    ),
}
RULES = {"GK004", "GK007", "GK008"}


def with_retired(books: Codebooks) -> Codebooks:
    grown = {
        system: MemoryCodebook(books.of(system).edition, [*books.of(system).concepts(), concept])
        for system, concept in ADDED.items()
    }
    return Codebooks(
        grown[CodeSystem.ICD10SE], grown[CodeSystem.KVA], grown[CodeSystem.ATC], books.outside
    )


def event(day: date) -> Encounter:
    coded = example(
        "J18.9", row("I84.9"), row("L27.0", "Y57.9", drugs=("N02BE90",)), procedures=("JEA90",)
    )
    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - moments have no zone
    return replace(coded, start=noon, end=noon)


def objections(encounter: Encounter, books: Codebooks) -> dict[str, tuple[Severity, str]]:
    found = [finding for rule in ALL_RULES for finding in rule.findings(encounter, books)]
    return {f.rule_id: (f.severity, f.message) for f in found if f.rule_id in RULES}


def test_retired_codes_are_objected_to_with_their_last_day(official: Codebooks) -> None:
    found = objections(event(date(2020, 1, 1)), with_retired(official))

    assert found == {
        "GK004": (
            Severity.ERROR,
            "I84.9 gäller inte den 2020-01-01 enligt Prov 2022. Koden utgick 2019-12-31.",
        ),
        "GK007": (
            Severity.ERROR,
            "Åtgärdskoden JEA90 gäller inte den 2020-01-01 enligt Prov 2022. "
            "Koden utgick 2019-12-31.",
        ),
        "GK008": (
            Severity.WARNING,
            "ATC-koden N02BE90 gäller inte den 2020-01-01 enligt Prov 2022. "
            "Koden utgick 2019-12-31.",
        ),
    }


@pytest.mark.parametrize("day", [LAST_DAY, date(2019, 1, 1)])
def test_they_are_right_up_to_their_last_day(official: Codebooks, day: date) -> None:
    assert objections(event(day), with_retired(official)) == {}


def test_that_a_code_is_retired_holds_where_absence_proves_nothing(
    outside: Codebooks, starter: Codebooks
) -> None:
    later = event(date(2020, 1, 1))

    assert objections(later, with_retired(outside)).keys() == RULES
    assert objections(later, with_retired(starter)).keys() == RULES


def test_a_code_of_later_years_is_told_with_its_first_day(official: Codebooks) -> None:
    found = objections(example("Z76.0"), official)

    assert found["GK004"][1].endswith(" Koden gäller från 2030-01-01.")
