"""Attempts as a file that a trainee hands to the trainer: JSON, codes and times without marks.

The marks are set where the file is collected, by the exercises that lie there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.encounter import Encounter
from app.domain.errors import InputFileError
from app.domain.identity import IdentityNumber
from app.domain.patient import Patient
from app.domain.training import Attempt, Mode, Overrule
from app.exchange.encounter_json import read_encounter, write_encounter

KIND, FORMAT = "kodklar-attempts", 1
_CODING = ("diagnoses", "procedures")
_MOST_BYTES = 20_000_000


def write_attempts(attempts: Sequence[Attempt]) -> bytes:
    """Return the content of the file."""
    written = {
        "kind": KIND,
        "format": FORMAT,
        "attempts": [_written(attempt) for attempt in attempts],
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode()


def read_attempts(path: Path) -> list[Attempt]:
    """Read every attempt of a file; they have no marks yet.

    Raises:
        InputFileError: the file is damaged or something else; names the file and the attempt.

    """
    data = _parsed(path)
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise InputFileError(
            f"{path.name} är ingen resultatfil. Be deltagaren exportera sina försök på nytt."
        )
    if data.get("format") != FORMAT:
        raise InputFileError(f"{path.name} är gjord av en annan version. Uppdatera programmet.")
    items = data.get("attempts")
    if not isinstance(items, list):
        raise InputFileError(f"{path.name} saknar försök. Be deltagaren exportera på nytt.")
    return [_read(item, path.name, number) for number, item in enumerate(items, start=1)]


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputFileError(f"{path.name} är för stor för en resultatfil.")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputFileError(f"{path.name} kan inte läsas. Kontrollera filen.") from error
    except (ValueError, RecursionError) as error:
        raise InputFileError(
            f"{path.name} är skadad. Be deltagaren exportera sina försök på nytt."
        ) from error


def _read(item: Any, name: str, number: int) -> Attempt:
    try:
        return _attempt(item)
    except (KeyError, TypeError, ValueError, AttributeError, InputFileError) as error:
        raise InputFileError(
            f"{name}, försök {number}: uppgifterna är skadade. Be deltagaren exportera på nytt."
        ) from error


def _attempt(item: dict[str, Any]) -> Attempt:
    coded = read_encounter({key: item["coding"][key] for key in _CODING}).encounter
    limit = item["time_limit"]
    attempt = Attempt(
        id=_text(item, "id"),
        exercise_id=_text(item, "exercise"),
        exercise_title=_text(item, "title"),
        trainee=" ".join(_text(item, "trainee").split()),
        mode=Mode(item["mode"]),
        started=_moment(item["started"]),
        ended=_moment(item["ended"]),
        time_limit=None if limit is None else int(limit),
        diagnoses=coded.diagnoses,
        procedures=coded.procedures,
        overrules=tuple(_overrule(each) for each in item["overrules"]),
    )
    if attempt.ended is None or attempt.ended < attempt.started:
        raise ValueError
    return attempt


def _overrule(item: dict[str, Any]) -> Overrule:
    line, points = item["line"], item["points"]
    if not isinstance(line, int) or not isinstance(points, int):
        raise TypeError
    note, person = _text(item, "note"), _text(item, "person")
    return Overrule(line, points, note, person, _moment(item["at"]))


def _text(item: dict[str, Any], key: str) -> str:
    value = item[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return value


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None:
        raise ValueError
    return moment


def _written(attempt: Attempt) -> dict[str, Any]:
    return {
        "id": attempt.id,
        "exercise": attempt.exercise_id,
        "title": attempt.exercise_title,
        "trainee": attempt.trainee,
        "mode": attempt.mode.value,
        "started": attempt.started.isoformat(),
        "ended": attempt.ended.isoformat() if attempt.ended else None,
        "time_limit": attempt.time_limit,
        "coding": _coding(attempt),
        "overrules": [
            {
                "line": each.line,
                "points": each.points,
                "note": each.note,
                "person": each.person,
                "at": each.at.isoformat(),
            }
            for each in attempt.overrules
        ],
    }


def _coding(attempt: Attempt) -> dict[str, Any]:
    nobody = Patient(IdentityNumber(""))
    event = Encounter(
        attempt.id, nobody, diagnoses=attempt.diagnoses, procedures=attempt.procedures
    )
    written = write_encounter(event)
    return {key: written[key] for key in _CODING}
