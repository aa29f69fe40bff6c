"""For whom a code usually is: what the setting of an event puts last, and never hides.

The rows stand in `resources/search/setting.toml`, each with its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.care_types import CareSetting
from app.domain.codes import CodeSystem
from app.domain.errors import InputFileError
from app.domain.patient import Sex
from app.domain.search import Setting
from app.search.code_table import CodeOrder
from app.search.narrowing import Flags, between
from app.search.query_syntax import CodeSpan, code_span

#: Beside the program in the source tree, and unpacked beside it in the frozen build.
SETTING_FILE = Path(__file__).resolve().parents[2] / "resources" / "search" / "setting.toml"
_KEYS = frozenset({"codes", "system", "catalogue", "source"})
_ASKED = frozenset({"sex", "first_age", "last_age", "care"})


@dataclass(frozen=True, slots=True)
class UsualSetting:
    """Codes of one system, and whose events they usually stand on; None asks for nothing."""

    system: CodeSystem
    codes: tuple[CodeSpan, ...]
    sex: Sex | None = None
    #: Whole years at admission, both included.
    first_age: int | None = None
    last_age: int | None = None
    care: CareSetting | None = None

    def is_unusual(self, setting: Setting) -> bool:
        """Whether something is known of the event that does not go with the codes."""
        age, sex = setting.age_years, setting.sex
        is_other_sex = self.sex is not None and sex not in (self.sex, Sex.UNKNOWN)
        is_other_care = self.care is not None and setting.care not in (self.care, None)
        if age is None:
            return is_other_sex or is_other_care
        is_younger = self.first_age is not None and age < self.first_age
        is_older = self.last_age is not None and age > self.last_age
        return is_other_sex or is_other_care or is_younger or is_older


def read_usual_settings(path: Path) -> tuple[UsualSetting, ...]:
    """Read for whom codes usually are.

    Raises:
        InputFileError: the file cannot be read, or a row says something unknown.

    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
        return tuple(_row(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputFileError(
            f"Tabellen {path.name} kan inte läsas: {error}. Rätta filen och starta om."
        ) from error


@cache
def usual_settings() -> tuple[UsualSetting, ...]:
    """Give the rows that ship with the program, read by whoever asks first."""
    return read_usual_settings(SETTING_FILE)


def unusual_rows(
    usual: Iterable[UsualSetting], setting: Setting, order: CodeOrder, system: CodeSystem
) -> Flags | None:
    """Tell which concepts of an edition are unusual in a setting; None where none is."""
    spans = [
        span
        for each in usual
        if each.system is system and each.is_unusual(setting)
        for span in each.codes
    ]
    unusual = np.zeros(len(order.places), np.bool_)
    for span in spans:
        unusual[order.places[between(order.codes, span)]] = True
    return unusual if unusual.any() else None


def _row(row: Mapping[str, Any]) -> UsualSetting:
    keys = set(row)
    if not keys >= _KEYS or not keys & _ASKED or keys - _KEYS - _ASKED or not row["source"]:
        raise ValueError(f"raden {row.get('codes')} har fel kolumner")
    return UsualSetting(
        CodeSystem(row["system"]),
        tuple(code_span(part) for part in row["codes"].split()),
        Sex(row["sex"]) if "sex" in row else None,
        row.get("first_age"),
        row.get("last_age"),
        CareSetting(row["care"]) if "care" in row else None,
    )
