"""What the help says first of a screen; the texts are rows of resources/help/screens.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.paths import program_root

#: Told where a screen has no help of its own.
_FIRST = "work_list"


@dataclass(frozen=True, slots=True)
class ScreenHelp:
    """The help of one screen: what it is called, what one can do there, where more stands."""

    heading: str
    points: tuple[str, ...]
    guide: str  # a heading of docs/user-guide.md


def help_of(screen: str) -> ScreenHelp:
    """Return the help of a screen by its `help_name`; of the work list where it has none."""
    return all_help().get(screen, all_help()[_FIRST])


@cache
def all_help() -> Mapping[str, ScreenHelp]:
    """Return the help of every screen by its `help_name`."""
    path = program_root() / "resources" / "help" / "screens.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: ScreenHelp(row["heading"], tuple(row["points"]), row["guide"])
        for name, row in rows.items()
    }
