"""What a review knows besides event and codebooks: imported combinations, decisions, the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.kodserver import Combination
from app.domain.procedure_candidate import ProcedureCandidate


@dataclass(frozen=True, slots=True)
class ReviewTables:
    """Tables that rules ask; an empty one makes its rules silent."""

    #: What Kodserver allows to be reported together.
    combinations: Sequence[Combination] = ()
    #: Sentences of KVÅ that an administrator made rules, by the code that they are about.
    accepted: Mapping[str, tuple[ProcedureCandidate, ...]] = field(default_factory=dict)
    #: The day of the review; None where it must not matter, as for a file of older events.
    today: date | None = None


#: Nothing was imported or decided, and the day does not matter.
NO_TABLES = ReviewTables()
