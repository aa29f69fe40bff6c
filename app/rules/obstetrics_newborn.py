"""Rules about delivery."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet
from app.domain.finding import Severity
from app.rules.base import INPATIENT, Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example

_DELIVERY = CodeSet.parse("O80-O84")
_OUTCOME = CodeSet.parse("Z37")


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
    settings=INPATIENT,
    fires_on=(example("O72.1", "O80.9", "Z37.0"),),
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
    message="{code} {title} saknar {missing}.",
    explanation=(
        "På moderns vårdtillfälle hör förlossningssätt (O80–O84) och förlossningsutfall (Z37.-) "
        "ihop. Lägg till den del som saknas. Z37.- hör aldrig hemma i barnets journal; barnet "
        "får Z38.-."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kategorin Z37; avsnittet O80–O84"),
    catalogue=(93,),
    fires_on=(example("O80.9"), example("O72.1", "Z37.0")),
    silent_on=(example("O80.9", "Z37.0"), example("O72.1")),
)
def delivery_and_outcome_apart(case: Case) -> Iterator[Objection]:
    """Object to one half of the pair without the other."""
    deliveries, outcomes = sorted(case.codes_in(_DELIVERY)), sorted(case.codes_in(_OUTCOME))
    if deliveries and not outcomes:
        yield Objection((deliveries[0],), {"missing": "förlossningsutfall (Z37.-)"})
    if outcomes and not deliveries:
        yield Objection((outcomes[0],), {"missing": "förlossningssätt (O80–O84)"})
