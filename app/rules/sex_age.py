"""Rules about the patient's sex and age."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import has_icd_shape
from app.domain.finding import Severity
from app.domain.patient import SEX_LABEL, Sex
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.conditional_rows import read_ages, read_sexes
from app.rules.examples import example, row
from app.rules.needs import icd, principal

#: 125 years; NordDRG SWE 2014, return code of Z77N.
OLDEST_DAYS = 45_654
_SEXES = read_sexes()
_AGES = read_ages()
_NORDDRG = "NordDRG SWE 2014"
_CASEMIX = "Nordic Casemix Centre"
_CHILD = "2019-05-06"
_NEWBORN = "2022-03-10"


@rule(
    rule_id="KO001",
    name="age-beyond-belief",
    severity=Severity.ERROR,
    message="Patienten är {years} år vid inskrivningen. Kontrollera födelsedatum och datum.",
    explanation=(
        "En ålder över 125 år (45 654 dagar) är ett datumfel. Jämför födelsedatumet med "
        "personnumret och inskrivningsdatumet med journalen."
    ),
    source=Source(_CASEMIX, _NORDDRG, "Z77N, ålder över 45 654 dagar"),
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


@rule(
    rule_id="KO002",
    name="code-of-the-other-sex",
    severity=Severity.WARNING,
    message="{code} {title} stämmer inte med patientens kön ({sex}). {reason}",
    explanation=(
        "Koden gäller organ eller tillstånd som bara det ena könet har. Kontrollera koden, och att "
        "personnumret är patientens. Juridiskt kön kan skilja sig från det biologiska: är koden "
        "rätt avfärdas varningen med det skälet. NordDRG stoppade sådana kontakter till 2016."
    ),
    source=Source(_CASEMIX, _NORDDRG, "MDC 12, 13 och 14, Z72N"),
    catalogue=(96, 101),
    table=_SEXES.rows,
    needs=icd(*(line.codes for line in _SEXES.rows)),
    fires_on=(
        example("O20.0", sex=Sex.MALE),
        example("C61.9"),
        example("J18.9", "N40.9"),
    ),
    silent_on=(
        example("O20.0"),
        example("C61.9", sex=Sex.MALE),
        example("C61.9", sex=Sex.UNKNOWN),
        example("C50.9", sex=Sex.MALE),
    ),
)
def code_of_the_other_sex(case: Case) -> Iterator[Objection]:
    """Object to codes of the sex that the patient, where registered, is not."""
    sex = case.encounter.patient.sex
    if sex is Sex.UNKNOWN:
        return
    for code, line in _SEXES.about(case.shaped_codes):
        if line.sex is not sex:
            values = {"sex": SEX_LABEL[sex].lower(), "reason": line.reason}
            yield Objection((code,), values, catalogue=line.catalogue)


@rule(
    rule_id="KO003",
    name="sex-missing-beside-sex-bound-principal",
    severity=Severity.WARNING,
    message="Patientens kön saknas, och huvuddiagnosen {code} {title} gäller bara {sex}.",
    explanation=(
        "När huvuddiagnosen bara kan gälla det ena könet behövs könet för grupperingen (NordDRG: "
        "Z73N ”Patientens kön fattas”). Hämta könet ur personnumret eller det "
        "vårdadministrativa systemet."
    ),
    source=Source(_CASEMIX, _NORDDRG, "Z73N, MDC 12–14"),
    catalogue=(17,),
    needs=principal(*(line.codes for line in _SEXES.rows)),
    fires_on=(example("C61.9", sex=Sex.UNKNOWN), example("O20.0", sex=Sex.UNKNOWN)),
    silent_on=(
        example("C61.9", sex=Sex.MALE),
        example("J18.9", "N40.9", sex=Sex.UNKNOWN),
        example("J18.9", sex=Sex.UNKNOWN),
    ),
)
def sex_missing(case: Case) -> Iterator[Objection]:
    """Object to an unknown sex beside a sex-bound principal; the table is that of KO002."""
    if case.encounter.patient.sex is not Sex.UNKNOWN:
        return
    principals = filter(has_icd_shape, case.principal_codes)
    for code, line in _SEXES.about(principals):
        yield Objection((code,), {"sex": "kvinnor" if line.sex is Sex.FEMALE else "män"})
        return


@rule(
    rule_id="KO004",
    name="code-of-another-age",
    severity=Severity.WARNING,
    message="{code} {title} stämmer inte med patientens ålder ({age}). {reason}",
    explanation=(
        "Åldern räknas i dagar på inskrivningsdagen. Kontrollera koden, och att födelsedatum och "
        "inskrivningsdag är rätt. Är koden rätt fast åldern är ovanlig avfärdas varningen med det "
        "skälet. Gränserna är grupperarens från 2014; varje rad i tabellen säger sin."
    ),
    source=Source(_CASEMIX, _NORDDRG, "Z75N och Z76N; raderna i tabellen"),
    catalogue=(57, 97, 98, 99, 100, 109, 110),
    table=_AGES.rows,
    needs=icd(*(line.codes for line in _AGES.rows)),
    fires_on=(
        example("O20.0", born=_CHILD),
        example("O20.0", born="1950-01-01"),
        example("P59.9"),
        example("F03.9", born=_CHILD),
        example("R95.9"),
        example(row("T39.1", "X44.09"), born=_NEWBORN),
    ),
    silent_on=(
        example("O20.0", born="1990-01-01"),
        example("P59.9", born=_NEWBORN),
        example("J18.9", "P59.9"),
        example("F03.9", born="1938-02-01"),
        example("R95.9", born=_NEWBORN),
        example(row("T39.1", "X44.09"), born=_CHILD),
    ),
)
def code_of_another_age(case: Case) -> Iterator[Objection]:
    """Object to codes outside their ages; an impossible age is the business of KO001."""
    encounter = case.encounter
    day = encounter.admission_day or case.day
    days = encounter.patient.age_days(day) if day else None
    if day is None or days is None or not 0 <= days <= OLDEST_DAYS:
        return
    principals = case.principal_codes
    years = encounter.patient.age_years(day)
    told = f"{years} år" if years else f"{days} dagar"
    for code, line in _AGES.about(case.shaped_codes):
        if not line.covers(days) and (code in principals or not line.is_for_principal):
            values = {"age": told, "reason": line.reason}
            yield Objection((code,), values, catalogue=line.catalogue)
