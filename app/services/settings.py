"""Settings: one table with key, default, Swedish label and help; stored as TOML."""

from __future__ import annotations

import json
import re
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
        "Ljust eller mörkt tema, med vanlig eller hög kontrast.",
        "Utseende",
        (
            ("light", "Ljust"),
            ("dark", "Mörkt"),
            ("contrast-light", "Ljust, hög kontrast"),
            ("contrast-dark", "Mörkt, hög kontrast"),
        ),
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
    Setting(
        "search_help",
        True,
        "Sökhjälp",
        "En rad under sökfältet säger vad man kan skriva bland orden.",
        "Sökning",
    ),
    Setting(
        "completion_offers",
        True,
        "Förslag om komplettering",
        "En rad under koderna säger vad en kod saknar, till exempel yttre orsak.",
        "Kodning",
    ),
)
_FILE = "settings.toml"


def read_settings(folder: Path) -> dict[str, Any]:
    """Return every setting with its stored value, or its default where that is missing or odd.

    Unknown keys in the file come along as they are.
    """
    stored = _read(folder / _FILE)
    return stored | {known.key: _value(known, stored) for known in SETTINGS}


def write_setting(folder: Path, key: str, value: str | int | bool) -> None:
    """Store one setting and leave the others, known or not, as they are.

    Raises:
        AppError: the folder cannot be written.

    """
    path = folder / _FILE
    draft = path.with_suffix(".new")
    try:
        draft.write_text(_with_line(_text(path), key, value), encoding="utf-8")
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


def _value(setting: Setting, stored: Mapping[str, Any]) -> Any:
    value = stored.get(setting.key)
    allowed = [choice for choice, _label in setting.choices]
    fits = type(value) is type(setting.default) and (not allowed or value in allowed)
    return value if fits else setting.default


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError:
        return {}


def _text(path: Path) -> str:
    """Return the file as it stands, comments included; nothing where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _with_line(text: str, key: str, value: str | int | bool) -> str:
    """Replace or add one line; what is no TOML is not worth keeping."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        text, tables = "", {}
    written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    line = f"{key} = {written}\n"
    if key not in tables:
        return line + text
    return re.sub(rf"(?m)^{re.escape(key)}[ \t]*=.*\n?", lambda _: line, text, count=1)
