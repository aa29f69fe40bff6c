"""Rules about the choice of principal diagnosis (huvuddiagnos)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.care_types import TYPE_FACTS, EncounterType
from app.domain.codes import CodeSet, has_icd_shape
from app.domain.finding import Severity
from app.rules.base import INPATIENT, Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.needs import principal
from app.rules.tables import TABLE_FOLDER, TableRow, read_table

_ICD = "ICD-10-SE"
NOT_AS_PRINCIPAL = read_table(TABLE_FOLDER / "not_principal.toml")
_RESERVED = CodeSet(tuple(span for line in NOT_AS_PRINCIPAL for span in line.codes.ranges))

_FACTORS = CodeSet.parse("Z00-Z99")
_SYMPTOMS = CodeSet.parse("R00-R99")
_CONDITIONS = CodeSet.parse("A00-T98")
_DIAGNOSES = CodeSet.parse("A00-Q99, S00-T98")
#: What is left after an illness or injury: the present condition goes first, also a symptom.
_LATE_EFFECTS = CodeSet.parse("B90-B94 I69 T90-T98")
_SEPTIC_SHOCK = "R57.2"
_VACCINE_EFFECT = "U12.9"
_NO_INFORMATION = "U99.9"


@rule(
    rule_id="HD001",
    name="principal-diagnosis-missing",
    severity=Severity.ERROR,
    message="Huvuddiagnos saknas.",
    explanation=(
        "Ett avslutat slutenvårdstillfälle ska ha en huvuddiagnos: det tillstånd som är den "
        "huvudsakliga anledningen till vårdkontakten, fastställt vid vårdkontaktens slut. Välj "
        "det bland bidiagnoserna (Ctrl+Retur) eller sök fram det."
    ),
    source=Source(
        "Socialstyrelsen",
        "Kodningskvalitet i patientregistret",
        "huvuddiagnos saknas; Z70N",
    ),
    catalogue=(1,),
    settings=INPATIENT,
    fires_on=(example(), example(None, "I10.9")),
    silent_on=(
        example("J18.9"),
        example(None, end=None),
        example(kind=EncounterType.PRIMARY_CARE),
    ),
)
def principal_diagnosis_missing(case: Case) -> Iterator[Objection]:
    """Object to a closed event of a classified type without a principal diagnosis."""
    encounter = case.encounter
    is_due = encounter.is_closed and TYPE_FACTS[encounter.encounter_type].is_classified
    if is_due and case.principal is None:
        yield Objection()


@rule(
    rule_id="HD002",
    name="additional-code-as-principal",
    severity=Severity.ERROR,
    message="{code} {title} får inte vara huvuddiagnos. {reason}",
    explanation=(
        "Koden, kategorin eller avsnittet är i ICD-10-SE märkt ”Ej huvuddiagnos”. Den beskriver "
        "en omständighet till ett annat tillstånd. Välj det tillståndet som huvuddiagnos och "
        "behåll koden som tillägg till det."
    ),
    source=Source("Socialstyrelsen", _ICD, "kolumnen Ej huvuddiagnos"),
    catalogue=(5, 6, 20, 21, 22, 23, 24, 26, 27, 28, 29, 30, 31, 32, 63),
    fires_on=(
        example("Z37.0"),
        example("B95.6", "L03.1"),
        example("W01.09", "S72.00"),
        example("Y57.9"),
        example("R65.1", "J18.9"),
        example("T90.5"),
        example("B90.9"),
        example("U82.1", "L03.1"),
        example("U98.1", "I21.9"),
        example("U09.9"),
        example("Z28.2"),
    ),
    silent_on=(
        example("O80.9", "Z37.0"),
        example("L03.1", "B95.6"),
        example("R57.2", "J18.9"),
        example(None, "Z37.0"),
    ),
    companions=frozenset({"OB002", "YO001"}),
    table=NOT_AS_PRINCIPAL,
)
def additional_code_as_principal(case: Case) -> Iterator[Objection]:
    """Object once to each principal that the edition or the table reserves for additional use.

    The finding carries catalogue 20, the numbers of every row that the code lies in, and 5 or
    6 where a diagnosis stands second. Asterisk codes and septic shock have rules of their own.
    """
    for code in case.principal_codes:
        if code == _SEPTIC_SHOCK or case.is_asterisk(code):
            continue
        is_listed = has_icd_shape(code) and code in _RESERVED
        rows = [line for line in NOT_AS_PRINCIPAL if is_listed and code in line.codes]
        if rows or not case.may_be_principal(code):
            reason = rows[-1].reason if rows else "Koden är märkt ”Ej huvuddiagnos” i kodverket."
            numbers = (20, *_numbers(rows), *_rank_numbers(case, code))
            yield Objection((code,), {"reason": reason}, catalogue=numbers)


@rule(
    rule_id="HD003",
    name="several-principal-diagnoses",
    severity=Severity.ERROR,
    message="Det finns {count} huvuddiagnoser ({listed}). Behåll en.",
    explanation=(
        "En vårdkontakt har en enda huvuddiagnos. Avgör vilket tillstånd som var den huvudsakliga "
        "anledningen till vårdkontakten och gör de andra till bidiagnoser."
    ),
    source=Source(
        "Nordic Casemix Centre", "How to read the NordDRG definition tables", "principal"
    ),
    catalogue=(2,),
    fires_on=(example("J18.9", also_principal=("I50.9",)),),
    silent_on=(example("J18.9", "I50.9"), example(None, "I50.9")),
)
def several_principal_diagnoses(case: Case) -> Iterator[Objection]:
    """Object when more than one row carries the role."""
    codes = case.principal_codes
    if len(codes) > 1:
        yield Objection(codes, {"count": str(len(codes)), "listed": ", ".join(codes)})


@rule(
    rule_id="HD004",
    name="septic-shock-as-principal",
    severity=Severity.WARNING,
    message="{code} {title} bör inte vara huvuddiagnos: välj infektionen som ligger bakom.",
    explanation=(
        "Septisk chock är en tilläggskod till infektionen. NordDRG räknar R57.2 som huvuddiagnos "
        "till Z71N ”Huvuddiagnos ogiltig”. Sätt infektionen som huvuddiagnos och R57.2 som "
        "bidiagnos."
    ),
    source=Source("Nordic Casemix Centre", "NordDRG SWE 2014", "MDC 99, Z71N; Läkartidningen 2015"),
    catalogue=(6, 25),
    needs=principal("R57.2"),
    fires_on=(example("R57.2", "J18.9"),),
    silent_on=(example("J18.9", "R57.2"), example("R57.0")),
)
def septic_shock_as_principal(case: Case) -> Iterator[Objection]:
    """Object to R57.2 first: practice and the grouper say so, the file does not forbid it."""
    if _SEPTIC_SHOCK in case.principal_codes:
        numbers = (25, *_rank_numbers(case, _SEPTIC_SHOCK))
        yield Objection((_SEPTIC_SHOCK,), catalogue=numbers)


@rule(
    rule_id="HD005",
    name="contact-reason-despite-diagnosis",
    severity=Severity.WARNING,
    message="{code} {title} är huvuddiagnos fast {other} finns bland bidiagnoserna.",
    explanation=(
        "Prioritetsordningen är: 1 diagnos, 2 symtom (kapitel 18), 3 kapitel 21 (Z) först när "
        "varken diagnos eller symtom är tillämpligt. Var det tillståndet som föranledde "
        "vårdkontakten ska det vara huvuddiagnos. För vårdkontakter enbart för cytostatika- eller "
        "strålbehandling (Z51.0, Z51.1) skiljer sig anvisningarna mellan vårdformer: gäller en "
        "sådan hos er kan varningen avfärdas med det skälet."
    ),
    source=Source("Socialstyrelsen", "Läkartidningen 2015", "Fastställd prioritetsordning finns"),
    catalogue=(5,),
    needs=principal(_FACTORS),
    fires_on=(
        example("Z09.9", "J18.9"),
        example("Z03.9", "R07.4"),
        example("Z51.1", "C50.9"),
    ),
    silent_on=(
        example("J18.9", "Z09.9"),
        example("Z51.1"),
        example("Z09.9", "B95.6"),
        example("Z37.0", "O80.9"),
    ),
)
def contact_reason_despite_diagnosis(case: Case) -> Iterator[Objection]:
    """Object to chapter Z first while a condition that could be principal stands second.

    Codes that may not be principal themselves (organism, late effect …) compete with nothing.
    """
    code = _principal_code(case)
    if not _is_in(code, _FACTORS) or not _may_lead(case, code):
        return
    rivals = _rivals(case, _CONDITIONS)
    if rivals:
        yield Objection((code, rivals[0]), {"other": rivals[0]})


@rule(
    rule_id="HD006",
    name="symptom-despite-diagnosis",
    severity=Severity.WARNING,
    message="{code} {title} är ett symtom men huvuddiagnos, fast {other} är bidiagnos.",
    explanation=(
        "Kapitel 18 (R00–R99) används när ingen mer specifik diagnos kunde ställas, för "
        "övergående tecken, eller som tillägg när symtomet i sig är ett betydande vårdproblem. "
        "Förklarar diagnosen symtomet ska diagnosen vara huvuddiagnos. Är bidiagnosen ett annat, "
        "samtidigt tillstånd kan varningen avfärdas med det skälet."
    ),
    source=Source("Socialstyrelsen", _ICD, "kapitel 18, Innefattar; Läkartidningen 2015"),
    catalogue=(6,),
    needs=principal(_SYMPTOMS),
    fires_on=(example("R07.4", "I21.9"), example(row("R55.9"), row("S72.00", "W01.09"))),
    silent_on=(
        example("I21.9", "R07.4"),
        example("R07.4", "Z03.4"),
        example("R07.4", "R55.9"),
        example("R57.2", "J18.9"),
        example("R65.1", "J18.9"),
        example("R47.0", "I69.3"),
    ),
)
def symptom_despite_diagnosis(case: Case) -> Iterator[Objection]:
    """Object to a symptom first while a diagnosis stands second; R57.2 and R65 have own rules."""
    code = _principal_code(case)
    if not _is_in(code, _SYMPTOMS) or code == _SEPTIC_SHOCK or not _may_lead(case, code):
        return
    rivals = [other for other in _rivals(case, _DIAGNOSES) if not _is_in(other, _LATE_EFFECTS)]
    if rivals:
        yield Objection((code, rivals[0]), {"other": rivals[0]})


@rule(
    rule_id="HD007",
    name="vaccine-effect-as-principal",
    severity=Severity.WARNING,
    message="{code} {title} bör inte vara huvuddiagnos: välj den skada som vaccinet gav.",
    explanation=(
        "U12.9 används som en yttre orsak: en kod ur ett annat kapitel, som säger vilken skada "
        "vaccinet gav, ska stå före. Sätt den som huvuddiagnos och U12.9 som bidiagnos."
    ),
    source=Source("Socialstyrelsen", _ICD, "U12.9, Anmärkning"),
    catalogue=(33,),
    needs=principal("U12.9"),
    fires_on=(example("U12.9", "T88.1"),),
    silent_on=(example("T88.1", "U12.9"), example("U11.9")),
)
def vaccine_effect_as_principal(case: Case) -> Iterator[Objection]:
    """Object to U12.9 first; the file does not flag it, but its note says so."""
    if _VACCINE_EFFECT in case.principal_codes:
        yield Objection((_VACCINE_EFFECT,))


@rule(
    rule_id="HD008",
    name="no-information-as-principal",
    severity=Severity.WARNING,
    message="{code} {title} bör inte vara huvuddiagnos i slutenvård: ange tillståndet.",
    explanation=(
        "U99.9 är till för öppenvårdskontakter hos andra än läkare, och för vissa akutbesök som "
        "leder direkt till inläggning. Ett slutenvårdstillfälle har en diagnos, ett symtom eller "
        "en orsak till kontakten: välj den."
    ),
    source=Source("Socialstyrelsen", _ICD, "U99, Anmärkning"),
    catalogue=(34,),
    settings=INPATIENT,
    needs=principal("U99.9"),
    fires_on=(example("U99.9"),),
    silent_on=(
        example("U99.9", kind=EncounterType.SPECIALIST_OUTPATIENT),
        example("R07.4"),
    ),
)
def no_information_as_principal(case: Case) -> Iterator[Objection]:
    """Object to U99.9 first on a stay."""
    if _NO_INFORMATION in case.principal_codes:
        yield Objection((_NO_INFORMATION,))


def is_reserved(case: Case, code: str) -> bool:
    """Whether the code, where it is principal, is objected to for that alone."""
    return code in (_SEPTIC_SHOCK, _VACCINE_EFFECT) or not _may_lead(case, code)


def _principal_code(case: Case) -> str:
    return case.principal.code if case.principal else ""


def _is_in(code: str, span: CodeSet) -> bool:
    return has_icd_shape(code) and code in span


def _may_lead(case: Case, code: str) -> bool:
    """Whether the code may be principal at all: by its flag, its mark and the table."""
    if not case.may_be_principal(code) or case.is_asterisk(code):
        return False
    return code not in _RESERVED


def _rivals(case: Case, span: CodeSet) -> list[str]:
    """Secondary codes in the span that could be principal instead, in code order."""
    codes = [code for code in case.secondary_codes if code in span and _may_lead(case, code)]
    return sorted(codes)


def _rank_numbers(case: Case, code: str) -> tuple[int, ...]:
    """Tell which rules of rank a principal breaks besides, when its own rule objects already."""
    if _is_in(code, _FACTORS) and _rivals(case, _CONDITIONS):
        return (5,)
    return (6,) if _is_in(code, _SYMPTOMS) and _rivals(case, _DIAGNOSES) else ()


def _numbers(rows: list[TableRow]) -> tuple[int, ...]:
    return tuple(number for line in rows for number in line.catalogue)
