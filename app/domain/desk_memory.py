"""What a desk remembers between starts: steps that can be undone, bound keys, where one was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from app.domain.encounter import Diagnosis, Encounter, Override, Procedure

#: Steps back that are kept over a restart; while the event lies on the desk there is no limit.
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class CodingState:
    """The part of an encounter that acts change; nothing that tells whose it is."""

    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    overrides: tuple[Override, ...] = ()

    @staticmethod
    def of(encounter: Encounter) -> CodingState:
        """Return the coding of an encounter as it stands."""
        return CodingState(encounter.diagnoses, encounter.procedures, encounter.overrides)

    def laid_on(self, encounter: Encounter) -> Encounter:
        """Return the encounter with this coding."""
        return replace(
            encounter,
            diagnoses=self.diagnoses,
            procedures=self.procedures,
            overrides=self.overrides,
        )


@dataclass(frozen=True, slots=True)
class UndoSteps:
    """States before the present one, oldest first, and those that were undone, next one last."""

    past: tuple[CodingState, ...] = ()
    future: tuple[CodingState, ...] = ()

    @staticmethod
    def of(past: Iterable[Encounter], future: Iterable[Encounter]) -> UndoSteps:
        """Return the newest steps of a history, so many as are kept."""
        kept = [tuple(map(CodingState.of, tuple(part)[-MOST_STEPS:])) for part in (past, future)]
        return UndoSteps(*kept)


NO_STEPS = UndoSteps()


class UndoMemory(Protocol):
    """The steps of events that are being coded, as of their last save."""

    def get(self, encounter_id: str, person_id: str, version: int) -> UndoSteps:
        """Return a person's steps to a stored version; none if anything was stored since."""
        ...

    def put(self, encounter_id: str, person_id: str, version: int, steps: UndoSteps) -> None:
        """Keep the steps that lead to a stored version, in place of what was kept before."""
        ...


class DeskMemory(Protocol):
    """Small things that a person's desk remembers, each under a name."""

    def get(self, person_id: str, name: str) -> Mapping[str, Any]:
        """Return what is remembered, or nothing."""
        ...

    def put(self, person_id: str, name: str, value: Mapping[str, Any]) -> None:
        """Remember in place of what was; nothing forgets it."""
        ...
