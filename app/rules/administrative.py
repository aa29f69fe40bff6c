"""Rules about the event itself: its times and its administrative description."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example


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
