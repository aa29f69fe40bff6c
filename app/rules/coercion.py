"""Rules about coercive measures (XU) and the legal form of care."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domain.encounter import Procedure
from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.conditional_rows import parse_procedures
from app.rules.examples import example, procedure, stay_under
from app.rules.needs import principal, procedures

_OF_AGE = 18
_ADULT = parse_procedures("XU000 XU010")
_MINOR = parse_procedures("XU007-XU008 XU017-XU018")
_RESTRAINT = parse_procedures("XU000-XU018")
_MEASURE = parse_procedures("XU000-XU021")
_KINDS = (
    (
        149,
        parse_procedures("XU000 XU003-XU004 XU007-XU008"),
        "Vid ett tillfälle med fastspänning rapporteras en kod.",
    ),
    (
        150,
        parse_procedures("XU010 XU012-XU018"),
        "Vid ett tillfälle med avskiljning rapporteras en kod.",
    ),
)
_TALK = "DU045"
_TALK_WITHIN = timedelta(days=2)
_LEGAL = ("LPT", "LRV")
_PSYCHIATRIC = "F"
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
        "Fastspänning, avskiljande och läkemedel under fasthållande (XU000–XU021) sker med stöd "
        "av LPT eller LRV. Ange vårdformen i det vårdadministrativa systemet."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "XU000–XU021, beskrivningar"),
    catalogue=(119, 152),
    needs=procedures(_MEASURE),
    fires_on=(
        example("J18.9", procedures=("XU000", _TALK)),
        example("F03.9", procedures=("XU021", _TALK)),
    ),
    silent_on=(
        stay_under("LRV", "XU000", _TALK),
        example("J18.9", procedures=("XU021", _TALK)),
    ),
)
def restraint_without_legal_form(case: Case) -> Iterator[Objection]:
    """Object to a measure on an event that does not tell its legal form.

    Medication under restraint is objected to where the event is psychiatric.
    """
    if case.encounter.legal_form.strip():
        return
    is_psychiatric = _is_psychiatric(case)
    for code in dict.fromkeys(line.code for line in case.encounter.procedures):
        numbers = (119,) if is_psychiatric else ()
        if code in _RESTRAINT:
            yield Objection((code,), catalogue=(*numbers, 152))
        elif numbers and code in _MEASURE:
            yield Objection((code,), catalogue=numbers)


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


@rule(
    rule_id="KV022",
    name="two-codes-for-one-restraint-on-a-day",
    severity=Severity.WARNING,
    message="{code} {title} och {other} har samma datum. {reason}",
    explanation=(
        "Vid ett och samma tillfälle rapporteras en enda kod, den som svarar mot hur länge det "
        "varade. Var det två tillfällen samma dag, ange klockslagen eller avfärda med det skälet."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "XU000 och XU010, beskrivningar"),
    catalogue=(149, 150),
    needs=procedures(_RESTRAINT),
    fires_on=(stay_under("LPT", "XU000", "XU003", _TALK),),
    silent_on=(
        stay_under("LPT", "XU000", procedure("XU003", "2022-03-16"), _TALK),
        stay_under(
            "LPT",
            procedure("XU000", start="2022-03-14T09:00"),
            procedure("XU003", start="2022-03-14T15:00"),
            _TALK,
        ),
    ),
)
def two_codes_for_one_restraint_on_a_day(case: Case) -> Iterator[Objection]:
    """Object to two codes of one kind on one day, where the clock does not keep them apart."""
    dated = [line for line in case.encounter.procedures if line.code in _RESTRAINT and line.date]
    for number, first in enumerate(dated):
        for second in dated[number + 1 :]:
            kind = _kind_of(first.code, second.code)
            is_told_apart = first.start is not None and second.start is not None
            if kind and first.date == second.date and not is_told_apart:
                values = {"other": second.code, "reason": kind[1]}
                yield Objection((first.code, second.code), values, catalogue=(kind[0],))


@rule(
    rule_id="KV023",
    name="compulsory-care-without-measures",
    severity=Severity.ADVICE,
    message="Vårdformen är {form}, men ingen tvångsåtgärd är registrerad. Kontrollera det.",
    explanation=(
        "Under psykiatrisk tvångsvård rapporteras varje fastspänning, avskiljande och "
        "läkemedelstillförsel under fasthållande (XU000–XU021). Gjordes ingen sådan åtgärd är "
        "registreringen rätt som den är."
    ),
    source=Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst"),
    catalogue=(119,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    needs=principal("F00-F99"),
    fires_on=(stay_under("LPT", principal_code="F03.9"),),
    silent_on=(
        stay_under("LPT", "XU000", _TALK, principal_code="F03.9"),
        stay_under("HSL", principal_code="F03.9"),
        stay_under("LPT"),
    ),
)
def compulsory_care_without_measures(case: Case) -> Iterator[Objection]:
    """Ask about a psychiatric stay under one of the laws that has no measure at all."""
    form = case.encounter.legal_form.strip()
    is_bare = not any(code in _MEASURE for code in case.kva_codes)
    if form and is_bare and _is_psychiatric(case) and _is_compulsory(form):
        yield Objection(case.principal_codes[:1], {"form": form})


def _kind_of(first: str, second: str) -> tuple[int, str] | None:
    """Return number and reason where both codes are of one kind and not the same."""
    for number, codes, reason in _KINDS:
        if first != second and first in codes and second in codes:
            return number, reason
    return None


def _is_psychiatric(case: Case) -> bool:
    return any(code.startswith(_PSYCHIATRIC) for code in case.principal_codes)


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
