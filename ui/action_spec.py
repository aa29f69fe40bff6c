"""What a command is: its name, menu, words, key and screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.permissions import Act


class Where(StrEnum):
    """On which screen a command works."""

    EVERYWHERE = "Överallt"
    CODING = "Kodning"
    WORK_LIST = "Arbetslista"
    PREVIEW = "Förhandsgranskning"
    CLINICIAN = "Klinikerns skrivbord"
    TRAINING = "Utbildning"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command. Its slot is the method of the same name in one of ui/commands."""

    name: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    where: Where = Where.EVERYWHERE
    #: What the command is an act of, where that belongs to a role.
    act: Act | None = None
