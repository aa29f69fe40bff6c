"""What came of an act on many events: what was done, what was refused, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.domain.list_words import format_count

#: Reasons that are told in one sentence; the rest are in the list of what was refused.
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """One event that an act passed over, and why, as a sentence."""

    encounter_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkReport:
    """What an act did with the events it was asked for, in their order."""

    #: What was done, as in ”3 händelser tilldelade Kim”: the words after the number.
    deed: str
    asked: int
    done: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    #: Sentences about events that were done though something is to be known of them.
    remarks: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()
    was_cancelled: bool = False

    @property
    def untouched(self) -> int:
        """How many events an act that was stopped never came to."""
        return self.asked - len(self.done) - len(self.refused)

    @property
    def sentences(self) -> str:
        """The whole in Swedish: counts first, then the reasons, the commonest first."""
        told = [f"{format_count(len(self.done), 'händelse', 'händelser')} {self.deed}."]
        if self.refused:
            told.append(f"{len(self.refused)} gick inte:")
            told += _reasons(self.refused)
        told += self.remarks[:_TOLD]
        if self.was_cancelled:
            told.append(f"Avbrutet: {self.untouched} är orörda.")
        elif self.untouched:
            told.append(f"{self.untouched} är orörda.")
        return " ".join(told)


def _reasons(refused: Iterable[Refused]) -> list[str]:
    counted = Counter(each.reason for each in refused).most_common()
    told = [f"{reason} ({count} st)" if count > 1 else reason for reason, count in counted[:_TOLD]]
    more = sum(count for _reason, count in counted[_TOLD:])
    return [*told, f"{more} av andra skäl."] if more else told
