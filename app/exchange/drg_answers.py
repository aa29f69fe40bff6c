"""What came of contacts of a file, as lines of text: for people, or an object each."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from app.domain.drg import DrgOutcome
from app.domain.drg_explanation import Explanation

_JSON = json.JSONEncoder(ensure_ascii=False)
#: Outcomes that are remembered as they are written; there are as many as rules that are met.
_REMEMBERED = 10_000


class GroupedLine(NamedTuple):
    """What came of one line of a file of contacts."""

    number: int
    id: str
    outcome: DrgOutcome | None = None
    explanation: Explanation | None = None
    #: A Swedish sentence; then nothing was grouped.
    error: str = ""
    #: What is odd about a contact that was grouped all the same, with file and row.
    remark: str = ""


def line_as_object(line: GroupedLine) -> str:
    """Write one JSON object on one line, with its end: id, drg, rule, rtc and mdc.

    A line that could not be grouped has nothing in the last four, but its number and why.
    """
    written = f'{{"id": {_JSON.encode(line.id)}, {_outcome_members(line.outcome or DrgOutcome())}'
    if line.outcome is None:
        written += f', "line": {line.number}, "error": {_JSON.encode(line.error)}'
    if line.explanation is not None:
        written += f', "explanation": {_JSON.encode(explanation_json(line.explanation))}'
    return f"{written}}}\n"


def line_as_text(line: GroupedLine) -> str:
    """Write what came of a line for a person, each line with its end."""
    if line.outcome is None:
        return f"{line.error}\n"
    outcome = line.outcome
    if outcome.is_grouped:
        told = f"{line.id}: {outcome.drg} regel {outcome.rule} returkod {outcome.rtc}\n"
    else:
        told = f"{line.id}: ingen regel uppfylls.\n"
    if line.remark:
        told += f"  {line.remark}\n"
    if line.explanation is not None:
        told += explanation_text(line.explanation)
    return told


@lru_cache(_REMEMBERED)
def _outcome_members(outcome: DrgOutcome) -> str:
    """Write the members that an outcome gives, without the braces."""
    told = {
        "drg": outcome.drg or None,
        "rule": outcome.rule or None,
        "rtc": outcome.rtc or None,
        "mdc": outcome.mdc or None,
    }
    return _JSON.encode(told)[1:-1]


def explanation_json(told: Explanation) -> dict[str, Any]:
    """Write an explanation as one object."""
    return {
        "text": told.text,
        "rtc_text": told.rtc_text,
        "row": told.row,
        "conditions": [
            {"column": c.column, "cell": c.cell, "asked": c.asked, "codes": list(c.codes)}
            for c in told.conditions
        ],
        "complications": [
            {
                "code": c.code,
                "category": c.category,
                "level": c.level,
                "weight": c.weight.value,
                "told": c.told,
            }
            for c in told.complications
        ],
        "unknown": list(told.unknown),
        "idle": list(told.idle),
        "near": [{"rule": n.rule, "drg": n.drg, "text": n.text, "told": n.told} for n in told.near],
    }


def explanation_text(told: Explanation) -> str:
    """Write an explanation in lines of its own, each with its end."""
    lines = [f"  {told.outcome.drg} {told.text} (rad {told.row})"]
    for condition in told.conditions:
        codes = f": {', '.join(condition.codes)}" if condition.codes else ""
        lines.append(f"  - {condition.asked}{codes}")
    lines += [f"  Komplikation {c.code} {c.category}: {c.told}" for c in told.complications]
    if told.unknown:
        lines.append(f"  Okända för tabellerna: {', '.join(told.unknown)}")
    if told.idle:
        lines.append(f"  Utan del i resultatet: {', '.join(told.idle)}")
    lines += [f"  Skiljer från {miss.drg} {miss.text}: {miss.told}" for miss in told.near]
    return "".join(f"{line}\n" for line in lines)
