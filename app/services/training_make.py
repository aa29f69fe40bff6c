"""Use cases of making an exercise of a real event: nothing leaves before it has been checked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from app.domain.access import AccessKind, Person
from app.domain.errors import AppError, InputFileError, NotAllowedError, NotFoundError
from app.domain.training import Difficulty, Exercise
from app.domain.training_anonymous import make_anonymous
from app.domain.training_disguise import Doubt, Replacement
from app.services.access import access_event
from app.services.context import AppContext
from app.services.training_checks import check_exercise, texts_of
from app.services.training_files import save_exercise
from app.services.training_identity import numbers_in, numbers_of_tests


@dataclass(frozen=True, slots=True)
class ExerciseDraft:
    """An exercise made of an event, to be looked over before it is kept."""

    exercise: Exercise = field(repr=False)
    #: What was taken out, and what stands there now.
    replaced: tuple[Replacement, ...] = ()
    #: What was left and has to be taken out or confirmed.
    doubts: tuple[Doubt, ...] = ()


def draft_from_event(app: AppContext, encounter_id: str, person: Person) -> ExerciseDraft:
    """Make an exercise of an event with names, numbers, addresses, places and days replaced.

    The event is only read, and that is logged. Its codes become the key. The title and the
    goals are for the trainer to write.

    Raises:
        NotFoundError: no event has that id.
        NotAllowedError: the person of the event has protected personal data.
        AppError: a number that may be somebody's has not been found a replacement for.

    """
    with app.unit_of_work() as uow:
        event = uow.encounters.get(encounter_id)
        if event is None:
            raise NotFoundError(f"Vårdhändelsen {encounter_id} finns inte i arbetslistan.")
        if event.patient.is_protected:
            raise NotAllowedError(
                "Patienten har skyddade personuppgifter. Gör övningen av en annan händelse."
            )
        record = uow.encounters.record(encounter_id)
        uow.access_log.add(access_event(app, person, AccessKind.EXPORTED, event))
        uow.commit()
    made = make_anonymous(
        event,
        record,
        f"egen-{app.new_id()[:8].lower()}",
        app.new_id(),
        numbers_of_tests(app),
        app.now().date(),
    )
    exercise = Exercise(
        made.event.id,
        "Ny övning",
        made.event,
        made.record,
        made.key,
        ("Skriv vad deltagaren ska lära sig.",),
        Difficulty.MEDIUM,
        ("Egna övningar",),
        author=person.name,
    )
    _refuse_real_numbers(app, exercise)
    return ExerciseDraft(exercise, made.replaced, made.doubts)


def open_doubts(draft: ExerciseDraft, exercise: Exercise) -> tuple[Doubt, ...]:
    """Return the doubts whose words still stand in the exercise as it has been edited."""
    whole = "\n".join(text for _, text in texts_of(exercise))
    return tuple(doubt for doubt in draft.doubts if doubt.text in whole)


def keep_draft(
    training: AppContext,
    draft: ExerciseDraft,
    exercise: Exercise,
    confirmed: Collection[Doubt] = (),
) -> Exercise:
    """Keep a made exercise, as it has been edited, in the training database.

    Raises:
        InputFileError: a doubt still stands that is not confirmed, or the exercise has faults.

    """
    left = [doubt for doubt in open_doubts(draft, exercise) if doubt not in confirmed]
    if left:
        count = "1 ställe" if len(left) == 1 else f"{len(left)} ställen"
        raise InputFileError(
            f"{count} kan tala om vem patienten är. Ta bort orden, eller bekräfta att de är "
            "något annat."
        )
    doubts = [fault for fault in check_exercise(training, exercise) if fault.is_doubt]
    return save_exercise(training, exercise, confirmed=doubts)


def _refuse_real_numbers(app: AppContext, exercise: Exercise) -> None:
    """Hold an exercise back in which anything may be somebody's number after all."""
    for _, text in texts_of(exercise):
        if any(found.is_valid for found in numbers_in(app, text)):
            raise AppError(
                "Händelsen har ett identitetsnummer som inte kunde bytas ut. Gör övningen av en "
                "annan händelse."
            )
