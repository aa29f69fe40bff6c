"""Use cases of a trainee's work: begin, hand in, be judged; and a class that starts anew.

An attempt has an event of its own in the training database, with the id of the attempt, that
is coded like any other event.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.access import Person
from app.domain.encounter import Encounter, Status
from app.domain.errors import AppError, NotAllowedError, NotFoundError
from app.domain.record import CareRecord
from app.domain.training import SOURCE, Attempt, Exercise, Mode, Overrule
from app.services.context import AppContext
from app.services.training import get_exercise, mark, require_training

#: Longest time limit of a test, in minutes.
LONGEST_LIMIT = 600


def start_attempt(
    training: AppContext,
    exercise_id: str,
    trainee: str,
    mode: Mode,
    time_limit: int | None = None,
) -> Attempt:
    """Begin an attempt: an event without codes is laid out, with the attempt's id.

    Args:
        training: the handle of the training database.
        exercise_id: the exercise.
        trainee: whose work it is, as it stands in the class table.
        mode: what it is for.
        time_limit: of a test, in minutes; None for as long as it takes.

    Raises:
        NotFoundError: no exercise has that id.
        AppError: the trainee has no name, or the time limit is not from 1 to 600 minutes.

    """
    exercise = get_exercise(require_training(training), exercise_id)
    name = " ".join(trainee.split())
    if not name:
        raise AppError("Skriv deltagarens namn, så att resultatet hamnar på rätt rad.")
    if time_limit is not None and not 1 <= time_limit <= LONGEST_LIMIT:
        raise AppError(f"Skriv en provtid mellan 1 och {LONGEST_LIMIT} minuter.")
    attempt = Attempt(
        id=training.new_id(),
        exercise_id=exercise.id,
        exercise_title=exercise.title,
        trainee=name,
        mode=mode,
        started=training.now(),
        time_limit=time_limit if mode is Mode.TEST else None,
    )
    with training.unit_of_work() as uow:
        uow.encounters.save(_event(exercise, attempt.id), training.new_id())
        uow.encounters.put_record(attempt.id, _record(exercise.record, attempt.id))
        uow.training.save_attempt(attempt)
        uow.commit()
    return attempt


def hand_in(training: AppContext, attempt_id: str, coded: Encounter | None = None) -> Attempt:
    """End an attempt and mark it; one that is ended already comes back as it is.

    Without `coded`, the event is marked as it was last saved.

    Raises:
        NotFoundError: no attempt has that id, or its exercise or event is gone.

    """
    attempt = get_attempt(training, attempt_id)
    if attempt.is_ended:
        return attempt
    exercise = get_exercise(training, attempt.exercise_id)
    encounter = coded or _stored(training, attempt_id)
    ended = replace(
        attempt,
        ended=max(training.now(), attempt.started),
        diagnoses=encounter.diagnoses,
        procedures=encounter.procedures,
        marks=mark(training, exercise, encounter),
    )
    return _keep(training, ended)


def get_attempt(training: AppContext, attempt_id: str) -> Attempt:
    """Return an attempt.

    Raises:
        NotFoundError: no attempt has that id.

    """
    with require_training(training).unit_of_work() as uow:
        attempt = uow.training.attempt(attempt_id)
    if attempt is None:
        raise NotFoundError("Försöket finns inte längre. Klassen kan ha nollställts.")
    return attempt


def list_attempts(training: AppContext, trainee: str = "", exercise_id: str = "") -> list[Attempt]:
    """Return attempts, oldest first; of one trainee and one exercise where they are named."""
    with require_training(training).unit_of_work() as uow:
        return uow.training.attempts(trainee, exercise_id)


def overrule(
    training: AppContext, attempt_id: str, line: int, points: int, note: str, trainer: Person
) -> Attempt:
    """Judge one line of the marks otherwise, with a note; earlier judgements are kept.

    `points` may be from 0 to the line's full points; on a code too many, from its cost to 0.

    Raises:
        NotAllowedError: the attempt is not handed in.
        AppError: there is no note or no such line, or the points are not among those it can have.

    """
    attempt = get_attempt(training, attempt_id)
    if not attempt.is_ended:
        raise NotAllowedError("Försöket pågår. Lämna in det, så kan bedömningen ändras.")
    if not 0 <= line < len(attempt.marks.lines):
        raise AppError("Raden finns inte i bedömningen. Öppna resultatet på nytt.")
    if not note.strip():
        raise AppError("Skriv varför bedömningen ändras, så att deltagaren kan läsa det.")
    possible = attempt.marks.lines[line].possible_points
    if points not in possible:
        raise AppError(
            f"Raden kan ha från {possible[0]} till {possible[-1]} poäng. Skriv ett sådant tal."
        )
    said = Overrule(line, points, " ".join(note.split()), trainer.name, training.now())
    return _keep(training, replace(attempt, overrules=(*attempt.overrules, said)))


def reset_training(training: AppContext) -> int:
    """Take every attempt away, with the events that were coded; the exercises stay.

    Returns how many attempts went.
    """
    with require_training(training).unit_of_work() as uow:
        gone = uow.training.reset()
        uow.commit()
    return gone


def attempt_event(exercise: Exercise, attempt: Attempt) -> Encounter:
    """Return the event of an attempt coded as it was handed in."""
    event = _event(exercise, attempt.id)
    return replace(event, diagnoses=attempt.diagnoses, procedures=attempt.procedures)


def _event(exercise: Exercise, attempt_id: str) -> Encounter:
    return replace(
        exercise.event,
        id=attempt_id,
        source=SOURCE,
        diagnoses=(),
        procedures=(),
        overrides=(),
        status=Status.READY,
        version=0,
    )


def _record(record: CareRecord, attempt_id: str) -> CareRecord:
    """Return the record with ids of its own, as those of two events never are the same."""

    def own(part_id: str) -> str:
        return f"{attempt_id}-{part_id}" if part_id else ""

    return replace(
        record,
        documents=tuple(replace(each, id=own(each.id)) for each in record.documents),
        medications=tuple(replace(each, id=own(each.id)) for each in record.medications),
        proposals=tuple(
            replace(each, id=own(each.id), document_id=own(each.document_id))
            for each in record.proposals
        ),
    )


def _stored(training: AppContext, attempt_id: str) -> Encounter:
    with training.unit_of_work() as uow:
        encounter = uow.encounters.get(attempt_id)
    if encounter is None:
        raise NotFoundError("Övningens händelse finns inte längre. Börja om på övningen.")
    return encounter


def _keep(training: AppContext, attempt: Attempt) -> Attempt:
    with training.unit_of_work() as uow:
        uow.training.save_attempt(attempt)
        uow.commit()
    return attempt
