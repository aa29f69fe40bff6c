"""Rules about the rows of procedures: their dates, their number, and codes that were replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from app.domain.codes import CodeSystem, has_kva_shape
from app.domain.encounter import Procedure
from app.domain.finding import Severity
from app.domain.period import Period
from app.rules.base import Assumes, Basis, Objection, Source, Standing, rule
from app.rules.case import ADDITIONAL, Case
from app.rules.examples import example, procedure
from app.rules.needs import PROCEDURES, procedures

_PRACTICE = Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst")
#: Measures of compulsory care have rules of their own about how often they are reported.
_COERCION = "XU"
#: ZX102 to ZX130 tell a number at one occasion.
_LEAST, _MOST = 2, 30
#: The last day of a code that is in no edition since, and the first of one that came.
_GONE = {"XV012": date(2020, 12, 31)}
_CAME = {"XV027": date(2022, 1, 1)}
#: What an intensive-care register asks for instead.
_REPLACED = {
    "DV023": "DV100–DV106",
    "FXL10": "FXL40, FXL50 eller FXL60",
    "FXL20": "FXL40, FXL50 eller FXL60",
    "FXL30": "FXL40, FXL50 eller FXL60",
}


@rule(
    rule_id="KV017",
    name="procedure-without-date",
    severity=Severity.WARNING,
    message="{code} {title} saknar datum. Ange dagen då åtgärden gjordes.",
    explanation=(
        "Dagen avgör vilken utgåva av KVÅ som gäller, om åtgärden hör till vårdkontakten och hur "
        "gammal patienten var. En tilläggskod får dagen av sin åtgärd."
    ),
    source=_PRACTICE,
    catalogue=(131,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    needs=PROCEDURES,
    fires_on=(example("K35.8", procedures=(procedure("JEA01", None),)),),
    silent_on=(
        example("K35.8", procedures=("JEA01",)),
        example("K35.8", procedures=("JEA01", procedure("ZXD00", None))),
    ),
)
def procedure_without_date(case: Case) -> Iterator[Objection]:
    """Object once to each lead without day and moment."""
    undated = (
        line.code
        for line in case.encounter.procedures
        if line.date is None and line.start is None and not line.code.startswith(ADDITIONAL)
    )
    yield from (Objection((code,)) for code in dict.fromkeys(undated))


@rule(
    rule_id="KV018",
    name="same-procedure-several-times",
    severity=Severity.ADVICE,
    message="{code} {title} står {count} gånger {day}. Ange antalet med {other} på en enda rad.",
    explanation=(
        "Samma åtgärd flera gånger vid ett tillfälle skrivs en gång med en tilläggskod för "
        "antalet: ZX102 (2) till ZX130 (30). Mindre åtgärder vid skilda tillfällen under samma "
        "vårdkontakt tar ZX602 till ZX630. Var det skilda dagar skrivs var och en med sitt datum."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "ZX102–ZX130 och ZX602–ZX630, beskrivningar"),
    catalogue=(140,),
    needs=PROCEDURES,
    fires_on=(example("K35.8", procedures=("AF063", "AF063")),),
    silent_on=(
        example("K35.8", procedures=("AF063", procedure("AF063", "2022-03-15"))),
        example(
            "K35.8",
            procedures=(
                procedure("NGB49", additional=("ZXA00",)),
                procedure("NGB49", additional=("ZXA05",)),
            ),
        ),
        example("K35.8", procedures=(procedure("AF063", additional=("ZX102",)),)),
    ),
)
def same_procedure_several_times(case: Case) -> Iterator[Objection]:
    """Point at equal rows: the same code, additions, day and moment."""
    rows = case.encounter.procedures
    if len({row.code for row in rows}) == len(rows):
        return
    counted = Counter(_sameness(lead, extras) for lead, extras in case.led_procedures)
    for (code, _extras, day, _start), count in counted.items():
        if _LEAST <= count <= _MOST and has_kva_shape(code) and code[:2] != _COERCION:
            values = {"count": str(count), "day": str(day or ""), "other": f"ZX1{count:02}"}
            yield Objection((code,), values)


def _sameness(
    lead: Procedure, extras: tuple[str, ...]
) -> tuple[str, tuple[str, ...], date | None, str]:
    return lead.code, tuple(sorted(set(extras))), lead.date, str(lead.start or "")


@rule(
    rule_id="KV019",
    name="procedure-code-of-another-time",
    severity=Severity.WARNING,
    message="{code} {title} {told}. Välj en kod som gäller på vårdkontaktens dag.",
    explanation=(
        "KVÅ ändras varje år: XV012 (läkemedelsgenomgång) fanns 2013 och är borta 2021, XV027 kom "
        "senare. Med en officiell utgåva inläst prövas varje kod mot den; här är bara "
        "övningskodverket inläst, och då prövas de koder som vi vet det om."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2013 och 2021", "kodlistorna jämförda"),
    catalogue=(143,),
    needs=procedures("XV012"),
    assumes=Assumes.STARTER,
    fires_on=(
        example("I10.9", procedures=("XV012",)),
        example(
            "I10.9",
            procedures=(procedure("XV027", "2021-03-14"),),
            start="2021-03-14",
            end="2021-03-18",
        ),
    ),
    silent_on=(
        example("I10.9", procedures=("XV014",)),
        example(
            "I10.9",
            procedures=(procedure("XV012", "2013-03-14"),),
            start="2013-03-14",
            end="2013-03-18",
        ),
    ),
)
def procedure_code_of_another_time(case: Case) -> Iterator[Objection]:
    """Object to known codes outside their days, where no official edition says it."""
    if case.day is None or case.is_proof(CodeSystem.KVA):
        return
    for code in case.kva_codes:
        if code in _GONE and case.day > _GONE[code]:
            yield Objection((code,), {"told": f"gällde till och med {_GONE[code]} och har utgått"})
        elif code in _CAME and case.day < _CAME[code]:
            yield Objection((code,), {"told": f"gäller först från {_CAME[code]}"})


@rule(
    rule_id="KV020",
    name="intensive-care-code-replaced",
    severity=Severity.WARNING,
    message="{code} {title} har utgått i intensivvårdens riktlinje. Använd {other}.",
    explanation=(
        "Svenska Intensivvårdsregistret anger DV100 och DV101 för ECMO vid andningssvikt, "
        "DV102–DV106 för ECMO vid cirkulationssvikt och FXL40, FXL50 och FXL60 för mekanisk "
        "hjärtpump. Koderna DV023, FXL10, FXL20 och FXL30 används inte längre."
    ),
    source=Source("Svenska Intensivvårdsregistret", "Riktlinje", "åtgärder och operationer"),
    catalogue=(145,),
    standing=Standing.PRACTICE,
    valid=Period(date(2022, 1, 1)),
    needs=procedures("DV023", "FXL10"),
    fires_on=(
        example("J96.0", procedures=("DV023",)),
        example("R57.0", procedures=("FXL10",)),
    ),
    silent_on=(
        example("J96.0", procedures=("DV100",)),
        example(
            "J96.0",
            procedures=(procedure("DV023", "2020-03-14"),),
            start="2020-03-14",
            end="2020-03-18",
        ),
    ),
)
def intensive_care_code_replaced(case: Case) -> Iterator[Objection]:
    """Object to the old codes."""
    for code in case.kva_codes:
        if code in _REPLACED:
            yield Objection((code,), {"other": _REPLACED[code]})
