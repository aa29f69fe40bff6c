"""Buttons of acts that belong to another role: their tips say who may."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QAbstractButton

#: Where a button that is hindered keeps its tip for when it is open again.
_TIP = "tip_when_open"


def say_why(buttons: Iterable[QAbstractButton], reason: str) -> None:
    """Let the tips of buttons tell why they are grey; without a reason what they do, as before."""
    for each in buttons:
        kept = each.property(_TIP)
        usual = each.toolTip() if kept is None else kept
        each.setProperty(_TIP, usual if reason else None)
        each.setToolTip(reason or usual)
        each.setAccessibleDescription(reason)
