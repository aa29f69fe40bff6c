"""Every rule proves itself on its own examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest

import app.rules
from app.domain.codebook_ports import Codebooks
from app.domain.encounter import Encounter
from app.domain.finding import Finding, Severity
from app.rules.base import Assumes, Basis, Rule
from app.rules.registry import ALL_RULES, RETIRED_IDS
from app.rules.rule_sets import NORWEGIAN_RULES

BooksFor = Callable[[Assumes], Codebooks]

each_rule = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.rule_id)


def _all_findings(encounter: Encounter, books: Codebooks) -> Iterator[Finding]:
    for other in ALL_RULES:
        yield from other.findings(encounter, books)


@each_rule
def test_fires_on_every_bad_example(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.fires_on:
        assert list(rule.example_findings(encounter, books_for(rule.assumes))), encounter


@each_rule
def test_is_silent_on_every_good_example(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.silent_on:
        assert not list(rule.example_findings(encounter, books_for(rule.assumes))), encounter


@each_rule
def test_is_documented(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{2}\d{3}", rule.rule_id)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
    assert rule.explanation.endswith(".")
    assert rule.message.endswith((".", "}"))
    assert rule.fires_on and rule.silent_on
    assert rule.settings
    assert rule.source.publisher and rule.source.title


@each_rule
def test_fires_alone_on_its_examples_or_names_its_companions(
    rule: Rule, books_for: BooksFor
) -> None:
    for encounter in rule.fires_on:
        fired = {f.rule_id for f in _all_findings(encounter, books_for(rule.assumes))}
        assert fired - {rule.rule_id} <= rule.companions, encounter


@each_rule
def test_speaks_whole_sentences_about_codes_on_the_event(rule: Rule, books_for: BooksFor) -> None:
    for encounter in rule.fires_on:
        on_event = {*encounter.icd_codes(), *(c for d in encounter.diagnoses for c in d.drugs)}
        on_event |= {code for procedure in encounter.procedures for code in procedure.codes}
        for finding in rule.example_findings(encounter, books_for(rule.assumes)):
            assert finding.severity is rule.severity
            assert set(finding.codes) <= on_event
            assert set(finding.catalogue) <= set(rule.catalogue)
            assert finding.message.endswith((".", "!"))
            assert "{" not in finding.message
            assert "  " not in finding.message


@each_rule
def test_every_companion_is_a_rule_that_does_come_along(rule: Rule, books_for: BooksFor) -> None:
    examples = (*rule.fires_on,)
    fired = {
        finding.rule_id
        for encounter in examples
        for finding in _all_findings(encounter, books_for(rule.assumes))
    }
    assert rule.companions <= fired


def test_ids_and_names_are_unique_and_never_reused() -> None:
    ids = [rule.rule_id for rule in ALL_RULES]
    names = [rule.name for rule in ALL_RULES]
    assert len(ids) == len(set(ids))
    assert len(names) == len(set(names))
    assert RETIRED_IDS.isdisjoint(ids)


def test_what_rests_on_general_knowledge_is_never_an_error() -> None:
    unverified = [rule for rule in ALL_RULES if rule.basis is Basis.GENERAL_KNOWLEDGE]
    assert unverified
    assert all(rule.severity < Severity.ERROR and not rule.is_verified for rule in unverified)


def test_every_rule_of_every_module_is_in_the_book() -> None:
    modules = [import_module(f"app.rules.{info.name}") for info in iter_modules(app.rules.__path__)]
    written = [
        value
        for module in modules
        for _, value in inspect.getmembers(module, lambda value: isinstance(value, Rule))
    ]
    every = (*ALL_RULES, *NORWEGIAN_RULES)
    assert {rule.rule_id for rule in written} == {rule.rule_id for rule in every}


def test_the_numbers_asked_for_are_implemented_and_some_ship_as_warnings() -> None:
    asked = {1, 2, 5, 6, 8, 9, 11, 12, 18, 19, *range(20, 33), 36, 39, 42, 44, 50, 53}
    asked |= {92, 93, 130, 132, 133}
    implemented = {number for rule in ALL_RULES for number in rule.catalogue}
    warned = {r.severity for r in ALL_RULES if {8, 42, 132} & set(r.catalogue)}
    assert implemented >= asked
    assert warned == {Severity.WARNING}
