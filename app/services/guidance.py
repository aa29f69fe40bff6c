"""Use cases of guidance: facts of the rule catalogue that are told, and never objected to."""

from __future__ import annotations

from app.domain.guidance import Guidance
from app.rules import guidance


def guidance_of_screen(screen: str) -> tuple[Guidance, ...]:
    """Return what is told on the help sheet of a screen, in the order of the catalogue."""
    return guidance.screen_guidance(screen)


def guidance_of_code(code: str) -> tuple[Guidance, ...]:
    """Return what is told beside an ICD-10-SE or KVÅ code, in the order of the catalogue."""
    return guidance.guidance_for(code)
