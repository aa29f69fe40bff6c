"""Rules about what intensive care leaves behind, by the words of the diagnosis or the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.encounter import Encounter
from app.domain.finding import Severity
from app.domain.said_words import find_said
from app.rules.base import Objection, Source, Standing, rule
from app.rules.case import Case
from app.rules.examples import example
from app.rules.needs import RECORD_TEXT, ROW_TEXTS

_PARALYSIS = "G83.8"
_WORDS = re.compile(
    r"\b(?:CIP|CIM|CIPNM)\b|\b(?i:critical illness)\b|\b(?i:intensivvårds(?:neuropati|myopati))"
)


def _told(text: str, *codes: str) -> Encounter:
    return replace(example(*codes), record_text=text)


@rule(
    rule_id="BD015",
    name="critical-illness-weakness-without-its-code",
    severity=Severity.WARNING,
    message="”{words}” nämns, men G83.8 finns inte bland koderna.",
    explanation=(
        "Neuropati och myopati efter intensivvård (critical illness polyneuropathy och myopathy, "
        "CIP och CIM) kodas med G83.8, med diagnostexten ändrad så att den säger vad det är. "
        "Lägg till G83.8, eller byt den kod som tillståndet har."
    ),
    source=Source("Region Östergötland", "Frågor och svar om sjukdomsklassifikation"),
    catalogue=(126,),
    needs=RECORD_TEXT | ROW_TEXTS,
    standing=Standing.REGIONAL,
    fires_on=(_told("CIP efter lång intensivvård", "J96.0", "G62.8"),),
    silent_on=(
        _told("CIP efter lång intensivvård", "J96.0", "G83.8"),
        _told("ingen misstanke om CIP", "J96.0"),
        example("J96.0", "G62.8"),
    ),
)
def critical_illness_weakness_without_its_code(case: Case) -> Iterator[Objection]:
    """Object where diagnosis or record names the condition and its code is absent."""
    if any(code.startswith(_PARALYSIS) for code in case.icd_codes):
        return
    for diagnosis in case.diagnoses:
        words = find_said(diagnosis.text, _WORDS)
        if words:
            yield Objection((diagnosis.code,), {"words": words})
            return
    words = find_said(case.encounter.record_text, _WORDS)
    if words:
        yield Objection((), {"words": words})
