"""What a class did: one table of trainees and exercises, and what was commonly missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.codes import CodeSystem
from app.domain.training import Attempt, Mode
from app.domain.training_marks import MarkLine, Part

#: Of the attempts of one trainee at one exercise the latest of the first of these counts.
COUNTED = (Mode.TEST, Mode.PRACTISE)
_LAST_LETTERS = str.maketrans("åäö", "{|}")


@dataclass(frozen=True, slots=True)
class ClassCell:
    """The attempt that counts for one trainee and one exercise."""

    attempt_id: str
    percent: int
    mode: Mode
    is_late: bool = False
    is_overruled: bool = False
    #: All that the trainee has handed in of this exercise, demonstrations aside.
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One trainee; None where nothing was handed in."""

    trainee: str
    cells: tuple[ClassCell | None, ...]

    @property
    def mean(self) -> int | None:
        """Mean of the exercises that were handed in, in whole percent."""
        return _mean(cell.percent for cell in self.cells if cell is not None)

    @property
    def done(self) -> int:
        """How many exercises were handed in."""
        return sum(cell is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class ClassTable:
    """Trainees as rows, exercises as columns."""

    #: Id and title.
    exercises: tuple[tuple[str, str], ...] = ()
    rows: tuple[ClassRow, ...] = ()

    @property
    def means(self) -> tuple[int | None, ...]:
        """Mean of each exercise, in whole percent."""
        return tuple(
            _mean(cell.percent for row in self.rows if (cell := row.cells[place]) is not None)
            for place in range(len(self.exercises))
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that an exercise asked for, and how many of the class did not have it right."""

    part: Part
    system: CodeSystem
    #: The code that the key prefers; of a code too many, that code.
    code: str
    hangs_on: str
    missed: int
    of: int
    #: What was given instead, with how often, the commonest first.
    given: tuple[tuple[str, int], ...] = ()
    why: str = ""


def build_table(attempts: Sequence[Attempt]) -> ClassTable:
    """Build the table of what was handed in, trainees and exercises in alphabetical order."""
    counted = counted_attempts(attempts)
    titles = {attempt.exercise_id: attempt.exercise_title for attempt in counted}
    exercises = tuple(sorted(titles.items(), key=lambda item: _order(item[1])))
    names: dict[str, str] = {}
    for attempt in counted:
        names.setdefault(_key(attempt.trainee), attempt.trainee)
    chosen = {(_key(attempt.trainee), attempt.exercise_id): attempt for attempt in counted}
    tries = Counter((_key(a.trainee), a.exercise_id) for a in _eligible(attempts))
    rows = (
        ClassRow(
            name, tuple(_cell(chosen.get((key, each)), tries[key, each]) for each, _ in exercises)
        )
        for key, name in sorted(names.items(), key=lambda item: _order(item[0]))
    )
    return ClassTable(exercises, tuple(rows))


def counted_attempts(attempts: Iterable[Attempt]) -> list[Attempt]:
    """Return the attempt that counts for each trainee and exercise.

    The latest test; where there is none, the latest practice. Demonstrations never count.
    """
    chosen: dict[tuple[str, str], Attempt] = {}
    for attempt in _eligible(attempts):
        key = (_key(attempt.trainee), attempt.exercise_id)
        known = chosen.get(key)
        if known is None or _precedence(attempt) >= _precedence(known):
            chosen[key] = attempt
    return list(chosen.values())


def commonly_missed(attempts: Sequence[Attempt]) -> list[Missed]:
    """Count what the attempts that count did not have right, the commonest first.

    All of them should be at the same exercise.
    """
    counted = counted_attempts(attempts)
    lines = [line for attempt in counted for line in attempt.marks.differences]
    found = Counter(_asked(line) for line in lines)
    return [
        _missed(key, count, len(counted), [line for line in lines if _asked(line) == key])
        for key, count in found.most_common()
    ]


def _eligible(attempts: Iterable[Attempt]) -> Iterable[Attempt]:
    return (each for each in attempts if each.is_ended and each.mode in COUNTED)


def _precedence(attempt: Attempt) -> tuple[int, object]:
    return -COUNTED.index(attempt.mode), attempt.ended or attempt.started


def _cell(attempt: Attempt | None, tries: int) -> ClassCell | None:
    if attempt is None:
        return None
    return ClassCell(
        attempt.id,
        attempt.final.percent,
        attempt.mode,
        attempt.is_late,
        attempt.is_overruled,
        tries,
    )


def _asked(line: MarkLine) -> tuple[Part, CodeSystem, str, str]:
    code = line.expected[0] if line.expected else line.given
    return line.part, line.system, code, line.hangs_on


def _missed(
    key: tuple[Part, CodeSystem, str, str], count: int, of: int, lines: Sequence[MarkLine]
) -> Missed:
    part, system, code, hangs_on = key
    given = Counter(line.given for line in lines if line.given and line.given != code)
    why = next((line.why for line in lines if line.why), "")
    return Missed(part, system, code, hangs_on, count, of, tuple(given.most_common()), why)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _order(text: str) -> str:
    """Return what sorts å, ä and ö after z, in that order."""
    return text.casefold().translate(_LAST_LETTERS)


def _mean(percents: Iterable[int]) -> int | None:
    known = list(percents)
    return round(sum(known) / len(known)) if known else None
