"""Tells of a grouping: the rule in words, each complication, near misses, and what would differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from app.domain.drg import DrgCase, DrgDiagnosis, DrgSex
from app.domain.drg_explanation import (
    Complication,
    Condition,
    Explanation,
    NearMiss,
    Variation,
    Weight,
)
from app.domain.drg_tables import LogicRow
from app.grouper.columns import meets_level
from app.grouper.compiled import list_of
from app.grouper.engine import Grouper
from app.grouper.features import (
    LEVELS,
    SLEEPING,
    CodeFacts,
    Features,
    derive,
    is_woken,
    recoded,
    waking_places,
)
from app.grouper.requirements import Requirement, in_words, is_met, requirements

#: Rules above that fail on one of these alone are told; others are noise.
_TELLING = frozenset({"compl", "secpro", "dgprop1", "dgprop2", "dgprop3", "dgprop4"})
MOST_NEAR = 8
_PROPERTIES = frozenset({"dgprop1", "dgprop2", "dgprop3", "dgprop4"})


def explain(grouper: Grouper, case: DrgCase) -> Explanation:
    """Tell why a contact is grouped as it is."""
    found = derive(case, grouper.features)
    outcome = grouper.group(case)
    place = next(grouper.matching(case, found), None)
    row = grouper.rules[place] if place is not None else None
    told = _Told(grouper, case, found)
    conditions = tuple(told.conditions(row)) if row is not None else ()
    complications = tuple(told.complications())
    used = {code for condition in conditions for code in condition.codes}
    used |= {each.code for each in complications}
    return Explanation(
        outcome,
        grouper.name(outcome.drg),
        grouper.tables.texts.get("rtc", {}).get(outcome.rtc, ""),
        place + 1 if place is not None else 0,
        conditions,
        complications,
        told.unknown(),
        told.idle(used),
        tuple(islice(told.near(place, outcome.drg), MOST_NEAR)),
    )


def vary(
    grouper: Grouper, case: DrgCase, name_of: Callable[[str], str] = str
) -> Iterator[Variation]:
    """Yield what would be grouped otherwise, and how; what changes nothing is left out.

    `name_of` writes a code, or a pair of them, as it is to be read.
    """
    usual = grouper.group(case)
    for told, other in _others(case, name_of):
        outcome = grouper.group(other)
        if outcome.drg != usual.drg:
            yield Variation(told, outcome, grouper.name(outcome.drg))


class _Told:
    """The parts of an explanation, of one contact."""

    def __init__(self, grouper: Grouper, case: DrgCase, found: Features) -> None:
        self._grouper, self._case, self._found = grouper, case, found
        self._tables = grouper.features
        self._facts = [self._tables.diagnosis(entry) for entry in case.diagnoses]

    def conditions(self, row: LogicRow) -> Iterator[Condition]:
        for asked in requirements(row):
            words = in_words(asked, self._grouper.tables.texts)
            yield Condition(*asked, words, tuple(dict.fromkeys(self._codes(asked, row))))

    def complications(self) -> Iterator[Complication]:
        excluded = self._tables.excluded_by(self._case.principal)
        for at in range(1, len(self._facts)):
            for category in self._facts[at].categories:
                if category[2:3] in LEVELS:  # others weigh nothing when it is grouped either
                    yield self._complication(at, category, excluded)
        for code in dict.fromkeys(self._case.procedures):
            level = self._tables.procedure(code).level
            if level:
                yield Complication(code, "", level, Weight.COUNTS, "åtgärden räknas själv")

    def unknown(self) -> tuple[str, ...]:
        codes = [
            code
            for entry in self._case.diagnoses
            for code in entry.codes
            if not self._tables.knows_diagnosis(code)
        ]
        codes += [c for c in self._case.procedures if not self._tables.knows_procedure(c)]
        return tuple(dict.fromkeys(codes))

    def idle(self, used: set[str]) -> tuple[str, ...]:
        unknown = set(self.unknown())
        codes = [entry.label for entry in self._case.diagnoses[1:] if entry.codes]
        codes += self._case.procedures
        return tuple(c for c in dict.fromkeys(codes) if c not in used and c not in unknown)

    def near(self, place: int | None, drg: str) -> Iterator[NearMiss]:
        """Yield rules above that fail on one column alone, from the one that won and upwards."""
        rules = self._grouper.rules
        mdc = self._grouper.mdc_of(drg)
        for row in reversed(rules[:place]):
            if self._grouper.mdc_of(row.drg) != mdc or row.drg == drg:
                continue
            # A second column that fails settles it: most rules fail on one of the first.
            failing = (a for a in requirements(row) if not self._meets(a, row))
            missed = list(islice(failing, 2))
            if len(missed) == 1 and missed[0].column in _TELLING:
                words = in_words(missed[0], self._grouper.tables.texts)
                yield NearMiss(row.ord, row.drg, self._grouper.name(row.drg), words)

    def _meets(self, asked: Requirement, row: LogicRow) -> bool:
        return is_met(asked, row, self._case, self._found)

    def _complication(self, at: int, category: str, excluded: frozenset[str]) -> Complication:
        case, level = self._case, LEVELS[category[2]]
        code = case.diagnoses[at].label
        if case.diagnoses[at] == case.diagnoses[0]:
            return Complication(code, category, level, Weight.SAME, "samma kod är huvuddiagnos")
        if category[2] in SLEEPING and not is_woken(category, at, case, self._facts, self._tables):
            wakes = tuple(sorted(self._tables.wakes.get(category, ())))
            told = f"vilande: räknas först när en annan kod har egenskapen {', '.join(wakes)}"
            return Complication(code, category, level, Weight.SLEEPS, told, wakes)
        if list_of(category) in excluded:
            told = f"räknas inte vid huvuddiagnosen {case.diagnoses[0].label} (lista {category})"
            return Complication(code, category, level, Weight.EXCLUDED, told)
        woken_by = tuple(self._waking(at, category)) if category[2] in SLEEPING else ()
        words = f"räknas, väckt av {', '.join(woken_by)}" if woken_by else "räknas"
        return Complication(code, category, level, Weight.COUNTS, words, woken_by=woken_by)

    def _waking(self, at: int, category: str) -> Iterator[str]:
        """Yield the codes that wake a sleeping category."""
        wakes = self._tables.wakes.get(category, frozenset())
        for place in waking_places(at, self._case, self._tables):
            if not wakes.isdisjoint(self._facts[place].dgprops):
                yield self._case.diagnoses[place].label
        for code in dict.fromkeys(self._case.procedures):
            if not wakes.isdisjoint(self._tables.procedure(code).dgprops):
                yield code

    def _codes(self, asked: Requirement, row: LogicRow) -> Iterator[str]:
        """Yield the codes that met a column; none where it asks that something is absent."""
        column, cell = asked
        principal = self._case.principal
        if column in {"icd", "mdc", "dgcat", "pdgprop"}:
            if principal is not None and cell[0] != "-":
                yield principal.label
        elif column == "compl":
            yield from self._with_level(cell)
        elif column == "or_proc":
            yield from self._with_rooms(cell)
        elif column in {"procpro", "secpro"}:
            yield from self._with_procedure_property(cell, row)
        elif column in _PROPERTIES and cell[0] != "-":
            yield from self._with_property(cell)

    def _with_level(self, cell: str) -> Iterator[str]:
        if cell[0] in "-<":
            return
        for each in self.complications():
            if each.weight is Weight.COUNTS and meets_level(cell, each.level):
                yield each.code

    def _with_rooms(self, cell: str) -> Iterator[str]:
        wanted = {"S": {"1"}, "P": {"1", "2"}, "+": {"1", "2"}}.get(cell, set())
        for code, rooms in self._rooms():
            if wanted.intersection(rooms):
                yield code

    def _rooms(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for entry, facts in zip(self._case.diagnoses, self._facts, strict=True):
            yield entry.label, facts.or_values
        for code in self._case.procedures:
            yield code, self._tables.procedure(code).or_values

    def _with_procedure_property(self, cell: str, row: LogicRow) -> Iterator[str]:
        if cell[0] == "-":
            return
        for code in self._case.procedures:
            facts = self._tables.procedure(code)
            if cell == "+":
                if "1" in facts.or_values and facts.procpros and row.procpro not in facts.procpros:
                    yield code
            elif cell in facts.procpros:
                yield code
        for entry, known in zip(self._case.diagnoses, self._facts, strict=True):
            if cell in known.procpros:
                yield entry.label

    def _with_property(self, wanted: str) -> Iterator[str]:
        for at, (entry, facts) in enumerate(zip(self._case.diagnoses, self._facts, strict=True)):
            if self._has(wanted, _properties(facts, at)):
                yield entry.label
        for code in self._case.procedures:
            if self._has(wanted, self._tables.procedure(code).dgprops):
                yield code

    def _has(self, wanted: str, properties: tuple[str, ...]) -> bool:
        if self._tables.dialect.recodes_properties:
            properties = tuple(recoded(each, self._case.sex, "") for each in properties)
        return wanted in properties


def _properties(facts: CodeFacts, at: int) -> tuple[str, ...]:
    return (*facts.dgprops, *facts.sdgpros) if at == 1 else facts.dgprops


def _others(case: DrgCase, name_of: Callable[[str], str]) -> Iterator[tuple[str, DrgCase]]:
    """Yield the same contact with one thing otherwise, and what."""
    for at, entry in enumerate(case.diagnoses):
        if at == 0 or not entry.codes:
            continue
        rest = (*case.diagnoses[:at], *case.diagnoses[at + 1 :])
        named = name_of(entry.label)
        yield f"utan bidiagnosen {named}", replace(case, diagnoses=rest)
        yield f"med {named} som huvuddiagnos", replace(case, diagnoses=(entry, *rest))
    for at, entry in enumerate(case.diagnoses):
        if entry.asterisk:
            parted = (DrgDiagnosis(entry.code), DrgDiagnosis(entry.asterisk))
            others = (*case.diagnoses[:at], *parted, *case.diagnoses[at + 1 :])
            told = f"med {name_of(entry.label)} som två diagnoser"
            yield told, replace(case, diagnoses=others)
    for code in dict.fromkeys(case.procedures):
        at = case.procedures.index(code)
        others_left = (*case.procedures[:at], *case.procedures[at + 1 :])
        yield f"utan åtgärden {name_of(code)}", replace(case, procedures=others_left)
    stay = 1 if case.stay_days == 0 else 0
    yield ("som slutenvård" if stay else "som öppenvård"), replace(case, stay_days=stay)
    if case.sex is not DrgSex.MISSING:
        yield "utan uppgift om kön", replace(case, sex=DrgSex.MISSING)
