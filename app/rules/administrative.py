"""Rules about the event itself: its times and its administrative description."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time

from app.domain.care_types import AUTOMATIC_END, TYPE_FACTS, EncounterType, Ending
from app.domain.encounter import Status
from app.domain.finding import Severity
from app.domain.review_tables import ReviewTables
from app.rules.base import Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example

_TITLE = "Instruktion för registrering och klassificering"
_AUTOMATIC = (AUTOMATIC_END.hour, AUTOMATIC_END.minute)
#: An event is sent at the end of each of the three months after its own.
_MONTHS_SENT = 3
#: The last month of the window, and how long a closed one is worth a word.
_LAST_DAYS, _REMEMBERED_DAYS = 31, 90
#: Demonstration events are never reported.
_INVENTED = "demo"
#: December of the last year that a date can name.
_LAST_COUNT = 9999 * 12 + 11


@rule(
    rule_id="TI001",
    name="end-before-start",
    severity=Severity.WARNING,
    message="Vårdkontakten slutar {end}, före början {start}. Rätta tiderna.",
    explanation=(
        "Utskrivningen kan inte ligga före inskrivningen. Vårdtiden räknas som utskrivning minus "
        "inskrivning plus en dag, och både kodverk och regler väljs efter slutdagen. Rätta "
        "tiderna i det vårdadministrativa systemet."
    ),
    source=Source(
        "Nordic Casemix Centre", "How to read the NordDRG definition tables", "vårdtidens längd"
    ),
    catalogue=(19,),
    fires_on=(
        example("J18.9", start="2022-03-14", end="2022-03-10"),
        example("J18.9", start="2022-03-14T15:00", end="2022-03-14T09:30"),
    ),
    silent_on=(
        example("J18.9", start="2022-03-14", end="2022-03-14"),
        example("J18.9", start="2022-03-14T15:00", end="2022-03-14T00:00"),
        example("J18.9", end=None),
    ),
)
def end_before_start(case: Case) -> Iterator[Objection]:
    """Object to an end before the start; midnight on the same day is an end without a clock."""
    start, end = case.encounter.start, case.encounter.end
    if start is None or end is None:
        return
    start, end = start.replace(tzinfo=None), end.replace(tzinfo=None)
    has_no_clock = end.date() == start.date() and end.time() == time(0)
    if end < start and not has_no_clock:
        yield Objection((), {"start": _told(start), "end": _told(end)})


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


@rule(
    rule_id="TI002",
    name="reporting-window-closing",
    severity=Severity.ADVICE,
    message="Vårdkontakten {told}.",
    explanation=(
        "Uppgifter till patientregistret lämnas varje månad, senast den sista dagen, och gäller de "
        "tre senaste månaderna. En vårdkontakt som inte är klar när fönstret stängs kommer med "
        "först vid en sen komplettering. Signera den, eller parkera den med skäl."
    ),
    source=Source("Socialstyrelsen", "Patientregistret", "Lämna uppgifter"),
    catalogue=(14,),
    tables=ReviewTables(today=date(2022, 6, 20)),
    fires_on=(
        example("J18.9"),
        example("J18.9", start="2022-01-14", end="2022-02-18"),
    ),
    silent_on=(
        example("J18.9", start="2022-05-14", end="2022-05-18"),
        example("J18.9", start="2019-05-14", end="2019-05-18"),
        example("J18.9", end=None),
    ),
)
def reporting_window_closing(case: Case) -> Iterator[Objection]:
    """Tell the days left in the last month of the window, and for a while after it has closed.

    Silent where the day of the review must not matter, and about what is signed or invented.
    """
    encounter, today = case.encounter, case.tables.today
    if today is None or encounter.end is None or encounter.source == _INVENTED:
        return
    if encounter.status is Status.SIGNED:
        return
    closes = _last_of_month(encounter.end.date(), _MONTHS_SENT)
    left = (closes - today).days
    if 0 <= left < _LAST_DAYS:
        told = f"ska vara rapporterad senast {closes}: {left} dagar kvar"
        yield Objection((), {"told": told})
    elif -_REMEMBERED_DAYS <= left < 0:
        yield Objection((), {"told": f"föll ur rapporteringsfönstret {closes}"})


@rule(
    rule_id="VH010",
    name="coded-but-not-discharged",
    severity=Severity.ADVICE,
    message="Vårdhändelsen har koder men är inte utskriven. Den är klar att koda när den har slut.",
    explanation=(
        "Slutenvård, akutsjukvård, observation och vård i säng eller stol skrivs ut för hand. "
        "Först då är vårdhändelsen klar för klassificering, och huvuddiagnosen fastställs då."
    ),
    source=Source("Region Skåne", _TITLE, "3.1.3 Utskrivning av vårdhändelser"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(example("J18.9", end=None),),
    silent_on=(
        example("J18.9"),
        example(end=None),
        example("J18.9", end=None, kind=EncounterType.PRIMARY_CARE),
    ),
)
def coded_but_not_discharged(case: Case) -> Iterator[Objection]:
    """Point at codes on an event without end, of a type that somebody ends by hand."""
    encounter = case.encounter
    is_known = encounter.encounter_type is not EncounterType.UNKNOWN
    is_open = encounter.end is None and encounter.start is not None
    is_manual = TYPE_FACTS[encounter.encounter_type].ending is Ending.MANUAL
    if is_open and is_manual and is_known and encounter.diagnoses:
        yield Objection()


@rule(
    rule_id="VH011",
    name="discharge-at-the-automatic-time",
    severity=Severity.ADVICE,
    message="Utskrivningen är satt till 23:59, det automatiska klockslaget. Kontrollera tiden.",
    explanation=(
        "Vårdhändelser som avslutas automatiskt får alltid klockslaget 23:59. Den här typen skrivs "
        "ut för hand: tiden ska vara den då patienten lämnade enheten."
    ),
    source=Source("Region Skåne", _TITLE, "3.1.3 Utskrivning av vårdhändelser"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(example("J18.9", end="2022-03-18T23:59"),),
    silent_on=(
        example("J18.9", start="2022-03-14T00:00", end="2022-03-18T23:59"),
        example("J18.9", end="2022-03-14T23:59", kind=EncounterType.SPECIALIST_OUTPATIENT),
        example("J18.9"),
    ),
)
def discharge_at_the_automatic_time(case: Case) -> Iterator[Objection]:
    """Point at an end at 23:59 of a type ended by hand; a start at midnight has no clock either."""
    encounter = case.encounter
    start, end = encounter.start, encounter.end
    if start is None or end is None or start.time() == time(0):
        return
    is_manual = TYPE_FACTS[encounter.encounter_type].ending is Ending.MANUAL
    is_known = encounter.encounter_type is not EncounterType.UNKNOWN
    if is_manual and is_known and (end.hour, end.minute) == _AUTOMATIC:
        yield Objection()


@rule(
    rule_id="VH012",
    name="visit-ended-on-a-later-day",
    severity=Severity.ADVICE,
    message="Kontakten börjar {start} och slutar {end}, fast typen avslutas samma dag 23:59.",
    explanation=(
        "Besök i primärvård och specialiserad öppenvård, konsulter och kontakter utan besök "
        "avslutas automatiskt den dag de sker. Ett senare slut är en felaktig tid, eller så var "
        "det vård i säng eller slutenvård."
    ),
    source=Source("Region Skåne", _TITLE, "3.1.3 Utskrivning av vårdhändelser"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(example("J18.9", kind=EncounterType.SPECIALIST_OUTPATIENT),),
    silent_on=(
        example("J18.9", end="2022-03-14T23:59", kind=EncounterType.SPECIALIST_OUTPATIENT),
        example("J18.9"),
    ),
)
def visit_ended_on_a_later_day(case: Case) -> Iterator[Objection]:
    """Point at an end after the day of the start, of a type that ends by itself."""
    encounter = case.encounter
    start, end = encounter.start, encounter.end
    if start is None or end is None:
        return
    is_automatic = TYPE_FACTS[encounter.encounter_type].ending is Ending.AUTOMATIC
    if is_automatic and end.date() > start.date():
        yield Objection((), {"start": str(start.date()), "end": str(end.date())})


def _last_of_month(day: date, months: int) -> date:
    """Return the last day of the month that comes so many months later."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(min(count, _LAST_COUNT), 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
