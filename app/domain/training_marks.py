"""Marks: what a coding earned against a key, line by line, by a published scheme.

The scheme stands in docs/training.md. Points are whole numbers, so that parts of them add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.codes import CodeSystem


class Part(StrEnum):
    """What a line of the marks is about."""

    PRINCIPAL = "principal"
    SECONDARY = "secondary"
    LINK = "link"
    ORDER = "order"
    PROCEDURE = "procedure"
    SURPLUS = "surplus"


PART_LABEL = {
    Part.PRINCIPAL: "Huvuddiagnos",
    Part.SECONDARY: "Bidiagnos",
    Part.LINK: "Koppling",
    Part.ORDER: "Ordning",
    Part.PROCEDURE: "Åtgärd",
    Part.SURPLUS: "Övertalig kod",
}

#: Most points of a line.
FULL = {
    Part.PRINCIPAL: 8,
    Part.SECONDARY: 4,
    Part.LINK: 2,
    Part.ORDER: 2,
    Part.PROCEDURE: 4,
    Part.SURPLUS: 0,
}
#: Each fault of a code halves what it earns.
HALVING = 2
#: What a code that the key does not ask for costs, and one that the key calls wrong.
SURPLUS_COST, WRONG_COST = 1, 2


class Verdict(StrEnum):
    """How a line was judged."""

    RIGHT = "right"
    #: An accepted code that is not the preferred one.
    ALTERNATIVE = "alternative"
    #: The right category, but not the right code in it.
    CATEGORY = "category"
    #: The right code with the wrong role: principal for secondary, or the reverse.
    ROLE = "role"
    #: Both: the right category in the wrong role.
    CATEGORY_AND_ROLE = "category_and_role"
    #: The two halves of a pair have changed places.
    TURNED = "turned"
    #: The code is there, but hangs on something else or on nothing.
    UNLINKED = "unlinked"
    MISSING = "missing"
    #: In another order than the exercise asks for.
    DISORDERED = "disordered"
    SURPLUS = "surplus"
    #: A code that the key calls wrong.
    WRONG = "wrong"


VERDICT_LABEL = {
    Verdict.RIGHT: "Rätt",
    Verdict.ALTERNATIVE: "Rätt, godtaget alternativ",
    Verdict.CATEGORY: "Rätt kategori, fel kod",
    Verdict.ROLE: "Rätt kod, fel roll",
    Verdict.CATEGORY_AND_ROLE: "Rätt kategori, fel kod och roll",
    Verdict.TURNED: "Paret är omvänt",
    Verdict.UNLINKED: "Rätt kod, men inte kopplad hit",
    Verdict.MISSING: "Saknas",
    Verdict.DISORDERED: "Annan ordning än övningen begär",
    Verdict.SURPLUS: "Övertalig",
    Verdict.WRONG: "Fel enligt facit",
}
IS_RIGHT = frozenset({Verdict.RIGHT, Verdict.ALTERNATIVE})


@dataclass(frozen=True, slots=True)
class RuleQuote:
    """What the rule book says of a difference, with its source."""

    rule_id: str
    message: str
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One thing that was asked for, or one code too many, with its points."""

    part: Part
    verdict: Verdict
    #: Negative for a code that costs.
    points: int
    full: int
    system: CodeSystem = CodeSystem.ICD10SE
    #: Codes that the key accepts, the preferred one first; empty for a code too many.
    expected: tuple[str, ...] = ()
    #: What the trainee gave; empty where nothing answers to it.
    given: str = ""
    #: On a link: the code of the key that it hangs on.
    hangs_on: str = ""
    #: Why the key says so, or why the code is wrong, in Swedish.
    why: str = ""
    #: Ids of rules and numbers of the catalogue.
    cites: tuple[str, ...] = ()
    #: The rules in words; filled by the service, which knows the rule book.
    quotes: tuple[RuleQuote, ...] = ()
    #: Whether a trainer has given it these points, whatever the verdict.
    is_overruled: bool = False

    @property
    def is_right(self) -> bool:
        """Whether nothing about it needs to be explained."""
        return self.verdict in IS_RIGHT

    @property
    def told_verdict(self) -> str:
        """The verdict in words, and that the points are not its own."""
        return VERDICT_LABEL[self.verdict] + (", ändrad" if self.is_overruled else "")

    @property
    def possible_points(self) -> range:
        """The points that a trainer may give it; a code too many costs at most what it does."""
        return range(min(self.points, 0), self.full + 1)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a coding earned. Points are never below 0 in all."""

    lines: tuple[MarkLine, ...] = ()
    full: int = 0

    @property
    def points(self) -> int:
        """The sum, at least 0."""
        return max(0, sum(line.points for line in self.lines))

    @property
    def percent(self) -> int:
        """Share of the full marks in whole percent, 100 only for full marks."""
        if not self.full:
            return 0
        return min(100, self.points * 100 // self.full)

    @property
    def differences(self) -> tuple[MarkLine, ...]:
        """The lines that are not right."""
        return tuple(line for line in self.lines if not line.is_right)

    def overruled(self, points: Mapping[int, int]) -> Marks:
        """Return the marks with other points on some lines, by their position from 0."""
        if not points:
            return self
        lines = tuple(
            replace(line, points=points[place], is_overruled=True) if place in points else line
            for place, line in enumerate(self.lines)
        )
        return replace(self, lines=lines)


#: Nothing has been marked.
NO_MARKS = Marks()
