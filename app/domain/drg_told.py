"""The group of an event as it is told: in words, in the order it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.domain.drg_problem import ProblemGroup
from app.domain.drg_words import Line

#: Product type of a DRG among the products that a region pays for.
PRODUCT_TYPE = "K"
#: The heading over what another code, order, sex or stay would give.
OTHERWISE = "Om något vore annorlunda"
NAMELESS = "Tabellerna har inga namn på grupper och egenskaper, så deras nummer visas."


class GroupState(Enum):
    """Whether an event could be grouped, and if not why."""

    GROUPED = "grouped"
    #: Nothing is imported, or nothing of the event's country.
    NO_TABLES = "no tables"
    #: The nearest set is for another time, and nobody has said that it will do.
    NONE_FITS = "none fits"
    #: The event lacks what grouping rests on.
    LACKS = "lacks"


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """A grouping in words, in the order it is read."""

    drg: str
    text: str
    #: Number and name of the major category of the principal diagnosis.
    mdc: str
    #: What the return code says, empty for a contact that is grouped.
    trouble: str
    rule: str
    row: int
    conditions: tuple[Line, ...] = ()
    complications: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    problem: ProblemGroup | None = None

    @property
    def is_nameless(self) -> bool:
        """Whether the tables have no name for the group; then they have none for properties."""
        return bool(self.drg) and not self.text

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield headings with the sentences below them, as the panel says them; some are empty."""
        yield "Därför", [line.spoken for line in self.conditions]
        yield "Komplicerande tillstånd", list(self.complications)
        yield "Det här skiljer från närliggande grupper", list(self.near)
        yield "Okända för tabellerna", _listed(self.unknown)
        yield "Hade ingen betydelse för gruppen", _listed(self.idle)
        rule = f"Regel {self.rule}, nummer {self.row} i ordningen. " if self.rule else ""
        mdc = f"Huvudgrupp (MDC) {self.mdc}." if self.mdc else ""
        nameless = NAMELESS if self.is_nameless else ""
        product = f"Produkttyp {PRODUCT_TYPE}. " if self.drg else ""
        yield "Underlag", list(filter(None, [f"{rule}{product}{mdc}".strip(), nameless]))


def _listed(names: tuple[str, ...]) -> list[str]:
    return [f"{'; '.join(names)}."] if names else []
