"""Rules about procedures that hardly go together on one event, by their own descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.encounter import Procedure
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.conditional_rows import parse_procedures
from app.rules.examples import example, procedure, stay_under
from app.rules.needs import procedures

_PACKAGE, _PALLIATIVE = "DV097", "ZV400"
_SEVERAL_TIMES = parse_procedures("ZX602-ZX630")
_NARCOSIS = parse_procedures("SA SB SC SD SE SF SG")
_IN_NARCOSIS = "ZXH60"
#: Chapters A to P of the surgical codes are operations; T, U, X and Q minor or endoscopic.
_OPERATIONS = frozenset("ABCDEFGHJKLMNP")
_HAEMODIALYSIS, _SPECIAL_DIALYSIS = "DR016", parse_procedures("DR055-DR056")
_COMPULSORY = ("LPT", "LRV")
_KVA = "KVÅ 2021"


@rule(
    rule_id="KV024",
    name="palliative-package-beside-single-measure",
    severity=Severity.WARNING,
    message="{code} {title} är ett paket, och en enstaka åtgärd har ZV400. Behåll en av dem.",
    explanation=(
        "DV097 avser ett paket av åtgärder med palliativ avsikt och får inte användas för enstaka "
        "åtgärder: då kodas åtgärden med tillägget ZV400. Är det ett paket tas ZV400 bort."
    ),
    source=Source("Socialstyrelsen", _KVA, "DV097 och ZV400, beskrivningar"),
    catalogue=(155,),
    needs=procedures(_PACKAGE),
    fires_on=(
        example("C50.9", procedures=(_PACKAGE, procedure("AF063", additional=(_PALLIATIVE,)))),
    ),
    silent_on=(
        example("C50.9", procedures=(_PACKAGE,)),
        example("C50.9", procedures=(procedure("AF063", additional=(_PALLIATIVE,)),)),
        example("C50.9", procedures=(_PACKAGE, "AF063")),
    ),
)
def palliative_package_beside_single_measure(case: Case) -> Iterator[Objection]:
    """Object to the package where another procedure has the addition; its own has another rule."""
    leads = [lead.code for lead, extras in case.led_procedures if _PALLIATIVE in extras]
    if _PACKAGE in case.kva_codes and any(lead != _PACKAGE for lead in leads):
        yield Objection((_PACKAGE, _PALLIATIVE))


@rule(
    rule_id="KV025",
    name="count-code-on-what-is-not-minor",
    severity=Severity.WARNING,
    message="{code} {title} hör inte till {other}: {told}.",
    explanation=(
        "ZX602–ZX630 räknar mindre åtgärder med samma kod vid skilda tillfällen under en "
        "vårdkontakt. De gäller inte åtgärd i generell anestesi eller tvångsvård, och inte "
        "operationer: skriv varje åtgärd för sig med sitt datum."
    ),
    source=Source("Socialstyrelsen", _KVA, "ZX602–ZX630, beskrivningar"),
    catalogue=(159,),
    needs=procedures(_SEVERAL_TIMES),
    fires_on=(
        example("J18.9", procedures=(procedure("AF063", additional=("ZX602", _IN_NARCOSIS)),)),
        example("J18.9", procedures=(procedure("AF063", additional=("ZX602",)), "SA100")),
        example("J18.9", procedures=(procedure("JEA01", additional=("ZX602",)),)),
        stay_under("LPT", procedure("AF063", additional=("ZX602",))),
    ),
    silent_on=(
        example("J18.9", procedures=(procedure("AF063", additional=("ZX602",)),)),
        example("J18.9", procedures=(procedure("JEA01", additional=("ZX102",)),)),
    ),
)
def count_code_on_what_is_not_minor(case: Case) -> Iterator[Objection]:
    """Object to the number where narcosis, compulsion or an operation speaks against it."""
    asleep = _days_in_narcosis(case)
    for lead, extras in case.led_procedures:
        for code in extras:
            if code in _SEVERAL_TIMES:
                told = _not_minor(case, lead, extras, asleep)
                if told:
                    yield Objection((code, lead.code), {"other": lead.code, "told": told})


@rule(
    rule_id="KV026",
    name="two-kinds-of-dialysis-on-a-day",
    severity=Severity.WARNING,
    message="{code} {title} och {other} har samma datum. Behåll den som gäller behandlingen.",
    explanation=(
        "Citratdialys (DR055) och heparinfri dialys (DR056) har egna koder och registreras i "
        "stället för hemodialys (DR016). Varje behandling är en rad med sitt datum."
    ),
    source=Source("Socialstyrelsen", _KVA, "DR016, beskrivning"),
    catalogue=(161,),
    needs=procedures(_HAEMODIALYSIS),
    fires_on=(example("N18.5", procedures=(_HAEMODIALYSIS, "DR055")),),
    silent_on=(
        example("N18.5", procedures=(_HAEMODIALYSIS, procedure("DR055", "2022-03-16"))),
        example("N18.5", procedures=("DR055",)),
    ),
)
def two_kinds_of_dialysis_on_a_day(case: Case) -> Iterator[Objection]:
    """Object to both kinds on the same day."""
    rows = case.encounter.procedures
    plain = {row.date for row in rows if row.code == _HAEMODIALYSIS}
    for row in rows:
        if row.code in _SPECIAL_DIALYSIS and row.date in plain:
            yield Objection((_HAEMODIALYSIS, row.code), {"other": row.code})
            return


def _days_in_narcosis(case: Case) -> frozenset[date | None]:
    return frozenset(row.date for row in case.encounter.procedures if row.code in _NARCOSIS)


def _not_minor(
    case: Case, lead: Procedure, extras: tuple[str, ...], asleep: frozenset[date | None]
) -> str:
    """Tell why a procedure is not a minor one, or nothing."""
    if _IN_NARCOSIS in extras or lead.date in asleep:
        return "åtgärden gjordes i generell anestesi"
    if any(law in case.encounter.legal_form.upper() for law in _COMPULSORY):
        return "vårdformen är tvångsvård"
    is_operation = lead.code[:3].isalpha() and lead.code[:1] in _OPERATIONS
    return "åtgärden är en operation" if is_operation else ""
