"""Rules about problem groups: where the definition tables cannot group what was coded.

The group comes with the event as a fact; without imported tables there is none and the rules are
silent. They never say anything of groups that are no sign of an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.drg_problem import ProblemKind
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example, in_problem_group, visit
from app.rules.needs import PROBLEM_GROUPS

_CASEMIX = "Nordic Casemix Centre"
_NORDDRG = "NordDRG SWE 2014"
_K = ProblemKind
_PRINCIPAL = frozenset({_K.PRINCIPAL_INVALID, _K.PRINCIPAL_UNSPECIFIC})
_TOGETHER = frozenset({_K.PROCEDURE, _K.COMBINATION, _K.DIAGNOSES, _K.RARE})
#: What the remaining kinds say, and where the catalogue says the same.
_FRAME = {
    _K.NO_PRINCIPAL: 1,
    _K.IMPOSSIBLE_AGE: 18,
    _K.SEX_APART: 96,
    _K.SEX_MISSING: 96,
    _K.TOO_YOUNG: 98,
    _K.TOO_OLD: 98,
    _K.VISIT: 146,
    _K.OTHER: 146,
}
_MESSAGE = "Grupperas i problemgruppen {drg}. {meaning} {tables}"


@rule(
    rule_id="DG001",
    name="principal-that-cannot-be-grouped",
    severity=Severity.WARNING,
    message=f"{{code}} är huvuddiagnos. {_MESSAGE}",
    explanation=(
        "De inlästa definitionstabellerna godtar inte koden som huvuddiagnos, och lägger "
        "händelsen i en problemgrupp. Gruppen är ett tecken på att fel tillstånd står först eller "
        "att koden är för allmän. Läs i journalen vad vården gällde, och låt det avgöra, inte "
        "gruppen. Är koden rätt avfärdas varningen med det skälet."
    ),
    source=Source(_CASEMIX, _NORDDRG, "Z71 och Z40, DRG-namn"),
    catalogue=(35,),
    fires_on=(
        in_problem_group("Z71N", _K.PRINCIPAL_INVALID, example("J18.9")),
        in_problem_group("470", _K.PRINCIPAL_INVALID, example("I10.9")),
    ),
    silent_on=(
        example("J18.9"),
        in_problem_group("Z50E", _K.RARE, example("J18.9")),
        in_problem_group("Z70N", _K.NO_PRINCIPAL, example()),
    ),
    needs=PROBLEM_GROUPS,
)
def principal_that_cannot_be_grouped(case: Case) -> Iterator[Objection]:
    """Object to a principal diagnosis that the tables send to a problem group."""
    if _kind(case) in _PRINCIPAL:
        yield _objection(case, case.principal_codes)


@rule(
    rule_id="DG002",
    name="codes-that-hardly-go-together-in-the-tables",
    severity=Severity.WARNING,
    message=_MESSAGE,
    explanation=(
        "De inlästa definitionstabellerna lägger händelsen i en problemgrupp för sällsynta eller "
        "felaktiga kombinationer av huvuddiagnos, bidiagnos och åtgärd. Ofta är det ett annat "
        "tillstånd som åtgärden gällde. Ibland är kombinationen sällsynt men rätt: då avfärdas "
        "varningen med det skälet."
    ),
    source=Source(_CASEMIX, _NORDDRG, "Z50, Z60, Z74, Z78 och Z79, DRG-namn"),
    catalogue=(146,),
    fires_on=(
        in_problem_group("Z50E", _K.RARE, example("J18.9", procedures=("JEA01",))),
        in_problem_group("Z74O", _K.PROCEDURE, visit("J18.9")),
    ),
    silent_on=(
        example("J18.9", procedures=("JEA01",)),
        in_problem_group("Z71N", _K.PRINCIPAL_INVALID, example("J18.9")),
    ),
    needs=PROBLEM_GROUPS,
)
def codes_that_hardly_go_together_in_the_tables(case: Case) -> Iterator[Objection]:
    """Object to a combination that the tables send to a problem group."""
    if _kind(case) in _TOGETHER:
        yield _objection(case, (*case.principal_codes, *case.kva_codes))


@rule(
    rule_id="DG003",
    name="facts-of-the-contact-that-cannot-be-grouped",
    severity=Severity.ADVICE,
    message=_MESSAGE,
    explanation=(
        "De inlästa definitionstabellerna lägger händelsen i en problemgrupp för att kön, ålder, "
        "huvuddiagnos eller uppgifter om besöket saknas eller inte stämmer. Rätta uppgiften i "
        "journalsystemet, eller koden om det är den som är fel. Andra regler säger mer om var "
        "felet sitter."
    ),
    source=Source(_CASEMIX, _NORDDRG, "Z70, Z72, Z73, Z75–Z77 och Z80, DRG-namn"),
    catalogue=(1, 18, 96, 98, 146),
    fires_on=(
        in_problem_group("Z80O", _K.VISIT, visit("J18.9")),
        in_problem_group("Z75N", _K.TOO_YOUNG, example("J18.9")),
    ),
    silent_on=(
        visit("J18.9"),
        in_problem_group("Z71N", _K.PRINCIPAL_INVALID, example("J18.9")),
    ),
    needs=PROBLEM_GROUPS,
)
def facts_of_the_contact_that_cannot_be_grouped(case: Case) -> Iterator[Objection]:
    """Remark on facts that send an event to a problem group."""
    number = _FRAME.get(_kind(case) or _K.RARE)
    if number is not None:
        yield _objection(case, case.principal_codes, (number,))


def _kind(case: Case) -> ProblemKind | None:
    group = case.encounter.problem_group
    return group.kind if group is not None else None


def _objection(
    case: Case, codes: tuple[str, ...], catalogue: tuple[int, ...] | None = None
) -> Objection:
    group = case.encounter.problem_group
    if group is None:
        return Objection(codes)
    name = f"{group.drg} {group.text}".rstrip(" .")
    values = {"drg": name, "meaning": group.meaning, "tables": group.tables}
    return Objection(codes, values, catalogue)
