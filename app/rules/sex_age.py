"""Rules about the patient's sex and age."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example

#: 125 years; NordDRG SWE 2014, return code of Z77N.
OLDEST_DAYS = 45_654


@rule(
    rule_id="KO001",
    name="age-beyond-belief",
    severity=Severity.ERROR,
    message="Patienten är {years} år vid inskrivningen. Kontrollera födelsedatum och datum.",
    explanation=(
        "En ålder över 125 år (45 654 dagar) är ett datumfel. Jämför födelsedatumet med "
        "personnumret och inskrivningsdatumet med journalen."
    ),
    source=Source("Nordic Casemix Centre", "NordDRG SWE 2014", "Z77N, ålder över 45 654 dagar"),
    catalogue=(18,),
    fires_on=(example("J18.9", born="1891-03-01"),),
    silent_on=(example("J18.9", born="1912-03-01"), example("J18.9")),
)
def age_beyond_belief(case: Case) -> Iterator[Objection]:
    """Object to an age over the limit on the day of admission."""
    day = case.encounter.admission_day or case.day
    patient = case.encounter.patient
    if day is None or (age := patient.age_days(day)) is None:
        return
    if age > OLDEST_DAYS:
        yield Objection((), {"years": str(patient.age_years(day))})
