"""Puts the rule book beside the marks: why each difference is one, and where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.encounter import Encounter
from app.domain.finding import Finding
from app.domain.training import Exercise
from app.domain.training_marks import MarkLine, Marks, RuleQuote
from app.rules.base import Rule
from app.rules.guidance import guidance_rows
from app.rules.page import build_page
from app.services.context import AppContext
from app.services.review import review
from app.services.rule_sets import every_rule

#: How a number of the rule catalogue is cited in an exercise.
CATALOGUE_CITE = re.compile(r"katalog ([0-9]{1,3})")


def with_quotes(app: AppContext, exercise: Exercise, encounter: Encounter, marks: Marks) -> Marks:
    """Return the marks with the rules that explain each difference, in words."""
    if not marks.differences:
        return marks
    findings = review(app, replace(encounter, record_text=exercise.record.text))
    rules = {rule.rule_id: rule for rule in every_rule(app)}
    lines = (
        line if line.is_right else replace(line, quotes=_quotes(line, findings, rules))
        for line in marks.lines
    )
    return replace(marks, lines=tuple(lines))


def quotes_for(app: AppContext, cites: Iterable[str]) -> tuple[RuleQuote, ...]:
    """Return what the rule book says under each cited id or catalogue number."""
    rules = {rule.rule_id: rule for rule in every_rule(app)}
    return tuple(quote for cite in cites for quote in _cited(cite, rules))


def is_known_cite(app: AppContext, cite: str) -> bool:
    """Whether the rule book has a rule of that id, or anything on that catalogue number."""
    return bool(quotes_for(app, (cite,)))


def _quotes(
    line: MarkLine, findings: Iterable[Finding], rules: Mapping[str, Rule]
) -> tuple[RuleQuote, ...]:
    """Quote what the review says of the code that was given, then what the key cites."""
    found = [
        replace(_quote(rules[finding.rule_id]), message=finding.message)
        for finding in findings
        if line.given and line.given in finding.codes and finding.rule_id in rules
    ]
    cited = [quote for cite in line.cites for quote in _cited(cite, rules)]
    once = {quote.rule_id: quote for quote in reversed((*found, *cited))}
    return tuple(reversed(once.values()))


def _cited(cite: str, rules: Mapping[str, Rule]) -> Iterator[RuleQuote]:
    if cite in rules:
        yield _quote(rules[cite])
    number = CATALOGUE_CITE.fullmatch(cite)
    if number is None:
        return
    wanted = int(number[1])
    named = [rule for rule in rules.values() if wanted in rule.catalogue]
    yield from map(_quote, named)
    if not named:
        for row in guidance_rows():
            if row.guidance.number == wanted:
                yield RuleQuote(cite, "", row.guidance.text, row.guidance.source)


def _quote(rule: Rule) -> RuleQuote:
    page = build_page(rule)
    return RuleQuote(page.rule_id, page.message, page.explanation, page.source)
