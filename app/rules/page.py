"""Builds the page of a rule: what screens, paper and command line show of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from app.domain.codes import CodeSet
from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.domain.region import NO_REGION, Region, format_decision
from app.domain.regional import judged_severity
from app.domain.rule_page import RulePage, RuleRow
from app.rules.base import BASIS_LABEL, STANDING_LABEL, Rule
from app.rules.book import ASSUMES_TEXT, SETTING_LABEL, TOPICS, assumed_rows, readable_message
from app.rules.examples import format_example
from app.rules.tables import TableRow

#: The topics of the book, and that of the Norwegian rule set.
ALL_TOPICS = {**TOPICS, "NO": "Gyldig opphold (Norge)"}


def build_page(rule: Rule, region: Region = NO_REGION) -> RulePage:
    """Tell everything about a rule, with what a region has decided about it."""
    judged, decision = _decided(rule, region)
    return RulePage(
        rule_id=rule.rule_id,
        name=rule.name,
        topic=ALL_TOPICS[rule.rule_id[:2]],
        severity=rule.severity,
        standing=STANDING_LABEL[rule.standing],
        basis=BASIS_LABEL[rule.basis],
        is_verified=rule.is_verified,
        valid=rule.valid,
        settings=SETTING_LABEL[rule.settings],
        message=readable_message(rule.message),
        explanation=rule.explanation,
        source=rule.source.label,
        catalogue=rule.catalogue,
        rows=tuple(_row(row) for row in rule.table),
        fires_on=_told(rule.fires_on),
        silent_on=_told(rule.silent_on),
        assumes=ASSUMES_TEXT[rule.assumes].strip(" ()"),
        assumed=assumed_rows(rule),
        example_codes=frozenset(code for event in rule.fires_on for code in _codes(event)),
        decision=decision,
        judged=judged,
    )


def _decided(rule: Rule, region: Region) -> tuple[Severity | None, str]:
    """Tell how a region judges a rule (None = not at all), and its decision in words."""
    switch = region.switches.get(rule.rule_id)
    if switch is None:
        return rule.severity, ""
    judged = judged_severity(switch, is_verified=rule.is_verified)
    return judged, format_decision(switch, rule.severity, judged)


def _row(row: TableRow) -> RuleRow:
    values = (getattr(row, cell.name) for cell in fields(row))
    spans = tuple(value for value in values if isinstance(value, CodeSet))
    return RuleRow(row.told, row.reason, row.source, row.catalogue, spans)


def _told(examples: Iterable[Encounter]) -> tuple[str, ...]:
    """Tell examples in words; what differs in nothing that is told stands once."""
    return tuple(dict.fromkeys(map(format_example, examples)))


def _codes(event: Encounter) -> Iterator[str]:
    yield from event.icd_codes()
    for row in event.procedures:
        yield from (*row.codes, *row.drugs)
    for diagnosis in event.diagnoses:
        yield from diagnosis.drugs
