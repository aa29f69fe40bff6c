"""What grouping needs of storage: the imported sets of definition tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.domain.drg_tables import DefinitionTables, TableLayout
from app.domain.period import Period


@dataclass(frozen=True, slots=True)
class DrgTableSet:
    """An imported set of definition tables, without its rows."""

    id: str
    country: str
    #: What the tables say of themselves.
    version: str
    valid: Period
    layout: TableLayout
    #: How many rules there are.
    rules: int
    #: SHA-256 of the content, whatever file it stood in.
    checksum: str
    source: str
    imported_by: str = ""
    imported_at: datetime | None = None
    #: What the importer found odd, as Swedish sentences.
    remarks: tuple[str, ...] = field(default=())

    @property
    def label(self) -> str:
        """The version and the country, on one line."""
        return f"{self.version} ({self.country})" if self.country else self.version


class DrgTables(Protocol):
    """The imported sets of definition tables."""

    def all(self) -> list[DrgTableSet]:
        """Every set, the latest year first."""
        ...

    def content(self, set_id: str) -> DefinitionTables | None:
        """Return the rows of a set, or None."""
        ...

    def add(self, described: DrgTableSet, tables: DefinitionTables) -> None:
        """Keep a set."""
        ...

    def remove(self, set_id: str) -> None:
        """Forget a set; nothing where there is none."""
        ...
