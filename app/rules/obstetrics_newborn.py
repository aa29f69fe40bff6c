"""Rules about pregnancy, delivery and birth."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.care_types import CareSetting, EncounterType
from app.domain.codes import CodeSet
from app.domain.finding import Severity
from app.rules.base import Basis, Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import FIRST_DAY, example
from app.rules.needed_codes import NEEDED, alone, numbers_of
from app.rules.needs import icd

_DELIVERY = CodeSet.parse("O80-O84")
_OUTCOME = CodeSet.parse("Z37")
_LIVEBORN = CodeSet.parse("Z38")
_ILLNESSES = CodeSet.parse("A00-T98, U07-U10")
_YEAR = 365
_MISPLACED = "hör till moderns vårdtillfälle, inte till barnets: barnet får Z38.-"


@rule(
    rule_id="OB001",
    name="delivery-not-principal",
    severity=Severity.ERROR,
    message="{code} {title} ska vara huvuddiagnos vid förlossning.",
    explanation=(
        "O80–O84 anges alltid som huvuddiagnos vid förlossning; komplikationer och andra "
        "tillstånd blir bidiagnoser och Z37.- anger utfallet. Sätt förlossningskoden först."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet O80–O84"),
    catalogue=(92,),
    needs=icd(_DELIVERY),
    fires_on=(
        example("O72.1", "O80.9", "Z37.0"),
        example("O72.1", "O80.9", "Z37.0", kind=EncounterType.OBSERVATION),
    ),
    silent_on=(example("O80.9", "O72.1", "Z37.0"), example("O84.0", "O80.9", "Z37.2")),
)
def delivery_not_principal(case: Case) -> Iterator[Objection]:
    """Object when a delivery code stands on the event and none of them is principal."""
    codes = sorted(case.codes_in(_DELIVERY))
    if codes and not any(code in codes for code in case.principal_codes):
        yield Objection((codes[0],))


@rule(
    rule_id="OB002",
    name="delivery-and-outcome-apart",
    severity=Severity.WARNING,
    message="{code} {title} {fault}.",
    explanation=(
        "På moderns vårdtillfälle hör förlossningssätt (O80–O84) och förlossningsutfall (Z37.-) "
        "ihop. Lägg till den del som saknas. Z37.- hör aldrig hemma i barnets journal; barnet "
        "får Z38.-."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kategorin Z37; avsnittet O80–O84"),
    catalogue=(93,),
    needs=icd(_DELIVERY, _OUTCOME),
    fires_on=(
        example("O80.9"),
        example("O72.1", "Z37.0"),
        example("Z09.9", "Z37.0", kind=EncounterType.NEWBORN),
    ),
    silent_on=(
        example("O80.9", "Z37.0"),
        example("O72.1"),
        example("Z09.9", kind=EncounterType.NEWBORN),
    ),
)
def delivery_and_outcome_apart(case: Case) -> Iterator[Objection]:
    """Object to one half of the pair without the other; on the child's event to either."""
    deliveries, outcomes = sorted(case.codes_in(_DELIVERY)), sorted(case.codes_in(_OUTCOME))
    if deliveries and not outcomes:
        fault = _MISPLACED if is_child(case) else "saknar förlossningsutfall (Z37.-)"
        yield Objection((deliveries[0],), {"fault": fault})
    if outcomes and not deliveries:
        fault = _MISPLACED if is_child(case) else "saknar förlossningssätt (O80–O84)"
        yield Objection((outcomes[0],), {"fault": fault})


@rule(
    rule_id="OB003",
    name="disease-outside-the-chapter-of-pregnancy",
    severity=Severity.WARNING,
    message="{code} {title} står utan sin kod ur kapitel 15. {reason}",
    explanation=(
        "Sjukdomar som komplicerar graviditet, förlossning eller barnsängstid kodas i kapitel 15 "
        "(O00–O99), och koden ur det andra kapitlet kan stå som tillägg. Undantag är bland annat "
        "F53.-, A34, M83.0, E23.0 och skador (S, T). Listan är Kodklars egen: påverkade sjukdomen "
        "inte graviditeten avfärdas varningen med det skälet."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kapitel 15, Utesluter; raderna i tabellen"),
    catalogue=numbers_of("OB003"),
    basis=Basis.GENERAL_KNOWLEDGE,
    table=NEEDED["OB003"].rows,
    needs=icd(*(line.codes for line in NEEDED["OB003"].rows)) & icd("O00-O99"),
    fires_on=(example("O80.9", "Z37.0", "I10.9"),),
    silent_on=(
        example("I10.9"),
        example("O80.9", "Z37.0", "O10.0", "I10.9"),
        example("O80.9", "Z37.0", "F53.0"),
    ),
)
def disease_outside_the_chapter_of_pregnancy(case: Case) -> Iterator[Objection]:
    """Object to a disease on a pregnant woman's event without its code of chapter 15."""
    yield from alone(case, NEEDED["OB003"])


@rule(
    rule_id="OB004",
    name="birth-without-liveborn-code",
    severity=Severity.WARNING,
    message="Barnets födelsetillfälle saknar Z38.- och har ingen sjukdomskod.",
    explanation=(
        "Ett barn som inte är sjukt får Z38.- (levande fött barn efter födelsesätt) på det "
        "vårdtillfälle då det föddes. Lägg till Z38.-. Var barnet sjukt är sjukdomen "
        "huvuddiagnos. Regeln är praxis; ingen källa har lästs."
    ),
    source=Source("Kodklar", "Kodningspraxis", "Z38, titeln; regeln är allmän kunskap"),
    catalogue=(108,),
    basis=Basis.GENERAL_KNOWLEDGE,
    standing=Standing.PRACTICE,
    fires_on=(
        example("Z00.1", kind=EncounterType.NEWBORN, born=FIRST_DAY),
        example("Z00.1", born=FIRST_DAY),
    ),
    silent_on=(
        example("Z38.0", kind=EncounterType.NEWBORN, born=FIRST_DAY),
        example("P59.9", kind=EncounterType.NEWBORN, born=FIRST_DAY),
        example("Z00.1", born="2022-02-01"),
    ),
)
def birth_without_liveborn_code(case: Case) -> Iterator[Objection]:
    """Object to a stay from birth with codes, but with none of an illness and none of Z38."""
    if case.setting is not CareSetting.INPATIENT or not _is_birth(case):
        return
    codes = sorted(case.shaped_codes)
    if codes and not any(code in _LIVEBORN or code in _ILLNESSES for code in codes):
        yield Objection((codes[0],))


def _is_birth(case: Case) -> bool:
    """Whether the stay began on the day on which the patient was born."""
    day = case.encounter.admission_day or case.day
    born = case.encounter.patient.birth_date
    if day is None or born is None:
        return case.encounter.encounter_type is EncounterType.NEWBORN
    return day == born


def is_child(case: Case) -> bool:
    """Whether the event is the newborn's: by its type, or by an age under one year."""
    day = case.encounter.admission_day or case.day
    age = case.encounter.patient.age_days(day) if day else None
    is_infant = age is not None and 0 <= age < _YEAR
    return is_infant or case.encounter.encounter_type is EncounterType.NEWBORN
