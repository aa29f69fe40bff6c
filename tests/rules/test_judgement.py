"""What single rules say in the cases where it would be easy to say too much or too little."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from app.domain.care_types import EncounterType
from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.domain.period import Period
from app.rules.examples import example, procedure, row
from app.rules.external_causes import cause_fault
from app.rules.registry import ALL_RULES


def review(encounter: Encounter, books: Codebooks) -> list[Finding]:
    return [finding for rule in ALL_RULES for finding in rule.findings(encounter, books)]


def numbers(encounter: Encounter, books: Codebooks) -> list[int]:
    return sorted(number for f in review(encounter, books) for number in f.catalogue)


def rules(encounter: Encounter, books: Codebooks) -> list[str]:
    return [finding.rule_id for finding in review(encounter, books)]


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("Z37.0", (20, 30)),
        ("B95.6", (20, 22)),
        ("B90.9", (20, 23)),
        ("R65.1", (20, 24, 63)),
        ("T90.5", (20, 26)),
        ("U82.1", (20, 27)),
        ("U98.1", (20, 28)),
        ("U09.9", (20, 29)),
        ("Z28.2", (20, 31)),
        ("W01.09", (20, 21)),
        ("Y57.9", (20, 21, 32)),
    ],
)
def test_a_reserved_principal_is_one_finding_with_every_number_that_applies(
    principal: str, expected: tuple[int, ...], official: Codebooks
) -> None:
    found = [f for f in review(example(principal), official) if f.rule_id == "HD002"]

    assert [finding.catalogue for finding in found] == [expected]


def test_every_row_in_the_role_of_principal_is_judged(official: Codebooks) -> None:
    two = example("J18.9", also_principal=("Z37.0",))

    assert numbers(two, official) == [2, 20, 30, 93]


def test_an_external_cause_first_is_in_the_wrong_place_and_not_missing(
    official: Codebooks,
) -> None:
    assert numbers(example("W01.09", "S72.00"), official) == [20, 21]


def test_septic_shock_first_is_a_warning_and_not_an_error(official: Codebooks) -> None:
    findings = review(example("R57.2", "J18.9"), official)

    assert [(f.severity, f.catalogue) for f in findings] == [(Severity.WARNING, (25, 6))]
    assert numbers(example("R57.2"), official) == [25, 65]


def test_one_finding_carries_every_number_that_applies_to_the_principal(
    official: Codebooks,
) -> None:
    assert sorted(numbers(example("R65.1", "J18.9"), official)) == [6, 20, 24, 63]
    assert sorted(numbers(example("R65.1"), official)) == [20, 24, 63, 63, 65]
    assert sorted(numbers(example("Z37.0", "O80.9"), official)) == [5, 20, 30, 92]
    assert len(review(example("R65.1", "J18.9"), official)) == 1


def test_a_code_that_inherits_its_flag_from_the_category_is_refused(official: Codebooks) -> None:
    # Z37.9 is not in the codebook, but its category is flagged.
    assert 20 in numbers(example("Z37.9"), official)


@pytest.mark.parametrize("kind", [EncounterType.PRIMARY_CARE, EncounterType.EMERGENCY])
def test_an_outpatient_event_without_codes_is_just_not_coded_yet(
    kind: EncounterType, official: Codebooks
) -> None:
    assert review(example(kind=kind, end="2022-03-14T11:15"), official) == []


def test_a_type_that_is_not_classified_needs_no_principal(official: Codebooks) -> None:
    encounter = replace(example(), encounter_type=EncounterType.FETUS)

    assert review(encounter, official) == []


@pytest.mark.parametrize("code", ["W01.09", "V43.59", "X44.09", "Y57.9", "Y05.1A", "Y07.0C"])
def test_a_whole_external_cause_has_no_fault(code: str) -> None:
    assert cause_fault(code) == ""


@pytest.mark.parametrize(
    "code", ["W01.0", "V43.5", "X44.0", "Y14.0", "W01.05", "Y57.99", "W01.099", "Y05.1C"]
)
def test_a_cause_of_the_wrong_shape_has_one(code: str) -> None:
    assert cause_fault(code).endswith(".")


def test_a_bare_category_of_causes_is_one_error_with_both_numbers(official: Codebooks) -> None:
    findings = review(example(row("S72.00", "W01")), official)

    assert [(f.rule_id, f.catalogue) for f in findings] == [("GK003", (9, 44))]


def test_an_impossible_activity_is_one_error_with_both_numbers(official: Codebooks) -> None:
    findings = review(example(row("S72.00", "W01.05")), official)

    assert [(f.rule_id, f.catalogue) for f in findings] == [("GK004", (11, 44))]
    assert "Aktivitet 5 finns inte" in findings[0].message


def test_a_code_from_a_later_year_is_not_valid_yet(official: Codebooks) -> None:
    findings = review(example("Z76.0"), official)

    assert [(f.rule_id, f.catalogue) for f in findings] == [("GK004", (11,))]
    assert "2022-03-18" in findings[0].message


def test_national_letters_are_optional(official: Codebooks) -> None:
    assert [f.severity for f in review(example("E11.3", "H36.0"), official)] == [Severity.ADVICE]
    assert numbers(example("E11.3", "H36.0"), official) == [10]
    assert review(example("E11.3", "H36.0A"), official) == []


def test_a_starter_edition_proves_nothing_and_says_so_once(starter: Codebooks) -> None:
    findings = review(example("J18.9", "Q99.7", "Q99.8", procedures=("JEA99",)), starter)

    assert [(f.severity, f.catalogue) for f in findings] == [(Severity.ADVICE, ())]
    assert findings[0].codes == ("Q99.7", "Q99.8", "JEA99")


def test_a_category_is_wrong_even_where_the_starter_edition_lacks_it(starter: Codebooks) -> None:
    assert numbers(example("J18.9", "Q99"), starter) == [9]


def test_an_event_outside_every_edition_gives_one_advice_and_not_forty(outside: Codebooks) -> None:
    codes = [f"Q99.{digit}" for digit in range(8)]
    findings = review(example("J18.9", *codes, procedures=("JEA99",)), outside)

    assert [(f.rule_id, f.severity, f.catalogue) for f in findings] == [
        ("GK006", Severity.ADVICE, ())
    ]
    assert "ICD-10-SE och KVÅ" in findings[0].message


@pytest.mark.parametrize(
    "diagnoses",
    [
        ("E11.3", "H36.0"),
        (row("E11.3", partner="H36.0"),),
        ("I10.9", row("H36.0", partner="E11.3")),
        ("C50.9", "D63.0"),
        ("A06.5", row("J99.8", partner="A06.5"), row("J17.3", partner="A06.5")),
        # The manifestation names no dagger: any disease may be one.
        ("N18.5", "D63.8"),
    ],
)
def test_an_asterisk_with_its_etiology_is_right(
    diagnoses: tuple[str, ...], official: Codebooks
) -> None:
    assert 36 not in numbers(example(*diagnoses), official)


def test_an_unmarked_disease_is_no_etiology_where_the_asterisk_names_others(
    official: Codebooks,
) -> None:
    assert numbers(example("I10.9", "H36.0"), official) == [10, 36, 37]
    assert numbers(example("I10.9", "D63.0"), official) == [36, 37, 89]


def test_an_asterisk_first_is_refused_once_when_its_dagger_is_its_partner(
    official: Codebooks,
) -> None:
    assert numbers(example(row("H36.0", partner="E11.3")), official) == [10, 39]


def test_a_loose_cause_belongs_to_the_diagnosis_before_it(official: Codebooks) -> None:
    assert numbers(example("S72.00", "W01.09", "I10.9"), official) == []
    assert numbers(example("J18.9", "S72.00", "I10.9", "W01.09"), official) == [15, 42]


def test_every_injury_needs_a_cause_of_its_own(official: Codebooks) -> None:
    found = review(example(row("S72.00", "W01.09"), "S52.51"), official)

    assert [(f.codes, f.catalogue) for f in found] == [(("S52.51",), (42,))]


def test_a_poisoning_and_an_adverse_effect_are_told_apart(official: Codebooks) -> None:
    poisoning = row("T50.9", "X64.09", drugs=("N02BE01",))
    effect = row("L27.0", "Y57.9", drugs=("J01CA04",))

    assert review(example(poisoning), official) == []
    assert review(example(effect), official) == []
    assert numbers(example(row("T39.1", "X64.09", drugs=("N02BE01",))), official) == [50]
    assert numbers(example(row("L27.0", drugs=("J01CA04",))), official) == [53, 54]


def test_drugs_on_a_loose_cause_count_for_the_diagnosis_before_it(official: Codebooks) -> None:
    assert review(example("L27.0", row("Y57.9", drugs=("J01CA04",))), official) == []
    assert numbers(example("L27.0", row("Y45.3", drugs=("M01AE01",))), official) == [53, 54]


def test_a_cause_of_another_diagnosis_does_not_make_an_adverse_effect_whole(
    official: Codebooks,
) -> None:
    effect = row("L27.0", drugs=("J01CA04",))

    assert numbers(example(effect, row("K29.0", "Y57.9")), official) == [15, 53, 54]


def test_a_delivery_is_principal_wherever_it_takes_place(official: Codebooks) -> None:
    for kind in (EncounterType.EMERGENCY, EncounterType.OBSERVATION, EncounterType.INPATIENT):
        assert numbers(example("O72.1", "O80.9", "Z37.0", kind=kind), official) == [92]
        assert numbers(example("O80.9", "O72.1", "Z37.0", kind=kind), official) == []


def test_the_outcome_on_the_childs_event_is_said_to_belong_to_the_mother(
    official: Codebooks,
) -> None:
    by_type = example("Z09.9", "Z37.0", kind=EncounterType.NEWBORN)
    by_age = example("Z09.9", "Z37.0", born="2022-03-13")

    for child in (by_type, by_age):
        (finding,) = review(child, official)
        assert finding.catalogue == (93,)
        assert "moderns vårdtillfälle" in finding.message
    (mothers,) = review(example("O72.1", "Z37.0"), official)
    assert "saknar förlossningssätt" in mothers.message


def test_the_age_limit_is_exact(official: Codebooks) -> None:
    def born(days: int) -> Encounter:
        birth = date.fromordinal(date(2022, 3, 14).toordinal() - days)
        return example("J18.9", born=birth.isoformat())

    assert numbers(born(45_654), official) == []
    assert numbers(born(45_655), official) == [18]


def test_a_procedure_earlier_on_the_admission_day_belongs_to_the_stay(official: Codebooks) -> None:
    early = replace(procedure("JEA01"), start=datetime.fromisoformat("2022-03-14T06:00"), date=None)

    assert review(example("K35.8", procedures=(early,)), official) == []


def test_a_rule_speaks_only_on_days_when_it_is_valid(official: Codebooks) -> None:
    rule = replace(ALL_RULES[0], valid=Period(date(2023, 1, 1)))

    assert not list(rule.findings(example(), official))
    assert list(rule.findings(example(start="2023-01-02", end="2023-01-03"), official))


def test_a_chemotherapy_session_before_the_tumour_is_warned_of_and_never_blocked(
    official: Codebooks,
) -> None:
    (finding,) = review(example("Z51.1", "C50.9"), official)

    assert (finding.severity, finding.catalogue) == (Severity.WARNING, (5,))
    assert review(example("C50.9", "Z51.1"), official) == []


@pytest.mark.parametrize("text", ["01", "1", "I", "IX", "XX", "XXII", "KAPITELX", "A00-A09"])
def test_a_chapter_or_a_block_is_a_heading_however_it_is_numbered(
    text: str, official: Codebooks
) -> None:
    assert numbers(example("J18.9", text), official) == [12]


@pytest.mark.parametrize("text", ["23", "XXIII", "XXIV", "IIII", "W1"])
def test_other_short_texts_are_no_chapters(text: str, official: Codebooks) -> None:
    assert numbers(example("J18.9", text), official) == [11]


def test_an_absent_category_is_too_short_besides(official: Codebooks) -> None:
    assert sorted(numbers(example("J18.9", "Q94"), official)) == [9, 11]
    assert sorted(numbers(example(row("S72.00", "W96")), official)) == [9, 11, 44]


def test_an_atc_code_of_a_poisoning_wants_t509_before_it(official: Codebooks) -> None:
    bare = row("T50.9", "X64.09")
    early = example(row("J96.0", drugs=("N02BE01",)), bare)
    late = example("T50.9", row("X64.09", drugs=("N02BE01",)))
    elsewhere = example("T39.1", "J96.0", row("X64.09", drugs=("N02BE01",)))

    assert sorted(numbers(early, official)) == [15, 49, 50]
    assert numbers(late, official) == []
    assert sorted(numbers(elsewhere, official)) == [15, 42, 49, 50]


def test_an_asterisk_that_names_a_kind_of_disease_wants_that_kind(official: Codebooks) -> None:
    assert numbers(example("I50.9", "J17.3"), official) == [36]
    assert numbers(example("A09.0", "J17.3"), official) == []
    assert numbers(example("I10.9", "D63.8"), official) == [36, 37, 89]
