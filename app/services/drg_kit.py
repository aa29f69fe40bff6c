"""What the problem groups of many events depend on: tables and choices of one moment.

Taken out of the workstation it holds no database, so that it goes to other processes. Each set of
tables travels packed, and is made ready by the first event that it is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.codebook_ports import Codebooks
from app.domain.drg_ports import DrgTableSet
from app.domain.drg_problem import ProblemGroup
from app.domain.encounter import Encounter
from app.domain.errors import AppError
from app.grouper.engine import Grouper
from app.grouper.packed import pack, unpack
from app.services.context import AppContext
from app.services.drg import outcome_of
from app.services.drg_choice import HOME, TableChoices, choose, table_choices
from app.services.drg_problems import in_group, problem_by
from app.services.drg_tables import compiled_tables, grouper_from

_FOR_REVIEW = "review"


@dataclass(frozen=True, slots=True)
class GroupingKit:
    """The imported tables, and what the workplace has said about them."""

    choices: TableChoices = field(default_factory=TableChoices)
    #: The tables of each set by their checksum.
    packed: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def with_problem_group(self, encounter: Encounter, books: Codebooks) -> Encounter:
        """Return the event with the problem group that it falls in, as `drg_problems` does."""
        return in_group(encounter, self._problem_group(encounter, books))

    def _problem_group(self, encounter: Encounter, books: Codebooks) -> ProblemGroup | None:
        fit = choose(self.choices, encounter.country or HOME, encounter.day)
        if fit.tables is None or not encounter.is_closed:
            return None
        try:
            return problem_by(fit, outcome_of(self._grouper(fit.tables), books, encounter))
        except AppError:  # it cannot be grouped, which is told where groups are shown
            return None

    def _grouper(self, tables: DrgTableSet) -> Grouper:
        content = self.packed[tables.checksum]
        return grouper_from(tables, lambda: unpack(content, _FOR_REVIEW))


def pack_grouping(app: AppContext) -> GroupingKit:
    """Take out what is imported and chosen now; nothing where no tables are imported.

    Raises:
        StorageError: storage cannot be asked and never was.
        NotFoundError: a set is removed in the same moment.

    """
    choices = table_choices(app)
    packed = {s.checksum: pack(compiled_tables(app, s), _FOR_REVIEW) for s in choices.sets}
    return GroupingKit(choices, packed)
