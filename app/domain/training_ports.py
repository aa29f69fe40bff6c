"""Where exercises and attempts are kept, as a protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.training import Attempt, Difficulty, Exercise


@dataclass(frozen=True, slots=True)
class ExerciseQuery:
    """Which exercises are asked for; empty parts ask for all."""

    #: Words of the title, the topics or the goals, in any order.
    text: str = ""
    topic: str = ""
    difficulty: Difficulty | None = None


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """An exercise in a list."""

    id: str
    title: str
    difficulty: Difficulty
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    author: str = ""
    #: Attempts at it that have been handed in.
    attempts: int = 0


class Training(Protocol):
    """The exercises and attempts of a training database."""

    def page(self, query: ExerciseQuery, offset: int, limit: int) -> list[ExerciseRow]:
        """Return a page, easy exercises first and then in Swedish order of the titles."""
        ...

    def count(self, query: ExerciseQuery) -> int:
        """Count the exercises that a query finds."""
        ...

    def topics(self) -> list[str]:
        """Return every topic that an exercise has, in Swedish order."""
        ...

    def exercise(self, exercise_id: str) -> Exercise | None:
        """Return an exercise, or None."""
        ...

    def save_exercise(self, exercise: Exercise) -> None:
        """Add an exercise, or replace that of the same id."""
        ...

    def remove_exercise(self, exercise_id: str) -> None:
        """Take an exercise away; its attempts stay."""
        ...

    def attempt(self, attempt_id: str) -> Attempt | None:
        """Return an attempt, or None."""
        ...

    def attempts(self, trainee: str = "", exercise_id: str = "") -> list[Attempt]:
        """Return attempts, oldest first; of one trainee and one exercise where they are named."""
        ...

    def save_attempt(self, attempt: Attempt) -> None:
        """Add an attempt, or replace that of the same id."""
        ...

    def reset(self) -> int:
        """Take away every attempt and every event that was coded; returns how many attempts."""
        ...
