"""Rules about rows that belong together: external causes and drugs right after their own row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from app.domain.codes import CodeSet, is_external_cause
from app.domain.encounter import Diagnosis, Procedure
from app.domain.finding import Severity
from app.rules.base import Objection, Source, rule
from app.rules.case import ADDITIONAL, Case
from app.rules.conditional_rows import parse_procedures
from app.rules.examples import example, procedure, row, with_drugs
from app.rules.needs import DRUGS, icd

L = TypeVar("L", Diagnosis, Procedure)

_REGULATION = Source(
    "Socialstyrelsen", "HSLF-FS 2024:9", "ordningen mellan diagnos, yttre orsak, åtgärd och ATC"
)
_WHY = (
    "När vården rapporteras står varje yttre orsak direkt efter sin diagnos, och varje ATC-kod "
    "direkt under den diagnos eller åtgärd som den hör till. "
)
_CAUSES = CodeSet.parse("V01-Y98")
_ACCIDENTS = CodeSet.parse("V01-Y36")
_TREATMENTS = CodeSet.parse("Y60-Y84")
_INJURIES = CodeSet.parse("S00-T79")
_COMPLICATIONS = CodeSet.parse("T80-T88")
_OF_CHAPTER_19 = CodeSet.parse("S00-T98")
#: Poisonings have a rule of their own about the place of the drug.
_TAKES_DRUG = CodeSet.parse("T36-T50 Y40-Y59")
_POISONING = CodeSet.parse("T36-T50")
_GIVES_DRUG = parse_procedures("DT006-DT037 DT100-DT199")


@rule(
    rule_id="YO020",
    name="external-cause-at-another-diagnosis",
    severity=Severity.WARNING,
    message="{code} {title} {told}. Flytta den till den diagnos som den hör till.",
    explanation=(
        _WHY + "En orsak på egen rad räknas till diagnosen före. Flytta raden, så att skadan får "
        "sin orsak."
    ),
    source=_REGULATION,
    catalogue=(15,),
    needs=icd(_CAUSES),
    fires_on=(
        example("S72.00", "I10.9", "W01.09"),
        example(None, "W01.09", "S72.00"),
    ),
    silent_on=(
        example("S72.00", "W01.09", "I10.9"),
        example(row("S72.00", "W01.09"), "I10.9"),
        example(row("I10.9", "W01.09")),
    ),
    companions=frozenset({"YO001", "HD001"}),
)
def external_cause_at_another_diagnosis(case: Case) -> Iterator[Objection]:
    """Object to a cause on a row outside chapter 19 while an injury that takes it has none."""
    if _is_lost(case.diagnoses):
        yield Objection((case.diagnoses[0].code,), {"told": "står före den första diagnosen"})
    for line in case.diagnoses:
        if line.code in _OF_CHAPTER_19 or is_external_cause(line.code):
            continue
        for cause in line.external_causes:
            bare = _without_cause(case, cause)
            if bare:
                told = f"står vid {line.code}, och {bare} saknar yttre orsak"
                yield Objection((cause, line.code, bare), {"told": told})


@rule(
    rule_id="LM024",
    name="drug-at-another-row",
    severity=Severity.WARNING,
    message="ATC-koden {drug} står vid {code} {title}, och {other} saknar läkemedel.",
    explanation=_WHY + "Flytta ATC-koden till den raden.",
    source=_REGULATION,
    catalogue=(15,),
    needs=DRUGS,
    fires_on=(
        example(row("L27.0", "Y57.9"), row("I10.9", drugs=("J01CA04",))),
        example("J18.9", procedures=(with_drugs(procedure("JEA01"), "J01CA04"), "DT016")),
    ),
    silent_on=(
        example(row("L27.0", "Y57.9", drugs=("J01CA04",)), "I10.9"),
        example("J18.9", procedures=("JEA01", with_drugs(procedure("DT016"), "J01CA04"))),
        example(row("I10.9", drugs=("J01CA04",))),
    ),
    companions=frozenset({"LM002", "LM021"}),
)
def drug_at_another_row(case: Case) -> Iterator[Objection]:
    """Object to a drug on a row that takes none while one that takes it has none."""
    yield from _misplaced(case.diagnoses, _takes_drug, _wants_drug)
    yield from _misplaced(case.encounter.procedures, _gives_drug, _gives_drug)


def _is_lost(rows: tuple[Diagnosis, ...]) -> bool:
    """Whether a cause comes first without being principal: then it follows no diagnosis."""
    return len(rows) > 1 and not rows[0].is_principal and is_external_cause(rows[0].code)


def _without_cause(case: Case, cause: str) -> str:
    """Return the first injury or complication that could have the cause and has none."""
    if cause in _ACCIDENTS:
        wanted = _INJURIES
    elif cause in _TREATMENTS:
        wanted = _COMPLICATIONS
    else:
        return ""
    bare = (d.code for d in case.diagnoses if d.code in wanted and not d.external_causes)
    return next(bare, "")


def _misplaced(
    rows: Sequence[L], takes: Callable[[L], bool], wants: Callable[[L], bool]
) -> Iterator[Objection]:
    """Yield what has a drug and takes none, where a row that wants one has none."""
    strayed = [line for line in rows if line.drugs and not takes(line)]
    if not strayed:
        return
    lacking = next((line.code for line in rows if not line.drugs and wants(line)), "")
    if lacking:
        for line in strayed:
            values = {"drug": line.drugs[0], "other": lacking}
            yield Objection((line.code, lacking), values)


def _takes_drug(line: Diagnosis) -> bool:
    return any(code in _TAKES_DRUG for code in line.codes)


def _wants_drug(line: Diagnosis) -> bool:
    return _takes_drug(line) and line.code not in _POISONING


def _gives_drug(line: Procedure) -> bool:
    return line.code in _GIVES_DRUG and not line.code.startswith(ADDITIONAL)
