"""Rules about coercive measures (XU) and the legal form of care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domain.encounter import Procedure
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.conditional_rows import parse_procedures
from app.rules.examples import example, procedure, stay_under
from app.rules.needs import procedures

_OF_AGE = 18
_ADULT = parse_procedures("XU000 XU010")
_MINOR = parse_procedures("XU007-XU008 XU017-XU018")
_RESTRAINT = parse_procedures("XU000-XU018")
_MEASURE = parse_procedures("XU000-XU021")
_TALK = "DU045"
_TALK_WITHIN = timedelta(days=2)
_LEGAL = ("LPT", "LRV")
_CHILD = "2008-05-06"


@rule(
    rule_id="KV007",
    name="restraint-code-of-another-age",
    severity=Severity.ERROR,
    message="{code} {title} gäller {group}, och patienten är {age}.",
    explanation=(
        "Fastspänning och avskiljande har egna koder för vuxna (XU000, XU010) och för minderåriga "
        "(XU007, XU008, XU017, XU018). Åldern räknas på dagen för åtgärden. Välj den kod som "
        "gäller för åldern."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "XU000–XU018, titlar och Utesluter"),
    catalogue=(151,),
    needs=procedures(_ADULT, _MINOR),
    fires_on=(
        stay_under("LPT", "XU000", _TALK, born=_CHILD),
        stay_under("LPT", "XU017", _TALK),
    ),
    silent_on=(
        stay_under("LPT", "XU000", _TALK),
        stay_under("LPT", "XU017", _TALK, born=_CHILD),
    ),
)
def restraint_code_of_another_age(case: Case) -> Iterator[Objection]:
    """Object to an adult's code below eighteen, and to a minor's code from then on."""
    for line in case.encounter.procedures:
        day = line.date or case.encounter.admission_day or case.day
        years = case.encounter.patient.age_years(day) if day else None
        if years is None:
            continue
        is_minor = years < _OF_AGE
        if line.code in (_ADULT if is_minor else _MINOR):
            group = "vuxna" if is_minor else "minderåriga"
            yield Objection((line.code,), {"group": group, "age": f"{years} år"})


@rule(
    rule_id="KV008",
    name="restraint-without-compulsory-care",
    severity=Severity.ERROR,
    message="{code} {title} kräver tvångsvård, och vårdformen är {form}.",
    explanation=(
        "Fastspänning och avskiljande (XU000–XU018) sker med stöd av LPT eller LRV. Rätta "
        "vårdformen i det vårdadministrativa systemet, eller åtgärden."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "XU000–XU018, beskrivningar"),
    catalogue=(152,),
    needs=procedures(_RESTRAINT),
    fires_on=(stay_under("HSL", "XU000", _TALK),),
    silent_on=(
        stay_under("LPT", "XU000", _TALK),
        stay_under(
            "HSL",
            "AF063",
        ),
    ),
)
def restraint_without_compulsory_care(case: Case) -> Iterator[Objection]:
    """Object to a restraint where the event has another legal form than LPT or LRV."""
    form = case.encounter.legal_form.strip()
    if form and not _is_compulsory(form):
        for code in _measures(case.encounter.procedures):
            yield Objection((code,), {"form": form})


@rule(
    rule_id="KV010",
    name="restraint-without-legal-form",
    severity=Severity.WARNING,
    message="{code} {title} kräver tvångsvård, och vårdformen är inte angiven.",
    explanation=(
        "Fastspänning och avskiljande (XU000–XU018) sker med stöd av LPT eller LRV. Ange "
        "vårdformen i det vårdadministrativa systemet."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "XU000–XU018, beskrivningar"),
    catalogue=(152,),
    needs=procedures(_RESTRAINT),
    fires_on=(example("J18.9", procedures=("XU000", _TALK)),),
    silent_on=(stay_under("LRV", "XU000", _TALK),),
)
def restraint_without_legal_form(case: Case) -> Iterator[Objection]:
    """Object to a restraint on an event that does not tell its legal form."""
    if not case.encounter.legal_form.strip():
        yield from (Objection((code,)) for code in _measures(case.encounter.procedures))


@rule(
    rule_id="KV014",
    name="coercion-without-follow-up",
    severity=Severity.ADVICE,
    message="{code} {title} har inget uppföljningssamtal (DU045) inom 48 timmar.",
    explanation=(
        "Efter fastspänning, avskiljande och läkemedel under fasthållande hålls ett "
        "uppföljningssamtal inom 48 timmar. Hölls det regelbundet registreras DU045; hölls det "
        "inte ska koden inte stå där."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "DU045, beskrivning"),
    catalogue=(154,),
    needs=procedures(_MEASURE),
    fires_on=(
        stay_under(
            "LPT",
            "XU021",
        ),
        stay_under("LPT", "XU021", procedure(_TALK, "2022-03-18")),
    ),
    silent_on=(
        stay_under("LPT", "XU021", procedure(_TALK, "2022-03-16")),
        stay_under("LPT", "XU021", procedure(_TALK, None)),
    ),
)
def coercion_without_follow_up(case: Case) -> Iterator[Objection]:
    """Point at the first measure that no talk follows in time; an undated one may be in time."""
    rows = case.encounter.procedures
    talks = [row for row in rows if row.code == _TALK]
    for row in rows:
        if row.code in _MEASURE and not any(_is_in_time(talk, row) for talk in talks):
            yield Objection((row.code,))
            return


def _is_in_time(talk: Procedure, measure: Procedure) -> bool:
    if talk.date is None or measure.date is None:
        return True
    return timedelta(0) <= talk.date - measure.date <= _TALK_WITHIN


def _measures(rows: tuple[Procedure, ...]) -> list[str]:
    return list(dict.fromkeys(row.code for row in rows if row.code in _RESTRAINT))


def _is_compulsory(form: str) -> bool:
    """Whether a legal form names one of the laws; other words that files use are given the same."""
    upper = form.upper()
    return any(law in upper for law in _LEGAL) or "TVÅNGSVÅRD" in upper or "RÄTTSPSYK" in upper
