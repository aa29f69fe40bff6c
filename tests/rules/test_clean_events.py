"""Right events, coded as a coder would sign them, meet no objection on a fresh machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.codebook_ports import Codebooks
from app.domain.finding import Severity
from app.exchange.encounter_json import read_encounter
from app.rules.registry import ALL_RULES

CLEAN = [
    json.loads(line)
    for line in Path(__file__).with_name("clean_events.jsonl").read_text("utf-8").splitlines()
]
#: Tells that a code is not in the practice edition, which says nothing of the coding.
_OWN_SERVICE = "GK005"


def test_the_right_events_reach_over_chapters_and_settings() -> None:
    events = [line["encounter"] for line in CLEAN]
    letters = {row["code"][0] for event in events for row in event["diagnoses"]}

    assert len(events) >= 60
    assert len(letters) >= 20
    settings = {event["class"] for event in events}
    assert settings >= {"Slutenvård", "Öppenvård", "Akutsjukvård", "Observation"}


@pytest.mark.parametrize("line", CLEAN, ids=lambda line: line["what"])
def test_a_right_event_meets_no_objection(line: dict[str, Any], practice: Codebooks) -> None:
    encounter = read_encounter(line["encounter"]).encounter

    findings = [finding for rule in ALL_RULES for finding in rule.findings(encounter, practice)]

    objections = [f for f in findings if f.severity > Severity.ADVICE]
    assert [f.message for f in objections if f.rule_id != _OWN_SERVICE] == []
