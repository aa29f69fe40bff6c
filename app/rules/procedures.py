"""Rules about procedures (KVÅ)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.care_types import EncounterType
from app.domain.codes import has_kva_shape
from app.domain.finding import Severity
from app.rules.base import INPATIENT, Basis, Objection, Source, Standing, rule
from app.rules.case import ADDITIONAL, Case
from app.rules.examples import example, procedure
from app.rules.needs import ODD_TEXT, PROCEDURES, procedures

_CONTACT = "XS"
_DURING_A_STAY = {"XS002", "XS007", "XS008", "XS009"}
#: Additional codes whose own descriptions say so have numbers of their own in the catalogue.
_OWN_NUMBERS = {"ZSZ00": (148,), "ZV400": (156,)}


@rule(
    rule_id="KV001",
    name="text-without-procedure-shape",
    severity=Severity.ERROR,
    message="”{code}” är ingen KVÅ-kod.",
    explanation=(
        "En kirurgisk åtgärdskod (KKÅ) är tre bokstäver och två siffror (NFB49), en medicinsk "
        "(KMÅ) två bokstäver och tre siffror (AF063). Sök fram åtgärden och ersätt texten."
    ),
    source=Source("Socialstyrelsen", "Åtgärdskoder (KVÅ)", "kodernas uppbyggnad"),
    catalogue=(130,),
    needs=ODD_TEXT,
    fires_on=(
        example("K35.8", procedures=("JEA",)),
        example("K35.8", procedures=(procedure("JEA01", additional=("ZX-1",)),)),
    ),
    silent_on=(example("K35.8", procedures=("JEA01", "AF063")),),
)
def text_without_procedure_shape(case: Case) -> Iterator[Objection]:
    """Object to leads and additional codes that no edition of KVÅ can hold."""
    yield from (Objection((code,)) for code in case.kva_codes if not has_kva_shape(code))


@rule(
    rule_id="KV002",
    name="procedure-outside-the-stay",
    severity=Severity.WARNING,
    message="{code} {title} är daterad {day}, utanför vårdkontakten {start}–{end}.",
    explanation=(
        "En åtgärd hör till den vårdkontakt där den utfördes: dess datum ska ligga mellan "
        "inskrivnings- och utskrivningsdagen, båda medräknade. En åtgärd tidigare på "
        "inskrivningsdagen räknas dit. Rätta datumet eller flytta åtgärden."
    ),
    source=Source("Kodklar", "Kodningspraxis", "allmän kunskap, ingen källa läst"),
    catalogue=(132,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    needs=PROCEDURES,
    fires_on=(
        example("K35.8", procedures=(procedure("JEA01", "2022-03-12"),)),
        example("K35.8", procedures=(procedure("JEA01", "2022-03-20"),)),
    ),
    silent_on=(
        example("K35.8", procedures=(procedure("JEA01", "2022-03-14"),)),
        example("K35.8", procedures=(procedure("JEA01", None),)),
        example("K35.8", procedures=(procedure("JEA01", "2022-03-18"),)),
    ),
)
def procedure_outside_the_stay(case: Case) -> Iterator[Objection]:
    """Object to a date before the admission day or after the discharge day.

    Clock times are left aside, so that a pre-operative measure earlier on the admission day
    belongs to the stay. An event that ends before it starts has nothing to lie inside.
    """
    first, last = case.encounter.admission_day, _end_day(case)
    if first and last and last < first:
        return
    for line in case.encounter.procedures:
        day = line.date or (line.start.date() if line.start else None)
        if day and ((first and day < first) or (last and day > last)):
            values = {"day": str(day), "start": f"{first or '…'}", "end": f"{last or '…'}"}
            yield Objection((line.code,), values)


@rule(
    rule_id="KV003",
    name="additional-procedure-code-alone",
    severity=Severity.ERROR,
    message="{code} {title} är en tilläggskod och måste stå efter den åtgärd som den hör till.",
    explanation=(
        "Koder som börjar på Z (ZX, ZV, ZZ …) lägger något till en åtgärd: sida, metod, orsak. De "
        "kan inte stå ensamma eller först. Lägg koden som tillägg på åtgärden, eller registrera "
        "den åtgärd som saknas."
    ),
    source=Source("Socialstyrelsen", "KVÅ", "kapitel Z Tilläggskoder"),
    catalogue=(133, 148, 156),
    needs=PROCEDURES,
    fires_on=(
        example("K35.8", procedures=("ZXA00",)),
        example("K35.8", procedures=("ZXA00", "JEA01")),
    ),
    silent_on=(
        example("K35.8", procedures=("JEA01", "ZXA00")),
        example("K35.8", procedures=(procedure("JEA01", additional=("ZXA00",)),)),
    ),
)
def additional_procedure_code_alone(case: Case) -> Iterator[Objection]:
    """Object to additional codes before the first real procedure; the order of rows counts."""
    for line in case.encounter.procedures:
        if not line.code.startswith(ADDITIONAL):
            return
        if has_kva_shape(line.code):
            yield Objection((line.code,), catalogue=(133, *_OWN_NUMBERS.get(line.code, ())))


@rule(
    rule_id="KV013",
    name="visit-code-on-a-stay",
    severity=Severity.WARNING,
    message="{code} {title} väntas inte på ett slutenvårdstillfälle.",
    explanation=(
        "XS-koderna säger hur kontakten gick till och vem som deltog. På ett slutenvårdstillfälle "
        "passar XS002 och XS009 (behandling och konsultation under vårdtillfälle) och XS007 och "
        "XS008 (konferens). De andra hör till öppenvårdens kontakter. Att de inte passar är vår "
        "egen slutsats av beskrivningarna."
    ),
    source=Source("Socialstyrelsen", "KVÅ 2021", "XS001–XS926, titlar och beskrivningar"),
    catalogue=(142,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    settings=INPATIENT,
    needs=procedures(_CONTACT),
    fires_on=(example("K35.8", procedures=("XS012",)),),
    silent_on=(
        example("K35.8", procedures=("XS009",)),
        example("K35.8", procedures=("XS012",), kind=EncounterType.SPECIALIST_OUTPATIENT),
    ),
)
def visit_code_on_a_stay(case: Case) -> Iterator[Objection]:
    """Object to codes of contact form other than those that a stay can have."""
    for code in case.kva_codes:
        if code.startswith(_CONTACT) and code not in _DURING_A_STAY and has_kva_shape(code):
            yield Objection((code,))


def _end_day(case: Case) -> date | None:
    return case.encounter.end.date() if case.encounter.end else None
