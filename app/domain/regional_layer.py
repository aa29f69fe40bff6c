"""All that a region decides, in one piece: what a TOML file holds, and what is written to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.customs import Customs, Deepening, PairOrder
from app.domain.regional import Block, RegionalTable, RuleSwitch

#: Under which key of the database's facts the name of the region stands.
REGION_NAME = "region-name"
#: What decisions of the workplace are said to come from.
WORKPLACE = "Arbetsplatsen"


@dataclass(frozen=True, slots=True)
class RegionalLayer:
    """The decisions of one region, each row with its reason."""

    #: `Region Skåne`; empty where nothing is said.
    name: str = ""
    switches: tuple[RuleSwitch, ...] = ()
    blocks: tuple[Block, ...] = ()
    pair_orders: tuple[PairOrder, ...] = ()
    deepenings: tuple[Deepening, ...] = ()
    #: On which line of its file the decision about a rule stands.
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    @property
    def customs(self) -> Customs:
        """The orders of pairs and the codes that are wanted finely."""
        return Customs(self.pair_orders, self.deepenings)

    @property
    def rows(self) -> Mapping[RegionalTable, tuple[object, ...]]:
        """The rows of every table that the layer fills."""
        return {
            RegionalTable.RULE_SWITCHES: self.switches,
            RegionalTable.BLOCK_LIST: self.blocks,
            RegionalTable.PAIR_ORDERS: self.pair_orders,
            RegionalTable.DEEPENINGS: self.deepenings,
        }


@dataclass(frozen=True, slots=True)
class WorkplaceSwitch:
    """A rule that the workplace itself has decided about, by whom and when."""

    switch: RuleSwitch
    decided_by: str
    decided_at: datetime

    @property
    def told(self) -> RuleSwitch:
        """The decision as the review asks it, with who made it."""
        return replace(self.switch, by=WORKPLACE)
