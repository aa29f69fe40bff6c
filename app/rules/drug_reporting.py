"""Rules about drugs that are reported with their procedure, as ATC right below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.domain.codes import CodeSystem
from app.domain.encounter import Procedure
from app.domain.finding import Severity
from app.domain.period import Period
from app.rules.base import Objection, Source, rule
from app.rules.case import ADDITIONAL, Case
from app.rules.conditional_rows import parse_procedures
from app.rules.examples import example, procedure, with_drugs
from app.rules.needs import PROCEDURES, icd, procedures

#: Procedures that give a drug, by route or as cytostatics or vaccination.
_GIVEN = parse_procedures("DT006-DT024 DT030 DT032-DT033 DT035 DT107-DT135")
#: Oxytocin is told by these codes themselves.
_OXYTOCIN_CODES = parse_procedures("DT036-DT037")
_INFUSION = "DT016"
_OXYTOCIN = "H01BB02"
_ATC = re.compile(r"\bATC\b")
_NOT_USED = re.compile(r"\binte\b|\bej\b", re.IGNORECASE)
_SENTENCES = re.compile(r"[.;]\s+")
_ALL_DRUGS = Period(date(2025, 4, 1))
_DELIVERY = ("O80", "O81", "O82", "O83", "O84")


@rule(
    rule_id="LM020",
    name="given-drug-without-atc",
    severity=Severity.WARNING,
    message="{code} {title} har inget läkemedel. Ange ATC-koden på åtgärden.",
    explanation=(
        "Sedan den 1 april 2025 ska alla läkemedel som ges på sjukhus rapporteras till "
        "patientregistret, inte bara de kliniskt relevanta, med ATC-koden direkt under "
        "åtgärdskoden. Läkemedlet kan också rapporteras utan åtgärd i läkemedelsfilen (LT); görs "
        "det hos er avfärdas varningen med det skälet."
    ),
    source=Source("Socialstyrelsen", "HSLF-FS 2024:9", "uppgifter om läkemedel"),
    catalogue=(144, 158),
    valid=_ALL_DRUGS,
    needs=procedures(_GIVEN),
    fires_on=(
        example(
            "J18.9",
            procedures=(procedure(_INFUSION, "2025-05-05"),),
            start="2025-05-05",
            end="2025-05-09",
        ),
    ),
    silent_on=(
        example(
            "J18.9",
            procedures=(with_drugs(procedure(_INFUSION, "2025-05-05"), "J01CA04"),),
            start="2025-05-05",
            end="2025-05-09",
        ),
        example("J18.9", procedures=(_INFUSION,)),
    ),
)
def given_drug_without_atc(case: Case) -> Iterator[Objection]:
    """Object to procedures that give a drug and do not say which."""
    yield from _without_drug(case, [row for row in _leads(case) if row.code in _GIVEN])


@rule(
    rule_id="LM021",
    name="procedure-that-takes-atc-without-it",
    severity=Severity.ADVICE,
    message="{code} {title} kan kompletteras med läkemedlets ATC-kod.",
    explanation=(
        "Beskrivningen av åtgärden säger att läkemedlet anges med ATC-kod. Lägg koden på åtgärden "
        "när läkemedlet har betydelse för vårdkontakten."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "beskrivningar som nämner ATC"),
    catalogue=(144, 158),
    needs=PROCEDURES,
    fires_on=(example("J18.9", procedures=(_INFUSION,)),),
    silent_on=(
        example("J18.9", procedures=(with_drugs(procedure(_INFUSION), "J01CA04"),)),
        example("J18.9", procedures=("AF063",)),
    ),
)
def procedure_that_takes_atc_without_it(case: Case) -> Iterator[Objection]:
    """Point at procedures whose description names ATC; since 2025 those that give it warn."""
    is_new = case.day is None or _ALL_DRUGS.covers(case.day)
    for row in _leads(case):
        if not row.drugs and not (is_new and row.code in _GIVEN) and _takes_atc(case, row.code):
            numbers = (144, 158) if row.code in _GIVEN else (158,)
            yield Objection((row.code,), catalogue=numbers)


@rule(
    rule_id="LM022",
    name="oxytocin-as-ordinary-infusion",
    severity=Severity.WARNING,
    message=(
        "{code} {title} används inte för oxytocin vid förlossning. Välj DT036 (igångsättning) "
        "eller DT037 (stimulering av värkarbete)."
    ),
    explanation=(
        "Oxytocin vid förlossning har egna koder, som utesluter varandra: DT036 när förlossningen "
        "sätts igång, DT037 när värkarbetet stimuleras. DT016 med ATC-kod används inte då."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "DT016, DT036 och DT037, beskrivningar"),
    catalogue=(157,),
    needs=procedures(_INFUSION) & icd("O00-O99"),
    fires_on=(
        example("O80.9", "Z37.0", procedures=(with_drugs(procedure(_INFUSION), _OXYTOCIN),)),
    ),
    silent_on=(
        example("O80.9", "Z37.0", procedures=(with_drugs(procedure(_INFUSION), "J01CA04"),)),
        example("J18.9", procedures=(with_drugs(procedure(_INFUSION), _OXYTOCIN),)),
    ),
)
def oxytocin_as_ordinary_infusion(case: Case) -> Iterator[Objection]:
    """Object to the ordinary code with the ATC code of oxytocin, on an obstetric event."""
    if not any(code.startswith("O") for code in case.icd_codes):
        return
    for row in _leads(case):
        if row.code == _INFUSION and _OXYTOCIN in row.drugs:
            yield Objection((row.code,))
            return


@rule(
    rule_id="LM023",
    name="unnamed-infusion-at-delivery",
    severity=Severity.ADVICE,
    message=(
        "{code} {title} vid en förlossning säger inte vilket läkemedel. Var det oxytocin ska det "
        "vara DT036 eller DT037."
    ),
    explanation=(
        "DT016 gäller inte oxytocin som sätter igång förlossningen (DT036) eller stimulerar "
        "värkarna (DT037). Ange läkemedlets ATC-kod, eller byt koden."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "DT016, DT036 och DT037, beskrivningar"),
    catalogue=(157,),
    needs=procedures(_INFUSION) & icd(*_DELIVERY),
    fires_on=(example("O80.9", "Z37.0", procedures=(_INFUSION,)),),
    silent_on=(
        example("O80.9", "Z37.0", procedures=(with_drugs(procedure(_INFUSION), "J01CA04"),)),
        example("O80.9", "Z37.0", procedures=(_INFUSION, "DT036")),
        example("J18.9", procedures=(_INFUSION,)),
    ),
    companions=frozenset({"LM021"}),
)
def unnamed_infusion_at_delivery(case: Case) -> Iterator[Objection]:
    """Point at an infusion without drug on a delivery where neither code of oxytocin stands."""
    is_delivery = any(code.startswith(_DELIVERY) for code in case.icd_codes)
    if is_delivery and not any(code in _OXYTOCIN_CODES for code in case.kva_codes):
        yield from _without_drug(case, [row for row in _leads(case) if row.code == _INFUSION])


def _leads(case: Case) -> list[Procedure]:
    return [row for row in case.encounter.procedures if not row.code.startswith(ADDITIONAL)]


def _without_drug(case: Case, rows: list[Procedure]) -> Iterator[Objection]:
    """Yield the codes none of whose rows has a drug."""
    told = {row.code for row in case.encounter.procedures if row.drugs}
    yield from (
        Objection((code,)) for code in dict.fromkeys(r.code for r in rows) if code not in told
    )


def _takes_atc(case: Case, code: str) -> bool:
    """Whether the edition says so beside the code; the table where it has no description."""
    concept = case.concept(CodeSystem.KVA, code)
    if concept is None or not concept.description:
        return code in _GIVEN
    if "ATC" not in concept.description:
        return False
    named = (part for part in _SENTENCES.split(concept.description) if _ATC.search(part))
    return any(not _NOT_USED.search(part) for part in named)
