"""An exercise as the text of an editor: written, checked row by row, saved when it passes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from app.domain.errors import InputFileError
from app.domain.training import Exercise
from app.domain.training_disguise import Doubt
from app.exchange.exercise_reader import parse_exercise
from app.exchange.exercise_writer import write_exercise
from app.services.context import AppContext
from app.services.training import get_exercise
from app.services.training_checks import ExerciseFault, check_exercise
from app.services.training_files import save_exercise
from app.services.training_make import ExerciseDraft, keep_draft, open_doubts

_NAME = "Övningen"
_ROW = re.compile(rf"{_NAME}, rad (\d+): ")


@dataclass(frozen=True, slots=True)
class TextFault:
    """Something about the text, with the row it stands on, from 1."""

    row: int
    sentences: str = field(repr=False)
    #: What the trainer may confirm; None where it has to be mended.
    doubt: ExerciseFault | Doubt | None = None


@dataclass(frozen=True, slots=True)
class CheckedText:
    """What an editor has been told of its text."""

    #: None where the text cannot be read.
    exercise: Exercise | None = field(repr=False)
    faults: tuple[TextFault, ...] = ()

    def passes(self, confirmed: Collection[ExerciseFault | Doubt]) -> bool:
        """Whether it may be saved once these doubts are confirmed."""
        return self.exercise is not None and all(
            fault.doubt is not None and fault.doubt in confirmed for fault in self.faults
        )


def exercise_text(training: AppContext, exercise_id: str) -> str:
    """Return an exercise in the form of its file.

    Raises:
        NotFoundError: no exercise has that id.

    """
    return write_exercise(get_exercise(training, exercise_id))


def draft_text(draft: ExerciseDraft) -> str:
    """Return an exercise that was made of an event in the form of its file."""
    return write_exercise(draft.exercise)


def check_text(app: AppContext, text: str, draft: ExerciseDraft | None = None) -> CheckedText:
    """Read and check a text; faults come in the order of the rows.

    Of a draft, what may tell who the patient is stands among the doubts as long as it is there.
    """
    try:
        read = parse_exercise(text, _NAME)
    except InputFileError as error:
        return CheckedText(None, (_fault(str(error)),))
    faults = [
        _fault(str(read.file.fault(each.place, each.sentences)), each if each.is_doubt else None)
        for each in check_exercise(app, read.exercise)
    ]
    if draft is not None:
        faults += [_doubted(text, doubt) for doubt in open_doubts(draft, read.exercise)]
    return CheckedText(read.exercise, tuple(sorted(faults, key=lambda fault: fault.row)))


def save_text(
    training: AppContext,
    text: str,
    confirmed: Collection[ExerciseFault | Doubt] = (),
    draft: ExerciseDraft | None = None,
) -> Exercise:
    """Keep the exercise in the training database.

    Raises:
        InputFileError: something has to be mended, or a doubt is not among those confirmed.

    """
    checked = check_text(training, text, draft)
    if checked.exercise is None or not checked.passes(confirmed):
        fault = next(each for each in checked.faults if each.doubt not in confirmed)
        raise InputFileError(f"Rad {fault.row}: {fault.sentences}")
    if draft is not None:
        kept = [each for each in confirmed if isinstance(each, Doubt)]
        return keep_draft(training, draft, checked.exercise, kept)
    seen = [each for each in confirmed if isinstance(each, ExerciseFault)]
    return save_exercise(training, checked.exercise, seen)


def _fault(told: str, doubt: ExerciseFault | None = None) -> TextFault:
    row = _ROW.match(told)
    if row is None:
        return TextFault(1, told.removeprefix(f"{_NAME}, "), doubt)
    return TextFault(int(row[1]), told[row.end() :], doubt)


def _doubted(text: str, doubt: Doubt) -> TextFault:
    place = text.find(doubt.text)
    row = text.count("\n", 0, max(0, place)) + 1
    sentence = f"”{doubt.text}” ({doubt.kind}). Ta bort orden, eller bekräfta att de är ofarliga."
    return TextFault(row, sentence, doubt)
