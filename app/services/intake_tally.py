"""Counting what became of each event in one import."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What became of each event in one import; an event counts once, as what changed most."""

    added: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    changed_after_signing: set[str] = field(default_factory=set)
    ids: dict[str, None] = field(default_factory=dict)

    def note(self, encounter_id: str, outcome: set[str]) -> None:
        """Count an event under one of the sets of this tally."""
        self.ids[encounter_id] = None
        if encounter_id in self.added:
            return
        if outcome is not self.unchanged or encounter_id not in self.updated:
            self.unchanged.discard(encounter_id)
            outcome.add(encounter_id)

    def add(self, other: Tally) -> None:
        """Take over the counts of one more file."""
        for encounter_id in other.ids:
            if encounter_id in other.added:
                self.note(encounter_id, self.added)
            elif encounter_id in other.updated:
                self.note(encounter_id, self.updated)
            else:
                self.note(encounter_id, self.unchanged)
        self.changed_after_signing |= other.changed_after_signing
