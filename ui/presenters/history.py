"""Undo and redo: encounters are frozen, so the history is a stack of them."""

from __future__ import annotations

from app.domain.desk_memory import NO_STEPS, UndoSteps
from app.domain.encounter import Encounter


class History:
    """The states of one encounter on the desk, without limit."""

    def __init__(self) -> None:
        self._past: list[Encounter] = []
        self._future: list[Encounter] = []

    def reset(self) -> None:
        """Forget everything: nothing of it is on the desk any more."""
        self._past.clear()
        self._future.clear()

    def begin(self, encounter: Encounter, steps: UndoSteps = NO_STEPS) -> None:
        """Follow an event that was just opened, with the steps kept from before a restart."""
        self._past = [state.laid_on(encounter) for state in steps.past]
        self._future = [state.laid_on(encounter) for state in steps.future]

    def steps(self) -> UndoSteps:
        """Return what is kept over a restart."""
        return UndoSteps.of(self._past, self._future)

    def remember(self, before: Encounter) -> None:
        """Note the state that an act is about to change."""
        self._past.append(before)
        self._future.clear()

    def undo(self, present: Encounter) -> Encounter | None:
        """Return the state before the last act, or None."""
        if not self._past:
            return None
        self._future.append(present)
        return self._past.pop()

    def redo(self, present: Encounter) -> Encounter | None:
        """Return the state that the last undo left, or None."""
        if not self._future:
            return None
        self._past.append(present)
        return self._future.pop()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return bool(self._future)
