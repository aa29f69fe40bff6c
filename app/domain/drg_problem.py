"""Problem groups: DRGs that stand for an error in what was grouped, and what each means.

Sources: the DRG names and return codes of the national tables (Sweden 2014, NOR 2015–2017,
Estonia 2009, Iceland 2012); groups listed under MDC 99.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.drg import DrgOutcome

#: The major category that tables list their problem groups under.
PROBLEM_MDC = "99"


class ProblemKind(StrEnum):
    """What a problem group says is wrong."""

    NO_PRINCIPAL = "no-principal"
    PRINCIPAL_INVALID = "principal-invalid"
    PRINCIPAL_UNSPECIFIC = "principal-unspecific"
    SEX_MISSING = "sex-missing"
    SEX_APART = "sex-apart"
    TOO_YOUNG = "too-young"
    TOO_OLD = "too-old"
    IMPOSSIBLE_AGE = "impossible-age"
    PROCEDURE = "procedure"
    COMBINATION = "combination"
    DIAGNOSES = "diagnoses"
    RARE = "rare"
    VISIT = "visit"
    OTHER = "other"


_K = ProblemKind
#: Swedish groups by their three first characters.
_SWEDISH = {
    "Z40": _K.PRINCIPAL_UNSPECIFIC,
    "Z50": _K.RARE,
    "Z60": _K.RARE,
    "Z70": _K.NO_PRINCIPAL,
    "Z71": _K.PRINCIPAL_INVALID,
    "Z72": _K.SEX_APART,
    "Z73": _K.SEX_MISSING,
    "Z74": _K.PROCEDURE,
    "Z75": _K.TOO_YOUNG,
    "Z76": _K.TOO_OLD,
    "Z77": _K.IMPOSSIBLE_AGE,
    "Z78": _K.COMBINATION,
    "Z79": _K.DIAGNOSES,
    "Z80": _K.VISIT,
}
#: Kinds by return code, for tables with one group for all of them (470).
_BY_RETURN_CODE = {
    "1": _K.NO_PRINCIPAL,
    "2": _K.SEX_MISSING,
    "3": _K.SEX_APART,
    "4": _K.TOO_YOUNG,
    "5": _K.TOO_OLD,
    "6": _K.IMPOSSIBLE_AGE,
    "7": _K.RARE,
    "8": _K.PRINCIPAL_INVALID,
    "B": _K.PROCEDURE,
}
_SWEDISH_SHAPE = re.compile(r"Z\d\d[A-Z]")
_RARE_NUMBERS = frozenset({"468", "477"})
_UNGROUPABLE = "470"
#: What a problem group means, and what to look at.
MEANING = {
    _K.NO_PRINCIPAL: "Huvuddiagnosen fattas. Ange den.",
    _K.PRINCIPAL_INVALID: (
        "Koden godtas inte som huvuddiagnos. Se efter vilket tillstånd som vården gällde."
    ),
    _K.PRINCIPAL_UNSPECIFIC: (
        "Huvuddiagnosen är för ospecifik eller för ny för tabellerna. Se efter om en mer precis "
        "kod stämmer med journalen."
    ),
    _K.SEX_MISSING: "Patientens kön saknas. Komplettera i journalsystemet.",
    _K.SEX_APART: (
        "Diagnos och kön passar inte ihop i tabellerna. Kontrollera båda; juridiskt kön kan skilja."
    ),
    _K.TOO_YOUNG: "Patienten är yngre än tabellerna väntar sig. Kontrollera diagnos och ålder.",
    _K.TOO_OLD: "Patienten är äldre än tabellerna väntar sig. Kontrollera diagnos och ålder.",
    _K.IMPOSSIBLE_AGE: "Åldern är över 125 år. Kontrollera födelsedatum.",
    _K.PROCEDURE: (
        "En åtgärd är omöjlig eller alltför ospecificerad. Se efter om en mer precis åtgärdskod "
        "stämmer med journalen."
    ),
    _K.COMBINATION: "Diagnos och åtgärd går inte ihop. Kontrollera båda mot journalen.",
    _K.DIAGNOSES: "Diagnoserna går inte ihop. Kontrollera huvud- och bidiagnos mot journalen.",
    _K.RARE: (
        "Huvuddiagnosen och åtgärden förekommer sällan ihop. Kontrollera om huvuddiagnosen är den "
        "som åtgärden gällde."
    ),
    _K.VISIT: ("Besökets form eller yrkeskategori saknas. Komplettera den i journalsystemet."),
    _K.OTHER: "Tabellerna kan inte gruppera kontakten. Kontrollera huvuddiagnosen och åldern.",
}


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """The problem group that an event falls in, as a fact for the review."""

    drg: str
    kind: ProblemKind
    #: What the group is called; the tables' own words, empty where they have none.
    text: str = ""
    #: Which tables, and that they are for another time where they are.
    tables: str = ""

    @property
    def meaning(self) -> str:
        """What the group means and what to look at, in Swedish."""
        return MEANING[self.kind]


def problem_of(
    outcome: DrgOutcome, listed_mdc: str, text: str = "", tables: str = ""
) -> ProblemGroup | None:
    """Return the problem group that an outcome is, by the MDC its DRG is listed under; or None."""
    kind = _kind_of(outcome, listed_mdc)
    return None if kind is None else ProblemGroup(outcome.drg, kind, text, tables)


def _kind_of(outcome: DrgOutcome, listed_mdc: str) -> ProblemKind | None:
    drg = outcome.drg
    if _SWEDISH_SHAPE.fullmatch(drg):
        return _SWEDISH.get(drg[:3], _K.OTHER)
    if listed_mdc != PROBLEM_MDC:
        return None
    if drg[:3] in _RARE_NUMBERS:
        return _K.RARE
    if drg.startswith(_UNGROUPABLE):
        return _BY_RETURN_CODE.get(outcome.rtc, _K.OTHER)
    return None
