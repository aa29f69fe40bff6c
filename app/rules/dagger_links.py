"""Rules about which etiology (†) goes with which manifestation (*), as the edition links them."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeRange
from app.domain.concept import Concept, Mark
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.dagger_asterisk import (
    ANAEMIA,
    NAMED,
    has_etiology,
    has_unmarked_etiology,
    linked_etiologies,
    parse_span,
)
from app.rules.examples import example, row
from app.rules.needs import ASTERISKS

#: Links that the official file of 2026 has in its column, and that no title names.
_LINKED = {"A06.5": ("J17.3", "J99.8")}
_LINKS = Source("Socialstyrelsen", "ICD-10-SE", "kolumnen Koppling, och kodernas titlar")


@rule(
    rule_id="AD003",
    name="asterisk-with-another-dagger",
    severity=Severity.WARNING,
    message="{code}* {title} passar inte grundsjukdomen på vårdkontakten: {fault}.",
    explanation=(
        "Kodverket anger vilka †-koder som manifestationen hör till. En annan †-kod eller sjukdom "
        "finns på vårdkontakten, men ingen av dem. Lägg till den grundsjukdom som gäller, eller "
        "byt *-kod. D63.0* hör till tumörer (C00–D48), D63.8* till kronisk njursvikt "
        "(N18.3–N18.9)."
    ),
    source=_LINKS,
    catalogue=(37, 89),
    needs=ASTERISKS,
    fires_on=(
        example("A06.5", "H36.0"),
        example("I10.9", "A06.5", "D63.0"),
        example("J18.9", "D63.8"),
        example("A39.0", "J17.3"),
    ),
    silent_on=(
        example("E11.3", "H36.0"),
        example("I10.9", "H36.0"),
        example("C50.9", "D63.0"),
        example("N18.5", "D63.8"),
        example("I50.9", "A06.5", "J17.3"),
    ),
    companions=frozenset({"AD004", "GK009"}),
)
def asterisk_with_another_dagger(case: Case) -> Iterator[Objection]:
    """Object to a manifestation none of whose own etiologies is there; AD001 has the rest."""
    for code in case.icd_codes:
        if case.is_asterisk(code) and has_etiology(case, code) and not _is_linked_back(case, code):
            fault = _named_fault(case, code) or _linked_fault(case, code)
            if fault:
                numbers = (37, 89) if code in ANAEMIA else (37,)
                yield Objection((code,), {"fault": fault}, catalogue=numbers)


def _named_fault(case: Case, asterisk: str) -> str:
    """Tell which etiologies the asterisk names, where none of them is on the event."""
    spans = linked_etiologies(case, asterisk)
    if not spans or any(other in span for other in case.shaped_codes for span in spans):
        return ""
    listed = ", ".join(f"{span}†" for span in dict.fromkeys(map(str, spans)))
    return f"den hör till {listed}, och ingen av dem finns bland koderna"


def _linked_fault(case: Case, asterisk: str) -> str:
    """Tell which other asterisk the only etiologies on the event are linked to."""
    is_selection = case.books.icd10se.edition.is_starter
    if is_selection or linked_etiologies(case, asterisk) or has_unmarked_etiology(case, asterisk):
        return ""
    linked = [(concept, _links(concept)) for concept in _daggers(case)]
    if not linked or not all(links for _, links in linked):
        return ""
    concept, links = linked[0]
    return f"{concept.code}† hör till {', '.join(f'{link}*' for link in links)}"


@rule(
    rule_id="AD004",
    name="dagger-without-its-only-asterisk",
    severity=Severity.ADVICE,
    message="{code}† {title} har en enda manifestation: lägg till {other}*.",
    explanation=(
        "Kodverket kopplar †-koden till en enda *-kod, som säger hur sjukdomen yttrar sig. Lägg "
        "till den efter †-koden, så att paret är helt."
    ),
    source=_LINKS,
    catalogue=(38,),
    fires_on=(example("A39.0"),),
    silent_on=(
        example("A39.0", "G01.9"),
        example(row("A39.0", partner="G01.9")),
        example("A06.5"),
        example("J18.9"),
    ),
)
def dagger_without_its_only_asterisk(case: Case) -> Iterator[Objection]:
    """Offer the manifestation that the edition links alone to an etiology on the event."""
    for code in case.shaped_codes:
        concept = case.icd(code)
        if concept is None or concept.mark is not Mark.DAGGER:
            continue
        links = _links(concept)
        if len(links) != 1 or not (concept.partners or case.is_asterisk(links[0].first)):
            continue
        if not any(other in links[0] for other in case.shaped_codes):
            yield Objection((code,), {"other": str(links[0])})


def _is_linked_back(case: Case, asterisk: str) -> bool:
    """Whether an etiology on the event names the manifestation itself."""
    return any(asterisk in span for concept in _daggers(case) for span in _links(concept))


def _daggers(case: Case) -> list[Concept]:
    """Return the marked etiologies on the event, in code order."""
    codes = sorted(code for code in case.shaped_codes if case.mark(code) is Mark.DAGGER)
    return [concept for code in codes if (concept := case.icd(code)) is not None]


def _links(concept: Concept) -> list[CodeRange]:
    named = concept.partners or tuple(NAMED.findall(concept.title))
    texts = named or _LINKED.get(concept.code, ())
    return [span for text in dict.fromkeys(texts) if (span := parse_span(text)) is not None]
