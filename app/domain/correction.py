"""A way to mend what a rule objects to: the event as it becomes, and what that changes in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.domain.encounter import Encounter


@dataclass(frozen=True, slots=True)
class Correction:
    """One offer to a coder. Only diagnoses and procedures ever differ from the event it is for."""

    #: What taking it does, as a whole Swedish sentence: "Sätt O80.9 … som huvuddiagnos."
    sentence: str
    encounter: Encounter = field(repr=False)

    def taken_by(self, present: Encounter) -> Encounter:
        """Return the event as it stands now with the codes of the correction."""
        codes = self.encounter
        return replace(present, diagnoses=codes.diagnoses, procedures=codes.procedures)
