"""Rules about what the administrative system tells of a contact: type, visit, outcome, team.

Each of them is silent where the source tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.care_types import TYPE_FACTS, EncounterType
from app.domain.combination_answer import explain_combination
from app.domain.finding import Severity
from app.domain.kodserver import Combination, XsCode, derived_xs_codes
from app.domain.review_tables import ReviewTables
from app.rules.base import OUTPATIENT, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import told_contact, visit
from app.rules.needs import procedures

_SKANE = "Region Skåne"
_TITLE = "Instruktion för registrering och klassificering"
_CONTACT = "XS"
#: Data moved in from older systems were classified there.
_MIGRATED = frozenset({EncounterType.HISTORICAL, EncounterType.UNKNOWN})
#: Types whose visits somebody checks out by hand, with an outcome.
_CHECKED_OUT = frozenset(
    {EncounterType.SPECIALIST_OUTPATIENT, EncounterType.SPECIALIST_OUTPATIENT_BED}
)
_VISIT = re.compile(
    r"\S+ \S.* ?\b(Akut|Forskning|Förbesök|Hembesök|Nybesök|Telefon|Video|Återbesök)$",
    re.IGNORECASE,
)
#: What follows from contact type and profession (seed 001, section 7.4).
XS_CODES = (
    XsCode("XS900", "Enskilt besök", ("NY", "ÅB", "KO", "KI")),
    XsCode("XS902", "Teambesök"),
    XsCode("XS903", "Gruppbesök"),
    XsCode("XS904", "Gruppteambesök"),
    XsCode("XS003", "Information och rådgivning med patient per brev", ("KB", "Brev")),
    XsCode("XS012", "Information och rådgivning med patient per telefon", ("KT", "Telefon")),
    XsCode("XS014", "Information och rådgivning med patient via videolänk", ("VK", "Video")),
    XsCode("XS910", "Arbetsterapeut", professions=("31",)),
    XsCode("XS911", "Audionom", professions=("40",)),
    XsCode("XS912", "Dietist", professions=("32",)),
    XsCode("XS913", "Kurator", professions=("33",)),
    XsCode("XS914", "Logoped", professions=("41",)),
    XsCode("XS915", "Läkare", professions=tuple(map(str, (*range(10, 20), 70)))),
    XsCode("XS916", "Ortoptist", professions=("46",)),
    XsCode("XS917", "Psykolog", professions=("34", "36")),
    XsCode("XS918", "Sjukgymnast/Fysioterapeut", professions=("30",)),
)
_COMBINATIONS = ReviewTables((Combination("T1", "NB", "10"),))


@rule(
    rule_id="VH001",
    name="codes-on-a-type-that-is-not-classified",
    severity=Severity.WARNING,
    message="Vårdhändelsetypen {type} klassificeras inte, men har {count}.",
    explanation=(
        "Förhandsregistreringar, diagnostik, administrativa, annullerade och uteblivna "
        "vårdhändelser och foster klassificeras inte. Flytta koderna till den vårdhändelse där "
        "patienten fick vård, eller rätta typen."
    ),
    source=Source(_SKANE, _TITLE, "3.1.1 Vårdhändelsetyper"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(visit("J18.9", kind=EncounterType.NO_SHOW),),
    silent_on=(
        visit("J18.9"),
        visit(kind=EncounterType.NO_SHOW),
        visit("J18.9", kind=EncounterType.HISTORICAL),
    ),
)
def codes_on_unclassified_type(case: Case) -> Iterator[Objection]:
    """Object to codes on an event of a type that nobody classifies."""
    kind = case.encounter.encounter_type
    if TYPE_FACTS[kind].is_classified or kind in _MIGRATED:
        return
    codes = (*case.icd_codes, *case.kva_codes)
    if codes:
        count = "1 kod" if len(codes) == 1 else f"{len(codes)} koder"
        yield Objection(codes[:1], {"type": kind.value, "count": count})


@rule(
    rule_id="VH002",
    name="visit-not-checked-out",
    severity=Severity.WARNING,
    message="Besöket är inte utcheckat. Checka ut det och välj utfall.",
    explanation=(
        "Inom specialistvården checkas varje besök ut för hand, så att rätt saker sker efter "
        "besöket. I primärvården sker utcheckningen automatiskt."
    ),
    source=Source(_SKANE, _TITLE, "3.1.3 Utcheckning och utskrivning"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    fires_on=(told_contact(visit("J18.9"), is_checked_out=False),),
    silent_on=(
        told_contact(visit("J18.9"), is_checked_out=True),
        told_contact(visit("J18.9", kind=EncounterType.PRIMARY_CARE), is_checked_out=False),
        visit("J18.9"),
    ),
)
def visit_not_checked_out(case: Case) -> Iterator[Objection]:
    """Object to an ended visit of specialised care that nobody has checked out."""
    encounter = case.encounter
    if encounter.contact.is_checked_out is False and encounter.encounter_type in _CHECKED_OUT:
        yield Objection()


@rule(
    rule_id="VH003",
    name="check-out-before-the-visit",
    severity=Severity.WARNING,
    message="Besöket är utcheckat {end}, före början {start}. Rätta tiden.",
    explanation=(
        "Utcheckningen sker när besöket är över. En tidigare tid har flyttats fel, eller hör till "
        "ett annat besök."
    ),
    source=Source(_SKANE, _TITLE, "3.1.3 Utcheckning och utskrivning"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    fires_on=(
        told_contact(visit("J18.9"), is_checked_out=True, checked_out_at="2022-03-14T08:00"),
    ),
    silent_on=(
        told_contact(visit("J18.9"), is_checked_out=True, checked_out_at="2022-03-14T11:00"),
        visit("J18.9"),
    ),
)
def check_out_before_the_visit(case: Case) -> Iterator[Objection]:
    """Object to a check-out before the start."""
    start, at = case.encounter.start, case.encounter.contact.checked_out_at
    if start and at and at.replace(tzinfo=None) < start.replace(tzinfo=None):
        yield Objection((), {"end": f"{at:%Y-%m-%d %H:%M}", "start": f"{start:%Y-%m-%d %H:%M}"})


@rule(
    rule_id="VH004",
    name="outcome-of-visit-missing",
    severity=Severity.WARNING,
    message="Utfall av besöket saknas. Välj utfall vid utcheckningen.",
    explanation=(
        "Vid utcheckningen måste utfallet väljas: Avsluta vårdåtagande på enhet, Uppföljning, "
        "Avvakta eller Ingen ytterligare planering."
    ),
    source=Source(_SKANE, _TITLE, "3.1.3 Utfall av besök"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    fires_on=(told_contact(visit("J18.9"), outcome=""),),
    silent_on=(
        told_contact(visit("J18.9"), outcome="Uppföljning"),
        told_contact(visit("J18.9", kind=EncounterType.CONTACT_WITHOUT_VISIT), outcome=""),
        visit("J18.9"),
    ),
)
def outcome_of_visit_missing(case: Case) -> Iterator[Objection]:
    """Object to an empty outcome where the visit is checked out by hand."""
    encounter = case.encounter
    is_empty = encounter.contact.outcome is not None and not encounter.contact.outcome.strip()
    if is_empty and encounter.encounter_type in _CHECKED_OUT:
        yield Objection()


@rule(
    rule_id="VH005",
    name="several-reasons-for-contact",
    severity=Severity.WARNING,
    message="Kontakten har {count} vårdkontaktsorsaker. Behåll den som var huvudsyftet.",
    explanation=(
        "Vid en kontakt kan flera saker ske, och vårdkontaktsorsaken väljs efter huvudsyftet. Det "
        "är obligatoriskt att välja en, och det går bara att välja en."
    ),
    source=Source(_SKANE, _TITLE, "3.2 Vårdkontaktsorsak"),
    catalogue=(),
    standing=Standing.REGIONAL,
    fires_on=(told_contact(visit("J18.9"), reasons=("Blodtransfusion", "Ultraljud")),),
    silent_on=(
        told_contact(visit("J18.9"), reasons=("Blodtransfusion",)),
        visit("J18.9"),
    ),
)
def several_reasons_for_contact(case: Case) -> Iterator[Objection]:
    """Object to more than one reason."""
    told = case.encounter.contact.reasons
    reasons = {reason.strip().lower() for reason in told} if told else ()
    if len(reasons) > 1:
        yield Objection((), {"count": str(len(reasons))})


@rule(
    rule_id="VH006",
    name="visit-type-without-its-three-parts",
    severity=Severity.ADVICE,
    message="Besökstypen ”{words}” följer inte mönstret vårdområde, yrkeskategori, typ av besök.",
    explanation=(
        "Besökstypen sätts samman av vårdområde och yrkeskategori som förkortning och typ av besök "
        "i full text, till exempel ”Pv SSK Återbesök” eller ”Pv SSK Telefon Återbesök”."
    ),
    source=Source(_SKANE, _TITLE, "3.3 Besökstyp"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    fires_on=(told_contact(visit("J18.9"), visit_type="Återbesök SSK"),),
    silent_on=(
        told_contact(visit("J18.9"), visit_type="Pv SSK Telefon Återbesök"),
        told_contact(visit("J18.9"), visit_type="NB"),
        visit("J18.9"),
    ),
)
def visit_type_without_its_parts(case: Case) -> Iterator[Objection]:
    """Point at a name of another shape; a code without blanks is Kodserver's."""
    name = " ".join(case.encounter.contact.visit_type.split())
    if " " in name and not _VISIT.fullmatch(name):
        yield Objection((), {"words": name})


@rule(
    rule_id="VH007",
    name="team-members-with-another-principal",
    severity=Severity.WARNING,
    message="Teamets medlemmar har skilda huvuddiagnoser: {code} här och {other} hos en annan.",
    explanation=(
        "Vid ett teambesök skriver alla i teamet sin anteckning med egna bidiagnoser och åtgärder, "
        "men huvuddiagnosen är alltid densamma. Enas om en."
    ),
    source=Source(_SKANE, _TITLE, "2.1 Teambesök"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    fires_on=(told_contact(visit("J18.9"), team_principals=("J18.9", "I10.9")),),
    silent_on=(
        told_contact(visit("J18.9"), team_principals=("J18.9",)),
        visit("J18.9"),
    ),
)
def team_members_with_another_principal(case: Case) -> Iterator[Objection]:
    """Object to the first member whose principal diagnosis is another."""
    others = case.encounter.contact.team_principals
    if others and case.principal:
        here = case.principal.code
        other = next((code for code in others if code != here), "")
        if other:
            yield Objection((here,), {"other": other})


@rule(
    rule_id="VH008",
    name="contact-code-that-follows-from-the-visit",
    severity=Severity.ADVICE,
    message="{code} {title} följer av kontakttyp och yrkeskategori och behöver inte skrivas.",
    explanation=(
        "XS-koder för kontaktens form och för den som patienten träffade hämtas ur "
        "besöksregistreringen när vården rapporteras. De används därför inte i den medicinska "
        "registreringen. Andra regioner gör på annat sätt: regeln kan stängas av."
    ),
    source=Source(_SKANE, _TITLE, "7.4 Klassificering inom öppenvården"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    needs=procedures(_CONTACT),
    fires_on=(told_contact(visit("J18.9", "XS012"), contact_form="KT"),),
    silent_on=(
        told_contact(visit("J18.9", "XS012"), contact_form="NY"),
        visit("J18.9", "XS012"),
    ),
)
def contact_code_that_follows(case: Case) -> Iterator[Objection]:
    """Point at codes that the told contact type or profession gives by itself."""
    encounter = case.encounter
    typed = [code for code in case.kva_codes if code.startswith(_CONTACT)]
    if not typed or not (encounter.contact_form or encounter.professions):
        return
    derived: set[str] = set()
    for profession in encounter.professions or ("",):
        derived.update(derived_xs_codes(XS_CODES, encounter.contact_form, profession))
    yield from (Objection((code,)) for code in typed if code in derived)


@rule(
    rule_id="VH009",
    name="combination-that-kodserver-does-not-allow",
    severity=Severity.WARNING,
    message="Taxa {rate}, besökstyp {visit} och yrkeskategori {profession} hör inte ihop. {reason}",
    explanation=(
        "Kodserver säger vilka taxor, besökstyper och yrkeskategorier som får rapporteras "
        "tillsammans på en dag. En annan kombination avvisas vid rapporteringen. Prövningen görs "
        "mot den tabell som är inläst (Kodverk → Kodserver)."
    ),
    source=Source("Region Stockholm", "Kodserver", "tabellen över kombinationer"),
    catalogue=(),
    standing=Standing.REGIONAL,
    settings=OUTPATIENT,
    tables=_COMBINATIONS,
    fires_on=(told_contact(visit("J18.9"), rate="T2", visit_type="NB", professions=("10",)),),
    silent_on=(
        told_contact(visit("J18.9"), rate="T1", visit_type="NB", professions=("10",)),
        visit("J18.9"),
    ),
)
def combination_not_allowed(case: Case) -> Iterator[Objection]:
    """Object to a told rate that goes with no told profession; silent without imported rows."""
    encounter, combinations = case.encounter, case.tables.combinations
    contact = encounter.contact
    if not (combinations and contact.rate and case.day):
        return
    answers = [
        (
            profession,
            explain_combination(
                combinations, contact.rate, contact.visit_type, profession, case.day
            ),
        )
        for profession in encounter.professions or ("",)
    ]
    if all(answer.is_allowed is False for _profession, answer in answers):
        profession, answer = answers[0]
        visit_type = contact.visit_type or "–"
        values = {"rate": contact.rate, "visit": visit_type, "profession": profession or "–"}
        yield Objection((), values | {"reason": answer.reason})
