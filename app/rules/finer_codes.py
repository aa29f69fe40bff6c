"""Rules about codes that the edition parts further: fördjupningskoder and fifth digits."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet, is_external_cause
from app.domain.concept import Concept, Level
from app.domain.customs import Customs, Deepening
from app.domain.finding import Severity
from app.rules.base import Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.needs import icd

_SUBCATEGORY_LENGTH = 5
#: Categories whose fifth digit says whether the fracture is closed (0) or open (1).
_FRACTURES = CodeSet.parse("S02 S12 S22 S32 S42 S52 S62 S72 S82 S92 T02 T08 T10 T12")
_ESBL = "U82.2"
_AFTERCARE = "Z39.0"
_COLUMN = Source("Socialstyrelsen", "ICD-10-SE", "kolumnen Kodnivå; nationella fördjupningskoder")


@rule(
    rule_id="GK009",
    name="finer-code-to-choose",
    severity=Severity.ADVICE,
    message="{code} {title} kan anges finare: {listed}.",
    explanation=(
        "Kodverket har nationella fördjupningskoder, eller ett femte tecken, under koden. Välj en "
        "av dem om uppgiften finns i journalen. En fraktur som inte sägs vara öppen är sluten (0). "
        "Den fyrställiga koden är giltig som den är, om inte regionen bestämt annat."
    ),
    source=_COLUMN,
    catalogue=(10, 47, 107),
    fires_on=(example(row("S72.0", "W01.09")), example("Z39.0")),
    silent_on=(
        example(row("S72.00", "W01.09")),
        example("J18.9"),
        example(row("S06.00", "V43.5")),
    ),
)
def finer_code_to_choose(case: Case) -> Iterator[Objection]:
    """Offer what stands right below a four-character code, unless another rule speaks of it."""
    for code in case.shaped_codes:
        below = _below(case, code)
        if below and code != _ESBL and not case.customs.requires_deepening(code, case.day):
            yield Objection((code,), {"listed": _listed(below)}, catalogue=_numbers(code))


@rule(
    rule_id="GK010",
    name="finer-code-required-by-the-region",
    severity=Severity.WARNING,
    message="{code} {title} ska enligt regionen anges finare: {listed}. Skäl: ”{reason}”.",
    explanation=(
        "Regionen kräver fördjupningskod för de här koderna (Kodverk → Regionens listor). Välj "
        "den kod under den fyrställiga som beskriver tillståndet."
    ),
    source=Source("Regionen", "koder som ska anges på finaste nivå"),
    catalogue=(10,),
    standing=Standing.REGIONAL,
    customs=Customs((), (Deepening("S72", "Frakturregistret"),)),
    fires_on=(example(row("S72.0", "W01.09")),),
    silent_on=(example(row("S72.00", "W01.09")), example("I10.9")),
    companions=frozenset({"GK009"}),
)
def finer_code_required_by_the_region(case: Case) -> Iterator[Objection]:
    """Object to a four-character code where the region wants what stands below it."""
    if not case.customs.deepenings:
        return
    for code in case.shaped_codes:
        below = _below(case, code)
        wanted = case.customs.requires_deepening(code, case.day) if below else None
        if wanted is not None:
            reason = wanted.reason.strip().rstrip(".")
            yield Objection((code,), {"listed": _listed(below), "reason": reason})


@rule(
    rule_id="GK011",
    name="esbl-without-type",
    severity=Severity.WARNING,
    message="{code} {title} säger inte vilken typ: välj {listed}.",
    explanation=(
        "Resistens på grund av ESBL anges med fördjupningskod för typen: A (klassisk), B (ESBL-M), "
        "C (ESBL-CARBA) eller W (annan). Välj den som laboratoriet har svarat."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "U82.2, fördjupningskoderna"),
    catalogue=(10, 71),
    needs=icd(_ESBL),
    fires_on=(example("N39.0", "B96.2", "U82.2"),),
    silent_on=(example("N39.0", "B96.2", "U82.2A"), example("N39.0", "B96.2")),
)
def esbl_without_type(case: Case) -> Iterator[Objection]:
    """Object to ESBL without its type where the edition has types."""
    if _ESBL in case.shaped_codes:
        below = _below(case, _ESBL)
        if below:
            yield Objection((_ESBL,), {"listed": _listed(below)})


def _below(case: Case, code: str) -> tuple[Concept, ...]:
    """Return the finer codes right below a four-character code of a disease or an injury."""
    if len(code) != _SUBCATEGORY_LENGTH or is_external_cause(code):
        return ()
    concept = case.icd(code)
    if concept is None or concept.is_leaf or concept.level is not Level.SUBCATEGORY:
        return ()
    return tuple(case.books.icd10se.children(code))


def _listed(below: tuple[Concept, ...]) -> str:
    return below[0].code if len(below) == 1 else f"{below[0].code}–{below[-1].code}"


def _numbers(code: str) -> tuple[int, ...]:
    if code == _AFTERCARE:
        return (10, 107)
    return (10, 47) if code in _FRACTURES else (10,)
