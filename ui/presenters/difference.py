"""How two states of one event differ, in words."""

from __future__ import annotations

from app.domain.coding_acts import assigned_codes
from app.domain.encounter import Encounter


def difference(mine: Encounter, stored: Encounter) -> str:
    """Tell which codes the stored event has, and lacks, beside the one on the desk."""
    ours = [assigned.code for assigned in assigned_codes(mine)]
    theirs = [assigned.code for assigned in assigned_codes(stored)]
    added = ", ".join(code for code in theirs if code not in ours)
    missing = ", ".join(code for code in ours if code not in theirs)
    parts = [f"Tillkommit: {added}." if added else "", f"Borta: {missing}." if missing else ""]
    told = " ".join(part for part in parts if part)
    return f"Här visas det som är sparat. {told or 'Koderna är desamma.'}"
