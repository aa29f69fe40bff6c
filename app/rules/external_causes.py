"""Rules about external causes (yttre orsak, V01–Y98): are they there, and whole."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet, CodeSystem, has_icd_shape, is_external_cause
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.needed_codes import NEEDED, alone, numbers_of
from app.rules.needs import icd

_INJURIES = CodeSet.parse("S00-T98")
_CAUSES = CodeSet.parse("V01-Y98")
_POISONINGS = CodeSet.parse("T36-T50")
_COMPLICATIONS = CodeSet.parse("T80-T88")
_VACCINE_EFFECT = "U12.9"
#: Characters without the point: W01, W01.0, W01.09.
CATEGORY_LENGTH, _SHORT, _WHOLE = 3, 4, 5
_ACTIVITIES = "0123489"
#: Y05 and Y07 have letters for the kind of assault in the fifth place (ICD-10-SE, level 5).
_LETTERS = {"Y05": "AB", "Y07": "ABCX"}


@rule(
    rule_id="YO001",
    name="injury-without-external-cause",
    severity=Severity.WARNING,
    message="{code} {title} saknar yttre orsak.",
    explanation=(
        "Koder ur kapitel 19 (S00–T98) bör alltid åtföljas av en kod ur kapitel 20 (V01–Y98) som "
        "säger hur skadan, förgiftningen eller komplikationen uppstod; sena effekter (T90–T98) "
        "tar Y85–Y89. Lägg den yttre orsaken direkt efter den diagnos som den hör till. Varje "
        "skada får sin egen, också när orsaken är densamma."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kapitel 20, inledningen"),
    catalogue=(42, 49, 58),
    needs=icd(_INJURIES),
    fires_on=(example("S72.00"), example("J18.9", "T81.4")),
    silent_on=(
        example(row("S72.00", "W01.09")),
        example("S72.00", "W01.09"),
        example("T88.1", "U12.9"),
        example("W01.09", "S72.00"),
        example("J18.9"),
    ),
)
def injury_without_external_cause(case: Case) -> Iterator[Objection]:
    """Object to each injury row without a linked cause; U12.9 serves as one (its own note).

    Where the cause stands first as principal it is not missing: the error is its place.
    """
    is_misplaced = any(is_external_cause(code) for code in case.principal_codes)
    if is_misplaced or _VACCINE_EFFECT in case.icd_codes:
        return
    for diagnosis in case.diagnoses:
        if any(is_external_cause(code) for code in diagnosis.external_causes):
            continue
        for code in (diagnosis.code, diagnosis.partner):
            if code and has_icd_shape(code) and code in _INJURIES:
                yield Objection((code,), catalogue=(42, *_kind_numbers(code)))


def _kind_numbers(code: str) -> tuple[int, ...]:
    """Tell which numbers a missing cause breaks besides: a poisoning's, a complication's."""
    if code in _POISONINGS:
        return (49,)
    return (58,) if code in _COMPLICATIONS else ()


@rule(
    rule_id="YO003",
    name="complication-without-its-medical-cause",
    severity=Severity.WARNING,
    message="{code} {title} har en yttre orsak som inte är en vårdåtgärd. {reason}",
    explanation=(
        "En komplikation till kirurgisk eller medicinsk vård (T80–T88) får sin yttre orsak ur "
        "Y60–Y84, som säger vilken åtgärd det var och vad som gick fel. Är orsaken ett rätt givet "
        "läkemedel eller ett vaccin gäller Y40–Y59 eller U12.9. Byt den yttre orsaken, eller "
        "avfärda varningen om den hör till ett annat tillstånd."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet T80–T88, Kodningsinformation"),
    catalogue=numbers_of("YO003"),
    table=NEEDED["YO003"].rows,
    needs=icd(_COMPLICATIONS) & icd(_CAUSES),
    fires_on=(example(row("T81.4", "W01.09"), "B95.6"),),
    silent_on=(
        example(row("T81.4", "Y83.9"), "B95.6"),
        example("T88.1", "U12.9"),
        example("T81.4", "B95.6"),
    ),
)
def complication_without_its_medical_cause(case: Case) -> Iterator[Objection]:
    """Object to a complication whose own cause is none of care; without any it is YO001's."""
    with_cause = {d.code for d in case.diagnoses if any(map(is_external_cause, d.external_causes))}
    for objection in alone(case, NEEDED["YO003"]):
        if objection.codes[0] in with_cause:
            yield objection


@rule(
    rule_id="YO002",
    name="external-cause-too-short",
    severity=Severity.WARNING,
    message="{code} {title} är inte fullständig: {fault}",
    explanation=(
        "W00–Y34 anger i fjärde tecknet plats och i femte aktivitet (W01.09: fall i samma plan, "
        "bostad, ospecificerad aktivitet). V01–V99 anger i fjärde tecknet trafikförhållande "
        "eller roll och i femte aktivitet. Aktivitet är 0 idrott, 1 lek och fritid, 2 "
        "förvärvsarbete, 3 annan sysselsättning, 4 vitalaktivitet, 8 annan eller 9 ospecificerad. "
        "Y35–Y98 har fyra tecken. Välj den fullständiga koden i hierarkin."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "kapitel 20, koder för plats och aktivitet"),
    catalogue=(44,),
    needs=icd(_CAUSES),
    fires_on=(
        example(row("S72.00", "W01.0")),
        example(row("S06.00", "V43.5")),
        example(row("T50.9", "X44.0", drugs=("N02BE01",))),
    ),
    silent_on=(
        example(row("S72.00", "W01.09")),
        example(row("L27.0", "Y57.9", drugs=("J01CA04",))),
        example(row("S06.00", "V43.59")),
        example(row("S72.00", "W01")),
    ),
)
def external_cause_too_short(case: Case) -> Iterator[Objection]:
    """Object to causes of the wrong shape.

    A bare category, or a code that is proved not to exist, has an error of its own.
    """
    is_proof = case.is_proof(CodeSystem.ICD10SE)
    for code in case.codes_in(_CAUSES):
        fault = cause_fault(code)
        if fault and (not is_proof or case.icd(code) is not None):
            yield Objection((code,), {"fault": f"{fault[0].lower()}{fault[1:]}"})


def cause_fault(code: str) -> str:
    """Tell what is wrong with the shape of a four-character or longer external cause, or nothing.

    The text is a Swedish sentence. A bare category says nothing here.
    """
    bare = code.replace(".", "")
    if len(bare) <= CATEGORY_LENGTH or not has_icd_shape(code) or not is_external_cause(code):
        return ""
    if bare[:3] >= "Y35":
        is_whole = len(bare) == _SHORT or (len(bare) == _WHOLE and bare[-1].isalpha())
        return "" if is_whole else "Y35–Y98 har fyra tecken."
    if len(bare) == _SHORT:
        return "Femte tecknet, som anger aktivitet, saknas."
    if len(bare) > _WHOLE:
        return "Koden har för många tecken."
    activity = bare[-1]
    if activity in _ACTIVITIES + _LETTERS.get(bare[:3], ""):
        return ""
    return f"Aktivitet {activity} finns inte: välj 0–4, 8 eller 9."
