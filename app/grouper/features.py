"""What the codes of a contact yield: category, properties, procedures and complication level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.drg import DrgCase, DrgDiagnosis, DrgSex
from app.grouper.compiled import CompiledTables, Values, list_of
from app.grouper.dialect import SEX_NEUTRAL

#: The level that a complication category stands for, by its letter.
LEVELS = {"C": 1, "G": 2, "I": 1, "J": 2}
#: Categories of these letters sleep until a property of another code wakes them.
SLEEPING = frozenset("IJ")
_RECODED = {DrgSex.MALE: "12", DrgSex.FEMALE: "13"}
_EMPTY: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeFacts:
    """What the tables know of a diagnosis, whole or pair."""

    dgcat: str = ""
    pdgprops: tuple[str, ...] = _EMPTY
    dgprops: tuple[str, ...] = _EMPTY
    #: Asked of the first secondary diagnosis alone.
    sdgpros: tuple[str, ...] = _EMPTY
    categories: tuple[str, ...] = _EMPTY
    or_values: tuple[str, ...] = _EMPTY
    procpros: tuple[str, ...] = _EMPTY
    #: Whether every half stands in the tables.
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class ProcedureFacts:
    """What the tables know of a procedure."""

    or_values: tuple[str, ...] = _EMPTY
    procpros: frozenset[str] = frozenset()
    dgprops: tuple[str, ...] = _EMPTY
    level: int = 0


@dataclass(slots=True)
class Features:
    """What a contact is matched by."""

    dgcat: str = ""
    mdc: str = ""
    pdgprops: Iterable[str] = ()
    dgprops: set[str] = field(default_factory=set)
    #: Properties and operating-room values of each procedure, in order.
    procedures: list[ProcedureFacts] = field(default_factory=list)
    or_values: set[str] = field(default_factory=set)
    procpros: set[str] = field(default_factory=set)
    level: int = 0


class FeatureTables:
    """The feature tables of a set, looked up by code."""

    def __init__(self, compiled: CompiledTables) -> None:
        self.dialect = compiled.dialect
        self.wakes = compiled.wakes
        self._compiled = compiled
        self._single = compiled.singles
        self._pairs = compiled.pairs
        self._procedures: dict[str, ProcedureFacts] = {}
        self._facts: dict[DrgDiagnosis, CodeFacts] = {}

    def procedure(self, code: str) -> ProcedureFacts:
        """Give what is known of a procedure; nothing for one that the tables do not have."""
        found = self._procedures.get(code)
        if found is None:
            values = self._compiled.procedures.get(code)
            if values is None:
                return _NO_PROCEDURE
            found = self._procedures[code] = _procedure(values)
        return found

    def knows_procedure(self, code: str) -> bool:
        """Whether the tables have the procedure."""
        return code in self._compiled.procedures or code in self._compiled.plain

    def knows_diagnosis(self, code: str) -> bool:
        """Whether the tables have the diagnosis, alone or in a pair."""
        return code in self._single or code in self._compiled.plain

    def diagnosis(self, entry: DrgDiagnosis) -> CodeFacts:
        """Give what is known of a diagnosis: of each half, and of both together."""
        found = self._facts.get(entry)
        if found is None:
            if len(self._facts) > _REMEMBERED:
                self._facts.clear()
            found = self._facts[entry] = self._facts_of(entry)
        return found

    def excluded_by(self, principal: DrgDiagnosis | None) -> frozenset[str]:
        """Give the exclusion lists that a principal diagnosis stands on, by their digits."""
        if principal is None:
            return _NO_LISTS
        excluded, pairs = self._compiled.excluded, self._compiled.excluded_pairs
        found = pairs.get((principal.asterisk, principal.code), _NO_LISTS)
        for code in principal.codes:
            found |= excluded.get(code, _NO_LISTS)
        return found

    def _facts_of(self, entry: DrgDiagnosis) -> CodeFacts:
        halves = [self._single.get(code) for code in entry.codes]
        pair = self._pairs.get((entry.asterisk, entry.code)) if entry.asterisk else None
        sources = [source for source in (*halves, pair) if source is not None]
        merged = {kind: _merged(sources, kind) for kind in _KINDS}
        singles = [source for source in halves if source is not None]
        return CodeFacts(
            dgcat=self._category(entry, pair),
            pdgprops=merged["PDGPRO"],
            dgprops=merged["DGPROP"],
            sdgpros=merged["SDGPRO"],
            categories=merged["COMPL"],
            or_values=_merged(singles, "OR"),
            procpros=merged["PROCPR"],
            is_known=bool(halves) and all(half is not None for half in halves),
        )

    def _category(self, entry: DrgDiagnosis, pair: Values | None) -> str:
        """Give the category: of the pair, else of the asterisk code, else of the dagger code."""
        halves = [self._single.get(code) for code in (entry.asterisk, entry.code)]
        if self.dialect.needs_both_halves and entry.asterisk and None in halves:
            return ""
        return next((s["DGCAT"][0] for s in (pair, *halves) if s and s.get("DGCAT")), "")


def derive(case: DrgCase, tables: FeatureTables) -> Features:
    """Work out what a contact is matched by, in the order that the tables presume."""
    found = Features()
    _take_principal(found, case, tables)
    facts = [tables.diagnosis(entry) for entry in case.diagnoses]
    for place, each in enumerate(facts):
        found.dgprops.update(each.dgprops)
        if place == 1:
            found.dgprops.update(each.sdgpros)
        if each.or_values:
            found.or_values.update(each.or_values)
        if each.procpros:
            extra = ProcedureFacts(each.or_values, frozenset(each.procpros))
            found.procedures.append(extra)
            found.procpros.update(each.procpros)
    for code in case.procedures:
        procedure = tables.procedure(code)
        found.procedures.append(procedure)
        found.or_values.update(procedure.or_values)
        found.procpros.update(procedure.procpros)
        found.dgprops.update(procedure.dgprops)
        found.level = max(found.level, procedure.level)
    if any(each.categories for each in facts[1:]):
        found.level = max(found.level, _level_of_diagnoses(case, facts, tables))
    if tables.dialect.recodes_properties:
        found.dgprops = {recoded(prop, case.sex, "") for prop in found.dgprops}
    return found


def recoded(value: str, sex: DrgSex, unknown: str) -> str:
    """Turn a value of the sex-neutral category into that of men or women."""
    if not value.startswith(SEX_NEUTRAL):
        return value
    return (_RECODED.get(sex) or unknown or SEX_NEUTRAL) + value[len(SEX_NEUTRAL) :]


def is_woken(
    category: str, at: int, case: DrgCase, facts: list[CodeFacts], tables: FeatureTables
) -> bool:
    """Whether a sleeping category is woken by a property of another code of the contact."""
    wakes = tables.wakes.get(category)
    if not wakes:
        return False
    others = waking_places(at, case, tables)
    if any(not wakes.isdisjoint(facts[place].dgprops) for place in others):
        return True
    return any(not wakes.isdisjoint(tables.procedure(c).dgprops) for c in case.procedures)


def waking_places(at: int, case: DrgCase, tables: FeatureTables) -> Iterator[int]:
    """Yield the places of the diagnoses that may wake a category of the one at a place.

    A code written twice is still the same code, and no other.
    """
    first = 0 if tables.dialect.principal_wakes else 1
    diagnoses, by_itself = case.diagnoses, tables.dialect.own_code_wakes
    own = diagnoses[at]
    return (n for n in range(first, len(diagnoses)) if by_itself or diagnoses[n] != own)


def _take_principal(found: Features, case: DrgCase, tables: FeatureTables) -> None:
    principal = case.principal
    if principal is None:
        return
    facts = tables.diagnosis(principal)
    found.dgcat = recoded(facts.dgcat, case.sex, tables.dialect.unknown_sex_mdc)
    found.mdc = found.dgcat[:2]
    found.pdgprops = facts.pdgprops


def _level_of_diagnoses(case: DrgCase, facts: list[CodeFacts], tables: FeatureTables) -> int:
    excluded = tables.excluded_by(case.principal)
    level = 0
    for at in range(1, len(facts)):
        if not facts[at].categories or case.diagnoses[at] == case.diagnoses[0]:
            continue
        for category in facts[at].categories:
            worth = LEVELS.get(category[2:3], 0)
            if worth <= level or list_of(category) in excluded:
                continue
            if category[2] not in SLEEPING or is_woken(category, at, case, facts, tables):
                level = worth
    return level


_KINDS = ("PDGPRO", "DGPROP", "SDGPRO", "COMPL", "PROCPR")
_NO_PROCEDURE = ProcedureFacts()
_NO_LISTS: frozenset[str] = frozenset()
#: So many diagnoses are remembered with what they yield.
_REMEMBERED = 50_000


def _procedure(values: Values) -> ProcedureFacts:
    return ProcedureFacts(
        values.get("OR", ()),
        frozenset(values.get("PROCPR", ())),
        values.get("DGPROP", ()),
        max((int(level) for level in values.get("CC", ()) if level.isdigit()), default=0),
    )


def _merged(sources: Iterable[Values], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for source in sources for value in source.get(kind, ())))
