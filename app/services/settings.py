"""Settings: one table with key, default, Swedish label and help; stored as TOML."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person can choose. `choices` empty means free text or a number."""

    key: str
    default: str | int | bool
    label: str
    help: str
    group: str
    choices: tuple[tuple[str | int, str], ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme",
        "light",
        "Utseende",
        "Ljust eller mörkt tema.",
        "Utseende",
        (("light", "Ljust"), ("dark", "Mörkt")),
    ),
    Setting(
        "scale",
        100,
        "Textstorlek",
        "Storleken på text och rader i procent av den normala.",
        "Utseende",
        tuple((n, f"{n} %") for n in (100, 110, 125, 150, 175, 200)),
    ),
    Setting(
        "person",
        "",
        "Senaste person",
        "Den som satt vid programmet sist föreslås vid start.",
        "Start",
    ),
)
_FILE = "settings.toml"


def read_settings(folder: Path) -> dict[str, Any]:
    """Every setting with its stored value or default; unknown keys in the file are kept."""
    stored = _read(folder / _FILE)
    return {setting.key: setting.default for setting in SETTINGS} | stored


def write_setting(folder: Path, key: str, value: str | int | bool) -> None:
    """Store one setting and leave the others, known or not, as they are.

    Raises:
        AppError: the folder cannot be written.

    """
    path = folder / _FILE
    stored = _read(path) | {key: value}
    draft = path.with_suffix(".new")
    try:
        draft.write_text(_format(stored), encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        raise AppError(
            f"Inställningen kunde inte sparas i {folder}. Kontrollera att mappen går att skriva i."
        ) from error


def settings_markdown() -> str:
    """Return the table of settings for docs/settings.md."""
    lines = ["# Settings", "", "| key | label | default | help |", "|---|---|---|---|"]
    lines += [f"| `{s.key}` | {s.label} | `{s.default}` | {s.help} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _format(values: Mapping[str, Any]) -> str:
    lines = (
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
        if isinstance(value, str | int | float | bool)
    )
    return "\n".join(lines) + "\n"
