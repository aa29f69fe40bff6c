"""Which rule set an event is judged by: the Swedish one, or the Norwegian “gyldig opphold”."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.encounter import Encounter
from app.domain.norwegian import NORWAY
from app.rules import norwegian
from app.rules.base import Rule

#: Stored with every signed version of a Norwegian event; raised when a rule changes.
NORWEGIAN_SET_VERSION = "gyldig opphold 1.0"

#: Asked instead of all other rules about events in Norway, in the order in which they are read.
NORWEGIAN_RULES: tuple[Rule, ...] = (
    norwegian.stay_without_referral,
    norwegian.stay_without_start_or_end,
    norwegian.stay_at_midnight,
    norwegian.stay_ends_before_its_start,
    norwegian.stay_without_treating_person,
    norwegian.stay_without_condition_code,
    norwegian.stay_without_record_text,
    norwegian.stay_without_urgency,
    norwegian.stay_without_level_of_care,
    norwegian.stay_without_from_or_to,
    norwegian.stay_without_treating_unit,
)


def rules_for(rules: Sequence[Rule], encounter: Encounter) -> Sequence[Rule]:
    """Return the rules that an event is judged by: those given, unless it took place in Norway."""
    return NORWEGIAN_RULES if encounter.country == NORWAY else rules


def set_version_for(version: str, encounter: Encounter) -> str:
    """Return the version of the rule set that an event is judged by."""
    return NORWEGIAN_SET_VERSION if encounter.country == NORWAY else version
