"""The way somebody went through a codebook, so that it can be gone back and forward again."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
#: Places that are remembered.
_MOST = 200


class How(StrEnum):
    """What brought somebody to a place."""

    #: A link, a crumb, a chosen code: always a place of its own on the way.
    JUMP = "jump"
    #: A step with the arrows; a walk leaves its last place on the way.
    WALK = "walk"
    #: The first hit of what is being typed; it leaves the last one.
    TYPED = "typed"


class Trail(Generic[T]):
    """Places in the order in which they were gone to, and where among them one stands."""

    def __init__(self) -> None:
        self._places: list[tuple[T, How]] = []
        self._at = -1

    @property
    def current(self) -> T | None:
        """The place where one stands, None before the first."""
        return self._places[self._at][0] if self._places else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back from a later place."""
        return self._at + 1 < len(self._places)

    def go(self, place: T, how: How = How.JUMP) -> None:
        """Go to a place; what lay ahead is forgotten. The same place again changes nothing."""
        if place == self.current:
            return
        del self._places[self._at + 1 :]
        if how is not How.JUMP and self._places and self._places[-1][1] is how:
            self._places.pop()
        self._places = [*self._places, (place, how)][-_MOST:]
        self._at = len(self._places) - 1

    def back(self) -> T | None:
        """Go one place back and return it; at the first one stays."""
        self._at = max(self._at - 1, min(self._at, 0))
        return self.current

    def forward(self) -> T | None:
        """Go one place forward and return it; at the last one stays."""
        self._at = min(self._at + 1, len(self._places) - 1)
        return self.current

    def clear(self) -> None:
        """Forget every place."""
        self._places, self._at = [], -1
