"""Why a contact was grouped as it was: the rule in words, complications, and what separates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.drg import DrgOutcome


class Weight(StrEnum):
    """What became of a complication category."""

    COUNTS = "counts"
    #: The principal diagnosis stands on its exclusion list.
    EXCLUDED = "excluded"
    #: It sleeps, and no code of the contact wakes it.
    SLEEPS = "sleeps"
    #: The same code is the principal diagnosis.
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Condition:
    """One filled column of the rule, and the codes that met it."""

    column: str
    #: The cell as the tables have it.
    cell: str
    #: What is asked for, in Swedish.
    asked: str
    #: Codes that met it; empty where the absence of something did, or the contact itself.
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Complication:
    """A complication category of a secondary diagnosis, or the level of a procedure."""

    code: str
    #: Empty for a procedure.
    category: str
    level: int
    weight: Weight
    #: Why, in Swedish.
    told: str
    #: Properties of which one wakes a sleeping category, and the codes that did.
    wakes: tuple[str, ...] = ()
    woken_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule above the one that won, which fails on one column alone."""

    rule: str
    drg: str
    text: str
    #: What separates, in Swedish.
    told: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is told of one grouping."""

    outcome: DrgOutcome
    text: str
    #: What the return code means, in the words of the tables; empty where they have none.
    rtc_text: str
    #: Place of the rule in the tables, counted from 1; 0 where no rule was met.
    row: int
    conditions: tuple[Condition, ...] = ()
    complications: tuple[Complication, ...] = ()
    #: Codes that the tables do not have.
    unknown: tuple[str, ...] = ()
    #: Known codes that had no part in the result.
    idle: tuple[str, ...] = ()
    near: tuple[NearMiss, ...] = ()


@dataclass(frozen=True, slots=True)
class Variation:
    """What becomes of a contact when something about it is otherwise."""

    #: What is otherwise, in Swedish.
    told: str
    outcome: DrgOutcome
    text: str
