"""Rules about ATC codes on diagnoses: poisoning and adverse effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.codes import CodeSet, has_icd_shape
from app.domain.encounter import Diagnosis
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.needed_codes import NEEDED, alone, numbers_of
from app.rules.needs import DRUGS, icd

_POISONING = CodeSet.parse("T36-T50")
_POISONING_CAUSE = CodeSet.parse("X40-X49, X60-X69, X85-X90, Y10-Y19")
_TREATMENT_CAUSE = CodeSet.parse("Y40-Y59")
_ADVERSE_CAUSE = CodeSet.parse("Y40-Y57")
#: With these an ATC code means something else than an adverse effect: the poison, the substance
#: of a dependence, the drug of a treatment or of an allergy in the history, the resistant agent.
_NO_EFFECT = CodeSet.parse("T36-T65, F10-F19, Z00-Z99, U82-U85")
#: Y57.9 stands for drugs; vaccines have Y58–Y59, and against covid-19 U12.9.
_EFFECT_OF_TREATMENT = CodeSet.parse("Y57.9, Y58-Y59, U12.9")
_UNSPECIFIED_POISONING = "T50.9"


@rule(
    rule_id="LM001",
    name="atc-with-specific-poisoning-code",
    severity=Severity.ERROR,
    message="{code} {title} har ATC-kod: använd T50.9 när läkemedlet anges med ATC.",
    explanation=(
        "När läkemedlet vid en förgiftning anges med ATC-kod används enbart T50.9 ur serien "
        "T36–T50, och T50.9 står före ATC-koden. Byt koden mot T50.9, eller ta bort ATC-koden."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet T36–T50, Kodningsinformation"),
    catalogue=(50,),
    needs=DRUGS & icd(_POISONING),
    fires_on=(
        example(row("T39.1", "X64.09", drugs=("N02BE01",))),
        example("T39.1", "I10.9", row("X64.09", drugs=("N02BE01",))),
    ),
    silent_on=(
        example(row("T50.9", "X64.09", drugs=("N02BE01",))),
        example("T50.9", "I10.9", row("X64.09", drugs=("N02BE01",))),
        example(row("T39.1", "X64.09")),
        example(row("T39.1", "X64.09"), row("L27.0", "Y57.9", drugs=("J01CA04",))),
    ),
    companions=frozenset({"YO001", "YO020"}),
)
def atc_with_specific_poisoning_code(case: Case) -> Iterator[Objection]:
    """Object to a code in T36–T50 other than T50.9 that an ATC code on the event specifies.

    The ATC code stands on its row, or on another one beside a cause of poisoning.
    """
    poisonings = [row.code for row in case.diagnoses if _is_in(row.code, _POISONING)]
    specific = [code for code in poisonings if not _is_unspecified(code)]
    for diagnosis in case.diagnoses:
        code = diagnosis.code
        if not diagnosis.drugs or (code in poisonings and code not in specific):
            continue
        if code in specific:
            yield Objection((code, *diagnosis.drugs))
        elif specific == poisonings and specific and _has_poisoning_cause(diagnosis):
            yield Objection((specific[0], *diagnosis.drugs))


@rule(
    rule_id="LM003",
    name="atc-apart-from-poisoning-code",
    severity=Severity.ERROR,
    message="{code} {title} ska stå direkt före ATC-koden: flytta {listed} till {code}.",
    explanation=(
        "När läkemedlet vid en förgiftning anges med ATC-kod står T50.9 först och ATC-koden direkt "
        "efter. Här står ATC-koden på en annan rad, medan T50.9 saknar den. Flytta ATC-koden till "
        "T50.9. Är den i stället en biverkan ska raden ha Y57.9."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet T36–T50, Kodningsinformation"),
    catalogue=(15, 50),
    needs=DRUGS & icd(_UNSPECIFIED_POISONING),
    fires_on=(example(row("J96.0", drugs=("N02BE01",)), row("T50.9", "X64.09")),),
    silent_on=(
        example(row("T50.9", "X64.09", drugs=("N02BE01",)), "J96.0"),
        example(row("L27.0", "Y57.9", drugs=("J01CA04",)), row("T50.9", "X64.09")),
    ),
    companions=frozenset({"LM006"}),
)
def atc_apart_from_poisoning_code(case: Case) -> Iterator[Objection]:
    """Object to ATC codes on other rows than a bare T50.9 that are not tied to an adverse effect.

    Beside a cause of poisoning they may stand on a row after T50.9.
    """
    bare = _bare_poisoning(case)
    if bare is None:
        return
    for place, diagnosis in enumerate(case.diagnoses):
        if not diagnosis.drugs or _is_in_any(diagnosis.codes, _EFFECT_OF_TREATMENT):
            continue
        is_after = place > bare and _has_poisoning_cause(diagnosis)
        if is_after or _is_in_any((diagnosis.code,), _NO_EFFECT):
            continue
        code, listed = case.diagnoses[bare].code, ", ".join(diagnosis.drugs)
        yield Objection((code, *diagnosis.drugs), {"listed": listed})


@rule(
    rule_id="LM002",
    name="adverse-effect-without-y579",
    severity=Severity.ERROR,
    message="{code} {title} har ATC-kod men saknar Y57.9.{hint}",
    explanation=(
        "Biverkan av ett rätt ordinerat och rätt givet läkemedel kodas med biverkan själv, "
        "därefter Y57.9 och ATC-koden. När ATC-kod anges används enbart Y57.9 ur serien Y40–Y57. "
        "Lägg till Y57.9 som yttre orsak till diagnosen. Vaccin tar Y58–Y59 eller U12.9."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet Y40–Y59, Kodningsinformation"),
    catalogue=(53, 54),
    needs=DRUGS,
    fires_on=(
        example(row("L27.0", drugs=("J01CA04",))),
        example(row("K29.0", "Y45.3", drugs=("M01AE01",))),
    ),
    silent_on=(
        example(row("L27.0", "Y57.9", drugs=("J01CA04",))),
        example(row("T88.1", drugs=("J07BN01",)), "U12.9"),
        example(row("T50.9", "X64.09", drugs=("N02BE01",))),
        example(row("F13.2", drugs=("N05BA01",))),
        example("L27.0"),
    ),
)
def adverse_effect_without_y579(case: Case) -> Iterator[Objection]:
    """Object to a diagnosis with an ATC code that is neither poisoning nor tied to Y57.9.

    An ATC code on a diagnosis means poisoning or adverse effect, save in a few places where
    it names a substance; a poisoning cause on the row says that it is no adverse effect, and a
    T50.9 without ATC code on the event that the code belongs there.
    """
    on_event = {"U12.9"} & set(case.icd_codes)
    if _bare_poisoning(case) is not None:
        return
    for diagnosis in case.diagnoses:
        if not diagnosis.drugs or not _is_effect(diagnosis):
            continue
        causes = {*diagnosis.codes, *on_event}
        if not any(_is_in(code, _EFFECT_OF_TREATMENT) for code in causes):
            other = next((code for code in diagnosis.codes if _is_in(code, _ADVERSE_CAUSE)), "")
            hint = f" Byt {other} mot Y57.9." if other else ""
            codes = (diagnosis.code, *diagnosis.drugs)
            yield Objection(codes, {"hint": hint}, catalogue=_effect_numbers(diagnosis.code))


def _effect_numbers(code: str) -> tuple[int, ...]:
    """Tell whether the code says by itself that it is an adverse effect."""
    is_effect = has_icd_shape(code) and any(True for _ in NEEDED["LM005"].about((code,)))
    return (53, 54) if is_effect else (53,)


@rule(
    rule_id="LM005",
    name="adverse-effect-without-its-drug",
    severity=Severity.WARNING,
    message="{code} {title} är en läkemedelsbiverkan utan orsak. {reason}",
    explanation=(
        "Koden säger själv att ett läkemedel har orsakat tillståndet. Vilket läkemedel det var "
        "anges med Y57.9 direkt efter diagnosen och ATC-koden efter den. Vaccin tar Y58–Y59 eller "
        "U12.9. Var det en förgiftning ska den i stället kodas T36–T50."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "D59.0 och D61.1; raderna i tabellen"),
    catalogue=numbers_of("LM005"),
    table=NEEDED["LM005"].rows,
    needs=icd(*(line.codes for line in NEEDED["LM005"].rows)),
    fires_on=(example("L27.0"), example("I10.9", "K52.1")),
    silent_on=(
        example(row("L27.0", "Y57.9", drugs=("J01CA04",))),
        example(row("L27.0", drugs=("J01CA04",))),
        example("K52.9"),
    ),
)
def adverse_effect_without_its_drug(case: Case) -> Iterator[Objection]:
    """Object to a code of an adverse effect without cause; with an ATC code it is LM002's."""
    alone_codes = list(alone(case, NEEDED["LM005"]))
    if alone_codes:
        told = {objection.codes[0] for objection in adverse_effect_without_y579.check(case)}
        yield from (o for o in alone_codes if o.codes[0] not in told)


@rule(
    rule_id="LM004",
    name="poisoning-with-cause-of-adverse-effect",
    severity=Severity.ERROR,
    message="{code} {title} är en förgiftning, men {other} gäller rätt givet läkemedel.",
    explanation=(
        "Överdos och fel läkemedel är förgiftning (T36–T50) med X40–X44, X60–X64, X85 eller "
        "Y10–Y14 som yttre orsak. Rätt läkemedel i rätt dos är biverkan: koda biverkan själv med "
        "Y40–Y59. Byt den av koderna som inte stämmer."
    ),
    source=Source("Socialstyrelsen", "ICD-10-SE", "avsnittet Y40–Y84, inledningen"),
    catalogue=(52, 55),
    needs=icd(_POISONING) & icd(_TREATMENT_CAUSE),
    fires_on=(example(row("T39.1", "Y45.3")),),
    silent_on=(
        example(row("T39.1", "X64.09")),
        example(row("K29.0", "Y45.3")),
        example(row("T39.1", "X64.09"), row("L27.0", "Y57.9")),
    ),
)
def poisoning_with_cause_of_adverse_effect(case: Case) -> Iterator[Objection]:
    """Object to a poisoning one of whose own causes is that of an adverse effect."""
    for diagnosis in case.diagnoses:
        if diagnosis.external_causes and _is_in(diagnosis.code, _POISONING):
            for cause in diagnosis.external_causes:
                if _is_in(cause, _TREATMENT_CAUSE):
                    yield Objection((diagnosis.code, cause), {"other": cause})
                    break


def _is_effect(diagnosis: Diagnosis) -> bool:
    return not _is_in_any((diagnosis.code,), _NO_EFFECT) and not _has_poisoning_cause(diagnosis)


def _bare_poisoning(case: Case) -> int | None:
    """Find the place of the first T50.9 without ATC codes."""
    places = enumerate(case.diagnoses)
    return next((n for n, row in places if _is_unspecified(row.code) and not row.drugs), None)


def _has_poisoning_cause(diagnosis: Diagnosis) -> bool:
    return _is_in_any(diagnosis.codes, _POISONING_CAUSE)


def _is_in_any(codes: Iterable[str], span: CodeSet) -> bool:
    return any(_is_in(code, span) for code in codes)


def _is_unspecified(code: str) -> bool:
    return code.startswith(_UNSPECIFIED_POISONING)


def _is_in(code: str, span: CodeSet) -> bool:
    return has_icd_shape(code) and code in span
