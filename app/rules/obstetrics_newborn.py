"""Rules about delivery."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.care_types import EncounterType
from app.domain.codes import CodeSet
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example
from app.rules.needs import icd

_DELIVERY = CodeSet.parse("O80-O84")
_OUTCOME = CodeSet.parse("Z37")
_YEAR = 365
_MISPLACED = "hör till moderns vårdtillfälle, inte till barnets: barnet får Z38.-"


@rule(
    rule_id="OB001",
    name="delivery-not-principal",
    severity=Severity.ERROR,
    message="{code} {title} ska vara huvuddiagnos vid förlossning.",
    explanation=(
        "O80–O84 anges alltid som huvuddiagnos vid förlossning; komplikationer och andra "
        "tillstånd blir bidiagnoser och Z37.- anger utfallet. Sätt förlossningskoden först."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet O80–O84"),
    catalogue=(92,),
    needs=icd(_DELIVERY),
    fires_on=(
        example("O72.1", "O80.9", "Z37.0"),
        example("O72.1", "O80.9", "Z37.0", kind=EncounterType.OBSERVATION),
    ),
    silent_on=(example("O80.9", "O72.1", "Z37.0"), example("O84.0", "O80.9", "Z37.2")),
)
def delivery_not_principal(case: Case) -> Iterator[Objection]:
    """Object when a delivery code stands on the event and none of them is principal."""
    codes = sorted(case.codes_in(_DELIVERY))
    if codes and not any(code in codes for code in case.principal_codes):
        yield Objection((codes[0],))


@rule(
    rule_id="OB002",
    name="delivery-and-outcome-apart",
    severity=Severity.WARNING,
    message="{code} {title} {fault}.",
    explanation=(
        "På moderns vårdtillfälle hör förlossningssätt (O80–O84) och förlossningsutfall (Z37.-) "
        "ihop. Lägg till den del som saknas. Z37.- hör aldrig hemma i barnets journal; barnet "
        "får Z38.-."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kategorin Z37; avsnittet O80–O84"),
    catalogue=(93,),
    needs=icd(_DELIVERY, _OUTCOME),
    fires_on=(
        example("O80.9"),
        example("O72.1", "Z37.0"),
        example("Z09.9", "Z37.0", kind=EncounterType.NEWBORN),
    ),
    silent_on=(
        example("O80.9", "Z37.0"),
        example("O72.1"),
        example("Z09.9", kind=EncounterType.NEWBORN),
    ),
)
def delivery_and_outcome_apart(case: Case) -> Iterator[Objection]:
    """Object to one half of the pair without the other; on the child's event to either."""
    deliveries, outcomes = sorted(case.codes_in(_DELIVERY)), sorted(case.codes_in(_OUTCOME))
    if deliveries and not outcomes:
        fault = _MISPLACED if is_child(case) else "saknar förlossningsutfall (Z37.-)"
        yield Objection((deliveries[0],), {"fault": fault})
    if outcomes and not deliveries:
        fault = _MISPLACED if is_child(case) else "saknar förlossningssätt (O80–O84)"
        yield Objection((outcomes[0],), {"fault": fault})


def is_child(case: Case) -> bool:
    """Whether the event is the newborn's: by its type, or by an age under one year."""
    day = case.encounter.admission_day or case.day
    age = case.encounter.patient.age_days(day) if day else None
    is_infant = age is not None and 0 <= age < _YEAR
    return is_infant or case.encounter.encounter_type is EncounterType.NEWBORN
