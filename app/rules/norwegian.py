"""The Norwegian rule set “gyldig opphold”: what a stay must have to be reported to NPR.

It is asked instead of the Swedish rules about events in Norway. Basis: seed 004, Koder for
rapportering (Oslo universitetssykehus), the slides “Hva trengs for å lage et opphold?” and
“Opphold”. Messages are Swedish with the Norwegian term in quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from app.domain.encounter import Encounter, Unit
from app.domain.finding import Severity
from app.domain.norwegian import NORWAY, NorwegianStay
from app.rules.base import INPATIENT, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example, row, with_record

_NEEDED = "Hva trengs for å lage et opphold?"
_STAY = "Opphold"
_MIDNIGHT = time(0)
_RECORD = "Innlagt med pneumoni."
_FACTS = {
    "treating_person": "Behandler 1",
    "urgency": "elektiv",
    "level_of_care": "døgn",
    "admitted_from": "hjem",
    "discharged_to": "hjem",
}


def _source(place: str) -> Source:
    return Source("Oslo universitetssykehus", "Koder for rapportering", f"bilden ”{place}”")


def _stay(
    principal_code: str | None = "J18.9",
    *,
    start: str = "2022-03-14T10:15",
    end: str | None = "2022-03-18T13:40",
    referral: str = "Fastlege",
    **facts: str,
) -> Encounter:
    """Build a valid stay in Norway, and with a part left empty one that is not."""
    stay = with_record(example(principal_code, start=start, end=end), _RECORD)
    told = NorwegianStay(**{**_FACTS, **facts})
    return replace(stay, country=NORWAY, referral=referral, norwegian=told)


_VALID = _stay()


@rule(
    rule_id="NO001",
    name="stay-without-referral",
    severity=Severity.WARNING,
    message="”Henvisning” saknas: varje opphold hör till en henvisning, elektiv eller ø-hjelp.",
    explanation=(
        "Ett opphold skapas ur en henvisning. Koppla oppholdet till den: vem som har henvist, "
        "hastegrad, fagområde och datum följer med därifrån. Vid ø-hjelp registreras "
        "henvisningen vid ankomsten."
    ),
    source=_source(_NEEDED),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(referral=""),),
    silent_on=(_VALID, _stay(referral="ø-hjelp")),
)
def stay_without_referral(case: Case) -> Iterator[Objection]:
    """Object to a stay that belongs to no referral."""
    if not case.encounter.referral.strip():
        yield Objection()


@rule(
    rule_id="NO002",
    name="stay-without-start-or-end",
    severity=Severity.ERROR,
    message="”Inn og ut” saknas: ange {lacking}.",
    explanation=(
        "Oppholdet ska ha datum och klockslag för både inn och ut. Utan dem kan det inte "
        "rapporteras till NPR. Fyll i den tid som saknas i journalsystemet (EPJ)."
    ),
    source=_source(_NEEDED),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(end=None), replace(_VALID, start=None), replace(_VALID, start=None, end=None)),
    silent_on=(_VALID,),
)
def stay_without_start_or_end(case: Case) -> Iterator[Objection]:
    """Object to a stay that lacks its beginning or its end."""
    named = (("starttid", case.encounter.start), ("sluttid", case.encounter.end))
    lacking = [name for name, moment in named if moment is None]
    if lacking:
        yield Objection(values={"lacking": " och ".join(lacking)})


@rule(
    rule_id="NO003",
    name="stay-at-midnight",
    severity=Severity.WARNING,
    message="”Dato og klokkeslett”: klockslaget är 00:00 för {moments}. Kontrollera tiden.",
    explanation=(
        "Klockslaget 00:00 är nästan alltid ett datum som fått klockslag av systemet, inte en "
        "tid då någon kom eller gick. Fyll i det rätta klockslaget. Var det verkligen midnatt "
        "avfärdas varningen med skälet."
    ),
    source=_source(_STAY),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(start="2022-03-14T00:00"), _stay(end="2022-03-18T00:00")),
    silent_on=(_VALID, _stay(start="2022-03-14T00:01"), _stay(end=None)),
)
def stay_at_midnight(case: Case) -> Iterator[Objection]:
    """Object once to clock times of midnight."""
    named = (("start", case.encounter.start), ("slut", case.encounter.end))
    odd = [name for name, moment in named if moment is not None and moment.time() == _MIDNIGHT]
    if odd:
        yield Objection(values={"moments": " och ".join(odd)})


@rule(
    rule_id="NO004",
    name="stay-ends-before-its-start",
    severity=Severity.ERROR,
    message="”Inn og ut”: oppholdet slutar {end}, före början {start}. Rätta tiderna.",
    explanation=(
        "Ut kan inte ligga före inn. Ett sådant opphold kan inte vara rätt och räknas inte. Rätta "
        "tiderna i journalsystemet (EPJ)."
    ),
    source=_source(_STAY),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(end="2022-03-14T09:00"),),
    silent_on=(_VALID, _stay(end="2022-03-14T10:15"), replace(_VALID, start=None)),
)
def stay_ends_before_its_start(case: Case) -> Iterator[Objection]:
    """Object to an end before the beginning."""
    start, end = case.encounter.start, case.encounter.end
    if start is not None and end is not None and _wall(end) < _wall(start):
        yield Objection(values={"start": f"{start:%Y-%m-%d %H:%M}", "end": f"{end:%Y-%m-%d %H:%M}"})


@rule(
    rule_id="NO005",
    name="stay-without-treating-person",
    severity=Severity.WARNING,
    message="”Behandler” saknas: ange vem som har behandlat patienten.",
    explanation=(
        "Ett opphold ska ha en behandler, med vilket slags helsepersonell det är. Fyll i vem som "
        "har behandlat patienten eller ansvarat för kontakten."
    ),
    source=_source(_NEEDED),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(treating_person=""),),
    silent_on=(_VALID,),
)
def stay_without_treating_person(case: Case) -> Iterator[Objection]:
    """Object to a stay where nobody has treated the patient."""
    if not case.encounter.norwegian.treating_person.strip():
        yield Objection()


@rule(
    rule_id="NO006",
    name="stay-without-condition-code",
    severity=Severity.ERROR,
    message="”Tilstandskode” saknas: ange tillståndet som huvuddiagnos.",
    explanation=(
        "Ett opphold ska ha en tilstandskode ur den norska ICD-10, och prosedyrekoder där något "
        "gjordes. Sök fram det tillstånd som kontakten gällde och sätt det som huvuddiagnos."
    ),
    source=_source(_NEEDED),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(None), replace(_VALID, diagnoses=(row("I10"),))),
    silent_on=(_VALID,),
)
def stay_without_condition_code(case: Case) -> Iterator[Objection]:
    """Object to a stay without a principal condition."""
    if case.principal is None:
        yield Objection()


@rule(
    rule_id="NO007",
    name="stay-without-record-text",
    severity=Severity.WARNING,
    message="”Journaldokumentasjon” saknas: det finns ingen fritext till oppholdet.",
    explanation=(
        "Koderna ska stödjas av journalen: journaldokumentasjon i fritext hör till varje "
        "opphold. Kontrollera att anteckningen är skriven och läst in. Journal och koding ska "
        "återge samma uppgifter."
    ),
    source=_source(_NEEDED),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(with_record(_VALID, ""),),
    silent_on=(_VALID,),
)
def stay_without_record_text(case: Case) -> Iterator[Objection]:
    """Object to a stay that no words of the record support.

    A stored event is read without its record, of which nothing is known then.
    """
    if not case.encounter.version and not case.encounter.record_text.strip():
        yield Objection()


@rule(
    rule_id="NO008",
    name="stay-without-urgency",
    severity=Severity.WARNING,
    message="”Hastegrad” saknas: ange om oppholdet var elektivt eller ø-hjelp.",
    explanation=(
        "Hastegrad hör till både henvisning och opphold. Ange om kontakten var planerad (elektiv) "
        "eller ø-hjelp."
    ),
    source=_source(_STAY),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(urgency=""),),
    silent_on=(_VALID, _stay(urgency="ø-hjelp")),
)
def stay_without_urgency(case: Case) -> Iterator[Objection]:
    """Object to a stay of unknown urgency."""
    if not case.encounter.norwegian.urgency.strip():
        yield Objection()


@rule(
    rule_id="NO009",
    name="stay-without-level-of-care",
    severity=Severity.WARNING,
    message="”Omsorgsnivå” saknas: ange døgnopphold, dagbehandling eller poliklinisk kontakt.",
    explanation=(
        "Omsorgsnivå säger om patienten var inlagd över dygnet, fick dagbehandling eller kom till "
        "en poliklinisk konsultasjon. Ange nivån i journalsystemet (EPJ)."
    ),
    source=_source(_STAY),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(_stay(level_of_care=""),),
    silent_on=(_VALID,),
)
def stay_without_level_of_care(case: Case) -> Iterator[Objection]:
    """Object to a stay of an unknown level of care."""
    if not case.encounter.norwegian.level_of_care.strip():
        yield Objection()


@rule(
    rule_id="NO010",
    name="stay-without-from-or-to",
    severity=Severity.WARNING,
    message="”Inn fra og ut til” saknas: ange {lacking}.",
    explanation=(
        "För ett opphold över dygnet ska det framgå varifrån patienten kom (inn fra) och vart hon "
        "gick (ut til): hjem, annan avdeling, annat sjukhus, kommunal institusjon eller død."
    ),
    source=_source(_STAY),
    catalogue=(),
    standing=Standing.PRACTICE,
    settings=INPATIENT,
    fires_on=(
        _stay(admitted_from=""),
        _stay(discharged_to=""),
        _stay(admitted_from="", discharged_to=""),
    ),
    silent_on=(_VALID, _stay(discharged_to="", end=None)),
)
def stay_without_from_or_to(case: Case) -> Iterator[Objection]:
    """Object to a stay of which it is not known where the patient came from or went."""
    stay = case.encounter.norwegian
    lacking = [] if stay.admitted_from.strip() else ["varifrån patienten kom (inn fra)"]
    if case.encounter.is_closed and not stay.discharged_to.strip():
        lacking.append("vart patienten gick (ut til)")
    if lacking:
        yield Objection(values={"lacking": " och ".join(lacking)})


@rule(
    rule_id="NO011",
    name="stay-without-treating-unit",
    severity=Severity.WARNING,
    message="”Behandlende enhet” saknas: ange avdeling, seksjon eller enhet.",
    explanation=(
        "Oppholdet hör till den avdeling, seksjon eller enhet som behandlade patienten. Ange "
        "enheten i journalsystemet (EPJ)."
    ),
    source=_source(_STAY),
    catalogue=(),
    standing=Standing.PRACTICE,
    fires_on=(replace(_VALID, unit=Unit("")),),
    silent_on=(_VALID,),
)
def stay_without_treating_unit(case: Case) -> Iterator[Objection]:
    """Object to a stay that no unit answers for."""
    if not case.encounter.unit.label.strip():
        yield Objection()


def _wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=None)
