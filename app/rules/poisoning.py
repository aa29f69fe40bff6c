"""Rules about poisoning by drugs (T36–T50): its place on the event, and its intent."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.codes import CodeSet, has_icd_shape
from app.domain.encounter import Diagnosis
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import Case
from app.rules.examples import example, row
from app.rules.needs import icd

_POISONING = CodeSet.parse("T36-T50")
#: Where several kinds of poison were taken, either may come first.
_ANY_POISONING = CodeSet.parse("T36-T65")
_INTENT = CodeSet.parse("X40-X49, X60-X69, X85-X90, Y10-Y19")
_CAUSE = CodeSet.parse("V01-Y98")
#: The cause of an adverse effect is the business of LM004.
_TREATMENT = CodeSet.parse("Y40-Y59")
#: Causes that name the kind of substance, and the one of the same intent that does not.
_SIMPLER = {
    "X44": CodeSet.parse("X40-X43"),
    "X64": CodeSet.parse("X60-X63"),
    "Y14": CodeSet.parse("Y10-Y13"),
}
_KSH97 = Source("Socialstyrelsen", "Ändringar i KSH97, 1997–2010", "inledningen om förgiftning")


@rule(
    rule_id="LM006",
    name="poisoning-out-of-place",
    severity=Severity.WARNING,
    message="{code} {title} {fault}.",
    explanation=(
        "Vid förgiftning är T36–T50 (eller T50.9 med ATC-kod) huvuddiagnos och i regel den enda "
        "koden för skadans art. Avsikten anges som yttre orsak: X40–X49 olycka, X60–X69 avsiktligt "
        "självskadande, X85–X90 övergrepp, Y10–Y19 oklar avsikt. Var förgiftningen inte skälet "
        "till vårdkontakten avfärdas varningen med det skälet."
    ),
    source=_KSH97,
    catalogue=(49,),
    needs=icd(_POISONING),
    fires_on=(
        example("J96.0", row("T50.9", "X64.09", drugs=("N02BE01",))),
        example(row("T39.1", "W01.09")),
    ),
    silent_on=(
        example(row("T50.9", "X64.09", drugs=("N02BE01",)), "J96.0"),
        example(row("T39.1", "X44.09")),
        example(None, row("T39.1", "X44.09")),
    ),
)
def poisoning_out_of_place(case: Case) -> Iterator[Objection]:
    """Object to a poisoning that is not first, and to one whose own causes tell no intent.

    One without any cause is the business of YO001.
    """
    poisonings = [row for row in case.diagnoses if _is_in(row.code, _POISONING)]
    is_first = any(_is_in(code, _ANY_POISONING) for code in case.principal_codes)
    if poisonings and case.principal_codes and not is_first:
        code = min(row.code for row in poisonings)
        yield Objection((code,), {"fault": "är en förgiftning och ska vara huvuddiagnos"})
    for poisoning in poisonings:
        causes = [code for code in poisoning.external_causes if _is_in(code, _CAUSE)]
        if causes and not any(code in _INTENT or code in _TREATMENT for code in causes):
            fault = f"har {causes[0]} men ingen yttre orsak som säger avsikten"
            yield Objection((poisoning.code, causes[0]), {"fault": fault})


@rule(
    rule_id="LM007",
    name="intent-told-more-finely-than-needed",
    severity=Severity.ADVICE,
    message="{code} {title} kan förenklas till {other}: substansen är redan angiven.",
    explanation=(
        "När substansen framgår av T36–T50 eller av ATC-koden räcker X44 (olycka), X64 (avsikt) "
        "eller Y14 (oklart), med plats och aktivitet. Båda sätten är rätt; det enklare är lättare "
        "att jämföra."
    ),
    source=_KSH97,
    catalogue=(51,),
    needs=icd(_POISONING) & icd(*_SIMPLER.values()),
    fires_on=(example(row("T39.1", "X60.09")),),
    silent_on=(
        example(row("T39.1", "X64.09")),
        example(row("T50.9", "X60.09")),
        example(row("L27.0", "Y57.9")),
    ),
)
def intent_told_more_finely_than_needed(case: Case) -> Iterator[Objection]:
    """Point at a cause that repeats the substance of its poisoning."""
    for diagnosis in case.diagnoses:
        if _is_in(diagnosis.code, _POISONING) and _tells_substance(diagnosis):
            for cause in diagnosis.external_causes:
                other = next((o for o, span in _SIMPLER.items() if _is_in(cause, span)), "")
                if other:
                    values = {"other": f"{other}{cause[3:]}"}
                    yield Objection((cause, diagnosis.code), values)


def _tells_substance(diagnosis: Diagnosis) -> bool:
    return bool(diagnosis.drugs) or not diagnosis.code.startswith("T50.9")


def _is_in(code: str, span: CodeSet) -> bool:
    return has_icd_shape(code) and code in span
