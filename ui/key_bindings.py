"""A person's own keys: what each command has now, and why a key cannot be given to one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from PySide6.QtGui import QAction, QKeySequence

from ui.action_spec import ActionSpec, Where
from ui.actions import ACTIONS
from ui.field_keys import FIELD_KEYS

_SPOKEN = {
    "Skift": "Shift", "Retur": "Return", "Backsteg": "Backspace", "Mellanslag": "Space",
    "↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "Esc": "Escape",
}  # fmt: skip
#: Keys that every text field needs for itself.
_FIELDS_OWN = ("Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A", "Tab", "Shift+Tab")
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_WRITES_NOTHING = re.compile(r"(Ctrl|Alt|Meta)\+|(Shift\+)?F[0-9]+$")


def bound(own: Mapping[str, str], specs: Sequence[ActionSpec] = ACTIONS) -> tuple[ActionSpec, ...]:
    """Return the table of commands with a person's own keys in it."""
    return tuple(
        replace(spec, shortcut=own[spec.name]) if spec.name in own else spec for spec in specs
    )


def find_objection(name: str, keys: str, own: Mapping[str, str]) -> str:
    """Say in Swedish why a command cannot have these keys; nothing when it can.

    `keys` are portable text, for example `Ctrl+Shift+K`; empty text takes the key away, which
    every command can bear.
    """
    if not keys:
        return ""
    return _objection_to_shape(QKeySequence(keys)) or _find_owner(name, QKeySequence(keys), own)


def apply_keys(actions: Mapping[str, QAction], own: Mapping[str, str]) -> None:
    """Give the window's actions a person's keys, and the usual ones where there are none."""
    for spec in bound(own):
        actions[spec.name].setShortcut(QKeySequence(spec.shortcut))


def sound_keys(own: Mapping[str, str]) -> dict[str, str]:
    """Return those of a stored table that still can be had: commands change between versions."""
    known = {spec.name for spec in ACTIONS}
    kept = {name: keys for name, keys in own.items() if name in known}
    while odd := _last_odd(kept):
        del kept[odd]
    return kept


def spoken(keys: str) -> str:
    """Return keys as they are written in Swedish."""
    return keys.replace("Shift", "Skift").replace("Return", "Retur")


def in_own_keys(text: str, own: Mapping[str, str]) -> str:
    """Return a text with the keys that it names as the person has bound them.

    A key that a command gave up is named no longer by that command alone, so its words are
    put in the place of the key.
    """
    if not own:
        return text  # asked of every tip of a screen that is shown
    renamed = {
        spoken(spec.shortcut): spoken(own[spec.name]) or f"”{plain(spec)}”"
        for spec in ACTIONS
        if spec.shortcut and own.get(spec.name, spec.shortcut) != spec.shortcut
    }
    if not renamed:
        return text
    named = "|".join(re.escape(keys) for keys in sorted(renamed, key=len, reverse=True))
    return re.sub(rf"(?<![\w+])(?:{named})(?![\w+])", lambda found: renamed[found[0]], text)


def plain(spec: ActionSpec) -> str:
    """Return the words of a command without mark and dots."""
    return spec.text.replace("&", "").removesuffix(" …")


def _last_odd(own: Mapping[str, str]) -> str:
    return next((name for name in reversed(list(own)) if find_objection(name, own[name], own)), "")


def _objection_to_shape(sequence: QKeySequence) -> str:
    if sequence.count() != 1:
        return "Välj en enda tangent, med eller utan Ctrl, Alt och Skift."
    if not _is_free_of_typing(sequence):
        return "Tangenten skriver text eller flyttar i fälten. Håll Ctrl eller Alt nere också."
    return ""


def _find_owner(name: str, sequence: QKeySequence, own: Mapping[str, str]) -> str:
    said, table = spoken(sequence.toString(_PORTABLE)), bound(own)
    wanted = next(spec for spec in table if spec.name == name)
    for spec in table:
        if spec.name != name and QKeySequence(spec.shortcut) == sequence and _meet(spec, wanted):
            return f"{said} är redan tangenten för ”{plain(spec)}”. Välj en annan."
    for text, where in _field_keys():
        if QKeySequence(text) == sequence:
            return f"{said} används redan i {where.lower()}. Välj en annan."
    if any(QKeySequence(text) == sequence for text in (*_FIELDS_OWN, *_menu_keys(table))):
        return f"{said} används av textfälten eller menyerna. Välj en annan."
    return ""


def _meet(one: ActionSpec, other: ActionSpec) -> bool:
    return one.where is other.where or Where.EVERYWHERE in (one.where, other.where)


def _is_free_of_typing(sequence: QKeySequence) -> bool:
    return _WRITES_NOTHING.match(sequence.toString(_PORTABLE)) is not None


def _field_keys() -> Iterator[tuple[str, str]]:
    """Yield what fields take for themselves, as portable text, and where."""
    for known in FIELD_KEYS:
        for word in known.keys.replace(" – ", " ").replace(",", " ").split():
            text = "+".join(_SPOKEN.get(part, part) for part in word.split("+"))
            if "+" in text or text.startswith("F"):
                yield text, known.where


def _menu_keys(table: Sequence[ActionSpec]) -> Iterator[str]:
    for menu in dict.fromkeys(spec.menu for spec in table):
        yield f"Alt+{menu[menu.index('&') + 1]}"
