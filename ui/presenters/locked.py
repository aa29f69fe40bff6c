"""Why the codes of an event cannot be changed right now, in a sentence."""

from __future__ import annotations

from app.services.coding import OpenedEvent


def why_locked(event: OpenedEvent | None, *, is_finishing: bool) -> str:
    """Say what stands in the way, and what to do about it."""
    if event is not None and event.holder is not None:
        return f"{event.holder.person_name} arbetar med händelsen. Den kan bara läsas så länge."
    if is_finishing:
        return "Händelsen signeras eller parkeras just nu. Vänta ett ögonblick."
    return "Händelsen är låst för ändring. Öppna den åter först."
