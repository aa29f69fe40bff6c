"""Every correction does what it promises: the finding goes, and nothing graver comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from app.domain.codebook_ports import Codebooks
from app.domain.correction import Correction
from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.domain.region import BlockList, Region
from app.rules.base import Assumes, Rule
from app.rules.case import Case
from app.rules.corrections.book import CORRECTIONS, corrections_in
from app.rules.examples import example, procedure, row
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES
from tests.rules.test_any_encounter import encounters, whichever

BooksFor = Callable[[Assumes], Codebooks]
CORRECTED = [rule for rule in ALL_RULES if rule.rule_id in CORRECTIONS]
each_rule = pytest.mark.parametrize("rule", CORRECTED, ids=lambda rule: rule.rule_id)

#: Rules whose own examples leave nothing to offer: the coder has to choose from a whole book.
BESIDE_THE_EXAMPLES = {
    "HD011": (example("Z03.9", "J18.9", procedures=("JEA01",)),),
    "HD008": (example("U99.9", "J18.9"),),
    "YO001": (example(row("S72.00", "W01.09"), "S52.51"),),
}


def _examples(rule: Rule) -> tuple[Encounter, ...]:
    return (*rule.fires_on, *BESIDE_THE_EXAMPLES.get(rule.rule_id, ()))


def _offers(rule: Rule, encounter: Encounter, books: Codebooks) -> list[tuple[Finding, Correction]]:
    case = Case(encounter, books, BlockList(rule.blocks), rule.customs, rule.tables)
    return [(f, c) for f in rule.findings_in(case) for c in corrections_in(case, f)]


def _offered(findings: list[tuple[Finding, Correction]]) -> list[str]:
    return [correction.sentence for _, correction in findings]


def test_only_rules_of_the_book_carry_corrections() -> None:
    assert {rule.rule_id for rule in CORRECTED} == set(CORRECTIONS)


@each_rule
def test_a_correction_silences_its_rule_and_raises_nothing_graver(
    rule: Rule, books_for: BooksFor
) -> None:
    books = books_for(rule.assumes)
    decided = (BlockList(rule.blocks), "", rule.customs, rule.tables)
    region = Region({}, *decided)
    for encounter in _examples(rule):
        before = {finding.key for finding in judge(ALL_RULES, encounter, books, region)}
        for finding, correction in _offers(rule, encounter, books):
            after = list(judge(ALL_RULES, correction.taken_by(encounter), books, region))
            assert finding.key not in {left.key for left in after}, correction.sentence
            risen = [left for left in after if left.key not in before]
            graver = [left for left in risen if left.severity > finding.severity]
            assert not graver, correction.sentence


@each_rule
def test_a_rule_that_carries_a_correction_offers_one(rule: Rule, books_for: BooksFor) -> None:
    assert any(_offers(rule, e, books_for(rule.assumes)) for e in _examples(rule))


@each_rule
def test_an_offer_is_one_sentence_and_changes_codes_only(rule: Rule, books_for: BooksFor) -> None:
    for encounter in _examples(rule):
        for _, correction in _offers(rule, encounter, books_for(rule.assumes)):
            after = correction.taken_by(encounter)
            assert correction.sentence.endswith(".") and correction.sentence[0].isupper()
            assert "  " not in correction.sentence and "{" not in correction.sentence
            assert after != encounter
            assert after.patient is encounter.patient and after.status is encounter.status


@each_rule
def test_offers_for_one_finding_have_sentences_and_outcomes_of_their_own(
    rule: Rule, books_for: BooksFor
) -> None:
    for encounter in _examples(rule):
        offered: dict[tuple[str, tuple[str, ...]], list[Correction]] = {}
        for finding, correction in _offers(rule, encounter, books_for(rule.assumes)):
            offered.setdefault(finding.key, []).append(correction)
        for corrections in offered.values():
            assert len({c.sentence for c in corrections}) == len(corrections)
            outcomes = [c.encounter for c in corrections]
            assert all(o not in outcomes[:n] for n, o in enumerate(outcomes))


@given(encounter=encounters, which=whichever)
@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_no_event_whatsoever_makes_a_corrector_fail(
    encounter: Encounter, which: str, official: Codebooks, starter: Codebooks, outside: Codebooks
) -> None:
    books = {"official": official, "starter": starter, "outside": outside}[which]
    case = Case(encounter, books)
    for finding in judge(ALL_RULES, encounter, books):
        for correction in corrections_in(case, finding):
            after = correction.taken_by(encounter)
            assert all(
                line.code for line in after.diagnoses if line.code not in encounter.icd_codes()
            )
            assert sum(line.is_principal for line in after.diagnoses) <= max(
                1, sum(line.is_principal for line in encounter.diagnoses)
            )
            assert after.folded() == after
            list(judge(ALL_RULES, after, books))


def test_etiology_and_manifestation_change_places(official: Codebooks) -> None:
    encounter = example(row("H36.0", partner="E11.3"), "I10.9")
    ((_, correction),) = _by_id("AD002", encounter, official)

    assert [d.code for d in correction.encounter.diagnoses] == ["E11.3", "I10.9"]
    assert correction.encounter.principal is not None
    assert correction.encounter.principal.partner == "H36.0"


def test_a_manifestation_joins_the_row_of_its_etiology(official: Codebooks) -> None:
    encounter = example("M07.3", "I10.9", "L40.5")
    ((_, correction),) = _by_id("AD002", encounter, official)

    assert [(d.code, d.partner) for d in correction.encounter.diagnoses] == [
        ("L40.5", "M07.3"),
        ("I10.9", None),
    ]


def test_a_duplicate_leaves_what_hangs_on_it(official: Codebooks) -> None:
    encounter = example(row("S72.00", "W01.09"), row("S72.00", "V43.59", drugs=("N02BE01",)))
    ((_, correction),) = _by_id("BD001", encounter, official)
    (kept,) = correction.encounter.diagnoses

    assert kept.is_principal
    assert kept.external_causes == ("W01.09", "V43.59")
    assert kept.drugs == ("N02BE01",)


def test_the_code_that_the_other_makes_needless_goes_at_once(official: Codebooks) -> None:
    assert _offered(_by_id("BD008", example("A41.0", "B95.6"), official)) == [
        "Ta bort B95.6 Staphylococcus aureus som orsak."
    ]
    assert len(_by_id("BD004", example("U07.1", "U07.2"), official)) == 2


def test_the_principal_is_not_taken_away_without_an_heir(official: Codebooks) -> None:
    ((_, correction),) = _by_id("BD005", example("R64.9", "C50.9"), official)

    assert [(d.code, d.is_principal) for d in correction.encounter.diagnoses] == [("C50.9", True)]


def test_a_code_that_is_written_wrong_is_read_right(official: Codebooks) -> None:
    assert _offered(_by_id("GK001", example("J18,9"), official)) == [
        "Byt J18,9 mot J18.9 Pneumoni, ospecificerad."
    ]
    assert _offered(_by_id("GK001", example("J18.9", "I1O.9"), official)) == [
        "Byt I1O.9 mot I10.9 Essentiell hypertoni, ospecificerad."
    ]


def test_the_side_is_offered_three_ways(official: Codebooks) -> None:
    offers = _by_id("KV006", example("J18.9", procedures=("NFB49",)), official)

    assert [c.encounter.procedures[0].side for _, c in offers] == ["höger", "vänster", "bilateralt"]


def test_two_sides_become_one_or_both(official: Codebooks) -> None:
    encounter = example("J18.9", procedures=("NFB49", "ZXA00", "ZXA05", "DA024"))
    offers = _by_id("KV005", encounter, official)

    told = [[p.codes for p in c.encounter.procedures] for _, c in offers]
    assert told == [
        [("NFB49", "ZXA00"), ("DA024",)],
        [("NFB49", "ZXA05"), ("DA024",)],
        [("NFB49", "ZXA10"), ("DA024",)],
    ]


def test_an_additional_code_goes_to_the_procedure_with_its_drugs(official: Codebooks) -> None:
    loose = procedure("ZXA00", additional=("ZXD00",))
    ((_, correction),) = _by_id("KV003", example("K35.8", procedures=(loose, "JEA01")), official)

    assert [p.codes for p in correction.encounter.procedures] == [("JEA01", "ZXA00", "ZXD00")]


def test_an_injury_takes_the_cause_of_its_neighbour(official: Codebooks) -> None:
    encounter = example(row("S72.00", "W01.09"), "S52.51")
    ((_, correction),) = _by_id("YO001", encounter, official)

    assert [d.external_causes for d in correction.encounter.diagnoses] == [("W01.09",), ("W01.09",)]


def test_nothing_is_offered_where_the_code_is_not_in_the_edition(official: Codebooks) -> None:
    assert _by_id("GK004", example("Q94"), official) == []


def _by_id(
    rule_id: str, encounter: Encounter, books: Codebooks
) -> list[tuple[Finding, Correction]]:
    (rule,) = [rule for rule in ALL_RULES if rule.rule_id == rule_id]
    return _offers(rule, encounter, books)


def test_a_diagnosis_of_the_event_is_told_so_that_it_fits_its_manifestation(
    official: Codebooks,
) -> None:
    ((_, correction),) = _by_id("BD012", example("E11.9", "H36.0"), official)

    assert [(d.code, d.partner, d.is_principal) for d in correction.encounter.diagnoses] == [
        ("E11.3", "H36.0", True)
    ]


def test_a_manifestation_is_put_beside_its_etiology(official: Codebooks) -> None:
    ((_, correction),) = _by_id("AD004", example("A39.0", "I10.9"), official)

    assert correction.encounter.diagnoses[0].partner == "G01.9"


def test_one_of_two_rows_of_a_day_goes_and_other_days_stay(official: Codebooks) -> None:
    rows = ("XV014", "GA002", procedure("XV014", "2022-03-16"))
    offers = _by_id("KV016", example("J18.9", procedures=rows), official)

    left = [[(p.code, str(p.date)) for p in c.encounter.procedures] for _, c in offers]
    assert left == [
        [("GA002", "2022-03-14"), ("XV014", "2022-03-16")],
        [("XV014", "2022-03-14"), ("XV014", "2022-03-16")],
    ]


def test_equal_rows_become_one_with_their_number(official: Codebooks) -> None:
    rows = ("AF063", "JEA01", "AF063", procedure("AF063", "2022-03-16"))
    ((_, correction),) = _by_id("KV018", example("J18.9", procedures=rows), official)

    assert [(p.codes, p.date and p.date.day) for p in correction.encounter.procedures] == [
        (("AF063", "ZX102"), 14),
        (("JEA01",), 14),
        (("AF063",), 16),
    ]


def test_a_cause_and_a_drug_go_to_the_rows_that_lack_them(official: Codebooks) -> None:
    event = example("S72.00", row("I10.9", "W01.09"))
    ((_, moved),) = _by_id("YO020", event, official)
    assert [d.external_causes for d in moved.encounter.diagnoses] == [("W01.09",), ()]

    event = example(row("L27.0", "Y57.9"), row("I10.9", drugs=("J01CA04",)))
    ((_, moved),) = _by_id("LM024", event, official)
    assert [d.drugs for d in moved.encounter.diagnoses] == [("J01CA04",), ()]


def test_the_way_of_birth_follows_the_procedure(official: Codebooks) -> None:
    event = example("O80.9", "Z37.0", procedures=("MCA10",))

    assert _offered(_by_id("OB005", event, official)) == ["Byt O80.9 mot O82.0 Kejsarsnitt."]
