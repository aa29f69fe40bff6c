"""Buttons of acts that belong to another role: their tips say who may."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QPushButton

_USUAL = "usualTip"


def say_why(buttons: Iterable[QPushButton], reason: str) -> None:
    """Let the tips of buttons tell why they are grey; without a reason what they do, as before."""
    for each in buttons:
        usual = each.property(_USUAL) or each.toolTip()
        each.setProperty(_USUAL, usual)
        each.setToolTip(reason or usual)
        each.setAccessibleDescription(reason)
