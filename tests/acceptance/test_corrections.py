"""Corrections on the real editions: what is offered on realistic events does what it says."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.exchange.encounter_json import read_encounter
from app.rules.case import Case
from app.rules.corrections.book import CORRECTIONS, corrections_in
from app.rules.judgement import judge
from app.rules.registry import ALL_RULES

EVENTS = [
    read_encounter(json.loads(line)["encounter"]).encounter
    for line in Path(__file__).with_name("rule_encounters.jsonl").read_text("utf-8").splitlines()
]
#: Of the errors of rules with a correction, on events that have more than one diagnosis.
MENDED_AT_LEAST = 0.85


@pytest.fixture(scope="module")
def offered(books: Codebooks) -> list[tuple[Encounter, str, Severity, tuple[str, ...]]]:
    """Every finding that a corrector exists for, with the sentences that silence it."""
    found = []
    for encounter in EVENTS:
        case = Case(encounter, books)
        for finding in judge(ALL_RULES, encounter, books):
            if finding.rule_id in CORRECTIONS:
                helping = []
                for correction in corrections_in(case, finding):
                    after = judge(ALL_RULES, correction.taken_by(encounter), books)
                    assert finding.key not in {left.key for left in after}, correction.sentence
                    helping.append(correction.sentence)
                found.append((encounter, finding.rule_id, finding.severity, tuple(helping)))
    return found


def test_every_correction_silences_what_it_is_for(offered) -> None:
    assert sum(len(sentences) for *_, sentences in offered) > len(EVENTS)


def test_most_errors_of_events_with_something_to_choose_are_mended(offered) -> None:
    errors = [
        bool(sentences)
        for encounter, _rule, severity, sentences in offered
        if severity is Severity.ERROR and len(encounter.diagnoses) > 1
    ]

    assert errors
    assert sum(errors) / len(errors) >= MENDED_AT_LEAST


def test_the_rules_of_every_day_are_mended_on_these_events(offered) -> None:
    mended = Counter(rule for _, rule, _, sentences in offered if sentences)

    assert {"HD001", "HD002", "HD005", "BD001", "AD001", "AD002", "GK003", "GK009"} <= mended.keys()
    assert {"YO002", "LM001", "LM002", "OB001", "OB002", "KV001", "KV003", "KV006"} <= mended.keys()
