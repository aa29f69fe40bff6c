"""A rule that is skipped would have found nothing: needs never change what is found."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Diagnosis, Encounter, Procedure
from app.domain.finding import Finding
from app.domain.region import BlockList
from app.rules.base import Assumes, Rule
from app.rules.case import Case
from app.rules.examples import example, procedure, row
from app.rules.judgement import judge
from app.rules.needs import (
    ALWAYS_ASKED,
    DRUGS,
    PROCEDURES,
    RECORD_TEXT,
    Asked,
    Needs,
    icd,
    marks_of,
    principal,
    procedures,
)
from app.rules.registry import ALL_RULES

_EXAMPLES = [e for rule in ALL_RULES for e in (*rule.fires_on, *rule.silent_on)]
_ODD = ("", "IXX", "I10,9", "j18.9", "99999", "🩺", "A0:")
each_rule = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.rule_id)


def asked_of_every_rule(encounter: Encounter, books: Codebooks) -> list[Finding]:
    return [f for rule in ALL_RULES for f in rule.findings(encounter, books)]


@each_rule
def test_an_example_that_fires_has_what_its_rule_needs(
    rule: Rule, books_for: Callable[[Assumes], Codebooks]
) -> None:
    for encounter in rule.fires_on:
        books, blocks = books_for(rule.assumes), BlockList(rule.blocks)
        marks = marks_of(Case(encounter, books, blocks, rule.customs))

        assert marks is None or rule.needs.are_met(marks), encounter


class Mixer:
    """Makes events out of the parts of all examples, so that rules meet what they speak of."""

    def __init__(self) -> None:
        self._random = random.Random(20_220_318)
        self._rows = [line for e in _EXAMPLES for line in e.diagnoses]
        self._procedures = [line for e in _EXAMPLES for line in e.procedures]
        self._drugs = sorted({drug for line in self._rows for drug in line.drugs})
        self._codes = sorted({code for line in self._rows for code in line.codes})

    def event(self) -> Encounter:
        pick, base = self._random, self._random.choice(_EXAMPLES)
        other = pick.choice(_EXAMPLES)
        rows = [self._row() for _ in range(pick.choice((0, 1, 1, 2, 3, 5)))]
        lines = [self._procedure() for _ in range(pick.choice((0, 0, 0, 1, 2)))]
        return replace(
            base,
            patient=other.patient,
            record_text=other.record_text,
            diagnoses=(*base.diagnoses, *rows),
            procedures=(*base.procedures, *lines),
        )

    def _row(self) -> Diagnosis:
        pick = self._random
        line = pick.choice(self._rows)
        code = pick.choice(_ODD) if pick.random() < 0.02 else pick.choice(self._codes)
        chance = pick.random()
        if chance < 0.5:
            return line
        if chance < 0.8:
            return replace(line, code=code)
        return replace(line, partner=code, drugs=(pick.choice(self._drugs),))

    def _procedure(self) -> Procedure:
        line = self._random.choice(self._procedures)
        return replace(line, code="odd") if self._random.random() < 0.03 else line


@pytest.mark.parametrize("which", ["official", "starter", "outside"])
def test_events_by_the_thousand_have_the_same_findings_whoever_is_asked(
    which: str, request: pytest.FixtureRequest
) -> None:
    books: Codebooks = request.getfixturevalue(which)
    mixer = Mixer()

    for _ in range(700):
        encounter = mixer.event()
        assert list(judge(ALL_RULES, encounter, books)) == asked_of_every_rule(encounter, books)


def test_most_rules_are_not_asked_about_a_plain_event(official: Codebooks) -> None:
    asked = Asked([rule.needs for rule in ALL_RULES], [rule.settings for rule in ALL_RULES])

    plain = asked.places(Case(example("J18.9"), official)).bit_count()
    odd = asked.places(Case(example("J18.9", "ODD"), official)).bit_count()

    assert plain < odd <= len(ALL_RULES)


@pytest.mark.parametrize(
    ("needs", "encounter", "expected"),
    [
        (ALWAYS_ASKED, example(), True),
        (icd("J09-J18"), example("I10.9", "J18.9"), True),
        (icd("J09-J18"), example("I10.9", row("A06.5", partner="J17.3")), True),
        (icd("J09-J18"), example("J19.0"), False),
        (icd("R65.1"), example("R65.0"), True),
        (icd("V01-Y98"), example(row("S72.00", "W01.09")), True),
        (principal("J09-J18"), example("I10.9", "J18.9"), False),
        (principal("J09-J18"), example("J18.9"), True),
        (PROCEDURES, example("J18.9"), False),
        (PROCEDURES, example("J18.9", procedures=("JEA01",)), True),
        (procedures("XU", "ZX"), example("J18.9", procedures=("JEA01",)), False),
        (
            procedures("XU", "ZX"),
            example("J18.9", procedures=(procedure("JEA01", additional=("ZXA00",)),)),
            True,
        ),
        (DRUGS, example("J18.9"), False),
        (DRUGS, example(row("L27.0", drugs=("J01CA04",))), True),
        (RECORD_TEXT, example("J18.9"), False),
        (RECORD_TEXT, replace(example("J18.9"), record_text="Fall"), True),
        (icd("L27") & DRUGS, example("L27.0"), False),
        (icd("L27") & DRUGS, example(row("L27.0", drugs=("J01CA04",))), True),
        (icd("L27") | icd("J18"), example("J18.9"), True),
    ],
)
def test_a_need_is_met_by_what_the_event_holds(
    needs: Needs, encounter: Encounter, expected: bool, official: Codebooks
) -> None:
    case = Case(encounter, official)
    marks = marks_of(case)
    asked = Asked([needs], [frozenset({case.setting})])

    assert marks is not None
    assert needs.are_met(marks) == expected
    assert bool(asked.places(case)) == expected


@pytest.mark.parametrize(
    "encounter",
    [
        example("J18.9", "VET EJ"),
        example("J18.9", procedures=("odd",)),
        example(row("L27.0", drugs=("odd",))),
    ],
)
def test_every_rule_is_asked_where_text_is_no_code(
    encounter: Encounter, official: Codebooks
) -> None:
    case = Case(encounter, official)

    assert Asked([icd("Z99") & DRUGS], [frozenset({case.setting})]).places(case) == 1


def test_a_rule_of_another_setting_is_not_asked(official: Codebooks) -> None:
    case = Case(example("J18.9"), official)

    assert Asked([ALWAYS_ASKED], [frozenset()]).places(case) == 0


def test_needs_of_several_things_are_no_alternatives() -> None:
    with pytest.raises(ValueError, match="one group"):
        _ = (icd("J18") & DRUGS) | PROCEDURES
